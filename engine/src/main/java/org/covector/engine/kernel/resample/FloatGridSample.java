package org.covector.engine.kernel.resample;

import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/** {@link GridSampleKernel} for one element type. Every sum is a chain from the first tap to the last, and from channel to channel. */
final class FloatGridSample implements GridSampleKernel {
    /** Elements of the largest image that is copied to have a zero behind it. */
    private static final int COPIED = 1 << 19;

    private float[] weight = new float[0];
    private int[] place = new int[0];

    FloatGridSample() {}

    /** Finds the taps of the points from p on, and gives their weights in this precision. */
    private int block(GridTaps taps, double[] grid, int at, int points, int p) {
        int n = Math.min(taps.block(), points - p);
        taps.find(grid, at + p * taps.axes(), n);
        int all = n * taps.taps();
        if (weight.length < all) {
            weight = Storage.zeros(DType.FLOAT32, taps.block() * taps.taps()).floats();
            place = Storage.ints(taps.block() * taps.taps());
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
        for (int p = 0; p < points; p += taps.block()) {
            int n = block(taps, grid, at, points, p);
            int c = from;
            if (taps.taps() == 4 && n >= volume / 8 && volume <= COPIED && to - from >= 4) {
                for (int i = 0; i < 4 * n; i++) { // what is outside is behind the image, a zero
                    place[i] = taps.positions()[i] < 0 ? volume : taps.positions()[i];
                    weight[i] = taps.positions()[i] < 0 ? 0f : weight[i];
                }
                for (; c <= to - 4; c += 4) {
                    fourChannels(n, x, xo + c * volume, volume, y, yo + c * points + p, points);
                }
            }
            for (; c < to; c++) {
                sums(taps.taps(), taps.positions(), weight, n, x, xo + c * volume, y, yo + c * points + p);
            }
        }
    }

    private static void sums(int taps, int[] positions, float[] w, int n, float[] x, int xo, float[] y, int yo) {
        for (int p = 0; p < n; p++) {
            y[yo + p] = sum(taps, positions, w, p * taps, x, xo);
        }
    }

    /** Of one point, whose taps begin at t; those outside do not count. */
    private static float sum(int taps, int[] positions, float[] w, int t, float[] x, int xo) {
        float s = 0f;
        for (int i = t; i < t + taps; i++) {
            int place = positions[i];
            if (place >= 0) {
                s += w[i] * x[xo + place];
            }
        }
        return s;
    }

    /** Sums over four taps in four channels, {@code volume} and {@code points} apart: places and weights are read once for all. */
    private void fourChannels(int n, float[] x, int xo, int volume, float[] y, int yo, int points) {
        int next = volume + 1;
        float[] images = ScratchBuffers.floats(4 * next);
        try {
            for (int i = 0; i < 4; i++) {
                System.arraycopy(x, xo + i * volume, images, i * next, volume);
                images[i * next + volume] = 0f;
            }
            for (int p = 0; p < n; p++) {
                int a = place[4 * p];
                int b = place[4 * p + 1];
                int c = place[4 * p + 2];
                int d = place[4 * p + 3];
                float wa = weight[4 * p];
                float wb = weight[4 * p + 1];
                float wc = weight[4 * p + 2];
                float wd = weight[4 * p + 3];
                int q = yo + p;
                y[q] = 0f + wa * images[a] + wb * images[b] + wc * images[c] + wd * images[d];
                q += points;
                a += next;
                b += next;
                c += next;
                d += next;
                y[q] = 0f + wa * images[a] + wb * images[b] + wc * images[c] + wd * images[d];
                q += points;
                a += next;
                b += next;
                c += next;
                d += next;
                y[q] = 0f + wa * images[a] + wb * images[b] + wc * images[c] + wd * images[d];
                q += points;
                a += next;
                b += next;
                c += next;
                d += next;
                y[q] = 0f + wa * images[a] + wb * images[b] + wc * images[c] + wd * images[d];
            }
        } finally {
            ScratchBuffers.release(images);
        }
    }

    @Override
    public void scatter(GridTaps taps, double[] grid, int at, int points, Object cotangent, int yo, Object image, int xo, int volume,
            int from, int to) {
        float[] y = (float[]) cotangent;
        float[] x = (float[]) image;
        for (int p = 0; p < points; p += taps.block()) {
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
        float[] sampled = Storage.zeros(DType.FLOAT32, taps.block()).floats();
        for (int p = 0; p < points; p += taps.block()) {
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
