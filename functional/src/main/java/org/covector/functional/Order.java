package org.covector.functional;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Sorting;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

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
            return x[0].rank() == 1 ? new Tensor[] {x[0], Tensor.zeros(DType.INT64, x[0].shape())} // of scalars there is nothing to choose
                    : Apply.all(shifted(), x);
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

    private record Topk(int k, int axis, boolean largest) implements Choice {
        @Override
        public Sorting.Selected of(NdArray x) {
            return Sorting.topk(x, k, axis, largest, true);
        }

        @Override
        public Choice shifted() {
            return new Topk(k, axis + 1, largest);
        }
    }

    static Tensor[] sort(Tensor x, int axis, boolean descending) {
        int a = x.shape().axis("sort", axis);
        return Apply.all(new Sort(a, descending), x);
    }

    static Tensor[] topk(Tensor x, int k, int axis, boolean largest) {
        int a = x.shape().axis("topk", axis);
        int n = x.rank() == 0 ? 1 : x.dim(a);
        ArgumentException.require(k >= 0 && k <= n, "topk", "k", k, "0 to " + n);
        return Apply.all(new Topk(k, a, largest), x);
    }
}
