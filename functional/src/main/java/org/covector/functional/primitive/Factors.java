package org.covector.functional.primitive;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.scale;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.expr.Formula;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;

/** What a tensor is multiplied by: numbers that keep its dtype, and weights that leave out what they weigh with 0. */
public final class Factors {
    /** {@code w x}, exactly 0 where w is 0, whatever x is there; the derivative by w is x also there. Arguments w, x. */
    private static final Pointwise WEIGH = Pointwise.row(Formula.of("weigh", 2, scale(X, Y)));

    private Factors() {}

    /** {@code factor x} in the dtype of x, exactly 0 for a factor of 0. */
    public static Tensor scaled(String function, String name, Tensor x, double factor) {
        if (factor == 1) {
            return x;
        }
        if (x.dtype().isFloating()) {
            return factor == 0 ? weigh(Tensor.full(x.dtype(), Shape.SCALAR, 0), x) : F.mul(x, factor);
        }
        ArgumentException.require(factor == Math.rint(factor), function, name, factor, "a whole number for " + x.dtype());
        return F.mul(x, Tensor.full(DType.INT64, Shape.SCALAR, factor));
    }

    /** {@code w x}, exactly 0 where w is 0, whatever x is there. */
    public static Tensor weigh(Tensor weight, Tensor x) {
        return WEIGH.of(weight, x);
    }
}
