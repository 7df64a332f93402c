package org.covector.engine.kernel.convolution;

import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.TileShape;

/** Makes the vector loops of convolution. */
public interface ConvolutionMicroKernels {
    /** A {@link FloatTapMicroKernel} or its twin, whose sums go on from the result or start with a bias. */
    Object taps(DType dtype, TileShape shape, boolean accumulates);

    /** A {@link FloatPixelMicroKernel} or its twin. */
    Object pixels(DType dtype, TileShape shape);
}
