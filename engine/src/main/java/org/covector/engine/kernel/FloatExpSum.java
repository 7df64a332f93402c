package org.covector.engine.kernel;

import java.util.Arrays;

/** {@link ExpSumKernel}: exponentials go through a scratch run in cache, then to {@link FloatSum}. */
public final class FloatExpSum implements ExpSumKernel {
    private final boolean vector;
    private final FloatSum sum;

    /** The vector loops, or the scalar ones with the same bits. */
    public FloatExpSum(boolean vector) {
        this.vector = vector;
        this.sum = new FloatSum(vector);
    }

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public int work(int w) {
        return w == 0 ? FloatSum.LANES + FloatSum.BLOCK : (FloatSum.LANES + FloatSum.GROUP) * w;
    }

    @Override
    public void row(Object x, int o, int n, Object max, int maxAt, Object work, Object sums, int at) {
        ((float[]) sums)[at] = row((float[]) x, o, n, ((float[]) max)[maxAt], (float[]) work);
    }

    private float row(float[] x, int o, int n, float m, float[] work) {
        float[] e = work;
        FloatExp.shifted(vector, x, o, m, n, e, FloatSum.LANES);
        return sum.row(e, FloatSum.LANES, n, work);
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object max, int maxAt, Object work, Object sums, int at) {
        float[] e = (float[]) work;
        int first = FloatSum.LANES * w;
        int[] dense = new int[Math.min(n, FloatSum.GROUP)];
        Arrays.setAll(dense, r -> first + r * w);
        sum.clear(e, n, w);
        for (int g = 0; g < n; g += FloatSum.GROUP) {
            int count = Math.min(FloatSum.GROUP, n - g);
            for (int r = 0; r < count; r++) {
                FloatExp.shifted(vector, (float[]) x, base + rows[g + r], (float[]) max, maxAt, w, e, dense[r]);
            }
            sum.accumulate(e, 0, dense, count, w, e);
        }
        sum.fold(e, n, w, (float[]) sums, at);
    }

    @Override
    public void log(Object max, Object sums, Object out, int n) {
        float[] m = (float[]) max;
        float[] s = (float[]) sums;
        float[] y = (float[]) out;
        for (int i = 0; i < n; i++) {
            y[i] = Float.isInfinite(m[i]) ? m[i] : m[i] + FloatExpData.log(s[i]);
        }
    }
}
