package org.covector.engine.kernel.reduction;

/** Sums of a function of x - m over runs with an m of their own, in the order of {@link FloatSum}. */
public interface ShiftedSumKernel {
    /** Elements of a block. */
    int block();

    /** Length of the work array: for rows (w = 0) or for {@code w} columns. */
    int work(int w);

    /** {@code sums[at]} over the dense run {@code x[o .. o + n)} with m = {@code shifts[s]}. */
    void row(Object x, int o, int n, Object shifts, int s, Object work, Object sums, int at);

    /** As {@link #row} for {@code w} columns side by side, as in {@link ReduceKernel#columns}. */
    void columns(Object x, int base, int[] rows, int n, int w, Object shifts, int s, Object work, Object sums, int at);
}
