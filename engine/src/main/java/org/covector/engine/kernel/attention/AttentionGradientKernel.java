package org.covector.engine.kernel.attention;

/**
 * The pullback of attention with the scratch memory of one worker: some blocks of keys of a head, then each head of queries that
 * shares them, then finish.
 */
public interface AttentionGradientKernel extends AutoCloseable {
    /** Takes the rows {@code from} to {@code to} of K (S x E) and V (S x Ev), whole blocks, and starts with zero cotangents for them. */
    void keys(StridedMatrix k, StridedMatrix v, int from, int to);

    /**
     * One head of queries.
     *
     * @param dMask where cotangents of an added mask are summed, or {@link AttentionMask.None}
     */
    void queries(Queries head, AttentionMask mask, AttentionMask dMask);

    /** Stores the cotangents of the rows taken from K and V, dense; {@code kAt} and {@code vAt} are the positions of row 0. */
    void finish(Object dk, int kAt, Object dv, int vAt);

    /** {@code to[i] += from[i]}: puts together what several workers found for the same queries. */
    void add(Object from, int fromAt, Object to, int toAt, int n);

    /** Gives the scratch memory back. */
    @Override
    void close();

    /**
     * What belongs to one head of queries.
     *
     * @param q L x E
     * @param o the forward result, L x Ev
     * @param dy its cotangent, L x Ev
     * @param normalizers of each row of scores its maximum m and the sum of exp(score - m), L x 2
     * @param dq receives the cotangent of q as far as the keys taken contribute, dense
     * @param dqAt position of its first element
     */
    record Queries(StridedMatrix q, StridedMatrix o, StridedMatrix dy, StridedMatrix normalizers, Object dq, int dqAt) {}
}
