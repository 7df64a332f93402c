package org.covector.engine.expr;

import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.eq;
import static org.covector.engine.expr.Expressions.fma;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.log;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.neg;
import static org.covector.engine.expr.Expressions.number;
import static org.covector.engine.expr.Expressions.pow;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.selectRare;
import static org.covector.engine.expr.Expressions.sign;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.engine.expr.Expressions.withDerivative;

import org.covector.engine.expr.Expr.Constant;

/**
 * The derivatives of powers, lengths and angles, which must neither overflow on the way nor cancel in their own derivatives.
 */
final class PowerPartials {
    private static final Expr ZERO = Partials.ZERO;
    /** Powers below may be subnormal. */
    private static final double LEAST = 0x1p-100;
    private static final Expr INFINITY = number(Double.POSITIVE_INFINITY);

    private PowerPartials() {}

    /**
     * Of a length {@code y} by the leg a: {@code a / y}, whose derivatives are {@code b^2 / y^3} and {@code -a b / y^3}. The length is
     * computed again of legs brought near 1: y itself may be infinite, or subnormal with few digits.
     */
    static Expr hypot(Expr y, Expr a, Expr b) {
        Expr scale = scale(y);
        Expr p = mul(a, scale);
        Expr q = mul(b, scale);
        Expr length = Expressions.hypot(p, q);
        Expr d = towards(p, length);
        Expr other = towards(q, length);
        Expr curved = mul(select(eq(y, 0), ZERO, div(other, length)), scale);
        return withDerivative(withDerivative(d, a, mul(other, curved)), b, neg(mul(d, curved)));
    }

    private static Expr scaleBoth(Expr a, Expr b) {
        return Expr.apply(Op.SCALE_BOTH, a, b);
    }

    private static Expr scale(Expr length) {
        return select(lt(0x1p60, length), number(0x1p-60), select(lt(length, 0x1p-60), 0x1p60, 1));
    }

    /** The derivative of a length {@code y} by one of its legs: 0 at the origin, the sign where the leg is infinite. */
    private static Expr towards(Expr leg, Expr y) {
        return select(eq(y, 0), ZERO, select(eq(abs(leg), Double.POSITIVE_INFINITY), sign(leg), div(leg, y)));
    }

    /** {@code b / (a^2 + b^2)} and {@code -a / (a^2 + b^2)}; NaN at the origin, where no limit exists. */
    static Expr atan2(Expr a, Expr b, boolean isFirst) {
        Expr scale = scale(maximum(abs(a), abs(b)));
        Expr p = mul(a, scale);
        Expr q = mul(b, scale);
        Expr length = Expressions.hypot(p, q);
        Expr da = mul(div(towards(q, length), length), scale);
        Expr db = neg(mul(div(towards(p, length), length), scale));
        Expr straight = mul(mul(da, 2), db); // -2 a b / y^4
        Expr difference = mul(div(div(sub(p, q), length), length), scale);
        Expr sum = mul(div(div(add(p, q), length), length), scale);
        Expr mixed = select(lt(length, INFINITY), mul(difference, sum), ZERO);
        return isFirst ? withDerivative(withDerivative(da, a, straight), b, mixed)
                : withDerivative(withDerivative(db, a, mixed), b, neg(straight));
    }

    static Expr byBase(Expr y, Expr a, Expr b) {
        if (b instanceof Constant n) {
            double p = n.value();
            return p == 0 ? ZERO : p == 1 ? Partials.ONE : p == 2 ? mul(a, 2) : p == 3 ? mul(square(a), 3) : mul(pow(a, p - 1), p);
        }
        Expr lower = lowered(a, b, 1);
        Expr isFinite = and(lt(0, abs(a)), and(lt(0, abs(y)), lt(abs(y), INFINITY)));
        // 0 for exponent 0 whatever the base, and for a power of 0 whatever the exponent; a small exponent may bring back what overflows
        Expr d = select(and(eq(abs(lower), INFINITY), isFinite), div(mul(b, y), a), times(lower, b, a, b, 1));
        Expr second = lowered(a, b, 2);
        Expr byBase = select(and(eq(abs(second), INFINITY), isFinite), div(mul(sub(b, 1), d), a),
                times(second, scaleBoth(b, sub(b, 1)), a, b, 2));
        return withDerivative(withDerivative(d, a, byBase), b, mixed(lower, a, b));
    }

    /** {@code a^(b - 1) (1 + b log a)}. */
    private static Expr mixed(Expr lower, Expr a, Expr b) {
        return add(lower, scaleBoth(b, Expressions.scale(lower, log(a))));
    }

    /** {@code a^(b - k)} with what rounding took from b - k, which far from 1 a power magnifies. */
    private static Expr lowered(Expr a, Expr b, double k) {
        Expr r = sub(b, k);
        Expr p = pow(a, r);
        Expr isOrdinary = and(lt(abs(r), INFINITY), and(lt(0, abs(p)), lt(abs(p), INFINITY)));
        return select(isOrdinary, fma(p, lost(a, b, k), p), p);
    }

    /** What rounding took from b - k, times log |a|: the relative change of the power. */
    private static Expr lost(Expr a, Expr b, double k) {
        return Expressions.scale(Expressions.lostInSum(b, number(-k), sub(b, k)), log(abs(a)));
    }

    /** {@code p f}, p the power of a to b - k, also where it has few digits, or none. 0 if either is. */
    private static Expr times(Expr p, Expr f, Expr a, Expr b, double k) {
        Expr product = Expressions.powTimes(a, k == 0 ? b : sub(b, k), f);
        Expr few = lt(abs(p), LEAST);
        return selectRare(few, k == 0 ? product : add(product, Expressions.scale(product, lost(a, b, k))), scaleBoth(p, f));
    }

    /** Of {@code a^b f} by its arguments. */
    static Expr powTimes(Expr a, Expr b, Expr f, int i) {
        return switch (i) {
            case 0 -> Expressions.powTimes(a, sub(b, 1), mul(b, f));
            case 1 -> Expressions.powTimes(a, b, scaleBoth(f, log(a)));
            default -> pow(a, b);
        };
    }

    /** {@code y log a}, 0 where y is; 0 at {@code a = 0} for exponents not below 0, where the power is constant. */
    static Expr byExponent(Expr y, Expr a, Expr b) {
        if (a instanceof Constant base && base.value() > 0) {
            return mul(y, StrictMath.log(base.value()));
        }
        Expr isFlat = and(eq(a, 0), le(ZERO, b));
        Expr d = select(isFlat, ZERO, times(y, log(a), a, b, 0));
        Expr second = select(isFlat, ZERO, times(y, square(log(a)), a, b, 0));
        return withDerivative(withDerivative(d, b, second), a, mixed(lowered(a, b, 1), a, b));
    }
}
