package org.covector.functional.reduction;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Sorting;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;

/** Sorting and choosing by rank: values with the indices that their cotangents go back to. */
final class Order {
    private Order() {}

    /** A choice of elements along an axis, with their indices. */
    private sealed interface Choice extends Structural {
        int axis();

        Sorting.Selected of(NdArray x);

        /** The same along the axis after. */
        Choice shifted();

        @Override
        default NdArray[] compute(NdArray... x) {
            Sorting.Selected y = of(x[0]);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        default Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            return new Vjp(y, List.of(y[1]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? Index.scatterInto(shape, axis(), y[1], t) : Cotangent.ZERO
            });
        }

        @Override
        default Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            return new Jvp(y, new Tangent[] {Index.gather((Tensor) dx[0], axis(), y[1]), Cotangent.ZERO});
        }

        @Override
        default Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(shifted(), x);
        }
    }

    private record Sort(int axis, boolean descending) implements Choice {
        @Override
        public Sorting.Selected of(NdArray x) {
            return Sorting.sort(x, axis, descending);
        }

        @Override
        public Choice shifted() {
            return new Sort(axis + 1, descending);
        }
    }

    private record Topk(int k, int axis, boolean largest, boolean sorted) implements Choice {
        @Override
        public Sorting.Selected of(NdArray x) {
            return Sorting.topk(x, k, axis, largest, sorted);
        }

        @Override
        public Choice shifted() {
            return new Topk(k, axis + 1, largest, sorted);
        }
    }

    /** The indices that sort, without the values. */
    private record Argsort(int axis, boolean descending) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Sorting.argsort(x[0], axis, descending)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Argsort(axis + 1, descending), x);
        }
    }

    /** Applied to a scalar as to a vector of one. */
    private static Tensor[] chosen(Choice choice, Tensor x) {
        if (x.rank() > 0) {
            return Apply.all(choice, x);
        }
        Tensor[] y = Apply.all(choice, Index.vector(x));
        return y[0].size() == 1 ? new Tensor[] {Reshape.to(y[0], Shape.SCALAR), Reshape.to(y[1], Shape.SCALAR)} : y;
    }

    static Tensor[] sort(Tensor x, int axis, boolean descending) {
        return chosen(new Sort(x.shape().axis("sort", axis), descending), x);
    }

    static Tensor argsort(Tensor x, int axis, boolean descending) {
        int a = x.shape().axis("argsort", axis);
        return Reshape.to(Apply.one(new Argsort(a, descending), Index.vector(x)), x.shape());
    }

    static Tensor msort(Tensor x) {
        int a = x.shape().axis("msort", 0);
        return chosen(new Sort(a, false), x)[0];
    }

    static Tensor[] topk(Tensor x, int k, int axis, boolean largest) {
        return topk(x, k, axis, largest, true);
    }

    static Tensor[] topk(Tensor x, int k, int axis, boolean largest, boolean sorted) {
        int a = x.shape().axis("topk", axis);
        int n = x.rank() == 0 ? 1 : x.dim(a);
        ArgumentException.require(k >= 0 && k <= n, "topk", "k", k, "0 to " + n);
        return chosen(new Topk(k, a, largest, sorted), x);
    }
}
