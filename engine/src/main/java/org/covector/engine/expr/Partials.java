package org.covector.engine.expr;

import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.copysign;
import static org.covector.engine.expr.Expressions.cos;
import static org.covector.engine.expr.Expressions.cosh;
import static org.covector.engine.expr.Expressions.digamma;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.erfc;
import static org.covector.engine.expr.Expressions.erfcx;
import static org.covector.engine.expr.Expressions.exp;
import static org.covector.engine.expr.Expressions.floorDiv;
import static org.covector.engine.expr.Expressions.fma;
import static org.covector.engine.expr.Expressions.hypot;
import static org.covector.engine.expr.Expressions.i0;
import static org.covector.engine.expr.Expressions.i0e;
import static org.covector.engine.expr.Expressions.i1;
import static org.covector.engine.expr.Expressions.i1e;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.log;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.polygamma;
import static org.covector.engine.expr.Expressions.pow;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sign;
import static org.covector.engine.expr.Expressions.sin;
import static org.covector.engine.expr.Expressions.sinh;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.truncDiv;

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
    private static final double LN_2 = 0.69314718055994530942;
    private static final double LN_10 = 2.3025850929940456840;
    /** Below it a quotient by x may be 0 / 0 of subnormal numbers; what stands there instead is right to the last bit. */
    private static final double TINY = 1e-30;
    /** Beyond it the two terms of erfcx' cancel in more than three digits. */
    private static final double FAR = 20;

    /** From here on the ratio of density to area of the normal distribution is the density but for 1e-15, and erfcx(-x) soon overflows. */
    private static final double UPPER_TAIL = 8;

    private Partials() {}

    /** d y / d argument {@code i}; {@link #ZERO} where it is zero everywhere. */
    static Expr of(Apply y, int i) {
        Expr x = y.arg(0);
        return switch (y.op().arity()) {
            case 1 -> unary(y, x);
            case 2 -> binary(y, x, y.arg(1), i == 0);
            default -> y.op() == Op.FMA ? (i == 0 ? y.arg(1) : i == 1 ? x : ONE) : none(y);
        };
    }

    private static Expr unary(Apply y, Expr x) {
        return switch (y.op()) {
            case NEG -> number(-1);
            case ABS -> sign(x);
            case SQRT -> div(0.5, y);
            case EXP -> y;
            case EXP2 -> mul(y, LN_2);
            case EXPM1 -> exp(x); // not y + 1: for x far below zero that has no digits left
            case LOG -> div(1, x);
            case LOG2 -> div(1 / LN_2, x);
            case LOG10 -> div(1 / LN_10, x);
            case LOG1P -> div(1, add(x, 1));
            case SIN -> cos(x);
            case COS -> neg(sin(x));
            case TAN -> fma(y, y, ONE);
            case ASIN -> div(1, sqrt(mul(sub(1, x), add(x, 1))));
            case ACOS -> div(-1, sqrt(mul(sub(1, x), add(x, 1))));
            case ATAN -> div(1, fma(x, x, ONE));
            case SINH -> cosh(x);
            case COSH -> sinh(x);
            case TANH -> fma(neg(y), y, ONE);
            case ASINH -> div(1, hypot(x, ONE));
            case ACOSH -> div(1, sqrt(fma(x, x, number(-1)))); // rounded once: accurate near 1
            case ATANH -> div(1, mul(sub(1, x), add(x, 1)));
            case ERF -> mul(exp(neg(square(x))), 2 / SQRT_PI);
            case ERFC -> mul(exp(neg(square(x))), -2 / SQRT_PI);
            case SIGMOID -> mul(y, sub(1, y));
            case SIGN, FLOOR, CEIL, RINT, TRUNC -> ZERO;
            default -> opaque(y, x);
        };
    }

    private static Expr opaque(Apply y, Expr x) {
        return switch (y.op()) {
            case LGAMMA -> digamma(x);
            case DIGAMMA -> polygamma(ONE, x);
            case ERFINV -> mul(exp(square(y)), SQRT_PI / 2);
            case ERFCX -> select(lt(FAR, x), farErfcx(x), sub(mul(mul(x, 2), y), 2 / SQRT_PI));
            case NDTRI -> mul(exp(mul(square(y), 0.5)), SQRT_2PI);
            case LOG_NDTR -> select(lt(x, UPPER_TAIL), div(2 / SQRT_2PI, erfcx(mul(x, -Math.sqrt(0.5)))), densityOverArea(x));
            case I0 -> i1(x);
            case I1 -> select(lt(TINY, abs(x)), sub(i0(x), div(y, x)), number(0.5));
            case I0E -> sub(i1e(x), mul(sign(x), y));
            case I1E -> select(lt(TINY, abs(x)), sub(i0e(x), mul(y, add(sign(x), div(1, x)))), number(0.5));
            default -> none(y);
        };
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
            case HYPOT -> isFirst ? towards(a, y) : towards(b, y);
            case ATAN2 -> isFirst ? div(div(b, hypot(a, b)), hypot(a, b)) : neg(div(div(a, hypot(a, b)), hypot(a, b)));
            case POW -> isFirst ? powByBase(a, b) : powByExponent(y, a, b);
            case FMOD -> isFirst ? ONE : neg(truncDiv(a, b));
            case REMAINDER -> isFirst ? ONE : neg(floorDiv(a, b));
            case FLOOR_DIV, TRUNC_DIV -> ZERO;
            case POLYGAMMA -> isFirst ? ZERO : polygamma(a instanceof Constant n ? number(n.value() + 1) : add(a, 1), b);
            case NEXTAFTER -> isFirst ? ONE : ZERO;
            default -> none(y);
        };
    }

    /** 0 where it loses, half where it ties, else 1. */
    private static Expr winner(Expr loses, Expr a, Expr b) {
        return select(loses, ZERO, select(eq(a, b), number(0.5), ONE));
    }

    /** The derivative of a length {@code y} by one of its legs: 0 at the origin, the sign where the leg is infinite. */
    private static Expr towards(Expr leg, Expr y) {
        return select(eq(y, 0), ZERO, select(eq(abs(leg), Double.POSITIVE_INFINITY), sign(leg), div(leg, y)));
    }

    private static Expr powByBase(Expr a, Expr b) {
        if (b instanceof Constant n) {
            double p = n.value();
            return p == 0 ? ZERO : p == 1 ? ONE : p == 2 ? mul(a, 2) : p == 3 ? mul(square(a), 3) : mul(pow(a, p - 1), p);
        }
        return scale(b, pow(a, sub(b, 1))); // 0 for exponent 0 whatever the base, and still linear in the exponent there
    }

    /** {@code y log a}; 0 at {@code a = 0} for exponents not below 0, where the power is constant. */
    private static Expr powByExponent(Expr y, Expr a, Expr b) {
        if (a instanceof Constant base && base.value() > 0) {
            return mul(y, StrictMath.log(base.value()));
        }
        return select(and(eq(a, 0), le(ZERO, b)), ZERO, mul(y, log(a)));
    }

    private static Expr none(Apply y) {
        throw new ArgumentException(y.op().symbol(), "derivative", "asked for", "formulas of arithmetic and named functions; "
                + "give one that works on bits its derivative explicitly");
    }

    /** {@code exp(-x^2 / 2) sqrt(2 / pi) / erfc(-x / sqrt(2))}: the ratio of density to area where x is not far below 0. */
    private static Expr densityOverArea(Expr x) {
        return div(mul(exp(mul(square(x), -0.5)), 2 / SQRT_2PI), erfc(mul(x, -Math.sqrt(0.5))));
    }

    /** The derivative of erfcx's asymptotic series, {@code -(1 - 3 t + 15 t^2 - 105 t^3 ...) / (sqrt(pi) x^2), t = 1 / (2 x^2)}. */
    private static Expr farErfcx(Expr x) {
        Expr t = div(0.5, square(x));
        Expr sum = number(1);
        for (int k = 19; k >= 3; k -= 2) {
            sum = sub(1, mul(mul(t, k), sum));
        }
        return mul(mul(t, -2 / SQRT_PI), sum);
    }
}
