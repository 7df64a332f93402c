package org.covector.functional.pointwise;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.number;

import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;
import org.covector.functional.primitive.Convert;

/** Exponentials, logarithms, trigonometric and hyperbolic functions, element by element. */
public abstract sealed class Elementary extends Comparison permits Special {
    Elementary() {}

    private static final Pointwise EXP = Pointwise.row(Formula.of("exp", 1, Expressions.exp(X)));

    /**
     * {@code e^x}
     *
     * <p>The exponential; 0 at -infinity, infinite above 88.72 (FLOAT32) or 709.78 (FLOAT64). Its gradient is its value. Error below 1 ulp
     * (docs/accuracy.md). torch: exp.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor exp(Tensor x) {
        return EXP.of(x);
    }

    private static final Pointwise EXP2 = Pointwise.row(Formula.of("exp2", 1, Expressions.exp2(X)));

    /**
     * {@code 2^x}
     *
     * <p>The power of two, exact for integers. Gradient {@code 2^x log 2}. Error below 1 ulp (docs/accuracy.md). torch: exp2.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor exp2(Tensor x) {
        return EXP2.of(x);
    }

    private static final Pointwise EXPM1 = Pointwise.row(Formula.of("expm1", 1, Expressions.expm1(X)));

    /**
     * {@code e^x - 1}
     *
     * <p>The exponential less 1, with all its digits near 0; -1 at -infinity. Gradient {@code e^x}. Error below 1 ulp (docs/accuracy.md).
     * torch: expm1.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor expm1(Tensor x) {
        return EXPM1.of(x);
    }

    private static final Pointwise LOG = Pointwise.row(Formula.of("log", 1, Expressions.log(X)));

    /**
     * {@code log x}
     *
     * <p>The natural logarithm; -infinity at 0, NaN below. Gradient {@code 1 / x}, at a zero infinite with its sign. Error below 1 ulp
     * (docs/accuracy.md). torch: log.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log(Tensor x) {
        return LOG.of(x);
    }

    private static final Pointwise LOG2 = Pointwise.row(Formula.of("log2", 1, Expressions.log2(X)));

    /**
     * {@code log x / log 2}
     *
     * <p>The logarithm to base 2, exact for powers of two; -infinity at 0, NaN below. Gradient {@code 1 / (x log 2)}. Error below 1 ulp
     * (docs/accuracy.md). torch: log2.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log2(Tensor x) {
        return LOG2.of(x);
    }

    private static final Pointwise LOG10 = Pointwise.row(Formula.of("log10", 1, Expressions.log10(X)));

    /**
     * {@code log x / log 10}
     *
     * <p>The logarithm to base 10, exact for powers of ten; -infinity at 0, NaN below. Gradient {@code 1 / (x log 10)}. Error below 1 ulp
     * (docs/accuracy.md). torch: log10.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log10(Tensor x) {
        return LOG10.of(x);
    }

    private static final Pointwise LOG1P = Pointwise.row(Formula.of("log1p", 1, Expressions.log1p(X)));

    /**
     * {@code log(1 + x)}
     *
     * <p>The logarithm of 1 + x, with all its digits near 0; -infinity at -1, NaN below. Gradient {@code 1 / (1 + x)}. Error below 1 ulp
     * (docs/accuracy.md). torch: log1p.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.ABOVE_MINUS_ONE)
    public static Tensor log1p(Tensor x) {
        return LOG1P.of(x);
    }

    private static final Pointwise SIN = Pointwise.row(Formula.of("sin", 1, Expressions.sin(X)));

    /**
     * {@code sin x}
     *
     * <p>The sine of radians; NaN at infinities; arguments from 2^15 (FLOAT32) or 2^32 (FLOAT64) on are slower, not less accurate. Gradient
     * {@code cos x}. Error below 1 ulp (docs/accuracy.md). torch: sin.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sin(Tensor x) {
        return SIN.of(x);
    }

    private static final Pointwise COS = Pointwise.row(Formula.of("cos", 1, Expressions.cos(X)));

    /**
     * {@code cos x}
     *
     * <p>The cosine of radians; NaN at infinities; arguments from 2^15 (FLOAT32) or 2^32 (FLOAT64) on are slower, not less accurate.
     * Gradient {@code -sin x}. Error below 1 ulp (docs/accuracy.md). torch: cos.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor cos(Tensor x) {
        return COS.of(x);
    }

    private static final Pointwise TAN = Pointwise.row(Formula.of("tan", 1, Expressions.tan(X)));

    /**
     * {@code sin x / cos x}
     *
     * <p>The tangent of radians; NaN at infinities, finite at all other numbers, none of which is a pole; arguments from 2^15 (FLOAT32) or
     * 2^32 (FLOAT64) on are slower, not less accurate. Gradient {@code 1 + tan(x)^2}. Error below 1 ulp (docs/accuracy.md). torch: tan.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor tan(Tensor x) {
        return TAN.of(x);
    }

    private static final Pointwise ASIN = Pointwise.row(Formula.of("asin", 1, Expressions.asin(X)));

    /**
     * {@code asin x}
     *
     * <p>The arc sine in radians, -pi/2 to pi/2; NaN outside -1 to 1. Gradient {@code 1 / sqrt(1 - x^2)}, infinite at -1 and 1. Error below
     * 1 ulp (docs/accuracy.md). torch: asin.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.UNIT)
    public static Tensor asin(Tensor x) {
        return ASIN.of(x);
    }

    private static final Pointwise ACOS = Pointwise.row(Formula.of("acos", 1, Expressions.acos(X)));

    /**
     * {@code acos x}
     *
     * <p>The arc cosine in radians, 0 to pi; NaN outside -1 to 1. Gradient {@code -1 / sqrt(1 - x^2)}, -infinity at -1 and 1. Error below 1
     * ulp (docs/accuracy.md). torch: acos.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.UNIT)
    public static Tensor acos(Tensor x) {
        return ACOS.of(x);
    }

    private static final Pointwise ATAN = Pointwise.row(Formula.of("atan", 1, Expressions.atan(X)));

    /**
     * {@code atan x}
     *
     * <p>The arc tangent in radians, -pi/2 to pi/2, which it is at the infinities. Gradient {@code 1 / (1 + x^2)}. Error below 1 ulp
     * (docs/accuracy.md). torch: atan.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor atan(Tensor x) {
        return ATAN.of(x);
    }

    private static final Pointwise SINH = Pointwise.row(Formula.of("sinh", 1, Expressions.sinh(X)));

    /**
     * {@code (e^x - e^-x) / 2}
     *
     * <p>The hyperbolic sine, with all its digits near 0. Gradient {@code cosh x}. Error below 1 ulp (docs/accuracy.md). torch: sinh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sinh(Tensor x) {
        return SINH.of(x);
    }

    private static final Pointwise COSH = Pointwise.row(Formula.of("cosh", 1, Expressions.cosh(X)));

    /**
     * {@code (e^x + e^-x) / 2}
     *
     * <p>The hyperbolic cosine. Gradient {@code sinh x}. Error below 1 ulp (docs/accuracy.md). torch: cosh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor cosh(Tensor x) {
        return COSH.of(x);
    }

    private static final Pointwise TANH = Pointwise.row(Formula.of("tanh", 1, Expressions.tanh(X)));

    /**
     * {@code (e^x - e^-x) / (e^x + e^-x)}
     *
     * <p>The hyperbolic tangent; -1 and 1 at the infinities. The gradient {@code 1 / cosh(x)^2} comes from x and keeps its digits where the
     * value is 1. Error below 1 ulp (docs/accuracy.md). torch: tanh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor tanh(Tensor x) {
        return TANH.of(x);
    }

    private static final Pointwise ASINH = Pointwise.row(Formula.of("asinh", 1, Expressions.asinh(X)));

    /**
     * {@code log(x + sqrt(x^2 + 1))}
     *
     * <p>The inverse hyperbolic sine, without overflow of the square. Gradient {@code 1 / sqrt(x^2 + 1)}. Error below 1 ulp
     * (docs/accuracy.md). torch: asinh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor asinh(Tensor x) {
        return ASINH.of(x);
    }

    private static final Pointwise ACOSH = Pointwise.row(Formula.of("acosh", 1, Expressions.acosh(X)));

    /**
     * {@code log(x + sqrt(x^2 - 1))}
     *
     * <p>The inverse hyperbolic cosine; NaN below 1. Gradient {@code 1 / sqrt(x^2 - 1)}, infinite at 1. Error below 1 ulp
     * (docs/accuracy.md). torch: acosh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.ABOVE_ONE)
    public static Tensor acosh(Tensor x) {
        return ACOSH.of(x);
    }

    private static final Pointwise ATANH = Pointwise.row(Formula.of("atanh", 1, Expressions.atanh(X)));

    /**
     * {@code log((1 + x) / (1 - x)) / 2}
     *
     * <p>The inverse hyperbolic tangent; infinite at -1 and 1, NaN outside. Gradient {@code 1 / (1 - x^2)}, infinite at -1 and 1. Error
     * below 1 ulp (docs/accuracy.md). torch: atanh.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.UNIT)
    public static Tensor atanh(Tensor x) {
        return ATANH.of(x);
    }

    private static final Pointwise SIGMOID = Pointwise.row(Formula.of("sigmoid", 1, Expressions.sigmoid(X)));

    /**
     * {@code 1 / (1 + e^-x)}
     *
     * <p>The logistic function; 0 and 1 at the infinities. The gradient {@code e / (1 + e)^2, e = e^-|x|} keeps its digits where the value
     * is 1. Error below 1 ulp (docs/accuracy.md). torch: sigmoid.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sigmoid(Tensor x) {
        return SIGMOID.of(x);
    }

    private static final Pointwise ATAN2 = Pointwise.row(Formula.of("atan2", 2, Expressions.atan2(X, Y)));

    /**
     * {@code atan(x / y)}, in the quadrant of the point with ordinate x and abscissa y; broadcast
     *
     * <p>The angle in radians, -pi to pi; zeros with their signs and infinities as in C99. Gradients {@code y / (x^2 + y^2)} and {@code -x
     * / (x^2 + y^2)}, NaN at the origin, as in torch. Error below 1 ulp (docs/accuracy.md). torch: atan2.
     *
     * @param x the ordinate; any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y the abscissa; any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor atan2(Tensor x, Tensor y) {
        return ATAN2.of(x, y);
    }

    /** Between 1/4 and 3/4 the quotient is near 1 and its logarithm would cancel; 2 x - 1 is exact there. */
    private static final Expr LOGIT_Y = Expressions.select(Expressions.and(Expressions.lt(0.25, X), Expressions.lt(X, 0.75)),
            Expressions.log1p(Expressions.div(Expressions.fma(X, number(2), number(-1)), Expressions.sub(1, X))),
            Expressions.log(Expressions.div(X, Expressions.sub(1, X))));
    private static final Expr SPREAD = Expressions.mul(Expressions.add(X, 0), Expressions.sub(1, X));
    private static final Expr LOGIT_SLOPE = Expressions.div(1, Expressions.select(Expressions.lt(SPREAD, 0), Double.NaN, SPREAD));

    private static final Pointwise LOGIT = Pointwise.row(Formula.of("logit", 1, LOGIT_Y)
            .withDerivative(Expressions.withDerivative(LOGIT_SLOPE, X,
            Expressions.mul(Expressions.mul(Expressions.fma(X, number(2), number(-1)), LOGIT_SLOPE), LOGIT_SLOPE))));

    /**
     * {@code log(x / (1 - x))}
     *
     * <p>The inverse of {@link #sigmoid(Tensor)}; -infinity at 0, infinity at 1, outside value and gradient NaN. Gradient {@code 1 / (x (1
     * - x))}, infinite at 0 and 1. torch: logit.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.PROBABILITY)
    public static Tensor logit(Tensor x) {
        return LOGIT.of(x);
    }

    /**
     * {@code logit(min(max(x, eps), 1 - eps))}
     *
     * <p>As {@link #logit(Tensor)}, finite for all numbers. Gradient 0 where clamped, bounds included, where torch has that of logit.
     * torch: logit with eps.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param eps the distance of the bounds from 0 and 1, 0 to 1/2
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.PROBABILITY)
    public static Tensor logit(Tensor x, double eps) {
        return logit(clamp(x, eps, 1 - eps));
    }

    /**
     * {@code sin(pi x)} and {@code cos(pi x)} from the distance to the nearest integer, which is exact: pi x would be rounded. The
     * derivatives are those by the same rule up to the second.
     */
    private static final Expr NEAREST = Expressions.rint(X);
    private static final Expr OFFSET = Expressions.sub(X, NEAREST);
    private static final Expr ODD = Expressions.abs(Expressions.sub(NEAREST,
            Expressions.mul(2, Expressions.rint(Expressions.mul(NEAREST, 0.5)))));
    private static final Expr PARITY = Expressions.fma(ODD, number(-2), number(1));
    private static final Expr SIN_PI = Expressions.mul(PARITY, Expressions.sin(Expressions.mul(Math.PI, OFFSET)));
    private static final Expr COS_PI = Expressions.mul(PARITY,
            Expressions.sin(Expressions.mul(Math.PI, Expressions.sub(0.5, Expressions.abs(OFFSET)))));
    private static final Expr IS_INFINITE = Expressions.eq(Expressions.abs(X), Double.POSITIVE_INFINITY);

    private static final Expr PI_X = Expressions.mul(Math.PI, X);
    private static final Expr SINC_Y = Expressions.select(Expressions.or(Expressions.eq(X, 0), IS_INFINITE),
            Expressions.select(IS_INFINITE, 0, number(1)), Expressions.div(SIN_PI, PI_X));

    /** Near 0 the differences in the derivatives cancel; there power series in {@code u^2, u = pi x}. */
    private static final Expr SINC_NEAR = Expressions.lt(Expressions.abs(PI_X), 1.5);
    private static final Expr SINC_SLOPE = sincSlope();

    /** sinc' is {@code (cos(pi x) - sinc) / x}, sinc'' is {@code -(pi sin(pi x) + 2 sinc') / x}. */
    private static Expr sincSlope() {
        Expr near = Expressions.mul(Math.PI, Expressions.mul(PI_X, sincSeries(1)));
        Expr slope = Expressions.select(SINC_NEAR, near,
                Expressions.select(IS_INFINITE, 0, Expressions.div(Expressions.sub(COS_PI, SINC_Y), X)));
        Expr far = Expressions.neg(Expressions.div(Expressions.add(Expressions.mul(Math.PI, SIN_PI), Expressions.mul(2, slope)), X));
        Expr second = Expressions.select(SINC_NEAR, Expressions.mul(Math.PI * Math.PI, sincSeries(2)),
                Expressions.select(IS_INFINITE, 0, far));
        return Expressions.withDerivative(slope, X, second);
    }

    /**
     * Derivative 1 of sin u / u, over u, or derivative 2: the sum over k >= 1 of {@code (-1)^k u^(2k - 2) / (2k + 1)!} times 2k or
     * 2k (2k - 1).
     */
    private static Expr sincSeries(int order) {
        double[] terms = new double[13];
        double factorial = 1;
        for (int k = 1; k <= terms.length; k++) {
            factorial *= 2.0 * k * (2 * k + 1);
            terms[k - 1] = (k % 2 == 0 ? 1 : -1) * 2.0 * k * (order == 1 ? 1 : 2 * k - 1) / factorial;
        }
        return Expressions.polynomial(Expressions.square(PI_X), terms);
    }

    private static final Pointwise SINC = Pointwise.row(Formula.of("sinc", 1, SINC_Y).withDerivative(SINC_SLOPE));

    /**
     * {@code sin(pi x) / (pi x)}, 1 at 0
     *
     * <p>The normalised cardinal sine: 0 at all other integers and at infinities. Gradient {@code (cos(pi x) - sinc(x)) / x}, 0 at 0, by a
     * power series near it. torch: sinc.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor sinc(Tensor x) {
        return SINC.of(x);
    }

    private static final double LN_2 = 0.6931471805599453;
    private static final Pointwise LDEXP = Pointwise.row(ldexp());

    /** In two steps, since {@code 2^y} alone may overflow or vanish. */
    private static Formula ldexp() {
        Expr half = Expressions.trunc(Expressions.mul(0.5, Y));
        Expr first = Expressions.exp2(half);
        Expr second = Expressions.exp2(Expressions.sub(Y, half));
        Expr isFar = Expressions.eq(Expressions.abs(Y), Double.POSITIVE_INFINITY);
        Expr end = Expressions.select(Expressions.gt(Y, 0), Y, number(0));
        Expr power = Expressions.select(isFar, end, Expressions.mul(first, second));
        Expr value = Expressions.select(Expressions.eq(X, 0), X,
                Expressions.select(isFar, Expressions.mul(X, end), Expressions.mul(Expressions.mul(X, first), second)));
        Expr slope = Expressions.mul(LN_2, value);
        return Formula.of("ldexp", 2, value).withDerivative(
                Expressions.withDerivative(power, Y, Expressions.mul(LN_2, power)),
                Expressions.withDerivative(Expressions.withDerivative(slope, X, Expressions.mul(LN_2, power)), Y,
                        Expressions.mul(LN_2, slope)));
    }

    /**
     * {@code x 2^y}, broadcast
     *
     * <p>What a mantissa x and an exponent y stand for. Multiplied in two steps, so that {@code 2^y} alone may overflow or vanish; 0
     * stays 0, where torch has NaN. Gradients {@code 2^y} and {@code x 2^y log 2}. torch: ldexp.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y the exponent, usually INT64; any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor ldexp(Tensor x, Tensor y) {
        return LDEXP.of(x, y);
    }

    private static final Pointwise DEG2RAD = Pointwise.row(Formula.of("deg2rad", 1, Expressions.mul(X, Math.PI / 180)));

    /**
     * {@code pi x / 180}
     *
     * <p>Degrees as radians. torch: deg2rad.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor deg2rad(Tensor x) {
        return DEG2RAD.of(x);
    }

    private static final Pointwise RAD2DEG = Pointwise.row(Formula.of("rad2deg", 1, Expressions.mul(X, 180 / Math.PI)));

    /**
     * {@code 180 x / pi}
     *
     * <p>Radians as degrees. torch: rad2deg.
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor rad2deg(Tensor x) {
        return RAD2DEG.of(x);
    }

    /**
     * {@code x^y} in FLOAT64, broadcast
     *
     * <p>As {@link #pow(Tensor, Tensor)}, whatever the dtypes. torch: float_power.
     *
     * @param x any shape and dtype, converted to FLOAT64
     * @param y any dtype, a shape that broadcasts with that of x, converted to FLOAT64
     * @return FLOAT64 of the broadcast shape
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.POSITIVE, Interval.REAL})
    public static Tensor floatPower(Tensor x, Tensor y) {
        return pow(Convert.to(x, DType.FLOAT64), Convert.to(y, DType.FLOAT64));
    }
}
