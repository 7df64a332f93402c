package org.covector.functional.activation;

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
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.Shapes;

/** The activations of neural networks that are defined by pieces, element by element; the others are in {@link SmoothActivation}. */
public abstract sealed class Activation extends SmoothActivation permits GatedFunctions {
    Activation() {}

    private static final Pointwise RELU = Pointwise.row(Formula.of("relu", 1, Expressions.select(Expressions.le(X, 0), 0, X)));

    /**
     * {@code max(x, 0)}
     *
     * <p>The rectified linear unit: +0 for both zeros, NaN for NaN. Gradient 0 at 0, 1 at NaN. torch: relu.
     *
     * {@snippet :
     * Tensor y = F.relu(Tensor.of(-1.0, 0.0, 2.0)); // [0, 0, 2]
     * }
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor relu(Tensor x) {
        return RELU.of(x);
    }

    private static final Pointwise RELU6 = Pointwise.row(Formula.of("relu6", 1,
            Expressions.select(Expressions.le(X, 0), 0, Expressions.select(Expressions.ge(X, 6), 6, X))));

    /**
     * {@code min(max(x, 0), 6)}
     *
     * <p>Gradient 1 between 0 and 6, 0 at and beyond them. torch: relu6.
     *
     * {@snippet :
     * Tensor y = F.relu6(Tensor.of(-1.0, 2.0, 7.0)); // [0, 2, 6]
     * }
     *
     * @param x any shape and dtype
     * @return of x's shape; x's dtype, INT64 for BOOL
     */
    @DefinedOn(Interval.REAL)
    public static Tensor relu6(Tensor x) {
        return RELU6.of(x);
    }

    /**
     * {@code min(max(x, minVal), maxVal)}
     *
     * <p>Gradient 1 between the bounds, 0 at and beyond them. torch: hardtanh.
     *
     * {@snippet :
     * Tensor y = F.hardtanh(Tensor.of(-3.0, 0.5, 3.0), -2, 2); // [-2, 0.5, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param minVal the lower bound
     * @param maxVal the upper bound
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     * @throws ArgumentException if minVal is above maxVal, or one is NaN
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardtanh(Tensor x, double minVal, double maxVal) {
        ArgumentException.require(minVal <= maxVal, "hardtanh", "minVal and maxVal", minVal + ", " + maxVal, "minVal at most maxVal");
        return clamp(x, minVal, maxVal);
    }

    /**
     * {@code min(max(x, -1), 1)}
     *
     * <p>As {@link #hardtanh(Tensor, double, double)} with bounds -1 and 1. torch: hardtanh.
     *
     * {@snippet :
     * Tensor y = F.hardtanh(Tensor.of(-3.0, 0.5, 3.0)); // [-1, 0.5, 1]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardtanh(Tensor x) {
        return hardtanh(x, -1, 1);
    }

    private static final Pointwise THRESHOLD_NUMBER =
            Pointwise.row(Formula.of("threshold", 1, 2, Expressions.select(Expressions.le(X, S), T, X)));

    /**
     * {@code x > threshold ? x : value}
     *
     * <p>NaN for NaN. Gradient 1 above the threshold, 0 at and below it. torch: threshold.
     *
     * {@snippet :
     * Tensor y = F.threshold(Tensor.of(0.5, 1.0, 2.0), 1, -5); // [-5, -5, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param threshold a number
     * @param value what stands for elements that are not above it
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor threshold(Tensor x, double threshold, double value) {
        return THRESHOLD_NUMBER.with(threshold, value).of(x);
    }

    private static final Pointwise HARDSIGMOID =
            Pointwise.row(Formula.of("hardsigmoid", 1,
            Expressions.select(Expressions.le(X, -3), 0,
            Expressions.select(Expressions.ge(X, 3), 1, Expressions.div(Expressions.add(X, 3), 6)))));

    /**
     * {@code min(max(x / 6 + 1/2, 0), 1)}
     *
     * <p>Gradient 1/6 between -3 and 3, 0 at and beyond them. ONNX's HardSigmoid has slope 1/5: {@link #hardsigmoid(Tensor, double,
     * double)}. torch: hardsigmoid.
     *
     * {@snippet :
     * Tensor y = F.hardsigmoid(Tensor.of(-4.0, 0.0, 1.0)); // [0, 0.5, 0.6667]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardsigmoid(Tensor x) {
        return HARDSIGMOID.of(x);
    }

    private static final Pointwise HARDSIGMOID_NUMBERS =
            Pointwise.row(Formula.of("hardsigmoid", 1, 2,
            Expressions.minimum(Expressions.maximum(Expressions.fma(X, S, T), number(0)), number(1)))
            .withDerivative(Expressions.select(Expressions.or(Expressions.le(Expressions.fma(X, S, T), 0),
                    Expressions.ge(Expressions.fma(X, S, T), 1)), number(0), S)));

    /**
     * {@code min(max(slope x + offset, 0), 1)}
     *
     * <p>Gradient the slope between the bounds, 0 at and beyond them. ONNX's defaults are 0.2 and 0.5. torch: hardsigmoid, of slope 1/6 and
     * offset 1/2 only.
     *
     * {@snippet :
     * Tensor y = F.hardsigmoid(Tensor.of(-4.0, 0.0, 1.0), 0.2, 0.5); // [0, 0.5, 0.7]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param slope a number
     * @param offset a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
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

    /**
     * {@code x min(max(x / 6 + 1/2, 0), 1)}
     *
     * <p>A. Howard et al. (2019). Gradient {@code (2 x + 3) / 6} between -3 and 3, 0 at -3 and 1 at 3, the subgradients of least norm;
     * torch has -1/2 and 3/2 there. torch: hardswish.
     *
     * {@snippet :
     * Tensor y = F.hardswish(Tensor.of(-1.0, 1.0, 4.0)); // [-0.3333, 0.6667, 4]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardswish(Tensor x) {
        return HARDSWISH.of(x);
    }

    private static final Pointwise ELU_NUMBER =
            Pointwise.row(Formula.of("elu", 1, 1, Expressions.select(Expressions.le(X, 0), Expressions.mul(S, Expressions.expm1(X)), X)));

    /**
     * {@code x > 0 ? x : alpha (e^x - 1)}
     *
     * <p>The exponential linear unit: D. Clevert et al. (2015). Gradient {@code alpha e^x} at and below 0. torch: elu.
     *
     * {@snippet :
     * Tensor y = F.elu(Tensor.of(-1.0, 0.0, 2.0), 0.5); // [-0.3161, 0, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param alpha a number; torch's default is 1
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor elu(Tensor x, double alpha) {
        return ELU_NUMBER.with(alpha).of(x);
    }

    /**
     * {@code x > 0 ? x : e^x - 1}
     *
     * <p>As {@link #elu(Tensor, double)} with alpha 1. torch: elu.
     *
     * {@snippet :
     * Tensor y = F.elu(Tensor.of(-1.0, 0.0, 2.0)); // [-0.6321, 0, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor elu(Tensor x) {
        return elu(x, 1);
    }

    private static final double SELU_ALPHA = 1.6732632423543772848170429916717; // Klambauer et al. 2017, page 4
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    private static final Pointwise SELU = Pointwise.row(Formula.of("selu", 1,
            Expressions.mul(SELU_SCALE, Expressions.select(Expressions.le(X, 0), Expressions.mul(SELU_ALPHA, Expressions.expm1(X)), X))));

    /**
     * {@code scale (x > 0 ? x : alpha (e^x - 1))}, scale 1.0507009873554805 and alpha 1.6732632423543772
     *
     * <p>The self-normalising exponential unit: G. Klambauer et al. (2017). Gradient {@code scale alpha e^x} at and below 0. torch: selu.
     *
     * {@snippet :
     * Tensor y = F.selu(Tensor.of(-1.0, 0.0, 2.0)); // [-1.1113, 0, 2.1014]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor selu(Tensor x) {
        return SELU.of(x);
    }

    private static final Pointwise SELU_NUMBERS =
            Pointwise.row(Formula.of("selu", 1, 2, Expressions.mul(T,
            Expressions.select(Expressions.le(X, 0), Expressions.mul(S, Expressions.expm1(X)), X))));

    /**
     * {@code scale (x > 0 ? x : alpha (e^x - 1))}
     *
     * <p>As {@link #selu(Tensor)} with constants of the caller's, as in ONNX. torch: selu, with its constants only.
     *
     * {@snippet :
     * Tensor y = F.selu(Tensor.of(-1.0, 0.0, 2.0), 1, 2); // [-1.2642, 0, 4]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param alpha a number
     * @param scale a number
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
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

    /**
     * {@code x > 0 ? x : alpha (e^(x / alpha) - 1)}
     *
     * <p>The continuously differentiable exponential unit: J. Barron (2017). Gradient {@code e^(x / alpha)} below 0, 1 at 0. torch: celu.
     *
     * {@snippet :
     * Tensor y = F.celu(Tensor.of(-1.0, 0.0, 2.0), 2); // [-0.7869, 0, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param alpha a number other than 0; torch's default is 1
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     * @throws ArgumentException if alpha is 0
     */
    @DefinedOn(Interval.REAL)
    public static Tensor celu(Tensor x, double alpha) {
        ArgumentException.require(alpha != 0, "celu", "alpha", alpha, "a number other than 0");
        return CELU_NUMBER.with(alpha).of(x);
    }

    private static final Pointwise LEAKY_RELU_NUMBER =
            Pointwise.row(Formula.of("leakyRelu", 1, 1, // a slope of 0 leaves NaN as it is
                            Expressions.select(Expressions.or(Expressions.gt(X, 0), Expressions.isNan(X)), X, Expressions.scale(S, X)))
                    .withDerivative(Expressions.select(Expressions.gt(X, 0), 1, S)));

    /**
     * {@code x > 0 ? x : negativeSlope x}
     *
     * <p>Gradient negativeSlope at and below 0. With slope 0 the result is 0 also at -infinity. torch: leaky_relu.
     *
     * {@snippet :
     * Tensor y = F.leakyRelu(Tensor.of(-1.0, 0.0, 2.0), 0.25); // [-0.25, 0, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param negativeSlope a number; torch's default is 0.01
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor leakyRelu(Tensor x, double negativeSlope) {
        return LEAKY_RELU_NUMBER.with(negativeSlope).of(x);
    }

    /**
     * {@code x > 0 ? x : x / 100}
     *
     * <p>As {@link #leakyRelu(Tensor, double)} with slope 0.01. torch: leaky_relu.
     *
     * {@snippet :
     * Tensor y = F.leakyRelu(Tensor.of(-1.0, 0.0, 2.0)); // [-0.01, 0, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor leakyRelu(Tensor x) {
        return leakyRelu(x, 0.01);
    }

    private static final Pointwise PRELU = Pointwise.row(Formula.of("prelu", 2,
                    Expressions.select(Expressions.or(Expressions.gt(X, 0), Expressions.isNan(X)), X, Expressions.scale(Y, X)))
            .withDerivative(Expressions.select(Expressions.gt(X, 0), 1, Y), Expressions.select(Expressions.gt(X, 0), 0, X)));

    /**
     * {@code x > 0 ? x : weight x}
     *
     * <p>leakyRelu with learned slopes: K. He et al. (2015). At 0 the gradient to x is the weight, that to the weight 0. Of a weight of one
     * axis torch has one slope for each channel, ONNX any that broadcasts: as many elements as axis 1 of x has are channels, whatever the
     * last axis is. torch: prelu.
     *
     * {@snippet :
     * Tensor y = F.prelu(Tensor.of(new double[] {-1, -2, -3, 4}, 1, 2, 2), Tensor.of(0.5, 0.1)); // [[[-0.5, -1], [-0.3, 4]]]
     * }
     *
     * @param x any shape and dtype, usually floating
     * @param weight one element, [C] for the channels of x [N, C, ...], or any shape that broadcasts to that of x
     * @return of x's shape and the common dtype, INT64 for BOOL
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

    /**
     * {@code |x| > lambda ? x : 0}
     *
     * <p>Gradient 1 beyond lambda, 0 at and within it. torch: hardshrink.
     *
     * {@snippet :
     * Tensor y = F.hardshrink(Tensor.of(-2.0, 0.5, 1.0), 0.75); // [-2, 0, 1]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param lambda a number; torch's default is 0.5
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardshrink(Tensor x, double lambda) {
        return HARDSHRINK_NUMBER.with(lambda).of(x);
    }

    private static final Pointwise SOFTSHRINK_NUMBER =
            Pointwise.row(Formula.of("softshrink", 1, 1,
            Expressions.select(Expressions.gt(X, S), Expressions.sub(X, S),
            Expressions.select(Expressions.lt(X, Expressions.neg(S)), Expressions.add(X, S),
            Expressions.select(Expressions.isNan(X), X, 0)))));

    /**
     * {@code x > lambda ? x - lambda : x < -lambda ? x + lambda : 0}
     *
     * <p>x moved toward 0 by lambda; NaN for NaN. Gradient 1 beyond lambda, 0 at and within it. torch: softshrink.
     *
     * {@snippet :
     * Tensor y = F.softshrink(Tensor.of(-2.0, 0.5, 1.0), 0.75); // [-1.25, 0, 0.25]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param lambda 0 or more; torch's default is 0.5
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     * @throws ArgumentException if lambda is below 0 or NaN
     */
    @DefinedOn(Interval.REAL)
    public static Tensor softshrink(Tensor x, double lambda) {
        ArgumentException.require(lambda >= 0, "softshrink", "lambda", lambda, "0 or more");
        return SOFTSHRINK_NUMBER.with(lambda).of(x);
    }

    /**
     * {@code |x| > 1/2 ? x : 0}
     *
     * <p>As {@link #hardshrink(Tensor, double)} with lambda 0.5. torch: hardshrink.
     *
     * {@snippet :
     * Tensor y = F.hardshrink(Tensor.of(-2.0, 0.5, 1.0)); // [-2, 0, 1]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor hardshrink(Tensor x) {
        return hardshrink(x, 0.5);
    }

    /**
     * {@code x > 1/2 ? x - 1/2 : x < -1/2 ? x + 1/2 : 0}
     *
     * <p>As {@link #softshrink(Tensor, double)} with lambda 0.5. torch: softshrink.
     *
     * {@snippet :
     * Tensor y = F.softshrink(Tensor.of(-2.0, 0.5, 1.0)); // [-1.5, 0, 0.5]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor softshrink(Tensor x) {
        return softshrink(x, 0.5);
    }

    private static final Pointwise SPARSE_PLUS =
            Pointwise.row(Formula.of("sparsePlus", 1,
            Expressions.select(Expressions.le(X, -1), 0,
            Expressions.select(Expressions.ge(X, 1), X, Expressions.mul(0.25, Expressions.square(Expressions.add(X, 1)))))));

    /**
     * {@code x <= -1 ? 0 : x >= 1 ? x : (x + 1)^2 / 4}
     *
     * <p>A softplus that is 0 below -1. Once continuously differentiable: gradient {@link #sparseSigmoid(Tensor)}. torch: none;
     * jax.nn.sparse_plus.
     *
     * {@snippet :
     * Tensor y = F.sparsePlus(Tensor.of(-2.0, 0.0, 2.0)); // [0, 0.25, 2]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sparsePlus(Tensor x) {
        return SPARSE_PLUS.of(x);
    }

    private static final Pointwise SPARSE_SIGMOID =
            Pointwise.row(Formula.of("sparseSigmoid", 1,
            Expressions.select(Expressions.le(X, -1), 0,
            Expressions.select(Expressions.ge(X, 1), 1, Expressions.mul(0.5, Expressions.add(X, 1))))));

    /**
     * {@code min(max((x + 1) / 2, 0), 1)}
     *
     * <p>The gradient of {@link #sparsePlus(Tensor)}. Its own gradient is 1/2 between -1 and 1, 0 at and beyond them. torch: none;
     * jax.nn.sparse_sigmoid.
     *
     * {@snippet :
     * Tensor y = F.sparseSigmoid(Tensor.of(-2.0, 0.0, 0.5)); // [0, 0.5, 0.75]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sparseSigmoid(Tensor x) {
        return SPARSE_SIGMOID.of(x);
    }
}
