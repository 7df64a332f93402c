package org.covector.engine.op.spatial;

import java.util.Arrays;

/**
 * How a pooling window walks over 1, 2 or 3 spatial axes: one number per axis in each array.
 *
 * @param padding before the first element of each axis
 * @param paddingEnd after the last
 * @param ceilMode whether a last window may reach over the padded end, provided it starts inside the input or the left padding
 */
public record PoolWindow(int[] kernel, int[] stride, int[] padding, int[] paddingEnd, int[] dilation, boolean ceilMode) {
    /** Copies the arrays. */
    public PoolWindow {
        kernel = kernel.clone();
        stride = stride.clone();
        padding = padding.clone();
        paddingEnd = paddingEnd.clone();
        dilation = dilation.clone();
    }

    /** With the same padding on both sides. */
    public PoolWindow(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean ceilMode) {
        this(kernel, stride, padding, padding, dilation, ceilMode);
    }

    /** Windows side by side: the stride is the kernel, no padding, no dilation. */
    public static PoolWindow of(int... kernel) {
        int[] ones = new int[kernel.length];
        Arrays.fill(ones, 1);
        return new PoolWindow(kernel, kernel, new int[kernel.length], ones, false);
    }

    /** With another stride. */
    public PoolWindow stride(int... s) {
        return new PoolWindow(kernel, s, padding, paddingEnd, dilation, ceilMode);
    }

    /** With padding on both sides. */
    public PoolWindow padding(int... p) {
        return new PoolWindow(kernel, stride, p, p, dilation, ceilMode);
    }

    /** With padding of its own on each side. */
    public PoolWindow padding(int[] begin, int[] end) {
        return new PoolWindow(kernel, stride, begin, end, dilation, ceilMode);
    }

    /** With gaps between the taps. */
    public PoolWindow dilation(int... d) {
        return new PoolWindow(kernel, stride, padding, paddingEnd, d, ceilMode);
    }

    /** With or without partial last windows. */
    public PoolWindow ceilMode(boolean c) {
        return new PoolWindow(kernel, stride, padding, paddingEnd, dilation, c);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoolWindow o && Arrays.equals(kernel, o.kernel) && Arrays.equals(stride, o.stride)
                && Arrays.equals(padding, o.padding) && Arrays.equals(paddingEnd, o.paddingEnd) && Arrays.equals(dilation, o.dilation)
                && ceilMode == o.ceilMode;
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {kernel, stride, padding, paddingEnd, dilation, ceilMode});
    }

    @Override
    public String toString() {
        return "[kernel=" + Arrays.toString(kernel) + ", stride=" + Arrays.toString(stride) + ", padding=" + Arrays.toString(padding)
                + ", paddingEnd=" + Arrays.toString(paddingEnd) + ", dilation=" + Arrays.toString(dilation) + ", ceilMode=" + ceilMode
                + "]";
    }
}
