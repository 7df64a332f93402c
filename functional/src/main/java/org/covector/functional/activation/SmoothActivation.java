package org.covector.functional.activation;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.number;

import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.Approximation;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Reduction;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.functional.loss.LossFunctions;
import org.covector.functional.pointwise.BitFunctions;

/** The activations of neural networks that have tails, element by element: value and derivatives keep their digits there. */
public abstract sealed class SmoothActivation extends BitFunctions permits Activation {
    SmoothActivation() {}

    private static final Expr PHI = Expressions.ndtr(X);
    // shares its exponential with PHI
    private static final Expr DENSITY = Expressions.mul(1 / Math.sqrt(2 * Math.PI), Expressions.gaussian(0.5, X));

    private static final Pointwise GELU = Pointwise.row(Formula.of("gelu", 1, Expressions.ndtrTimes(X, X))
            .withDerivative(Expressions.withDerivative(
            Expressions.add(PHI, Expressions.scale(DENSITY, X)), X,
                    Expressions.gaussianTimes(0.5, X, Expressions.mul(1 / Math.sqrt(2 * Math.PI),
                    Expressions.fma(Expressions.neg(X), X, number(2)))))));

    /**
     * {@code x ndtr(x)}
     *
     * <p>The Gaussian error linear unit: D. Hendrycks, K. Gimpel (2016). Gradient {@code ndtr(x) + x e^(-x^2 / 2) / sqrt(2 pi)}; 0 and 1 at
     * the infinities. torch: gelu.
     *
     * {@snippet :
     * Tensor y = F.gelu(Tensor.of(-1.0, 0.0, 2.0)); // [-0.1587, 0, 1.9545]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor gelu(Tensor x) {
        return GELU.of(x);
    }

    /** {@code 2 sqrt(2 / pi)} and that times 0.044715, each as a number of both formats and the rest. */
    private static final double GELU_LINEAR = 1.5957691669464111;
    private static final double GELU_LINEAR_LOW = -4.534068042105272e-08;
    private static final double GELU_CUBIC = 0.07135481387376785;
    private static final double GELU_CUBIC_LOW = 2.3988323959931355e-09;

    private static final Expr GELU_SQUARE = Expressions.square(X);
    private static final Expr GELU_TERM = Expressions.mul(GELU_CUBIC, GELU_SQUARE);
    private static final Expr GELU_FACTOR = Expressions.add(GELU_TERM, GELU_LINEAR);
    /** {@code v = 2 sqrt(2 / pi) (x + 0.044715 x^3)}: the gate is its sigmoid. */
    private static final Expr GELU_INNER = Expressions.mul(X, GELU_FACTOR);

    /** What rounding took from v, which the exponential magnifies; the linear term is the smaller one where that matters. */
    private static Expr geluLost() {
        Expr square = Expressions.fma(X, X, Expressions.neg(GELU_SQUARE));
        Expr term = Expressions.fma(number(GELU_CUBIC), GELU_SQUARE, Expressions.neg(GELU_TERM));
        Expr low = Expressions.fma(number(GELU_CUBIC), square, Expressions.fma(number(GELU_CUBIC_LOW), GELU_SQUARE, term));
        Expr linear = Expressions.sub(GELU_LINEAR, Expressions.sub(GELU_FACTOR, GELU_TERM));
        Expr factor = Expressions.add(Expressions.add(low, GELU_LINEAR_LOW), linear);
        return Expressions.fma(X, factor, Expressions.fma(X, GELU_FACTOR, Expressions.neg(GELU_INNER)));
    }

    private static final Expr GELU_LOST = geluLost();
    /** {@code exp(-|v|)}. */
    private static final Expr GELU_EXP = geluExp(1);
    /** A root of the exponential, which is a normal number where that is subnormal. */
    private static final Expr GELU_ROOT = geluExp(0.5);
    /** Where it may be. */
    private static final Expr GELU_FAR = Expressions.lt(LowerTail.FAR, Expressions.abs(GELU_INNER));

    /** {@code exp(-k |v|)}. */
    private static Expr geluExp(double k) {
        Expr e = Expressions.exp(Expressions.mul(k, Expressions.negativeAbs(GELU_INNER)));
        Expr toward = Expressions.mul(k, Expressions.select(Expressions.lt(0, GELU_INNER), Expressions.neg(GELU_LOST), GELU_LOST));
        return Expressions.add(e, Expressions.scale(e, Expressions.mul(toward, Expressions.polynomial(toward, 1, 0.5, 1.0 / 6))));
    }

    private static final Expr GELU_ONE_PLUS = Expressions.add(GELU_EXP, 1);
    /** v' */
    private static final Expr GELU_STEEP = Expressions.fma(number(3 * (GELU_CUBIC + GELU_CUBIC_LOW)), GELU_SQUARE,
            number(GELU_LINEAR + GELU_LINEAR_LOW));

    /** {@code s'(v) f}, s the sigmoid. */
    private static Expr geluSlopeTimes(Expr f) {
        return Expressions.selectRare(GELU_FAR, Expressions.scale(GELU_ROOT, Expressions.scale(GELU_ROOT, f)),
                Expressions.scale(Expressions.div(GELU_EXP, Expressions.square(GELU_ONE_PLUS)), f));
    }

    /** {@code s(v) f}. */
    private static Expr geluGateTimes(Expr f) {
        Expr isOpen = Expressions.lt(0, GELU_INNER);
        Expr root = Expressions.select(isOpen, 1, GELU_ROOT);
        Expr near = Expressions.div(Expressions.mul(Expressions.select(isOpen, 1, GELU_EXP), f), GELU_ONE_PLUS);
        return Expressions.selectRare(GELU_FAR, Expressions.scale(root, Expressions.scale(root, f)), near);
    }

    /** {@code s'(v) (2 v' + x (v'' - tanh(v / 2) v'^2))}. */
    private static Expr geluTanhSecond() {
        Expr size = Expressions.div(Expressions.sub(1, GELU_EXP), GELU_ONE_PLUS);
        Expr tanh = Expressions.select(Expressions.lt(0, GELU_INNER), size, Expressions.neg(size));
        Expr bend = Expressions.sub(Expressions.mul(6 * (GELU_CUBIC + GELU_CUBIC_LOW), X),
                Expressions.mul(tanh, Expressions.square(GELU_STEEP)));
        return geluSlopeTimes(Expressions.fma(X, bend, Expressions.mul(2, GELU_STEEP)));
    }

    private static final Pointwise GELU_TANH =
            Pointwise.row(Formula.of("geluTanh", 1, geluGateTimes(X)).withDerivative(Expressions.withDerivative(
            Expressions.add(geluGateTimes(number(1)), geluSlopeTimes(Expressions.mul(X, GELU_STEEP))), X, geluTanhSecond())));

    /**
     * {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}
     *
     * <p>The approximation of {@link #gelu(Tensor)} by tanh: D. Hendrycks, K. Gimpel (2016). Gradient 0 and 1 at the infinities. torch:
     * gelu with approximate tanh.
     *
     * {@snippet :
     * Tensor y = F.geluTanh(Tensor.of(-1.0, 0.0, 2.0)); // [-0.1588, 0, 1.9546]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor geluTanh(Tensor x) {
        return GELU_TANH.of(x);
    }

    /**
     * {@code x ndtr(x)}, or its approximation by tanh
     *
     * <p>{@link #gelu(Tensor)} or {@link #geluTanh(Tensor)}. torch: gelu.
     *
     * {@snippet :
     * Tensor y = F.gelu(Tensor.of(-1.0, 0.0, 2.0), Approximation.TANH); // [-0.1588, 0, 1.9546]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param approximate NONE or TANH; torch's default is none
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    public static Tensor gelu(Tensor x, Approximation approximate) {
        return approximate == Approximation.TANH ? geluTanh(x) : gelu(x);
    }

    private static final Expr SIGMOID_X = Expressions.sigmoid(X);
    private static final Expr SIGMOID_SLOPE = logisticDensity(X);

    /** {@code e / (1 + e)^2, e = exp(-|v|)}: the derivative of the sigmoid, with all its digits on both sides. */
    private static Expr logisticDensity(Expr v) {
        Expr e = Expressions.exp(Expressions.negativeAbs(v));
        return Expressions.div(e, Expressions.square(Expressions.add(1, e)));
    }

    private static final Pointwise SILU = Pointwise.row(Formula.of("silu", 1, LowerTail.of(X, 0, Expressions.scale(SIGMOID_X, X)))
            .withDerivative(Expressions.withDerivative(
            LowerTail.of(X, 1, Expressions.add(SIGMOID_X, Expressions.scale(SIGMOID_SLOPE, X))), X,
            LowerTail.of(Expressions.negativeAbs(X), 2, Expressions.scale(SIGMOID_SLOPE,
                    Expressions.sub(2, Expressions.mul(X, Expressions.tanh(Expressions.mul(0.5, X)))))))));

    /**
     * {@code x sigmoid(x)}
     *
     * <p>The sigmoid linear unit, also called swish: S. Elfwing et al. (2017). Gradient {@code s + x s (1 - s), s = sigmoid(x)}; 0 and 1 at
     * the infinities. torch: silu.
     *
     * {@snippet :
     * Tensor y = F.silu(Tensor.of(-1.0, 0.0, 2.0)); // [-0.2689, 0, 1.7616]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor silu(Tensor x) {
        return SILU.of(x);
    }

    private static final Expr SOFTPLUS_X = Expressions.add(Expressions.maximum(X, number(0)),
            Expressions.log1p(Expressions.exp(Expressions.neg(Expressions.abs(X)))));
    private static final Expr TANH_SOFTPLUS = Expressions.tanh(SOFTPLUS_X);

    /** With e = exp(-|x|) the gate is rational in e, and so are its derivatives: g' and g'' without cancellation but at the zero of g''. */
    private static final Expr MISH_E = Expressions.exp(Expressions.negativeAbs(X));
    private static final Expr MISH_D = Expressions.div(1, Expressions.select(Expressions.gt(X, 0),
            Expressions.polynomial(MISH_E, 1, 2, 2), Expressions.polynomial(MISH_E, 2, 2, 1)));
    private static final Expr MISH_SLOPE = Expressions.mul(Expressions.mul(Expressions.mul(4, MISH_E),
            Expressions.mul(Expressions.select(Expressions.gt(X, 0), MISH_E, 1), Expressions.add(1, MISH_E))), Expressions.square(MISH_D));
    private static final Expr MISH_CURVE = Expressions.mul(Expressions.mul(Expressions.mul(4, MISH_E),
            Expressions.select(Expressions.gt(X, 0),
            Expressions.mul(MISH_E, Expressions.polynomial(MISH_E, -2, -3, 2, 2)), Expressions.polynomial(MISH_E, 2, 2, -3, -2))),
            Expressions.mul(MISH_D, Expressions.square(MISH_D)));

    private static final Pointwise MISH = Pointwise.row(Formula.of("mish", 1, LowerTail.of(X, 0, Expressions.scale(TANH_SOFTPLUS, X)))
            .withDerivative(Expressions.withDerivative(
            LowerTail.of(X, 1, Expressions.add(TANH_SOFTPLUS, Expressions.scale(MISH_SLOPE, X))), X,
            LowerTail.of(X, 2, Expressions.add(Expressions.mul(2, MISH_SLOPE), Expressions.scale(MISH_CURVE, X))))));

    /**
     * {@code x tanh(log(1 + e^x))}
     *
     * <p>D. Misra (2019). Gradient 0 and 1 at the infinities. torch: mish.
     *
     * {@snippet :
     * Tensor y = F.mish(Tensor.of(-1.0, 0.0, 2.0)); // [-0.3034, 0, 1.944]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor mish(Tensor x) {
        return MISH.of(x);
    }

    private static final Pointwise LOGSIGMOID =
            Pointwise.row(Formula.of("logsigmoid", 1,
            Expressions.neg(Expressions.add(Expressions.maximum(Expressions.neg(X), number(0)),
            Expressions.log1p(Expressions.exp(Expressions.neg(Expressions.abs(X)))))))
            .withDerivative(Expressions.sigmoid(Expressions.neg(X))));

    /**
     * {@code log sigmoid(x) = -log(1 + e^-x)}
     *
     * <p>Without underflow: x itself far below 0, and all its digits far above. Gradient {@code sigmoid(-x)}. torch: logsigmoid.
     *
     * {@snippet :
     * Tensor y = F.logsigmoid(Tensor.of(-1.0, 0.0, 2.0)); // [-1.3133, -0.6931, -0.1269]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor logsigmoid(Tensor x) {
        return LOGSIGMOID.of(x);
    }

    private static final Expr SCALED = Expressions.mul(X, S);
    private static final Expr IS_LOW = Expressions.lt(SCALED, 0);
    /** What rounding took from the product, which the exponential magnifies in the lower tail. */
    private static final Expr SCALED_LOST = Expressions.fma(X, S, Expressions.neg(SCALED));

    /** The exponential of {@code SCALED + SCALED_LOST} given that of SCALED, or a number that behaves so in the lower tail. */
    private static Expr inLowerTail(Expr e) {
        return Expressions.select(IS_LOW, Expressions.add(e, Expressions.scale(e, SCALED_LOST)), e);
    }

    private static final Expr SCALED_SOFTPLUS =
            Expressions.div(Expressions.add(Expressions.maximum(SCALED, number(0)),
            Expressions.log1p(inLowerTail(Expressions.exp(Expressions.negativeAbs(SCALED))))), S);
    private static final Expr SOFTPLUS_SLOPE = Expressions.withDerivative(inLowerTail(Expressions.sigmoid(SCALED)), X,
            Expressions.mul(S, inLowerTail(logisticDensity(SCALED))));

    private static final Pointwise SOFTPLUS_NUMBER =
            Pointwise.row(Formula.of("softplus", 1, 2, Expressions.select(Expressions.gt(SCALED, T), X, SCALED_SOFTPLUS))
            .withDerivative(Expressions.select(Expressions.gt(SCALED, T), 1, SOFTPLUS_SLOPE)));

    /**
     * {@code log(1 + e^(beta x)) / beta}; x where {@code beta x > threshold}
     *
     * <p>A smooth relu, sharper with larger beta. Gradient {@code sigmoid(beta x)}, 1 above the threshold. In FLOAT64 a threshold of 20
     * cuts off up to {@code e^-20 = 2e-9}, an infinite one nothing. torch: softplus.
     *
     * {@snippet :
     * Tensor y = F.softplus(Tensor.of(-1.0, 0.0, 2.0), 2, 20); // [0.06346, 0.3466, 2.0091]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param beta a number other than 0; torch's default is 1
     * @param threshold where the result becomes x; torch's default is 20
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor softplus(Tensor x, double beta, double threshold) {
        return SOFTPLUS_NUMBER.with(beta, threshold).of(x);
    }

    /**
     * {@code log(1 + e^x)}; x where it is above 20
     *
     * <p>As {@link #softplus(Tensor, double, double)} with beta 1 and threshold 20. torch: softplus.
     *
     * {@snippet :
     * Tensor y = F.softplus(Tensor.of(-1.0, 0.0, 2.0)); // [0.3133, 0.6931, 2.1269]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor softplus(Tensor x) {
        return softplus(x, 1, 20);
    }

    private static final Pointwise SOFTSIGN =
            Pointwise.row(Formula.of("softsign", 1, Expressions.select(Expressions.eq(Expressions.abs(X), Double.POSITIVE_INFINITY),
            Expressions.sign(X), Expressions.div(X, Expressions.add(1, Expressions.abs(X)))))
            .withDerivative(Expressions.square(Expressions.div(1, Expressions.add(1, Expressions.abs(X))))));

    /**
     * {@code x / (1 + |x|)}
     *
     * <p>-1 and 1 at the infinities. Gradient {@code 1 / (1 + |x|)^2}. torch: softsign.
     *
     * {@snippet :
     * Tensor y = F.softsign(Tensor.of(-1.0, 0.0, 2.0)); // [-0.5, 0, 0.6667]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor softsign(Tensor x) {
        return SOFTSIGN.of(x);
    }

    /** {@code (x - tanh x) / x^3} in x^2 for |x| <= 1: Chebyshev's interpolation to 60 digits, next term 4e-18 of the value. */
    private static final double[] TANHSHRINK_NEAR = {
        0x1.5555555555555p-2, -0x1.11111111110bfp-3, 0x1.ba1ba1ba14c1dp-5, -0x1.664f4880ebb7ap-6, 0x1.226e351c86010p-7,
        -0x1.d6d3c5a77301cp-9, 0x1.7da2c2f87a897p-10, -0x1.3551d9357a018p-11, 0x1.f5230d30df3c7p-13, -0x1.94a055954b5d3p-14,
        0x1.4221db52586dbp-15, -0x1.ea84aaa2ffae9p-17, 0x1.4f59b2a201134p-18, -0x1.7377d8183cf58p-20, 0x1.1c32a8304adc3p-22,
        -0x1.b34b591e6bf0cp-26
    };

    private static final Pointwise TANHSHRINK =
            Pointwise.row(Formula.of("tanhshrink", 1, Expressions.select(Expressions.lt(Expressions.abs(X), 1),
            Expressions.mul(X, Expressions.mul(Expressions.square(X), Expressions.polynomial(Expressions.square(X), TANHSHRINK_NEAR))),
            Expressions.sub(X, Expressions.tanh(X)))).withDerivative(Expressions.square(Expressions.tanh(X))));

    /**
     * {@code x - tanh x}
     *
     * <p>With all its digits near 0, where it is {@code x^3 / 3}. Gradient {@code tanh(x)^2}. torch: tanhshrink.
     *
     * {@snippet :
     * Tensor y = F.tanhshrink(Tensor.of(-1.0, 0.0, 2.0)); // [-0.2384, 0, 1.036]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor tanhshrink(Tensor x) {
        return TANHSHRINK.of(x);
    }

    private static final Expr SQUAREPLUS_ROOT = Expressions.hypot(X, 2); // x^2 may overflow
    // of equal signs
    private static final Expr SQUAREPLUS_SUM = Expressions.add(Expressions.mul(0.5, SQUAREPLUS_ROOT),
            Expressions.mul(0.5, Expressions.abs(X)));
    private static final Expr SQUAREPLUS_Y = Expressions.select(Expressions.lt(X, 0), Expressions.div(1, SQUAREPLUS_SUM), SQUAREPLUS_SUM);
    private static final Expr SQUAREPLUS_INVERSE = Expressions.div(1, SQUAREPLUS_ROOT);

    private static final Pointwise SQUAREPLUS =
            Pointwise.row(Formula.of("squareplus", 1, SQUAREPLUS_Y).withDerivative(Expressions.withDerivative(
            Expressions.select(Expressions.eq(X, Double.POSITIVE_INFINITY), 1, Expressions.div(SQUAREPLUS_Y, SQUAREPLUS_ROOT)), X,
            Expressions.mul(Expressions.mul(2, SQUAREPLUS_INVERSE), Expressions.square(SQUAREPLUS_INVERSE)))));

    /**
     * {@code (x + sqrt(x^2 + 4)) / 2}
     *
     * <p>An algebraic softplus: J. Barron (2021). Far below 0 it is {@code -1 / x}, with all its digits. Gradient {@code y / sqrt(x^2 +
     * 4)}. torch: none; jax.nn.squareplus.
     *
     * {@snippet :
     * Tensor y = F.squareplus(Tensor.of(-1.0, 0.0, 2.0)); // [0.618, 1, 2.4142]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor squareplus(Tensor x) {
        return SQUAREPLUS.of(x);
    }

    private static final Expr LOG1MEXP_SLOPE = Expressions.select(Expressions.lt(X, 0), Double.NaN, Expressions.neg(Expressions.div(
            Expressions.exp(Expressions.neg(X)), Expressions.expm1(Expressions.neg(Expressions.add(X, 0))))));

    private static final Pointwise LOG1MEXP =
            Pointwise.row(Formula.of("log1mexp", 1, Expressions.select(Expressions.lt(X, Math.log(2)),
            Expressions.log(Expressions.neg(Expressions.expm1(Expressions.neg(X)))),
            Expressions.log1p(Expressions.neg(Expressions.exp(Expressions.neg(X))))))
            .withDerivative(Expressions.withDerivative(LOG1MEXP_SLOPE, X,
                    Expressions.neg(Expressions.mul(LOG1MEXP_SLOPE, Expressions.add(1, LOG1MEXP_SLOPE))))));

    /**
     * {@code log(1 - e^-x)}
     *
     * <p>The logarithm of the other probability, with all its digits for small and large x: M. Maechler (2012). -infinity at 0, NaN below.
     * Gradient {@code 1 / (e^x - 1)}. torch: none; jax.nn.log1mexp.
     *
     * {@snippet :
     * Tensor y = F.log1mexp(Tensor.of(0.5, 2.0)); // [-0.9328, -0.1454]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log1mexp(Tensor x) {
        return LOG1MEXP.of(x);
    }

    private static final Pointwise LOGCOSH =
            Pointwise.row(Formula.of("logcosh", 1, Expressions.select(Expressions.lt(Expressions.abs(X), 1),
            Expressions.log1p(Expressions.mul(2, Expressions.square(Expressions.sinh(Expressions.mul(0.5, X))))),
            Expressions.sub(Expressions.add(Expressions.abs(X),
            Expressions.log1p(Expressions.exp(Expressions.mul(-2, Expressions.abs(X))))), Math.log(2))))
            .withDerivative(Expressions.tanh(X)));

    /**
     * {@code log cosh x}
     *
     * <p>Without overflow, and with all its digits near 0, where it is {@code x^2 / 2}. Gradient {@code tanh x}. torch: none; the loss is
     * {@link LossFunctions#logCoshLoss(Tensor, Tensor, Reduction)}.
     *
     * {@snippet :
     * Tensor y = F.logcosh(Tensor.of(-1.0, 0.0, 2.0)); // [0.4338, 0, 1.325]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor logcosh(Tensor x) {
        return LOGCOSH.of(x);
    }
}
