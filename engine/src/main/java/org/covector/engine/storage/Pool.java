package org.covector.engine.storage;

import java.util.Arrays;
import org.covector.engine.DType;
import org.jspecify.annotations.Nullable;

/** Free arrays by dtype and length, last in first out, on one thread at a time. When there are too many, those longest unused go. */
final class Pool {
    private static final int SMALLEST_BYTES = 1 << 10;

    private static final int FIRST_BINS = 64;

    private final Pools pools;
    private @Nullable Bin[] bins = new Bin[FIRST_BINS]; // open addressing
    private int used;
    private long free; // bytes
    private long clock;

    Pool(Pools pools) {
        this.pools = pools;
    }

    /** The free arrays of one dtype and length. */
    private static final class Bin {
        final long key;
        final long bytes;
        private @Nullable Object[] arrays = new Object[4];
        private int count;
        private long lastUse;

        Bin(long key, long bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }

    /** Whether arrays are long enough to be kept: zeroing shorter ones costs less than finding them. */
    static boolean takes(DType dtype, long length) {
        return length * dtype.bytes() >= SMALLEST_BYTES;
    }

    @Nullable Object take(DType dtype, long length) {
        Bin bin = bins[find(key(dtype, length))];
        if (bin == null || bin.count == 0) {
            return null;
        }
        Object array = bin.arrays[--bin.count];
        bin.arrays[bin.count] = null;
        bin.lastUse = ++clock;
        free -= bin.bytes;
        return array;
    }

    void give(DType dtype, int length, Object array) {
        long bytes = (long) length * dtype.bytes();
        if (bytes > pools.share()) {
            return;
        }
        long key = key(dtype, length);
        int at = find(key);
        Bin bin = bins[at];
        if (bin == null) {
            bin = new Bin(key, bytes);
            bins[at] = bin;
            used++;
        }
        if (bin.count == bin.arrays.length) {
            bin.arrays = Arrays.copyOf(bin.arrays, 2 * bin.count);
        }
        bin.arrays[bin.count++] = array;
        bin.lastUse = ++clock;
        free += bytes;
        if (used * 2 > bins.length) {
            rehash();
        }
        while (free > pools.share()) {
            evict();
        }
    }

    /** Gives everything to the collector; says whether there was anything. */
    boolean clear() {
        boolean any = free > 0;
        bins = new Bin[FIRST_BINS];
        used = 0;
        free = 0;
        return any;
    }

    /** Gives the free arrays of the length that was not asked for longest to the collector. */
    private void evict() {
        Bin oldest = null;
        for (Bin b : bins) {
            if (b != null && b.count > 0 && (oldest == null || b.lastUse < oldest.lastUse)) {
                oldest = b;
            }
        }
        if (oldest != null) {
            free -= oldest.count * oldest.bytes;
            Arrays.fill(oldest.arrays, 0, oldest.count, null);
            oldest.count = 0;
        }
    }

    private static long key(DType dtype, long length) {
        return length << 2 | dtype.ordinal();
    }

    /** Where the bin of a key is, or would stand. */
    private int find(long key) {
        int mask = bins.length - 1;
        int at = (int) (key * 0x9E3779B97F4A7C15L >>> 33) & mask;
        for (Bin b = bins[at]; b != null && b.key != key; b = bins[at]) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void rehash() {
        @Nullable Bin[] old = bins;
        bins = new Bin[2 * old.length];
        used = 0;
        for (Bin b : old) {
            if (b != null && b.count > 0) { // lengths that are not free any more are forgotten
                bins[find(b.key)] = b;
                used++;
            }
        }
    }
}
