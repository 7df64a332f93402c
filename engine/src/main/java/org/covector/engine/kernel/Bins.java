package org.covector.engine.kernel;

import java.util.Arrays;

/**
 * One spatial axis of averaging: output {@code q} covers {@code from[q]} (inclusive) to {@code to[q]} (exclusive) of the source,
 * and counts {@code count[q]} elements, padding perhaps among them.
 */
public record Bins(int source, int[] from, int[] to, int[] count) {
    /** Bins of a pooling window; those that reach over the padded end are cut there before they are counted. */
    public static Bins sliding(int source, int outputs, int kernel, int stride, int padding, boolean countPadding) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] count = new int[outputs];
        for (int q = 0; q < outputs; q++) {
            int start = q * stride - padding;
            int end = Math.min(start + kernel, source + padding);
            from[q] = Math.max(0, start);
            to[q] = Math.min(source, end);
            count[q] = countPadding ? end - start : to[q] - from[q];
        }
        return new Bins(source, from, to, count);
    }

    /** The bins of adaptive pooling: from {@code floor(q source / outputs)} to {@code ceil((q + 1) source / outputs)}. */
    public static Bins adaptive(int source, int outputs) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] count = new int[outputs];
        for (int q = 0; q < outputs; q++) {
            from[q] = (int) ((long) q * source / outputs);
            to[q] = (int) Math.ceilDiv((q + 1L) * source, outputs);
            count[q] = to[q] - from[q];
        }
        return new Bins(source, from, to, count);
    }

    /** The same bins, each counting as {@code n}. */
    public Bins counting(int n) {
        int[] c = new int[count.length];
        Arrays.fill(c, n);
        return new Bins(source, from, to, c);
    }

    /** Number of bins. */
    public int outputs() {
        return from.length;
    }
}
