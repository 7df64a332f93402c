package org.covector.engine.kernel.move;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link AccumulateKernel} for one element type. */
final class FloatAccumulate implements AccumulateKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final boolean vector;

    FloatAccumulate(boolean vector) {
        this.vector = vector;
    }

    @Override
    public void accumulate(Combine combine, Object from, int xo, int run, Object to, int[] at, int start, int end) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        switch (combine) {
            case SUM -> sum(x, xo, run, y, at, start, end);
            case PROD -> prod(x, xo, run, y, at, start, end);
            case MAX -> max(x, xo, run, y, at, start, end);
            case MIN -> min(x, xo, run, y, at, start, end);
        }
    }

    private void sum(float[] x, int xo, int run, float[] y, int[] at, int start, int end) {
        if (run == 1) {
            for (int i = 0; i < at.length; i++) {
                y[at[i]] += x[xo + i];
            }
            return;
        }
        for (int i = 0; i < at.length; i++) {
            int p = at[i];
            int q = xo + i * run;
            int j = start;
            if (vector) {
                for (; j <= end - S.length(); j += S.length()) {
                    FloatVector.fromArray(S, y, p + j).add(FloatVector.fromArray(S, x, q + j)).intoArray(y, p + j);
                }
            }
            for (; j < end; j++) {
                y[p + j] += x[q + j];
            }
        }
    }

    private static void prod(float[] x, int xo, int run, float[] y, int[] at, int start, int end) {
        for (int i = 0; i < at.length; i++) {
            int p = at[i];
            int q = xo + i * run;
            for (int j = start; j < end; j++) {
                y[p + j] *= x[q + j];
            }
        }
    }

    private static void max(float[] x, int xo, int run, float[] y, int[] at, int start, int end) {
        for (int i = 0; i < at.length; i++) {
            int p = at[i];
            int q = xo + i * run;
            for (int j = start; j < end; j++) {
                y[p + j] = Math.max(y[p + j], x[q + j]);
            }
        }
    }

    private static void min(float[] x, int xo, int run, float[] y, int[] at, int start, int end) {
        for (int i = 0; i < at.length; i++) {
            int p = at[i];
            int q = xo + i * run;
            for (int j = start; j < end; j++) {
                y[p + j] = Math.min(y[p + j], x[q + j]);
            }
        }
    }

    @Override
    public int accumulateLine(
            Combine combine, Object from, int xo, int xs, long[] index, int io, int n, int limit, Object to, int yo, int step,
            int lineStep) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        for (int j = 0; j < n; j++) {
            long k = index[io + j];
            if (k < 0 || k >= limit) {
                return j;
            }
            int p = yo + j * lineStep + (int) k * step;
            float v = x[xo + j * xs];
            y[p] = switch (combine) { // the compiler takes the choice out of the loop
                case SUM -> y[p] + v;
                case PROD -> y[p] * v;
                case MAX -> Math.max(y[p], v);
                case MIN -> Math.min(y[p], v);
            };
        }
        return -1;
    }
}
