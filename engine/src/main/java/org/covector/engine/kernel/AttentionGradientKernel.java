package org.covector.engine.kernel;

/** The pullback of attention with the scratch memory of one worker: keys of a head, each head of queries that shares them, finish. */
public interface AttentionGradientKernel {
    /** Takes K (S x E) and V (S x Ev) and starts with zero cotangents for them. */
    void keys(StridedMatrix k, StridedMatrix v);

    /**
     * One head of queries.
     *
     * @param dMask where cotangents of an added mask are summed, or {@link AttentionMask.None}
     */
    void queries(Queries head, AttentionMask mask, AttentionMask dMask);

    /** Stores the cotangents of K and V, dense, at {@code kAt} and {@code vAt}. */
    void finish(Object dk, int kAt, Object dv, int vAt);

    /**
     * What belongs to one head of queries.
     *
     * @param q L x E
     * @param o the forward result, L x Ev
     * @param dy its cotangent, L x Ev
     * @param logSumExp the forward log-sum-exps, a column of L
     * @param dq receives the cotangent of q, dense
     * @param dqAt position of its first element
     */
    record Queries(StridedMatrix q, StridedMatrix o, StridedMatrix dy, StridedMatrix logSumExp, Object dq, int dqAt) {}
}
