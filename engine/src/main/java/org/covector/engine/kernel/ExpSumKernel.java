package org.covector.engine.kernel;

/** Sums of exp(x - m) over runs, m the largest element of the run; in the order of {@link FloatSum}. */
public interface ExpSumKernel {
    /** Elements of a block. */
    int block();

    /** Length of the work array: for rows (w = 0) or for {@code w} columns. */
    int work(int w);

    /** {@code sum[at]} over the dense run {@code x[o .. o + n)} with m = {@code max[maxAt]}. */
    void row(Object x, int o, int n, Object max, int maxAt, Object work, Object sum, int at);

    /** As {@link #row} for {@code w} columns side by side, as in {@link ReduceKernel#columns}. */
    void columns(Object x, int base, int[] rows, int n, int w, Object max, int maxAt, Object work, Object sum, int at);

    /** {@code out[i] = max[i] + log sum[i]}, or the largest element itself where it is infinite. */
    void log(Object max, Object sum, Object out, int n);
}
