package org.covector.engine.kernel.reduction;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The largest element as {@code Math.max} orders them: NaN above all, +0 above -0; or the smallest, as the negated largest
 * of the negated elements. The order of comparisons does not matter, so loops are free to overlap.
 */
public final class FloatExtremum implements ReduceKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final float sign;
    private final boolean vector;

    /** Largest ({@code sign} 1) or smallest ({@code sign} -1). */
    public FloatExtremum(int sign, boolean vector) {
        this.sign = sign;
        this.vector = vector;
    }

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public void row(Object x, int o, int n, Object work, Object out, int at) {
        ((float[]) out)[at] = row((float[]) x, o, n);
    }

    /** The extremum of a dense run; that of no elements is infinite. */
    public float row(float[] x, int o, int n) {
        float m = vector && n >= S.length() ? rowVector(x, o, n, sign) : rowScalar(x, o, n, sign);
        return Float.isNaN(m) ? Float.NaN : m * sign;
    }

    /** The index of the first element of a dense run that is larger than {@code bound}, or -1. */
    public static int firstAbove(boolean vector, float[] x, int o, int n, float bound) {
        int i = 0;
        if (vector) {
            for (; i <= n - S.length(); i += S.length()) {
                if (FloatVector.fromArray(S, x, o + i).compare(VectorOperators.GT, bound).anyTrue()) {
                    break;
                }
            }
        }
        while (i < n && !(x[o + i] > bound)) {
            i++;
        }
        return i < n ? i : -1;
    }

    private static float rowScalar(float[] x, int o, int n, float sign) {
        float m = Float.NEGATIVE_INFINITY;
        for (int i = o; i < o + n; i++) {
            m = Math.max(m, x[i] * sign);
        }
        return m;
    }

    /**
     * Compare and blend is twice as fast as {@code FloatVector.max}, but blind to NaN and to the sign of zero: the sum of the
     * elements tells whether a NaN may be among them, and a zero result is looked at again. Four streams, because memory serves
     * them faster than one. (Above 325 bytecodes C2 does not inline the method: with it inlined, softmax would be too large a
     * method for vectors to stay in registers.)
     */
    private static float rowVector(float[] x, int o, int n, float sign) {
        int v = S.length();
        FloatVector s = FloatVector.broadcast(S, sign);
        FloatVector m0 = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        FloatVector sum0 = FloatVector.zero(S);
        FloatVector sum1 = sum0;
        int part = n / 4 / v * v;
        for (int p = o; p < o + part; p += v) {
            FloatVector a = FloatVector.fromArray(S, x, p).mul(s);
            FloatVector b = FloatVector.fromArray(S, x, p + part).mul(s);
            FloatVector c = FloatVector.fromArray(S, x, p + 2 * part).mul(s);
            FloatVector d = FloatVector.fromArray(S, x, p + 3 * part).mul(s);
            m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
            m1 = m1.blend(b, b.compare(VectorOperators.GT, m1));
            m2 = m2.blend(c, c.compare(VectorOperators.GT, m2));
            m3 = m3.blend(d, d.compare(VectorOperators.GT, m3));
            sum0 = sum0.add(a.add(b));
            sum1 = sum1.add(c.add(d));
        }
        for (int p = o + 4 * part; p < o + n; p += v) { // the last vector overlaps its neighbour: a maximum does not mind
            FloatVector a = FloatVector.fromArray(S, x, Math.min(p, o + n - v)).mul(s);
            m0 = m0.blend(a, a.compare(VectorOperators.GT, m0));
            sum0 = sum0.add(a);
        }
        m0 = m0.max(m1).max(m2.max(m3));
        float sum = sum0.add(sum1).reduceLanes(VectorOperators.ADD);
        float m = m0.reduceLanes(VectorOperators.MAX);
        return Float.isNaN(sum) ? rowScalar(x, o, n, sign) : m == 0f ? zero(x, o, n, sign) : m;
    }

    /** +0 if it is among the elements, which are 0 at most: usually found at once. */
    private static float zero(float[] x, int o, int n, float sign) {
        for (int i = o; i < o + n; i++) {
            if (Float.floatToRawIntBits(x[i] * sign) == 0) {
                return 0f;
            }
        }
        return -0f;
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object work, Object out, int at) {
        float[] a = (float[]) x;
        float[] m = (float[]) out;
        Arrays.fill(m, at, at + w, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < n; r += 4) { // past the end, the last row again
            int r1 = Math.min(r + 1, n - 1);
            int r2 = Math.min(r + 2, n - 1);
            int r3 = Math.min(r + 3, n - 1);
            rows(m, at, w, a, base + rows[r], base + rows[r1], base + rows[r2], base + rows[r3]);
        }
        for (int c = at; c < at + w; c++) {
            m[c] = Float.isNaN(m[c]) ? Float.NaN : m[c] * sign;
        }
    }

    private void rows(float[] m, int at, int w, float[] x, int o0, int o1, int o2, int o3) {
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector a = FloatVector.fromArray(S, x, o0 + c).mul(sign).max(FloatVector.fromArray(S, x, o1 + c).mul(sign));
                FloatVector b = FloatVector.fromArray(S, x, o2 + c).mul(sign).max(FloatVector.fromArray(S, x, o3 + c).mul(sign));
                FloatVector.fromArray(S, m, at + c).max(a.max(b)).intoArray(m, at + c);
            }
        }
        for (; c < w; c++) {
            float a = Math.max(x[o0 + c] * sign, x[o1 + c] * sign);
            float b = Math.max(x[o2 + c] * sign, x[o3 + c] * sign);
            m[at + c] = Math.max(m[at + c], Math.max(a, b));
        }
    }

    @Override
    public void combine(Object partial, int k, int blocks) {
        float[] p = (float[]) partial;
        for (int b = 1; b < blocks; b++) {
            for (int i = 0; i < k; i++) {
                float m = Math.max(p[i] * sign, p[b * k + i] * sign);
                p[i] = Float.isNaN(m) ? Float.NaN : m * sign;
            }
        }
    }
}
