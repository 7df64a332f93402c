package org.covector.engine.kernel.norm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.reduction.FloatExtremum;
import org.covector.engine.kernel.reduction.FloatRunSums;
import org.covector.engine.kernel.reduction.FloatSum;
import org.covector.engine.storage.Storage;

/**
 * {@code y = exp(x - m) / s} with m = max x and s = sum exp(x - m), in the order of {@link FloatSum}; multiplied by the
 * reciprocal of s. Or its logarithm {@code y = (x - m) - log s}; where s is below 2 it is {@code 1 + rest} with the rest summed apart,
 * so that {@code log s = log1p(rest)} keeps what 1 would swallow.
 */
public final class FloatSoftmax implements RunMap {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private static final float BELOW_ONE = Math.nextDown(1f);

    private final boolean log;
    private final boolean vector;
    private final FloatRunSums sums;
    private final FloatExtremum max;

    /** Softmax or its logarithm, in vector loops or scalar ones with the same bits. */
    public FloatSoftmax(boolean log, boolean vector) {
        this.log = log;
        this.vector = vector;
        this.sums = new FloatRunSums(vector);
        this.max = new FloatExtremum(1, vector);
    }

    @Override
    public int work(int n, int w) {
        return sums.work(w) + 3 * w + (log ? n * Math.max(1, w) : 0);
    }

    @Override
    public void row(Object x, int o, Object unused, int unusedAt, Object out, int yo, int n, Object work) {
        float[] a = (float[]) x;
        float[] y = (float[]) out;
        float[] scratch = (float[]) work;
        float m = max.row(a, o, n);
        if (m == Float.POSITIVE_INFINITY) {
            limit(a, o, y, yo, n, 1);
            return;
        }
        float[] e = log ? scratch : y;
        int eo = log ? sums.work(0) : yo;
        FloatExp.shifted(vector, a, o, m, n, e, eo);
        float s = sums.row(e, eo, n, scratch);
        if (log) {
            subtract(a, o, m, s < 2f ? logOfPeaked(e, eo, n, scratch) : FloatExp.log(s), n, y, yo);
        } else {
            scale(y, yo, 1f / s, n);
        }
    }

    /** Of elements of which some are infinite: 1 at the only one and 0 elsewhere, or the logarithms; NaN at several. */
    private void limit(float[] x, int o, float[] y, int yo, int n, int step) {
        int infinite = 0;
        for (int i = 0; i < n; i++) {
            infinite += x[o + i * step] == Float.POSITIVE_INFINITY ? 1 : 0;
        }
        float share = infinite > 1 ? Float.NaN : log ? 0f : 1f;
        for (int i = 0; i < n; i++) {
            y[yo + i * step] = x[o + i * step] == Float.POSITIVE_INFINITY ? share : log ? Float.NEGATIVE_INFINITY : 0f;
        }
    }

    /** {@code log s} of terms of which one alone is 1; that term is overwritten. */
    private float logOfPeaked(float[] e, int eo, int n, float[] scratch) {
        e[eo + FloatExtremum.firstAbove(vector, e, eo, n, BELOW_ONE)] = 0f;
        return FloatExp.log1p(sums.row(e, eo, n, scratch));
    }

    private void scale(float[] y, int o, float c, int n) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, y, o + i).mul(c).intoArray(y, o + i);
            }
        }
        for (; i < n; i++) {
            y[o + i] *= c;
        }
    }

    private void subtract(float[] x, int o, float m, float l, int n, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                FloatVector.fromArray(S, x, o + i).sub(m).sub(l).intoArray(y, yo + i);
            }
        }
        for (; i < n; i++) {
            y[yo + i] = (x[o + i] - m) - l;
        }
    }

    @Override
    public void columns(Object x, int o, Object unused, int unusedAt, Object out, int yo, int n, int stride, int w, Object work) {
        float[] a = (float[]) x;
        float[] y = (float[]) out;
        float[] scratch = (float[]) work;
        int mo = sums.work(w);
        int so = mo + w;
        int[] rows = new int[n];
        Arrays.setAll(rows, r -> r * stride);
        max.columns(a, o, rows, n, w, scratch, scratch, mo);
        int restAt = so + w;
        float[] e = log ? scratch : y;
        int eo = log ? restAt + w : yo;
        int eStride = log ? w : stride;
        boolean[] infinite = infinite(scratch, mo, w);
        float[] original = infinite.length > 0 && a == y ? Storage.of(a).floats() : a;
        for (int r = 0; r < n; r++) {
            FloatExp.shifted(vector, a, o + rows[r], scratch, mo, w, e, eo + r * eStride);
        }
        sums.columns(e, eo, n, eStride, w, scratch, so);
        if (log) {
            logs(e, eo, n, w, scratch, so, restAt);
        } else {
            for (int c = so; c < so + w; c++) {
                scratch[c] = 1f / scratch[c];
            }
        }
        for (int r = 0; r < n; r++) {
            if (log) {
                subtract(a, o + rows[r], scratch, mo, so, w, y, yo + rows[r]);
            } else {
                scale(y, yo + rows[r], scratch, so, w);
            }
        }
        for (int c = 0; c < infinite.length; c++) {
            if (infinite[c]) {
                limit(original, o + c, y, yo + c, n, stride);
            }
        }
    }

    /** Which of the maxima are infinite; empty where none is. */
    private static boolean[] infinite(float[] max, int mo, int w) {
        int c = 0;
        while (c < w && max[mo + c] != Float.POSITIVE_INFINITY) {
            c++;
        }
        boolean[] infinite = new boolean[c < w ? w : 0];
        for (; c < w; c++) {
            infinite[c] = max[mo + c] == Float.POSITIVE_INFINITY;
        }
        return infinite;
    }

    /** The logarithms of the sums at {@code so}, in their place. */
    private void logs(float[] e, int eo, int n, int w, float[] scratch, int so, int restAt) {
        boolean isPeaked = false;
        for (int c = so; c < so + w; c++) {
            isPeaked |= scratch[c] < 2f;
        }
        if (isPeaked) {
            for (int r = 0; r < n; r++) {
                dropPeaks(e, eo + r * w, scratch, so, w);
            }
            sums.columns(e, eo, n, w, w, scratch, restAt);
        }
        for (int c = 0; c < w; c++) {
            float s = scratch[so + c];
            scratch[so + c] = s < 2f ? FloatExp.log1p(scratch[restAt + c]) : FloatExp.log(s);
        }
    }

    /** Zeroes the terms that are 1 in columns whose sum is below 2: there is one in each. */
    private void dropPeaks(float[] e, int eo, float[] s, int so, int w) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector term = FloatVector.fromArray(S, e, eo + i);
                VectorMask<Float> isPeak = term.compare(VectorOperators.GT, BELOW_ONE)
                        .and(FloatVector.fromArray(S, s, so + i).compare(VectorOperators.LT, 2f));
                term.blend(0f, isPeak).intoArray(e, eo + i);
            }
        }
        for (; i < w; i++) {
            if (e[eo + i] > BELOW_ONE && s[so + i] < 2f) {
                e[eo + i] = 0f;
            }
        }
    }

    private void scale(float[] y, int o, float[] c, int co, int w) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector.fromArray(S, y, o + i).mul(FloatVector.fromArray(S, c, co + i)).intoArray(y, o + i);
            }
        }
        for (; i < w; i++) {
            y[o + i] *= c[co + i];
        }
    }

    private void subtract(float[] x, int o, float[] c, int mo, int lo, int w, float[] y, int yo) {
        int i = 0;
        if (vector) {
            for (; i <= w - S.length(); i += S.length()) {
                FloatVector d = FloatVector.fromArray(S, x, o + i).sub(FloatVector.fromArray(S, c, mo + i));
                d.sub(FloatVector.fromArray(S, c, lo + i)).intoArray(y, yo + i);
            }
        }
        for (; i < w; i++) {
            y[yo + i] = (x[o + i] - c[mo + i]) - c[lo + i];
        }
    }
}
