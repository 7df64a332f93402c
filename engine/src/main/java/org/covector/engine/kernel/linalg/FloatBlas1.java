package org.covector.engine.kernel.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.kernel.move.MoveKernel;

/**
 * Loops over contiguous rows of float: what the matrix factorisations are made of. Every element of a result is one chain of
 * fused multiply-adds in index order, so the vector width shows nowhere; the one reduction, {@link #dot}, has its own lanes.
 */
public final class FloatBlas1 {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = SPECIES.length();
    private static final int LANES = 128 / Float.BYTES; // partial sums of a dot product, whatever the machine's width
    private static final int TILE = 8; // rows that are transposed side by side
    private static final int NARROW = 48; // rows or columns for which tiles in a buffer do not pay
    private static final int GROUP = 8; // rows per pass: eight broadcast coefficients stay in registers

    /** Sums of squares of numbers of such magnitudes neither overflow nor lose digits. */
    private static final int SAFE_EXPONENT = Float.MAX_EXPONENT * 3 / 10;

    /** Powers of two up to this, and their reciprocals, are no subnormal numbers. */
    static final int MAX_EXPONENT = Float.MAX_EXPONENT - 23;

    private FloatBlas1() {}

    /**
     * {@code y[j] += sign * sum over k of c[k] * x[k][j]}: {@code count} rows {@code x}, {@code xs} apart, coefficients {@code cs}
     * apart.
     */
    public static void accumulate(
            float sign, float[] c, int co, int cs, int count, float[] x, int xo, int xs, float[] y, int yo, int n) {
        int k = 0;
        for (; k + GROUP <= count; k += GROUP) {
            eight(sign, c, co + k * cs, cs, x, xo + k * xs, xs, y, yo, n);
        }
        for (; k < count; k++) {
            axpy(sign * c[co + k * cs], x, xo + k * xs, y, yo, n);
        }
    }

    private static void eight(float sign, float[] c, int co, int cs, float[] x, int xo, int xs, float[] y, int yo, int n) {
        float c0 = sign * c[co];
        float c1 = sign * c[co + cs];
        float c2 = sign * c[co + 2 * cs];
        float c3 = sign * c[co + 3 * cs];
        float c4 = sign * c[co + 4 * cs];
        float c5 = sign * c[co + 5 * cs];
        float c6 = sign * c[co + 6 * cs];
        float c7 = sign * c[co + 7 * cs];
        FloatVector vc0 = FloatVector.broadcast(SPECIES, c0);
        FloatVector vc1 = FloatVector.broadcast(SPECIES, c1);
        FloatVector vc2 = FloatVector.broadcast(SPECIES, c2);
        FloatVector vc3 = FloatVector.broadcast(SPECIES, c3);
        FloatVector vc4 = FloatVector.broadcast(SPECIES, c4);
        FloatVector vc5 = FloatVector.broadcast(SPECIES, c5);
        FloatVector vc6 = FloatVector.broadcast(SPECIES, c6);
        FloatVector vc7 = FloatVector.broadcast(SPECIES, c7);
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            int p = xo + j;
            FloatVector s = FloatVector.fromArray(SPECIES, y, yo + j);
            s = FloatVector.fromArray(SPECIES, x, p).fma(vc0, s);
            s = FloatVector.fromArray(SPECIES, x, p + xs).fma(vc1, s);
            s = FloatVector.fromArray(SPECIES, x, p + 2 * xs).fma(vc2, s);
            s = FloatVector.fromArray(SPECIES, x, p + 3 * xs).fma(vc3, s);
            s = FloatVector.fromArray(SPECIES, x, p + 4 * xs).fma(vc4, s);
            s = FloatVector.fromArray(SPECIES, x, p + 5 * xs).fma(vc5, s);
            s = FloatVector.fromArray(SPECIES, x, p + 6 * xs).fma(vc6, s);
            s = FloatVector.fromArray(SPECIES, x, p + 7 * xs).fma(vc7, s);
            s.intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            int p = xo + j;
            float s = Math.fma(x[p], c0, y[yo + j]);
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
    public static void axpy(float a, float[] x, int xo, float[] y, int yo, int n) {
        int j = 0;
        FloatVector va = FloatVector.broadcast(SPECIES, a);
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            FloatVector vy = FloatVector.fromArray(SPECIES, y, yo + j);
            FloatVector.fromArray(SPECIES, x, xo + j).fma(va, vy).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            y[yo + j] = Math.fma(x[xo + j], a, y[yo + j]);
        }
    }

    /** {@code y[j] += x[j]^2}. */
    public static void addSquares(float[] x, int xo, float[] y, int yo, int n) {
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + j);
            v.fma(v, FloatVector.fromArray(SPECIES, y, yo + j)).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            y[yo + j] = Math.fma(x[xo + j], x[xo + j], y[yo + j]);
        }
    }

    /** {@code x[j] /= d}. */
    public static void divide(float[] x, int xo, float d, int n) {
        int j = 0;
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            FloatVector.fromArray(SPECIES, x, xo + j).div(d).intoArray(x, xo + j);
        }
        for (; j < n; j++) {
            x[xo + j] /= d;
        }
    }

    /** {@code (x, y) = (c x - s y, s x + c y)}: a plane rotation of two rows. */
    public static void rotate(float c, float s, float[] x, int xo, float[] y, int yo, int n) {
        int j = 0;
        FloatVector vc = FloatVector.broadcast(SPECIES, c);
        FloatVector vs = FloatVector.broadcast(SPECIES, s);
        for (int end = SPECIES.loopBound(n); j < end; j += STEP) {
            FloatVector vx = FloatVector.fromArray(SPECIES, x, xo + j);
            FloatVector vy = FloatVector.fromArray(SPECIES, y, yo + j);
            vx.fma(vc, vy.mul(vs).neg()).intoArray(x, xo + j);
            vx.fma(vs, vy.mul(vc)).intoArray(y, yo + j);
        }
        for (; j < n; j++) {
            float a = x[xo + j];
            float b = y[yo + j];
            x[xo + j] = Math.fma(a, c, -(b * s));
            y[yo + j] = Math.fma(a, s, b * c);
        }
    }

    /**
     * The rotations {@code (x, y) = (c x + s y, c y - s x)} of row 0 and 1, then of row 1 and 2, and so on, {@code count} of them, c and s
     * in turn from {@code by[first]} on; rows are {@code ld} apart. What one rotation leaves for the next stays in registers.
     */
    static void rotateRows(float[] by, int first, int count, float[] x, int xo, int ld, int n) {
        int j = 0;
        for (; j <= n - 4 * STEP; j += 4 * STEP) {
            int p = xo + j;
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, p);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, p + STEP);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, p + 2 * STEP);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, p + 3 * STEP);
            for (int r = 0; r < count; r++, p += ld) {
                FloatVector c = FloatVector.broadcast(SPECIES, by[first + 2 * r]);
                FloatVector s = FloatVector.broadcast(SPECIES, by[first + 2 * r + 1]);
                FloatVector minus = s.neg();
                FloatVector y0 = FloatVector.fromArray(SPECIES, x, p + ld);
                FloatVector y1 = FloatVector.fromArray(SPECIES, x, p + ld + STEP);
                FloatVector y2 = FloatVector.fromArray(SPECIES, x, p + ld + 2 * STEP);
                FloatVector y3 = FloatVector.fromArray(SPECIES, x, p + ld + 3 * STEP);
                x0.fma(c, y0.mul(s)).intoArray(x, p);
                x1.fma(c, y1.mul(s)).intoArray(x, p + STEP);
                x2.fma(c, y2.mul(s)).intoArray(x, p + 2 * STEP);
                x3.fma(c, y3.mul(s)).intoArray(x, p + 3 * STEP);
                x0 = x0.fma(minus, y0.mul(c));
                x1 = x1.fma(minus, y1.mul(c));
                x2 = x2.fma(minus, y2.mul(c));
                x3 = x3.fma(minus, y3.mul(c));
            }
            x0.intoArray(x, p);
            x1.intoArray(x, p + STEP);
            x2.intoArray(x, p + 2 * STEP);
            x3.intoArray(x, p + 3 * STEP);
        }
        for (; j <= n - STEP; j += STEP) {
            int p = xo + j;
            FloatVector a = FloatVector.fromArray(SPECIES, x, p);
            for (int r = 0; r < count; r++, p += ld) {
                FloatVector c = FloatVector.broadcast(SPECIES, by[first + 2 * r]);
                FloatVector s = FloatVector.broadcast(SPECIES, by[first + 2 * r + 1]);
                FloatVector b = FloatVector.fromArray(SPECIES, x, p + ld);
                a.fma(c, b.mul(s)).intoArray(x, p);
                a = a.fma(s.neg(), b.mul(c));
            }
            a.intoArray(x, p);
        }
        for (; j < n; j++) {
            int p = xo + j;
            float a = x[p];
            for (int r = 0; r < count; r++, p += ld) {
                float c = by[first + 2 * r];
                float s = by[first + 2 * r + 1];
                float b = x[p + ld];
                x[p] = Math.fma(a, c, b * s);
                a = Math.fma(a, -s, b * c);
            }
            x[p] = a;
        }
    }

    /** {@code sum over j of x[j] * y[j]}: element j goes to partial sum {@code j % LANES}, partial sums are folded by halves. */
    public static float dot(float[] x, int xo, float[] y, int yo, int n) {
        float[] sums = new float[LANES];
        int end = n - n % LANES;
        for (int lane = 0; lane < LANES && end > 0; lane += 2 * STEP) { // two chains at a time hide the latency of fma
            FloatVector a = FloatVector.zero(SPECIES);
            FloatVector b = FloatVector.zero(SPECIES);
            for (int j = lane; j < end; j += LANES) {
                a = FloatVector.fromArray(SPECIES, x, xo + j).fma(FloatVector.fromArray(SPECIES, y, yo + j), a);
                b = FloatVector.fromArray(SPECIES, x, xo + j + STEP).fma(FloatVector.fromArray(SPECIES, y, yo + j + STEP), b);
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
    public static void swap(float[] a, int i, int j, int n) {
        int k = 0;
        for (int end = SPECIES.loopBound(n); k < end; k += STEP) {
            FloatVector x = FloatVector.fromArray(SPECIES, a, i + k);
            FloatVector.fromArray(SPECIES, a, j + k).intoArray(a, i + k);
            x.intoArray(a, j + k);
        }
        for (; k < n; k++) {
            float t = a[i + k];
            a[i + k] = a[j + k];
            a[j + k] = t;
        }
    }

    /** Exchanges rows and columns: {@code m x n} to {@code n x m}. */
    public static void transpose(float[] a, int m, int n, float[] to) {
        transpose(a, 0, n, m, n, to, 0, m);
    }

    /** Part m x n of a matrix with rows {@code ld} apart, to its transpose with rows {@code toLd} apart. */
    public static void transpose(float[] a, int at, int ld, int m, int n, float[] to, int toAt, int toLd) {
        if (Math.min(m, n) > NARROW) {
            MoveKernel.of(DType.FLOAT32).copy(a, at, 1, ld, to, toAt, toLd, 1, n, m);
            return;
        }
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
    public static float scale(float[] a, int n) {
        float max = 0;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, Math.abs(a[i])); // NaN wins
        }
        int exponent = Math.getExponent(max);
        boolean safe = max == 0 || Math.abs(exponent) <= SAFE_EXPONENT || !(max < Float.POSITIVE_INFINITY);
        return safe ? 1 : Math.scalb(1f, -Math.clamp(exponent, -MAX_EXPONENT, MAX_EXPONENT));
    }

    /** Multiplies by a power of two: exact but for what overflows or vanishes. */
    public static void scaleBy(float[] a, int n, float scale) {
        for (int i = 0; i < n && scale != 1; i++) {
            a[i] *= scale;
        }
    }

    /** {@code x[j] = -x[j]}. */
    static void negate(float[] x, int xo, int n) {
        for (int j = xo; j < xo + n; j++) {
            x[j] = -x[j];
        }
    }

    /** Negates elements of which the largest in magnitude, the first at ties, is negative; says whether it did. */
    static boolean makeLargestPositive(float[] x, int xo, int n) {
        float largest = 0;
        for (int j = xo; j < xo + n; j++) {
            largest = Math.abs(x[j]) > Math.abs(largest) ? x[j] : largest;
        }
        if (largest < 0) {
            negate(x, xo, n);
        }
        return largest < 0;
    }
}
