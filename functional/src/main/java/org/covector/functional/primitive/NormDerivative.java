package org.covector.functional.primitive;

import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;

/** Derivatives of norms over axes, for norms of vectors and of windows. */
public final class NormDerivative {
    private NormDerivative() {}

    /**
     * The derivative of a norm y by each element, p finite and not 0: {@code sign(x) (|x| / y)^(p - 1)}, in which nothing overflows.
     *
     * @param signed whether the powers were of magnitudes
     */
    public static Tensor of(Tensor x, Tensor y, double p, Ints over, boolean signed) {
        if (p == 1) {
            return F.sign(x);
        }
        Tensor limit = Apply.one(new Limit(p, over), x, y);
        Tensor without = F.logicalOr(F.eq(y, 0), F.isinf(y)); // derivatives of their own
        Tensor none = AxisReduction.spread(without, over.toArray(), x.shape());
        Tensor safe = AxisReduction.spread(F.where(without, 1, y), over.toArray(), x.shape());
        if (p == 2) {
            return F.div(F.where(none, limit, x), safe);
        }
        Tensor apart = F.logicalOr(none, F.logicalOr(F.eq(x, 0), F.isinf(x))); // of p = 2 an element of 0 has a second derivative
        Tensor size = F.abs(F.where(apart, 1, x));
        // below 1 the quotient is raised to a negative power: it must not be subnormal
        Tensor power = p > 1 ? F.pow(F.div(size, safe), p - 1) : F.pow(F.div(F.sqrt(size), F.sqrt(safe)), 2 * (p - 1));
        return F.where(apart, limit, signed ? F.mul(F.sign(x), power) : power);
    }

    /**
     * What the derivatives of norms that are 0 or infinite are, and of elements that are 0: 0, but where an element is infinite. If it
     * is the only one it has the norm to itself; of several nothing decides whose the norm is. Inputs x and y.
     */
    private record Limit(double p, Ints over) implements Constant {
        @Override
        public NdArray[] compute(NdArray... t) {
            if (!F.any(F.isinf(Tensor.of(t[1])), false).array().getBoolean()) {
                return new NdArray[] {NdArray.zeros(t[0].dtype(), Shape.SCALAR).expand(t[0].shape())};
            }
            Tensor x = Tensor.of(t[0]);
            Tensor far = F.isinf(AxisReduction.spread(Tensor.of(t[1]), over.toArray(), x.shape()));
            Tensor infinite = F.logicalAnd(F.isinf(x), far); // below p = 0 one infinite element is none
            Tensor alone = F.eq(AxisReduction.sum(Convert.to(infinite, x.dtype()), over.toArray(), true), 1);
            Tensor others = p < 1 ? F.where(far, F.mul(F.sign(x), Double.POSITIVE_INFINITY), 0) : Tensor.zeros(x.dtype(), Shape.SCALAR);
            return new NdArray[] {F.where(infinite, F.where(alone, F.sign(x), Double.NaN), others).array()};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Limit(p, over.plus(1)), at.full(x));
        }
    }
}
