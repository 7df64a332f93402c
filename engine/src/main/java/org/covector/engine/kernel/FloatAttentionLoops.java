package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;

/**
 * The loops of attention over one block, in vectors or in scalars with the same bits. Every element of a product is one chain of
 * fused multiply-adds from 0 in order of k, only then added to what was there: the machine's vectors show nowhere, and long sums
 * are sums of blocks. Products have 8 rows and {@link #WIDTH} columns, B is a panel of that width, k after k.
 */
interface FloatAttentionLoops {
    /** Rows of a product. */
    int HEIGHT = 8;

    /** Columns of a product. */
    int WIDTH = 2 * FloatVector.SPECIES_PREFERRED.length();

    /** Queries side by side in a block of scores. */
    int ROW = AttentionShape.QUERIES;

    /** {@code C[r, j] = sum over k of a[k * aStep + r] * B[k, j]}. */
    void store(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow);

    /** {@code C[r, j] += sum over k of a[k * aStep + r] * B[k, j]}. */
    void add(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow);

    /** {@code C[r, j] = C[r, j] * f[r] + sum over k of a[k * aStep + r] * B[k, j]}. */
    void addScaled(int depth, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cRow, float[] f, int fAt);

    /** {@code C[r, j] += sum over k of a[r * aRow + k] * B[k, j]}. */
    void addRows(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, float[] c, int cAt, int cRow);

    /**
     * One step of the online softmax (Milakov and Gimelshein 2018): scores become weights relative to the maximum so far.
     *
     * @param at position of the block
     * @param max the maximum so far of each query; becomes the one that includes this block
     * @param sum the sum of weights so far; rescaled and added to
     * @param factor receives what everything summed so far must be multiplied by
     */
    void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor);

    /**
     * Scores become the weights {@code P = exp(S - logSumExp)}, their cotangents dP become {@code dS = P * (dP - delta)}.
     *
     * @param scores position of the scores
     * @param cotangents position of their cotangents
     * @param logSumExp position of the queries' log-sum-exps
     * @param delta position of the queries' deltas
     */
    void pullback(float[] work, int scores, int cotangents, int keys, int logSumExp, int delta);

    /** {@code S^T}: {@code keys} rows of panels of keys by {@code queries} columns of panels of queries. */
    default void scores(float[] work, int keyPanels, int queryPanels, int depth, int keys, int queries, int scores) {
        for (int j = 0; j < queries; j += WIDTH) {
            for (int k = 0; k < keys; k += HEIGHT) {
                store(depth, work, keyPanels + k * depth, HEIGHT, work, queryPanels + j * depth, work, scores + k * ROW + j, ROW);
            }
        }
    }
}
