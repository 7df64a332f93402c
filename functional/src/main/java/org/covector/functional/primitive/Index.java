package org.covector.functional.primitive;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Indexing;
import org.covector.engine.op.Reductions;
import org.covector.functional.F;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Reading and writing element by element along an axis, at places given by INT64 tensors. Reading and adding are each other's adjoints. */
public final class Index {
    /** Linear in what is written to and what is written, inputs 0 and 2; input 1 is the index. */
    public static final Linearity BASE_AND_SOURCE = Linearity.jointly(0, 2);

    private Index() {}

    /** {@code y[.., i, ..] = x[.., index[.., i, ..], ..]}. Inputs x, index. */
    private record Gather(String function, int axis) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return named(function, () -> Indexing.gather(x[0], axis, x[1]));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {
                scatterInto(shape, axis, x[1], dy), Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] in = vectors(at, x);
            return new Tensor[] {Reshape.to(Apply.one(new Gather(function, axis + 1), in), at.full(x, 1).shape())};
        }
    }

    /** {@code y = x} with {@code src} added at the places that {@link Gather} reads. Inputs x, index, src. */
    private record ScatterAdd(int axis) implements Linear {
        @Override
        public Linearity linearity() {
            return BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.scatterAdd(x[0], axis, x[1], x[2])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape src = x[2].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, which) -> new Cotangent[] {
                dy, Cotangent.ZERO, which.has(2) ? fit(gather(dy, axis, x[1]), src) : Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return new Tensor[] {Reshape.to(Apply.one(new ScatterAdd(axis + 1), vectors(at, x)), at.full(x, 0).shape())};
        }
    }

    /**
     * {@code y = x} with {@code src} in the places that {@link Gather} reads; of several writes to one place the last stays, and only
     * that one has a gradient. Inputs x, index, src; index and src of one shape.
     */
    private record Scatter(String function, int axis) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public Linearity linearity() {
            return BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return named(function, () -> Indexing.scatter(x[0], axis, x[1], x[2]));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            Tensor index = x[1];
            return Vjp.of(Apply.one(this, x), List.of(index), (dy, which) -> new Cotangent[] {
                which.has(0) ? Apply.one(this, dy, index, Tensor.zeros(dy.dtype(), index.shape())) : Cotangent.ZERO,
                Cotangent.ZERO,
                which.has(2) ? F.where(stays(shape, index), gather(dy, axis, index), 0) : Cotangent.ZERO
            });
        }

        /** Which writes no later one overwrites: each place is given the number of the write, and read again. */
        private Tensor stays(Shape shape, Tensor index) {
            Tensor number = numbers(index.shape());
            return F.eq(gather(Apply.one(this, Tensor.zeros(DType.INT64, shape), index, number), axis, index), number);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Scatter(function, axis + 1), at.full(x));
        }
    }

    /** {@code index} itself, once all of it is known to lie in 0 to {@code limit - 1}. */
    private record Checked(String function, int limit) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            if (x[0].size() > 0 && (extreme(x[0], false) < 0 || extreme(x[0], true) >= limit)) {
                throw outside(x[0]);
            }
            return x;
        }

        private static long extreme(NdArray index, boolean largest) {
            int[] axes = new int[index.rank()];
            Arrays.setAll(axes, i -> i);
            NdArray y = largest ? Reductions.max(index, axes, false) : Reductions.min(index, axes, false);
            return y.toLongArray()[0];
        }

        private ArgumentException outside(NdArray index) {
            long[] all = index.toLongArray();
            int at = 0;
            while (all[at] >= 0 && all[at] < limit) {
                at++;
            }
            int[] steps = index.shape().strides();
            StringBuilder where = new StringBuilder("index");
            for (int a = 0, rest = at; a < steps.length; rest %= steps[a++]) {
                where.append(a == 0 ? "[" : ", ").append(rest / steps[a]);
            }
            return new ArgumentException(function, where + (steps.length == 0 ? "" : "]"), all[at], "from 0 to " + (limit - 1));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    /** Inputs with the examples along the first axis and at least one axis after it. */
    private static Tensor[] vectors(Batch at, Tensor... x) {
        Tensor[] in = at.full(x);
        for (int i = 0; i < in.length; i++) {
            in[i] = in[i].rank() == 1 ? Shapes.unsqueeze(in[i], 1) : in[i];
        }
        return in;
    }

    /** A cotangent of the part of {@code src} that was read, as zeros elsewhere. */
    private static Tensor fit(Tensor part, Shape src) {
        if (part.shape().equals(src)) {
            return part;
        }
        int[] high = new int[src.rank()];
        Arrays.setAll(high, i -> src.dim(i) - part.dim(i));
        return Shapes.padConstant(part, new int[src.rank()], high, 0);
    }

    // ---- for all families of indexing

    /** What a function of the engine gives; what it refuses is refused in the name of the function that the user called. */
    public static NdArray[] named(String function, Supplier<NdArray> call) {
        try {
            return new NdArray[] {call.get()};
        } catch (ArgumentException e) {
            throw e.function().equals(function) ? e : new ArgumentException(function, e.argument(), e.given(), e.accepted());
        }
    }

    /** The numbers from 0 on in row-major order, under a shape. */
    public static Tensor numbers(Shape shape) {
        return Tensor.of(Create.arange(0, shape.size(), 1).reshape(shape));
    }

    /** {@code index} itself, refused by the name of the function that the user called if it goes outside. */
    public static Tensor checked(String function, Tensor index, int limit) {
        return Apply.one(new Checked(function, limit), index);
    }

    public static void integer(String function, Tensor index) {
        ArgumentException.require(index.dtype() == DType.INT64, function, "dtype of index", index.dtype(), "INT64");
    }

    public static void same(String function, Tensor x, Tensor src) {
        ArgumentException.require(x.dtype() == src.dtype(), function, "dtypes", x.dtype() + " and " + src.dtype(), "equal dtypes");
    }

    /** A scalar as a vector of one. */
    public static Tensor vector(Tensor x) {
        return x.rank() == 0 ? Reshape.to(x, Shape.of(1)) : x;
    }

    /** Repeated to a shape; refused by name where it does not broadcast. */
    public static Tensor expanded(String function, String argument, Tensor t, Shape shape) {
        int lead = shape.rank() - t.rank();
        boolean ok = lead >= 0;
        for (int i = 0; ok && i < t.rank(); i++) {
            ok = t.dim(i) == 1 || t.dim(i) == shape.dim(lead + i);
        }
        ArgumentException.require(ok, function, argument + "'s shape", t.shape(), "a shape that broadcasts to " + shape);
        return Expand.to(t, shape);
    }

    // ---- functions

    public static Tensor gather(Tensor x, int axis, Tensor index) {
        return gather("gather", x, axis, index);
    }

    public static Tensor gather(String function, Tensor x, int axis, Tensor index) {
        integer(function, index);
        return Apply.one(new Gather(function, x.shape().axis(function, axis)), x, index);
    }

    public static Tensor scatterAdd(Tensor x, int axis, Tensor index, Tensor src) {
        integer("scatterAdd", index);
        same("scatterAdd", x, src);
        return Apply.one(new ScatterAdd(x.shape().axis("scatterAdd", axis)), x, index, src);
    }

    /** {@code src} added into zeros of a shape. */
    public static Tensor scatterInto(Shape shape, int axis, Tensor index, Tensor src) {
        return Apply.one(new ScatterAdd(axis), Tensor.zeros(src.dtype(), shape), index, src);
    }

    public static Tensor scatter(Tensor x, int axis, Tensor index, Tensor src) {
        return scatter("scatter", x, axis, index, src);
    }

    public static Tensor scatter(String function, Tensor x, int axis, Tensor index, Tensor src) {
        integer(function, index);
        same(function, x, src);
        int a = x.shape().axis(function, axis);
        Tensor y = Apply.one(new Scatter(function, a), vector(x), vector(index), vector(read(function, src, index)));
        return Reshape.to(y, x.shape());
    }

    public static Tensor scatter(Tensor x, int axis, Tensor index, double value) {
        return scatter(x, axis, index, Expand.to(Tensor.full(x.dtype(), Shape.SCALAR, value), index.shape()));
    }

    /** The part of src that an index of the same rank reaches. */
    public static Tensor read(String function, Tensor src, Tensor index) {
        boolean fits = src.rank() == index.rank();
        for (int i = 0; fits && i < src.rank(); i++) {
            fits = index.dim(i) <= src.dim(i);
        }
        ArgumentException.require(fits, function, "index's shape", index.shape(),
                "rank " + src.rank() + ", no axis longer than in src, " + src.shape());
        Tensor part = src;
        for (int i = 0; i < src.rank(); i++) {
            part = Shapes.slice(part, i, 0, index.dim(i), 1);
        }
        return part;
    }

    public static Tensor takeAlongDim(Tensor x, Tensor index, int axis) {
        String f = "takeAlongDim";
        integer(f, index);
        ArgumentException.require(index.rank() == x.rank(), f, "index's shape", index.shape(), "rank " + x.rank());
        int a = x.shape().axis(f, axis);
        if (x.rank() == 0) {
            return gather(f, x, a, index);
        }
        Shape common = x.shape().with(a, 1).broadcast(f, index.shape().with(a, 1));
        return gather(f, Expand.to(x, common.with(a, x.dim(a))), a, Expand.to(index, common.with(a, index.dim(a))));
    }

    public static Tensor takeAlongDim(Tensor x, Tensor index) {
        integer("takeAlongDim", index);
        return gather("takeAlongDim", flat(x), 0, flat(index));
    }

    public static Tensor putAlong(Tensor x, Tensor index, Tensor src, int axis) {
        String f = "putAlong";
        integer(f, index);
        ArgumentException.require(index.rank() == x.rank(), f, "index's shape", index.shape(), "rank " + x.rank());
        int a = x.shape().axis(f, axis);
        Tensor wide = x.rank() == 0 ? index : expanded(f, "index", index, x.shape().with(a, index.dim(a)));
        return scatter(f, x, a, wide, expanded(f, "src", src, wide.shape()));
    }

    /** All elements as a vector. */
    public static Tensor flat(Tensor x) {
        return Shapes.reshape(x, Shape.of(Shape.length("flatten", x.size())));
    }

    /** Values, and the indices at which they were read. */
    public static Selected selected(Tensor... both) {
        return new Selected(both[0], both[1]);
    }
}
