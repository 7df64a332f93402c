package org.covector.functional.spatial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.GridSample;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/**
 * Images sampled at the points of a grid. A sample is linear in the image, with weights that are functions of the point; the derivative by
 * a coordinate is a sample with differentiated weights, so that any order of derivative is one of three kernels.
 */
final class GridSampling {
    private static final String NAME = "gridSample";

    private GridSampling() {}

    /**
     * Which weights.
     *
     * @param order how often they are differentiated by each coordinate
     */
    private record Weights(GridSample options, Ints order) {
        org.covector.engine.op.spatial.GridSample.Options engine() {
            return new org.covector.engine.op.spatial.GridSample.Options(
                    org.covector.engine.op.spatial.GridSample.Mode.valueOf(options.mode().name()),
                    org.covector.engine.op.spatial.GridSample.Padding.valueOf(options.padding().name()), options.alignCorners());
        }

        Weights differentiated(int coordinate) {
            int[] higher = order.toArray();
            higher[coordinate]++;
            return new Weights(options, Ints.of(higher));
        }

        /** Whether a derivative by the grid is not 0 everywhere. */
        boolean vary() {
            return options.mode() != GridSample.Mode.NEAREST;
        }

        /** {@code sum over coordinates a of each(a) dgrid[..., a]}: how a sample or its adjoint moves with the grid. */
        Tensor directionalDerivative(Tensor dgrid, BiFunction<Weights, Tensor, Tensor> each) {
            Tensor first = each.apply(differentiated(0), coordinate(dgrid, 0));
            return IntStream.range(1, order.size()).mapToObj(a -> each.apply(differentiated(a), coordinate(dgrid, a))).reduce(first,
                    F::add);
        }

        /** A coordinate of every point as it meets the channels. */
        private static Tensor coordinate(Tensor grid, int a) {
            return Shapes.unsqueeze(Shapes.select(grid, -1, a), 1);
        }
    }

    /** Examples as further images. */
    private static Tensor[] examples(Structural self, Batch at, Tensor... x) {
        Tensor[] in = Arrays.stream(at.full(x)).map(t -> Shapes.flatten(t, 0, 1)).toArray(Tensor[]::new);
        Tensor y = Apply.one(self, in);
        return new Tensor[] {Shapes.reshape(y, Shape.of(at.size()).concat(y.shape().with(0, y.dim(0) / Math.max(1, at.size()))))};
    }

    /** Inputs image and grid. */
    private record Sampled(Weights weights) implements Structural {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(0);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.GridSample.forward(
                    NAME, x[0], x[1], weights.engine(), weights.order.toArray())};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Ints spatial = Ints.of(x[0].shape().sub(2, x[0].rank()).dims());
            return Vjp.of(Apply.one(this, x), List.of(x), (dy, which) -> new Cotangent[] {
                which.has(0) ? Apply.one(new SampledAdjoint(weights, spatial), dy, x[1]) : Cotangent.ZERO,
                which.has(1) && weights.vary() ? Apply.one(new GridGradient(weights), dy, x[0], x[1]) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tangent dy = dx[0] instanceof Tensor d ? Apply.one(this, d, x[1]) : Cotangent.ZERO;
            Tangent moved = dx[1] instanceof Tensor d && weights.vary()
                    ? weights.directionalDerivative(d, (w, coordinate) -> F.mul(Apply.one(new Sampled(w), x), coordinate)) : Cotangent.ZERO;
            return Jvp.of(Apply.one(this, x), Jvp.sum(dy, moved));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return examples(this, at, x);
        }
    }

    /**
     * The adjoint of {@link Sampled} in the image. Inputs: what its results weigh, and the grid.
     *
     * @param spatial lengths of the image
     */
    private record SampledAdjoint(Weights weights, Ints spatial) implements Structural {
        @Override
        public String name() {
            return "gridSamplePullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(0);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.GridSample.adjoint(name(), x[0], x[1], spatial.toArray(), weights.engine(),
                    weights.order.toArray())};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x), (dy, which) -> new Cotangent[] {
                which.has(0) ? Apply.one(new Sampled(weights), dy, x[1]) : Cotangent.ZERO,
                which.has(1) && weights.vary() ? Apply.one(new GridGradient(weights), x[0], dy, x[1]) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tangent dy = dx[0] instanceof Tensor d ? Apply.one(this, d, x[1]) : Cotangent.ZERO;
            Tangent moved = dx[1] instanceof Tensor d && weights.vary()
                    ? weights.directionalDerivative(d, (w, coordinate) ->
                            Apply.one(new SampledAdjoint(w, spatial), F.mul(x[0], coordinate), x[1])) : Cotangent.ZERO;
            return Jvp.of(Apply.one(this, x), Jvp.sum(dy, moved));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return examples(this, at, x);
        }
    }

    /** {@code sum over channels of dy times the samples differentiated by each coordinate}. Inputs dy, image, grid. */
    private record GridGradient(Weights weights) implements Composed {
        @Override
        public String name() {
            return "gridSampleGridPullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.each(0, 1);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.GridSample.gridGradient(name(), x[0], x[1], x[2], weights.engine(),
                    weights.order.toArray())};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            List<Tensor> coordinates = new ArrayList<>();
            for (int a = 0; a < weights.order.size(); a++) {
                coordinates.add(AxisReduction.sum(F.mul(x[0], Apply.one(new Sampled(weights.differentiated(a)), x[1], x[2])),
                        new int[] {1}, false));
            }
            return new Tensor[] {Joining.stack(coordinates, -1)};
        }
    }

    static Tensor sample(Tensor x, Tensor grid, GridSample options) {
        AxisReduction.floating(NAME, x);
        int axes = x.rank() - 2;
        ArgumentException.require(axes == 2 || axes == 3, NAME, "x", x.shape(), "[N, C, H, W] or [N, C, D, H, W]");
        return Apply.one(new Sampled(new Weights(options, Ints.of(new int[axes]))), x, grid);
    }

    // ---- grids

    /** {@code grid[n, p] = theta[n] (p, 1)}: linear in theta, a matrix product with the points of the result. */
    static Tensor affine(Tensor theta, boolean alignCorners, int... size) {
        AxisReduction.floating("affineGrid", theta);
        int axes = size.length - 2;
        boolean fits = (axes == 2 || axes == 3) && theta.rank() == 3 && theta.dim(1) == axes && theta.dim(2) == axes + 1
                && size[0] == theta.dim(0);
        ArgumentException.require(fits, "affineGrid", "theta and size", theta.shape() + " and " + Arrays.toString(size),
                "[N, 2, 3] with N, C, H, W or [N, 3, 4] with N, C, D, H, W");
        int[] spatial = Arrays.copyOfRange(size, 2, size.length);
        double points = 1;
        for (int length : spatial) {
            ArgumentException.require(length >= 1, "affineGrid", "size", Arrays.toString(size), "lengths of 1 or more");
            points *= length;
        }
        ArgumentException.require(points * Math.max(1, size[0]) * (axes + 1) <= Integer.MAX_VALUE, "affineGrid", "size",
                Arrays.toString(size), "a grid of less than 2^31 numbers");
        Tensor base = points(theta.dtype(), alignCorners, (int) points, spatial);
        Tensor grid = Matrix.matmul(base, Matrix.transposed(theta)); // [N, points, axes]
        return Shapes.reshape(grid, Shape.of(size[0]).concat(Shape.of(spatial)).concat(Shape.of(axes)));
    }

    /** Coordinates of all points, the last axis first, and 1: [points, axes + 1]. */
    private static Tensor points(DType dtype, boolean alignCorners, int count, int... spatial) {
        int axes = spatial.length;
        double[] all = new double[count * (axes + 1)];
        for (int p = 0; p < count; p++) {
            int rest = p;
            for (int a = 0; a < axes; a++) {
                int length = spatial[axes - 1 - a];
                int i = rest % length;
                rest /= length;
                all[p * (axes + 1) + a] = !alignCorners ? (2.0 * i + 1) / length - 1 : length == 1 ? 0 : 2.0 * i / (length - 1) - 1;
            }
            all[p * (axes + 1) + axes] = 1;
        }
        return Tensor.of(NdArray.of(all).to(dtype).reshape(Shape.of(count, axes + 1)));
    }
}
