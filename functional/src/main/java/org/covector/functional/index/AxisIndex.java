package org.covector.functional.index;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Indexing;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;

/** Whole slices of an axis, read, added and written at a vector of indices. */
final class AxisIndex {
    private AxisIndex() {}

    /** {@code y[.., i, ..] = x[.., index[i], ..]}. Inputs x, index. */
    private record Select(String function, int axis) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Index.named(function, () -> Indexing.indexSelect(x[0], axis, x[1]));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape shape = x[0].shape();
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {
                Apply.one(new Add(axis), Tensor.zeros(dy.dtype(), shape), x[1], dy), Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (!at.has(1)) {
                return Apply.all(new Select(function, axis + 1), x);
            }
            Tensor t = at.full(x, 0);
            return new Tensor[] {Index.gather(function, t, axis + 1, alongAxis(x[1], axis, t.shape().with(axis + 1, x[1].dim(1))))};
        }
    }

    /** {@code y = x} with slices of {@code src} added. Inputs x, index, src. */
    private record Add(int axis) implements Linear {
        @Override
        public String name() {
            return "indexAdd";
        }

        @Override
        public Linearity linearity() {
            return Index.BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Indexing.indexAdd(x[0], axis, x[1], x[2])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, which) -> new Cotangent[] {
                dy, Cotangent.ZERO, which.has(2) ? Apply.one(new Select("indexSelect", axis), dy, x[1]) : Cotangent.ZERO
            });
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor base = at.full(x, 0);
            Tensor src = at.full(x, 2);
            return new Tensor[] {at.has(1)
                    ? Index.scatterAdd(base, axis + 1, alongAxis(x[1], axis, src.shape()), src)
                    : Apply.one(new Add(axis + 1), base, x[1], src)};
        }
    }

    /** {@code y = x} with slices of {@code src} in their places; of equal indices the last counts. Inputs x, index, src. */
    private record Copy(String function, int axis) implements Linear {
        @Override
        public String name() {
            return function;
        }

        @Override
        public Linearity linearity() {
            return Index.BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Index.named(function, () -> Indexing.indexCopy(x[0], axis, x[1], x[2]));
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Shape src = x[2].shape();
            Tensor index = x[1];
            return Vjp.of(Apply.one(this, x), List.of(index), (dy, which) -> new Cotangent[] {
                which.has(0) ? Apply.one(this, dy, index, Tensor.zeros(dy.dtype(), src)) : Cotangent.ZERO,
                Cotangent.ZERO,
                which.has(2)
                        ? F.where(stays(dy.dim(axis), index, src.rank()), Apply.one(new Select(function, axis), dy, index), 0)
                        : Cotangent.ZERO
            });
        }

        /** Which slices no later one overwrites, with the axes of a slice. */
        private Tensor stays(int length, Tensor index, int rank) {
            Tensor number = Index.numbers(index.shape());
            Tensor written = Apply.one(new Copy(function, 0), Tensor.zeros(DType.INT64, Shape.of(length)), index, number);
            Shape shape = index.shape();
            while (shape.rank() < rank - axis) {
                shape = shape.insert(shape.rank(), 1);
            }
            return Shapes.reshape(F.eq(Apply.one(new Select(function, 0), written, index), number), shape);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor base = at.full(x, 0);
            Tensor src = at.full(x, 2);
            return new Tensor[] {at.has(1)
                    ? Index.scatter(function, base, axis + 1, alongAxis(x[1], axis, src.shape()), src)
                    : Apply.one(new Copy(function, axis + 1), base, x[1], src)};
        }
    }

    /** Indices of slices of each example as indices of elements of a shape. */
    private static Tensor alongAxis(Tensor index, int axis, Shape shape) {
        Shape aligned = index.shape();
        for (int i = 1; i <= axis; i++) {
            aligned = aligned.insert(1, 1);
        }
        while (aligned.rank() < shape.rank()) {
            aligned = aligned.insert(aligned.rank(), 1);
        }
        return Expand.to(Reshape.to(index, aligned), shape);
    }

    // ---- functions

    private static Tensor vectorIndex(String function, Tensor index) {
        Index.integer(function, index);
        ArgumentException.require(index.rank() <= 1, function, "index's shape", index.shape(), "one axis");
        return Index.vector(index);
    }

    static Tensor select(String function, Tensor x, int axis, Tensor index) {
        int a = x.shape().axis(function, axis);
        Tensor y = Apply.one(new Select(function, a), Index.vector(x), vectorIndex(function, index));
        return x.rank() == 0 && y.size() == 1 ? Shapes.reshape(y, Shape.SCALAR) : y;
    }

    static Tensor add(Tensor x, int axis, Tensor index, Tensor src) {
        String f = "indexAdd";
        Index.same(f, x, src);
        int a = x.shape().axis(f, axis);
        return Reshape.to(Apply.one(new Add(a), Index.vector(x), vectorIndex(f, index), Index.vector(src)), x.shape());
    }

    static Tensor add(Tensor x, int axis, Tensor index, Tensor src, double alpha) {
        return add(x, axis, index, Factors.scaled("indexAdd", "alpha", src, alpha));
    }

    static Tensor copy(String function, Tensor x, int axis, Tensor index, Tensor src) {
        Index.same(function, x, src);
        int a = x.shape().axis(function, axis);
        return Reshape.to(Apply.one(new Copy(function, a), Index.vector(x), vectorIndex(function, index), Index.vector(src)), x.shape());
    }

    static Tensor fill(Tensor x, int axis, Tensor index, Tensor value) {
        String f = "indexFill";
        ArgumentException.require(value.rank() == 0, f, "value's shape", value.shape(), "a scalar");
        Tensor at = vectorIndex(f, index);
        Shape shape = Index.vector(x).shape().with(x.shape().axis(f, axis), at.dim(0));
        return copy(f, x, axis, at, Expand.to(Convert.to(value, x.dtype()), shape));
    }

    static Tensor sliceScatter(Tensor x, Tensor src, int axis, int start, int end, int step) {
        String f = "sliceScatter";
        ArgumentException.require(x.rank() > 0, f, "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(step > 0, f, "step", step, "1 or more");
        int a = x.shape().axis(f, axis);
        int n = x.dim(a);
        int from = Math.clamp(start < 0 ? (long) start + n : start, 0, n);
        int to = Math.clamp(end < 0 ? (long) end + n : end, from, n);
        Tensor index = Tensor.of(Create.arange(from, to, step));
        Shape shape = x.shape().with(a, index.dim(0));
        ArgumentException.require(src.shape().equals(shape), f, "src's shape", src.shape(), shape + ", that of the slice");
        return copy(f, x, a, index, src);
    }

    static Tensor selectScatter(Tensor x, Tensor src, int axis, int index) {
        String f = "selectScatter";
        ArgumentException.require(x.rank() > 0, f, "x", "a scalar", "a tensor with at least one axis");
        int a = x.shape().axis(f, axis);
        int n = x.dim(a);
        ArgumentException.require(index >= -n && index < n, f, "index", index,
                n == 0 ? "none: the axis is empty" : "from " + -n + " to " + (n - 1));
        Shape slice = x.shape().without(a);
        ArgumentException.require(src.shape().equals(slice), f, "src's shape", src.shape(), slice + ", that of the slice");
        return copy(f, x, a, Tensor.of((long) (index < 0 ? index + n : index)), Shapes.unsqueeze(src, a));
    }
}
