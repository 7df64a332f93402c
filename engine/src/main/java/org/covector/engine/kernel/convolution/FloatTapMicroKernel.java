package org.covector.engine.kernel.convolution;

/** A loop over taps that multiplies some rows of weights by a run of pixels: see {@link ConvolutionMicroKernels#taps}. */
public interface FloatTapMicroKernel {
    /**
     * {@code C[r, j] = start + sum over k, from <= k < to, of a[r, k] b[offsets[k] + j]}, one fused chain per element; it starts with
     * {@code bias[r]}, or with what C holds.
     *
     * @param a a panel: for every k, an element of each row
     */
    void multiply(int from, int to, float[] a, int aAt, float[] b, int bAt, int[] offsets, float[] c, int cAt, int cRow, float[] bias,
            int biasAt);
}
