package org.covector.engine.expr;

import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.besselI;
import static org.covector.engine.expr.Expressions.besselMoment;
import static org.covector.engine.expr.Expressions.copysign;
import static org.covector.engine.expr.Expressions.cos;
import static org.covector.engine.expr.Expressions.cosh;
import static org.covector.engine.expr.Expressions.digamma;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.erfcx;
import static org.covector.engine.expr.Expressions.erfcxIntegral;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.exp2;
import static org.covector.engine.expr.Expressions.floorDiv;
import static org.covector.engine.expr.Expressions.fma;
import static org.covector.engine.expr.Expressions.gammaDensity;
import static org.covector.engine.expr.Expressions.gaussian;
import static org.covector.engine.expr.Expressions.gaussianTimes;
import static org.covector.engine.expr.Expressions.hypot;
import static org.covector.engine.expr.Expressions.i0;
import static org.covector.engine.expr.Expressions.i1;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.ndtr;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.negativeAbs;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.polygamma;
import static org.covector.engine.expr.Expressions.rint;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sign;
import static org.covector.engine.expr.Expressions.sin;
import static org.covector.engine.expr.Expressions.sinh;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.withDerivative;
import static org.covector.engine.expr.Expressions.zeta;

import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Constant;

/**
 * The table of the calculus: the derivative of each operation by each of its arguments. A row may use the operation's own value
 * {@code y}, which the caller has saved. At kinks the subgradient of least norm, at infinity the limit.
 */
final class Partials {
    static final Expr ZERO = number(0);
    static final Expr ONE = number(1);

    private static final double SQRT_PI = 1.7724538509055160273;
    private static final double SQRT_2PI = 2.5066282746310005024;
    private static final Expr INFINITY = number(Double.POSITIVE_INFINITY);
    private static final double LN_2 = 0.69314718055994530942;
    private static final double LN_10 = 2.3025850929940456840;

    private Partials() {}

    /** d y / d argument {@code i}; {@link #ZERO} where it is zero everywhere. */
    static Expr of(Apply y, int i) {
        Expr x = y.arg(0);
        return switch (y.op().arity()) {
            case 1 -> unary(y, x);
            case 2 -> binary(y, x, y.arg(1), i == 0);
            default -> ternary(y, i);
        };
    }

    private static Expr ternary(Apply y, int i) {
        return switch (y.op()) {
            case GAUSSIAN_TIMES -> ofGaussianTimes(y, i);
            case POW_TIMES -> PowerPartials.powTimes(y.arg(0), y.arg(1), y.arg(2), i);
            case FMA -> i == 0 ? y.arg(1) : i == 1 ? y.arg(0) : ONE;
            case WITH_DERIVATIVE -> i == 0 ? (y.arg(0) instanceof Apply a && a.op() == Op.WITH_DERIVATIVE ? ONE : ZERO) : i == 1 ? y.arg(2)
                    : ZERO;
            default -> none(y);
        };
    }

    private static Expr unary(Apply y, Expr x) {
        return switch (y.op()) {
            case NEG -> number(-1);
            case ABS -> sign(x);
            case SQRT -> div(0.5, y);
            case EXP -> y;
            case EXP2 -> select(eq(y, Double.POSITIVE_INFINITY), mul(exp2(sub(x, 1)), 2 * LN_2), mul(y, LN_2)); // which may be finite
            case EXPM1 -> exp(x); // not y + 1: for x far below zero that has no digits left
            case LOG -> div(1, x);
            case LOG2 -> div(1 / LN_2, x);
            case LOG10 -> div(1 / LN_10, x);
            case LOG1P -> div(1, add(x, 1));
            case SIN -> cos(x);
            case COS -> neg(sin(x));
            case TAN -> fma(y, y, ONE);
            case ASIN -> div(1, sqrt(fma(neg(x), x, ONE))); // rounded once: accurate near 1
            case ACOS -> div(-1, sqrt(fma(neg(x), x, ONE)));
            case ATAN -> atan(x);
            case SINH -> cosh(x);
            case COSH -> sinh(x);
            case TANH -> tanh(y, x);
            case ASINH -> div(1, hypot(x, ONE));
            case ACOSH -> acosh(x);
            case ATANH -> atanh(x);
            case ERF -> mul(gaussian(1, x), 2 / SQRT_PI);
            case ERFC -> mul(gaussian(1, x), -2 / SQRT_PI);
            case NDTR -> mul(gaussian(0.5, x), 1 / SQRT_2PI);
            case SIGMOID -> sigmoid(x);
            case SIGN, FLOOR, CEIL, RINT, TRUNC -> ZERO;
            default -> opaque(y, x);
        };
    }

    /** {@code 1 / (1 + x^2)}; far out {@code 1 / x^2} without the square, which may overflow. */
    private static Expr atan(Expr x) {
        Expr far = lt(1e10, abs(x));
        Expr q = div(1, select(far, x, fma(x, x, ONE)));
        Expr d = select(far, mul(q, q), q);
        return withDerivative(d, x, mul(scale(d, mul(x, -2)), d));
    }

    /** {@code 1 / sqrt(x^2 - 1)} without the square, which may overflow. */
    private static Expr acosh(Expr x) {
        Expr d = div(1, mul(sqrt(sub(abs(x), 1)), sqrt(add(abs(x), 1))));
        return withDerivative(d, x, mul(scale(d, neg(x)), square(d)));
    }

    /** {@code 1 / (1 - x^2)}, the difference rounded once. */
    private static Expr atanh(Expr x) {
        Expr d = div(1, fma(neg(x), x, ONE));
        return withDerivative(d, x, mul(scale(d, mul(x, 2)), d));
    }

    /** {@code 1 / cosh(x)^2 = 4 e / (1 + e)^2, e = exp(-2 |x|)}; 1 - y^2 has no digits left where tanh has saturated. */
    private static Expr tanh(Expr y, Expr x) {
        Expr e = exp(mul(negativeAbs(x), 2));
        Expr d = div(mul(e, 4), square(add(e, 1)));
        return withDerivative(d, x, mul(mul(d, -2), y));
    }

    /** {@code e / (1 + e)^2, e = exp(-|x|)}; y (1 - y) has no digits left where the function has saturated. */
    private static Expr sigmoid(Expr x) {
        Expr e = exp(negativeAbs(x));
        Expr d = div(e, square(add(e, 1)));
        return withDerivative(d, x, mul(neg(d), Expressions.tanh(mul(x, 0.5))));
    }

    private static Expr opaque(Apply y, Expr x) {
        return switch (y.op()) {
            case LGAMMA -> digamma(x);
            case DIGAMMA -> polygamma(ONE, x);
            case ERFINV -> erfinv(y, x);
            case ERFCX -> mul(erfcxIntegral(1, x), -2);
            case NDTRI -> ndtri(y, x);
            case LOG_NDTR -> logNdtr(x);
            case I0 -> i1(x);
            case I1 -> add(mul(i0(x), 0.5), mul(besselI(2, x), 0.5));
            case I0E -> withDerivative(neg(mul(sign(x), besselMoment(1, x))), x, besselMoment(2, x));
            case I1E -> sub(besselMoment(2, x), besselMoment(1, x));
            default -> none(y);
        };
    }

    /** {@code sqrt(pi) / 2 exp(y^2)}, where exp(y^2) is erfcx(|y|) / (1 - |x|): the exponential would magnify the rounding of y. */
    private static Expr erfinv(Expr y, Expr x) {
        Expr rest = sub(1, abs(x));
        Expr d = select(eq(rest, 0), INFINITY, div(mul(erfcx(abs(y)), SQRT_PI / 2), rest));
        return withDerivative(d, x, mul(mul(mul(y, 2), d), d));
    }

    /** {@code sqrt(2 pi) exp(y^2 / 2)}, the exponential as for {@link #erfinv}. */
    private static Expr ndtri(Expr y, Expr x) {
        Expr tail = select(lt(x, 0.5), x, sub(1, x));
        Expr d = select(eq(tail, 0), INFINITY, div(mul(erfcx(mul(abs(y), Math.sqrt(0.5))), SQRT_2PI / 2), tail));
        return withDerivative(d, x, mul(mul(y, d), d));
    }

    /**
     * The ratio h of density to area, whose derivative is {@code -h (x + h)}; below 0 by the scaled erfc and its integral, as the sum
     * x + h cancels there.
     */
    private static Expr logNdtr(Expr x) {
        Expr far = lt(x, 0);
        Expr t = mul(x, -Math.sqrt(0.5));
        Expr h = select(far, div(2 / SQRT_2PI, erfcx(t)), div(mul(gaussian(0.5, x), 1 / SQRT_2PI), ndtr(x)));
        Expr slope = select(lt(x, -1e9), number(-1), mul(mul(h, -Math.sqrt(2)), div(erfcxIntegral(1, t), erfcx(t))));
        return withDerivative(h, x, select(far, slope, gaussianTimes(0.5, x, div(mul(add(x, h), -1 / SQRT_2PI), ndtr(x)))));
    }

    private static Expr binary(Apply y, Expr a, Expr b, boolean isFirst) {
        return switch (y.op()) {
            case ADD -> ONE;
            case SUB -> isFirst ? ONE : number(-1);
            case MUL, SCALE -> isFirst ? b : a;
            case DIV -> isFirst ? div(1, b) : neg(div(y, b));
            case MAXIMUM -> isFirst ? winner(lt(a, b), a, b) : winner(lt(b, a), a, b);
            case MINIMUM -> isFirst ? winner(lt(b, a), a, b) : winner(lt(a, b), a, b);
            case COPYSIGN -> isFirst ? mul(sign(a), copysign(ONE, b)) : ZERO;
            case HYPOT -> isFirst ? PowerPartials.hypot(y, a, b) : PowerPartials.hypot(y, b, a);
            case ATAN2 -> PowerPartials.atan2(a, b, isFirst);
            case POW -> isFirst ? PowerPartials.byBase(y, a, b) : PowerPartials.byExponent(y, a, b);
            case FMOD -> isFirst ? ONE : neg(rint(div(sub(a, y), b))); // the quotient itself may round up to an integer
            case REMAINDER -> isFirst ? ONE : neg(floorDiv(a, b));
            case FLOOR_DIV, TRUNC_DIV -> ZERO;
            case GAUSSIAN -> isFirst ? none(y) : gaussianTimes(constant(a), b, mul(b, -2 * constant(a)));
            case NDTR_TIMES -> isFirst ? mul(gaussianTimes(0.5, a, b), 1 / SQRT_2PI) : ndtr(a);
            case NEXTAFTER -> isFirst ? ONE : ZERO;
            default -> isFirst ? byOrder(y) : opaque(y, a, b);
        };
    }

    /** Of opaque functions with a first argument that counts: an order, which is constant, or a parameter without a derivative. */
    private static Expr byOrder(Apply y) {
        return y.op() == Op.POLYGAMMA || y.arg(0) instanceof Constant ? ZERO : none(y);
    }

    private static Expr opaque(Apply y, Expr n, Expr x) {
        return switch (y.op()) {
            case POLYGAMMA -> polygamma(n instanceof Constant c ? number(c.value() + 1) : add(n, 1), x);
            case ERFCX_INTEGRAL -> mul(erfcxIntegral((int) constant(n) + 1, x), -2 * (constant(n) + 1));
            case BESSEL_I -> add(mul(besselI((int) constant(n) - 1, x), 0.5), mul(besselI((int) constant(n) + 1, x), 0.5));
            case BESSEL_MOMENT -> neg(mul(sign(x), besselMoment((int) constant(n) + 1, x)));
            case ZETA -> mul(neg(n), zeta(add(n, 1), x));
            case GAMMAINC -> gammaDensity(n, x);
            case GAMMAINCC -> neg(gammaDensity(n, x));
            case GAMMA_DENSITY -> densitySlope(y, sub(n, 1), x);
            default -> none(y);
        };
    }

    /** {@code y (p - x) / x}, p the power of x in y; y itself may be below the format's numbers. */
    private static Expr densitySlope(Apply y, Expr p, Expr x) {
        Expr rising = scale(gammaDensity(p, x), div(sub(p, x), p));
        return select(lt(0, p), rising, mul(y, sub(div(p, select(eq(p, 0), ONE, x)), 1)));
    }

    private static Expr ofGaussianTimes(Apply y, int i) {
        double k = constant(y.arg(0));
        Expr x = y.arg(1);
        return switch (i) {
            case 0 -> none(y);
            case 1 -> gaussianTimes(k, x, mul(mul(x, -2 * k), y.arg(2)));
            default -> gaussian(k, x);
        };
    }

    /** A number that an operation is given; NaN if it is none. */
    static double constant(Expr n) {
        return n instanceof Constant c ? c.value() : Double.NaN;
    }

    /** 0 where it loses, half where it ties, else 1. */
    private static Expr winner(Expr loses, Expr a, Expr b) {
        return select(loses, ZERO, select(eq(a, b), number(0.5), ONE));
    }

    private static Expr none(Apply y) {
        throw new ArgumentException(y.op().symbol(), "derivative", "asked for", "formulas of arithmetic and named functions; "
                + "give one that works on bits its derivative explicitly");
    }
}
