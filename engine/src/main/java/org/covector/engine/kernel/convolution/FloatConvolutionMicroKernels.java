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
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

    /** Elements of a vector. */
    static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** Rows of the highest tile of weights. */
    static final int HIGH = WIDE ? 8 : 3;
    static final int HIGH_VECTORS = 3;
    /** Of the tile of four rows, which narrow vectors do without. */
    static final int FOUR_VECTORS = 4;
    static final int ONE_VECTORS = 4;
    /** Taps of a tile of pixels, two vectors wide; and one vector wide. */
    static final int FEW_TAPS = 4;
    static final int TAPS = WIDE ? 10 : FEW_TAPS;
    static final int NARROW_TAPS = WIDE ? 10 : 6;

    final FloatTapMicroKernel beginHigh;
    final FloatTapMicroKernel extendHigh;
    final FloatTapMicroKernel four;
    final FloatTapMicroKernel one;
    final FloatPixelMicroKernel pixels;
    final FloatPixelMicroKernel fewPixels;
    final FloatPixelMicroKernel narrowPixels;

    FloatConvolutionMicroKernels(ConvolutionMicroKernels tiles) {
        beginHigh = taps(tiles, HIGH, HIGH_VECTORS, false);
        extendHigh = taps(tiles, HIGH, HIGH_VECTORS, true);
        four = WIDE ? taps(tiles, 4, FOUR_VECTORS, false) : beginHigh;
        one = taps(tiles, 1, ONE_VECTORS, false);
        pixels = pixels(tiles, TAPS, 2);
        fewPixels = TAPS == FEW_TAPS ? pixels : pixels(tiles, FEW_TAPS, 2);
        narrowPixels = pixels(tiles, NARROW_TAPS, 1);
    }

    private static FloatTapMicroKernel taps(ConvolutionMicroKernels tiles, int rows, int vectors, boolean goesOn) {
        return (FloatTapMicroKernel) tiles.taps(DType.FLOAT32, new TileShape(rows, vectors, LANES), goesOn);
    }

    private static FloatPixelMicroKernel pixels(ConvolutionMicroKernels tiles, int rows, int vectors) {
        return (FloatPixelMicroKernel) tiles.pixels(DType.FLOAT32, new TileShape(rows, vectors, LANES));
    }

    /** Rows of the next panel of weights when {@code left} are left; the last may be padded with zeros. */
    static int height(int left) {
        if (!WIDE) {
            return left > 1 ? HIGH : 1;
        }
        return left > 4 ? HIGH : left > 2 ? 4 : 1;
    }
}
