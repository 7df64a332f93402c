package org.covector.engine.kernel.fourier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Butterflies of any odd radix r: with {@code t+ = x[j] + x[r - j]} and {@code t- = x[j] - x[r - j]}, results k and r - k are
 * {@code x[0] + sum over j of cos(2 pi j k / r) t+[j] -/+ i sin(2 pi j k / r) t-[j]}.
 */
final class FloatOddButterflies {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = S.length();

    private FloatOddButterflies() {}

    /** All runs. */
    static void scalar(FloatPass f) {
        float[] t = Storage.zeros(DType.FLOAT32, 4 * f.r()).floats();
        for (int p = 0; p < f.m(); p++) {
            for (int q = 0; q < f.s(); q++) {
                pairs(f, p * f.xp() + q, p * f.yp() + q, t);
                for (int k = 1; k <= f.r() / 2; k++) {
                    result(f, p, q, k, t);
                }
            }
        }
    }

    /** Sums and differences to t: re and im of the sums, of which the first is x[0], then of the differences; result 0 to y. */
    private static void pairs(FloatPass f, int in, int out, float[] t) {
        int x = f.xro() + in;
        int z = f.xio() + in;
        int r = f.r();
        int step = f.xj();
        float re = f.xr()[x];
        float im = f.xi()[z];
        t[0] = re;
        t[1] = im;
        for (int j = 1; j <= r / 2; j++) {
            float ar = f.xr()[x + j * step];
            float ai = f.xi()[z + j * step];
            float br = f.xr()[x + (r - j) * step];
            float bi = f.xi()[z + (r - j) * step];
            t[4 * j] = ar + br;
            t[4 * j + 1] = ai + bi;
            t[4 * j + 2] = ar - br;
            t[4 * j + 3] = ai - bi;
            re += t[4 * j];
            im += t[4 * j + 1];
        }
        f.yr()[f.yro() + out] = re;
        f.yi()[f.yio() + out] = im;
    }

    private static void result(FloatPass f, int p, int q, int k, float[] t) {
        int r = f.r();
        float re = t[0];
        float im = t[1];
        float sr = 0;
        float si = 0;
        int roots = f.wr().length - r;
        int index = 0;
        for (int j = 1; j <= r / 2; j++) {
            index += k;
            index -= index >= r ? r : 0;
            float c = f.wr()[roots + index];
            float s = f.wi()[roots + index]; // minus the sine
            re = Math.fma(t[4 * j], c, re);
            im = Math.fma(t[4 * j + 1], c, im);
            sr = Math.fma(t[4 * j + 3], s, sr);
            si = Math.fma(t[4 * j + 2], s, si);
        }
        store(f, p, q, k, re - sr, im + si);
        store(f, p, q, r - k, re + sr, im - si);
    }

    private static void store(FloatPass f, int p, int q, int k, float u, float v) {
        int w = p * f.wp() + k - 1;
        float c = f.wr()[w];
        float d = f.wi()[w];
        f.yr()[f.yro() + p * f.yp() + k * f.yk() + q] = Math.fma(u, c, -(v * d));
        f.yi()[f.yio() + p * f.yp() + k * f.yk() + q] = Math.fma(u, d, v * c);
    }

    /** Runs as far as {@code end}, a multiple of the vector's length. */
    static void vector(FloatPass f, int end) {
        float[] t = Storage.zeros(DType.FLOAT32, 4 * f.r() * STEP).floats();
        for (int p = 0; p < f.m(); p++) {
            for (int q = 0; q < end; q += STEP) {
                pairsVector(f, p * f.xp() + q, p * f.yp() + q, t);
                for (int k = 1; k <= f.r() / 2; k++) {
                    resultVector(f, p, q, k, t);
                }
            }
        }
    }

    private static void pairsVector(FloatPass f, int in, int out, float[] t) {
        int x = f.xro() + in;
        int z = f.xio() + in;
        int r = f.r();
        int step = f.xj();
        FloatVector re = FloatVector.fromArray(S, f.xr(), x);
        FloatVector im = FloatVector.fromArray(S, f.xi(), z);
        re.intoArray(t, 0);
        im.intoArray(t, STEP);
        for (int j = 1; j <= r / 2; j++) {
            FloatVector ar = FloatVector.fromArray(S, f.xr(), x + j * step);
            FloatVector ai = FloatVector.fromArray(S, f.xi(), z + j * step);
            FloatVector br = FloatVector.fromArray(S, f.xr(), x + (r - j) * step);
            FloatVector bi = FloatVector.fromArray(S, f.xi(), z + (r - j) * step);
            FloatVector pr = ar.add(br);
            FloatVector pi = ai.add(bi);
            pr.intoArray(t, 4 * j * STEP);
            pi.intoArray(t, (4 * j + 1) * STEP);
            ar.sub(br).intoArray(t, (4 * j + 2) * STEP);
            ai.sub(bi).intoArray(t, (4 * j + 3) * STEP);
            re = re.add(pr);
            im = im.add(pi);
        }
        re.intoArray(f.yr(), f.yro() + out);
        im.intoArray(f.yi(), f.yio() + out);
    }

    private static void resultVector(FloatPass f, int p, int q, int k, float[] t) {
        int r = f.r();
        FloatVector re = FloatVector.fromArray(S, t, 0);
        FloatVector im = FloatVector.fromArray(S, t, STEP);
        FloatVector sr = FloatVector.zero(S);
        FloatVector si = FloatVector.zero(S);
        int roots = f.wr().length - r;
        int index = 0;
        for (int j = 1; j <= r / 2; j++) {
            index += k;
            index -= index >= r ? r : 0;
            FloatVector c = FloatVector.broadcast(S, f.wr()[roots + index]);
            FloatVector s = FloatVector.broadcast(S, f.wi()[roots + index]);
            re = FloatVector.fromArray(S, t, 4 * j * STEP).fma(c, re);
            im = FloatVector.fromArray(S, t, (4 * j + 1) * STEP).fma(c, im);
            sr = FloatVector.fromArray(S, t, (4 * j + 3) * STEP).fma(s, sr);
            si = FloatVector.fromArray(S, t, (4 * j + 2) * STEP).fma(s, si);
        }
        storeVector(f, p, q, k, re.sub(sr), im.add(si));
        storeVector(f, p, q, r - k, re.add(sr), im.sub(si));
    }

    private static void storeVector(FloatPass f, int p, int q, int k, FloatVector u, FloatVector v) {
        int w = p * f.wp() + k - 1;
        FloatVector c = FloatVector.broadcast(S, f.wr()[w]);
        FloatVector d = FloatVector.broadcast(S, f.wi()[w]);
        u.fma(c, v.mul(d).neg()).intoArray(f.yr(), f.yro() + p * f.yp() + k * f.yk() + q);
        u.fma(d, v.mul(c)).intoArray(f.yi(), f.yio() + p * f.yp() + k * f.yk() + q);
    }
}
