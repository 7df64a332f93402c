package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@code dx = y (dy - sum(dy y))}, the pullback of softmax; or {@code dx = dy - exp(y) sum(dy)}, that of its logarithm. */
public final class FloatSoftmaxBackward implements RunMap {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final boolean log;
    private final boolean vector;
    private final FloatRunSums sums;

    /** Of softmax or of its logarithm, in vector loops or scalar ones with the same bits. */
    public FloatSoftmaxBackward(boolean log, boolean vector) {
        this.log = log;
        this.vector = vector;
        this.sums = new FloatRunSums(vector);
    }

    @Override
    public int work(int n, int w) {
        return sums.work(w) + w;
    }

    @Override
    public void row(Object dy, int o, Object y, int yo, Object out, int xo, int n, Object work) {
        float[] d = (float[]) dy;
        float[] dx = (float[]) out;
        if (log) {
            exp((float[]) y, yo, d, o, sums.row(d, o, n, (float[]) work), n, dx, xo);
        } else {
            products(d, o, (float[]) y, yo, n, dx, xo); // the output as scratch
            centred(d, o, sums.row(dx, xo, n, (float[]) work), (float[]) y, yo, n, dx, xo);
        }
    }

    private void products(float[] a, int ao, float[] b, int bo, int n, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, a, ao + i).mul(FloatVector.fromArray(S, b, bo + i)).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = a[ao + i] * b[bo + i];
        }
    }

    private void centred(float[] dy, int o, float s, float[] y, int yo, int n, float[] dx, int xo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, dy, o + i).sub(s).mul(FloatVector.fromArray(S, y, yo + i)).intoArray(dx, xo + i);
            }
        }
        for (; i < n; i++) {
            dx[xo + i] = (dy[o + i] - s) * y[yo + i];
        }
    }

    private void exp(float[] y, int yo, float[] dy, int o, float s, int n, float[] dx, int xo) {
        if (vector && n >= S.length()) {
            FloatVector minus = FloatVector.broadcast(S, -s);
            for (int i = 0; i < n; i += S.length()) {
                int p = Math.min(i, n - S.length()); // the last vector overlaps its neighbour
                FloatVector e = FloatExp.exp(FloatVector.fromArray(S, y, yo + p));
                e.fma(minus, FloatVector.fromArray(S, dy, o + p)).intoArray(dx, xo + p);
            }
        } else {
            for (int i = 0; i < n; i++) {
                dx[xo + i] = Math.fma(FloatExp.exp(y[yo + i]), -s, dy[o + i]);
            }
        }
    }

    @Override
    public void columns(Object dy, int o, Object y, int yo, Object out, int xo, int n, int stride, int w, Object work) {
        float[] d = (float[]) dy;
        float[] a = (float[]) y;
        float[] dx = (float[]) out;
        float[] s = (float[]) work;
        int so = sums.work(w);
        if (log) {
            sums.columns(d, o, n, stride, w, s, so);
        } else {
            for (int r = 0; r < n; r++) {
                products(d, o + r * stride, a, yo + r * stride, w, dx, xo + r * stride);
            }
            sums.columns(dx, xo, n, stride, w, s, so);
        }
        for (int r = 0; r < n; r++) {
            int at = r * stride;
            if (log) {
                exp(a, yo + at, d, o + at, s, so, w, dx, xo + at);
            } else {
                centred(d, o + at, s, so, a, yo + at, w, dx, xo + at);
            }
        }
    }

    private void centred(float[] dy, int o, float[] s, int so, float[] y, int yo, int w, float[] dx, int xo) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, dy, o + i).sub(FloatVector.fromArray(S, s, so + i));
                d.mul(FloatVector.fromArray(S, y, yo + i)).intoArray(dx, xo + i);
            }
        }
        for (; i < w; i++) {
            dx[xo + i] = (dy[o + i] - s[so + i]) * y[yo + i];
        }
    }

    private void exp(float[] y, int yo, float[] dy, int o, float[] s, int so, int w, float[] dx, int xo) {
        if (vector && w >= S.length()) {
            for (int i = 0; i < w; i += S.length()) {
                int p = Math.min(i, w - S.length());
                FloatVector e = FloatExp.exp(FloatVector.fromArray(S, y, yo + p));
                e.fma(FloatVector.fromArray(S, s, so + p).neg(), FloatVector.fromArray(S, dy, o + p)).intoArray(dx, xo + p);
            }
        } else {
            for (int i = 0; i < w; i++) {
                dx[xo + i] = Math.fma(FloatExp.exp(y[yo + i]), -s[so + i], dy[o + i]);
            }
        }
    }
}
