package org.covector.engine.kernel.reduction;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.DoubleExp;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.storage.Storage;

/**
 * {@link ScanKernel}. Runs that lie side by side go row by row, which the compiler turns into vectors; of runs that lie one after
 * the other four go at a time, to hide that each element waits for the one before.
 */
public final class FloatScan implements ScanKernel {
    // beyond these a running product has a power of two taken out, before it leaves the range of double
    private static final double SMALL = 0x1p-500;
    private static final double LARGE = 0x1p500;

    /** Without state. */
    public FloatScan() {}

    @Override
    public void sum(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        if (lineStride == 1 && w > 1) {
            sumColumns(a, b, o, n, step, w, exclusive);
            return;
        }
        int r = 0;
        for (; r + 4 <= w; r += 4) {
            sumFour(a, b, o + r * lineStride, n, step, lineStride, exclusive);
        }
        for (; r < w; r++) {
            double s = 0;
            for (int i = 0, p = o + r * lineStride; i < n; i++, p += step) {
                double t = s + a[p];
                b[p] = FloatExpData.round(exclusive ? s : t);
                s = t;
            }
        }
    }

    private static void sumColumns(float[] a, float[] b, int o, int n, int step, int w, boolean exclusive) {
        double[] s = Storage.zeros(DType.FLOAT64, w).doubles();
        for (int i = 0, p = o; i < n; i++, p += step) {
            if (exclusive) {
                for (int c = 0; c < w; c++) {
                    b[p + c] = FloatExpData.round(s[c]);
                    s[c] += a[p + c];
                }
            } else {
                for (int c = 0; c < w; c++) {
                    double t = s[c] + a[p + c];
                    s[c] = t;
                    b[p + c] = FloatExpData.round(t);
                }
            }
        }
    }

    private static void sumFour(float[] a, float[] b, int o, int n, int step, int lineStride, boolean exclusive) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0, p = o; i < n; i++, p += step) {
            double t0 = s0 + a[p];
            double t1 = s1 + a[p + lineStride];
            double t2 = s2 + a[p + 2 * lineStride];
            double t3 = s3 + a[p + 3 * lineStride];
            b[p] = FloatExpData.round(exclusive ? s0 : t0);
            b[p + lineStride] = FloatExpData.round(exclusive ? s1 : t1);
            b[p + 2 * lineStride] = FloatExpData.round(exclusive ? s2 : t2);
            b[p + 3 * lineStride] = FloatExpData.round(exclusive ? s3 : t3);
            s0 = t0;
            s1 = t1;
            s2 = t2;
            s3 = t3;
        }
    }

    @Override
    public void product(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        if (lineStride == 1 && w > 1 && productColumns(a, b, o, n, step, w, exclusive)) {
            return;
        }
        for (int r = 0; r < w; r++) {
            productRun(a, b, o + r * lineStride, n, step, exclusive);
        }
    }

    /** A running product {@code s 2^k}: where s alone would leave the range of double, and its elements may come back into theirs. */
    private static void productRun(float[] a, float[] b, int o, int n, int step, boolean exclusive) {
        double s = 1;
        long k = 0;
        for (int i = 0, p = o; i < n; i++, p += step) {
            float v = a[p];
            if (exclusive) {
                b[p] = scaled(s, k);
            }
            double t = s * v;
            if (!(Math.abs(t) > SMALL && Math.abs(t) < LARGE) && v != 0 && v - v == 0 && s != 0 && s - s == 0) {
                int of = Math.getExponent(s);
                s = Math.scalb(s, -of);
                k += of;
                int by = exponent(v);
                t = s * (v * Math.scalb(1.0, -by / 2) * Math.scalb(1.0, by / 2 - by));
                k += by;
            }
            s = t;
            if (!exclusive) {
                b[p] = scaled(s, k);
            }
        }
    }

    private static int exponent(double v) {
        return v != 0 && Math.abs(v) < Double.MIN_NORMAL ? Math.getExponent(v * 0x1p60) - 60 : Math.getExponent(v);
    }

    private static float scaled(double s, long k) {
        return FloatExpData.round(k == 0 ? s : Math.scalb(s, Math.clamp(k, -5000, 5000)));
    }

    /** Whether all of it stayed in the range in which no digit is lost, or became 0 by an element that is 0. */
    private static boolean productColumns(float[] a, float[] b, int o, int n, int step, int w, boolean exclusive) {
        double[] s = Storage.zeros(DType.FLOAT64, w).doubles();
        Arrays.fill(s, 1);
        for (int i = 0, p = o; i < n; i++, p += step) {
            boolean fits = true;
            for (int c = 0; c < w; c++) {
                double t = s[c] * a[p + c];
                b[p + c] = FloatExpData.round(exclusive ? s[c] : t);
                fits &= Math.abs(t) > SMALL & Math.abs(t) < LARGE | s[c] == 0 | a[p + c] == 0;
                s[c] = t;
            }
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int step, int w, int lineStride) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        int last = step > 0 ? 0 : n - 1; // indices count from the front also when scanning from the end
        if (lineStride == 1 && w > 1) {
            float[] best = Storage.zeros(DType.FLOAT32, w).floats();
            long[] where = Storage.zeros(DType.INT64, w).longs();
            System.arraycopy(a, o, best, 0, w);
            for (int i = 0, p = o; i < n; i++, p += step) {
                int at = Math.abs(last - i);
                for (int c = 0; c < w; c++) {
                    float v = a[p + c];
                    float m = best[c];
                    boolean wins = v != v || m == m && v * sign >= m * sign;
                    best[c] = wins ? v : m;
                    where[c] = wins ? at : where[c];
                }
                System.arraycopy(best, 0, b, p, w);
                System.arraycopy(where, 0, indices, p, w);
            }
            return;
        }
        for (int r = 0; r < w; r++) {
            float best = a[o + r * lineStride];
            long where = last;
            for (int i = 0, p = o + r * lineStride; i < n; i++, p += step) {
                float v = a[p];
                if (v != v || best == best && v * sign >= best * sign) {
                    best = v;
                    where = Math.abs(last - i);
                }
                b[p] = best;
                indices[p] = where;
            }
        }
    }

    @Override
    public void logSumExp(Object x, Object y, int o, int n, int step, int w, int lineStride) {
        float[] a = (float[]) x;
        float[] b = (float[]) y;
        double[] largest = Storage.zeros(DType.FLOAT64, w).doubles();
        double[] rest = Storage.zeros(DType.FLOAT64, w).doubles(); // the sum of e^(x - largest) but for the largest's own 1
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            for (int c = 0, p = o + i * step; c < w; c++, p += lineStride) {
                double v = a[p];
                double m = largest[c];
                double r = rest[c];
                if (v <= m) {
                    r += Double.isInfinite(m) ? 0 : DoubleExp.exp(v - m);
                } else if (m == m) {
                    r = m == Double.NEGATIVE_INFINITY ? 0 : (r + 1) * DoubleExp.exp(m - v);
                    largest[c] = v;
                    m = v;
                }
                rest[c] = r;
                b[p] = FloatExpData.round(m - m == 0 ? m + DoubleExp.log1p(r) : m);
            }
        }
    }
}
