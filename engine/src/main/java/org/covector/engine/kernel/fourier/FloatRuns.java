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
}
