package org.covector.functional.index;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.AdvancedIndexing;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.DataDependent;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Reshape;

/** Elements chosen by booleans. */
final class Masks {
    private Masks() {}

    /** The indices of the elements that are not zero, INT64 [n, rank]. */
    private record Nonzero(String function) implements Constant, DataDependent {
        @Override
        public String name() {
            return function;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {AdvancedIndexing.nonzero(x[0])};
        }
    }

    /** x with the elements where the mask is true replaced by the first of src. Inputs x, mask of its shape, src of one axis. */
    private record MaskedScatter() implements Linear {
        @Override
        public Linearity linearity() {
            return Index.BASE_AND_SOURCE;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {AdvancedIndexing.maskedScatter(x[0], x[1], x[2])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor mask = x[1];
            int n = x[2].dim(0);
            return Vjp.of(Apply.one(this, x), List.of(mask), (dy, which) -> new Cotangent[] {
                which.has(0) ? F.where(mask, 0, dy) : Cotangent.ZERO,
                Cotangent.ZERO,
                which.has(2) ? gathered(mask, n, dy) : Cotangent.ZERO
            });
        }

        private static Tensor gathered(Tensor mask, int n, Tensor dy) {
            Tensor zeros = Tensor.zeros(dy.dtype(), Shape.of(n));
            return n == 0 ? zeros : AxisIndex.add(zeros, 0, order(mask, n), Index.flat(F.where(mask, dy, 0)));
        }

        /** For each element which of src goes there if the mask is true; some other one where it is not. */
        private static Tensor order(Tensor mask, int n) {
            return F.clamp(F.sub(F.cumsum(Index.flat(mask), 0), 1), 0, n - 1);
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (x[2].dim(-1) == 0) {
                return new Tensor[] {at.full(x, 0)};
            }
            return at.composed(in -> {
                Tensor taken = AxisIndex.select("maskedScatter", in[2], 0, order(in[1], in[2].dim(0)));
                return new Tensor[] {F.where(in[1], Reshape.to(taken, in[0].shape()), in[0])};
            }, x);
        }
    }

    private static void mask(String function, Tensor mask) {
        ArgumentException.require(mask.dtype() == DType.BOOL, function, "mask's dtype", mask.dtype(), "BOOL");
    }

    static Tensor nonzero(String function, Tensor x) {
        return Apply.one(new Nonzero(function), x);
    }

    static Tensor select(Tensor x, Tensor mask) {
        String f = "maskedSelect";
        mask(f, mask);
        Shape shape = x.shape().broadcast(f, mask.shape());
        Tensor at = nonzero(f, Index.flat(Expand.to(mask, shape)));
        return AxisIndex.select(f, Index.flat(Expand.to(x, shape)), 0, Index.flat(at));
    }

    static Tensor scatter(Tensor x, Tensor mask, Tensor src) {
        String f = "maskedScatter";
        mask(f, mask);
        Index.same(f, x, src);
        Shape shape = x.shape().broadcast(f, mask.shape());
        return Apply.one(new MaskedScatter(), Expand.to(x, shape), Expand.to(mask, shape), Index.flat(src));
    }

    static Tensor fill(Tensor x, Tensor mask, Tensor value) {
        mask("maskedFill", mask);
        ArgumentException.require(value.rank() == 0, "maskedFill", "value's shape", value.shape(), "a scalar");
        return F.where(mask, Convert.to(value, x.dtype()), x);
    }
}
