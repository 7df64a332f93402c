package org.covector.engine.dispatch;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.codegen.ConvolutionMicroKernelCompiler;
import org.covector.engine.kernel.convolution.ConvolutionKernel;
import org.covector.engine.kernel.convolution.ConvolutionKernel.WeightOrder;
import org.covector.engine.kernel.convolution.ConvolutionPlan;
import org.covector.engine.kernel.pooling.AveragePoolingKernel;
import org.covector.engine.kernel.pooling.MaxPoolingKernel;
import org.covector.engine.kernel.pooling.WindowBounds;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.storage.Storage;

/** The kernels of convolution and pooling for each dtype, in scalar or vector loops. */
public final class SpatialKernels {
    private static final TapAxis POINT = TapAxis.sliding(1, 1, 1, 1, 0, 1);
    private static final int COLUMNS = 90;

    private SpatialKernels() {}

    /** What a kernel is shared under. */
    private record Key(String name, DType dtype) {}

    /** Convolution and its adjoints. */
    public static ConvolutionKernel convolution(DType dtype) {
        return TieredKernel.kernel(new Key("convolution", dtype),
                new TieredKernel.Plan<>(vector -> ConvolutionKernel.of(dtype, vector, new ConvolutionMicroKernelCompiler()),
                k -> convolve(k, dtype)));
    }

    /** Maxima of windows. */
    public static MaxPoolingKernel maxPooling(DType dtype) {
        return TieredKernel.kernel(new Key("maxPooling", dtype),
                new TieredKernel.Plan<>(vector -> MaxPoolingKernel.of(dtype, vector), k -> maxPool(k, dtype)));
    }

    /** Means of windows. */
    public static AveragePoolingKernel averagePooling(DType dtype) {
        return TieredKernel.kernel(new Key("averagePooling", dtype),
                new TieredKernel.Plan<>(vector -> AveragePoolingKernel.of(dtype, vector), k -> averagePool(k, dtype)));
    }

    private static Object array(DType dtype, int size) {
        return Storage.zeros(dtype, size).array();
    }

    /** Channels, rows and taps so chosen that every tile runs; rows are long, or the compiler takes the loops for short ones. */
    private static void convolve(ConvolutionKernel k, DType dtype) {
        convolve(k, dtype, new Sizes(26, 19, 9, 1, COLUMNS / 2));
        convolve(k, dtype, new Sizes(2, 9, 3, 2, COLUMNS));
        convolve(k, dtype, new Sizes(2, 2, 9, 1, 5 * COLUMNS));
        convolve(k, dtype, new Sizes(2, 2, 2, 2, 5 * COLUMNS));
    }

    private record Sizes(int channels, int rows, int taps, int stride, int outputs) {}

    private static void convolve(ConvolutionKernel k, DType dtype, Sizes sizes) {
        int channels = sizes.channels;
        int rows = sizes.rows;
        int taps = sizes.taps;
        int stride = sizes.stride;
        int outputs = sizes.outputs;
        int source = outputs * stride;
        TapAxis x = TapAxis.sliding(source, outputs, taps, stride, taps / 2, 1);
        int[] flat = new int[taps];
        Arrays.setAll(flat, t -> t);
        ConvolutionPlan plan = ConvolutionPlan.of(1, 1, channels, rows, new TapWindow(POINT, POINT, x),
                new ConvolutionPlan.Target(new int[] {1, 1, outputs}, new int[3], new int[] {1, 1, 1}));
        Object image = array(dtype, channels * source);
        Object weights = array(dtype, rows * channels * taps);
        Object y = array(dtype, rows * outputs);
        Object a = k.packWeights(weights, 0, new WeightOrder(1, 0, rows, channels * taps, channels, taps, flat));
        k.convolve(plan, a, array(dtype, 0), image, 0, y, 1, 0, 1);
        k.weightGradient(plan, image, 0, y, 0, weights, 1, 0, 1);
    }

    private static void maxPool(MaxPoolingKernel k, DType dtype) {
        Object image = array(dtype, COLUMNS);
        Object y = array(dtype, COLUMNS);
        long[] indices = Storage.zeros(DType.INT64, COLUMNS).longs();
        for (int stride = 1; stride <= 2; stride++) {
            TapWindow w = new TapWindow(POINT, POINT, TapAxis.sliding(COLUMNS, COLUMNS / stride, 3, stride, 1, 1));
            k.max(w, image, 0, y, indices, 0, 1);
            k.maxima(w, image, 0, y, 0, 1);
        }
    }

    private static void averagePool(AveragePoolingKernel k, DType dtype) {
        Object image = array(dtype, COLUMNS);
        Object y = array(dtype, COLUMNS);
        WindowBounds point = WindowBounds.adaptive(1, 1);
        for (int stride = 1; stride <= 2; stride++) {
            TapAxis x = TapAxis.sliding(COLUMNS, COLUMNS / stride, 3, stride, 1, 1);
            WindowBounds bounds = WindowBounds.sliding(COLUMNS, COLUMNS / stride, 3, stride, 1, true);
            k.average(point, point, bounds, x, image, 0, y, 0, 1);
            k.averageBackward(point, point, bounds, x, y, 0, image, 0, 1);
        }
    }
}
