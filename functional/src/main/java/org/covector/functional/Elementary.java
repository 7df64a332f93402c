package org.covector.functional;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.number;

import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Pointwise;

/** Exponentials, logarithms, trigonometric and hyperbolic functions, element by element. */
public abstract sealed class Elementary extends Comparison permits Special {
    Elementary() {}

    private static final Pointwise EXP = Pointwise.row(Formula.of("exp", 1, Expressions.exp(X)));

    /** {@code e^x}. */
    @DefinedOn(Interval.REAL)
    public static Tensor exp(Tensor x) {
        return EXP.of(x);
    }

    private static final Pointwise EXP2 = Pointwise.row(Formula.of("exp2", 1, Expressions.exp2(X)));

    /** {@code 2^x}. */
    @DefinedOn(Interval.REAL)
    public static Tensor exp2(Tensor x) {
        return EXP2.of(x);
    }

    private static final Pointwise EXPM1 = Pointwise.row(Formula.of("expm1", 1, Expressions.expm1(X)));

    /** {@code e^x - 1}, accurate near 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor expm1(Tensor x) {
        return EXPM1.of(x);
    }

    private static final Pointwise LOG = Pointwise.row(Formula.of("log", 1, Expressions.log(X)));

    /** The natural logarithm; -infinity at 0, NaN below. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log(Tensor x) {
        return LOG.of(x);
    }

    private static final Pointwise LOG2 = Pointwise.row(Formula.of("log2", 1, Expressions.log2(X)));

    /** The logarithm to base 2. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log2(Tensor x) {
        return LOG2.of(x);
    }

    private static final Pointwise LOG10 = Pointwise.row(Formula.of("log10", 1, Expressions.log10(X)));

    /** The logarithm to base 10. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor log10(Tensor x) {
        return LOG10.of(x);
    }

    private static final Pointwise LOG1P = Pointwise.row(Formula.of("log1p", 1, Expressions.log1p(X)));

    /** {@code log(1 + x)}, accurate near 0. */
    @DefinedOn(Interval.ABOVE_MINUS_ONE)
    public static Tensor log1p(Tensor x) {
        return LOG1P.of(x);
    }

    private static final Pointwise SIN = Pointwise.row(Formula.of("sin", 1, Expressions.sin(X)));

    /** The sine of radians. */
    @DefinedOn(Interval.REAL)
    public static Tensor sin(Tensor x) {
        return SIN.of(x);
    }

    private static final Pointwise COS = Pointwise.row(Formula.of("cos", 1, Expressions.cos(X)));

    /** The cosine of radians. */
    @DefinedOn(Interval.REAL)
    public static Tensor cos(Tensor x) {
        return COS.of(x);
    }

    private static final Pointwise TAN = Pointwise.row(Formula.of("tan", 1, Expressions.tan(X)));

    /** The tangent of radians. */
    @DefinedOn(Interval.REAL)
    public static Tensor tan(Tensor x) {
        return TAN.of(x);
    }

    private static final Pointwise ASIN = Pointwise.row(Formula.of("asin", 1, Expressions.asin(X)));

    /** The arc sine in radians; NaN outside [-1, 1]. */
    @DefinedOn(Interval.UNIT)
    public static Tensor asin(Tensor x) {
        return ASIN.of(x);
    }

    private static final Pointwise ACOS = Pointwise.row(Formula.of("acos", 1, Expressions.acos(X)));

    /** The arc cosine in radians; NaN outside [-1, 1]. */
    @DefinedOn(Interval.UNIT)
    public static Tensor acos(Tensor x) {
        return ACOS.of(x);
    }

    private static final Pointwise ATAN = Pointwise.row(Formula.of("atan", 1, Expressions.atan(X)));

    /** The arc tangent in radians. */
    @DefinedOn(Interval.REAL)
    public static Tensor atan(Tensor x) {
        return ATAN.of(x);
    }

    private static final Pointwise SINH = Pointwise.row(Formula.of("sinh", 1, Expressions.sinh(X)));

    /** The hyperbolic sine. */
    @DefinedOn(Interval.REAL)
    public static Tensor sinh(Tensor x) {
        return SINH.of(x);
    }

    private static final Pointwise COSH = Pointwise.row(Formula.of("cosh", 1, Expressions.cosh(X)));

    /** The hyperbolic cosine. */
    @DefinedOn(Interval.REAL)
    public static Tensor cosh(Tensor x) {
        return COSH.of(x);
    }

    private static final Pointwise TANH = Pointwise.row(Formula.of("tanh", 1, Expressions.tanh(X)));

    /** The hyperbolic tangent. */
    @DefinedOn(Interval.REAL)
    public static Tensor tanh(Tensor x) {
        return TANH.of(x);
    }

    private static final Pointwise ASINH = Pointwise.row(Formula.of("asinh", 1, Expressions.asinh(X)));

    /** The inverse hyperbolic sine. */
    @DefinedOn(Interval.REAL)
    public static Tensor asinh(Tensor x) {
        return ASINH.of(x);
    }

    private static final Pointwise ACOSH = Pointwise.row(Formula.of("acosh", 1, Expressions.acosh(X)));

    /** The inverse hyperbolic cosine; NaN below 1. */
    @DefinedOn(Interval.ABOVE_ONE)
    public static Tensor acosh(Tensor x) {
        return ACOSH.of(x);
    }

    private static final Pointwise ATANH = Pointwise.row(Formula.of("atanh", 1, Expressions.atanh(X)));

    /** The inverse hyperbolic tangent; NaN outside [-1, 1]. */
    @DefinedOn(Interval.UNIT)
    public static Tensor atanh(Tensor x) {
        return ATANH.of(x);
    }

    private static final Pointwise SIGMOID = Pointwise.row(Formula.of("sigmoid", 1, Expressions.sigmoid(X)));

    /** {@code 1 / (1 + e^-x)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor sigmoid(Tensor x) {
        return SIGMOID.of(x);
    }

    private static final Pointwise ATAN2 = Pointwise.row(Formula.of("atan2", 2, Expressions.atan2(X, Y)));

    /** The angle in radians of the point with ordinate x and abscissa y. */
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

    /** {@code log(x / (1 - x))}, the inverse of sigmoid; outside 0 to 1 value and gradient are NaN. */
    @DefinedOn(Interval.PROBABILITY)
    public static Tensor logit(Tensor x) {
        return LOGIT.of(x);
    }

    /** {@code logit(clamp(x, eps, 1 - eps))}; gradient 0 where clamped. */
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

    /** {@code sin(pi x) / (pi x)}, 1 at 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor sinc(Tensor x) {
        return SINC.of(x);
    }

    private static final Pointwise LDEXP = Pointwise.row(Formula.of("ldexp", 2, ldexp()));

    /** In two steps, since {@code 2^y} alone may overflow or vanish. */
    private static Expr ldexp() {
        Expr half = Expressions.trunc(Expressions.mul(0.5, Y));
        return Expressions.mul(Expressions.mul(X, Expressions.exp2(half)), Expressions.exp2(Expressions.sub(Y, half)));
    }

    /** {@code x 2^y}, broadcast. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor ldexp(Tensor x, Tensor y) {
        return LDEXP.of(x, y);
    }

    private static final Pointwise DEG2RAD = Pointwise.row(Formula.of("deg2rad", 1, Expressions.mul(X, Math.PI / 180)));

    /** {@code pi x / 180}: degrees as radians. */
    @DefinedOn(Interval.REAL)
    public static Tensor deg2rad(Tensor x) {
        return DEG2RAD.of(x);
    }

    private static final Pointwise RAD2DEG = Pointwise.row(Formula.of("rad2deg", 1, Expressions.mul(X, 180 / Math.PI)));

    /** {@code 180 x / pi}: radians as degrees. */
    @DefinedOn(Interval.REAL)
    public static Tensor rad2deg(Tensor x) {
        return RAD2DEG.of(x);
    }

    /** {@code x^y} in FLOAT64, whatever the arguments' dtypes, broadcast. */
    @DefinedOn({Interval.POSITIVE, Interval.REAL})
    public static Tensor floatPower(Tensor x, Tensor y) {
        return pow(Convert.to(x, DType.FLOAT64), Convert.to(y, DType.FLOAT64));
    }
}
