package org.covector.engine.kernel;

import java.util.Arrays;

/**
 * {@code O = softmax(scale Q K^T + mask) V} without ever holding the L x S weights: blocks of keys stream past a block of queries,
 * sums are rescaled when the running maximum rises (Dao et al., FlashAttention, 2022; Dao, FlashAttention-2, 2023). Scores are
 * kept key by key with the queries in the lanes, so that maxima and sums need no horizontal step and the weights are at once an
 * operand of the second product.
 */
@SuppressWarnings("cast") // to the dtype: idle for one of the two
public final class FloatAttention implements AttentionKernel {
    private static final int QUERIES = AttentionShape.QUERIES;
    private static final int KEYS = AttentionShape.KEYS;
    private static final int WIDTH = FloatBlockProduct.WIDTH;
    private static final int HEIGHT = FloatBlockProduct.HEIGHT;

    private final AttentionShape shape;
    private final int valueWidth;
    private final float[] keyPanels;
    private final float[] valuePanels;
    private final float[] queryPanels;
    private final float[] scores = new float[KEYS * QUERIES];
    private final float[] max = new float[QUERIES];
    private final float[] sum = new float[QUERIES];
    private final float[] factor = new float[QUERIES];
    private final float[] output;

    /** Scratch memory for heads of this shape. */
    public FloatAttention(AttentionShape shape) {
        this.shape = shape;
        valueWidth = FloatPanels.roundUp(shape.valueDepth(), WIDTH);
        keyPanels = new float[FloatPanels.size(shape.keys(), shape.depth(), HEIGHT)];
        valuePanels = new float[FloatPanels.size(shape.valueDepth(), shape.keys(), WIDTH)];
        queryPanels = new float[QUERIES * shape.depth()];
        output = new float[QUERIES * valueWidth];
    }

    @Override
    public void keys(StridedMatrix k, StridedMatrix v) {
        FloatPanels.pack((float[]) k.array(), k.at(), k.row(), k.column(), shape.keys(), shape.depth(), 1, HEIGHT, keyPanels, 0);
        FloatPanels.pack((float[]) v.array(), v.at(), v.column(), v.row(), shape.valueDepth(), shape.keys(), 1, WIDTH, valuePanels, 0);
    }

    @Override
    public void queries(StridedMatrix q, AttentionMask mask, int block, Object o, int oAt, Object logSumExp, int logSumExpAt) {
        int first = block * QUERIES;
        int count = shape.queriesOf(block);
        FloatPanels.pack((float[]) q.array(), q.at() + first * q.row(), q.row(), q.column(), count, shape.depth(), (float) shape.scale(),
                WIDTH, queryPanels, 0);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0f);
        Arrays.fill(output, 0f);
        int end = shape.keysFor(block);
        for (int key = 0; key < end; key += KEYS) {
            int keys = Math.min(KEYS, end - key);
            scores(keyPanels, queryPanels, 0, shape.depth(), key, keys, count, scores);
            FloatMasking.apply(mask, shape.causal(), first, count, key, keys, scores);
            FloatScores.online(scores, keys, max, sum, factor);
            for (int e = 0; e < valueWidth; e += WIDTH) {
                for (int i = 0; i < count; i += HEIGHT) {
                    FloatBlockProduct.addScaled(keys, scores, i, QUERIES, valuePanels, e * shape.keys() + key * WIDTH,
                            output, i * valueWidth + e, valueWidth, factor, i);
                }
            }
        }
        finish(count, (float[]) o, oAt + first * shape.valueDepth(), (float[]) logSumExp, logSumExpAt + first);
    }

    /** {@code S^T}: {@code keys} rows from {@code key} on of panels of keys by the block's panels of queries. */
    static void scores(float[] keyPanels, float[] queryPanels, int at, int depth, int key, int keys, int queries, float[] scores) {
        for (int j = 0; j < queries; j += WIDTH) {
            for (int k = 0; k < keys; k += HEIGHT) {
                FloatBlockProduct.store(depth, keyPanels, (key + k) * depth, HEIGHT, queryPanels, at + j * depth, scores,
                        k * QUERIES + j, QUERIES);
            }
        }
    }

    private void finish(int count, float[] o, int at, float[] logSumExp, int logSumExpAt) {
        int depth = shape.valueDepth();
        for (int i = 0; i < count; i++) {
            float total = sum[i];
            boolean none = total == 0; // every key is masked: zeros
            for (int e = 0; e < depth; e++) {
                o[at + i * depth + e] = none ? 0 : output[i * valueWidth + e] / total;
            }
            logSumExp[logSumExpAt + i] = (float) (max[i] + StrictMath.log(total)); // the same bits on every machine
        }
    }
}
