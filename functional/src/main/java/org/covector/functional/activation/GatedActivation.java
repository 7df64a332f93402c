package org.covector.functional.activation;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.minimum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.negativeAbs;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.selectRare;
import static org.covector.engine.expr.Expressions.sigmoid;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.tanh;
import static org.covector.engine.expr.Expressions.withDerivative;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Draw;
import org.covector.functional.primitive.Index;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.SoftmaxFamily;

/** Gated and random activations. Randomness comes from a key; the same key gives the same numbers. */
final class GatedActivation {
    /** Gates of numbers within have digits. */
    private static final double OPEN = 30;

    private static final Pointwise GLU = Pointwise.row(Formula.of("glu", 2, gated(X, besideInfinity(X, Y)))
            .withDerivative(sigmoid(Y), withDerivative(withDerivative(steep(X, besideInfinity(X, Y)), X, density(Y)),
                    Y, neg(steep(mul(X, tanh(mul(0.5, besideInfinity(X, Y)))), besideInfinity(X, Y))))));

    private static final Pointwise SWIGLU = Pointwise.row(Formula.of("swiglu", 2,
            LowerTail.of(besideInfinity(Y, X), 0, Y, mul(swish(besideInfinity(Y, X)), Y)))
            .withDerivative(withDerivative(withDerivative(LowerTail.of(besideInfinity(Y, X), 1, Y, mul(slope(besideInfinity(Y, X)), Y)),
                    Y, slope(X)), X, LowerTail.of(besideInfinity(Y, X), 2, Y, mul(curvature(besideInfinity(Y, X)), Y))), swish(X)));

    private GatedActivation() {}

    /**
     * What the gate sees of a number beside an infinite factor: none that would underflow, as the limit is infinite, whatever finite
     * number it is.
     */
    private static Expr besideInfinity(Expr factor, Expr x) {
        Expr limited = maximum(minimum(x, number(OPEN)), number(-OPEN));
        Expr finite = lt(abs(x), Double.POSITIVE_INFINITY);
        return select(and(eq(abs(factor), Double.POSITIVE_INFINITY), finite), limited, x);
    }

    /** {@code e^-|x| f}, where the exponential alone may be subnormal. */
    private static Expr faded(Expr f, Expr x) {
        return mul(LowerTail.root(x), mul(LowerTail.root(x), f));
    }

    /** {@code f sigmoid(x)}. */
    private static Expr gated(Expr f, Expr x) {
        return selectRare(lt(x, -LowerTail.FAR), faded(f, x), mul(f, sigmoid(x)));
    }

    /** f times the derivative of the sigmoid. */
    private static Expr steep(Expr f, Expr x) {
        return selectRare(lt(LowerTail.FAR, abs(x)), faded(f, x), mul(f, density(x)));
    }

    /** The derivative of the sigmoid: {@code e / (1 + e)^2, e = exp(-|x|)}. */
    private static Expr density(Expr x) {
        Expr e = exp(negativeAbs(x));
        return div(e, square(add(1, e)));
    }

    private static Expr swish(Expr x) {
        return withDerivative(scale(sigmoid(x), x), x, slope(x));
    }

    private static Expr slope(Expr x) {
        return withDerivative(add(sigmoid(x), scale(density(x), x)), x, curvature(x));
    }

    private static Expr curvature(Expr x) {
        return scale(density(x), sub(2, mul(x, tanh(mul(0.5, x)))));
    }

    private static List<Tensor> halves(String function, Tensor x, int axis) {
        int a = x.shape().axis(function, axis);
        ArgumentException.require(x.rank() > 0 && x.dim(a) % 2 == 0, function, "x", x.shape(), "an even length along axis " + axis);
        return Joining.split(x, new int[] {x.dim(a) / 2, x.dim(a) / 2}, a);
    }

    static Tensor glu(Tensor x, int axis) {
        List<Tensor> ab = halves("glu", x, axis);
        return GLU.of(ab.get(0), ab.get(1));
    }

    static Tensor swiglu(Tensor x, int axis) {
        List<Tensor> ab = halves("swiglu", x, axis);
        return SWIGLU.of(ab.get(0), ab.get(1));
    }

    static Tensor gumbelSoftmax(Tensor x, double tau, boolean hard, int axis, Key key) {
        AxisReduction.floating("gumbelSoftmax", x);
        ArgumentException.require(tau > 0, "gumbelSoftmax", "tau", tau, "above 0");
        Tensor uniform = Draw.of("gumbelSoftmax", new Draw.Uniform(), key, x.shape(), x.dtype());
        Tensor tiny = F.maximum(uniform, x.dtype().leastNormal());
        Tensor gumbel = F.neg(F.log(F.neg(F.log(tiny))));
        Tensor soft = SoftmaxFamily.softmax(F.div(F.add(x, gumbel), tau), axis);
        if (!hard) {
            return soft;
        }
        int a = x.shape().axis("gumbelSoftmax", axis);
        Tensor zeros = Tensor.zeros(x.dtype(), x.shape());
        Tensor index = F.max(soft, a, true).indices();
        Tensor oneHot = Index.scatterAdd(zeros, a, index, Tensor.ones(x.dtype(), index.shape()));
        return F.add(F.sub(oneHot, Autograd.stopGradient(soft)), soft); // straight through: the value one-hot, the gradient soft
    }

    static Tensor rrelu(Tensor x, double lower, double upper, boolean training, Key key) {
        AxisReduction.floating("rrelu", x);
        ArgumentException.require(lower <= upper, "rrelu", "lower and upper", lower + ", " + upper, "lower at most upper");
        if (!training || lower == upper) {
            return F.leakyRelu(x, (lower + upper) / 2);
        }
        Tensor slope = F.add(F.mul(Draw.of("rrelu", new Draw.Uniform(), key, x.shape(), x.dtype()), upper - lower), lower);
        return F.where(F.gt(x, 0), x, F.mul(x, slope));
    }
}
