package org.covector.engine.kernel.reduction;

/**
 * Finds the first extreme element of runs of one dtype, cut into blocks as in {@link ReduceKernel}; indices count from the block's
 * first element.
 */
public interface ArgKernel {
    /** Elements of a block. */
    int block();

    /** The value and the index of the extremum of {@code x[o .. o + n)}, 1 or more elements. */
    void row(Object x, int o, int n, Object values, long[] indices, int at);

    /** As {@link #row} for {@code w} columns side by side; element r of column c is {@code x[base + rows[r] + c]}. */
    void columns(Object x, int base, int[] rows, int n, int w, Object values, long[] indices, int at);

    /** Whether {@code values[i]} comes strictly before {@code values[j]}: the later of two equal elements never does. */
    boolean better(Object values, int i, int j);
}
