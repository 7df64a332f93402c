package org.covector.engine.kernel;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Sorting and selecting of long keys that carry an index. Stable sorting: insertion for a few, merging for some, and for many
 * least-significant-digit radix passes that leave out digits in which all keys agree (D. E. Knuth, TAOCP 3, 5.2.5), so that
 * small integers and floats cost fewer passes. Not for use by several threads at once.
 */
public final class KeySort {
    private static final int RUN = 24;

    /** From here on radix passes win over merging. */
    private static final int RADIX_FROM = 1500;

    private static final int DIGIT_BITS = 11;

    private static final int BUCKETS = 1 << DIGIT_BITS;

    private static final int DIGITS = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

    /** Quickselect gives up after this many halvings that did not halve. */
    private static final int BAD_PIVOTS = 64;

    private long[] key;
    private int[] index;
    private long[] otherKey;
    private int[] otherIndex;

    /** Work space for up to {@code n} keys. */
    public KeySort(int n) {
        key = Storage.uninitialised(DType.INT64, n).longs();
        index = new int[n];
        otherKey = Storage.uninitialised(DType.INT64, n).longs();
        otherIndex = new int[n];
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

    /** Sorts by the first n keys those places whose key is among the k smallest, the earlier first among equals. */
    public void smallest(int n, int k, boolean sorted) {
        if (k == 0) {
            return;
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
    }

    /** The key that would stand at place k (from 0) if the first n were sorted; they are left as they are. */
    public long kth(int n, int k) {
        long[] a = otherKey;
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

    private void radix(int n) {
        int[][] counts = new int[DIGITS][BUCKETS];
        for (int i = 0; i < n; i++) {
            long k = key[i] ^ Long.MIN_VALUE;
            for (int d = 0; d < DIGITS; d++) {
                counts[d][digit(k, d)]++;
            }
        }
        for (int d = 0; d < DIGITS; d++) {
            int[] start = counts[d];
            if (start[digit(key[0] ^ Long.MIN_VALUE, d)] == n) {
                continue;
            }
            int sum = 0;
            for (int i = 0; i < BUCKETS; i++) {
                int c = start[i];
                start[i] = sum;
                sum += c;
            }
            long[] a = key;
            int[] ai = index;
            long[] b = otherKey;
            int[] bi = otherIndex;
            for (int i = 0; i < n; i++) {
                int p = start[digit(a[i] ^ Long.MIN_VALUE, d)]++;
                b[p] = a[i];
                bi[p] = ai[i];
            }
            exchange();
        }
    }

    private static int digit(long key, int d) {
        return (int) (key >>> d * DIGIT_BITS) & BUCKETS - 1;
    }
}
