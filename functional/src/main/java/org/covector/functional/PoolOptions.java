package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of every pooling over sliding windows, of any rank: {@code PoolOptions.stride(2).withPadding(1)}. One number stands for all
 * spatial axes; else there is one for each. They are checked by the function that gets them, which refuses options that would not change
 * its result.
 *
 * @param stride steps of the window, 1 or more; none means the window's own size
 * @param padding what is added to both ends of each axis
 * @param dilation distance of the window's elements, 1 or more
 * @param ceilMode whether a last window may reach over the padded end, provided it starts inside the input or the padding before it
 * @param averaging what a mean divides by
 * @param indices what the indices of maxima count
 */
public record PoolOptions(Option<Ints> stride, Padding padding, Ints dilation, boolean ceilMode, Averaging averaging, Indices indices) {
    /**
     * Windows side by side, no padding, only whole windows; means divide by the number of a window's elements, indices count within a
     * plane.
     */
    public static final PoolOptions DEFAULT = new PoolOptions(Option.none(), new Padding(Ints.of(0), Ints.of(0)), Ints.of(1), false,
            Averaging.DEFAULT, Indices.PLANE);

    /**
     * Padding: zeros for means and norms, negative infinity for maxima. Of equal lengths at both ends at most half of the window.
     *
     * @param begin how much before the first element of each axis, 0 or more
     * @param end how much after the last, 0 or more
     */
    public record Padding(Ints begin, Ints end) {}

    /**
     * What a mean divides by.
     *
     * @param countIncludePad whether padding counts
     * @param divisorOverride a number to divide by instead of the number of elements, not 0
     */
    public record Averaging(boolean countIncludePad, Option<Integer> divisorOverride) {
        /** Padding counts. */
        public static final Averaging DEFAULT = new Averaging(true, Option.none());
    }

    /** What the indices of maxima count, in row-major order. */
    public enum Indices {
        /** The elements of a plane, the spatial axes of one sample and channel, as in torch. */
        PLANE,
        /** The elements of the whole tensor, as in ONNX. */
        TENSOR
    }

    /** With a stride. */
    public static PoolOptions stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With the same padding at both ends of each axis. */
    public static PoolOptions padding(int... padding) {
        return DEFAULT.withPadding(padding);
    }

    /** With a stride; no number means the window's own size. */
    public PoolOptions withStride(int... steps) {
        Option<Ints> given = steps.length == 0 ? Option.none() : Option.of(Ints.of(steps));
        return new PoolOptions(given, padding, dilation, ceilMode, averaging, indices);
    }

    /** With the same padding at both ends of each axis. */
    public PoolOptions withPadding(int... elements) {
        return withPadding(elements, elements);
    }

    /** With padding of its own at each end. */
    public PoolOptions withPadding(int[] begin, int[] end) {
        return new PoolOptions(stride, new Padding(Ints.of(begin), Ints.of(end)), dilation, ceilMode, averaging, indices);
    }

    /** With gaps between the window's elements. */
    public PoolOptions withDilation(int... distance) {
        return new PoolOptions(stride, padding, Ints.of(distance), ceilMode, averaging, indices);
    }

    /** With or without a last window that reaches over the end. */
    public PoolOptions withCeilMode(boolean isCeil) {
        return new PoolOptions(stride, padding, dilation, isCeil, averaging, indices);
    }

    /** With or without padding in the number that a mean divides by. */
    public PoolOptions withCountIncludePad(boolean counts) {
        return new PoolOptions(stride, padding, dilation, ceilMode, new Averaging(counts, averaging.divisorOverride), indices);
    }

    /** With a number to divide by. */
    public PoolOptions withDivisorOverride(int divisor) {
        return new PoolOptions(stride, padding, dilation, ceilMode, new Averaging(averaging.countIncludePad, Option.of(divisor)), indices);
    }

    /** With indices that count the elements of a plane or of the whole tensor. */
    public PoolOptions withIndices(Indices counted) {
        return new PoolOptions(stride, padding, dilation, ceilMode, averaging, counted);
    }
}
