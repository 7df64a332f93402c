package org.covector.functional;

import java.util.Arrays;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.convTranspose2d}. One number stands for both axes.
 *
 * @param stride steps between the places of neighbouring inputs in the output
 * @param padding rows and columns cut from both sides of the output
 * @param outputPadding rows and columns added to one side, fewer than stride or dilation
 * @param dilation distance of the taps
 * @param groups independent convolutions side by side
 */
public record ConvTranspose2d(int[] stride, int[] padding, int[] outputPadding, int[] dilation, int groups) {
    /** Stride 1, no padding, no dilation, one group. */
    public static final ConvTranspose2d DEFAULT =
            new ConvTranspose2d(new int[] {1, 1}, new int[] {0, 0}, new int[] {0, 0}, new int[] {1, 1}, 1);

    /** Copies and checks. */
    public ConvTranspose2d {
        stride = Pair.of("convTranspose2d", "stride", 1, stride);
        padding = Pair.of("convTranspose2d", "padding", 0, padding);
        outputPadding = Pair.of("convTranspose2d", "outputPadding", 0, outputPadding);
        dilation = Pair.of("convTranspose2d", "dilation", 1, dilation);
        ArgumentException.require(groups >= 1, "convTranspose2d", "groups", groups, "1 or more");
        for (int i = 0; i < 2; i++) {
            ArgumentException.require(outputPadding[i] < Math.max(stride[i], dilation[i]), "convTranspose2d", "outputPadding",
                    Arrays.toString(outputPadding), "less than stride or dilation");
        }
    }

    /** With a stride. */
    public static ConvTranspose2d stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With a stride. */
    public ConvTranspose2d withStride(int... steps) {
        return new ConvTranspose2d(steps, padding, outputPadding, dilation, groups);
    }

    /** With padding. */
    public ConvTranspose2d withPadding(int... cut) {
        return new ConvTranspose2d(stride, cut, outputPadding, dilation, groups);
    }

    /** With output padding. */
    public ConvTranspose2d withOutputPadding(int... added) {
        return new ConvTranspose2d(stride, padding, added, dilation, groups);
    }

    /** With gaps between the taps. */
    public ConvTranspose2d withDilation(int... distance) {
        return new ConvTranspose2d(stride, padding, outputPadding, distance, groups);
    }

    /** With groups. */
    public ConvTranspose2d withGroups(int count) {
        return new ConvTranspose2d(stride, padding, outputPadding, dilation, count);
    }
}
