package org.covector.engine.kernel.attention;

import java.util.Arrays;

/** Masks on a block of scores that lie key by key, {@link AttentionShape#QUERIES} queries side by side. */
final class FloatMasking {
    private static final int ROW = AttentionShape.QUERIES;

    private FloatMasking() {}

    /** Applies mask and causality to {@code keys} keys from {@code key} on and {@code queries} queries from {@code query} on. */
    static void apply(AttentionMask mask, boolean causal, int query, int queries, int key, int keys, float[] scores, int to) {
        switch (mask) {
            case AttentionMask.None() -> { }
            case AttentionMask.Selects(StridedMatrix m) ->
                select((boolean[]) m.array(), m.at() + query * m.row() + key * m.column(), m.row(), m.column(), queries, keys, scores, to);
            case AttentionMask.Adds(StridedMatrix m) ->
                add((float[]) m.array(), m.at() + query * m.row() + key * m.column(), m.row(), m.column(), queries, keys, scores, to);
        }
        if (causal) {
            for (int k = Math.max(0, query + 1 - key); k < keys; k++) {
                Arrays.fill(scores, to + k * ROW, to + k * ROW + Math.min(ROW, key + k - query), Float.NEGATIVE_INFINITY);
            }
        }
    }

    private static void select(boolean[] m, int at, int row, int column, int queries, int keys, float[] scores, int to) {
        for (int i = 0; i < queries; i++) {
            int p = at + i * row;
            for (int k = 0; k < keys; k++) {
                if (!m[p]) {
                    scores[to + k * ROW + i] = Float.NEGATIVE_INFINITY;
                }
                p += column;
            }
        }
    }

    private static void add(float[] m, int at, int row, int column, int queries, int keys, float[] scores, int to) {
        for (int i = 0; i < queries; i++) {
            int p = at + i * row;
            for (int k = 0; k < keys; k++) {
                scores[to + k * ROW + i] += m[p];
                p += column;
            }
        }
    }

    /** Adds the cotangents of a block of scores to those of the mask, which may be smaller: strides 0 sum. */
    static void collect(StridedMatrix mask, int query, int queries, int key, int keys, float[] cotangents, int from) {
        float[] m = (float[]) mask.array();
        for (int i = 0; i < queries; i++) {
            int p = mask.at() + (query + i) * mask.row() + key * mask.column();
            for (int k = 0; k < keys; k++) {
                m[p] += cotangents[from + k * ROW + i];
                p += mask.column();
            }
        }
    }
}
