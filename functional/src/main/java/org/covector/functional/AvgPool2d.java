package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.avgPool2d}. One number stands for both axes.
 *
 * @param stride steps of the window; none means its own size
 * @param padding zeros on both sides of each axis, at most half the window
 * @param ceilMode whether a last window may reach over the end
 * @param countIncludePad whether padding counts in the mean
 * @param divisorOverride what to divide by instead of the number of elements
 */
public record AvgPool2d(Option<int[]> stride, int[] padding, boolean ceilMode, boolean countIncludePad, Option<Integer> divisorOverride) {
    /** Windows side by side; padding counts. */
    public static final AvgPool2d DEFAULT = new AvgPool2d(Option.none(), new int[] {0, 0}, false, true, Option.none());

    /** Copies and checks. */
    public AvgPool2d {
        stride = stride.map(s -> Pair.of("avgPool2d", "stride", 1, s));
        padding = Pair.of("avgPool2d", "padding", 0, padding);
        divisorOverride.forEach(d -> ArgumentException.require(d != 0, "avgPool2d", "divisorOverride", d, "a number other than 0"));
    }

    /** With a stride. */
    public static AvgPool2d stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With a stride. */
    public AvgPool2d withStride(int... steps) {
        return new AvgPool2d(Option.of(steps), padding, ceilMode, countIncludePad, divisorOverride);
    }

    /** With padding. */
    public AvgPool2d withPadding(int... zeros) {
        return new AvgPool2d(stride, zeros, ceilMode, countIncludePad, divisorOverride);
    }

    /** With partial last windows. */
    public AvgPool2d withCeilMode() {
        return new AvgPool2d(stride, padding, true, countIncludePad, divisorOverride);
    }

    /** Without padding in the mean. */
    public AvgPool2d withoutPaddingCounted() {
        return new AvgPool2d(stride, padding, ceilMode, false, divisorOverride);
    }

    /** With a divisor of its own. */
    public AvgPool2d withDivisor(int divisor) {
        return new AvgPool2d(stride, padding, ceilMode, countIncludePad, Option.of(divisor));
    }
}
