package org.covector.engine.kernel.attention;

/**
 * Attention of one dtype with the scratch memory of one worker: first the keys of a head, then its blocks of queries in any order.
 */
public interface AttentionKernel extends AutoCloseable {
    /** Takes K (S x E) and V (S x Ev). */
    void keys(StridedMatrix k, StridedMatrix v);

    /**
     * One block of queries: rows of O (dense, Ev apart) and, of each row of scores, its maximum m and the sum of exp(score - m).
     *
     * @param o {@code float[]} or {@code double[]} that receives the head's rows from {@code oAt} on
     */
    void queries(StridedMatrix q, AttentionMask mask, int block, Object o, int oAt, Object normalizers, int normalizersAt);

    /** Gives the scratch memory back. */
    @Override
    void close();
}
