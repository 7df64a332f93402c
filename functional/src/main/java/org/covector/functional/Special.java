package org.covector.functional;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.core.Pointwise;

/** Special functions and sums of exponentials, element by element. */
public abstract sealed class Special extends Elementary permits SmoothActivation {
    Special() {}

    private static final Pointwise ERF = Pointwise.row(Formula.of("erf", 1, Expressions.erf(X)));

    /** The error function. */
    @DefinedOn(Interval.REAL)
    public static Tensor erf(Tensor x) {
        return ERF.of(x);
    }

    private static final Pointwise ERFC = Pointwise.row(Formula.of("erfc", 1, Expressions.erfc(X)));

    /** {@code 1 - erf(x)}, accurate in the tail. */
    @DefinedOn(Interval.REAL)
    public static Tensor erfc(Tensor x) {
        return ERFC.of(x);
    }

    private static final Pointwise ERFINV = Pointwise.row(Formula.of("erfinv", 1, Expressions.erfinv(X)));

    /** The inverse of erf; infinite at -1 and 1, NaN beyond. */
    @DefinedOn(Interval.UNIT)
    public static Tensor erfinv(Tensor x) {
        return ERFINV.of(x);
    }

    private static final Pointwise ERFCX = Pointwise.row(Formula.of("erfcx", 1, Expressions.erfcx(X)));

    /** {@code e^(x^2) erfc(x)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor erfcx(Tensor x) {
        return ERFCX.of(x);
    }

    private static final Pointwise LGAMMA = Pointwise.row(Formula.of("lgamma", 1, Expressions.lgamma(X)));

    /** The logarithm of the absolute value of the gamma function. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor lgamma(Tensor x) {
        return LGAMMA.of(x);
    }

    private static final Pointwise DIGAMMA = Pointwise.row(Formula.of("digamma", 1, Expressions.digamma(X)));

    /** The derivative of lgamma. */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor digamma(Tensor x) {
        return DIGAMMA.of(x);
    }

    private static final Pointwise NDTRI = Pointwise.row(Formula.of("ndtri", 1, Expressions.ndtri(X)));

    /** The inverse of ndtr. */
    @DefinedOn(Interval.PROBABILITY)
    public static Tensor ndtri(Tensor x) {
        return NDTRI.of(x);
    }

    private static final Pointwise LOG_NDTR = Pointwise.row(Formula.of("logNdtr", 1, Expressions.logNdtr(X)));

    /** The logarithm of ndtr, accurate in the lower tail. */
    @DefinedOn(Interval.REAL)
    public static Tensor logNdtr(Tensor x) {
        return LOG_NDTR.of(x);
    }

    private static final Pointwise I0 = Pointwise.row(Formula.of("i0", 1, Expressions.i0(X)));

    /** The modified Bessel function of order 0. */
    @DefinedOn(Interval.REAL)
    public static Tensor i0(Tensor x) {
        return I0.of(x);
    }

    private static final Pointwise I0E = Pointwise.row(Formula.of("i0e", 1, Expressions.i0e(X)));

    /** {@code e^-|x| i0(x)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor i0e(Tensor x) {
        return I0E.of(x);
    }

    private static final Pointwise I1 = Pointwise.row(Formula.of("i1", 1, Expressions.i1(X)));

    /** The modified Bessel function of order 1. */
    @DefinedOn(Interval.REAL)
    public static Tensor i1(Tensor x) {
        return I1.of(x);
    }

    private static final Pointwise I1E = Pointwise.row(Formula.of("i1e", 1, Expressions.i1e(X)));

    /** {@code e^-|x| i1(x)}. */
    @DefinedOn(Interval.REAL)
    public static Tensor i1e(Tensor x) {
        return I1E.of(x);
    }

    private static final Pointwise NDTR = Pointwise.row(Formula.of("ndtr", 1, Expressions.ndtr(X)));

    /** The distribution function of the standard normal distribution, relatively accurate in the lower tail. */
    @DefinedOn(Interval.REAL)
    public static Tensor ndtr(Tensor x) {
        return NDTR.of(x);
    }

    private static final Pointwise ENTR = Pointwise.row(Formula.of("entr", 1,
            Expressions.select(Expressions.gt(X, 0), Expressions.neg(Expressions.mul(X, Expressions.log(X))),
            Expressions.select(Expressions.eq(X, 0), 0, Expressions.select(Expressions.isNan(X), X, Double.NEGATIVE_INFINITY))))
            .withDerivative(Expressions.sub(-1, Expressions.log(X))));

    /** {@code -x log x}; 0 at 0, -infinity below, where there is no gradient: NaN. */
    @DefinedOn(Interval.POSITIVE)
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

    /** The derivative of {@code x log p} by y: {@code x / p}, 0 where x is 0 but linear in x there. */
    private static Expr overOf(Expr p) {
        Expr d = Expressions.select(Expressions.eq(X, 0), 0, Expressions.div(X, p));
        return Expressions.withDerivative(Expressions.withDerivative(d, X, Expressions.div(1, p)), Y,
                Expressions.neg(Expressions.select(Expressions.eq(X, 0), 0, Expressions.div(d, p))));
    }

    private static final Pointwise XLOGY = Pointwise.row(Formula.of("xlogy", 2,
            Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log(Y))))
            .withDerivative(logOf(Expressions.log(Y), Y), overOf(Y)));

    /** {@code x log y}, 0 where x is 0; the gradient by x at x = 0 and y not above 0 is 0. */
    @DefinedOn({Interval.REAL, Interval.POSITIVE})
    public static Tensor xlogy(Tensor x, Tensor y) {
        return XLOGY.of(x, y);
    }

    private static final Pointwise XLOG1PY =
            Pointwise.row(Formula.of("xlog1py", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log1p(Y))))
            .withDerivative(logOf(Expressions.log1p(Y), Expressions.add(Y, 1)), overOf(Expressions.add(Y, 1))));

    /** {@code x log(1 + y)}, 0 where x is 0; the gradient by x at x = 0 and y not above -1 is 0. */
    @DefinedOn({Interval.REAL, Interval.ABOVE_MINUS_ONE})
    public static Tensor xlog1py(Tensor x, Tensor y) {
        return XLOG1PY.of(x, y);
    }

    private static final Expr GAP = Expressions.neg(Expressions.abs(Expressions.sub(X, Y)));
    private static final Expr EQUAL = Expressions.eq(X, Y);

    /** {@code x - y}, 0 for equal infinities. */
    private static final Expr DIFFERENCE = Expressions.select(Expressions.and(EQUAL,
            Expressions.eq(Expressions.abs(X), Double.POSITIVE_INFINITY)), 0, Expressions.sub(X, Y));

    /** What rounding took from the difference (Knuth's sum), which an exponential far below 0 would magnify; 0 where it is infinite. */
    private static final Expr DIFFERENCE_LOST = differenceLost();

    private static Expr differenceLost() {
        Expr d = Expressions.sub(X, Y);
        Expr moved = Expressions.sub(d, X);
        Expr lost = Expressions.sub(Expressions.sub(X, Expressions.sub(d, moved)), Expressions.add(Y, moved));
        return Expressions.select(Expressions.lt(Expressions.abs(d), Double.POSITIVE_INFINITY), lost, 0);
    }

    /** {@code share / (1 + ...)} below 0 times what the rounding of its argument lost there. */
    private static Expr corrected(Expr share, Expr argument, Expr lost) {
        return Expressions.select(Expressions.lt(argument, 0), Expressions.fma(share, lost, share), share);
    }

    /** The weights of x and y, with the derivative {@code rate p q} by the own argument and minus that by the other. */
    private static Expr weight(Expr own, Expr other, Expr p, Expr q, double rate) {
        Expr slope = Expressions.mul(rate, Expressions.mul(p, q));
        return Expressions.withDerivative(Expressions.withDerivative(p, own, slope), other, Expressions.neg(slope));
    }

    private static final Expr WEIGHT_X = corrected(Expressions.sigmoid(DIFFERENCE), DIFFERENCE, DIFFERENCE_LOST);
    private static final Expr WEIGHT_Y = corrected(Expressions.sigmoid(Expressions.neg(DIFFERENCE)), Expressions.neg(DIFFERENCE),
            Expressions.neg(DIFFERENCE_LOST));

    private static final Pointwise LOGADDEXP =
            Pointwise.row(Formula.of("logaddexp", 2,
            Expressions.select(EQUAL, Expressions.add(X, Math.log(2)),
            Expressions.add(Expressions.maximum(X, Y), Expressions.log1p(Expressions.exp(GAP)))))
            .withDerivative(weight(X, Y, WEIGHT_X, WEIGHT_Y, 1), weight(Y, X, WEIGHT_Y, WEIGHT_X, 1)));

    /** {@code log(e^x + e^y)} without overflow; gradient the softmax of the two, a half each for equal infinities. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor logaddexp(Tensor x, Tensor y) {
        return LOGADDEXP.of(x, y);
    }

    private static final Expr LOG2_E_TIMES = Expressions.mul(1 / Math.log(2), Expressions.log1p(Expressions.exp2(GAP)));

    /** {@code 2^d / (1 + 2^d)}: the argument of exp2 is exact, that of a sigmoid would not be. */
    private static Expr share2(Expr d, Expr lost) {
        Expr e = Expressions.exp2(Expressions.negativeAbs(d));
        Expr below = Expressions.div(e, Expressions.add(1, e));
        Expr share = Expressions.select(Expressions.lt(0, d), Expressions.div(1, Expressions.add(1, e)), below);
        return corrected(share, d, Expressions.mul(Math.log(2), lost));
    }

    private static final Expr SHARE_X = share2(DIFFERENCE, DIFFERENCE_LOST);
    private static final Expr SHARE_Y = share2(Expressions.neg(DIFFERENCE), Expressions.neg(DIFFERENCE_LOST));

    private static final Pointwise LOGADDEXP2 =
            Pointwise.row(Formula.of("logaddexp2", 2,
            Expressions.select(EQUAL, Expressions.add(X, 1), Expressions.add(Expressions.maximum(X, Y), LOG2_E_TIMES)))
            .withDerivative(weight(X, Y, SHARE_X, SHARE_Y, Math.log(2)), weight(Y, X, SHARE_Y, SHARE_X, Math.log(2))));

    /** {@code log2(2^x + 2^y)} without overflow. */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor logaddexp2(Tensor x, Tensor y) {
        return LOGADDEXP2.of(x, y);
    }

    private static final WithParameter ZETA = WithParameter.of("zeta", Expressions.zeta(X, Y),
            Expressions.mul(Expressions.neg(X), Expressions.zeta(Expressions.add(X, 1), Y)));

    /**
     * Hurwitz' zeta function, {@code sum of (y + k)^-x over k = 0, 1, ...}, broadcast; x above 1, else NaN. Infinite where y is 0 or a
     * negative integer. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor zeta(Tensor x, Tensor y) {
        return ZETA.apply(x, y);
    }

    private static final WithParameter GAMMAINC = WithParameter.of("gammainc", Expressions.gammainc(X, Y), Expressions.gammaDensity(X, Y));

    /**
     * The regularised lower incomplete gamma function {@code P(x, y) = integral of t^(x - 1) e^-t from 0 to y, over Gamma(x)},
     * broadcast; NaN for negative arguments. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor gammainc(Tensor x, Tensor y) {
        return GAMMAINC.apply(x, y);
    }

    private static final WithParameter GAMMAINCC = WithParameter.of("gammaincc", Expressions.gammaincc(X, Y),
            Expressions.neg(Expressions.gammaDensity(X, Y)));

    /**
     * The regularised upper incomplete gamma function {@code 1 - gammainc(x, y)}, accurate in the tail, broadcast; NaN for negative
     * arguments. Differentiable by y; asking for the gradient of x is an error.
     */
    public static Tensor gammaincc(Tensor x, Tensor y) {
        return GAMMAINCC.apply(x, y);
    }

    /**
     * The logarithm of the multivariate gamma function, {@code p (p - 1) / 4 log pi + sum over i < p of lgamma(x - i / 2)}.
     *
     * @param p the dimension, 1 to 1024
     */
    public static Tensor multigammaln(Tensor x, int p) {
        ArgumentException.require(p >= 1 && p <= 1024, "multigammaln", "p", p, "1 to 1024");
        Tensor sum = lgamma(x);
        for (int i = 1; i < p; i++) {
            sum = add(sum, lgamma(add(x, -0.5 * i)));
        }
        return add(sum, p * (p - 1.0) / 4 * Math.log(Math.PI));
    }
}
