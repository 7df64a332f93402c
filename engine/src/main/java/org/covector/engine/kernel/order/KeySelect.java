package org.covector.engine.kernel.order;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * The k smallest of many keys without sorting or keeping all: candidates below the k-th smallest so far are collected, and
 * reduced to k when there are too many, so that most elements cost one comparison. Not for use by several threads at once.
 */
public final class KeySelect {
    private static final int BLOCK = 1024;

    private final long[] block = Storage.zeros(DType.INT64, BLOCK).longs();
    private final KeySort candidates;
    private final int room;
    private final int k;
    private final int[] at;
    private int count;
    private long edge;

    /** For the {@code k} smallest, 1 or more. */
    public KeySelect(int k) {
        this.k = k;
        this.room = 2 * Math.max(k, BLOCK);
        this.candidates = new KeySort(room);
        this.at = new int[room];
    }

    /** Worth it if most elements can be passed over. */
    public static boolean suits(int n, int k) {
        return n >= 4 * BLOCK && k <= n / 16;
    }

    /** Where in {@code x[xo .. xo + n)}, n of k or more, the k smallest are: by size if {@code sorted}, else by place. */
    public int[] smallest(KeyKernel kernel, Object x, int xo, int n, boolean descending, boolean sorted) {
        count = 0;
        edge = Long.MAX_VALUE;
        boolean all = true; // until k have been seen, equal ones to the largest key belong too
        for (int start = 0; start < n; start += BLOCK) {
            int m = Math.min(BLOCK, n - start);
            kernel.keys(x, xo + start, m, descending, block);
            if (count + m > room) {
                reduce();
                all = false;
            }
            collect(start, m, all);
        }
        reduce();
        if (!sorted) {
            return at;
        }
        candidates.sort(k);
        int[] order = candidates.order();
        for (int i = 0; i < k; i++) {
            order[i] = at[order[i]];
        }
        return order;
    }

    private void collect(int start, int m, boolean all) {
        long[] keys = candidates.keys();
        int c = count;
        for (int i = 0; i < m; i++) {
            if (block[i] < edge || all) {
                keys[c] = block[i];
                at[c++] = start + i;
            }
        }
        count = c;
    }

    /** Keeps the k smallest in the order of their positions, of equal ones the earlier. */
    private void reduce() {
        if (count <= k) {
            return;
        }
        edge = candidates.smallest(count, k, false);
        int[] order = candidates.order();
        for (int i = 0; i < k; i++) {
            at[i] = at[order[i]]; // order is ascending: what is overwritten has been read
        }
        count = k;
    }
}
