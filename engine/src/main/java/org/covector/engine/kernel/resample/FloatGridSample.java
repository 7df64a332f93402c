package org.covector.engine.kernel.resample;

import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.storage.Storage;

/** {@link GridSampleKernel} for one element type. Every sum is a chain from the first tap to the last, and from channel to channel. */
final class FloatGridSample implements GridSampleKernel {
    private float[] weight = new float[0];

    FloatGridSample() {}

    /** Finds the taps of the points from p on, and gives their weights in this precision. */
    private int block(GridTaps taps, double[] grid, int at, int points, int p) {
        int n = Math.min(GridTaps.POINTS, points - p);
        taps.find(grid, at + p * taps.axes(), n);
        int all = n * taps.taps();
        if (weight.length < all) {
            weight = Storage.zeros(DType.FLOAT32, GridTaps.POINTS * taps.taps()).floats();
        }
        double[] w = taps.weights();
        for (int i = 0; i < all; i++) {
            weight[i] = FloatExpData.round(w[i]);
        }
        return n;
    }

    @Override
    public void sample(GridTaps taps, double[] grid, int at, int points, Object image, int xo, int volume, Object result, int yo,
            int from, int to) {
        float[] x = (float[]) image;
        float[] y = (float[]) result;
        for (int p = 0; p < points; p += GridTaps.POINTS) {
            int n = block(taps, grid, at, points, p);
            for (int c = from; c < to; c++) {
                sums(taps.taps(), taps.positions(), weight, n, x, xo + c * volume, y, yo + c * points + p);
            }
        }
    }

    private static void sums(int taps, int[] positions, float[] w, int n, float[] x, int xo, float[] y, int yo) {
        for (int p = 0, t = 0; p < n; p++) {
            float s = 0f;
            for (int end = t + taps; t < end; t++) {
                int place = positions[t];
                if (place >= 0) {
                    s += w[t] * x[xo + place];
                }
            }
            y[yo + p] = s;
        }
    }

    @Override
    public void scatter(GridTaps taps, double[] grid, int at, int points, Object cotangent, int yo, Object image, int xo, int volume,
            int from, int to) {
        float[] y = (float[]) cotangent;
        float[] x = (float[]) image;
        for (int p = 0; p < points; p += GridTaps.POINTS) {
            int n = block(taps, grid, at, points, p);
            for (int c = from; c < to; c++) {
                add(taps.taps(), taps.positions(), weight, n, y, yo + c * points + p, x, xo + c * volume);
            }
        }
    }

    private static void add(int taps, int[] positions, float[] w, int n, float[] y, int yo, float[] x, int xo) {
        for (int p = 0, t = 0; p < n; p++) {
            float d = y[yo + p];
            for (int end = t + taps; t < end; t++) {
                int place = positions[t];
                if (place >= 0) {
                    x[xo + place] += w[t] * d;
                }
            }
        }
    }

    @Override
    public void correlate(GridTaps taps, double[] grid, int at, int points, Object cotangent, int yo, Object image, int xo, int volume,
            Object sum,
            int so, int step, int from, int to) {
        float[] y = (float[]) cotangent;
        float[] x = (float[]) image;
        float[] s = (float[]) sum;
        float[] sampled = Storage.zeros(DType.FLOAT32, GridTaps.POINTS).floats();
        for (int p = 0; p < points; p += GridTaps.POINTS) {
            int n = block(taps, grid, at, points, p);
            for (int c = from; c < to; c++) {
                sums(taps.taps(), taps.positions(), weight, n, x, xo + c * volume, sampled, 0);
                for (int i = 0; i < n; i++) {
                    s[so + (p + i) * step] += y[yo + c * points + p + i] * sampled[i];
                }
            }
        }
    }
}
