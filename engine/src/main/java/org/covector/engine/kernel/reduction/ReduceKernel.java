package org.covector.engine.kernel.reduction;

/**
 * A reduction of runs of one dtype to one value each, in a fixed order of operations.
 *
 * <p>The elements of a run are numbered r = 0, 1, ... in the order of the logical indices and cut into blocks of
 * {@link #block()}. A block is stored along a row, or across the rows of many columns at once: the same operations in
 * the same order either way, and so the same bits. Arrays are Java arrays of the kernel's dtype.
 */
public interface ReduceKernel {
    /** Elements that are reduced before partial results are combined. */
    int block();

    /** Length of the work array that {@link #row} wants. */
    default int rowWork() {
        return 0;
    }

    /** Length of the work array that {@link #columns} wants for {@code w} columns. */
    default int columnWork(int w) {
        return 0;
    }

    /** {@code out[at]} = the reduction of the dense run {@code x[o .. o + n)}, at most one block. */
    void row(Object x, int o, int n, Object work, Object out, int at);

    /** {@code out[at + c]} = the reduction of {@code x[base + rows[0] + c], ..., x[base + rows[n - 1] + c]} for c = 0 .. w - 1. */
    void columns(Object x, int base, int[] rows, int n, int w, Object work, Object out, int at);

    /** Combines {@code blocks} rows of {@code k} partial results in place, in adjacent pairs; the result is the first row. */
    void combine(Object partial, int k, int blocks);
}
