package org.covector.engine.kernel;

/** {@link ScanKernel} of longs, modulo 2^64. */
public final class LongScan implements ScanKernel {
    /** Without state. */
    public LongScan() {}

    @Override
    public void sum(Object x, Object y, int o, int n, int stride, int w) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        for (int c = 0; c < w; c++) {
            long s = 0;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                s += a[p];
                b[p] = s;
            }
        }
    }

    @Override
    public void product(Object x, Object y, int o, int n, int stride, int w) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        for (int c = 0; c < w; c++) {
            long s = 1;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                s *= a[p];
                b[p] = s;
            }
        }
    }

    @Override
    public void extremum(int sign, Object x, Object y, long[] indices, int o, int n, int stride, int w) {
        long[] a = (long[]) x;
        long[] b = (long[]) y;
        for (int c = 0; c < w; c++) {
            long best = a[o + c];
            long where = 0;
            for (int i = 0, p = o + c; i < n; i++, p += stride) {
                if (sign > 0 ? a[p] >= best : a[p] <= best) {
                    best = a[p];
                    where = i;
                }
                b[p] = best;
                indices[p] = where;
            }
        }
    }

    @Override
    public void logSumExp(Object x, Object y, int o, int n, int stride, int w) {
        throw new UnsupportedOperationException("logcumsumexp of integers");
    }
}
