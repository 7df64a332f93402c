package org.covector.functional.spatial;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.spatial.PoolWindow;
import org.covector.engine.op.spatial.Pooling;
import org.covector.engine.op.spatial.Unpooling;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Key;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Draw;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;

/** Maxima over windows, and values put back to where maxima were. */
final class MaxPooling {
    private MaxPooling() {}

    /** How windows lie, and what is computed of them; a value. */
    private sealed interface Windows {
        int axes();

        Pooling.MaxPool maxima(String function, NdArray... x);

        default NdArray values(String function, NdArray... x) {
            return maxima(function, x).values();
        }
    }

    private record Sliding(PoolWindow window) implements Windows {
        @Override
        public int axes() {
            return window.kernel().length;
        }

        @Override
        public Pooling.MaxPool maxima(String function, NdArray... x) {
            return Pooling.maxPool(function, x[0], window);
        }

        @Override
        public NdArray values(String function, NdArray... x) {
            return Pooling.maxPoolValues(function, x[0], window);
        }
    }

    private record Adaptive(Ints size) implements Windows {
        @Override
        public int axes() {
            return size.size();
        }

        @Override
        public Pooling.MaxPool maxima(String function, NdArray... x) {
            return Pooling.adaptiveMaxPool(function, x[0], size.toArray());
        }
    }

    /** Begins of windows follow from samples, the second input [planes, axes]. */
    private record Fractional(Ints kernel, Ints size) implements Windows {
        @Override
        public int axes() {
            return size.size();
        }

        @Override
        public Pooling.MaxPool maxima(String function, NdArray... x) {
            return Unpooling.fractionalMaxPool(function, x[0], kernel.toArray(), size.toArray(), x[1]);
        }
    }

    /** The largest of each window and, if asked for, its flat index in the plane, which is where the cotangent goes. */
    private record MaxPool(String name, Windows windows, boolean indexed) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            if (!indexed) {
                return new NdArray[] {windows.values(name, x)};
            }
            Pooling.MaxPool y = windows.maxima(name, x);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(new MaxPool(name, windows, true), x);
            Shape shape = x[0].shape();
            return new Vjp(indexed ? y : new Tensor[] {y[0]}, List.of(y[1]), (dy, _) -> {
                Cotangent[] dx = new Cotangent[x.length];
                Arrays.fill(dx, Cotangent.ZERO);
                dx[0] = dy[0] instanceof Tensor t ? Apply.one(new MaxPoolPullback(name, shape, windows.axes()), t, y[1]) : Cotangent.ZERO;
                return dx;
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(new MaxPool(name, windows, true), x);
            Tangent dy = dx[0] instanceof Tensor t ? taken(t, y[1], windows.axes()) : Cotangent.ZERO;
            return indexed ? new Jvp(y, new Tangent[] {dy, Cotangent.ZERO}) : Jvp.of(y[0], dy);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int n = windows.axes();
            Tensor[] in = at.full(x);
            Shape shape = in[0].shape();
            in[0] = SpatialAxes.merged(in[0], n);
            Tensor[] y = Apply.all(this, in);
            Arrays.setAll(y, i -> SpatialAxes.restored(y[i], shape, n, n));
            return y;
        }
    }

    /** Cotangents at the places of the maxima. Inputs dy, indices. */
    private record MaxPoolPullback(String name, Shape shape, int axes) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Pooling.maxPoolBackward(name, x[0], x[1], shape, axes)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dx, _) -> new Cotangent[] {taken(dx, x[1], axes), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Shape all = shape.insert(0, at.size());
            MaxPoolPullback merged = new MaxPoolPullback(name, SpatialAxes.merged(all, axes), axes);
            Tensor dx = Apply.one(merged, SpatialAxes.merged(at.full(x, 0), axes), SpatialAxes.merged(at.full(x, 1), axes));
            return new Tensor[] {Reshape.to(dx, all)};
        }
    }

    /** Zeros with the elements of each plane at flat indices; of several at one place the last stays. Inputs x, indices. */
    private record MaxUnpool(String name, Ints size) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Unpooling.maxUnpool(name, x[0], x[1], size.toArray())};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]),
                    (dy, _) -> new Cotangent[] {F.where(stays(x[1]), taken(dy, x[1], size.size()), 0), Cotangent.ZERO});
        }

        /** Which elements no later one overwrites: those that find their own number where they were put. */
        private Tensor stays(Tensor indices) {
            int n = size.size();
            Shape plane = indices.shape().sub(indices.rank() - n, indices.rank());
            Tensor numbers = Reshape.to(Tensor.of(Create.arange(DType.FLOAT64, 0, plane.size(), 1)), plane);
            Tensor all = Expand.to(numbers, indices.shape());
            return F.eq(taken(Apply.one(this, all, indices), indices, n), all);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int n = size.size();
            Tensor y = Apply.one(this, SpatialAxes.merged(at.full(x, 0), n), SpatialAxes.merged(at.full(x, 1), n));
            return new Tensor[] {SpatialAxes.restored(y, at.full(x, 0).shape(), n, n)};
        }
    }

    /** The elements of each plane at flat indices. */
    private static Tensor taken(Tensor x, Tensor index, int axes) {
        int planes = x.rank() - axes;
        return Shapes.reshape(Index.gather(Shapes.flatten(x, planes, -1), planes, Shapes.flatten(index, planes, -1)), index.shape());
    }

    // ---- functions

    /** Values and, if {@code indexed}, indices. */
    static Tensor[] maxima(String function, int axes, Tensor x, int[] kernelSize, PoolOptions options, boolean indexed) {
        PoolArguments.check(function, x, axes);
        PoolArguments.requireNoAveraging(function, options);
        if (!indexed) {
            PoolArguments.requirePlaneIndices(function, options);
        }
        Tensor[] y = Apply.all(new MaxPool(function, new Sliding(PoolArguments.window(function, axes, kernelSize, options)), indexed), x);
        if (options.indices() == PoolOptions.Indices.TENSOR) {
            y[1] = F.add(y[1], firstPlaces(x.shape().sub(0, x.rank() - axes), y[1], SpatialAxes.tail(x.shape(), axes)));
        }
        return y;
    }

    /** The index in the whole tensor of the first element of each plane, of a shape that broadcasts with the indices. */
    private static Tensor firstPlaces(Shape lead, Tensor indices, Ints plane) {
        long step = plane.stream().asLongStream().reduce(1, (a, b) -> a * b);
        Shape shape = lead;
        while (shape.rank() < indices.rank()) {
            shape = shape.insert(shape.rank(), 1);
        }
        long[] first = Create.longs(lead.size());
        Arrays.setAll(first, i -> i * step);
        return Reshape.to(Tensor.of(first), shape);
    }

    static Tensor[] adaptive(String function, int axes, Tensor x, boolean indexed, int... outputSize) {
        PoolArguments.check(function, x, axes);
        return Apply.all(new MaxPool(function, new Adaptive(PoolArguments.outputSize(function, x, axes, outputSize)), indexed), x);
    }

    /** {@code samples} of x's dtype, [N, C, axes]. */
    static Tensor[] fractional(String function, Tensor x, int[] kernelSize, Ints size, Tensor samples, boolean indexed) {
        int axes = size.size();
        int[] kernel = SpatialAxes.each(function, "kernelSize", axes, 1, Ints.of(kernelSize));
        for (int i = 0; i < axes; i++) {
            int length = x.dim(i - axes);
            if (size.get(i) < 1 || (long) size.get(i) + kernel[i] - 1 > length) {
                throw new ArgumentException(function, "kernelSize and outputSize", Ints.of(kernel) + " and " + size,
                        "lengths of 1 or more, together at most one more than those of x " + x.shape());
            }
        }
        int planes = Shape.length("maxPool", x.shape().sub(0, x.rank() - axes).size());
        ArgumentException.require(samples.dtype().isFloating() && samples.rank() > 0 && samples.dim(-1) == axes
                && samples.size() == (long) planes * axes, function, "samples",
                samples.shape(), "(N, C, " + axes + ") of a floating dtype, one row for each plane of x");
        MaxPool pool = new MaxPool(function, new Fractional(Ints.of(kernel), size), indexed);
        return Apply.all(pool, x, Convert.to(Autograd.stopGradient(samples), x.dtype()));
    }

    /** Samples of a key, for each plane of x. */
    static Tensor samples(String function, int axes, Tensor x, Key key) {
        PoolArguments.check(function, x, axes);
        Shape lead = x.shape().sub(0, x.rank() - axes);
        return Draw.of(function, new Draw.Uniform(), key, (lead.rank() == 1 ? lead.insert(0, 1) : lead).concat(Shape.of(axes)), x.dtype());
    }

    static Ints size(String function, int axes, Tensor x, int... outputSize) {
        PoolArguments.check(function, x, axes);
        return PoolArguments.outputSize(function, x, axes, outputSize);
    }

    /** {@code floor(ratio length)} of each axis. */
    static Ints size(String function, int axes, Tensor x, double... ratio) {
        PoolArguments.check(function, x, axes);
        boolean ok = (ratio.length == 1 || ratio.length == axes) && Arrays.stream(ratio).allMatch(r -> r > 0 && r < 1);
        ArgumentException.require(ok, function, "outputRatio", Arrays.toString(ratio), "one number, or " + axes + ", between 0 and 1");
        int[] size = new int[axes];
        Arrays.setAll(size, i -> (int) (x.dim(i - axes) * ratio[ratio.length == 1 ? 0 : i]));
        return Ints.of(size);
    }

    static Tensor unpooled(String function, Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize) {
        int axes = SpatialAxes.of(function);
        AxisReduction.floating(function, x);
        ArgumentException.require(x.rank() == axes + 1 || x.rank() == axes + 2, function, "x", x.shape(),
                "one or two axes before the " + axes + " spatial ones");
        ArgumentException.require(indices.dtype() == DType.INT64 && indices.shape().equals(x.shape()), function, "indices", indices.shape(),
                "INT64 of x's shape");
        PoolArguments.requireNoAveraging(function, options);
        Ints size = unpooledSize(function, x, PoolArguments.window(function, axes, kernelSize, options), outputSize);
        Shape lead = x.shape().sub(0, x.rank() - axes);
        SpatialAxes.requireSize(function, "outputSize", size,
                Arrays.stream(lead.concat(Shape.of(size.toArray())).dims()).asLongStream().toArray());
        Tensor at = options.indices() == PoolOptions.Indices.PLANE ? indices : F.sub(indices, firstPlaces(lead, indices, size));
        return Apply.one(new MaxUnpool(function, size), x, at);
    }

    /**
     * What the pooling may have come from, {@code (in - 1) stride - begin - end + dilation (kernel - 1) + 1}; lengths that differ by less
     * than a stride may be given.
     */
    private static Ints unpooledSize(String function, Tensor x, PoolWindow w, int... given) {
        int axes = w.kernel().length;
        int[] size = given.length == 0 ? new int[axes] : SpatialAxes.each(function, "outputSize", axes, 0, Ints.of(given));
        for (int i = 0; i < axes; i++) {
            long span = w.dilation()[i] * (w.kernel()[i] - 1L) + 1;
            long usual = (x.dim(i - axes) - 1L) * w.stride()[i] - w.padding()[i] - w.paddingEnd()[i] + span;
            if (given.length == 0) {
                if (usual < 0 || usual > SpatialAxes.LONGEST) {
                    throw new ArgumentException(function, "kernelSize, stride and padding", w,
                            "ones that give axes of 0 to " + SpatialAxes.LONGEST + " elements, not " + usual);
                }
                size[i] = (int) usual;
            } else if (Math.abs(size[i] - usual) >= w.stride()[i]) {
                throw new ArgumentException(function, "outputSize", Ints.of(given),
                        "less than the stride away from " + usual + " along spatial axis " + i);
            }
        }
        return Ints.of(size);
    }
}
