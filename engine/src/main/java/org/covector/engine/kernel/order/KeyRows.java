package org.covector.engine.kernel.order;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Rows of elements as rows of keys: stable lexicographic order and equality, in which NaN equals nothing. */
public final class KeyRows {
    private final long[] keys;
    private final boolean[] hasNaN;
    private final int rows;
    private final int width;

    private KeyRows(long[] keys, boolean[] hasNaN, int width) {
        this.keys = keys;
        this.hasNaN = hasNaN;
        this.rows = hasNaN.length;
        this.width = width;
    }

    /** {@code rows} dense rows of {@code width} elements from {@code x[at]} on. */
    public static KeyRows of(DType dtype, Object x, int at, int rows, int width) {
        long[] keys = Storage.zeros(DType.INT64, (long) rows * width).longs();
        boolean[] hasNaN = Storage.zeros(DType.BOOL, rows).booleans();
        KeyKernel kernel = KeyKernel.of(dtype);
        kernel.keys(x, at, keys.length, false, keys);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width && !hasNaN[i]; j++) {
                hasNaN[i] = kernel.isNaN(x, at + i * width + j);
            }
        }
        return new KeyRows(keys, hasNaN, width);
    }

    /** Whether two rows are different. */
    public boolean differ(int a, int b) {
        return hasNaN[a] || hasNaN[b] || compare(a, b) != 0;
    }

    private int compare(int a, int b) {
        int p = a * width;
        int q = b * width;
        for (int j = 0; j < width; j++) {
            if (keys[p + j] != keys[q + j]) {
                return keys[p + j] < keys[q + j] ? -1 : 1;
            }
        }
        return 0;
    }

    /** The rows from first to last. */
    public int[] unsorted() {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        return order;
    }

    /** The rows in ascending order, equal ones from first to last: a merge sort from the bottom up. */
    public int[] sorted() {
        int[] a = unsorted();
        int[] b = new int[rows];
        for (long step = 1; step < rows; step *= 2) {
            for (long start = 0; start < rows; start += 2 * step) {
                merge(a, b, (int) start, (int) Math.min(rows, start + step), (int) Math.min(rows, start + 2 * step));
            }
            int[] t = a;
            a = b;
            b = t;
        }
        return a;
    }

    private void merge(int[] a, int[] b, int start, int middle, int end) {
        int i = start;
        int j = middle;
        for (int p = start; p < end; p++) {
            boolean left = j >= end || i < middle && compare(a[i], a[j]) <= 0;
            b[p] = a[left ? i++ : j++];
        }
    }
}
