package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ScanKernel}. Runs side by side go in vectors; along a run each element waits for the one before. */
public final class FloatScan implements ScanKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private final boolean vector;

    /** The vector loops, or the scalar ones with the same bits. */
    public FloatScan(boolean vector) {
        this.vector = vector;
    }

    @Override
    public void sum(Object x, Object y, int o, int n, int stride, int w) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector s = FloatVector.zero(S);
                for (int i = 0; i < n; i++) {
                    s = s.add(FloatVector.fromArray(S, a, o + i * stride + c));
                    s.intoArray(b, o + i * stride + c);
                }
            }
        }
        for (; c < w; c++) {
            float s = 0f;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                s += a[p];
                b[p] = s;
            }
        }
    }

    @Override
    public void product(Object x, Object y, int o, int n, int stride, int w) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        int c = 0;
        if (vector) {
            for (; c <= w - S.length(); c += S.length()) {
                FloatVector s = FloatVector.broadcast(S, 1f);
                for (int i = 0; i < n; i++) {
                    s = s.mul(FloatVector.fromArray(S, a, o + i * stride + c));
                    s.intoArray(b, o + i * stride + c);
                }
            }
        }
        for (; c < w; c++) {
            float s = 1f;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                s *= a[p];
                b[p] = s;
            }
        }
    }

    @Override
    public void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int stride, int w) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        for (int c = 0; c < w; c++) {
            float best = a[o + c];
            long where = 0;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                float v = a[p];
                if (Float.isNaN(v) || !Float.isNaN(best) && v * sign >= best * sign) {
                    best = v;
                    where = i;
                }
                b[p] = best;
                indices[p] = where;
            }
        }
    }

    @Override
    public void logSumExp(Object x, Object y, int o, int n, int stride, int w) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        for (int c = 0; c < w; c++) {
            float s = Float.NEGATIVE_INFINITY;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                s = logAddExp(s, a[p]);
                b[p] = s;
            }
        }
    }

    private static float logAddExp(float a, float b) {
        float high = Math.max(a, b);
        return Float.isInfinite(high) || Float.isNaN(high) ? high : high + FloatExpData.log1p(FloatExp.exp(Math.min(a, b) - high));
    }
}
