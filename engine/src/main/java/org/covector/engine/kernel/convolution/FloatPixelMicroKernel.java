package org.covector.engine.kernel.convolution;

/** A loop over pixels that multiplies some taps by a run of outputs: see {@link ConvolutionMicroKernels#pixels}. */
public interface FloatPixelMicroKernel {
    /**
     * {@code C[r, j] += sum over rows y and columns x of a[offsets[from + r] + y aRow + x] b[y, x, j]}.
     *
     * @param b a panel: pixel after pixel, a row as long as the tile is wide
     */
    void multiply(int rows, int columns, float[] a, int aAt, int aRow, int[] offsets, int from, float[] b, int bAt, float[] c, int cAt,
            int cRow);
}
