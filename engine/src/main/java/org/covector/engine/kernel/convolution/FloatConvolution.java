package org.covector.engine.kernel.convolution;

import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.TileShape;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/**
 * Convolution without an im2col matrix: a band of the input is packed once so that every tap reads contiguous pixels (see
 * {@link TapWindow}), and the register tiles run over taps by way of a table of offsets.
 *
 * <p>The idea of flattening padded rows into one long run follows Georganas et al., "Anatomy of high-performance deep learning
 * convolutions on SIMD architectures" (2018), section II, and Dukhan, "The indirect convolution algorithm" (2019).
 */
final class FloatConvolution implements ConvolutionKernel {
    private final boolean vector;
    private final FloatConvolutionMicroKernels microKernels;

    FloatConvolution(boolean vector, ConvolutionMicroKernels compiler) {
        this.vector = vector;
        this.microKernels = new FloatConvolutionMicroKernels(vector ? compiler : new ScalarMicroKernels());
    }

    private static final class ScalarMicroKernels implements ConvolutionMicroKernels {
        @Override
        public Object taps(DType dtype, TileShape shape, boolean accumulates) {
            return new FloatScalarTapMicroKernel(shape, accumulates);
        }

        @Override
        public Object pixels(DType dtype, TileShape shape) {
            return new FloatScalarPixelMicroKernel(shape);
        }
    }

    @Override
    public Object packWeights(Object w, int at, WeightOrder order) {
        return FloatDirectConvolution.packWeights((float[]) w, at, order);
    }

    @Override
    public void convolve(ConvolutionPlan plan, Object a, Object bias, Object x, int xAt, Object y, int parts, int from, int to) {
        int tile = FloatConvolutionMicroKernels.MR;
        int partRows = Math.ceilDiv(Math.ceilDiv(plan.rows(), parts), tile) * tile;
        FloatDirectConvolution work = new FloatDirectConvolution(vector, microKernels, plan, (float[]) a, (float[]) bias, (float[]) x, xAt,
                (float[]) y, partRows);
        int bands = plan.yBands() * plan.xBands();
        int packed = -1;
        for (int u = from; u < to; u++) {
            int r0 = u % parts * partRows;
            int r1 = Math.min(r0 + partRows, plan.rows());
            int band = u / parts;
            int depth = plan.window().z().outputs(); // of a band, before the next: consecutive outputs share slices
            int oz = band % depth;
            int yBand = band / depth % bands / plan.xBands();
            int xBand = band / depth % bands % plan.xBands();
            int image = band / depth / bands;
            if (packed != band) {
                work.pack(image, oz, yBand, xBand);
                packed = band;
            }
            if (r0 < r1) {
                work.run(image, oz, yBand, xBand, r0, r1);
            }
        }
    }

    @Override
    public void weightGradient(ConvolutionPlan plan, Object x, int xAt, Object dy, int dyAt, Object dw, int parts, int from, int to) {
        float[] packed = Storage.zeros(DType.FLOAT32,
                plan.channels() * plan.band(0, 0).channel() + FloatWeightGradientLanes.LANES).floats();
        int partRows = Math.ceilDiv(plan.rows(), parts);
        float[] transposed = Storage.zeros(DType.FLOAT32, FloatWeightGradient.transposedLength(plan, partRows)).floats();
        for (int u = from; u < to; u++) {
            int r0 = u % parts * partRows;
            int r1 = Math.min(r0 + partRows, plan.rows());
            if (r0 < r1) {
                new FloatWeightGradient(vector, microKernels, plan, (float[]) x, xAt, (float[]) dy, dyAt, packed, transposed, u / parts,
                        r0, r1)
                        .run((float[]) dw);
            }
        }
    }
}
