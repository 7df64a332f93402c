package org.covector.engine.kernel.resample;

import java.util.Arrays;

/** {@link ResampleKernel} for one element type. Each sum is a chain from the first tap to the last. */
final class FloatResample implements ResampleKernel {
    static final FloatResample INSTANCE = new FloatResample();

    private FloatResample() {}

    @Override
    public void elements(Object source, int xo, int in, int[] start, int[] index, Object weights, int taps, Object target, int from,
            int to) {
        float[] x = (float[]) source;
        float[] y = (float[]) target;
        float[] w = (float[]) weights;
        int out = start.length - 1;
        for (int o = from; o < to; o++) {
            int p = xo + o * in;
            int at = o * out;
            switch (taps) {
                case 1 -> {
                    for (int q = 0; q < out; q++) {
                        y[at + q] = w[q] * x[p + index[q]];
                    }
                }
                case 2 -> {
                    for (int q = 0; q < out; q++) {
                        y[at + q] = w[2 * q] * x[p + index[2 * q]] + w[2 * q + 1] * x[p + index[2 * q + 1]];
                    }
                }
                case 4 -> {
                    for (int q = 0, t = 0; q < out; q++, t += 4) {
                        float s = w[t] * x[p + index[t]] + w[t + 1] * x[p + index[t + 1]];
                        y[at + q] = s + w[t + 2] * x[p + index[t + 2]] + w[t + 3] * x[p + index[t + 3]];
                    }
                }
                default -> any(x, p, start, index, w, y, at);
            }
        }
    }

    private static void any(float[] x, int p, int[] start, int[] index, float[] w, float[] y, int at) {
        for (int q = 0; q < start.length - 1; q++) {
            int t = start[q];
            if (t < start[q + 1]) {
                float s = w[t] * x[p + index[t]];
                for (t++; t < start[q + 1]; t++) {
                    s += w[t] * x[p + index[t]];
                }
                y[at + q] = s;
            }
        }
    }

    @Override
    public void runs(Object source, int xo, int in, int inner, int[] start, int[] index, Object weights, Object target, int from, int to) {
        float[] x = (float[]) source;
        float[] y = (float[]) target;
        float[] w = (float[]) weights;
        int out = start.length - 1;
        for (int i = from; i < to; i++) {
            int q = i % out;
            int p = xo + i / out * in * inner;
            int t = start[q];
            int n = start[q + 1] - t;
            if (n == 1) {
                one(w[t], x, p + index[t] * inner, y, i * inner, inner);
            } else if (n >= 2) {
                two(w[t], x, p + index[t] * inner, w[t + 1], p + index[t + 1] * inner, y, i * inner, inner);
                int k = t + 2;
                for (; k + 2 <= t + n; k += 2) {
                    addTwo(w[k], x, p + index[k] * inner, w[k + 1], p + index[k + 1] * inner, y, i * inner, inner);
                }
                if (k < t + n) {
                    add(w[k], x, p + index[k] * inner, y, i * inner, inner);
                }
            }
        }
    }

    private static void one(float w, float[] x, int p, float[] y, int at, int n) {
        if (w == 1f) {
            System.arraycopy(x, p, y, at, n);
            return;
        }
        for (int j = 0; j < n; j++) {
            y[at + j] = w * x[p + j];
        }
    }

    private static void two(float w0, float[] x, int p0, float w1, int p1, float[] y, int at, int n) {
        for (int j = 0; j < n; j++) {
            y[at + j] = w0 * x[p0 + j] + w1 * x[p1 + j];
        }
    }

    private static void addTwo(float w0, float[] x, int p0, float w1, int p1, float[] y, int at, int n) {
        for (int j = 0; j < n; j++) {
            y[at + j] = y[at + j] + w0 * x[p0 + j] + w1 * x[p1 + j];
        }
    }

    private static void add(float w, float[] x, int p, float[] y, int at, int n) {
        for (int j = 0; j < n; j++) {
            y[at + j] += w * x[p + j];
        }
    }

    @Override
    public void leaveOutZeros(Object source, int xo, int in, int inner, int[] start, int[] index, Object weights, int[] zero, Object target,
            int from, int to) {
        float[] x = (float[]) source;
        float[] y = (float[]) target;
        float[] w = (float[]) weights;
        int out = start.length - 1;
        if (inner == 1) {
            for (int o = from; o < to; o++) {
                for (int q : zero) {
                    if (Float.isNaN(y[o * out + q])) {
                        y[o * out + q] = withoutZeros(x, xo + o * in, 1, start[q], start[q + 1], index, w);
                    }
                }
            }
            return;
        }
        for (int i = from; i < to; i++) {
            int q = i % out;
            if (Arrays.binarySearch(zero, q) >= 0) {
                for (int j = 0; j < inner; j++) {
                    if (Float.isNaN(y[i * inner + j])) {
                        y[i * inner + j] = withoutZeros(x, xo + i / out * in * inner + j, inner, start[q], start[q + 1], index, w);
                    }
                }
            }
        }
    }

    private static float withoutZeros(float[] x, int p, int step, int from, int to, int[] index, float[] w) {
        float s = 0f;
        for (int t = from; t < to; t++) {
            s += w[t] == 0 ? 0 : w[t] * x[p + index[t] * step];
        }
        return s;
    }
}
