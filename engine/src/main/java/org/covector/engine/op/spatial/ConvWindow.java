package org.covector.engine.op.spatial;

import java.util.Arrays;

/**
 * How a convolution's kernel walks over 1, 2 or 3 spatial axes: one number per axis in each array.
 *
 * @param padding zeros before the first element of each axis
 * @param paddingEnd zeros after the last
 * @param groups independent convolutions side by side along the channels
 */
public record ConvWindow(int[] stride, int[] padding, int[] paddingEnd, int[] dilation, int groups) {
    /** Copies the arrays. */
    public ConvWindow {
        stride = stride.clone();
        padding = padding.clone();
        paddingEnd = paddingEnd.clone();
        dilation = dilation.clone();
    }

    /** Stride 1, no padding, dilation 1, one group. */
    public static ConvWindow of(int spatialAxes) {
        int[] ones = new int[spatialAxes];
        Arrays.fill(ones, 1);
        int[] zeros = new int[spatialAxes];
        return new ConvWindow(ones, zeros, zeros, ones, 1);
    }

    /** With another stride. */
    public ConvWindow stride(int... s) {
        return new ConvWindow(s, padding, paddingEnd, dilation, groups);
    }

    /** With the same padding on both sides. */
    public ConvWindow padding(int... p) {
        return new ConvWindow(stride, p, p, dilation, groups);
    }

    /** With padding of its own on each side. */
    public ConvWindow padding(int[] begin, int[] end) {
        return new ConvWindow(stride, begin, end, dilation, groups);
    }

    /** With gaps between the taps. */
    public ConvWindow dilation(int... d) {
        return new ConvWindow(stride, padding, paddingEnd, d, groups);
    }

    /** With groups. */
    public ConvWindow groups(int g) {
        return new ConvWindow(stride, padding, paddingEnd, dilation, g);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConvWindow o && Arrays.equals(stride, o.stride) && Arrays.equals(padding, o.padding)
                && Arrays.equals(paddingEnd, o.paddingEnd) && Arrays.equals(dilation, o.dilation) && groups == o.groups;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {stride, padding, paddingEnd, dilation, groups});
    }

    @Override
    public String toString() {
        return "[stride=" + Arrays.toString(stride) + ", padding=" + Arrays.toString(padding) + ", paddingEnd="
                + Arrays.toString(paddingEnd) + ", dilation=" + Arrays.toString(dilation) + ", groups=" + groups + "]";
    }
}
