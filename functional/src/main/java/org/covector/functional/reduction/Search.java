package org.covector.functional.reduction;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Distinct;
import org.covector.engine.op.Sorting;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Unique;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.DataDependent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Promotion;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;

/** Searching in sorted sequences, and distinct values. */
final class Search {
    private Search() {}

    /** Where values belong in a sorted sequence. Inputs sorted, values: one sequence for all, or one for each along the last axis. */
    private record Searchsorted(String function, boolean right) implements Constant {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return Index.named(function, () -> Sorting.searchsorted(x[0], x[1], right));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            boolean one = at.rank(x, 0) == 1;
            if (one && !at.has(0)) {
                return Apply.all(this, x);
            }
            Tensor[] in = at.full(x);
            Shape shape = in[1].shape();
            int each = Shape.length("searchsorted", shape.sub(1, shape.rank()).size());
            return new Tensor[] {Reshape.to(Apply.one(this, in[0], one ? Reshape.to(in[1], Shape.of(at.size(), each)) : in[1]), shape)};
        }
    }

    /** Distinct slices along an axis, with where each slice went and how many did: the mean of its slices, as its derivative says. */
    private record DistinctSlices(int axis, boolean consecutive) implements DataDependent {
        @Override
        public String name() {
            return consecutive ? "uniqueConsecutive" : "unique";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            boolean vector = x[0].rank() == 1;
            Sorting.Unique u = consecutive
                    ? vector ? Distinct.uniqueConsecutive(x[0]) : Distinct.uniqueConsecutive(x[0], axis)
                    : vector ? Distinct.unique(x[0]) : Distinct.unique(x[0], axis);
            return new NdArray[] {u.values(), u.inverse(), u.counts()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            return new Vjp(y, List.of(y[1], y[2]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? F.indexSelect(F.div(t, sizes(y[2], t)), axis, y[1]) : Cotangent.ZERO
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            Tensor sums = F.indexAdd(Tensor.zeros(y[0].dtype(), y[0].shape()), axis, y[1], (Tensor) dx[0]);
            return new Jvp(y, new Tangent[] {F.div(sums, sizes(y[2], y[0])), Cotangent.ZERO, Cotangent.ZERO});
        }

        private Tensor sizes(Tensor counts, Tensor y) {
            Shape shape = counts.shape();
            while (shape.rank() < y.rank() - axis) {
                shape = shape.insert(shape.rank(), 1);
            }
            return Reshape.to(Convert.to(counts, y.dtype()), shape);
        }
    }

    // ---- functions

    static Tensor searchsorted(Tensor sorted, Tensor values, boolean right, Option<Tensor> sorter) {
        String f = "searchsorted";
        ArgumentException.require(sorted.rank() >= 1, f, "sorted's shape", sorted.shape(), "one axis or more");
        Tensor s = sorter.fold(() -> sorted, order -> {
            ArgumentException.require(order.dtype() == DType.INT64 && order.shape().equals(sorted.shape()), f, "sorter",
                    order.dtype() + " " + order.shape(), "INT64 " + sorted.shape());
            return Index.gather(f, sorted, -1, order);
        });
        return Apply.one(new Searchsorted(f, right), s, values);
    }

    static Tensor bucketize(Tensor x, Tensor boundaries, boolean right) {
        ArgumentException.require(boundaries.rank() == 1, "bucketize", "boundaries' shape", boundaries.shape(), "one axis");
        return Apply.one(new Searchsorted("bucketize", right), boundaries, x);
    }

    static Unique unique(Tensor x, boolean consecutive) {
        Tensor[] y = Apply.all(new DistinctSlices(0, consecutive), Index.flat(x));
        return new Unique(y[0], Reshape.to(y[1], x.shape()), y[2]);
    }

    static Unique unique(Tensor x, int axis, boolean consecutive) {
        String f = consecutive ? "uniqueConsecutive" : "unique";
        ArgumentException.require(x.rank() > 0, f, "x", "a scalar", "a tensor with at least one axis");
        Tensor[] y = Apply.all(new DistinctSlices(x.shape().axis(f, axis), consecutive), x);
        return new Unique(y[0], y[1], y[2]);
    }

    static Tensor isin(Tensor x, Tensor test, boolean invert) {
        Tensor found;
        if (test.size() == 0) {
            found = Tensor.zeros(DType.BOOL, x.shape());
        } else {
            DType dtype = Promotion.of(x, test);
            Tensor values = Convert.to(x, dtype);
            Tensor sorted = Order.sort(Index.flat(Convert.to(test, dtype)), 0, false)[0];
            Tensor at = F.clamp(Apply.one(new Searchsorted("isin", false), sorted, values), 0, test.size() - 1);
            found = F.eq(Reshape.to(F.indexSelect(sorted, 0, Index.flat(at)), x.shape()), values);
        }
        return invert ? F.logicalNot(found) : found;
    }
}
