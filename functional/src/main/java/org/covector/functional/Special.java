package org.covector.functional;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.Domain.Interval;
import org.covector.functional.core.Pointwise;

/** Special functions, element by element. */
public abstract sealed class Special extends Elementary permits Activation {
    Special() {}

    private static final Pointwise ERF = Pointwise.row(Formula.of("erf", 1, Expressions.erf(X)));

    /** The error function. */
    @Domain(Interval.REAL)
    public static Tensor erf(Tensor x) {
        return ERF.of(x);
    }

    private static final Pointwise ERFC = Pointwise.row(Formula.of("erfc", 1, Expressions.erfc(X)));

    /** {@code 1 - erf(x)}, accurate in the tail. */
    @Domain(Interval.REAL)
    public static Tensor erfc(Tensor x) {
        return ERFC.of(x);
    }

    private static final Pointwise ERFINV = Pointwise.row(Formula.of("erfinv", 1, Expressions.erfinv(X)));

    /** The inverse of erf; infinite at -1 and 1, NaN beyond. */
    @Domain(Interval.UNIT)
    public static Tensor erfinv(Tensor x) {
        return ERFINV.of(x);
    }

    private static final Pointwise ERFCX = Pointwise.row(Formula.of("erfcx", 1, Expressions.erfcx(X)));

    /** {@code e^(x^2) erfc(x)}. */
    @Domain(Interval.REAL)
    public static Tensor erfcx(Tensor x) {
        return ERFCX.of(x);
    }

    private static final Pointwise LGAMMA = Pointwise.row(Formula.of("lgamma", 1, Expressions.lgamma(X)));

    /** The logarithm of the absolute value of the gamma function. */
    @Domain(Interval.POSITIVE)
    public static Tensor lgamma(Tensor x) {
        return LGAMMA.of(x);
    }

    private static final Pointwise DIGAMMA = Pointwise.row(Formula.of("digamma", 1, Expressions.digamma(X)));

    /** The derivative of lgamma. */
    @Domain(Interval.POSITIVE)
    public static Tensor digamma(Tensor x) {
        return DIGAMMA.of(x);
    }

    private static final Pointwise NDTRI = Pointwise.row(Formula.of("ndtri", 1, Expressions.ndtri(X)));

    /** The inverse of ndtr. */
    @Domain(Interval.PROBABILITY)
    public static Tensor ndtri(Tensor x) {
        return NDTRI.of(x);
    }

    private static final Pointwise LOG_NDTR = Pointwise.row(Formula.of("logNdtr", 1, Expressions.logNdtr(X)));

    /** The logarithm of ndtr, accurate in the lower tail. */
    @Domain(Interval.REAL)
    public static Tensor logNdtr(Tensor x) {
        return LOG_NDTR.of(x);
    }

    private static final Pointwise I0 = Pointwise.row(Formula.of("i0", 1, Expressions.i0(X)));

    /** The modified Bessel function of order 0. */
    @Domain(Interval.REAL)
    public static Tensor i0(Tensor x) {
        return I0.of(x);
    }

    private static final Pointwise I0E = Pointwise.row(Formula.of("i0e", 1, Expressions.i0e(X)));

    /** {@code e^-|x| i0(x)}. */
    @Domain(Interval.REAL)
    public static Tensor i0e(Tensor x) {
        return I0E.of(x);
    }

    private static final Pointwise I1 = Pointwise.row(Formula.of("i1", 1, Expressions.i1(X)));

    /** The modified Bessel function of order 1. */
    @Domain(Interval.REAL)
    public static Tensor i1(Tensor x) {
        return I1.of(x);
    }

    private static final Pointwise I1E = Pointwise.row(Formula.of("i1e", 1, Expressions.i1e(X)));

    /** {@code e^-|x| i1(x)}. */
    @Domain(Interval.REAL)
    public static Tensor i1e(Tensor x) {
        return I1E.of(x);
    }

    private static final Pointwise NDTR = Pointwise.row(Formula.of("ndtr", 1, Expressions.mul(0.5, Expressions.erfc(Expressions.mul(-Math.sqrt(0.5), X)))).withDerivative(Expressions.mul(1 / Math.sqrt(2 * Math.PI), Expressions.exp(Expressions.mul(-0.5, Expressions.square(X))))));

    /** The distribution function of the standard normal distribution. */
    @Domain(Interval.REAL)
    public static Tensor ndtr(Tensor x) {
        return NDTR.of(x);
    }

    private static final Pointwise ENTR = Pointwise.row(Formula.of("entr", 1, Expressions.select(Expressions.gt(X, 0), Expressions.neg(Expressions.mul(X, Expressions.log(X))), Expressions.select(Expressions.eq(X, 0), 0, Expressions.select(Expressions.isNan(X), X, Double.NEGATIVE_INFINITY))))
            .withDerivative(Expressions.sub(-1, Expressions.log(X))));

    /** {@code -x log x}; 0 at 0, -infinity below. */
    @Domain(Interval.POSITIVE)
    public static Tensor entr(Tensor x) {
        return ENTR.of(x);
    }

    private static final Pointwise POLYGAMMA = Pointwise.row(Formula.of("polygamma", 1, 1, Expressions.polygamma(S, X)));

    /** The n-th derivative of digamma, n from 0 to 170: the last whose factor n! a double can hold. */
    public static Tensor polygamma(int n, Tensor x) {
        ArgumentException.require(n >= 0 && n <= 170, "polygamma", "n", n, "0 to 170");
        return POLYGAMMA.with(n).of(x);
    }

    private static final Pointwise XLOGY = Pointwise.row(Formula.of("xlogy", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log(Y)))).withDerivative(Expressions.select(Expressions.and(Expressions.eq(X, 0), Expressions.le(Y, 0)), 0, Expressions.log(Y)), Expressions.scale(X, Expressions.div(1, Y))));

    /** {@code x log y}, 0 where x is 0; the gradient by x at x = 0 and y not above 0 is 0. */
    @Domain({Interval.REAL, Interval.POSITIVE})
    public static Tensor xlogy(Tensor x, Tensor y) {
        return XLOGY.of(x, y);
    }

    private static final Pointwise XLOG1PY = Pointwise.row(Formula.of("xlog1py", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log1p(Y)))).withDerivative(Expressions.select(Expressions.and(Expressions.eq(X, 0), Expressions.le(Y, -1)), 0, Expressions.log1p(Y)), Expressions.scale(X, Expressions.div(1, Expressions.add(Y, 1)))));

    /** {@code x log(1 + y)}, 0 where x is 0; the gradient by x at x = 0 and y not above -1 is 0. */
    @Domain({Interval.REAL, Interval.ABOVE_MINUS_ONE})
    public static Tensor xlog1py(Tensor x, Tensor y) {
        return XLOG1PY.of(x, y);
    }
}
