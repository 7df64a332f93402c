package org.covector.functional.loss;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.log1p;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.sigmoid;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Formula;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Magnitude;

/** What all losses share: refusals, weights that leave out what they weigh with 0, reductions. */
final class Loss {
    private static final int[] ALL = {};

    /** {@code log(1 + e^x)}, to the last digits on both sides, unlike F.softplus, which is x from a threshold on. */
    private static final Pointwise SOFTPLUS = Pointwise.row(
            Formula.of("softplus", 1, add(maximum(X, number(0)), log1p(exp(neg(abs(X)))))).withDerivative(sigmoid(X)));

    private Loss() {}

    /** The argument itself, refused where an element is below 0; without derivative. */
    private record NonNegative(String function, String argument) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            double[] all = x[0].toDoubleArray();
            for (int i = 0; i < all.length; i++) {
                if (all[i] < 0) {
                    throw new ArgumentException(function, argument + ", element " + i, all[i], "0 or more");
                }
            }
            return x;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    static Tensor nonNegative(String function, String argument, Tensor x) {
        return Apply.one(new NonNegative(function, argument), x);
    }

    /** Floating input and a target of exactly its shape: [3] against [3, 1] would silently be nine losses. */
    static void same(String function, Tensor x, String argument, Tensor target) {
        AxisReduction.floating(function, x);
        ArgumentException.require(x.shape().equals(target.shape()), function, argument, "of shape " + target.shape(),
                x.shape() + ", as the input");
    }

    static void same(String function, Tensor x, Tensor target) {
        same(function, x, "target", target);
    }

    /** A weight that broadcasts to the shape of what it weighs, not the other way round. */
    static void weight(String function, Tensor weight, Tensor x) {
        broadcasts(function, "weight", weight, x);
    }

    static void broadcasts(String function, String argument, Tensor given, Tensor x) {
        boolean fits = given.rank() <= x.rank();
        for (int i = 1; fits && i <= given.rank(); i++) {
            fits = given.dim(-i) == x.dim(-i) || given.dim(-i) == 1;
        }
        ArgumentException.require(fits, function, argument, "of shape " + given.shape(), "one that broadcasts to " + x.shape());
    }

    static void positive(String function, String argument, double value) {
        ArgumentException.require(value > 0, function, argument, value, "a number above 0");
    }

    static Tensor softplus(Tensor x) {
        return SOFTPLUS.of(x);
    }

    /** {@code x}, of which no derivative of any order is asked where {@code dead}: NaN and infinities there stay where they are. */
    static Tensor alive(Tensor x, Tensor dead) {
        return F.where(dead, Autograd.stopGradient(x), x);
    }

    /** {@link #alive} wherever the weight, if there is one, is not 0. */
    static Tensor alive(Tensor x, Option<Tensor> weight) {
        return weight.fold(() -> x, w -> alive(x, F.eq(w, 0)));
    }

    static Tensor reduce(String function, Tensor loss, Reduction reduction) {
        return switch (reduction) {
            case NONE -> loss;
            case SUM -> AxisReduction.sum(loss, ALL, false);
            case MEAN -> AxisReduction.mean(loss, ALL, false);
            case BATCHMEAN -> throw new ArgumentException(function, "reduction", reduction,
                    "NONE, MEAN or SUM: BATCHMEAN is of klDiv only");
        };
    }

    /** Weights, for a mean times a power of two, which it does not depend on, so that no product with a loss leaves the range. */
    static Tensor weights(Tensor weight, Reduction reduction) {
        int[] all = AxisReduction.axes("amax", weight.shape());
        return reduction == Reduction.MEAN && weight.dtype().isFloating() ? F.mul(weight, Magnitude.scale(weight, all, true)) : weight;
    }

    /** The mean weighs each loss by its weight, if there are weights. */
    static Tensor reduce(String function, Tensor loss, Tensor weight, Reduction reduction) {
        return reduction == Reduction.MEAN
                ? F.div(AxisReduction.mean(loss, ALL, false), AxisReduction.mean(weight, ALL, false))
                : reduce(function, loss, reduction);
    }
}
