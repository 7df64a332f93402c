package org.covector.engine.kernel.reduction;

import java.util.Arrays;

/** Reductions of longs, exact modulo 2^64: any order gives the same bits, and plain loops are compiled to vectors. */
public enum LongReduce implements ReduceKernel {
    /** Sum. */
    SUM(0),
    /** Product. */
    PROD(1),
    /** Largest. */
    MAX(Long.MIN_VALUE),
    /** Smallest. */
    MIN(Long.MAX_VALUE);

    private final long identity;

    LongReduce(long identity) {
        this.identity = identity;
    }

    @Override
    public int block() {
        return FloatSum.BLOCK;
    }

    @Override
    public void row(Object x, int o, int n, Object work, Object out, int at) {
        long[] a = (long[]) x;
        ((long[]) out)[at] = switch (this) {
            case SUM -> sum(a, o, o + n);
            case PROD -> product(a, o, o + n);
            case MAX -> max(a, o, o + n);
            case MIN -> min(a, o, o + n);
        };
    }

    private static long sum(long[] x, int from, int to) {
        long y = 0;
        for (int i = from; i < to; i++) {
            y += x[i];
        }
        return y;
    }

    private static long product(long[] x, int from, int to) {
        long y = 1;
        for (int i = from; i < to; i++) {
            y *= x[i];
        }
        return y;
    }

    private static long max(long[] x, int from, int to) {
        long y = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            y = Math.max(y, x[i]);
        }
        return y;
    }

    private static long min(long[] x, int from, int to) {
        long y = Long.MAX_VALUE;
        for (int i = from; i < to; i++) {
            y = Math.min(y, x[i]);
        }
        return y;
    }

    @Override
    public void columns(Object x, int base, int[] rows, int n, int w, Object work, Object out, int at) {
        long[] y = (long[]) out;
        Arrays.fill(y, at, at + w, identity);
        for (int r = 0; r < n; r++) {
            accumulate(y, at, (long[]) x, base + rows[r], w);
        }
    }

    @Override
    public void combine(Object partial, int k, int blocks) {
        long[] p = (long[]) partial;
        for (int b = 1; b < blocks; b++) {
            accumulate(p, 0, p, b * k, k);
        }
    }

    private void accumulate(long[] y, int at, long[] x, int o, int w) {
        switch (this) {
            case SUM -> {
                for (int c = 0; c < w; c++) {
                    y[at + c] += x[o + c];
                }
            }
            case PROD -> {
                for (int c = 0; c < w; c++) {
                    y[at + c] *= x[o + c];
                }
            }
            case MAX -> {
                for (int c = 0; c < w; c++) {
                    y[at + c] = Math.max(y[at + c], x[o + c]);
                }
            }
            case MIN -> {
                for (int c = 0; c < w; c++) {
                    y[at + c] = Math.min(y[at + c], x[o + c]);
                }
            }
        }
    }
}
