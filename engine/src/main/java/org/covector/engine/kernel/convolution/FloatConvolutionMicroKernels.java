package org.covector.engine.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.TileShape;

/**
 * The register tiles of a convolution, rows by vectors. A tile keeps its sums in registers through the whole loop, one fused chain
 * per element, so that its form does not show in the bits. Eight by three and ten by two need the 32 registers of 512 bits. Vectors of
 * pixels lie anywhere, half of them across cache lines: three rows share three of them where there are 16 registers.
 */
final class FloatConvolutionMicroKernels {
    private static final boolean HAS_512_BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

    /** Elements of a vector. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** Rows of the largest tile of weights. */
    static final int MR = HAS_512_BITS ? 8 : 3;
    static final int TILE_VECTORS = 3;
    /** Of the tile of four rows, which narrow vectors do without. */
    static final int FOUR_VECTORS = 4;
    static final int ONE_VECTORS = 4;
    /** Taps of a tile of pixels, two vectors wide; and one vector wide. */
    static final int FEW_TAPS = 4;
    static final int TAPS = HAS_512_BITS ? 10 : FEW_TAPS;
    static final int NARROW_TAPS = HAS_512_BITS ? 10 : 6;

    final FloatTapMicroKernel firstTile;
    final FloatTapMicroKernel nextTile;
    final FloatTapMicroKernel four;
    final FloatTapMicroKernel one;
    final FloatPixelMicroKernel pixels;
    final FloatPixelMicroKernel fewTapPixels;
    final FloatPixelMicroKernel narrowPixels;

    FloatConvolutionMicroKernels(ConvolutionMicroKernels microKernels) {
        firstTile = taps(microKernels, MR, TILE_VECTORS, false);
        nextTile = taps(microKernels, MR, TILE_VECTORS, true);
        four = HAS_512_BITS ? taps(microKernels, 4, FOUR_VECTORS, false) : firstTile;
        one = taps(microKernels, 1, ONE_VECTORS, false);
        pixels = pixels(microKernels, TAPS, 2);
        fewTapPixels = TAPS == FEW_TAPS ? pixels : pixels(microKernels, FEW_TAPS, 2);
        narrowPixels = pixels(microKernels, NARROW_TAPS, 1);
    }

    private static FloatTapMicroKernel taps(ConvolutionMicroKernels microKernels, int rows, int vectors, boolean accumulates) {
        return (FloatTapMicroKernel) microKernels.taps(DType.FLOAT32, new TileShape(rows, vectors, LANES), accumulates);
    }

    private static FloatPixelMicroKernel pixels(ConvolutionMicroKernels microKernels, int rows, int vectors) {
        return (FloatPixelMicroKernel) microKernels.pixels(DType.FLOAT32, new TileShape(rows, vectors, LANES));
    }

    /** Rows of the next panel of weights when {@code left} are left; the last may be padded with zeros. */
    static int height(int left) {
        if (!HAS_512_BITS) {
            return left > 1 ? MR : 1;
        }
        return left > 4 ? MR : left > 2 ? 4 : 1;
    }
}
