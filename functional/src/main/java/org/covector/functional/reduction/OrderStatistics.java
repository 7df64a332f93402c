package org.covector.functional.reduction;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Sorting;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Shapes;

/** Elements by their rank: medians, modes, the k-th smallest, quantiles. */
final class OrderStatistics {
    private OrderStatistics() {}

    /** Which element of an axis. */
    enum Choice {
        MEDIAN("median"), NANMEDIAN("nanmedian"), MODE("mode"), KTH("kthvalue");

        private final String function;

        Choice(String function) {
            this.function = function;
        }

        private Sorting.Selected of(NdArray x, int k, int axis, boolean keepdim) {
            return switch (this) {
                case MEDIAN -> Sorting.median(x, axis, keepdim);
                case NANMEDIAN -> Sorting.nanmedian(x, axis, keepdim);
                case MODE -> Sorting.mode(x, axis, keepdim);
                case KTH -> Sorting.kthvalue(x, k, axis, keepdim);
            };
        }
    }

    /** One element of each run along an axis and where it is; the cotangent goes to the place returned. */
    private record Ranked(Choice choice, int k, int axis, boolean keepdim) implements Structural {
        @Override
        public String name() {
            return choice.function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Sorting.Selected y = choice.of(x[0], k, axis, keepdim);
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
            Tensor dy = Index.gather((Tensor) dx[0], axis, kept(y[1]));
            return new Jvp(y, new Tangent[] {Shapes.reshape(dy, y[0].shape()), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Ranked(choice, k, axis + 1, keepdim), x);
        }

        private Tensor kept(Tensor t) {
            return keepdim ? t : Shapes.unsqueeze(t, axis);
        }
    }

    /** The median of all along an axis; the cotangent is split evenly among the elements that equal it. */
    private record Middle(Choice choice, int axis) implements Structural {
        @Override
        public String name() {
            return choice.function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {choice.of(x[0], 0, axis, false).values()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> AxisReduction.evenly(attains(x[0], y), dy, axis));
        }

        private Tensor attains(Tensor x, Tensor y) {
            Tensor all = AxisReduction.spread(y, new int[] {axis}, x.shape());
            return F.logicalOr(F.eq(x, all), F.logicalAnd(F.isnan(x), F.isnan(all)));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, Shapes.reshape(AxisReduction.evenly(attains(x[0], y), (Tensor) dx[0], Ints.of(axis)), y.shape()));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Middle(choice, axis + 1), x);
        }
    }

    static Tensor[] ranked(Choice choice, Tensor x, int k, int axis, boolean keepdim) {
        int a = x.shape().axis(choice.function, axis);
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x;
        AxisReduction.requireSome(choice.function, t, a);
        ArgumentException.require(choice != Choice.KTH || k >= 1 && k <= t.dim(a), "kthvalue", "k", k, "from 1 to " + t.dim(a));
        return Apply.all(new Ranked(choice, k, a, keepdim && x.rank() > 0), t);
    }

    static Tensor middle(Choice choice, Tensor x) {
        if (x.size() == 0) {
            AxisReduction.floating(choice.function, x);
            return Tensor.full(x.dtype(), Shape.SCALAR, Double.NaN);
        }
        return Apply.one(new Middle(choice, 0), Shapes.reshape(x, -1));
    }
}
