package org.covector.engine.kernel.convolution;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/** The three bilinear maps of a convolution over dense arrays of the kernel's dtype, each a range of independent units. */
public interface ConvolutionKernel {
    /** The kernel of a floating dtype: vector loops, which {@code microKernels} makes, or scalar ones with the same bits. */
    static ConvolutionKernel of(DType dtype, boolean vector, ConvolutionMicroKernels microKernels) {
        return switch (dtype) {
            case FLOAT32 -> new FloatConvolution(vector, microKernels);
            case FLOAT64 -> new DoubleConvolution(vector, microKernels);
            case INT64, BOOL -> throw ArgumentException.notFloating("convolution", dtype);
        };
    }

    /** Where the weight of group g, row r, channel c and tap t lies: {@code g groupStride + r rowStride + c channelStride + taps[t]}. */
    record WeightOrder(int groups, int groupStride, int rows, int rowStride, int channels, int channelStride, int[] taps) {}

    /** Weights in the order in which {@link #convolve} reads them. */
    Object packWeights(Object w, int at, WeightOrder order);

    /**
     * Units {@code from} to {@code to - 1} of a plan whose rows are cut into {@code parts}.
     *
     * @param a the packed weights
     * @param bias one number per group and row with which the sums begin, or an empty array
     */
    void convolve(ConvolutionPlan plan, Object a, Object bias, Object x, int xAt, Object y, int parts, int from, int to);

    /**
     * {@code dw[g, r, c, t] = sum over n, q of dy[n, g, r, q] x[n, g, c, tap t at q]}; a unit is a group and a part of its rows.
     * Sums over blocks of some 256 outputs are added one to the other, images and bands in ascending order.
     */
    void weightGradient(ConvolutionPlan plan, Object x, int xAt, Object dy, int dyAt, Object dw, int parts, int from, int to);
}
