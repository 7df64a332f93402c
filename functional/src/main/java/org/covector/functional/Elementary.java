package org.covector.functional;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;
import static org.covector.engine.expr.Expressions.number;

import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.Domain.Interval;
import org.covector.functional.core.Pointwise;

/** Exponentials, logarithms, trigonometric and hyperbolic functions, element by element. */
public abstract sealed class Elementary extends Comparison permits Special {
    Elementary() {}

    private static final Pointwise EXP = Pointwise.row(Formula.of("exp", 1, Expressions.exp(X)));

    /** {@code e^x}. */
    @Domain(Interval.REAL)
    public static Tensor exp(Tensor x) {
        return EXP.of(x);
    }

    private static final Pointwise EXP2 = Pointwise.row(Formula.of("exp2", 1, Expressions.exp2(X)));

    /** {@code 2^x}. */
    @Domain(Interval.REAL)
    public static Tensor exp2(Tensor x) {
        return EXP2.of(x);
    }

    private static final Pointwise EXPM1 = Pointwise.row(Formula.of("expm1", 1, Expressions.expm1(X)));

    /** {@code e^x - 1}, accurate near 0. */
    @Domain(Interval.REAL)
    public static Tensor expm1(Tensor x) {
        return EXPM1.of(x);
    }

    private static final Pointwise LOG = Pointwise.row(Formula.of("log", 1, Expressions.log(X)));

    /** The natural logarithm; -infinity at 0, NaN below. */
    @Domain(Interval.POSITIVE)
    public static Tensor log(Tensor x) {
        return LOG.of(x);
    }

    private static final Pointwise LOG2 = Pointwise.row(Formula.of("log2", 1, Expressions.log2(X)));

    /** The logarithm to base 2. */
    @Domain(Interval.POSITIVE)
    public static Tensor log2(Tensor x) {
        return LOG2.of(x);
    }

    private static final Pointwise LOG10 = Pointwise.row(Formula.of("log10", 1, Expressions.log10(X)));

    /** The logarithm to base 10. */
    @Domain(Interval.POSITIVE)
    public static Tensor log10(Tensor x) {
        return LOG10.of(x);
    }

    private static final Pointwise LOG1P = Pointwise.row(Formula.of("log1p", 1, Expressions.log1p(X)));

    /** {@code log(1 + x)}, accurate near 0. */
    @Domain(Interval.ABOVE_MINUS_ONE)
    public static Tensor log1p(Tensor x) {
        return LOG1P.of(x);
    }

    private static final Pointwise SIN = Pointwise.row(Formula.of("sin", 1, Expressions.sin(X)));

    /** The sine of radians. */
    @Domain(Interval.REAL)
    public static Tensor sin(Tensor x) {
        return SIN.of(x);
    }

    private static final Pointwise COS = Pointwise.row(Formula.of("cos", 1, Expressions.cos(X)));

    /** The cosine of radians. */
    @Domain(Interval.REAL)
    public static Tensor cos(Tensor x) {
        return COS.of(x);
    }

    private static final Pointwise TAN = Pointwise.row(Formula.of("tan", 1, Expressions.tan(X)));

    /** The tangent of radians. */
    @Domain(Interval.REAL)
    public static Tensor tan(Tensor x) {
        return TAN.of(x);
    }

    private static final Pointwise ASIN = Pointwise.row(Formula.of("asin", 1, Expressions.asin(X)));

    /** The arc sine in radians; NaN outside [-1, 1]. */
    @Domain(Interval.UNIT)
    public static Tensor asin(Tensor x) {
        return ASIN.of(x);
    }

    private static final Pointwise ACOS = Pointwise.row(Formula.of("acos", 1, Expressions.acos(X)));

    /** The arc cosine in radians; NaN outside [-1, 1]. */
    @Domain(Interval.UNIT)
    public static Tensor acos(Tensor x) {
        return ACOS.of(x);
    }

    private static final Pointwise ATAN = Pointwise.row(Formula.of("atan", 1, Expressions.atan(X)));

    /** The arc tangent in radians. */
    @Domain(Interval.REAL)
    public static Tensor atan(Tensor x) {
        return ATAN.of(x);
    }

    private static final Pointwise SINH = Pointwise.row(Formula.of("sinh", 1, Expressions.sinh(X)));

    /** The hyperbolic sine. */
    @Domain(Interval.REAL)
    public static Tensor sinh(Tensor x) {
        return SINH.of(x);
    }

    private static final Pointwise COSH = Pointwise.row(Formula.of("cosh", 1, Expressions.cosh(X)));

    /** The hyperbolic cosine. */
    @Domain(Interval.REAL)
    public static Tensor cosh(Tensor x) {
        return COSH.of(x);
    }

    private static final Pointwise TANH = Pointwise.row(Formula.of("tanh", 1, Expressions.tanh(X)));

    /** The hyperbolic tangent. */
    @Domain(Interval.REAL)
    public static Tensor tanh(Tensor x) {
        return TANH.of(x);
    }

    private static final Pointwise ASINH = Pointwise.row(Formula.of("asinh", 1, Expressions.asinh(X)));

    /** The inverse hyperbolic sine. */
    @Domain(Interval.REAL)
    public static Tensor asinh(Tensor x) {
        return ASINH.of(x);
    }

    private static final Pointwise ACOSH = Pointwise.row(Formula.of("acosh", 1, Expressions.acosh(X)));

    /** The inverse hyperbolic cosine; NaN below 1. */
    @Domain(Interval.ABOVE_ONE)
    public static Tensor acosh(Tensor x) {
        return ACOSH.of(x);
    }

    private static final Pointwise ATANH = Pointwise.row(Formula.of("atanh", 1, Expressions.atanh(X)));

    /** The inverse hyperbolic tangent; NaN outside [-1, 1]. */
    @Domain(Interval.UNIT)
    public static Tensor atanh(Tensor x) {
        return ATANH.of(x);
    }

    private static final Pointwise SIGMOID = Pointwise.row(Formula.of("sigmoid", 1, Expressions.sigmoid(X)));

    /** {@code 1 / (1 + e^-x)}. */
    @Domain(Interval.REAL)
    public static Tensor sigmoid(Tensor x) {
        return SIGMOID.of(x);
    }

    private static final Pointwise ATAN2 = Pointwise.row(Formula.of("atan2", 2, Expressions.atan2(X, Y)));

    /** The angle in radians of the point with ordinate x and abscissa y. */
    @Domain({Interval.REAL, Interval.REAL})
    public static Tensor atan2(Tensor x, Tensor y) {
        return ATAN2.of(x, y);
    }

    private static final Expr SPREAD = Expressions.mul(X, Expressions.sub(1, X));

    private static final Pointwise LOGIT = Pointwise.row(Formula.of("logit", 1, Expressions.log(Expressions.div(X, Expressions.sub(1, X)))).withDerivative(Expressions.select(Expressions.lt(SPREAD, 0), Double.NaN, Expressions.div(1, SPREAD))));

    /** {@code log(x / (1 - x))}, the inverse of sigmoid; outside 0 to 1 value and gradient are NaN. */
    @Domain(Interval.PROBABILITY)
    public static Tensor logit(Tensor x) {
        return LOGIT.of(x);
    }

    /** {@code logit(clamp(x, eps, 1 - eps))}; gradient 0 where clamped. */
    @Domain(Interval.PROBABILITY)
    public static Tensor logit(Tensor x, double eps) {
        return logit(clamp(x, eps, 1 - eps));
    }

    private static final Expr PI_X = Expressions.mul(Math.PI, X);
    private static final Expr SINC_AWAY = Expressions.select(Expressions.eq(X, 0), 1, PI_X);

    private static final Expr SINC_Y = Expressions.select(Expressions.eq(X, 0), 1, Expressions.div(Expressions.sin(PI_X), SINC_AWAY));

    /** Near 0 the difference of cos and sinc cancels; there the power series, term k of which is {@code (-1)^k 2k u^(2k-1) / (2k+1)!}. */
    private static final Expr SINC_SLOPE = Expressions.select(Expressions.lt(Expressions.abs(PI_X), 0.5),
            Expressions.mul(Math.PI, Expressions.mul(PI_X, sincSeries(Expressions.square(PI_X)))),
            Expressions.div(Expressions.sub(Expressions.cos(PI_X), SINC_Y), Expressions.select(Expressions.eq(X, 0), 1, X)));

    private static Expr sincSeries(Expr t) {
        Expr sum = number(14 / 1307674368000.0);
        for (double term : new double[] {-12 / 6227020800.0, 10 / 39916800.0, -8 / 362880.0, 6 / 5040.0, -4 / 120.0, 2 / 6.0}) {
            sum = Expressions.add(term, Expressions.mul(t, sum));
        }
        return Expressions.neg(sum);
    }

    private static final Pointwise SINC = Pointwise.row(Formula.of("sinc", 1, SINC_Y).withDerivative(SINC_SLOPE));

    /** {@code sin(pi x) / (pi x)}, 1 at 0. */
    @Domain(Interval.REAL)
    public static Tensor sinc(Tensor x) {
        return SINC.of(x);
    }

    private static final Expr GAP = Expressions.neg(Expressions.abs(Expressions.sub(X, Y)));
    private static final Expr EQUAL = Expressions.eq(X, Y);

    /** {@code x - y}, 0 for equal infinities. */
    private static final Expr DIFFERENCE = Expressions.select(Expressions.and(EQUAL, Expressions.eq(Expressions.abs(X), Double.POSITIVE_INFINITY)), 0, Expressions.sub(X, Y));

    private static final Pointwise LOGADDEXP = Pointwise.row(Formula.of("logaddexp", 2, Expressions.select(EQUAL, Expressions.add(X, Math.log(2)), Expressions.add(Expressions.maximum(X, Y), Expressions.log1p(Expressions.exp(GAP))))).withDerivative(Expressions.sigmoid(DIFFERENCE), Expressions.sigmoid(Expressions.neg(DIFFERENCE))));

    /** {@code log(e^x + e^y)} without overflow. */
    @Domain({Interval.REAL, Interval.REAL})
    public static Tensor logaddexp(Tensor x, Tensor y) {
        return LOGADDEXP.of(x, y);
    }

    private static final Expr LOG2_E_TIMES = Expressions.mul(1 / Math.log(2), Expressions.log1p(Expressions.exp2(GAP)));
    private static final Expr LN_2 = number(Math.log(2));

    private static final Pointwise LOGADDEXP2 = Pointwise.row(Formula.of("logaddexp2", 2, Expressions.select(EQUAL, Expressions.add(X, 1), Expressions.add(Expressions.maximum(X, Y), LOG2_E_TIMES))).withDerivative(Expressions.sigmoid(Expressions.mul(LN_2, DIFFERENCE)), Expressions.sigmoid(Expressions.mul(LN_2, Expressions.neg(DIFFERENCE)))));

    /** {@code log2(2^x + 2^y)} without overflow. */
    @Domain({Interval.REAL, Interval.REAL})
    public static Tensor logaddexp2(Tensor x, Tensor y) {
        return LOGADDEXP2.of(x, y);
    }
}
