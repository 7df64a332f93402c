package org.covector.engine.kernel.gemm;

/** Block sizes (MC, KC, NC) and register tiles (MR, NR) of the matrix products, measured; only {@link #KC} shows in results. */
public final class Tuning {
    /** Length of a block of the sums over k: a B panel of it fits the L1 cache. The same on every machine: it fixes the bits. */
    public static final int KC = 256;

    /** Bytes of B that are read where they are: beyond, rows of a panel displace each other from the L1 cache. */
    public static final int IN_PLACE_BYTES = 32 << 10;

    /** Rows of A that a product in place gives to a thread at once: they stay in the L2 cache. */
    static final int IN_PLACE_ROWS = 480;

    /** Elements of A, and of B, packed at once, at most. */
    static final int PACKED = 1 << 22;

    /**
     * Elements of the array that receives a packed B, at least. Arrays of this size start 16 bytes behind a boundary under G1, so
     * that {@link #ALIGNING_BYTES} puts panels on cache lines there. Under the other collectors vectors straddle two lines.
     */
    static final int ALIGNED = 1 << 21;

    /** Bytes from the first element to the first panel. */
    static final int ALIGNING_BYTES = 48;

    /** Multiplications per nanosecond of one thread, about. */
    static final int MULTIPLICATIONS_PER_NANO = 50;

    /** Elements packed per nanosecond by one thread, about. */
    static final int PACKED_PER_NANO = 4;

    /** Elements of a matrix that one thread reads per nanosecond when it is used once, about. */
    static final int READ_PER_NANO = 5;

    /** Shorter work is not offered to other threads. */
    static final long SERIAL_NANOS = 50_000;

    /** The largest MR of any micro-kernel. */
    public static final int MAX_MR = 12;

    private Tuning() {}

    /**
     * The widest tile that reads packed operands: as many independent sums as hide the latency of fma and still leave room for the
     * operands. C2 keeps broadcasts alive, so narrow machines want few rows and many vectors. Where vectors of B straddle cache lines
     * each is two loads: that costs eight rows 8 %, twelve rows 1 %.
     */
    static TileShape packed(int vectorBits, int lanes) {
        return switch (vectorBits) {
            case 512 -> new TileShape(MAX_MR, 2, lanes);
            case 256 -> new TileShape(3, 3, lanes);
            default -> new TileShape(2, 6, lanes);
        };
    }

    /** The largest MR of a micro-kernel of some width that reads operands in place: every row takes a register for its address. */
    static int mrInPlace(int vectorBits, int vectors) {
        return vectorBits < 512 ? narrow(vectors) : switch (vectors) {
            case 1, 2 -> 8;
            case 3 -> 6;
            default -> 5;
        };
    }

    /** Rows where sixteen registers hold the sums, the broadcasts and a vector. */
    private static int narrow(int vectors) {
        return switch (vectors) {
            case 1 -> 6;
            case 2 -> 4;
            case 3 -> 3;
            default -> 2;
        };
    }

    /** MC, rows of a block of A, {@link #KC} of k each: it stays in an L2 cache of 512 kB beside its part of B and C. */
    static int mc(int bytes) {
        return 240 * Float.BYTES / bytes;
    }

    /** NC, columns of a block of C. */
    static int nc(int vectorBits) {
        return vectorBits == 512 ? 512 : 264;
    }

    /** The longest sums of products that read A where it is: copying it would cost more than it saves. */
    static int maxInPlaceK(int vectorBits) {
        return vectorBits == 512 ? 128 : KC;
    }

    /** Rows of the tiles of attention, two vectors wide, that read columns or rows of A and a panel of B. */
    public static int attention(int vectorBits) {
        return vectorBits == 512 ? 8 : 4;
    }

    /** Vectors of NR of the widest micro-kernel that reads operands in place. */
    static int vectorsInPlace(int vectorBits) {
        return switch (vectorBits) {
            case 512 -> 4;
            case 256 -> 3;
            default -> 6;
        };
    }

    /** Nanoseconds that so many multiplications take one thread, about. */
    public static long nanos(long multiplications) {
        return multiplications / MULTIPLICATIONS_PER_NANO;
    }

    static int roundUp(int n, int to) {
        return (n + to - 1) / to * to;
    }
}
