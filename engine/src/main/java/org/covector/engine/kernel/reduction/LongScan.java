package org.covector.engine.kernel.reduction;

/** {@link ScanKernel} of longs, modulo 2^64. */
public final class LongScan implements ScanKernel {
    /** Without state. */
    public LongScan() {}

    @Override
    public void sum(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        for (int i = 0; i < n; i++) {
            int p = o + i * step;
            for (int c = 0; c < w; c++, p += lineStride) {
                long before = i == 0 ? 0 : exclusive ? b[p - step] + a[p - step] : b[p - step];
                b[p] = exclusive ? before : before + a[p];
            }
        }
    }

    @Override
    public void product(Object x, Object y, int o, int n, int step, int w, int lineStride, boolean exclusive) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        for (int i = 0; i < n; i++) {
            int p = o + i * step;
            for (int c = 0; c < w; c++, p += lineStride) {
                long before = i == 0 ? 1 : exclusive ? b[p - step] * a[p - step] : b[p - step];
                b[p] = exclusive ? before : before * a[p];
            }
        }
    }

    @Override
    public void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int step, int w, int lineStride) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        int last = step > 0 ? 0 : n - 1;
        for (int i = 0; i < n; i++) {
            int p = o + i * step;
            for (int c = 0; c < w; c++, p += lineStride) {
                boolean wins = i == 0 || (sign > 0 ? a[p] >= b[p - step] : a[p] <= b[p - step]);
                b[p] = wins ? a[p] : b[p - step];
                indices[p] = wins ? Math.abs(last - i) : indices[p - step];
            }
        }
    }

    @Override
    public void logSumExp(Object x, Object y, int o, int n, int step, int w, int lineStride) {
        throw new UnsupportedOperationException("logcumsumexp of integers");
    }
}
