package org.covector.engine.kernel.fourier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Moves short runs: a call of the library for each would take longer than the copy. */
final class FloatRuns {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LONG = 256;

    private FloatRuns() {}

    /** {@code count} adjacent runs of {@code width} to runs {@code step} apart. */
    static void scatter(boolean vector, float[] x, int at, int width, int count, float[] y, int to, int step) {
        for (int i = 0; i < count; i++) {
            int from = at + i * width;
            int into = to + i * step;
            if (width >= LONG) {
                System.arraycopy(x, from, y, into, width);
                continue;
            }
            int q = 0;
            for (int end = vector ? S.loopBound(width) : 0; q < end; q += S.length()) {
                FloatVector.fromArray(S, x, from + q).intoArray(y, into + q);
            }
            for (; q < width; q++) {
                y[into + q] = x[from + q];
            }
        }
    }

    /** {@code x = (c + i d) x} for {@code count} adjacent numbers. */
    static void multiply(boolean vector, float[] x, int re, int im, float[] c, float[] d, int at, int count) {
        int q = 0;
        for (int end = vector ? S.loopBound(count) : 0; q < end; q += S.length()) {
            FloatVector a = FloatVector.fromArray(S, x, re + q);
            FloatVector b = FloatVector.fromArray(S, x, im + q);
            FloatVector u = FloatVector.fromArray(S, c, at + q);
            FloatVector v = FloatVector.fromArray(S, d, at + q);
            a.fma(u, b.mul(v).neg()).intoArray(x, re + q);
            a.fma(v, b.mul(u)).intoArray(x, im + q);
        }
        for (; q < count; q++) {
            float a = x[re + q];
            float b = x[im + q];
            x[re + q] = Math.fma(a, c[at + q], -(b * d[at + q]));
            x[im + q] = Math.fma(a, d[at + q], b * c[at + q]);
        }
    }

    /** {@code y[p r + k] = x[k m + p]}. */
    static void interleave(float[] x, int at, int r, int m, float[] y, int to) {
        switch (r) {
            case 4 -> four(x, at, m, y, to);
            case 8 -> {
                eight(x, at, m, y, to);
                eight(x, at + 4 * m, m, y, to + 4);
            }
            default -> {
                for (int k = 0; k < r; k++) {
                    for (int p = 0; p < m; p++) {
                        y[to + p * r + k] = x[at + k * m + p];
                    }
                }
            }
        }
    }

    private static void four(float[] x, int at, int m, float[] y, int to) {
        for (int p = 0; p < m; p++) {
            y[to + 4 * p] = x[at + p];
            y[to + 4 * p + 1] = x[at + m + p];
            y[to + 4 * p + 2] = x[at + 2 * m + p];
            y[to + 4 * p + 3] = x[at + 3 * m + p];
        }
    }

    /** Four of every eight. */
    private static void eight(float[] x, int at, int m, float[] y, int to) {
        for (int p = 0; p < m; p++) {
            y[to + 8 * p] = x[at + p];
            y[to + 8 * p + 1] = x[at + m + p];
            y[to + 8 * p + 2] = x[at + 2 * m + p];
            y[to + 8 * p + 3] = x[at + 3 * m + p];
        }
    }
}
