package org.covector.engine.kernel.move;

import java.util.Arrays;

/** {@link BagKernel} for one element type. */
final class FloatBags implements BagKernel {
    static final FloatBags INSTANCE = new FloatBags();

    private FloatBags() {}

    @Override
    public void sum(Object from, int xo, int width, int[] rows, int[] starts, Object weights, Object to, int first, int end) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        float[] w = (float[]) weights;
        for (int b = first; b < end; b++) {
            for (int i = starts[b]; i < starts[b + 1]; i++) {
                if (w.length == 0) {
                    add(x, xo + rows[i] * width, y, b * width, width);
                } else if (w[i] != 0) {
                    addWeighted(w[i], x, xo + rows[i] * width, y, b * width, width);
                }
            }
        }
    }

    private static void add(float[] x, int xo, float[] y, int yo, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j] += x[xo + j];
        }
    }

    private static void addWeighted(float w, float[] x, int xo, float[] y, int yo, int n) {
        for (int j = 0; j < n; j++) {
            y[yo + j] += w * x[xo + j];
        }
    }

    @Override
    public void extremum(
            int sign, Object from, int xo, int width, int[] rows, int[] starts, Object empty, Object to, long[] which, int first, int end) {
        float[] x = (float[]) from;
        float[] y = (float[]) to;
        for (int b = first; b < end; b++) {
            int at = b * width;
            if (starts[b] == starts[b + 1]) {
                Arrays.fill(y, at, at + width, ((float[]) empty)[0]);
                Arrays.fill(which, at, at + width, -1);
                continue;
            }
            System.arraycopy(x, xo + rows[starts[b]] * width, y, at, width);
            Arrays.fill(which, at, at + width, rows[starts[b]]);
            for (int i = starts[b] + 1; i < starts[b + 1]; i++) {
                int p = xo + rows[i] * width;
                for (int j = 0; j < width; j++) {
                    float v = x[p + j];
                    float m = y[at + j];
                    boolean beyond = sign > 0 ? v > m : v < m;
                    if (beyond || v != v && m == m) {
                        y[at + j] = v;
                        which[at + j] = rows[i];
                    }
                }
            }
        }
    }
}
