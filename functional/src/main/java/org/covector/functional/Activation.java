package org.covector.functional;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.number;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.core.Pointwise;

/** The activations of neural networks that are defined by pieces, element by element; the others are in {@link SmoothActivation}. */
public abstract sealed class Activation extends SmoothActivation permits GatedFunctions {
    Activation() {}

    private static final Pointwise RELU = Pointwise.row(Formula.of("relu", 1, Expressions.select(Expressions.le(X, 0), 0, X)));

    /** {@code max(x, 0)}; gradient 0 at 0; NaN for NaN. */
    @DefinedOn(Interval.REAL)
    public static Tensor relu(Tensor x) {
        return RELU.of(x);
    }

    private static final Pointwise RELU6 = Pointwise.row(Formula.of("relu6", 1,
            Expressions.select(Expressions.le(X, 0), 0, Expressions.select(Expressions.ge(X, 6), 6, X))));

    /** {@code min(max(x, 0), 6)}; gradient 0 at the bounds. */
    @DefinedOn(Interval.REAL)
    public static Tensor relu6(Tensor x) {
        return RELU6.of(x);
    }

    /** {@code min(max(x, low), high)}; gradient 0 at the bounds. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardtanh(Tensor x, double minVal, double maxVal) {
        ArgumentException.require(minVal <= maxVal, "hardtanh", "minVal and maxVal", minVal + ", " + maxVal, "minVal at most maxVal");
        return clamp(x, minVal, maxVal);
    }

    /** {@code hardtanh(x, -1, 1)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardtanh(Tensor x) {
        return hardtanh(x, -1, 1);
    }

    private static final Pointwise THRESHOLD_NUMBER =
            Pointwise.row(Formula.of("threshold", 1, 2, Expressions.select(Expressions.le(X, S), T, X)));

    /** {@code x > threshold ? x : value}; NaN for NaN. */
    @DefinedOn(Interval.REAL)
    public static Tensor threshold(Tensor x, double threshold, double value) {
        return THRESHOLD_NUMBER.with(threshold, value).of(x);
    }

    private static final Pointwise HARDSIGMOID =
            Pointwise.row(Formula.of("hardsigmoid", 1,
            Expressions.select(Expressions.le(X, -3), 0,
            Expressions.select(Expressions.ge(X, 3), 1, Expressions.div(Expressions.add(X, 3), 6)))));

    /** {@code min(max(x / 6 + 1/2, 0), 1)}; gradient 0 at the bounds. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardsigmoid(Tensor x) {
        return HARDSIGMOID.of(x);
    }

    private static final Pointwise HARDSIGMOID_NUMBERS =
            Pointwise.row(Formula.of("hardsigmoid", 1, 2,
            Expressions.minimum(Expressions.maximum(Expressions.fma(X, S, T), number(0)), number(1)))
            .withDerivative(Expressions.select(Expressions.or(Expressions.le(Expressions.fma(X, S, T), 0),
                    Expressions.ge(Expressions.fma(X, S, T), 1)), number(0), S)));

    /** {@code min(max(slope x + offset, 0), 1)}; gradient 0 at the bounds. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardsigmoid(Tensor x, double slope, double offset) {
        return HARDSIGMOID_NUMBERS.with(slope, offset).of(x);
    }

    private static final Pointwise HARDSWISH =
            Pointwise.row(Formula.of("hardswish", 1,
            Expressions.select(Expressions.le(X, -3), 0,
            Expressions.select(Expressions.lt(X, 3), Expressions.div(Expressions.mul(X, Expressions.add(X, 3)), 6), X)))
            .withDerivative(Expressions.select(Expressions.le(X, -3), 0,
                    Expressions.select(Expressions.lt(X, 3), Expressions.div(Expressions.fma(X, number(2), number(3)), 6), number(1)))));

    /** {@code x hardsigmoid(x)}; at -3 the gradient is 0, at 3 it is 1. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardswish(Tensor x) {
        return HARDSWISH.of(x);
    }

    private static final Pointwise ELU_NUMBER =
            Pointwise.row(Formula.of("elu", 1, 1, Expressions.select(Expressions.le(X, 0), Expressions.mul(S, Expressions.expm1(X)), X)));

    /** {@code x > 0 ? x : alpha (e^x - 1)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor elu(Tensor x, double alpha) {
        return ELU_NUMBER.with(alpha).of(x);
    }

    /** {@code elu(x, 1)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor elu(Tensor x) {
        return elu(x, 1);
    }

    private static final double SELU_ALPHA = 1.6732632423543772848170429916717; // Klambauer et al. 2017, page 4
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    private static final Pointwise SELU = Pointwise.row(Formula.of("selu", 1,
            Expressions.mul(SELU_SCALE, Expressions.select(Expressions.le(X, 0), Expressions.mul(SELU_ALPHA, Expressions.expm1(X)), X))));

    /** {@code scale (x > 0 ? x : alpha (e^x - 1))} with the constants of Klambauer et al. (2017). */
    @DefinedOn(Interval.REAL)
    public static Tensor selu(Tensor x) {
        return SELU.of(x);
    }

    private static final Pointwise SELU_NUMBERS =
            Pointwise.row(Formula.of("selu", 1, 2, Expressions.mul(T,
            Expressions.select(Expressions.le(X, 0), Expressions.mul(S, Expressions.expm1(X)), X))));

    /** {@code scale (x > 0 ? x : alpha (e^x - 1))} with constants of the caller's. */
    @DefinedOn(Interval.REAL)
    public static Tensor selu(Tensor x, double alpha, double scale) {
        return SELU_NUMBERS.with(alpha, scale).of(x);
    }

    private static final Expr CELU_QUOTIENT = Expressions.div(X, S);
    private static final Expr CELU_EXP = Expressions.exp(CELU_QUOTIENT);
    /** What rounding took from the quotient, which the exponential magnifies. */
    private static final Expr CELU_LOST = Expressions.div(Expressions.fma(Expressions.neg(CELU_QUOTIENT), S, X), S);
    private static final Expr CELU_SLOPE = Expressions.add(CELU_EXP, Expressions.scale(CELU_EXP, CELU_LOST));

    private static final Pointwise CELU_NUMBER =
            Pointwise.row(Formula.of("celu", 1, 1, Expressions.select(Expressions.le(X, 0),
            Expressions.mul(S, Expressions.expm1(CELU_QUOTIENT)), X))
            .withDerivative(Expressions.select(Expressions.le(X, 0),
                    Expressions.withDerivative(CELU_SLOPE, X, Expressions.div(CELU_SLOPE, S)), number(1))));

    /** {@code x > 0 ? x : alpha (e^(x / alpha) - 1)}; alpha is not 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor celu(Tensor x, double alpha) {
        ArgumentException.require(alpha != 0, "celu", "alpha", alpha, "a number other than 0");
        return CELU_NUMBER.with(alpha).of(x);
    }

    private static final Pointwise LEAKY_RELU_NUMBER =
            Pointwise.row(Formula.of("leakyRelu", 1, 1, Expressions.select(Expressions.gt(X, 0), X, Expressions.scale(S, X))));

    /** {@code x > 0 ? x : slope x}; at 0 the gradient is the slope. */
    @DefinedOn(Interval.REAL)
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return LEAKY_RELU_NUMBER.with(negativeSlope).of(x);
    }

    /** {@code leakyRelu(x, 0.01)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor leakyRelu(Tensor x) {
        return leakyRelu(x, 0.01);
    }

    private static final Pointwise PRELU = Pointwise.row(Formula.of("prelu", 2,
            Expressions.select(Expressions.gt(X, 0), X, Expressions.scale(Y, X))));

    /**
     * {@code x > 0 ? x : weight x}; at 0 the gradient by x is {@code weight dy}.
     *
     * <p>Of a weight of one axis torch has one slope for each channel, ONNX any that broadcasts: as many elements as axis 1 of x has
     * are channels, whatever the last axis is.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param weight one element, or [C] for the channels of x [N, C, ...], or any shape that broadcasts to that of x
     * @return of x's shape
     * @throws ArgumentException if the weight fits neither way
     */
    public static Tensor prelu(Tensor x, Tensor weight) {
        boolean channels = x.rank() >= 2 && weight.rank() == 1 && weight.dim(0) == x.dim(1);
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        if (channels) {
            shape[1] = weight.dim(0);
        }
        Tensor slope = channels || weight.size() == 1 ? Shapes.reshape(weight, Shape.of(shape)) : weight;
        ArgumentException.require(slope.rank() <= x.rank() && x.shape().broadcast("prelu", slope.shape()).equals(x.shape()), "prelu",
                "weight", weight.shape(), "one element, the channels of x, or a shape that broadcasts to " + x.shape());
        return PRELU.of(x, slope);
    }

    private static final Pointwise HARDSHRINK_NUMBER =
            Pointwise.row(Formula.of("hardshrink", 1, 1, Expressions.select(Expressions.le(Expressions.abs(X), S), 0, X)));

    /** {@code |x| > lambda ? x : 0}; gradient 0 at the edge. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardshrink(Tensor x, double lambda) {
        return HARDSHRINK_NUMBER.with(lambda).of(x);
    }

    private static final Pointwise SOFTSHRINK_NUMBER =
            Pointwise.row(Formula.of("softshrink", 1, 1,
            Expressions.select(Expressions.gt(X, S), Expressions.sub(X, S),
            Expressions.select(Expressions.lt(X, Expressions.neg(S)), Expressions.add(X, S),
            Expressions.select(Expressions.isNan(X), X, 0)))));

    /** x moved toward 0 by lambda, 0 within; gradient 0 at the edge. */
    @DefinedOn(Interval.REAL)
    public static Tensor softshrink(Tensor x, double lambda) {
        ArgumentException.require(lambda >= 0, "softshrink", "lambda", lambda, "0 or more");
        return SOFTSHRINK_NUMBER.with(lambda).of(x);
    }

    /** {@code hardshrink(x, 0.5)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor hardshrink(Tensor x) {
        return hardshrink(x, 0.5);
    }

    /** {@code softshrink(x, 0.5)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor softshrink(Tensor x) {
        return softshrink(x, 0.5);
    }

    private static final Pointwise SPARSE_PLUS =
            Pointwise.row(Formula.of("sparsePlus", 1,
            Expressions.select(Expressions.le(X, -1), 0,
            Expressions.select(Expressions.ge(X, 1), X, Expressions.mul(0.25, Expressions.square(Expressions.add(X, 1)))))));

    /** 0 below -1, x above 1, {@code (x + 1)^2 / 4} between. */
    @DefinedOn(Interval.REAL)
    public static Tensor sparsePlus(Tensor x) {
        return SPARSE_PLUS.of(x);
    }

    private static final Pointwise SPARSE_SIGMOID =
            Pointwise.row(Formula.of("sparseSigmoid", 1,
            Expressions.select(Expressions.le(X, -1), 0,
            Expressions.select(Expressions.ge(X, 1), 1, Expressions.mul(0.5, Expressions.add(X, 1))))));

    /** 0 below -1, 1 above 1, {@code (x + 1) / 2} between. */
    @DefinedOn(Interval.REAL)
    public static Tensor sparseSigmoid(Tensor x) {
        return SPARSE_SIGMOID.of(x);
    }
}
