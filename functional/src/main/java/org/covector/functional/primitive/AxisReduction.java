package org.covector.functional.primitive;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Sums, products, extrema, norms and moments over axes. Axes are sorted and counted from 0 before a primitive sees them. */
public final class AxisReduction {
    private AxisReduction() {}

    /** {@code y = sum x}: adds a cotangent to every element. */
    private record Sum(Ints axes, boolean keepdim) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.sum(x[0], axes.toArray(), keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> spread(dy, axes.toArray(), shape));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Sum(a, k));
        }
    }

    /** {@code y = sum x / n}, which never overflows: a share of the cotangent to every element. */
    private record Mean(Ints axes, boolean keepdim) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.mean(x[0], axes.toArray(), keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.linear(this, x, dy -> spread(F.div(dy, count(shape, axes.toArray())), axes.toArray(), shape));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Mean(a, k));
        }
    }

    /** {@code y = prod x}; the last of running products, to every order of derivative. */
    private record Prod(Ints axes, boolean keepdim) implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.prod(x[0], axes.toArray(), keepdim)};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {Shapes.reshape(last(runs(x[0], axes.toArray())), reduced(x[0].shape(), axes.toArray(), keepdim))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Prod(a, k));
        }

        private static Tensor last(Tensor runs) {
            int n = runs.dim(-1);
            return n == 0 ? Tensor.ones(runs.dtype(), runs.shape().with(runs.rank() - 1, 1))
                    : Shapes.slice(RunningProduct.of(runs), -1, n - 1, n, 1);
        }
    }

    /** {@code y = max x} or {@code min x}; the cotangent is split evenly among the elements that attain it. */
    private record Extremum(Ints axes, boolean keepdim, boolean largest) implements Structural {
        @Override
        public String name() {
            return largest ? "amax" : "amin";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {largest ? Reductions.max(x[0], axes.toArray(), keepdim) : Reductions.min(x[0], axes.toArray(), keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> evenly(attains(x[0], y), dy, axes.toArray()));
        }

        /** Of NaN among them, what is NaN. */
        private Tensor attains(Tensor x, Tensor y) {
            return F.logicalOr(F.eq(x, spread(y, axes.toArray(), x.shape())), F.isnan(x));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, Shapes.reshape(evenly(attains(x[0], y), (Tensor) dx[0], axes), y.shape()));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Extremum(a, k, largest));
        }
    }

    /** {@code y = max x} along an axis and where it is; the cotangent goes to the place returned. */
    private record ExtremumAt(int axis, boolean keepdim, boolean largest) implements Structural {
        @Override
        public String name() {
            return largest ? "max" : "min";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Reductions.Indexed y = largest ? Reductions.max(x[0], axis, keepdim) : Reductions.min(x[0], axis, keepdim);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            return new Vjp(y, List.of(y[1]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? Index.scatterInto(shape, axis, kept(y[1]), kept(t)) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            Tensor dy = x[0].rank() == 0 ? (Tensor) dx[0] : Index.gather((Tensor) dx[0], axis, kept(y[1]));
            return new Jvp(y, new Tangent[] {Shapes.reshape(dy, y[0].shape()), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return x[0].rank() == 1 ? new Tensor[] {x[0], Tensor.zeros(DType.INT64, x[0].shape())} // scalars are their own extrema
                    : Apply.all(new ExtremumAt(axis + 1, keepdim, largest), x);
        }

        private Tensor kept(Tensor t) {
            return keepdim ? t : Shapes.unsqueeze(t, axis);
        }
    }

    /** {@code y = log sum exp x}: the cotangent is weighted by softmax. */
    private record Logsumexp(Ints axes, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.logsumexp(x[0], axes.toArray(), keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> F.mul(spread(dy, axes.toArray(), x[0].shape()), softmax(x[0], y)));
        }

        private Tensor softmax(Tensor x, Tensor y) {
            return LogWeights.of(x, Shapes.reshape(y, reduced(x.shape(), axes.toArray(), true)), axes);
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, sum(F.mul((Tensor) dx[0], softmax(x[0], y)), axes, keepdim));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Logsumexp(a, k));
        }
    }

    /** A reduction over axes, none for a scalar. */
    public interface Reducing {
        Structural over(Ints axes, boolean keepdim);
    }

    /**
     * The same reduction for many examples along the first axis; scalars are reduced over an axis of length 1, since none would
     * mean all.
     */
    public static Tensor[] overExamples(Tensor x, Ints axes, boolean keepdim, Reducing reducing) {
        return axes.size() == 0 ? Apply.all(reducing.over(Ints.of(1), false), Shapes.unsqueeze(x, 1))
                : Apply.all(reducing.over(axes.plus(1), keepdim), x);
    }

    /**
     * {@code y = log mean exp x}, by the differences of exponentials from that of the largest where they are small: what is close to 0
     * is no difference of a logarithm from log n.
     */
    private record Logmeanexp(Ints axes, boolean keepdim) implements Composed {
        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor t = Tensor.of(x[0]);
            Tensor plain = definition(t)[0];
            if (t.size() == 0) {
                return new NdArray[] {plain.array()};
            }
            Tensor most = extremum("logmeanexp", t, axes.toArray(), true, true);
            Tensor finite = F.where(F.isfinite(most), most, 0);
            Tensor rest = mean(F.expm1(F.sub(t, finite)), axes.toArray(), true);
            Tensor near = F.add(finite, F.log1p(rest));
            return new NdArray[] {F.where(Shapes.reshape(F.gt(rest, -0.5), plain.shape()), Shapes.reshape(near, plain.shape()), plain)
                    .array()};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {F.sub(logsumexp(x[0], axes.toArray(), keepdim), Math.log(count(x[0].shape(), axes.toArray())))};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return overExamples(x[0], axes, keepdim, (a, k) -> new Logmeanexp(a, k));
        }
    }

    // ---- shapes

    /** Sorted axes from 0, each once; none given means all. */
    public static int[] axes(String function, Shape shape, int... axes) {
        if (axes.length == 0) {
            int[] all = new int[shape.rank()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] a = shape.axes(function, "axes", axes);
        Arrays.sort(a);
        return shape.rank() == 0 ? new int[0] : a;
    }

    /** The shape after reducing over axes. */
    public static Shape reduced(Shape shape, int[] axes, boolean keepdim) {
        boolean[] gone = new boolean[shape.rank()];
        for (int a : axes) {
            gone[a] = true;
        }
        int[] dims = new int[keepdim ? gone.length : gone.length - axes.length];
        int n = 0;
        for (int i = 0; i < gone.length; i++) {
            if (keepdim || !gone[i]) {
                dims[n++] = gone[i] ? 1 : shape.dim(i);
            }
        }
        return Shape.of(dims);
    }

    /** A reduced tensor repeated to the shape before, whether its axes were kept or not. */
    public static Tensor spread(Tensor y, int[] axes, Shape shape) {
        return Expand.to(y.rank() == 0 ? y : Shapes.reshape(y, reduced(shape, axes, true)), shape);
    }

    /** How many elements a reduction takes together. */
    public static double count(Shape shape, int... axes) {
        double n = 1;
        for (int a : axes) {
            n *= shape.dim(a);
        }
        return n;
    }

    /** The reduced axes moved to the end as one. */
    private static Tensor runs(Tensor x, int... axes) {
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(i -> Arrays.binarySearch(axes, i) < 0),
                Arrays.stream(axes)).toArray();
        return Shapes.reshape(Shapes.permute(x, order), reduced(x.shape(), axes, false).concat(Shape.of(Shape.length("prod",
                (long) count(x.shape(), axes)))));
    }

    /** {@code dy} divided among the marked elements of each run. */
    public static Tensor evenly(Tensor marked, Tensor dy, int... axes) {
        Shape shape = marked.shape();
        Tensor count = sum(Convert.to(marked, dy.dtype()), axes, true);
        Tensor share = F.div(Shapes.reshape(dy, count.shape()), F.maximum(count, 1)); // a NaN equals nothing: count 0
        return F.where(marked, Expand.to(share, shape), 0);
    }

    /** The mean of {@code dx} over the marked elements of each run, reduced axes kept. */
    public static Tensor evenly(Tensor marked, Tensor dx, Ints axes) {
        Tensor count = sum(Convert.to(marked, dx.dtype()), axes, true);
        return F.div(sum(F.where(marked, dx, 0), axes, true), F.maximum(count, 1)); // a NaN equals nothing: count 0
    }

    /** The sum over axes sorted and counted from 0. */
    public static Tensor sum(Tensor x, Ints axes, boolean keepdim) {
        return Apply.one(new Sum(axes, keepdim), x);
    }

    // ---- functions

    public static Tensor sum(Tensor x, int[] axes, boolean keepdim) {
        return Apply.one(new Sum(Ints.of(axes("sum", x.shape(), axes)), keepdim), x.dtype() == DType.BOOL ? Convert.to(x, DType.INT64) : x);
    }

    public static Tensor mean(Tensor x, int[] axes, boolean keepdim) {
        floating("mean", x);
        return Apply.one(new Mean(Ints.of(axes("mean", x.shape(), axes)), keepdim), x);
    }

    public static Tensor prod(Tensor x, int[] axes, boolean keepdim) {
        return Apply.one(new Prod(Ints.of(axes("prod", x.shape(), axes)), keepdim), x.dtype() == DType.BOOL ? Convert.to(x, DType.INT64)
                : x);
    }

    public static Tensor extremum(String function, Tensor x, int[] axes, boolean keepdim, boolean largest) {
        int[] a = axes(function, x.shape(), axes);
        for (int axis : a) {
            requireSome(function, x, axis);
        }
        return Apply.one(new Extremum(Ints.of(a), keepdim, largest), x);
    }

    /** Refuses an axis without elements, of which no element can be chosen. */
    public static void requireSome(String function, Tensor x, int axis) {
        if (x.rank() > 0 && x.dim(axis) == 0) {
            throw new ArgumentException(function, "length of axis " + axis, 0 + " in " + x.shape(), "1 or more");
        }
    }

    public static Tensor[] extremumAt(Tensor x, int axis, boolean keepdim, boolean largest) {
        String function = largest ? "max" : "min";
        int a = x.shape().axis(function, axis);
        requireSome(function, x, a);
        return Apply.all(new ExtremumAt(a, keepdim, largest), x);
    }

    public static Tensor logsumexp(Tensor x, int[] axes, boolean keepdim) {
        Tensor numbers = x.dtype().isFloating() ? x : Convert.to(x, DType.FLOAT32);
        return Apply.one(new Logsumexp(Ints.of(axes("logsumexp", x.shape(), axes)), keepdim), numbers);
    }

    public static Tensor logmeanexp(Tensor x, int[] axes, boolean keepdim) {
        Tensor numbers = x.dtype().isFloating() ? x : Convert.to(x, DType.FLOAT32);
        return Apply.one(new Logmeanexp(Ints.of(axes("logmeanexp", x.shape(), axes)), keepdim), numbers);
    }

    public static Tuple2<Tensor, Tensor> aminmax(Tensor x, int[] axes, boolean keepdim) {
        return Tuple.of(extremum("aminmax", x, axes, keepdim, false), extremum("aminmax", x, axes, keepdim, true));
    }

    /** Refuses integers and booleans. */
    public static void floating(String function, Tensor x) {
        ArgumentException.require(x.dtype().isFloating(), function, "dtype of x", x.dtype(), "FLOAT32 or FLOAT64");
    }
}
