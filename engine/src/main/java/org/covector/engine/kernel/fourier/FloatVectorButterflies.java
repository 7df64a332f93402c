package org.covector.engine.kernel.fourier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Butterflies whose radix is a power of 2, over whole vectors of a run: see {@link FloatPass}. Every number of a result is the
 * same expression as in {@link FloatScalarButterflies}.
 */
final class FloatVectorButterflies {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    static final int STEP = S.length();
    private static final float HALF_SQRT = 0.70710678118654752440f;

    private FloatVectorButterflies() {}

    /** Does all runs, the last vector of each overlapping the one before; false if they are shorter than a vector. */
    static boolean pass(FloatPass f) {
        int end = S.loopBound(f.s());
        if (end == 0) {
            return false;
        }
        vectors(f, end);
        if (end < f.s()) {
            vectors(f.from(f.s() - STEP), STEP);
        }
        return true;
    }

    private static void vectors(FloatPass f, int end) {
        switch (f.r()) {
            case 1 -> one(f, end);
            case 2 -> two(f, end);
            case 4 -> four(f, end);
            case 8 -> eight(f, end);
            case 3 -> FloatRadix3And5Butterflies.threeVector(f, end);
            case 5 -> FloatRadix3And5Butterflies.fiveVector(f, end);
            default -> FloatOddButterflies.vector(f, end);
        }
    }

    /** A transform of one element. */
    private static void one(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        int step = f.step();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                r0.intoArray(yr, y + q);
                i0.intoArray(yi, t + q);
            }
        }
    }

    /** Radix 2. */
    private static void two(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int yk = f.yk();
        int step = f.step();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            FloatVector c1 = FloatVector.broadcast(S, wr[w]);
            FloatVector d1 = FloatVector.broadcast(S, wi[w]);
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                FloatVector r1 = FloatVector.fromArray(S, xr, x + q + xm);
                FloatVector i1 = FloatVector.fromArray(S, xi, z + q + xm);
                r0.add(r1).intoArray(yr, y + q);
                i0.add(i1).intoArray(yi, t + q);
                FloatVector u1 = r0.sub(r1);
                FloatVector v1 = i0.sub(i1);
                u1.fma(c1, v1.mul(d1).neg()).intoArray(yr, y + q + yk);
                u1.fma(d1, v1.mul(c1)).intoArray(yi, t + q + yk);
            }
        }
    }

    /** Radix 4. */
    private static void four(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int yk = f.yk();
        int step = f.step();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            FloatVector c1 = FloatVector.broadcast(S, wr[w]);
            FloatVector d1 = FloatVector.broadcast(S, wi[w]);
            FloatVector c2 = FloatVector.broadcast(S, wr[w + 1]);
            FloatVector d2 = FloatVector.broadcast(S, wi[w + 1]);
            FloatVector c3 = FloatVector.broadcast(S, wr[w + 2]);
            FloatVector d3 = FloatVector.broadcast(S, wi[w + 2]);
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                FloatVector r1 = FloatVector.fromArray(S, xr, x + q + xm);
                FloatVector i1 = FloatVector.fromArray(S, xi, z + q + xm);
                FloatVector r2 = FloatVector.fromArray(S, xr, x + q + 2 * xm);
                FloatVector i2 = FloatVector.fromArray(S, xi, z + q + 2 * xm);
                FloatVector r3 = FloatVector.fromArray(S, xr, x + q + 3 * xm);
                FloatVector i3 = FloatVector.fromArray(S, xi, z + q + 3 * xm);
                FloatVector ra = r0.add(r2);
                FloatVector ia = i0.add(i2);
                FloatVector rb = r0.sub(r2);
                FloatVector ib = i0.sub(i2);
                FloatVector rc = r1.add(r3);
                FloatVector ic = i1.add(i3);
                FloatVector rd = r1.sub(r3);
                FloatVector id = i1.sub(i3);
                ra.add(rc).intoArray(yr, y + q);
                ia.add(ic).intoArray(yi, t + q);
                FloatVector u1 = rb.add(id);
                FloatVector v1 = ib.sub(rd);
                u1.fma(c1, v1.mul(d1).neg()).intoArray(yr, y + q + yk);
                u1.fma(d1, v1.mul(c1)).intoArray(yi, t + q + yk);
                FloatVector u2 = ra.sub(rc);
                FloatVector v2 = ia.sub(ic);
                u2.fma(c2, v2.mul(d2).neg()).intoArray(yr, y + q + 2 * yk);
                u2.fma(d2, v2.mul(c2)).intoArray(yi, t + q + 2 * yk);
                FloatVector u3 = rb.sub(id);
                FloatVector v3 = ib.add(rd);
                u3.fma(c3, v3.mul(d3).neg()).intoArray(yr, y + q + 3 * yk);
                u3.fma(d3, v3.mul(c3)).intoArray(yi, t + q + 3 * yk);
            }
        }
    }

    /** Radix 8: two of radix 4 behind one of radix 2. */
    private static void eight(FloatPass f, int end) {
        float[] xr = f.xr();
        float[] xi = f.xi();
        float[] yr = f.yr();
        float[] yi = f.yi();
        float[] wr = f.wr();
        float[] wi = f.wi();
        int yk = f.yk();
        int step = f.step();
        int xm = f.xj();
        for (int p = 0; p < f.m(); p++) {
            int x = f.xro() + p * f.xp();
            int z = f.xio() + p * f.xp();
            int y = f.yro() + p * f.yp();
            int t = f.yio() + p * f.yp();
            int w = p * f.wp();
            FloatVector c1 = FloatVector.broadcast(S, wr[w]);
            FloatVector d1 = FloatVector.broadcast(S, wi[w]);
            FloatVector c2 = FloatVector.broadcast(S, wr[w + 1]);
            FloatVector d2 = FloatVector.broadcast(S, wi[w + 1]);
            FloatVector c3 = FloatVector.broadcast(S, wr[w + 2]);
            FloatVector d3 = FloatVector.broadcast(S, wi[w + 2]);
            FloatVector c4 = FloatVector.broadcast(S, wr[w + 3]);
            FloatVector d4 = FloatVector.broadcast(S, wi[w + 3]);
            FloatVector c5 = FloatVector.broadcast(S, wr[w + 4]);
            FloatVector d5 = FloatVector.broadcast(S, wi[w + 4]);
            FloatVector c6 = FloatVector.broadcast(S, wr[w + 5]);
            FloatVector d6 = FloatVector.broadcast(S, wi[w + 5]);
            FloatVector c7 = FloatVector.broadcast(S, wr[w + 6]);
            FloatVector d7 = FloatVector.broadcast(S, wi[w + 6]);
            for (int q = 0; q < end; q += step) {
                FloatVector r0 = FloatVector.fromArray(S, xr, x + q);
                FloatVector i0 = FloatVector.fromArray(S, xi, z + q);
                FloatVector r1 = FloatVector.fromArray(S, xr, x + q + xm);
                FloatVector i1 = FloatVector.fromArray(S, xi, z + q + xm);
                FloatVector r2 = FloatVector.fromArray(S, xr, x + q + 2 * xm);
                FloatVector i2 = FloatVector.fromArray(S, xi, z + q + 2 * xm);
                FloatVector r3 = FloatVector.fromArray(S, xr, x + q + 3 * xm);
                FloatVector i3 = FloatVector.fromArray(S, xi, z + q + 3 * xm);
                FloatVector r4 = FloatVector.fromArray(S, xr, x + q + 4 * xm);
                FloatVector i4 = FloatVector.fromArray(S, xi, z + q + 4 * xm);
                FloatVector r5 = FloatVector.fromArray(S, xr, x + q + 5 * xm);
                FloatVector i5 = FloatVector.fromArray(S, xi, z + q + 5 * xm);
                FloatVector r6 = FloatVector.fromArray(S, xr, x + q + 6 * xm);
                FloatVector i6 = FloatVector.fromArray(S, xi, z + q + 6 * xm);
                FloatVector r7 = FloatVector.fromArray(S, xr, x + q + 7 * xm);
                FloatVector i7 = FloatVector.fromArray(S, xi, z + q + 7 * xm);
                FloatVector rp0 = r0.add(r4);
                FloatVector rm0 = r0.sub(r4);
                FloatVector ip0 = i0.add(i4);
                FloatVector im0 = i0.sub(i4);
                FloatVector rp1 = r1.add(r5);
                FloatVector rm1 = r1.sub(r5);
                FloatVector ip1 = i1.add(i5);
                FloatVector im1 = i1.sub(i5);
                FloatVector rp2 = r2.add(r6);
                FloatVector rm2 = r2.sub(r6);
                FloatVector ip2 = i2.add(i6);
                FloatVector im2 = i2.sub(i6);
                FloatVector rp3 = r3.add(r7);
                FloatVector rm3 = r3.sub(r7);
                FloatVector ip3 = i3.add(i7);
                FloatVector im3 = i3.sub(i7);
                FloatVector ra = rp0.add(rp2);
                FloatVector rb = rp0.sub(rp2);
                FloatVector rc = rp1.add(rp3);
                FloatVector rd = rp1.sub(rp3);
                FloatVector ia = ip0.add(ip2);
                FloatVector ib = ip0.sub(ip2);
                FloatVector ic = ip1.add(ip3);
                FloatVector id = ip1.sub(ip3);
                ra.add(rc).intoArray(yr, y + q);
                ia.add(ic).intoArray(yi, t + q);
                FloatVector u2 = rb.add(id);
                FloatVector v2 = ib.sub(rd);
                u2.fma(c2, v2.mul(d2).neg()).intoArray(yr, y + q + 2 * yk);
                u2.fma(d2, v2.mul(c2)).intoArray(yi, t + q + 2 * yk);
                FloatVector u4 = ra.sub(rc);
                FloatVector v4 = ia.sub(ic);
                u4.fma(c4, v4.mul(d4).neg()).intoArray(yr, y + q + 4 * yk);
                u4.fma(d4, v4.mul(c4)).intoArray(yi, t + q + 4 * yk);
                FloatVector u6 = rb.sub(id);
                FloatVector v6 = ib.add(rd);
                u6.fma(c6, v6.mul(d6).neg()).intoArray(yr, y + q + 6 * yk);
                u6.fma(d6, v6.mul(c6)).intoArray(yi, t + q + 6 * yk);
                FloatVector r9 = rm1.add(im1).mul(HALF_SQRT);
                FloatVector i9 = im1.sub(rm1).mul(HALF_SQRT);
                FloatVector rx = im3.sub(rm3).mul(HALF_SQRT);
                FloatVector ix = rm3.add(im3).mul(-HALF_SQRT);
                FloatVector re = rm0.add(im2);
                FloatVector ie = im0.sub(rm2);
                FloatVector rf = rm0.sub(im2);
                FloatVector ifx = im0.add(rm2);
                FloatVector rg = r9.add(rx);
                FloatVector ig = i9.add(ix);
                FloatVector rh = r9.sub(rx);
                FloatVector ih = i9.sub(ix);
                FloatVector u1 = re.add(rg);
                FloatVector v1 = ie.add(ig);
                u1.fma(c1, v1.mul(d1).neg()).intoArray(yr, y + q + yk);
                u1.fma(d1, v1.mul(c1)).intoArray(yi, t + q + yk);
                FloatVector u5 = re.sub(rg);
                FloatVector v5 = ie.sub(ig);
                u5.fma(c5, v5.mul(d5).neg()).intoArray(yr, y + q + 5 * yk);
                u5.fma(d5, v5.mul(c5)).intoArray(yi, t + q + 5 * yk);
                FloatVector u3 = rf.add(ih);
                FloatVector v3 = ifx.sub(rh);
                u3.fma(c3, v3.mul(d3).neg()).intoArray(yr, y + q + 3 * yk);
                u3.fma(d3, v3.mul(c3)).intoArray(yi, t + q + 3 * yk);
                FloatVector u7 = rf.sub(ih);
                FloatVector v7 = ifx.add(rh);
                u7.fma(c7, v7.mul(d7).neg()).intoArray(yr, y + q + 7 * yk);
                u7.fma(d7, v7.mul(c7)).intoArray(yi, t + q + 7 * yk);
            }
        }
    }
}
