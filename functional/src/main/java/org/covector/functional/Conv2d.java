package org.covector.functional;

import java.util.Arrays;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.conv2d}: {@code Conv2d.stride(2).withPadding(1)}. One number stands for both axes.
 *
 * @param stride steps of the kernel
 * @param padding zeros on both sides of each axis
 * @param same whether to pad so that output and input are equally long (torch's 'same'); then stride must be 1
 * @param dilation distance of the taps
 * @param groups independent convolutions side by side
 */
public record Conv2d(int[] stride, int[] padding, boolean same, int[] dilation, int groups) {
    /** Stride 1, no padding, no dilation, one group. */
    public static final Conv2d DEFAULT = new Conv2d(new int[] {1, 1}, new int[] {0, 0}, false, new int[] {1, 1}, 1);

    /** Copies and checks. */
    public Conv2d {
        stride = Pair.of("conv2d", "stride", 1, stride);
        padding = Pair.of("conv2d", "padding", 0, padding);
        dilation = Pair.of("conv2d", "dilation", 1, dilation);
        ArgumentException.require(groups >= 1, "conv2d", "groups", groups, "1 or more");
        ArgumentException.require(!same || stride[0] == 1 && stride[1] == 1, "conv2d", "stride", Arrays.toString(stride), "1 with padding 'same'");
    }

    /** With a stride. */
    public static Conv2d stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With padding. */
    public static Conv2d padding(int... padding) {
        return DEFAULT.withPadding(padding);
    }

    /** Padded so that output and input are equally long. */
    public static Conv2d samePadding() {
        return DEFAULT.withSamePadding();
    }

    /** With groups. */
    public static Conv2d groups(int groups) {
        return DEFAULT.withGroups(groups);
    }

    /** With a stride. */
    public Conv2d withStride(int... steps) {
        return new Conv2d(steps, padding, same, dilation, groups);
    }

    /** With padding. */
    public Conv2d withPadding(int... zeros) {
        return new Conv2d(stride, zeros, false, dilation, groups);
    }

    /** Padded so that output and input are equally long. */
    public Conv2d withSamePadding() {
        return new Conv2d(stride, new int[] {0}, true, dilation, groups);
    }

    /** With gaps between the taps. */
    public Conv2d withDilation(int... distance) {
        return new Conv2d(stride, padding, same, distance, groups);
    }

    /** With groups. */
    public Conv2d withGroups(int count) {
        return new Conv2d(stride, padding, same, dilation, count);
    }
}
