package org.covector.engine.kernel.fourier;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code exp(-2 pi i k / n)}, each part within 0.51 ulp of the exact value. The angle is reduced to an octant in integers; there it
 * is a sum of a coarse and a fine angle, whose sines and cosines are tabulated as sums of two doubles (Dekker, Numer. Math. 18,
 * 1971) and combined before the one rounding. So roots that are equal up to exchange and sign of their parts are so bit for bit.
 */
public final class RootsOfUnity {
    /** pi / 4 as a sum of two doubles. */
    private static final double OCTANT = 0.7853981633974483;

    private static final double OCTANT_REST = 3.061616997868383e-17;

    /** Terms of the Taylor series of an angle within an octant: the first one left out is below 1e-33. */
    private static final int TERMS = 28;

    private final long n;
    private final int shift;
    private final double[] coarse;
    private final double[] fine;

    /** The roots of order n. */
    public RootsOfUnity(long n) {
        this.n = n;
        this.shift = (64 - Long.numberOfLeadingZeros(n)) / 2;
        this.coarse = table((int) (n >> shift) + 1, 1L << shift);
        this.fine = table(1 << shift, 1);
    }

    /** cos, its rest, sin, its rest of the angles {@code i * step}, in units of 1/n of an octant. */
    private double[] table(int count, long step) {
        double[] t = Storage.zeros(DType.FLOAT64, 4L * count).doubles();
        for (int i = 0; i < count; i++) {
            double numerator = i * (double) step;
            double quotient = numerator / n;
            double rest = Math.fma(-quotient, n, numerator) / n;
            double x = quotient * OCTANT;
            double low = Math.fma(quotient, OCTANT, -x) + Math.fma(quotient, OCTANT_REST, rest * OCTANT);
            series(x, low, t, 4 * i);
        }
        return t;
    }

    /** Taylor series of cos and sin of {@code x + low} in sums of two doubles. */
    private static void series(double x, double low, double[] t, int at) {
        double high = 1;
        double rest = 0;
        double[] sums = {1, 0, 0, 0};
        for (int k = 1; k < TERMS; k++) {
            double p = high * x;
            double e = Math.fma(high, x, -p) + Math.fma(high, low, rest * x);
            double q = p / k;
            rest = (Math.fma(-q, k, p) + e) / k;
            high = q;
            double sign = (k & 2) == 0 ? 1 : -1;
            add(sums, (k & 1) == 0 ? 0 : 2, sign * high, sign * rest);
        }
        System.arraycopy(sums, 0, t, at, 4);
    }

    private static void add(double[] sums, int at, double high, double rest) {
        double s = sums[at] + high;
        double b = s - sums[at];
        double e = (sums[at] - (s - b)) + (high - b) + sums[at + 1] + rest;
        sums[at] = s + e;
        sums[at + 1] = e - (sums[at] - s);
    }

    /** {@code cos(2 pi k / n)}. */
    public double cos(long k) {
        long x = 8 * Math.floorMod(k, n);
        x = x > 4 * n ? 8 * n - x : x; // cos is even
        double sign = x > 2 * n ? -1 : 1;
        x = x > 2 * n ? 4 * n - x : x;
        return sign * (x <= n ? octantCos(x) : octantSin(2 * n - x));
    }

    /** {@code sin(2 pi k / n)}. */
    public double sin(long k) {
        long x = 8 * Math.floorMod(k, n);
        double sign = x > 4 * n ? -1 : 1;
        x = x > 4 * n ? 8 * n - x : x;
        x = x > 2 * n ? 4 * n - x : x;
        return sign * (x <= n ? octantSin(x) : octantCos(2 * n - x));
    }

    /** cos of x / n octants, 0 <= x <= n: {@code cos a cos b - sin a sin b}. */
    private double octantCos(long x) {
        int a = 4 * (int) (x >> shift);
        int b = 4 * (int) (x & ((1L << shift) - 1));
        return combine(coarse, a, fine, b, -1);
    }

    /** {@code sin a cos b + cos a sin b}. */
    private double octantSin(long x) {
        int a = 4 * (int) (x >> shift);
        int b = 4 * (int) (x & ((1L << shift) - 1));
        double p = coarse[a + 2] * fine[b];
        double q = coarse[a] * fine[b + 2];
        double e = Math.fma(coarse[a + 2], fine[b], -p) + Math.fma(coarse[a], fine[b + 2], -q)
                + (coarse[a + 2] * fine[b + 1] + coarse[a + 3] * fine[b]) + (coarse[a] * fine[b + 3] + coarse[a + 1] * fine[b + 2]);
        return sum(p, q, e);
    }

    private static double combine(double[] s, int a, double[] t, int b, double sign) {
        double p = s[a] * t[b];
        double q = s[a + 2] * t[b + 2];
        double e = Math.fma(s[a], t[b], -p) + sign * Math.fma(s[a + 2], t[b + 2], -q)
                + (s[a] * t[b + 1] + s[a + 1] * t[b]) + sign * (s[a + 2] * t[b + 3] + s[a + 3] * t[b + 2]);
        return sum(p, sign * q, e);
    }

    private static double sum(double p, double q, double rest) {
        double s = p + q;
        double b = s - p;
        return s + ((p - (s - b)) + (q - b) + rest);
    }

    /** Root {@code k0 + i step} of {@code exp(-2 pi i k / n)} at place {@code at + i}, for i from 0 to count - 1. */
    void fill(long k0, long step, int count, double[] re, double[] im, int at) {
        for (int i = 0; i < count; i++) {
            re[at + i] = cos(k0 + i * step);
            im[at + i] = -sin(k0 + i * step);
        }
    }

    /** As above, rounded again to float. */
    void fill(long k0, long step, int count, float[] re, float[] im, int at) {
        for (int i = 0; i < count; i++) {
            re[at + i] = (float) cos(k0 + i * step);
            im[at + i] = (float) -sin(k0 + i * step);
        }
    }
}
