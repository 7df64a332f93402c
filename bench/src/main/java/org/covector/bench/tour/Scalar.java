package org.covector.bench.tour;

/** What one writes without a library: plain loops, with the functions of java.lang.Math. */
final class Scalar {
    private Scalar() {}

    static float[] exp(float[] x) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = (float) Math.exp(x[i]);
        }
        return y;
    }

    static float[] geluTanh(float[] x) {
        float[] y = new float[x.length];
        float scale = (float) Math.sqrt(2 / Math.PI);
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            y[i] = 0.5f * v * (1 + (float) Math.tanh(scale * (v + 0.044715f * v * v * v)));
        }
        return y;
    }

    static float[] softmax(float[] x, int length) {
        float[] y = new float[x.length];
        for (int start = 0; start < x.length; start += length) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = start; i < start + length; i++) {
                max = Math.max(max, x[i]);
            }
            float sum = 0;
            for (int i = start; i < start + length; i++) {
                y[i] = (float) Math.exp(x[i] - max);
                sum += y[i];
            }
            for (int i = start; i < start + length; i++) {
                y[i] /= sum;
            }
        }
        return y;
    }

    /** In the order that suits the cache: rows of b are read from end to end. */
    static float[] matmul(float[] a, float[] b, int n) {
        float[] y = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                float left = a[i * n + k];
                for (int j = 0; j < n; j++) {
                    y[i * n + j] += left * b[k * n + j];
                }
            }
        }
        return y;
    }
}
