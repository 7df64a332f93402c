package org.covector.functional;

import java.util.List;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Sorting;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Sorting and choosing by rank: values with the indices that their cotangents go back to. */
final class Order {
    private Order() {}

    private record Choice(String name, int axis, Function<NdArray, Sorting.Selected> of) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            Sorting.Selected y = of.apply(x[0]);
            return new NdArray[] {y.values(), y.indices()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            return new Vjp(y, List.of(y[1]), (dy, _) -> new Cotangent[] {
                dy[0] instanceof Tensor t ? Index.scatterInto(shape, axis, y[1], t) : Cotangent.ZERO
            });
        }
    }

    static Tensor[] sort(Tensor x, int axis, boolean descending) {
        int a = x.shape().axis("sort", axis);
        return Apply.all(new Choice("sort", a, v -> Sorting.sort(v, a, descending)), x);
    }

    static Tensor[] topk(Tensor x, int k, int axis, boolean largest) {
        int a = x.shape().axis("topk", axis);
        int n = x.rank() == 0 ? 1 : x.dim(a);
        ArgumentException.require(k >= 0 && k <= n, "topk", "k", k, "0 to " + n);
        return Apply.all(new Choice("topk", a, v -> Sorting.topk(v, k, a, largest, true)), x);
    }
}
