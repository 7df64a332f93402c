package org.covector.engine.op.spatial;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.window.TapAxis;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.kernel.window.UnfoldKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Sliding windows of 1, 2 or 3 spatial axes as columns (im2col), and their sum back into place (col2im). FLOAT32 or FLOAT64, with or
 * without a batch axis.
 */
public final class Unfold {
    private Unfold() {}

    /**
     * {@code y[n, c K + t, q] = x[n, c, stride q + dilation t - padding]}, 0 in the padding; K taps t and L windows q are counted in
     * row-major order. torch: unfold.
     *
     * @param x (N, C, spatial...) or (C, spatial...)
     * @param kernel taps per spatial axis
     * @param window groups do not count
     * @return (N, C K, L) or (C K, L)
     */
    public static NdArray unfold(String function, NdArray x, int[] kernel, ConvWindow window) {
        int n = kernel.length;
        boolean rank = n >= 1 && n <= 3 && (x.rank() == n + 1 || x.rank() == n + 2);
        ArgumentException.require(rank, function, "input", "of shape " + x.shape(),
                "(N, C, spatial...) or (C, spatial...) for kernel " + Arrays.toString(kernel));
        ArgumentException.require(x.dtype().isFloating(), function, "input", x.dtype(), "FLOAT32 or FLOAT64");
        Shape lead = x.shape().sub(0, x.rank() - n);
        TapWindow w = window(function, x.shape().sub(x.rank() - n, x.rank()), kernel, window);
        Shape shape = columns(function, lead, kernel, w);
        NdArray in = x.dense();
        Storage y = Storage.zeros(x.dtype(), shape.size());
        UnfoldKernel k = UnfoldKernel.of(y.array());
        EngineRuntime.parallel(y.length() == 0 ? 0 : (int) lead.size(), y.length(), plane ->
                k.unfold(w, in.storage().array(), in.offset(), y.array(), plane, plane + 1));
        return NdArray.wrap(y, shape);
    }

    /**
     * The adjoint of {@link #unfold}: {@code y[n, c, i] = sum of columns[n, c K + t, q]} over the taps and windows that see i, in the
     * order of t, then q. torch: fold.
     *
     * @param columns (N, C K, L) or (C K, L)
     * @param outputSize the spatial lengths of the result
     * @return (N, C, outputSize...) or (C, outputSize...)
     */
    public static NdArray fold(String function, NdArray columns, int[] outputSize, int[] kernel, ConvWindow window) {
        ArgumentException.require(columns.rank() == 2 || columns.rank() == 3, function, "input", "of shape " + columns.shape(),
                "(N, C K, L) or (C K, L)");
        ArgumentException.require(columns.dtype().isFloating(), function, "input", columns.dtype(), "FLOAT32 or FLOAT64");
        int n = kernel.length;
        ArgumentException.require(n >= 1 && n <= 3 && outputSize.length == n, function, "outputSize", Arrays.toString(outputSize),
                n + " numbers, from 1 to 3");
        TapWindow w = window(function, Shape.of(outputSize), kernel, window);
        int taps = (int) Shape.of(kernel).size();
        int rows = columns.shape().dim(-2);
        ArgumentException.require(rows % taps == 0, function, "input", "of shape " + columns.shape(),
                "a multiple of " + taps + " taps in axis -2");
        Shape lead = columns.shape().sub(0, columns.rank() - 2).concat(Shape.of(rows / taps));
        Shape expected = columns(function, lead, kernel, w);
        ArgumentException.require(columns.shape().equals(expected), function, "input", "of shape " + columns.shape(), "shape " + expected);
        Shape shape = lead.concat(Shape.of(outputSize));
        NdArray in = columns.dense();
        Storage y = Storage.zeros(columns.dtype(), shape.size());
        UnfoldKernel k = UnfoldKernel.of(y.array());
        EngineRuntime.parallel(in.size() == 0 ? 0 : (int) lead.size(), in.size(), plane ->
                k.fold(w, in.storage().array(), in.offset(), y.array(), plane, plane + 1));
        return NdArray.wrap(y, shape);
    }

    private static Shape columns(String function, Shape lead, int[] kernel, TapWindow w) {
        long rows = lead.dim(-1) * Shape.of(kernel).size();
        long windows = w.windows();
        boolean fits = rows <= Storage.MAX_SIZE && windows <= Storage.MAX_SIZE;
        ArgumentException.require(fits, function, "kernel", Arrays.toString(kernel), "less than 2^31 rows and windows");
        return lead.sub(0, lead.rank() - 1).concat(Shape.of((int) rows, (int) windows));
    }

    private static TapWindow window(String function, Shape spatial, int[] kernel, ConvWindow window) {
        // a convolution of one channel has the same geometry, and the same demands
        Shape weight = Shape.of(1, 1).concat(Shape.of(kernel));
        NdArray model = NdArray.zeros(DType.FLOAT32, Shape.SCALAR);
        ConvGeometry g = ConvGeometry.of(function, model, Shape.of(1).concat(spatial), weight, window.groups(1));
        TapAxis[] axes = g.axesOfTaps();
        return new TapWindow(axes[0], axes[1], axes[2]);
    }
}
