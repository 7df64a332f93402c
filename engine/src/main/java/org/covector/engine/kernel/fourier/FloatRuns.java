package org.covector.engine.kernel.fourier;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Moves short runs: a call of the library for each would take longer than the copy. */
final class FloatRuns {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LONG = 256;

    private FloatRuns() {}

    /** {@code count} runs of {@code width}, {@code xs} apart, to runs {@code step} apart. */
    static void copy(boolean vector, float[] x, int at, int xs, int width, int count, float[] y, int to, int step) {
        for (int i = 0; i < count; i++) {
            int from = at + i * xs;
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

    /**
     * {@code y = (c + i d) x} for {@code rows} rows of {@code count} runs of {@code width} numbers, each with a factor, a row's factors
     * {@code step} after those before; to the runs of the first number of every row, then of the second. With {@code first} the factors
     * of the first row are 1.
     */
    static void multiply(FloatButterflies b, float[] x, int re, int im, float[] c, float[] d, int at, int step, boolean first, int rows,
            int count, int width, float[] y, int yr, int yi) {
        int begin = 0;
        if (first) {
            copy(b.isVector(), x, re, width, width, count, y, yr, rows * width);
            copy(b.isVector(), x, im, width, width, count, y, yi, rows * width);
            begin = 1;
        }
        int end = b.isVector() ? S.loopBound(width) : 0;
        if (end > 0) {
            multiplyVectors(b.step(), end, x, re, im, c, d, at, step, begin, rows, count, width, y, yr, yi);
        }
        for (int k = begin; end < width && k < rows; k++) {
            for (int i = 0; i < count; i++) {
                float u = c[at + k * step + i];
                float v = d[at + k * step + i];
                int from = (k * count + i) * width;
                int to = (i * rows + k) * width;
                for (int q = end; q < width; q++) {
                    y[yr + to + q] = Math.fma(x[re + from + q], u, -(x[im + from + q] * v));
                    y[yi + to + q] = Math.fma(x[re + from + q], v, x[im + from + q] * u);
                }
            }
        }
    }

    /** The numbers of each run as far as {@code end}. */
    private static void multiplyVectors(int vectorStep, int end, float[] x, int re, int im, float[] c, float[] d, int at, int step,
            int begin, int rows, int count, int width, float[] y, int yr, int yi) {
        for (int k = begin; k < rows; k++) {
            for (int i = 0; i < count; i++) {
                FloatVector u = FloatVector.broadcast(S, c[at + k * step + i]);
                FloatVector v = FloatVector.broadcast(S, d[at + k * step + i]);
                int from = (k * count + i) * width;
                int to = (i * rows + k) * width;
                for (int q = 0; q < end; q += vectorStep) {
                    FloatVector r = FloatVector.fromArray(S, x, re + from + q);
                    FloatVector s = FloatVector.fromArray(S, x, im + from + q);
                    r.fma(u, s.mul(v).neg()).intoArray(y, yr + to + q);
                    r.fma(v, s.mul(u)).intoArray(y, yi + to + q);
                }
            }
        }
    }
}
