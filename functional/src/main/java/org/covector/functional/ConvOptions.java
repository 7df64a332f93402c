package org.covector.functional;


/**
 * Options of {@code conv1d}, {@code conv2d} and {@code conv3d}, and of {@code unfold} and {@code fold}:
 * {@code ConvOptions.stride(2).withPadding(1)}. One number stands for all spatial axes; else there is one for each. They are checked by
 * the function that gets them.
 *
 * @param stride steps of the kernel, 1 or more
 * @param padding zeros before the first element of each axis, 0 or more
 * @param paddingEnd zeros after the last element of each axis, 0 or more
 * @param same whether to pad so that output and input are equally long, an odd zero at the end (torch's padding 'same'); then stride
 *     must be 1
 * @param dilation distance of the taps, 1 or more
 * @param groups independent convolutions side by side along the channels
 */
public record ConvOptions(Ints stride, Ints padding, Ints paddingEnd, boolean same, Ints dilation, int groups) {
    /** Stride 1, no padding, dilation 1, one group. */
    public static final ConvOptions DEFAULT = new ConvOptions(Ints.of(1), Ints.of(0), Ints.of(0), false, Ints.of(1), 1);

    /** With a stride. */
    public static ConvOptions stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With as many zeros before the first as after the last element of each axis. */
    public static ConvOptions padding(int... padding) {
        return DEFAULT.withPadding(padding);
    }

    /** Padded so that output and input are equally long. */
    public static ConvOptions samePadding() {
        return DEFAULT.withSamePadding();
    }

    /** With gaps between the taps. */
    public static ConvOptions dilation(int... dilation) {
        return DEFAULT.withDilation(dilation);
    }

    /** With groups. */
    public static ConvOptions groups(int groups) {
        return DEFAULT.withGroups(groups);
    }

    /** With a stride. */
    public ConvOptions withStride(int... steps) {
        return new ConvOptions(Ints.of(steps), padding, paddingEnd, same, dilation, groups);
    }

    /** With as many zeros before the first as after the last element of each axis. */
    public ConvOptions withPadding(int... zeros) {
        return withPadding(zeros, zeros);
    }

    /** With zeros before the first and after the last element of each axis. */
    public ConvOptions withPadding(int[] begin, int[] end) {
        return new ConvOptions(stride, Ints.of(begin), Ints.of(end), false, dilation, groups);
    }

    /** Padded so that output and input are equally long: torch's 'same'. */
    public ConvOptions withSamePadding() {
        return new ConvOptions(stride, Ints.of(0), Ints.of(0), true, dilation, groups);
    }

    /** Without padding: torch's 'valid'. */
    public ConvOptions withValidPadding() {
        return withPadding(0);
    }

    /** With gaps between the taps. */
    public ConvOptions withDilation(int... distance) {
        return new ConvOptions(stride, padding, paddingEnd, same, Ints.of(distance), groups);
    }

    /** With groups. */
    public ConvOptions withGroups(int count) {
        return new ConvOptions(stride, padding, paddingEnd, same, dilation, count);
    }
}
