package org.covector.engine.kernel.random;

/**
 * Philox4x32-10: a counter and a key to 128 random bits, by ten rounds of multiplication and exclusive or (J. K. Salmon, M. A.
 * Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 */
public final class Philox {
    private static final long M0 = 0xD2511F53L;
    private static final long M1 = 0xCD9E8D57L;
    private static final int W0 = 0x9E3779B9;
    private static final int W1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * The blocks of four words of the counters {@code (high, low), (high, low + 1), ...}.
     *
     * @param to receives {@code 4 * count} words
     */
    public static void blocks(long key, long high, long low, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            long counter = low + i;
            int c0 = (int) counter;
            int c1 = (int) (counter >>> 32);
            int c2 = (int) high;
            int c3 = (int) (high >>> 32);
            int k0 = (int) key;
            int k1 = (int) (key >>> 32);
            for (int r = 0; r < ROUNDS; r++) {
                long p0 = M0 * (c0 & LOW);
                long p1 = M1 * (c2 & LOW);
                c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
                c1 = (int) p1;
                c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
                c3 = (int) p0;
                k0 += W0;
                k1 += W1;
            }
            to[4 * i] = c0;
            to[4 * i + 1] = c1;
            to[4 * i + 2] = c2;
            to[4 * i + 3] = c3;
        }
    }
}
