package org.covector.engine.op;

import org.covector.engine.NdArray;

/**
 * What surrounds the indexed axes of an array: offsets of the axes before, offsets of the axes after, and the dense run at
 * the end that moves as one.
 *
 * @param before offsets of the axes before, the array's own offset included
 * @param after offsets of the axes after, but for those within the run
 * @param run elements at the end that lie densely
 */
record SliceOffsets(int[] before, int[] after, int run) {
    /** The surroundings of the axes {@code from} (inclusive) to {@code to} (exclusive) of x. */
    static SliceOffsets of(NdArray x, int from, int to) {
        int end = x.rank();
        int run = 1;
        while (end > to && (x.stride(end - 1) == run || x.shape().dim(end - 1) == 1)) {
            run *= x.shape().dim(end - 1);
            end--;
        }
        return new SliceOffsets(offsets(x, x.offset(), 0, from), offsets(x, 0, to, end), run);
    }

    private static int[] offsets(NdArray x, int start, int from, int to) {
        int[] strides = new int[to - from];
        for (int i = from; i < to; i++) {
            strides[i - from] = x.stride(i);
        }
        return IndexOffsets.grid(start, x.shape().sub(from, to).dims(), strides);
    }

    /** Positions of the runs when the indexed axes take the offsets of {@code table}, in the order before, table, after. */
    int[] around(int[] table) {
        return IndexOffsets.product(IndexOffsets.product(before, table), after);
    }
}
