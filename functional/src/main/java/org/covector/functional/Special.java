package org.covector.functional;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.Domain.Interval;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Tensor;

/** Special functions, element by element. */
abstract sealed class Special extends Elementary permits SmoothActivation {
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

    private static final Pointwise NDTR = Pointwise.row(Formula.of("ndtr", 1, Expressions.ndtr(X)));

    /** The distribution function of the standard normal distribution, relatively accurate in the lower tail. */
    @Domain(Interval.REAL)
    public static Tensor ndtr(Tensor x) {
        return NDTR.of(x);
    }

    private static final Pointwise ENTR = Pointwise.row(Formula.of("entr", 1, Expressions.select(Expressions.gt(X, 0), Expressions.neg(Expressions.mul(X, Expressions.log(X))), Expressions.select(Expressions.eq(X, 0), 0, Expressions.select(Expressions.isNan(X), X, Double.NEGATIVE_INFINITY))))
            .withDerivative(Expressions.sub(-1, Expressions.log(X))));

    /** {@code -x log x}; 0 at 0, -infinity below, where there is no gradient: NaN. */
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

    /** The derivative of {@code x log p} by x where p is y + shift: log p, but 0 where x is 0 and p not above 0. */
    private static Expr logOf(Expr log, Expr p) {
        return Expressions.select(Expressions.and(Expressions.eq(X, 0), Expressions.le(p, 0)), 0, log);
    }

    /** The derivative of {@code x log p} by y: {@code x / p}, 0 where x is 0 but linear in x there; NaN below the logarithm's domain. */
    private static Expr overOf(Expr p) {
        Expr inside = Expressions.select(Expressions.lt(p, 0), Double.NaN, Expressions.add(p, 0));
        Expr d = Expressions.select(Expressions.eq(X, 0), 0, Expressions.div(X, inside));
        return Expressions.withDerivative(Expressions.withDerivative(d, X, Expressions.div(1, inside)), Y, Expressions.neg(Expressions.select(Expressions.eq(X, 0), 0, Expressions.div(d, inside))));
    }

    private static final Pointwise XLOGY = Pointwise.row(Formula.of("xlogy", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log(Y)))).withDerivative(logOf(Expressions.log(Y), Y), overOf(Y)));

    /** {@code x log y}, 0 where x is 0; the gradient by x at x = 0 and y not above 0 is 0. */
    @Domain({Interval.REAL, Interval.POSITIVE})
    public static Tensor xlogy(Tensor x, Tensor y) {
        return XLOGY.of(x, y);
    }

    private static final Pointwise XLOG1PY = Pointwise.row(Formula.of("xlog1py", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log1p(Y)))).withDerivative(logOf(Expressions.log1p(Y), Expressions.add(Y, 1)), overOf(Expressions.add(Y, 1))));

    /** {@code x log(1 + y)}, 0 where x is 0; the gradient by x at x = 0 and y not above -1 is 0. */
    @Domain({Interval.REAL, Interval.ABOVE_MINUS_ONE})
    public static Tensor xlog1py(Tensor x, Tensor y) {
        return XLOG1PY.of(x, y);
    }

    private static final Pointwise ZETA = Pointwise.row(Formula.of("zeta", 2, Expressions.zeta(X, Y)));

    /**
     * Hurwitz' zeta function, {@code sum of (y + k)^-x over k = 0, 1, ...}, broadcast; x above 1, else NaN. Infinite where y is 0 or a
     * negative integer. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor zeta(Tensor x, Tensor y) {
        return ZETA.of(x, y);
    }

    private static final Pointwise GAMMAINC = Pointwise.row(Formula.of("gammainc", 2, Expressions.gammainc(X, Y)));

    /**
     * The regularised lower incomplete gamma function {@code P(x, y) = integral of t^(x - 1) e^-t from 0 to y, over Gamma(x)},
     * broadcast; NaN for negative arguments. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor gammainc(Tensor x, Tensor y) {
        return GAMMAINC.of(x, y);
    }

    private static final Pointwise GAMMAINCC = Pointwise.row(Formula.of("gammaincc", 2, Expressions.gammaincc(X, Y)));

    /**
     * The regularised upper incomplete gamma function {@code 1 - gammainc(x, y)}, accurate in the tail, broadcast; NaN for negative
     * arguments. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor gammaincc(Tensor x, Tensor y) {
        return GAMMAINCC.of(x, y);
    }

    /**
     * The logarithm of the multivariate gamma function, {@code p (p - 1) / 4 log pi + sum over i < p of lgamma(x - i / 2)}.
     *
     * @param p the dimension, 1 or more
     */
    public static Tensor multigammaln(Tensor x, int p) {
        ArgumentException.require(p >= 1, "multigammaln", "p", p, "1 or more");
        Tensor sum = lgamma(x);
        for (int i = 1; i < p; i++) {
            sum = add(sum, lgamma(add(x, -0.5 * i)));
        }
        return add(sum, p * (p - 1.0) / 4 * Math.log(Math.PI));
    }
}
