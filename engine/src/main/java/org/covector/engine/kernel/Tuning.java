package org.covector.engine.kernel;

/** Block sizes and register tiles of the matrix products, measured; only {@link #KC} shows in results. */
public final class Tuning {
    /** Length of a block of the sums over k: a B panel of it fits the L1 cache. The same on every machine: it fixes the bits. */
    public static final int KC = 256;

    /** Rows of A that one thread keeps packed, in the L2 cache. */
    static final int MC = 240;

    /** Elements of B packed at once, at most. */
    static final int PACKED_B = 1 << 21;

    /** Products below this many multiplications per nanosecond of a thread's estimated time: a vector core's rate, halved. */
    static final int MULTIPLICATIONS_PER_NANO = 50;

    private Tuning() {}

    /**
     * The register tile for a vector length: as many independent sums as hide the latency of fma and still leave room for the
     * operands. C2 keeps broadcasts alive, so narrow machines want few rows and many vectors.
     */
    static TileShape tile(int vectorBits, int lanes) {
        return switch (vectorBits) {
            case 512 -> new TileShape(8, 2, lanes);
            case 256 -> new TileShape(3, 3, lanes);
            default -> new TileShape(2, 6, lanes);
        };
    }
}
