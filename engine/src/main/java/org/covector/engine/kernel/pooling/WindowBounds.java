package org.covector.engine.kernel.pooling;

import java.util.Arrays;

/**
 * The windows of one spatial axis of pooling: that of output {@code q} covers every {@code step}-th element of the source from
 * {@code from[q]} (inclusive) to {@code to[q]} (exclusive), and counts {@code count[q]} elements, padding perhaps among them.
 */
public record WindowBounds(int source, int[] from, int[] to, int[] count, int step) {
    /** The windows of a pooling without dilation and with equal padding on both sides. */
    public static WindowBounds sliding(int source, int outputs, int kernel, int stride, int padding, boolean countPadding) {
        return sliding(source, outputs, kernel, stride, padding, 1, source + padding, countPadding);
    }

    /** The windows of an axis; those that reach over {@code end}, where the padding ends, are cut there before they are counted. */
    public static WindowBounds sliding(int source, int outputs, int n, int stride, int padding, int dilation, int end,
            boolean countPadding) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] count = new int[outputs];
        for (int q = 0; q < outputs; q++) {
            int start = q * stride - padding;
            int first = start >= 0 ? 0 : Math.ceilDiv(-start, dilation);
            int after = Math.min(n, start >= source ? 0 : Math.ceilDiv(source - start, dilation));
            from[q] = start + first * dilation;
            to[q] = after > first ? start + (after - 1) * dilation + 1 : from[q];
            count[q] = countPadding ? Math.min(n, Math.ceilDiv(end - start, dilation)) : after - first;
        }
        return new WindowBounds(source, from, to, count, dilation);
    }

    /** The windows of adaptive pooling: from {@code floor(q source / outputs)} to {@code ceil((q + 1) source / outputs)}. */
    public static WindowBounds adaptive(int source, int outputs) {
        int[] from = new int[outputs];
        int[] to = new int[outputs];
        int[] count = new int[outputs];
        for (int q = 0; q < outputs; q++) {
            from[q] = (int) ((long) q * source / outputs);
            to[q] = (int) Math.ceilDiv((q + 1L) * source, outputs);
            count[q] = to[q] - from[q];
        }
        return new WindowBounds(source, from, to, count, 1);
    }

    /** The same windows with one divisor. */
    public WindowBounds withDivisor(int n) {
        int[] c = new int[count.length];
        Arrays.fill(c, n);
        return new WindowBounds(source, from, to, c, step);
    }

    /** Number of windows. */
    public int outputs() {
        return from.length;
    }
}
