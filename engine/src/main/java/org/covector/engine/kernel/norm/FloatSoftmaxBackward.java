package org.covector.engine.kernel.norm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.kernel.reduction.FloatExtremum;
import org.covector.engine.kernel.reduction.FloatRunSums;

/**
 * {@code dx = y (dy - sum(dy y))}, the pullback of softmax; or {@code dx = dy - exp(y) sum(dy)}, that of its logarithm.
 *
 * <p>Where one probability, the winner's w, is above 1/2, 1 - y[w] would cancel. There {@code dx = y (d - sum(d y))} with
 * {@code d = dy - dy[w]}, which is the same, since y sums to 1; and of the logarithm
 * {@code dx[w] = -exp(y[w]) sum(dy but dy[w]) - dy[w] expm1(y[w])}. A run without cotangents has gradient 0, also where y is NaN.
 */
public final class FloatSoftmaxBackward implements RunMap {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final float HALF = 0.5f;
    private static final float LOG_HALF = FloatExpData.round(-0.6931471805599453);

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
        return sums.work(w) + 2 * w;
    }

    @Override
    public void row(Object dy, int o, Object y, int yo, Object out, int xo, int n, Object work) {
        float[] d = (float[]) dy;
        float[] p = (float[]) y;
        float[] dx = (float[]) out;
        float[] scratch = (float[]) work;
        int w = FloatExtremum.firstAbove(vector, p, yo, n, log ? LOG_HALF : HALF);
        if (!log) {
            float shift = w >= 0 && Float.isFinite(d[o + w]) ? d[o + w] : 0f;
            products(d, o, shift, p, yo, n, dx, xo); // the output as scratch
            float s = sums.row(dx, xo, n, scratch);
            centred(d, o, shift, s, p, yo, n, dx, xo);
            excluded(s, d, o, n, 1, dx, xo);
        } else if (w < 0) {
            float s = sums.row(d, o, n, scratch);
            exp(p, yo, d, o, s, n, dx, xo);
            excluded(p[yo], d, o, n, 1, dx, xo);
        } else {
            System.arraycopy(d, o, dx, xo, n);
            dx[xo + w] = 0f;
            float rest = sums.row(dx, xo, n, scratch);
            exp(p, yo, d, o, rest + d[o + w], n, dx, xo);
            dx[xo + w] = winner(p[yo + w], d[o + w], rest);
        }
    }

    /** Zeroes the result where the softmax is NaN, as {@code seen} is, and nothing asks for it: all cotangents of the run are 0. */
    private static void excluded(float seen, float[] d, int o, int n, int stride, float[] dx, int xo) {
        if (seen == seen) {
            return;
        }
        for (int i = 0; i < n; i++) {
            if (d[o + i * stride] != 0f) {
                return;
            }
        }
        for (int i = 0; i < n; i++) {
            dx[xo + i * stride] = 0f;
        }
    }

    private static float winner(float y, float dy, float rest) {
        return Math.fma(FloatExp.exp(y), -rest, -(dy * FloatExp.expm1(y)));
    }

    private void products(float[] a, int ao, float shift, float[] b, int bo, int n, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, a, ao + i).sub(shift).mul(FloatVector.fromArray(S, b, bo + i)).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = (a[ao + i] - shift) * b[bo + i];
        }
    }

    private void centred(float[] dy, int o, float shift, float s, float[] y, int yo, int n, float[] dx, int xo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, dy, o + i).sub(shift).sub(s);
                d.mul(FloatVector.fromArray(S, y, yo + i)).intoArray(dx, xo + i);
            }
        }
        for (; i < n; i++) {
            dx[xo + i] = ((dy[o + i] - shift) - s) * y[yo + i];
        }
    }

    private void exp(float[] y, int yo, float[] dy, int o, float s, int n, float[] dx, int xo) {
        FloatExp.shifted(vector, y, yo, 0f, n, dx, xo);
        for (int i = 0; i < n; i++) {
            dx[xo + i] = Math.fma(dx[xo + i], -s, dy[o + i]);
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
            logColumns(d, o, a, yo, dx, xo, n, stride, w, s);
            return;
        }
        int co = so + w;
        shifts(d, o, a, yo, n, stride, w, s, co);
        for (int r = 0; r < n; r++) {
            products(d, o + r * stride, s, co, a, yo + r * stride, w, dx, xo + r * stride);
        }
        sums.columns(dx, xo, n, stride, w, s, so);
        for (int r = 0; r < n; r++) {
            int at = r * stride;
            centred(d, o + at, s, so, co, a, yo + at, w, dx, xo + at);
        }
        for (int c = 0; c < w; c++) {
            excluded(s[so + c], d, o + c, n, stride, dx, xo + c);
        }
    }

    /** {@code s[co + c]} = the cotangent of the first y above 1/2 of each column, 0 where there is none or it is not finite. */
    private void shifts(float[] d, int o, float[] y, int yo, int n, int stride, int w, float[] s, int co) {
        Arrays.fill(s, co, co + w, 0f);
        for (int r = n - 1; r >= 0; r--) { // the first is written last
            int c = 0;
            if (vector) {
                for (; c <= w - S.length(); c += S.length()) {
                    var wins = FloatVector.fromArray(S, y, yo + r * stride + c).compare(VectorOperators.GT, HALF);
                    if (wins.anyTrue()) {
                        FloatVector.fromArray(S, d, o + r * stride + c).intoArray(s, co + c, wins);
                    }
                }
            }
            for (; c < w; c++) {
                if (y[yo + r * stride + c] > HALF) {
                    s[co + c] = d[o + r * stride + c];
                }
            }
        }
        for (int c = co; c < co + w; c++) {
            s[c] = Float.isFinite(s[c]) ? s[c] : 0f;
        }
    }

    private void products(float[] a, int ao, float[] shift, int so, float[] b, int bo, int w, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, a, ao + i).sub(FloatVector.fromArray(S, shift, so + i));
                d.mul(FloatVector.fromArray(S, b, bo + i)).intoArray(y, yo + i);
            }
        }
        for (; i < w; i++) {
            y[yo + i] = (a[ao + i] - shift[so + i]) * b[bo + i];
        }
    }

    private void centred(float[] dy, int o, float[] s, int so, int co, float[] y, int yo, int w, float[] dx, int xo) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, dy, o + i).sub(FloatVector.fromArray(S, s, co + i));
                d.sub(FloatVector.fromArray(S, s, so + i)).mul(FloatVector.fromArray(S, y, yo + i)).intoArray(dx, xo + i);
            }
        }
        for (; i < w; i++) {
            dx[xo + i] = ((dy[o + i] - s[co + i]) - s[so + i]) * y[yo + i];
        }
    }

    private void logColumns(float[] d, int o, float[] y, int yo, float[] dx, int xo, int n, int stride, int w, float[] s) {
        int so = sums.work(w);
        int[] winners = new int[w]; // rows, each with 1 added
        for (int r = n - 1; r >= 0; r--) {
            winners(y, yo + r * stride, w, r + 1, winners);
        }
        boolean any = false;
        for (int row : winners) {
            any |= row > 0;
        }
        if (any) {
            for (int r = 0; r < n; r++) {
                System.arraycopy(d, o + r * stride, dx, xo + r * stride, w); // the output as scratch
            }
            for (int c = 0; c < w; c++) {
                if (winners[c] > 0) {
                    dx[xo + (winners[c] - 1) * stride + c] = 0f;
                }
            }
            sums.columns(dx, xo, n, stride, w, s, so);
        } else {
            sums.columns(d, o, n, stride, w, s, so);
        }
        for (int c = 0; c < w; c++) { // rests, and what the winners make of them
            s[so + w + c] = s[so + c];
            if (winners[c] > 0) {
                s[so + c] += d[o + (winners[c] - 1) * stride + c];
            }
        }
        for (int r = 0; r < n; r++) {
            exp(y, yo + r * stride, d, o + r * stride, s, so, w, dx, xo + r * stride);
        }
        for (int c = 0; c < w; c++) {
            excluded(y[yo + c], d, o + c, n, stride, dx, xo + c);
            if (winners[c] > 0) {
                int at = (winners[c] - 1) * stride + c;
                dx[xo + at] = winner(y[yo + at], d[o + at], s[so + w + c]);
            }
        }
    }

    private void winners(float[] y, int yo, int w, int mark, int[] winners) {
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                long lanes = FloatVector.fromArray(S, y, yo + c).compare(VectorOperators.GT, LOG_HALF).toLong();
                for (; lanes != 0; lanes &= lanes - 1) {
                    winners[c + Long.numberOfTrailingZeros(lanes)] = mark;
                }
            }
        }
        for (; c < w; c++) {
            if (y[yo + c] > LOG_HALF) {
                winners[c] = mark;
            }
        }
    }

    private void exp(float[] y, int yo, float[] dy, int o, float[] s, int so, int w, float[] dx, int xo) {
        FloatExp.shifted(vector, y, yo, 0f, w, dx, xo);
        for (int i = 0; i < w; i++) {
            dx[xo + i] = Math.fma(dx[xo + i], -s[so + i], dy[o + i]);
        }
    }
}
