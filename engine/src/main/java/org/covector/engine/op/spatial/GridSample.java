package org.covector.engine.op.spatial;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.TieredKernel;
import org.covector.engine.kernel.resample.GridSampleKernel;
import org.covector.engine.kernel.resample.GridTaps;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Images sampled at the points of a grid: torch's grid_sample over 2 or 3 spatial axes. A sample is a weighted sum of image
 * elements, the weights functions of the point; with the derivatives of any order of the weights by the coordinates,
 * {@link #forward} and {@link #adjoint} are their own derivatives by the image, and one order higher those by the grid.
 *
 * <p>Images are (N, C, [D,] H, W), grids (N, [D',] H', W', axes), FLOAT32 or FLOAT64; the coordinates of a point are (x, y) or
 * (x, y, z), -1 and 1 being the borders. Weights are computed in double.
 */
public final class GridSample {
    private static final double NANOS_PER_TAP = 1;

    private GridSample() {}

    private record Key(DType dtype) {}

    /** Kernels hold what they are at: each call has one of its own. */
    private record Loops(DType dtype, boolean vector) {
        GridSampleKernel kernel() {
            return GridSampleKernel.of(dtype, vector);
        }

        /** One vector of channels of a small image, and one channel more. */
        void warmup() {
            int side = 9;
            int channels = 64 / dtype.bytes() + 1;
            Object x = Storage.zeros(dtype, (long) channels * side * side).array();
            GridTaps taps = new Options(Mode.BILINEAR, Padding.ZEROS, false).taps(new int[] {side, side}, new int[2], side * side);
            double[] grid = Storage.zeros(DType.FLOAT64, 2L * side * side).doubles();
            Object y = Storage.zeros(dtype, (long) channels * side * side).array();
            kernel().sample(taps, grid, 0, side * side, x, 0, side * side, y, 0, 0, channels);
        }
    }

    private static GridSampleKernel kernel(DType dtype) {
        return TieredKernel.kernel(new Key(dtype), new TieredKernel.Plan<>(vector -> new Loops(dtype, vector), Loops::warmup))
                .kernel();
    }

    /** How an image is continued between its elements. */
    public enum Mode {
        /** Linear along each axis. */
        BILINEAR,
        /** The nearest element, of two the even one; all derivatives are 0. */
        NEAREST,
        /** Cubic convolution with a = -0.75 along each of 2 axes. */
        BICUBIC
    }

    /** What lies outside of the image. */
    public enum Padding {
        /** Zeros. */
        ZEROS,
        /** The element at the border; there derivatives are 0. */
        BORDER,
        /** The image reflected at its border. */
        REFLECTION
    }

    /**
     * How an image is sampled.
     *
     * @param alignCorners whether -1 and 1 are the centres of the outermost elements, or else their outer edges
     */
    public record Options(Mode mode, Padding padding, boolean alignCorners) {
        private GridTaps taps(int[] size, int[] order, int points) {
            return new GridTaps(GridTaps.Mode.valueOf(mode.name()), GridTaps.Padding.valueOf(padding.name()), alignCorners, size, order,
                    points);
        }
    }

    /**
     * {@code y[n, c, p] = sum over taps t of w_t(grid[n, p]) x[n, c, place_t]}, NaN at a point of which a coordinate is NaN, or
     * infinite and reflected.
     *
     * @param order how often the weights are differentiated by each coordinate (x, y[, z]); zeros for the sample itself
     * @return (N, C, [D',] H', W')
     */
    public static NdArray forward(String function, NdArray x, NdArray grid, Options options, int... order) {
        Call call = Call.of(function, x.shape(), grid, options, order);
        requireDtype(function, x, grid);
        NdArray image = x.dense();
        Storage y = Storage.uninitialised(x.dtype(), call.output().size());
        call.overChannels((taps, n, from, to) -> kernel(x.dtype()).sample(taps, call.grid, call.gridStart(n), call.points(),
                image.storage().array(), image.offset() + n * call.imageSize(), call.volume, y.array(), n * call.channels() * call.points(),
                from, to));
        call.whereNaN((n, p) -> {
            for (int c = 0; c < call.channels(); c++) {
                y.set((n * call.channels() + c) * call.points() + p, Double.NaN);
            }
        });
        return NdArray.wrap(y, call.output());
    }

    /**
     * The adjoint of {@link #forward} in x: {@code dx[n, c, place_t] += w_t(grid[n, p]) dy[n, c, p]}, in the order of the points;
     * x's spatial lengths given.
     */
    public static NdArray adjoint(String function, NdArray dy, NdArray grid, int[] xSpatial, Options options, int... order) {
        ArgumentException.require(dy.rank() >= 2, function, "dy", "of shape " + dy.shape(), "(N, C, spatial...)");
        Shape x = dy.shape().sub(0, 2).concat(Shape.of(xSpatial));
        Call call = Call.of(function, x, grid, options, order);
        requireDtype(function, dy, grid);
        ArgumentException.require(dy.shape().equals(call.output()), function, "dy", "of shape " + dy.shape(), "shape " + call.output());
        NdArray cotangent = dy.dense();
        Storage dx = Storage.zeros(dy.dtype(), x.size());
        call.overChannels((taps, n, from, to) -> kernel(dy.dtype()).scatter(taps, call.grid, call.gridStart(n), call.points(),
                cotangent.storage().array(), cotangent.offset() + n * call.channels() * call.points(), dx.array(), n * call.imageSize(),
                call.volume, from, to));
        return NdArray.wrap(dx, x);
    }

    /**
     * The cotangent of the grid: {@code dgrid[n, p, a] = sum over c of dy[n, c, p] forward(x, grid, order + 1 at a)[n, c, p]}.
     *
     * @return of the grid's shape
     */
    public static NdArray gridGradient(String function, NdArray dy, NdArray x, NdArray grid, Options options, int... order) {
        Call call = Call.of(function, x.shape(), grid, options, order);
        requireDtype(function, x, grid);
        requireDtype(function, dy, grid);
        ArgumentException.require(dy.shape().equals(call.output()), function, "dy", "of shape " + dy.shape(), "shape " + call.output());
        NdArray image = x.dense();
        NdArray cotangent = dy.dense();
        Storage sums = Storage.zeros(grid.dtype(), grid.size());
        int axes = order.length;
        EngineRuntime.parallel(call.isEmpty() ? 0 : call.batch(), call.nanos() * axes, n -> {
            for (int a = 0; a < axes; a++) {
                int[] higher = order.clone();
                higher[a]++;
                kernel(sums.dtype()).correlate(options.taps(call.size, higher, call.points()), call.grid, call.gridStart(n), call.points(),
                        cotangent.storage().array(), cotangent.offset() + n * call.channels() * call.points(), image.storage().array(),
                        image.offset() + n * call.imageSize(), call.volume, sums.array(), call.gridStart(n) + a, axes, 0, call.channels());
            }
        });
        call.whereNaN((n, p) -> {
            boolean counts = false;
            for (int c = 0; c < call.channels(); c++) {
                counts |= cotangent.storage().getDouble(cotangent.offset() + (n * call.channels() + c) * call.points() + p) != 0;
            }
            for (int a = 0; counts && a < axes; a++) {
                sums.set(call.gridStart(n) + p * axes + a, Double.NaN);
            }
        });
        return NdArray.wrap(sums, grid.shape());
    }

    private static void requireDtype(String function, NdArray x, NdArray grid) {
        ArgumentException.require(x.dtype() == grid.dtype(), function, "grid", grid.dtype(),
                "the dtype of the other argument, " + x.dtype());
    }

    private interface Point {
        void at(int n, int p);
    }

    private interface Work {
        void run(GridTaps taps, int n, int from, int to);
    }

    /** A checked call: the grid as doubles, lengths and counts. */
    private record Call(Options options, int[] order, int[] size, double[] grid, Shape output, int volume) {
        static Call of(String function, Shape x, NdArray grid, Options options, int[] order) {
            int axes = x.rank() - 2;
            ArgumentException.require(axes == 2 || axes == 3, function, "input", "of shape " + x, "(N, C, H, W) or (N, C, D, H, W)");
            ArgumentException.require(axes == 2 || options.mode != Mode.BICUBIC, function, "mode", options.mode,
                    "another for 3 spatial axes");
            ArgumentException.require(grid.dtype().isFloating(), function, "grid", grid.dtype(), "FLOAT32 or FLOAT64");
            Shape g = grid.shape();
            boolean fits = g.rank() == x.rank() && g.dim(0) == x.dim(0) && g.dim(-1) == axes;
            ArgumentException.require(fits, function, "grid", "of shape " + g,
                    "(" + x.dim(0) + ", " + axes + " axes of points, " + axes + ") for input " + x);
            boolean ok = order.length == axes && Arrays.stream(order).allMatch(o -> o >= 0);
            ArgumentException.require(ok, function, "order", Arrays.toString(order), axes + " numbers, 0 or more each");
            int[] size = new int[axes];
            for (int i = 0; i < axes; i++) {
                size[i] = x.dim(x.rank() - 1 - i);
                ArgumentException.require(size[i] > 0, function, "input", "of shape " + x, "spatial axes of length 1 or more");
            }
            Shape points = g.sub(1, g.rank() - 1);
            Shape output = x.sub(0, 2).concat(points);
            boolean small = x.size() <= Storage.MAX_SIZE && output.size() <= Storage.MAX_SIZE;
            ArgumentException.require(small, function, "input, grid", x + ", " + g, "less than 2^31 elements");
            return new Call(options, order.clone(), size, grid.toDoubleArray(), output,
                    (int) x.sub(2, x.rank()).size());
        }

        int batch() {
            return output.dim(0);
        }

        int channels() {
            return output.dim(1);
        }

        /** Points of one image. */
        int points() {
            return (int) output.sub(2, output.rank()).size();
        }

        int gridStart(int n) {
            return n * points() * size.length;
        }

        int imageSize() {
            return channels() * volume;
        }

        boolean isEmpty() {
            return output.size() == 0;
        }

        long nanos() {
            int perAxis = options.mode == Mode.NEAREST ? 1 : options.mode == Mode.BILINEAR ? 2 : 4;
            return (long) (output.size() * Math.pow(perAxis, size.length) * NANOS_PER_TAP);
        }

        /** Points of which a coordinate is NaN, or is reflected for ever: the kernels see them outside of the image. */
        void whereNaN(Point work) {
            boolean reflected = options.padding == Padding.REFLECTION;
            for (int i = 0; i < grid.length; i++) {
                if (reflected ? !Double.isFinite(grid[i]) : Double.isNaN(grid[i])) {
                    int point = i / size.length;
                    work.at(point / points(), point % points());
                }
            }
        }

        /** Images, and where there are fewer than threads parts of their channels, each with taps of its own. */
        void overChannels(Work work) {
            if (isEmpty()) {
                return;
            }
            int parts = Math.clamp(EngineRuntime.threads() / batch(), 1, channels());
            EngineRuntime.parallel(batch() * parts, nanos(), i -> {
                int part = i % parts;
                work.run(options.taps(size, order, points()), i / parts, (int) ((long) part * channels() / parts),
                        (int) ((part + 1L) * channels() / parts));
            });
        }
    }
}
