package org.covector.engine.kernel.order;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Sorting and selecting of long keys that carry an index. Stable sorting: insertion for a few, merging for some, and for many
 * least-significant-digit radix passes (D. E. Knuth, TAOCP 3, 5.2.5) over the 32 highest bits in which keys differ, each packed
 * into one long with its index, so that floats and small integers are done after three passes or less; what these bits leave
 * equal is then sorted by the others. Not for use by several threads at once.
 */
public final class KeySort {
    private static final int RUN = 24;

    /** From here on radix passes win over merging. */
    private static final int RADIX_FROM = 700;

    private static final int DIGIT_BITS = 11;

    private static final int BUCKETS = 1 << DIGIT_BITS;

    /** Bits of a key that are packed with an index. */
    private static final int WINDOW = 32;

    private static final long INDEX = 0xffff_ffffL;

    /** Quickselect gives up after this many halvings that did not halve. */
    private static final int BAD_PIVOTS = 64;

    private static final long[] NO_KEYS = {};

    private static final int[] NO_INDICES = {};

    private long[] key;
    private int[] index;
    private long[] otherKey = NO_KEYS; // work space, allocated when it is needed
    private int[] otherIndex = NO_INDICES;

    /** Work space for up to {@code n} keys. */
    public KeySort(int n) {
        key = Storage.zeros(DType.INT64, n).longs();
        index = new int[n];
    }

    private long[] other() {
        if (otherKey.length < key.length) {
            otherKey = Storage.zeros(DType.INT64, key.length).longs();
        }
        return otherKey;
    }

    /** The keys: written by the caller; in order after sorting, in another array then. */
    public long[] keys() {
        return key;
    }

    /** Where each key stood before sorting; in another array after sorting. */
    public int[] order() {
        return index;
    }

    /** Sorts the first n keys, smallest first, equal ones in their original order. */
    public void sort(int n) {
        for (int i = 0; i < n; i++) {
            index[i] = i;
        }
        sortCarrying(n);
    }

    private void sortCarrying(int n) {
        boolean sorted = true;
        for (int i = 1; sorted && i < n; i++) {
            sorted = key[i - 1] <= key[i];
        }
        if (sorted) {
            return;
        }
        if (n < RADIX_FROM) {
            merge(n);
        } else {
            radix(n);
        }
    }

    /**
     * Leaves in front those of the first n keys that are among the k smallest, the earlier of equal ones, by size if {@code sorted},
     * else by place; gives the largest of them.
     */
    public long smallest(int n, int k, boolean sorted) {
        if (k == 0) {
            return Long.MIN_VALUE;
        }
        long edge = kth(n, k - 1);
        int below = 0;
        for (int i = 0; i < n; i++) {
            below += key[i] < edge ? 1 : 0;
        }
        int ties = k - below;
        int at = 0;
        for (int i = 0; at < k; i++) {
            if (key[i] < edge || key[i] == edge && ties-- > 0) {
                key[at] = key[i]; // at <= i: what is overwritten has been read
                index[at++] = i;
            }
        }
        if (sorted) {
            sortCarrying(k);
        }
        return edge;
    }

    /** The key that would stand at place k (from 0) if the first n were sorted; they are left as they are. */
    public long kth(int n, int k) {
        long[] a = other();
        System.arraycopy(key, 0, a, 0, n);
        int low = 0;
        int high = n - 1;
        int bad = 0;
        while (low < high) {
            if (high - low < RUN || bad > BAD_PIVOTS) {
                Arrays.sort(a, low, high + 1);
                break;
            }
            long pivot = median(a[low + (high - low) / 4], a[low + (high - low) / 2], a[high - (high - low) / 4]);
            int i = low;
            int j = high;
            while (i <= j) { // Hoare's partition
                while (a[i] < pivot) {
                    i++;
                }
                while (a[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long t = a[i];
                    a[i++] = a[j];
                    a[j--] = t;
                }
            }
            bad += Math.max(j - low, high - i) > (high - low) / 4 * 3 ? 1 : 0;
            if (k <= j) {
                high = j;
            } else if (k >= i) {
                low = i;
            } else {
                break;
            }
        }
        return a[k];
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void merge(int n) {
        other();
        if (otherIndex.length < index.length) {
            otherIndex = new int[index.length];
        }
        for (int start = 0; start < n; start += RUN) {
            insertion(start, Math.min(n, start + RUN));
        }
        for (int width = RUN; width < n; width *= 2) {
            for (int start = 0; start < n; start += 2 * width) {
                merge(start, Math.min(n, start + width), Math.min(n, start + 2 * width));
            }
            exchange();
        }
    }

    private void exchange() {
        long[] k = key;
        key = otherKey;
        otherKey = k;
        int[] i = index;
        index = otherIndex;
        otherIndex = i;
    }

    private void merge(int start, int middle, int end) {
        long[] a = key;
        int[] ai = index;
        long[] b = otherKey;
        int[] bi = otherIndex;
        int i = start;
        int j = middle;
        for (int p = start; p < end; p++) {
            boolean left = j >= end || i < middle && a[i] <= a[j];
            int from = left ? i++ : j++;
            b[p] = a[from];
            bi[p] = ai[from];
        }
    }

    private void insertion(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            long k = key[i];
            int place = index[i];
            int j = i - 1;
            while (j >= start && key[j] > k) {
                key[j + 1] = key[j];
                index[j + 1] = index[j];
                j--;
            }
            key[j + 1] = k;
            index[j + 1] = place;
        }
    }

    /** Radix passes over the window of the highest bits in which the distances from the smallest key differ. */
    private void radix(int n) {
        long[] from = key;
        long min = from[0];
        long max = from[0];
        for (int i = 1; i < n; i++) {
            min = Math.min(min, from[i]);
            max = Math.max(max, from[i]);
        }
        int high = Long.SIZE - Long.numberOfLeadingZeros(max - min); // the distance as an unsigned number
        int shift = Math.max(0, high - WINDOW);
        long[] packed = other();
        for (int i = 0; i < n; i++) {
            packed[i] = (from[i] - min) >>> shift << WINDOW | i;
        }
        long[] sorted = passes(packed, shift == 0 ? key : Storage.zeros(DType.INT64, n).longs(), n, Math.min(high, WINDOW));
        if (shift == 0) {
            unpack(sorted, n, min);
        } else {
            collect(sorted, n);
            refine(sorted, n);
        }
    }

    /** Sorts by {@code bits} bits from bit 32 up; the result is one of both arrays. */
    private static long[] passes(long[] packed, long[] spare, int n, int bits) {
        int digits = Math.ceilDiv(bits, DIGIT_BITS);
        int[][] counts = new int[digits][BUCKETS];
        for (int i = 0; i < n; i++) {
            long k = packed[i] >>> WINDOW;
            for (int d = 0; d < digits; d++) {
                counts[d][(int) (k >>> d * DIGIT_BITS) & BUCKETS - 1]++;
            }
        }
        long[] a = packed;
        long[] b = spare;
        for (int d = 0; d < digits; d++) {
            int[] start = counts[d];
            int at = WINDOW + d * DIGIT_BITS;
            if (start[(int) (a[0] >>> at) & BUCKETS - 1] == n) {
                continue;
            }
            int sum = 0;
            for (int i = 0; i < BUCKETS; i++) {
                int c = start[i];
                start[i] = sum;
                sum += c;
            }
            scatter(a, b, n, start, at);
            long[] t = a;
            a = b;
            b = t;
        }
        return a;
    }

    private static void scatter(long[] a, long[] b, int n, int[] start, int at) {
        for (int i = 0; i < n; i++) {
            long v = a[i];
            b[start[(int) (v >>> at) & BUCKETS - 1]++] = v;
        }
    }

    /** Keys and indices from packed ones that hold all bits in which keys differ. */
    private void unpack(long[] sorted, int n, long min) {
        int[] before = index;
        if (otherIndex.length < before.length) {
            otherIndex = new int[before.length];
        }
        int[] after = otherIndex;
        for (int i = 0; i < n; i++) { // sorted may be key itself
            long v = sorted[i];
            key[i] = (v >>> WINDOW) + min;
            after[i] = before[(int) (v & INDEX)];
        }
        otherIndex = before;
        index = after;
    }

    /** Keys and indices from packed ones that hold some bits only. */
    private void collect(long[] sorted, int n) {
        long[] to = Storage.zeros(DType.INT64, key.length).longs();
        int[] after = new int[index.length];
        for (int i = 0; i < n; i++) {
            int from = (int) (sorted[i] & INDEX);
            to[i] = key[from];
            after[i] = index[from];
        }
        key = to;
        index = after;
    }

    /** Sorts runs of equal windows by their whole keys. */
    private void refine(long[] sorted, int n) {
        for (int start = 0; start < n; ) {
            long window = sorted[start] >>> WINDOW;
            int end = start + 1;
            while (end < n && sorted[end] >>> WINDOW == window) {
                end++;
            }
            if (end - start <= RUN) {
                insertion(start, end);
            } else {
                KeySort rest = new KeySort(end - start); // its keys agree in the window: no deeper than this
                System.arraycopy(key, start, rest.key, 0, end - start);
                System.arraycopy(index, start, rest.index, 0, end - start);
                rest.sortCarrying(end - start);
                System.arraycopy(rest.key, 0, key, start, end - start);
                System.arraycopy(rest.index, 0, index, start, end - start);
            }
            start = end;
        }
    }
}
