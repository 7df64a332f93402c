package org.covector.engine.kernel.attention;

/**
 * The sizes of one head.
 *
 * @param queries rows of Q, L
 * @param keys rows of K and V, S
 * @param depth columns of Q and K, E
 * @param valueDepth columns of V, Ev
 * @param scale factor of the scores
 * @param causal whether query i takes part only with keys 0 to i
 */
public record AttentionShape(int queries, int keys, int depth, int valueDepth, double scale, boolean causal) {
    /** Queries of a block. Fixed: which blocks a causal query skips must not depend on the machine. */
    public static final int QUERIES = 64;

    /** Keys of a block. Fixed: after each block the running maximum changes and sums are rescaled. */
    public static final int KEYS = 128;

    /** Number of blocks of queries. */
    public int queryBlocks() {
        return (queries + QUERIES - 1) / QUERIES;
    }

    /** Number of blocks of keys. */
    public int keyBlocks() {
        return (keys + KEYS - 1) / KEYS;
    }

    /** Queries of a block. */
    int queriesOf(int block) {
        return Math.min(QUERIES, queries - block * QUERIES);
    }

    /** The first key that no query of the block takes part with. */
    int keysFor(int block) {
        return causal ? Math.min(keys, block * QUERIES + queriesOf(block)) : keys;
    }
}
