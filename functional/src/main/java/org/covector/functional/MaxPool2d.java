package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of {@code F.maxPool2d}. One number stands for both axes.
 *
 * @param stride steps of the window; none means its own size
 * @param padding places of negative infinity on both sides of each axis, at most half the window
 * @param dilation distance of the window's elements
 * @param ceilMode whether a last window may reach over the end
 */
public record MaxPool2d(Option<int[]> stride, int[] padding, int[] dilation, boolean ceilMode) {
    /** Windows side by side. */
    public static final MaxPool2d DEFAULT = new MaxPool2d(Option.none(), new int[] {0, 0}, new int[] {1, 1}, false);

    /** Copies and checks. */
    public MaxPool2d {
        stride = stride.map(s -> Pair.of("maxPool2d", "stride", 1, s));
        padding = Pair.of("maxPool2d", "padding", 0, padding);
        dilation = Pair.of("maxPool2d", "dilation", 1, dilation);
    }

    /** With a stride. */
    public static MaxPool2d stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With a stride. */
    public MaxPool2d withStride(int... steps) {
        return new MaxPool2d(Option.of(steps), padding, dilation, ceilMode);
    }

    /** With padding. */
    public MaxPool2d withPadding(int... places) {
        return new MaxPool2d(stride, places, dilation, ceilMode);
    }

    /** With gaps. */
    public MaxPool2d withDilation(int... distance) {
        return new MaxPool2d(stride, padding, distance, ceilMode);
    }

    /** With partial last windows. */
    public MaxPool2d withCeilMode() {
        return new MaxPool2d(stride, padding, dilation, true);
    }
}
