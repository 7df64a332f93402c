package org.covector.engine.op.spatial;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.SpatialKernels;
import org.covector.engine.kernel.pooling.MaxPoolingKernel;
import org.covector.engine.kernel.pooling.WindowBounds;
import org.covector.engine.op.Indexing;
import org.covector.engine.op.spatial.Pooling.MaxPool;
import org.covector.engine.storage.Storage;

/** Max unpooling, and max pooling over regions chosen by random samples; 1, 2 or 3 spatial axes. */
public final class Unpooling {
    private Unpooling() {}

    /**
     * Zeros {@code (N, C, outputSize...)} with {@code y[plane, indices[plane, q]] = x[plane, q]}; of several writes to one place the
     * last in the order of q stays.
     *
     * @param x (N, C, spatial...) or (C, spatial...)
     * @param indices INT64 of x's shape: places in an output plane, row-major, as {@link Pooling#maxPool} gives them
     */
    public static NdArray maxUnpool(String function, NdArray x, NdArray indices, int... outputSize) {
        Shape shape = output(function, x.dtype(), x.shape(), indices, outputSize);
        int planes = planes(x.shape(), outputSize.length);
        if (planes == 0 || shape.size() == 0 && x.size() == 0) {
            return NdArray.wrap(Storage.zeros(x.dtype(), shape.size()), shape);
        }
        NdArray zeros = NdArray.zeros(x.dtype(), Shape.of(planes, (int) (shape.size() / planes)));
        return Indexing.scatter(function, zeros, 1, flat(indices, planes), flat(x, planes)).reshape(shape);
    }

    /**
     * The pullback of {@link #maxUnpool}: {@code dx[plane, q] = dy[plane, indices[plane, q]]}, also where another write stayed,
     * as in torch.
     */
    public static NdArray maxUnpoolBackward(String function, NdArray dy, NdArray indices, int spatialAxes) {
        ArgumentException.require(spatialAxes >= 1 && dy.rank() > spatialAxes && indices.rank() == dy.rank(), function, "dy",
                "of shape " + dy.shape(),
                "the rank of indices " + indices.shape());
        int[] outputSize = dy.shape().sub(dy.rank() - spatialAxes, dy.rank()).dims();
        Shape shape = output(function, dy.dtype(), indices.shape(), indices, outputSize);
        ArgumentException.require(shape.equals(dy.shape()), function, "dy", "of shape " + dy.shape(), "shape " + shape);
        int planes = planes(dy.shape(), spatialAxes);
        if (indices.size() == 0) {
            return NdArray.zeros(dy.dtype(), indices.shape());
        }
        return Indexing.gather(function, flat(dy, planes), 1, flat(indices, planes)).reshape(indices.shape());
    }

    private static Shape output(String function, DType dtype, Shape x, NdArray indices, int[] outputSize) {
        int n = outputSize.length;
        ArgumentException.require(dtype.isFloating(), function, "input", dtype, "FLOAT32 or FLOAT64");
        boolean rank = n >= 1 && n <= 3 && (x.rank() == n + 1 || x.rank() == n + 2);
        ArgumentException.require(rank, function, "input", "of shape " + x,
                "(N, C, spatial...) or (C, spatial...) for output " + Arrays.toString(outputSize));
        ArgumentException.require(indices.dtype() == DType.INT64 && indices.shape().equals(x), function, "indices",
                indices.dtype() + " " + indices.shape(), "INT64 " + x);
        Shape shape = x.sub(0, x.rank() - n).concat(Shape.of(outputSize));
        ArgumentException.require(shape.size() <= Storage.MAX_SIZE, function, "outputSize", Arrays.toString(outputSize),
                "less than 2^31 elements");
        return shape;
    }

    private static int planes(Shape x, int n) {
        return (int) x.sub(0, x.rank() - n).size();
    }

    private static NdArray flat(NdArray x, int planes) {
        return x.reshape(Shape.of(planes, (int) (x.size() / planes)));
    }

    /**
     * Maxima of regions of {@code kernel} elements, the same number of regions per axis in every plane but not at the same places:
     * region i of {@code outputSize} begins at {@code floor((i + u) a) - floor(u a)}, a = (in - kernel) / (out - 1), and the last at
     * in - kernel. Ties and NaN as in {@link Pooling#maxPool}. B. Graham, Fractional max-pooling (2014), as in torch.
     *
     * @param samples {@code (N, C, axes)}, or 1 for N, from 0 (inclusive) to 1 (exclusive), of x's dtype: the u of each plane; in torch's
     *     order, which is (W, H) for two axes and (D, H, W) for three
     */
    public static MaxPool fractionalMaxPool(String function, NdArray x, int[] kernel, int[] outputSize, NdArray samples) {
        PoolGeometry g = PoolGeometry.adaptive(function, x.dtype(), x.shape(), outputSize);
        int n = outputSize.length;
        ArgumentException.require(kernel.length == n, function, "kernel", Arrays.toString(kernel), n + " numbers");
        for (int i = 0; i < n; i++) {
            long room = x.shape().dim(x.rank() - n + i);
            boolean fits = kernel[i] >= 1 && outputSize[i] >= 1 && (long) outputSize[i] + kernel[i] - 1 <= room;
            ArgumentException.require(fits, function, "kernel, outputSize of spatial axis " + i, kernel[i] + ", " + outputSize[i],
                    "1 or more, together at most " + (room + 1));
        }
        boolean ok = samples.dtype() == x.dtype() && samples.size() == (long) g.planes() * n && samples.rank() >= 1
                && samples.shape().dim(-1) == n;
        ArgumentException.require(ok, function, "samples", samples.dtype() + " " + samples.shape(),
                x.dtype() + " of " + n + " for each of " + g.planes() + " planes");
        double[] u = samples.toDoubleArray();
        for (double v : u) {
            ArgumentException.require(v >= 0 && v < 1, function, "samples", v, "from 0 to below 1");
        }
        NdArray in = x.dense();
        Storage y = Storage.zeros(x.dtype(), g.output().size());
        Storage indexStorage = Storage.zeros(DType.INT64, g.output().size());
        MaxPoolingKernel max = SpatialKernels.maxPooling(x.dtype());
        int[] k = PoolGeometry.lead(kernel, 1);
        for (int plane = 0; plane < g.planes() && y.length() > 0; plane++) {
            WindowBounds[] b = new WindowBounds[3];
            for (int i = 0; i < 3; i++) {
                int axis = i - 3 + n;
                double sample = axis < 0 ? 0 : u[plane * n + (n == 2 ? 1 - axis : axis)];
                b[i] = regions(g.in()[i], g.out()[i], k[i], sample, x.dtype() == DType.FLOAT32);
            }
            max.adaptiveMax(b[0], b[1], b[2], in.storage().array(), in.offset(), y.array(), (long[]) indexStorage.array(), plane,
                    plane + 1);
        }
        return new MaxPool(NdArray.wrap(y, g.output()), NdArray.wrap(indexStorage, g.output()));
    }

    /** In the precision of x, as in torch: which element a region begins with depends on it. */
    private static WindowBounds regions(int in, int out, int kernel, double u, boolean narrow) {
        int[] from = Storage.ints(out);
        int[] to = Storage.ints(out);
        int[] count = Storage.ints(out);
        double alpha = out > 1 ? (double) (in - kernel) / (out - 1) : 0;
        float narrowAlpha = out > 1 ? (float) (in - kernel) / (out - 1) : 0;
        for (int i = 0; i < out; i++) {
            int start = narrow
                    ? (int) ((i + (float) u) * narrowAlpha) - (int) ((float) u * narrowAlpha)
                    : (int) ((i + u) * alpha) - (int) (u * alpha);
            from[i] = i == out - 1 ? in - kernel : Math.min(start, in - kernel);
            to[i] = from[i] + kernel;
            count[i] = kernel;
        }
        return new WindowBounds(in, from, to, count, 1);
    }
}
