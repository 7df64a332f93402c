package org.covector.engine.kernel.attention;

import java.util.Arrays;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * The pullback of {@link FloatAttention}: weights are computed again block by block from the log-sum-exps, {@code P = exp(S - lse)};
 * with {@code dP = dO V^T}, {@code delta_i = dO_i . O_i} and {@code dS = P * (dP - delta)} the cotangents are {@code dV = P^T dO},
 * {@code dQ = scale dS K}, {@code dK = scale dS^T Q}. Blocks of keys outside, blocks of queries inside, always in this order.
 */
@SuppressWarnings("cast") // to the dtype: idle for one of the two
final class FloatAttentionGradient implements AttentionGradientKernel {
    private static final int QUERIES = AttentionShape.QUERIES;
    private static final int KEYS = AttentionShape.KEYS;
    private static final int WIDTH = FloatAttentionLoops.WIDTH;
    private static final int HEIGHT = FloatAttentionLoops.HEIGHT;

    private final FloatAttentionLoops loops;
    private final AttentionShape shape;
    private final int width;
    private final int valueWidth;
    // positions in the scratch array: "panels" have k = depth, "rows" have k = position
    private final int weights = 0;
    private final int cotangents = KEYS * QUERIES;
    private final int max;
    private final int reciprocal; // of the sum
    private final int delta;
    private final int queryPanels;
    private final int queryRows;
    private final int dyPanels;
    private final int dyRows;
    private final int keyPanels;
    private final int valuePanels;
    private final int keyRows;
    private final int dq;
    private final int dk;
    private final int dv;
    private final float[] work;
    private int end = 2 * KEYS * QUERIES;
    private int keyFrom;
    private int keyTo;

    /** Scratch memory for heads of this shape of which at most {@code keys} keys are taken at a time. */
    FloatAttentionGradient(FloatAttentionLoops loops, AttentionShape shape, int keys) {
        this.loops = loops;
        this.shape = shape;
        int depth = shape.depth();
        int valueDepth = shape.valueDepth();
        int queries = FloatAttentionPacking.roundUp(shape.queries(), QUERIES);
        width = FloatAttentionPacking.roundUp(depth, WIDTH);
        valueWidth = FloatAttentionPacking.roundUp(valueDepth, WIDTH);
        max = place(queries, 1);
        reciprocal = place(queries, 1);
        delta = place(queries, 1);
        queryPanels = place(queries, depth);
        queryRows = place(shape.queries(), width);
        dyPanels = place(queries, valueDepth);
        dyRows = place(shape.queries(), valueWidth);
        dq = place(queries, width);
        int rows = FloatAttentionPacking.roundUp(keys, HEIGHT);
        keyPanels = place(rows, depth);
        valuePanels = place(rows, valueDepth);
        keyRows = place(keys, width);
        dk = place(rows, width);
        dv = place(rows, valueWidth);
        work = ScratchBuffers.floats(end);
        Arrays.fill(work, 0, queryPanels, 0f); // lanes beyond the last query are computed too: not with garbage
    }

    private int place(int rows, int columns) {
        int at = end;
        end = Storage.length("scaledDotProductAttention", (long) end + (long) rows * columns);
        return at;
    }

    @Override
    public void close() {
        ScratchBuffers.release(work);
    }

    @Override
    public void keys(StridedMatrix k, StridedMatrix v, int from, int to) {
        keyFrom = from;
        keyTo = to;
        int n = to - from;
        float[] ka = (float[]) k.array();
        float[] va = (float[]) v.array();
        int kAt = k.at() + from * k.row();
        FloatAttentionPacking.pack(ka, kAt, k.row(), k.column(), n, shape.depth(), 1, HEIGHT, work, keyPanels);
        FloatAttentionPacking.pack(ka, kAt, k.column(), k.row(), shape.depth(), n, 1, WIDTH, work, keyRows);
        FloatAttentionPacking.pack(va, v.at() + from * v.row(), v.row(), v.column(), n, shape.valueDepth(), 1, HEIGHT, work, valuePanels);
        Arrays.fill(work, dk, end, 0f);
    }

    @Override
    public void queries(Queries head, AttentionMask mask, AttentionMask dMask) {
        packQueries(head.q(), head.dy());
        normalisers(head);
        Arrays.fill(work, dq, dq + shape.queryBlocks() * QUERIES * width, 0f);
        for (int key = keyFrom; key < keyTo; key += KEYS) {
            for (int block = 0; block < shape.queryBlocks(); block++) {
                int keys = Math.min(KEYS, Math.min(keyTo, shape.keysFor(block)) - key);
                if (keys > 0) {
                    block(block * QUERIES, shape.queriesOf(block), key, keys, mask, dMask);
                }
            }
        }
        store(dq, width, shape.queries(), shape.depth(), (float) shape.scale(), (float[]) head.dq(), head.dqAt());
    }

    private void packQueries(StridedMatrix q, StridedMatrix dy) {
        float[] qa = (float[]) q.array();
        float[] da = (float[]) dy.array();
        int n = shape.queries();
        float scale = (float) shape.scale();
        FloatAttentionPacking.pack(qa, q.at(), q.row(), q.column(), n, shape.depth(), scale, WIDTH, work, queryPanels);
        FloatAttentionPacking.pack(qa, q.at(), q.column(), q.row(), shape.depth(), n, scale, WIDTH, work, queryRows);
        FloatAttentionPacking.pack(da, dy.at(), dy.row(), dy.column(), n, shape.valueDepth(), 1, WIDTH, work, dyPanels);
        FloatAttentionPacking.pack(da, dy.at(), dy.column(), dy.row(), shape.valueDepth(), n, 1, WIDTH, work, dyRows);
    }

    /** What turns scores into weights, and {@code dO_i . O_i}. */
    private void normalisers(Queries head) {
        StridedMatrix o = head.o();
        StridedMatrix dy = head.dy();
        StridedMatrix of = head.normalizers();
        float[] n = (float[]) of.array();
        for (int i = 0; i < shape.queries(); i++) {
            float m = n[of.at() + i * of.row()];
            float sum = n[of.at() + i * of.row() + of.column()];
            work[max + i] = m == Float.NEGATIVE_INFINITY ? Float.POSITIVE_INFINITY : m; // no key at all: weights exp(-inf) = 0
            work[reciprocal + i] = sum == 0f ? 0f : 1f / sum;
            work[delta + i] = dot((float[]) o.array(), o.at() + i * o.row(), o.column(),
                    (float[]) dy.array(), dy.at() + i * dy.row(), dy.column(), shape.valueDepth());
        }
    }

    /** In four sums, element e in sum {@code e % 4}, the last few in the first. */
    private static float dot(float[] x, int p, int px, float[] y, int q, int qx, int n) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        int e = 0;
        for (; e + 4 <= n; e += 4) {
            s0 = Math.fma(x[p + e * px], y[q + e * qx], s0);
            s1 = Math.fma(x[p + (e + 1) * px], y[q + (e + 1) * qx], s1);
            s2 = Math.fma(x[p + (e + 2) * px], y[q + (e + 2) * qx], s2);
            s3 = Math.fma(x[p + (e + 3) * px], y[q + (e + 3) * qx], s3);
        }
        for (; e < n; e++) {
            s0 = Math.fma(x[p + e * px], y[q + e * qx], s0);
        }
        return s0 + s2 + (s1 + s3);
    }

    private void block(int first, int queries, int key, int keys, AttentionMask mask, AttentionMask dMask) {
        int row = key - keyFrom;
        loops.scores(work, keyPanels + row * shape.depth(), queryPanels + first * shape.depth(), shape.depth(), keys, queries, weights);
        FloatMasking.apply(mask, shape.causal(), first, queries, key, keys, work, weights);
        loops.scores(work, valuePanels + row * shape.valueDepth(), dyPanels + first * shape.valueDepth(), shape.valueDepth(),
                keys, queries, cotangents);
        loops.pullback(work, weights, cotangents, keys, max + first, reciprocal + first, delta + first);
        if (dMask instanceof AttentionMask.Adds(StridedMatrix target)) {
            FloatMasking.collect(target, first, queries, key, keys, work, cotangents);
        }
        // rows that only fill up the last eight keys must not reach dk and dv
        int rounded = FloatAttentionPacking.roundUp(keys, HEIGHT) * QUERIES;
        Arrays.fill(work, weights + keys * QUERIES, weights + rounded, 0f);
        Arrays.fill(work, cotangents + keys * QUERIES, cotangents + rounded, 0f);
        for (int e = 0; e < valueWidth; e += WIDTH) {
            products(keys, queries, weights, dyRows + e * shape.queries() + first * WIDTH, dv + row * valueWidth + e, valueWidth);
        }
        for (int e = 0; e < width; e += WIDTH) {
            products(keys, queries, cotangents, queryRows + e * shape.queries() + first * WIDTH, dk + row * width + e, width);
            for (int i = 0; i < queries; i += HEIGHT) {
                loops.add(keys, work, cotangents + i, QUERIES, work, keyRows + e * (keyTo - keyFrom) + row * WIDTH,
                        work, dq + (first + i) * width + e, width);
            }
        }
    }

    private void products(int keys, int queries, int a, int b, int c, int row) {
        for (int k = 0; k < keys; k += HEIGHT) {
            loops.addRows(queries, work, a + k * QUERIES, QUERIES, work, b, work, c + k * row, row);
        }
    }

    @Override
    public void finish(Object dkOut, int kAt, Object dvOut, int vAt) {
        store(dk, width, keyTo - keyFrom, shape.depth(), 1, (float[]) dkOut, kAt + keyFrom * shape.depth());
        store(dv, valueWidth, keyTo - keyFrom, shape.valueDepth(), 1, (float[]) dvOut, vAt + keyFrom * shape.valueDepth());
    }

    private void store(int from, int row, int rows, int columns, float factor, float[] to, int at) {
        for (int i = 0; i < rows; i++) {
            FloatAttentionPacking.multiply(work, from + i * row, factor, to, at + i * columns, columns);
        }
    }

    @Override
    public void add(Object from, int fromAt, Object to, int toAt, int n) {
        FloatAttentionPacking.add((float[]) from, fromAt, (float[]) to, toAt, n);
    }
}
