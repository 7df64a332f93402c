package org.covector.engine.kernel.resample;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.kernel.gemm.FloatTransposition;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/** {@link GridSampleKernel} for one element type. Every sum is a chain from the first tap to the last, and from channel to channel. */
final class FloatGridSample implements GridSampleKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    /** Elements of the largest image whose channels are interleaved: as many as a scratch buffer keeps. */
    private static final int INTERLEAVED = (1 << 21) / LANES;

    private final boolean vector;
    private float[] weight = new float[0];

    FloatGridSample(boolean vector) {
        this.vector = vector;
    }

    /** Finds the taps of the points from p on, and gives their weights in this precision; those of weight 0 are outside. */
    private int block(GridTaps taps, double[] grid, int at, int points, int p) {
        int n = Math.min(taps.block(), points - p);
        taps.find(grid, at + p * taps.axes(), n);
        int all = n * taps.taps();
        if (weight.length < all) {
            weight = Storage.zeros(DType.FLOAT32, taps.block() * taps.taps()).floats();
        }
        double[] w = taps.weights();
        int[] place = taps.positions();
        for (int i = 0; i < all; i++) {
            weight[i] = FloatExpData.round(w[i]);
            place[i] = weight[i] == 0 ? -1 : place[i];
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
            if (vector && n >= volume / 8 && volume <= INTERLEAVED) {
                for (; c <= to - LANES; c += LANES) {
                    vectors(taps.taps(), taps.positions(), weight, n, x, xo + c * volume, volume, y, yo + c * points + p, points);
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

    /** Sums in as many channels as a vector holds, whose elements are interleaved before and put apart afterwards. */
    private static void vectors(int taps, int[] positions, float[] w, int n, float[] x, int xo, int volume, float[] y, int yo, int points) {
        int sampled = volume * LANES;
        float[] work = ScratchBuffers.floats(sampled + n * LANES);
        try {
            FloatTransposition.transpose(true, x, xo, LANES, volume, work, 0, LANES);
            for (int p = 0; p < n; p++) {
                FloatVector s = FloatVector.zero(S);
                for (int t = p * taps; t < (p + 1) * taps; t++) {
                    int place = positions[t];
                    if (place >= 0) {
                        s = s.add(FloatVector.fromArray(S, work, place * LANES).mul(w[t]));
                    }
                }
                s.intoArray(work, sampled + p * LANES);
            }
            FloatTransposition.transpose(true, work, sampled, n, LANES, y, yo, points);
        } finally {
            ScratchBuffers.release(work);
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
