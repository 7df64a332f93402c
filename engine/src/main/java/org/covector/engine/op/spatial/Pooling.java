package org.covector.engine.op.spatial;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.SpatialKernels;
import org.covector.engine.kernel.pooling.AveragePoolingKernel;
import org.covector.engine.kernel.pooling.MaxPoolingKernel;
import org.covector.engine.kernel.pooling.WindowBounds;
import org.covector.engine.kernel.window.TapWindow;
import org.covector.engine.op.WideRange;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Maximum and average over sliding or adaptive windows of 1, 2 or 3 spatial axes.
 *
 * <p>Inputs are (N, C, spatial...) or (C, spatial...), FLOAT32 or FLOAT64, of any strides. {@code function} is the name that an
 * {@link ArgumentException} shows.
 */
public final class Pooling {
    private static final int CHUNKS_PER_THREAD = 4;

    private Pooling() {}

    /** Largest elements, and where each lies in its plane (INT64, row-major over the spatial axes). */
    public record MaxPool(NdArray values, NdArray indices) {}

    /** Work on planes {@code from} to {@code to - 1}. */
    private interface PlaneWork {
        void run(int from, int to);
    }

    /**
     * {@code y[q] = max over taps t of x[stride q - padding + dilation t]}, padding left out. Of equal elements the first is
     * taken; a NaN wins (of several the last), as in torch. Equal paddings are at most half of the kernel's span.
     */
    public static MaxPool maxPool(String function, NdArray x, PoolWindow window) {
        PoolGeometry g = PoolGeometry.sliding(function, x.dtype(), x.shape(), window);
        TapWindow taps = g.taps(function);
        NdArray in = x.dense();
        Storage y = Storage.uninitialised(x.dtype(), g.output().size());
        Storage indexStorage = Storage.uninitialised(DType.INT64, g.output().size());
        Object source = in.storage().array();
        Object to = y.array();
        MaxPoolingKernel kernel = SpatialKernels.maxPooling(x.dtype());
        long[] indices = indexStorage.longs();
        overPlanes(g, cost(g.output()) * (2 + cost(g.window().kernel()) / 4),
                (first, end) -> kernel.max(taps, source, in.offset(), to, indices, first, end));
        return new MaxPool(NdArray.wrap(y, g.output()), NdArray.wrap(indexStorage, g.output()));
    }

    /** The values of {@link #maxPool} alone. */
    public static NdArray maxPoolValues(String function, NdArray x, PoolWindow window) {
        PoolGeometry g = PoolGeometry.sliding(function, x.dtype(), x.shape(), window);
        TapWindow taps = g.taps(function);
        NdArray in = x.dense();
        Storage y = Storage.uninitialised(x.dtype(), g.output().size());
        Object source = in.storage().array();
        Object to = y.array();
        MaxPoolingKernel kernel = SpatialKernels.maxPooling(x.dtype());
        overPlanes(g, cost(g.output()) * (2 + cost(g.window().kernel()) / 8),
                (first, end) -> kernel.maxima(taps, source, in.offset(), to, first, end));
        return NdArray.wrap(y, g.output());
    }

    /**
     * The adjoint of choosing the elements at {@code indices}: {@code dx} of shape {@code x}, zero but for
     * {@code dx[plane, indices[plane, q]] += dy[plane, q]}, in the order of q. Of {@code indices} as {@link #maxPool} gives them.
     */
    public static NdArray maxPoolBackward(String function, NdArray dy, NdArray indices, Shape x, int spatialAxes) {
        int lead = x.rank() - spatialAxes;
        ArgumentException.require(lead >= 1 && dy.rank() == x.rank() && dy.shape().sub(0, lead).equals(x.sub(0, lead)), function, "dy",
                "of shape " + dy.shape(), "as many planes as " + x);
        ArgumentException.require(indices.dtype() == DType.INT64 && indices.shape().equals(dy.shape()), function, "indices",
                indices.dtype() + " " + indices.shape(), "INT64 " + dy.shape());
        NdArray in = dy.dense();
        NdArray compact = indices.dense();
        Storage dx = Storage.zeros(dy.dtype(), x.size());
        Object source = in.storage().array();
        Object to = dx.array();
        int planes = (int) x.sub(0, lead).size();
        if (planes > 0 && dy.size() > 0) {
            requirePositions(function, compact, x.sub(lead, x.rank()));
            MaxPoolingKernel kernel = SpatialKernels.maxPooling(dy.dtype());
            long[] at = compact.storage().longs();
            overPlanes(planes, 2 * dy.size(), (first, end) -> kernel.maxBackward(source, in.offset(), at, compact.offset(),
                    (int) (dy.size() / planes), to, (int) (x.size() / planes), first, end));
        }
        return NdArray.wrap(dx, x);
    }

    private static void requirePositions(String function, NdArray indices, Shape plane) {
        long[] at = (long[]) indices.storage().array();
        for (int i = 0; i < indices.size(); i++) {
            long place = at[indices.offset() + i];
            if (place < 0 || place >= plane.size()) {
                throw new ArgumentException(function, "indices", place,
                        "from 0 to " + (plane.size() - 1) + ", the places of a plane " + plane);
            }
        }
    }

    /** As {@link #maxPool} over {@code outputSize} windows per axis, from {@code floor(q n / out)} to {@code ceil((q + 1) n / out)}. */
    public static MaxPool adaptiveMaxPool(String function, NdArray x, int... outputSize) {
        PoolGeometry g = PoolGeometry.adaptive(function, x.dtype(), x.shape(), outputSize);
        WindowBounds[] b = g.adaptiveBounds();
        NdArray in = x.dense();
        Storage y = Storage.uninitialised(x.dtype(), g.output().size());
        Storage indexStorage = Storage.uninitialised(DType.INT64, g.output().size());
        Object source = in.storage().array();
        Object to = y.array();
        MaxPoolingKernel kernel = SpatialKernels.maxPooling(x.dtype());
        long[] indices = indexStorage.longs();
        overPlanes(g, cost(x.shape()), (first, end) ->
                kernel.adaptiveMax(b[0], b[1], b[2], source, in.offset(), to, indices, first, end));
        return new MaxPool(NdArray.wrap(y, g.output()), NdArray.wrap(indexStorage, g.output()));
    }

    /**
     * {@code y[q] = sum over the window of x / n}, where n counts the window's elements (with the padding if
     * {@code countIncludePad}) unless {@code divisorOverride} is other than 0. Overflows only where the result does.
     */
    public static NdArray avgPool(String function, NdArray x, PoolWindow window, boolean countIncludePad, int divisorOverride) {
        return WideRange.sums(t -> averages(function, t[0], window, countIncludePad, divisorOverride), x);
    }

    private static NdArray averages(String function, NdArray x, PoolWindow window, boolean countIncludePad, int divisorOverride) {
        PoolGeometry g = PoolGeometry.sliding(function, x.dtype(), x.shape(), window);
        WindowBounds[] b = g.windowBounds(function, countIncludePad, divisorOverride);
        NdArray in = x.dense();
        Storage y = Storage.zeros(x.dtype(), g.output().size());
        Object source = in.storage().array();
        Object to = y.array();
        AveragePoolingKernel kernel = SpatialKernels.averagePooling(x.dtype());
        overPlanes(g, cost(g.output()) * (2 + cost(g.window().kernel())), (first, end) ->
                kernel.average(b[0], b[1], b[2], g.axis(2), source, in.offset(), to, first, end));
        return NdArray.wrap(y, g.output());
    }

    /** The adjoint of {@link #avgPool}: {@code dx} of shape {@code x} from {@code dy}, with the same options and range. */
    public static NdArray avgPoolBackward(
            String function, NdArray dy, Shape x, PoolWindow window, boolean countIncludePad, int divisorOverride) {
        return WideRange.sums(t -> spread(function, t[0], x, window, countIncludePad, divisorOverride), dy);
    }

    private static NdArray spread(String function, NdArray dy, Shape x, PoolWindow window, boolean countIncludePad, int divisorOverride) {
        PoolGeometry g = PoolGeometry.sliding(function, dy.dtype(), x, window);
        checkCotangent(function, dy, g);
        WindowBounds[] b = g.windowBounds(function, countIncludePad, divisorOverride);
        NdArray in = dy.dense();
        Storage dx = Storage.zeros(dy.dtype(), x.size());
        Object source = in.storage().array();
        Object to = dx.array();
        AveragePoolingKernel kernel = SpatialKernels.averagePooling(dy.dtype());
        overPlanes(g, cost(g.output()) * (2 + cost(g.window().kernel())), (first, end) ->
                kernel.averageBackward(b[0], b[1], b[2], g.axis(2), source, in.offset(), to, first, end));
        return NdArray.wrap(dx, x);
    }

    /** {@code y[q] = mean of x} over the windows of {@link #adaptiveMaxPool}. Overflows only where the result does. */
    public static NdArray adaptiveAvgPool(String function, NdArray x, int... outputSize) {
        return WideRange.sums(t -> adaptiveAverages(function, t[0], outputSize), x);
    }

    private static NdArray adaptiveAverages(String function, NdArray x, int... outputSize) {
        PoolGeometry g = PoolGeometry.adaptive(function, x.dtype(), x.shape(), outputSize);
        WindowBounds[] b = g.adaptiveBounds();
        NdArray in = x.dense();
        Storage y = Storage.uninitialised(x.dtype(), g.output().size());
        Object source = in.storage().array();
        Object to = y.array();
        AveragePoolingKernel kernel = SpatialKernels.averagePooling(x.dtype());
        overPlanes(g, cost(x.shape()), (first, end) ->
                kernel.adaptiveAverage(b[0], b[1], b[2], source, in.offset(), to, first, end));
        return NdArray.wrap(y, g.output());
    }

    /** The adjoint of {@link #adaptiveAvgPool}, with its range: {@code dx} of shape {@code x}; the output sizes are those of {@code dy}. */
    public static NdArray adaptiveAvgPoolBackward(String function, NdArray dy, Shape x, int spatialAxes) {
        return WideRange.sums(t -> adaptiveSpread(function, t[0], x, spatialAxes), dy);
    }

    private static NdArray adaptiveSpread(String function, NdArray dy, Shape x, int spatialAxes) {
        ArgumentException.require(dy.rank() > spatialAxes, function, "dy", "of shape " + dy.shape(), "more than " + spatialAxes + " axes");
        int[] outputSize = dy.shape().sub(dy.rank() - spatialAxes, dy.rank()).dims();
        PoolGeometry g = PoolGeometry.adaptive(function, dy.dtype(), x, outputSize);
        checkCotangent(function, dy, g);
        WindowBounds[] b = g.adaptiveBounds();
        NdArray in = dy.dense();
        Storage dx = Storage.zeros(dy.dtype(), x.size());
        Object source = in.storage().array();
        Object to = dx.array();
        AveragePoolingKernel kernel = SpatialKernels.averagePooling(dy.dtype());
        overPlanes(g, cost(x), (first, end) ->
                kernel.adaptiveAverageBackward(b[0], b[1], b[2], source, in.offset(), to, first, end));
        return NdArray.wrap(dx, x);
    }

    private static void checkCotangent(String function, NdArray dy, PoolGeometry g) {
        ArgumentException.require(dy.shape().equals(g.output()), function, "dy", "of shape " + dy.shape(), "shape " + g.output());
    }

    /** Nanoseconds on one thread, roughly, at a vector instruction or two per element. */
    private static long cost(Shape elements) {
        return elements.size() / 4;
    }

    /** Elements of a window, as far as they count for the time that it takes. */
    private static long cost(int[] kernel) {
        return (long) Math.min(1e6, (double) kernel[0] * kernel[1] * kernel[2]);
    }

    private static void overPlanes(PoolGeometry g, long nanos, PlaneWork work) {
        if (g.output().size() > 0) {
            overPlanes(g.planes(), nanos, work);
        }
    }

    private static void overPlanes(int planes, long nanos, PlaneWork work) {
        int threads = EngineRuntime.threads();
        int chunks = threads == 1 ? 1 : Math.min(planes, threads * CHUNKS_PER_THREAD);
        EngineRuntime.parallel(chunks, nanos, i -> work.run((int) ((long) i * planes / chunks), (int) ((i + 1L) * planes / chunks)));
    }
}
