package org.covector.functional;


/**
 * Options of {@code convTranspose1d}, {@code convTranspose2d} and {@code convTranspose3d}. One number stands for all spatial axes; else
 * there is one for each. They are checked by the function that gets them.
 *
 * @param stride steps between the places of neighbouring inputs in the output, 1 or more
 * @param padding elements cut from the beginning of each axis of the output, 0 or more
 * @param paddingEnd elements cut from the end of each axis of the output, 0 or more
 * @param outputPadding elements added to the end of each axis of the output, fewer than stride or dilation
 * @param dilation distance of the taps, 1 or more
 * @param groups independent convolutions side by side along the channels
 */
public record ConvTransposeOptions(Ints stride, Ints padding, Ints paddingEnd, Ints outputPadding, Ints dilation, int groups) {
    /** Stride 1, no padding, dilation 1, one group. */
    public static final ConvTransposeOptions DEFAULT =
            new ConvTransposeOptions(Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(0), Ints.of(1), 1);

    /** With a stride. */
    public static ConvTransposeOptions stride(int... stride) {
        return DEFAULT.withStride(stride);
    }

    /** With a stride. */
    public ConvTransposeOptions withStride(int... steps) {
        return new ConvTransposeOptions(Ints.of(steps), padding, paddingEnd, outputPadding, dilation, groups);
    }

    /** With as many elements cut from the beginning as from the end of each axis. */
    public ConvTransposeOptions withPadding(int... cut) {
        return withPadding(cut, cut);
    }

    /** With elements cut from the beginning and from the end of each axis. */
    public ConvTransposeOptions withPadding(int[] begin, int[] end) {
        return new ConvTransposeOptions(stride, Ints.of(begin), Ints.of(end), outputPadding, dilation, groups);
    }

    /** With elements added to the end of each axis. */
    public ConvTransposeOptions withOutputPadding(int... added) {
        return new ConvTransposeOptions(stride, padding, paddingEnd, Ints.of(added), dilation, groups);
    }

    /** With gaps between the taps. */
    public ConvTransposeOptions withDilation(int... distance) {
        return new ConvTransposeOptions(stride, padding, paddingEnd, outputPadding, Ints.of(distance), groups);
    }

    /** With groups. */
    public ConvTransposeOptions withGroups(int count) {
        return new ConvTransposeOptions(stride, padding, paddingEnd, outputPadding, dilation, count);
    }
}
