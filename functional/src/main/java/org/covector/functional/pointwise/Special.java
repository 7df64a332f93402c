package org.covector.functional.pointwise;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.Y;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.DefinedOn;
import org.covector.functional.DefinedOn.Interval;
import org.covector.functional.Tensor;
import org.covector.functional.core.Pointwise;

/** Special functions and sums of exponentials, element by element. */
public abstract sealed class Special extends Elementary permits BitFunctions {
    Special() {}

    private static final Pointwise ERF = Pointwise.row(Formula.of("erf", 1, Expressions.erf(X)));

    /**
     * {@code 2 / sqrt(pi) integral of e^(-t^2) from 0 to x}
     *
     * <p>The error function; -1 and 1 at the infinities. Gradient {@code 2 / sqrt(pi) e^(-x^2)}. Error below 1 ulp (docs/accuracy.md).
     * torch: special.erf.
     *
     * {@snippet :
     * Tensor y = F.erf(Tensor.of(0.5, 2.0)); // [0.5205, 0.9953]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor erf(Tensor x) {
        return ERF.of(x);
    }

    private static final Pointwise ERFC = Pointwise.row(Formula.of("erfc", 1, Expressions.erfc(X)));

    /**
     * {@code 1 - erf(x)}
     *
     * <p>The complementary error function, with all its digits where erf is nearly 1. Gradient {@code -2 / sqrt(pi) e^(-x^2)}. Error below
     * 1 ulp (docs/accuracy.md). torch: special.erfc.
     *
     * {@snippet :
     * Tensor y = F.erfc(Tensor.of(0.5, 2.0)); // [0.4795, 0.004678]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor erfc(Tensor x) {
        return ERFC.of(x);
    }

    private static final Pointwise ERFINV = Pointwise.row(Formula.of("erfinv", 1, Expressions.erfinv(X)));

    /**
     * {@code y with erf(y) = x}
     *
     * <p>The inverse error function; infinite at -1 and 1, NaN beyond. Gradient {@code sqrt(pi) / 2 e^(y^2)}, infinite at -1 and 1. By
     * Halley's iteration on the power series of erf for |x| below 1/2, else by Newton's on log erfc. torch: special.erfinv.
     *
     * {@snippet :
     * Tensor y = F.erfinv(Tensor.of(0.0, 0.5, 1.0)); // [0, 0.4769, Infinity]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.UNIT)
    public static Tensor erfinv(Tensor x) {
        return ERFINV.of(x);
    }

    private static final Pointwise ERFCX = Pointwise.row(Formula.of("erfcx", 1, Expressions.erfcx(X)));

    /**
     * {@code e^(x^2) erfc(x)}
     *
     * <p>The scaled complementary error function: near {@code 1 / (sqrt(pi) x)} for large x, where erfc underflows. Gradient {@code 2 x y -
     * 2 / sqrt(pi)}, without its cancellation. By the Chebyshev series of M. Shepherd and J. Laframboise (1981). torch: special.erfcx.
     *
     * {@snippet :
     * Tensor y = F.erfcx(Tensor.of(0.0, 30.0)); // [1, 0.0188]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor erfcx(Tensor x) {
        return ERFCX.of(x);
    }

    private static final Pointwise LGAMMA = Pointwise.row(Formula.of("lgamma", 1, Expressions.lgamma(X)));

    /**
     * {@code log |Gamma(x)|}
     *
     * <p>The logarithm of the gamma function's absolute value; infinite at 0, -1, -2, ... and at both infinities. Gradient {@link
     * #digamma(Tensor)}, NaN at -1, -2, ... By series at 1 and 2, Stirling's series, and reflection below 0 (M. Abramowitz, I. Stegun,
     * 1964, 6.1). torch: special.gammaln.
     *
     * {@snippet :
     * Tensor y = F.lgamma(Tensor.of(5.0, 0.5)); // [3.1781, 0.5724]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor lgamma(Tensor x) {
        return LGAMMA.of(x);
    }

    private static final Pointwise DIGAMMA = Pointwise.row(Formula.of("digamma", 1, Expressions.digamma(X)));

    /**
     * {@code Gamma'(x) / Gamma(x)}
     *
     * <p>The derivative of {@link #lgamma(Tensor)}: -infinity at +0, infinity at -0, NaN at -1, -2, ... Gradient {@code polygamma(1, x)}.
     * By recurrence, the asymptotic series, and reflection below 0 (M. Abramowitz, I. Stegun, 1964, 6.3). torch: special.digamma.
     *
     * {@snippet :
     * Tensor y = F.digamma(Tensor.of(1.0, 2.0)); // [-0.5772, 0.4228]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor digamma(Tensor x) {
        return DIGAMMA.of(x);
    }

    private static final Pointwise NDTRI = Pointwise.row(Formula.of("ndtri", 1, Expressions.ndtri(X)));

    /**
     * {@code y with ndtr(y) = x}
     *
     * <p>The quantile function of the standard normal distribution; -infinity at 0, infinity at 1, NaN outside. Gradient {@code sqrt(2 pi)
     * e^(y^2 / 2)}, infinite at 0 and 1. Computed as {@link #erfinv(Tensor)}. torch: special.ndtri.
     *
     * {@snippet :
     * Tensor y = F.ndtri(Tensor.of(0.5, 0.975)); // [0, 1.96]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.PROBABILITY)
    public static Tensor ndtri(Tensor x) {
        return NDTRI.of(x);
    }

    private static final Pointwise LOG_NDTR = Pointwise.row(Formula.of("logNdtr", 1, Expressions.logNdtr(X)));

    /**
     * {@code log ndtr(x)}
     *
     * <p>The logarithm of the normal distribution function, with all its digits in both tails, where ndtr underflows or is nearly 1.
     * Gradient the ratio of density and ndtr, near -x in the lower tail. torch: special.log_ndtr.
     *
     * {@snippet :
     * Tensor y = F.logNdtr(Tensor.of(0.0, -40.0)); // [-0.6931, -804.6084]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor logNdtr(Tensor x) {
        return LOG_NDTR.of(x);
    }

    private static final Pointwise I0 = Pointwise.row(Formula.of("i0", 1, Expressions.i0(X)));

    /**
     * {@code 1 / pi integral of e^(x cos t) from 0 to pi}
     *
     * <p>The modified Bessel function of the first kind of order 0; infinite from |x| = 714 on (FLOAT64). Gradient {@link #i1(Tensor)}. By
     * the power series up to |x| = 25, beyond it the asymptotic one (M. Abramowitz, I. Stegun, 1964, 9.6.10, 9.7.1). torch: special.i0.
     *
     * {@snippet :
     * Tensor y = F.i0(Tensor.of(0.5, 2.0)); // [1.0635, 2.2796]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor i0(Tensor x) {
        return I0.of(x);
    }

    private static final Pointwise I0E = Pointwise.row(Formula.of("i0e", 1, Expressions.i0e(X)));

    /**
     * {@code e^-|x| i0(x)}
     *
     * <p>The scaled modified Bessel function of order 0, which does not overflow: near {@code 1 / sqrt(2 pi |x|)}. Gradient {@code i1e(x) -
     * sign(x) i0e(x)}, without its cancellation; 0 at 0, a kink. Series as of {@link #i0(Tensor)}. torch: special.i0e.
     *
     * {@snippet :
     * Tensor y = F.i0e(Tensor.of(0.0, 1000.0)); // [1, 0.01262]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor i0e(Tensor x) {
        return I0E.of(x);
    }

    private static final Pointwise I1 = Pointwise.row(Formula.of("i1", 1, Expressions.i1(X)));

    /**
     * {@code 1 / pi integral of e^(x cos t) cos t from 0 to pi}
     *
     * <p>The modified Bessel function of the first kind of order 1, an odd function. Gradient {@code i0(x) - i1(x) / x}, 1/2 at 0. Series
     * as of {@link #i0(Tensor)}. torch: special.i1.
     *
     * {@snippet :
     * Tensor y = F.i1(Tensor.of(0.5, 2.0)); // [0.2579, 1.5906]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor i1(Tensor x) {
        return I1.of(x);
    }

    private static final Pointwise I1E = Pointwise.row(Formula.of("i1e", 1, Expressions.i1e(X)));

    /**
     * {@code e^-|x| i1(x)}
     *
     * <p>The scaled modified Bessel function of order 1, which does not overflow. Gradient {@code i0e(x) - i1e(x) (sign(x) + 1 / x)},
     * without its cancellation; 1/2 at 0. Series as of {@link #i0(Tensor)}. torch: special.i1e.
     *
     * {@snippet :
     * Tensor y = F.i1e(Tensor.of(0.5, 1000.0)); // [0.1564, 0.01261]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor i1e(Tensor x) {
        return I1E.of(x);
    }

    private static final Pointwise NDTR = Pointwise.row(Formula.of("ndtr", 1, Expressions.ndtr(X)));

    /**
     * {@code integral of e^(-t^2 / 2) / sqrt(2 pi) from -infinity to x}
     *
     * <p>The standard normal distribution function, relatively accurate in the lower tail. Gradient the density. By {@code e^(-x^2 / 2)}
     * times a polynomial for Mills' ratio. torch: special.ndtr.
     *
     * {@snippet :
     * Tensor y = F.ndtr(Tensor.of(0.0, -10.0)); // [0.5, 7.620e-24]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.REAL)
    public static Tensor ndtr(Tensor x) {
        return NDTR.of(x);
    }

    private static final Pointwise ENTR = Pointwise.row(Formula.of("entr", 1,
            Expressions.select(Expressions.gt(X, 0), Expressions.neg(Expressions.mul(X, Expressions.log(X))),
            Expressions.select(Expressions.eq(X, 0), 0, Expressions.select(Expressions.isNan(X), X, Double.NEGATIVE_INFINITY))))
            .withDerivative(Expressions.sub(-1, Expressions.log(X))));

    /**
     * {@code -x log x}
     *
     * <p>The entropy of a probability; 0 at 0, -infinity below. Gradient {@code -1 - log x}, infinite at 0 and NaN below. torch:
     * special.entr.
     *
     * {@snippet :
     * Tensor y = F.entr(Tensor.of(0.0, 0.5)); // [0, 0.3466]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     */
    @DefinedOn(Interval.POSITIVE)
    public static Tensor entr(Tensor x) {
        return ENTR.of(x);
    }

    private static final Pointwise POLYGAMMA = Pointwise.row(Formula.of("polygamma", 1, 1, Expressions.polygamma(S, X)));

    /**
     * {@code d^n digamma(x) / dx^n = (-1)^(n + 1) n! zeta(n + 1, x)}
     *
     * <p>The derivative of order n of {@link #digamma(Tensor)}; at the poles 0, -1, -2, ... infinite for odd n; for even n -infinity at +0,
     * infinity at -0, NaN at the others. Gradient {@code polygamma(n + 1, x)}. By recurrence and Euler and Maclaurin's series (M.
     * Abramowitz, I. Stegun, 1964, 6.4, 23.2). torch: special.polygamma.
     *
     * {@snippet :
     * Tensor y = F.polygamma(1, Tensor.of(1.0, 2.0)); // [1.6449, 0.6449]
     * }
     *
     * @param n the order, 0 to 170: the last whose factor n! FLOAT64 holds
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     * @throws ArgumentException if n is out of range
     */
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

    /**
     * {@code x log y}, broadcast
     *
     * <p>0 where x is 0, also for y = 0, below it or infinite, but NaN where y is. Gradients {@code log y} and {@code x / y}; where x is 0
     * that by y is 0, and that by x is 0 if y is not above 0. torch: special.xlogy.
     *
     * {@snippet :
     * Tensor y = F.xlogy(Tensor.of(0.0, 2.0), Tensor.of(0.0, 3.0)); // [0, 2.1972]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.POSITIVE})
    public static Tensor xlogy(Tensor x, Tensor y) {
        return XLOGY.of(x, y);
    }

    private static final Pointwise XLOG1PY =
            Pointwise.row(Formula.of("xlog1py", 2, Expressions.select(Expressions.isNan(Y), Y, Expressions.scale(X, Expressions.log1p(Y))))
            .withDerivative(logOf(Expressions.log1p(Y), Expressions.add(Y, 1)), overOf(Expressions.add(Y, 1))));

    /**
     * {@code x log(1 + y)}, broadcast
     *
     * <p>0 where x is 0, also for y = -1 or below it, but NaN where y is; all its digits near y = 0. Gradients {@code log(1 + y)} and
     * {@code x / (1 + y)}; where x is 0 that by y is 0, and that by x is 0 if y is not above -1. torch: special.xlog1py.
     *
     * {@snippet :
     * Tensor y = F.xlog1py(Tensor.of(0.0, 2.0), Tensor.of(-1.0, 0.5)); // [0, 0.8109]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
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

    /**
     * {@code log(e^x + e^y)}, broadcast
     *
     * <p>Without overflow or underflow of the exponentials. Gradients are the softmax of x and y, a half each for equal infinities, where
     * torch has NaN. torch: logaddexp.
     *
     * {@snippet :
     * Tensor y = F.logaddexp(Tensor.of(0.0, 1000.0), Tensor.of(0.0, 1000.0)); // [0.6931, 1000.6931]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
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

    /**
     * {@code log2(2^x + 2^y)}, broadcast
     *
     * <p>Without overflow or underflow of the powers. Gradients {@code 2^x / (2^x + 2^y)} and {@code 2^y / (2^x + 2^y)}, a half each for
     * equal infinities. torch: logaddexp2.
     *
     * {@snippet :
     * Tensor y = F.logaddexp2(Tensor.of(3.0, 1.0), Tensor.of(3.0, 2.0)); // [4, 2.585]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
    @DefinedOn({Interval.REAL, Interval.REAL})
    public static Tensor logaddexp2(Tensor x, Tensor y) {
        return LOGADDEXP2.of(x, y);
    }

    private static final WithParameter ZETA = WithParameter.of("zeta", Expressions.zeta(X, Y),
            Expressions.mul(Expressions.neg(X), Expressions.zeta(Expressions.add(X, 1), Y)));

    /**
     * {@code sum over k = 0, 1, ... of (y + k)^-x}, broadcast
     *
     * <p>Hurwitz' zeta function, Riemann's for y = 1. NaN for x below 1, infinite at 1; infinite where y is 0, -1, -2, ..., and below 0 a
     * number for integers x only. Gradient {@code -x zeta(x + 1, y)} by y; that by x is not implemented, an error when it is asked for. By
     * Euler and Maclaurin's series (M. Abramowitz, I. Stegun, 1964, 23.2). torch: special.zeta.
     *
     * {@snippet :
     * Tensor y = F.zeta(Tensor.of(2.0), Tensor.of(1.0, 2.0)); // [1.6449, 0.6449]
     * }
     *
     * @param x the exponent; any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
    public static Tensor zeta(Tensor x, Tensor y) {
        return ZETA.apply(x, y);
    }

    private static final WithParameter GAMMAINC = WithParameter.of("gammainc", Expressions.gammainc(X, Y), Expressions.gammaDensity(X, Y));

    /**
     * {@code integral of t^(x - 1) e^-t from 0 to y / Gamma(x)}, broadcast
     *
     * <p>The regularised lower incomplete gamma function, 0 at y = 0 and 1 at infinity; NaN where an argument is below 0, or both are 0.
     * Gradient {@code y^(x - 1) e^-y / Gamma(x)} by y; that by x is not implemented, an error when it is asked for. By power series,
     * continued fraction, and N. Temme's uniform expansion (A. Gil, J. Segura, N. Temme, 2012). torch: special.gammainc.
     *
     * {@snippet :
     * Tensor y = F.gammainc(Tensor.of(2.0), Tensor.of(0.0, 1.0)); // [0, 0.2642]
     * }
     *
     * @param x the parameter; any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
    public static Tensor gammainc(Tensor x, Tensor y) {
        return GAMMAINC.apply(x, y);
    }

    private static final WithParameter GAMMAINCC = WithParameter.of("gammaincc", Expressions.gammaincc(X, Y),
            Expressions.neg(Expressions.gammaDensity(X, Y)));

    /**
     * {@code integral of t^(x - 1) e^-t from y to infinity / Gamma(x)}, broadcast
     *
     * <p>The regularised upper incomplete gamma function {@code 1 - gammainc(x, y)}, with all its digits in the tail; NaN where an argument
     * is below 0, or both are 0. Gradient {@code -y^(x - 1) e^-y / Gamma(x)} by y; that by x is not implemented, an error when it is asked
     * for. By power series, continued fraction, and N. Temme's uniform expansion (A. Gil, J. Segura, N. Temme, 2012). torch:
     * special.gammaincc.
     *
     * {@snippet :
     * Tensor y = F.gammaincc(Tensor.of(2.0), Tensor.of(0.0, 1.0)); // [1, 0.7358]
     * }
     *
     * @param x the parameter; any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param y any dtype, a shape that broadcasts with that of x
     * @return of the broadcast shape and the common dtype, FLOAT32 for INT64 and BOOL
     * @throws ArgumentException if the shapes do not broadcast
     */
    public static Tensor gammaincc(Tensor x, Tensor y) {
        return GAMMAINCC.apply(x, y);
    }

    /**
     * {@code p (p - 1) / 4 log pi + sum over i = 0, ..., p - 1 of lgamma(x - i / 2)}
     *
     * <p>The logarithm of the multivariate gamma function of dimension p, which is defined for x above {@code (p - 1) / 2}; elsewhere it is
     * this formula, where torch refuses x. torch: special.multigammaln.
     *
     * {@snippet :
     * Tensor y = F.multigammaln(Tensor.of(3.0), 2); // [1.5502]
     * }
     *
     * @param x any shape and dtype; INT64 and BOOL count as FLOAT32
     * @param p the dimension, 1 to 1024
     * @return of x's shape; FLOAT64 if x is, else FLOAT32
     * @throws ArgumentException if p is out of range
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
