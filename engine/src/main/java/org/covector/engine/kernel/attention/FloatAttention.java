package org.covector.engine.kernel.attention;

import java.util.Arrays;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * {@code O = softmax(scale Q K^T + mask) V} without ever holding the L x S weights: blocks of keys stream past a block of queries,
 * sums are rescaled when the running maximum rises (Dao et al., FlashAttention, 2022; Dao, FlashAttention-2, 2023). Scores are
 * kept key by key with the queries in the lanes, so that maxima and sums need no horizontal step and the weights are at once an
 * operand of the second product.
 */
@SuppressWarnings("cast") // to the dtype: idle for one of the two
final class FloatAttention implements AttentionKernel {
    private static final int QUERIES = AttentionShape.QUERIES;
    private static final int KEYS = AttentionShape.KEYS;
    private static final int WIDTH = FloatAttentionLoops.WIDTH;
    private static final int HEIGHT = FloatAttentionLoops.HEIGHT;

    private final FloatAttentionLoops loops;
    private final AttentionShape shape;
    private final int valueWidth;
    // positions in the scratch array
    private final int keyPanels;
    private final int valuePanels;
    private final int queryPanels;
    private final int scores;
    private final int output;
    private final float[] work;
    private final float[] max = new float[QUERIES];
    private final float[] sum = new float[QUERIES];
    private final float[] factor = new float[QUERIES];

    /** Scratch memory for heads of this shape. */
    FloatAttention(FloatAttentionLoops loops, AttentionShape shape) {
        this.loops = loops;
        this.shape = shape;
        valueWidth = FloatAttentionPacking.roundUp(shape.valueDepth(), WIDTH);
        scores = 0;
        queryPanels = KEYS * QUERIES;
        output = Storage.length("scaledDotProductAttention", (long) queryPanels + (long) QUERIES * shape.depth());
        keyPanels = Storage.length("scaledDotProductAttention", (long) output + (long) QUERIES * valueWidth);
        valuePanels = Storage.length("scaledDotProductAttention",
                (long) keyPanels + FloatAttentionPacking.size(shape.keys(), shape.depth(), HEIGHT));
        work = ScratchBuffers.floats(Storage.length("scaledDotProductAttention",
                (long) valuePanels + FloatAttentionPacking.size(shape.valueDepth(), shape.keys(), WIDTH)));
        Arrays.fill(work, 0, KEYS * QUERIES, 0f); // lanes beyond the last query are computed too: not with garbage
    }

    @Override
    public void close() {
        ScratchBuffers.release(work);
    }

    @Override
    public void keys(StridedMatrix k, StridedMatrix v) {
        FloatAttentionPacking.pack((float[]) k.array(), k.at(), k.row(), k.column(), shape.keys(), shape.depth(), 1, HEIGHT, work,
                keyPanels);
        FloatAttentionPacking.pack((float[]) v.array(), v.at(), v.column(), v.row(), shape.valueDepth(), shape.keys(), 1, WIDTH, work,
                valuePanels);
    }

    @Override
    public void queries(StridedMatrix q, AttentionMask mask, int block, Object o, int oAt, Object normalizers, int normalizersAt) {
        int first = block * QUERIES;
        int count = shape.queriesOf(block);
        FloatAttentionPacking.pack((float[]) q.array(), q.at() + first * q.row(), q.row(), q.column(), count, shape.depth(),
                (float) shape.scale(), WIDTH, work, queryPanels);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0f);
        Arrays.fill(work, output, output + QUERIES * valueWidth, 0f);
        int end = shape.keysFor(block);
        for (int key = 0; key < end; key += KEYS) {
            int keys = Math.min(KEYS, end - key);
            loops.scores(work, keyPanels + key * shape.depth(), queryPanels, shape.depth(), keys, count, scores);
            FloatMasking.apply(mask, shape.causal(), first, count, key, keys, work, scores);
            loops.online(work, scores, keys, max, sum, factor);
            for (int i = 0; key > 0 && i < count; i++) {
                FloatAttentionPacking.multiply(work, output + i * valueWidth, factor[i], work, output + i * valueWidth, valueWidth);
            }
            for (int e = 0; e < valueWidth; e += WIDTH) {
                for (int i = 0; i < count; i += HEIGHT) {
                    loops.add(keys, work, scores + i, QUERIES, work, valuePanels + e * shape.keys() + key * WIDTH,
                            work, output + i * valueWidth + e, valueWidth);
                }
            }
        }
        finish(count, (float[]) o, oAt + first * shape.valueDepth(), (float[]) normalizers, normalizersAt + 2 * first);
    }

    private void finish(int count, float[] o, int at, float[] normalizers, int normalizersAt) {
        int depth = shape.valueDepth();
        for (int i = 0; i < count; i++) {
            float total = sum[i];
            if (total == 0) { // every key is masked
                Arrays.fill(o, at + i * depth, at + i * depth + depth, 0f);
            } else {
                FloatAttentionPacking.divide(work, output + i * valueWidth, total, o, at + i * depth, depth);
            }
            normalizers[normalizersAt + 2 * i] = max[i];
            normalizers[normalizersAt + 2 * i + 1] = total;
        }
    }
}
