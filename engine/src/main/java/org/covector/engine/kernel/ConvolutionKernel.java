package org.covector.engine.kernel;

import org.covector.engine.DType;

/** The three bilinear maps of a convolution over dense arrays of the kernel's dtype, each a range of independent units. */
public interface ConvolutionKernel {
    /** The kernel of a floating dtype. */
    static ConvolutionKernel of(DType dtype) {
        return dtype == DType.FLOAT32 ? FloatConvolution.KERNEL : DoubleConvolution.KERNEL;
    }

    /**
     * Units {@code from} to {@code to - 1} of a plan whose rows are cut into {@code parts}.
     *
     * @param a the weights {@code [group][row][channel, tap]}
     * @param bias one number per group and row to which the sums are added, or an empty array
     */
    void correlate(Correlation plan, Object a, int aAt, Object bias, Object x, int xAt, Object y, int parts, int from, int to);

    /**
     * {@code dw[g, r, c, t] = sum over n, q of dy[n, g, r, q] x[n, g, c, tap t at q]}; a unit is a group and a part of its rows.
     * Sums over blocks of some 256 outputs are added one to the other, images and bands in ascending order.
     */
    void weightGradient(Correlation plan, Object x, int xAt, Object dy, int dyAt, Object dw, int parts, int from, int to);

    /** {@code to[g, c, k * taps.length + i] = w[g, k, c, taps[i]]}: the weights of the gradient by the input. */
    void transposeWeights(Object w, int at, int groups, int outputs, int inputs, int volume, int[] taps, Object to);
}
