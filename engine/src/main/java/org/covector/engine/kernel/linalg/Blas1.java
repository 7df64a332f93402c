package org.covector.engine.kernel.linalg;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over contiguous rows of double: what the matrix factorisations are made of. Every element of a result is one chain of
 * fused multiply-adds in index order, so the vector width shows nowhere; the one reduction, {@link #dot}, has its own lanes.
 */
public final class Blas1 {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int STEP = SPECIES.length();
    private static final int LANES = 16; // partial sums of a dot product, whatever the machine's width
    private static final int TILE = 8; // rows that are transposed side by side
    private static final int GROUP = 8; // rows per pass: eight broadcast coefficients stay in registers

    private Blas1() {}

    /**
     * {@code y[j] += sign * sum over k of c[k] * x[k][j]}: {@code count} rows {@code x}, {@code xs} apart, coefficients {@code cs}
     * apart.
     */
    public static void accumulate(
            double sign, double[] c, int co, int cs, int count, double[] x, int xo, int xs, double[] y, int yo, int n) {
        int k = 0;
        for (; k + GROUP <= count; k += GROUP) {
            eight(sign, c, co + k * cs, cs, x, xo + k * xs, xs, y, yo, n);
        }
        for (; k < count; k++) {
            axpy(sign * c[co + k * cs], x, xo + k * xs, y, yo, n);
        }
    }

    private static void eight(double sign, double[] c, int co, int cs, double[] x, int xo, int xs, double[] y, int yo, int n) {
        double c0 = sign * c[co];
        double c1 = sign * c[co + cs];
        double c2 = sign * c[co + 2 * cs];
        double c3 = sign * c[co + 3 * cs];
        double c4 = sign * c[co + 4 * cs];
        double c5 = sign * c[co + 5 * cs];
        double c6 = sign * c[co + 6 * cs];
        double c7 = sign * c[co + 7 * cs];
        DoubleVector vc0 = DoubleVector.broadcast(SPECIES, c0);
        DoubleVector vc1 = DoubleVector.broadcast(SPECIES, c1);
        DoubleVector vc2 = DoubleVector.broadcast(SPECIES, c2);
        DoubleVector vc3 = DoubleVector.broadcast(SPECIES, c3);
        DoubleVector vc4 = DoubleVector.broadcast(SPECIES, c4);
        DoubleVector vc5 = DoubleVector.broadcast(SPECIES, c5);
        DoubleVector vc6 = DoubleVector.broadcast(SPECIES, c6);
        DoubleVector vc7 = DoubleVector.broadcast(SPECIES, c7);
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            int p = xo + j;
            DoubleVector s = DoubleVector.fromArray(SPECIES, y, yo + j);
            s = DoubleVector.fromArray(SPECIES, x, p).fma(vc0, s);
            s = DoubleVector.fromArray(SPECIES, x, p + xs).fma(vc1, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 2 * xs).fma(vc2, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 3 * xs).fma(vc3, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 4 * xs).fma(vc4, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 5 * xs).fma(vc5, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 6 * xs).fma(vc6, s);
            s = DoubleVector.fromArray(SPECIES, x, p + 7 * xs).fma(vc7, s);
            s.intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            int p = xo + j;
            double s = Math.fma(x[p], c0, y[yo + j]);
            s = Math.fma(x[p + xs], c1, s);
            s = Math.fma(x[p + 2 * xs], c2, s);
            s = Math.fma(x[p + 3 * xs], c3, s);
            s = Math.fma(x[p + 4 * xs], c4, s);
            s = Math.fma(x[p + 5 * xs], c5, s);
            s = Math.fma(x[p + 6 * xs], c6, s);
            y[yo + j] = Math.fma(x[p + 7 * xs], c7, s);
        }
    }

    /** {@code y[j] += a * x[j]}. */
    public static void axpy(double a, double[] x, int xo, double[] y, int yo, int n) {
        int j = 0;
        DoubleVector va = DoubleVector.broadcast(SPECIES, a);
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            DoubleVector vy = DoubleVector.fromArray(SPECIES, y, yo + j);
            DoubleVector.fromArray(SPECIES, x, xo + j).fma(va, vy).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            y[yo + j] = Math.fma(x[xo + j], a, y[yo + j]);
        }
    }

    /** {@code y[j] += x[j]^2}. */
    public static void addSquares(double[] x, int xo, double[] y, int yo, int n) {
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, xo + j);
            v.fma(v, DoubleVector.fromArray(SPECIES, y, yo + j)).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            y[yo + j] = Math.fma(x[xo + j], x[xo + j], y[yo + j]);
        }
    }

    /** {@code x[j] /= d}. */
    public static void divide(double[] x, int xo, double d, int n) {
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            DoubleVector.fromArray(SPECIES, x, xo + j).div(d).intoArray(x, xo + j);
        }
        for (; j < n; j++) {
            x[xo + j] /= d;
        }
    }

    /** {@code (x, y) = (c x - s y, s x + c y)}: a plane rotation of two rows. */
    public static void rotate(double c, double s, double[] x, int xo, double[] y, int yo, int n) {
        int j = 0;
        DoubleVector vc = DoubleVector.broadcast(SPECIES, c);
        DoubleVector vs = DoubleVector.broadcast(SPECIES, s);
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            DoubleVector vx = DoubleVector.fromArray(SPECIES, x, xo + j);
            DoubleVector vy = DoubleVector.fromArray(SPECIES, y, yo + j);
            vx.fma(vc, vy.mul(vs).neg()).intoArray(x, xo + j);
            vx.fma(vs, vy.mul(vc)).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            double a = x[xo + j];
            double b = y[yo + j];
            x[xo + j] = Math.fma(a, c, -(b * s));
            y[yo + j] = Math.fma(a, s, b * c);
        }
    }

    /** {@code sum over j of x[j] * y[j]}: element j goes to partial sum {@code j % 16}, partial sums are folded by halves. */
    public static double dot(double[] x, int xo, double[] y, int yo, int n) {
        double[] sums = new double[LANES];
        int end = n - n % LANES;
        for (int lane = 0; lane < LANES && end > 0; lane += 2 * STEP) { // two chains at a time hide the latency of fma
            DoubleVector a = DoubleVector.zero(SPECIES);
            DoubleVector b = DoubleVector.zero(SPECIES);
            for (int j = lane; j < end; j += LANES) {
                a = DoubleVector.fromArray(SPECIES, x, xo + j).fma(DoubleVector.fromArray(SPECIES, y, yo + j), a);
                b = DoubleVector.fromArray(SPECIES, x, xo + j + STEP).fma(DoubleVector.fromArray(SPECIES, y, yo + j + STEP), b);
            }
            a.intoArray(sums, lane);
            b.intoArray(sums, lane + STEP);
        }
        for (int j = end; j < n; j++) {
            sums[j - end] = Math.fma(x[xo + j], y[yo + j], sums[j - end]);
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }

    /** Exchanges two rows. */
    public static void swap(double[] a, int i, int j, int n) {
        int k = 0;
        for (int end = SPECIES.loopBound(n); k < end; k += STEP) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, a, i + k);
            DoubleVector.fromArray(SPECIES, a, j + k).intoArray(a, i + k);
            x.intoArray(a, j + k);
        }
        for (; k < n; k++) {
            double t = a[i + k];
            a[i + k] = a[j + k];
            a[j + k] = t;
        }
    }

    /** Exchanges rows and columns: {@code m x n} to {@code n x m}. */
    public static void transpose(double[] a, int m, int n, double[] to) {
        transpose(a, 0, n, m, n, to, 0, m);
    }

    /** Part m x n of a matrix with rows {@code ld} apart, to its transpose with rows {@code toLd} apart; in tiles of cache lines. */
    public static void transpose(double[] a, int at, int ld, int m, int n, double[] to, int toAt, int toLd) {
        for (int i0 = 0; i0 < m; i0 += TILE) {
            int i1 = Math.min(m, i0 + TILE);
            for (int j = 0; j < n; j++) {
                int from = at + i0 * ld + j;
                int into = toAt + j * toLd + i0;
                for (int i = i0; i < i1; i++, from += ld) {
                    to[into++] = a[from];
                }
            }
        }
    }

    /**
     * The power of two that brings the largest magnitude near 1, when squares could overflow or vanish; else, and when an
     * element is not finite, 1.
     */
    public static double scale(double[] a, int n) {
        return scale(a, 0, n);
    }

    /** As above, of elements from {@code at} on. */
    public static double scale(double[] a, int at, int n) {
        double max = 0;
        for (int i = at; i < at + n; i++) {
            max = Math.max(max, Math.abs(a[i])); // NaN wins
        }
        boolean safe = max == 0 || max > 0x1p-300 && max < 0x1p300 || !(max < Double.POSITIVE_INFINITY);
        return safe ? 1 : Math.scalb(1.0, -Math.clamp(Math.getExponent(max), -1000, 1000));
    }
}
