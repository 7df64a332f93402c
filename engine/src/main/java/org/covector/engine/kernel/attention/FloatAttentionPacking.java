package org.covector.engine.kernel.attention;

import java.util.Arrays;
import org.covector.engine.storage.Storage;

/** Matrices copied into panels, as {@link FloatAttentionLoops} reads them, and what becomes of its results row by row. */
final class FloatAttentionPacking {
    private FloatAttentionPacking() {}

    /** Elements of the panels for {@code count} of r and {@code depth} of k. */
    static int size(int count, int depth, int width) {
        return Storage.length("scaledDotProductAttention", (long) roundUp(count, width) * depth);
    }

    static int roundUp(int n, int to) {
        return (n + to - 1) / to * to;
    }

    /**
     * {@code panel[at + k * width + r] = factor * a[from + r * rStride + k * kStride]}, one panel per {@code width} of r, one after
     * another; a last panel that is not full is filled with zeros.
     */
    static void pack(float[] a, int from, int rStride, int kStride, int count, int depth, float factor, int width, float[] panels, int at) {
        for (int r = 0; r < count; r += width) {
            int some = Math.min(width, count - r);
            int to = at + r * depth;
            if (rStride == 1) {
                runs(a, from + r, kStride, some, depth, factor, width, panels, to);
            } else {
                scattered(a, from + r * rStride, rStride, kStride, some, depth, factor, width, panels, to);
            }
        }
    }

    private static void runs(float[] a, int from, int kStride, int count, int depth, float factor, int width, float[] panel, int at) {
        for (int k = 0; k < depth; k++) {
            int to = at + k * width;
            System.arraycopy(a, from + k * kStride, panel, to, count);
            Arrays.fill(panel, to + count, to + width, 0f);
            if (factor != 1) {
                for (int r = 0; r < count; r++) {
                    panel[to + r] *= factor;
                }
            }
        }
    }

    private static void scattered(
            float[] a, int from, int rStride, int kStride, int count, int depth, float factor, int width, float[] panel, int at) {
        if (count < width) {
            Arrays.fill(panel, at, at + depth * width, 0f);
        }
        int eights = kStride == 1 ? count - count % 8 : 0;
        for (int r = 0; r < eights; r += 8) {
            eight(a, from + r * rStride, rStride, depth, factor, width, panel, at + r);
        }
        for (int r = eights; r < count; r++) {
            int p = from + r * rStride;
            int to = at + r;
            for (int k = 0; k < depth; k++) {
                panel[to] = a[p] * factor;
                p += kStride;
                to += width;
            }
        }
    }

    /** Eight rows at once: adjacent elements of the panel are checked together. */
    private static void eight(float[] a, int from, int rStride, int depth, float factor, int width, float[] panel, int at) {
        int second = from + rStride;
        int third = second + rStride;
        int fourth = third + rStride;
        int fifth = fourth + rStride;
        int sixth = fifth + rStride;
        int seventh = sixth + rStride;
        int eighth = seventh + rStride;
        for (int k = 0; k < depth; k++) {
            int to = at + k * width;
            panel[to] = a[from + k] * factor;
            panel[to + 1] = a[second + k] * factor;
            panel[to + 2] = a[third + k] * factor;
            panel[to + 3] = a[fourth + k] * factor;
            panel[to + 4] = a[fifth + k] * factor;
            panel[to + 5] = a[sixth + k] * factor;
            panel[to + 6] = a[seventh + k] * factor;
            panel[to + 7] = a[eighth + k] * factor;
        }
    }

    /** {@code to[j] = from[j] / by}. */
    static void divide(float[] from, int at, float by, float[] to, int toAt, int n) {
        for (int j = 0; j < n; j++) {
            to[toAt + j] = from[at + j] / by;
        }
    }

    /** {@code to[j] = from[j] * by}. */
    static void multiply(float[] from, int at, float by, float[] to, int toAt, int n) {
        for (int j = 0; j < n; j++) {
            to[toAt + j] = from[at + j] * by;
        }
    }

    /** {@code to[j] += from[j]}. */
    static void add(float[] from, int at, float[] to, int toAt, int n) {
        for (int j = 0; j < n; j++) {
            to[toAt + j] += from[at + j];
        }
    }
}
