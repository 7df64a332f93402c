package org.covector.engine.kernel;

import java.util.Arrays;

/**
 * The pullback of {@link FloatAttention}: weights are computed again block by block from the log-sum-exps, {@code P = exp(S - lse)};
 * with {@code dP = dO V^T}, {@code delta_i = dO_i . O_i} and {@code dS = P * (dP - delta)} the cotangents are {@code dV = P^T dO},
 * {@code dQ = scale dS K}, {@code dK = scale dS^T Q}. Blocks of keys outside, blocks of queries inside, always in this order.
 */
@SuppressWarnings("cast") // to the dtype: idle for one of the two
public final class FloatAttentionGradient implements AttentionGradientKernel {
    private static final int QUERIES = AttentionShape.QUERIES;
    private static final int KEYS = AttentionShape.KEYS;
    private static final int WIDTH = FloatBlockProduct.WIDTH;
    private static final int HEIGHT = FloatBlockProduct.HEIGHT;

    private final AttentionShape shape;
    private final int width;
    private final int valueWidth;
    private final float[] keyPanels;
    private final float[] valuePanels;
    private final float[] keyRows;
    private final float[] queryPanels;
    private final float[] queryRows;
    private final float[] dyPanels;
    private final float[] dyRows;
    private final float[] dk;
    private final float[] dv;
    private final float[] dq;
    private final float[] logSumExp;
    private final float[] delta;
    private final float[] weights = new float[KEYS * QUERIES];
    private final float[] cotangents = new float[KEYS * QUERIES];

    /** Scratch memory for heads of this shape. */
    public FloatAttentionGradient(AttentionShape shape) {
        this.shape = shape;
        int depth = shape.depth();
        int valueDepth = shape.valueDepth();
        width = FloatPanels.roundUp(depth, WIDTH);
        valueWidth = FloatPanels.roundUp(valueDepth, WIDTH);
        keyPanels = new float[FloatPanels.size(shape.keys(), depth, HEIGHT)];
        valuePanels = new float[FloatPanels.size(shape.keys(), valueDepth, HEIGHT)];
        keyRows = new float[FloatPanels.size(depth, shape.keys(), WIDTH)];
        queryPanels = new float[FloatPanels.size(shape.queries(), depth, WIDTH)];
        queryRows = new float[FloatPanels.size(depth, shape.queries(), WIDTH)];
        dyPanels = new float[FloatPanels.size(shape.queries(), valueDepth, WIDTH)];
        dyRows = new float[FloatPanels.size(valueDepth, shape.queries(), WIDTH)];
        int keys = FloatPanels.roundUp(shape.keys(), HEIGHT);
        int queries = FloatPanels.roundUp(shape.queries(), QUERIES);
        dk = new float[Math.multiplyExact(keys, width)];
        dv = new float[Math.multiplyExact(keys, valueWidth)];
        dq = new float[Math.multiplyExact(queries, width)];
        logSumExp = new float[queries];
        delta = new float[queries];
    }

    @Override
    public void keys(StridedMatrix k, StridedMatrix v) {
        float[] ka = (float[]) k.array();
        float[] va = (float[]) v.array();
        FloatPanels.pack(ka, k.at(), k.row(), k.column(), shape.keys(), shape.depth(), 1, HEIGHT, keyPanels, 0);
        FloatPanels.pack(ka, k.at(), k.column(), k.row(), shape.depth(), shape.keys(), 1, WIDTH, keyRows, 0);
        FloatPanels.pack(va, v.at(), v.row(), v.column(), shape.keys(), shape.valueDepth(), 1, HEIGHT, valuePanels, 0);
        Arrays.fill(dk, 0f);
        Arrays.fill(dv, 0f);
    }

    @Override
    public void queries(Queries head, AttentionMask mask, AttentionMask dMask) {
        packQueries(head.q(), head.dy());
        normalisers(head);
        Arrays.fill(dq, 0f);
        for (int key = 0; key < shape.keys(); key += KEYS) {
            for (int block = 0; block < shape.queryBlocks(); block++) {
                int keys = Math.min(KEYS, shape.keysFor(block) - key);
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
        FloatPanels.pack(qa, q.at(), q.row(), q.column(), n, shape.depth(), scale, WIDTH, queryPanels, 0);
        FloatPanels.pack(qa, q.at(), q.column(), q.row(), shape.depth(), n, scale, WIDTH, queryRows, 0);
        FloatPanels.pack(da, dy.at(), dy.row(), dy.column(), n, shape.valueDepth(), 1, WIDTH, dyPanels, 0);
        FloatPanels.pack(da, dy.at(), dy.column(), dy.row(), shape.valueDepth(), n, 1, WIDTH, dyRows, 0);
    }

    /** Log-sum-exps and {@code dO_i . O_i}, the latter in four sums, element e in sum {@code e % 4}. */
    private void normalisers(Queries head) {
        float[] l = (float[]) head.logSumExp().array();
        float[] x = (float[]) head.o().array();
        float[] y = (float[]) head.dy().array();
        for (int i = 0; i < shape.queries(); i++) {
            float v = l[head.logSumExp().at() + i * head.logSumExp().row()];
            logSumExp[i] = v == Float.NEGATIVE_INFINITY ? Float.POSITIVE_INFINITY : v; // no key at all: weights exp(-inf) = 0
            delta[i] = dot(x, head.o().at() + i * head.o().row(), head.o().column(), y, head.dy().at() + i * head.dy().row(), head.dy().column(),
                    shape.valueDepth());
        }
    }

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
        FloatAttention.scores(keyPanels, queryPanels, first * shape.depth(), shape.depth(), key, keys, queries, weights);
        FloatMasking.apply(mask, shape.causal(), first, queries, key, keys, weights);
        FloatAttention.scores(valuePanels, dyPanels, first * shape.valueDepth(), shape.valueDepth(), key, keys, queries, cotangents);
        FloatScores.pullback(weights, cotangents, keys, logSumExp, delta, first);
        if (dMask instanceof AttentionMask.Adds(StridedMatrix target)) {
            FloatMasking.collect(target, first, queries, key, keys, cotangents);
        }
        // rows that only fill up the last eight keys must not reach dk and dv
        int rounded = FloatPanels.roundUp(keys, HEIGHT) * QUERIES;
        Arrays.fill(weights, keys * QUERIES, rounded, 0f);
        Arrays.fill(cotangents, keys * QUERIES, rounded, 0f);
        for (int e = 0; e < valueWidth; e += WIDTH) {
            for (int k = 0; k < keys; k += HEIGHT) {
                FloatBlockProduct.addRows(queries, weights, k * QUERIES, QUERIES, dyRows, e * shape.queries() + first * WIDTH,
                        dv, (key + k) * valueWidth + e, valueWidth);
            }
        }
        for (int e = 0; e < width; e += WIDTH) {
            for (int k = 0; k < keys; k += HEIGHT) {
                FloatBlockProduct.addRows(queries, cotangents, k * QUERIES, QUERIES, queryRows, e * shape.queries() + first * WIDTH,
                        dk, (key + k) * width + e, width);
            }
            for (int i = 0; i < queries; i += HEIGHT) {
                FloatBlockProduct.add(keys, cotangents, i, QUERIES, keyRows, e * shape.keys() + key * WIDTH, dq, (first + i) * width + e, width);
            }
        }
    }

    @Override
    public void finish(Object dkOut, int kAt, Object dvOut, int vAt) {
        store(dk, width, shape.keys(), shape.depth(), 1, (float[]) dkOut, kAt);
        store(dv, valueWidth, shape.keys(), shape.valueDepth(), 1, (float[]) dvOut, vAt);
    }

    private static void store(float[] from, int row, int rows, int columns, float factor, float[] to, int at) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to[at + i * columns + j] = from[i * row + j] * factor;
            }
        }
    }
}
