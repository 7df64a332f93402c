package org.covector.engine.kernel.reduction;

/** The first of the largest, or of the smallest, longs. */
public enum LongArg implements ArgKernel {
    /** Largest. */
    MAX,
    /** Smallest. */
    MIN;

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    private boolean better(long a, long best) {
        return this == MAX ? a > best : a < best;
    }

    @Override
    public void row(Object x, int o, int n, Object values, long[] indices, int at) {
        long[] a = (long[]) x;
        int best = 0;
        for (int i = 1; i < n; i++) {
            if (better(a[o + i], a[o + best])) {
                best = i;
            }
        }
        ((long[]) values)[at] = a[o + best];
        indices[at] = best;
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object values, long[] indices, int at) {
        long[] a = (long[]) x;
        for (int c = 0; c < w; c++) {
            int best = 0;
            for (int r = 1; r < n; r++) {
                if (better(a[base + rows[r] + c], a[base + rows[best] + c])) {
                    best = r;
                }
            }
            ((long[]) values)[at + c] = a[base + rows[best] + c];
            indices[at + c] = best;
        }
    }

    @Override
    public boolean better(Object values, int i, int j) {
        return better(((long[]) values)[i], ((long[]) values)[j]);
    }
}
