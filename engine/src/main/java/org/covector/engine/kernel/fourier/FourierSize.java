package org.covector.engine.kernel.fourier;

import java.util.Arrays;
import org.covector.engine.storage.Storage;

/** How a length is taken apart. Depends on the length only, so that its bits do. */
final class FourierSize {
    /** The largest prime factor with a butterfly of its own; beyond, Bluestein's convolution takes fewer operations. */
    static final int LARGEST_RADIX = 43;

    /** The longest transform in one piece: longer ones leave the L2 cache and are done as rows and columns of a matrix. */
    static final int LONGEST = 4096;

    /** Columns of a matrix, side by side, from which on it pays to do a single transform as one. */
    static final int MIN_COLUMNS = 16;

    private FourierSize() {}

    /**
     * Radices whose product is n, powers of 2 first: the longer the runs, the more of them fill vectors.
     * Empty if a prime factor is larger than {@link #LARGEST_RADIX}; {1} for n = 1.
     */
    static int[] radices(int n) {
        int[] r = new int[40];
        int count = 0;
        int rest = n >> Integer.numberOfTrailingZeros(n);
        for (int twos = Integer.numberOfTrailingZeros(n); twos > 0; ) {
            int bits = twos >= 3 && (count == 0 || twos % 2 == 1) ? 3 : Math.min(twos, 2);
            r[count++] = 1 << bits;
            twos -= bits;
        }
        int odd = count;
        for (int p = 3; p <= LARGEST_RADIX; p += 2) {
            while (rest % p == 0) {
                r[count++] = p;
                rest /= p;
            }
        }
        for (int i = odd, j = count - 1; i < j; i++, j--) { // large radices first: runs get long at once
            int t = r[i];
            r[i] = r[j];
            r[j] = t;
        }
        if (n == 1) {
            r[count++] = 1;
        }
        return rest == 1 ? Arrays.copyOf(r, count) : new int[0];
    }

    /** The divisor nearest to the square root, from below, of a number with small prime factors. */
    static int divisor(int n) {
        int d = (int) Math.sqrt(n);
        while (n % d != 0) {
            d--;
        }
        return d;
    }

    /** The smallest of {@code 2^a {1, 3, 5, 9, 15}}, a >= 3, that is at least n. */
    static int convolution(long n) {
        long best = Long.MAX_VALUE;
        for (int odd : new int[] {1, 3, 5, 9, 15}) {
            long m = 8L * odd;
            while (m < n) {
                m *= 2;
            }
            best = Math.min(best, m);
        }
        return Storage.length("fft", best);
    }
}
