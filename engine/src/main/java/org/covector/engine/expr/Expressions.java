package org.covector.engine.expr;

/**
 * Formulas as they are written: {@code mul(X, sigmoid(X))}. {@code X}, {@code Y}, {@code Z} are the first three operands, {@code S}
 * and {@code T} the first two numbers of the caller; a double stands for a constant.
 */
public final class Expressions {
    /** The first operand. */
    public static final Expr X = Expr.input(0);

    /** The second operand. */
    public static final Expr Y = Expr.input(1);

    /** The third operand. */
    public static final Expr Z = Expr.input(2);

    /** The first number the caller gives. */
    public static final Expr S = Expr.scalar(0);

    /** The second number the caller gives. */
    public static final Expr T = Expr.scalar(1);

    private Expressions() {}

    /** A constant. */
    public static Expr number(double value) {
        return Expr.constant(value);
    }

    /** {@code neg(a)}. */
    public static Expr neg(Expr a) {
        return Expr.apply(Op.NEG, a);
    }

    /** {@code abs(a)}. */
    public static Expr abs(Expr a) {
        return Expr.apply(Op.ABS, a);
    }

    /** {@code sqrt(a)}. */
    public static Expr sqrt(Expr a) {
        return Expr.apply(Op.SQRT, a);
    }

    /** {@code exp(a)}. */
    public static Expr exp(Expr a) {
        return Expr.apply(Op.EXP, a);
    }

    /** {@code exp2(a)}. */
    public static Expr exp2(Expr a) {
        return Expr.apply(Op.EXP2, a);
    }

    /** {@code expm1(a)}. */
    public static Expr expm1(Expr a) {
        return Expr.apply(Op.EXPM1, a);
    }

    /** {@code log(a)}. */
    public static Expr log(Expr a) {
        return Expr.apply(Op.LOG, a);
    }

    /** {@code log2(a)}. */
    public static Expr log2(Expr a) {
        return Expr.apply(Op.LOG2, a);
    }

    /** {@code log10(a)}. */
    public static Expr log10(Expr a) {
        return Expr.apply(Op.LOG10, a);
    }

    /** {@code log1p(a)}. */
    public static Expr log1p(Expr a) {
        return Expr.apply(Op.LOG1P, a);
    }

    /** {@code sin(a)}. */
    public static Expr sin(Expr a) {
        return Expr.apply(Op.SIN, a);
    }

    /** {@code cos(a)}. */
    public static Expr cos(Expr a) {
        return Expr.apply(Op.COS, a);
    }

    /** {@code tan(a)}. */
    public static Expr tan(Expr a) {
        return Expr.apply(Op.TAN, a);
    }

    /** {@code asin(a)}. */
    public static Expr asin(Expr a) {
        return Expr.apply(Op.ASIN, a);
    }

    /** {@code acos(a)}. */
    public static Expr acos(Expr a) {
        return Expr.apply(Op.ACOS, a);
    }

    /** {@code atan(a)}. */
    public static Expr atan(Expr a) {
        return Expr.apply(Op.ATAN, a);
    }

    /** {@code sinh(a)}. */
    public static Expr sinh(Expr a) {
        return Expr.apply(Op.SINH, a);
    }

    /** {@code cosh(a)}. */
    public static Expr cosh(Expr a) {
        return Expr.apply(Op.COSH, a);
    }

    /** {@code tanh(a)}. */
    public static Expr tanh(Expr a) {
        return Expr.apply(Op.TANH, a);
    }

    /** {@code asinh(a)}. */
    public static Expr asinh(Expr a) {
        return Expr.apply(Op.ASINH, a);
    }

    /** {@code acosh(a)}. */
    public static Expr acosh(Expr a) {
        return Expr.apply(Op.ACOSH, a);
    }

    /** {@code atanh(a)}. */
    public static Expr atanh(Expr a) {
        return Expr.apply(Op.ATANH, a);
    }

    /** {@code erf(a)}. */
    public static Expr erf(Expr a) {
        return Expr.apply(Op.ERF, a);
    }

    /** {@code erfc(a)}. */
    public static Expr erfc(Expr a) {
        return Expr.apply(Op.ERFC, a);
    }

    /** {@code sigmoid(a)}. */
    public static Expr sigmoid(Expr a) {
        return Expr.apply(Op.SIGMOID, a);
    }

    /** {@code sign(a)}. */
    public static Expr sign(Expr a) {
        return Expr.apply(Op.SIGN, a);
    }

    /** {@code floor(a)}. */
    public static Expr floor(Expr a) {
        return Expr.apply(Op.FLOOR, a);
    }

    /** {@code ceil(a)}. */
    public static Expr ceil(Expr a) {
        return Expr.apply(Op.CEIL, a);
    }

    /** {@code rint(a)}. */
    public static Expr rint(Expr a) {
        return Expr.apply(Op.RINT, a);
    }

    /** {@code trunc(a)}. */
    public static Expr trunc(Expr a) {
        return Expr.apply(Op.TRUNC, a);
    }

    /** {@code lgamma(a)}. */
    public static Expr lgamma(Expr a) {
        return Expr.apply(Op.LGAMMA, a);
    }

    /** {@code digamma(a)}. */
    public static Expr digamma(Expr a) {
        return Expr.apply(Op.DIGAMMA, a);
    }

    /** {@code erfinv(a)}. */
    public static Expr erfinv(Expr a) {
        return Expr.apply(Op.ERFINV, a);
    }

    /** {@code erfcx(a)}. */
    public static Expr erfcx(Expr a) {
        return Expr.apply(Op.ERFCX, a);
    }

    /** {@code ndtri(a)}. */
    public static Expr ndtri(Expr a) {
        return Expr.apply(Op.NDTRI, a);
    }

    /** {@code logNdtr(a)}. */
    public static Expr logNdtr(Expr a) {
        return Expr.apply(Op.LOG_NDTR, a);
    }

    /** {@code i0(a)}. */
    public static Expr i0(Expr a) {
        return Expr.apply(Op.I0, a);
    }

    /** {@code i0e(a)}. */
    public static Expr i0e(Expr a) {
        return Expr.apply(Op.I0E, a);
    }

    /** {@code i1(a)}. */
    public static Expr i1(Expr a) {
        return Expr.apply(Op.I1, a);
    }

    /** {@code i1e(a)}. */
    public static Expr i1e(Expr a) {
        return Expr.apply(Op.I1E, a);
    }

    /** {@code a + b}. */
    public static Expr add(Expr a, Expr b) {
        return Expr.apply(Op.ADD, a, b);
    }

    /** {@code a + b}. */
    public static Expr add(Expr a, double b) {
        return add(a, number(b));
    }

    /** {@code a + b}. */
    public static Expr add(double a, Expr b) {
        return add(number(a), b);
    }

    /** {@code a - b}. */
    public static Expr sub(Expr a, Expr b) {
        return Expr.apply(Op.SUB, a, b);
    }

    /** {@code a - b}. */
    public static Expr sub(Expr a, double b) {
        return sub(a, number(b));
    }

    /** {@code a - b}. */
    public static Expr sub(double a, Expr b) {
        return sub(number(a), b);
    }

    /** {@code a * b}. */
    public static Expr mul(Expr a, Expr b) {
        return Expr.apply(Op.MUL, a, b);
    }

    /** {@code a * b}. */
    public static Expr mul(Expr a, double b) {
        return mul(a, number(b));
    }

    /** {@code a * b}. */
    public static Expr mul(double a, Expr b) {
        return mul(number(a), b);
    }

    /** {@code a / b}. */
    public static Expr div(Expr a, Expr b) {
        return Expr.apply(Op.DIV, a, b);
    }

    /** {@code a / b}. */
    public static Expr div(Expr a, double b) {
        return div(a, number(b));
    }

    /** {@code a / b}. */
    public static Expr div(double a, Expr b) {
        return div(number(a), b);
    }

    /** {@code a^b}. */
    public static Expr pow(Expr a, Expr b) {
        return Expr.apply(Op.POW, a, b);
    }

    /** {@code a^b}. */
    public static Expr pow(Expr a, double b) {
        return pow(a, number(b));
    }

    /** {@code a^b}. */
    public static Expr pow(double a, Expr b) {
        return pow(number(a), b);
    }

    /** {@code the angle of the point (b, a)}. */
    public static Expr atan2(Expr a, Expr b) {
        return Expr.apply(Op.ATAN2, a, b);
    }

    /** {@code the angle of the point (b, a)}. */
    public static Expr atan2(Expr a, double b) {
        return atan2(a, number(b));
    }

    /** {@code the angle of the point (b, a)}. */
    public static Expr atan2(double a, Expr b) {
        return atan2(number(a), b);
    }

    /** {@code sqrt(a^2 + b^2)}. */
    public static Expr hypot(Expr a, Expr b) {
        return Expr.apply(Op.HYPOT, a, b);
    }

    /** {@code sqrt(a^2 + b^2)}. */
    public static Expr hypot(Expr a, double b) {
        return hypot(a, number(b));
    }

    /** {@code sqrt(a^2 + b^2)}. */
    public static Expr hypot(double a, Expr b) {
        return hypot(number(a), b);
    }

    /** {@code the larger}. */
    public static Expr maximum(Expr a, Expr b) {
        return Expr.apply(Op.MAXIMUM, a, b);
    }

    /** {@code the larger}. */
    public static Expr maximum(Expr a, double b) {
        return maximum(a, number(b));
    }

    /** {@code the larger}. */
    public static Expr maximum(double a, Expr b) {
        return maximum(number(a), b);
    }

    /** {@code the smaller}. */
    public static Expr minimum(Expr a, Expr b) {
        return Expr.apply(Op.MINIMUM, a, b);
    }

    /** {@code the smaller}. */
    public static Expr minimum(Expr a, double b) {
        return minimum(a, number(b));
    }

    /** {@code the smaller}. */
    public static Expr minimum(double a, Expr b) {
        return minimum(number(a), b);
    }

    /** {@code |a| with the sign of b}. */
    public static Expr copysign(Expr a, Expr b) {
        return Expr.apply(Op.COPYSIGN, a, b);
    }

    /** {@code |a| with the sign of b}. */
    public static Expr copysign(Expr a, double b) {
        return copysign(a, number(b));
    }

    /** {@code |a| with the sign of b}. */
    public static Expr copysign(double a, Expr b) {
        return copysign(number(a), b);
    }

    /** {@code the remainder with a's sign}. */
    public static Expr fmod(Expr a, Expr b) {
        return Expr.apply(Op.FMOD, a, b);
    }

    /** {@code the remainder with a's sign}. */
    public static Expr fmod(Expr a, double b) {
        return fmod(a, number(b));
    }

    /** {@code the remainder with a's sign}. */
    public static Expr fmod(double a, Expr b) {
        return fmod(number(a), b);
    }

    /** {@code the remainder with b's sign}. */
    public static Expr remainder(Expr a, Expr b) {
        return Expr.apply(Op.REMAINDER, a, b);
    }

    /** {@code the remainder with b's sign}. */
    public static Expr remainder(Expr a, double b) {
        return remainder(a, number(b));
    }

    /** {@code the remainder with b's sign}. */
    public static Expr remainder(double a, Expr b) {
        return remainder(number(a), b);
    }

    /** {@code floor(a / b)}. */
    public static Expr floorDiv(Expr a, Expr b) {
        return Expr.apply(Op.FLOOR_DIV, a, b);
    }

    /** {@code floor(a / b)}. */
    public static Expr floorDiv(Expr a, double b) {
        return floorDiv(a, number(b));
    }

    /** {@code floor(a / b)}. */
    public static Expr floorDiv(double a, Expr b) {
        return floorDiv(number(a), b);
    }

    /** {@code trunc(a / b)}. */
    public static Expr truncDiv(Expr a, Expr b) {
        return Expr.apply(Op.TRUNC_DIV, a, b);
    }

    /** {@code trunc(a / b)}. */
    public static Expr truncDiv(Expr a, double b) {
        return truncDiv(a, number(b));
    }

    /** {@code trunc(a / b)}. */
    public static Expr truncDiv(double a, Expr b) {
        return truncDiv(number(a), b);
    }

    /** {@code a * b, but 0 where a is 0}. */
    public static Expr scale(Expr a, Expr b) {
        return Expr.apply(Op.SCALE, a, b);
    }

    /** {@code a * b, but 0 where a is 0}. */
    public static Expr scale(Expr a, double b) {
        return scale(a, number(b));
    }

    /** {@code a * b, but 0 where a is 0}. */
    public static Expr scale(double a, Expr b) {
        return scale(number(a), b);
    }

    /** {@code a < b}. */
    public static Expr lt(Expr a, Expr b) {
        return Expr.apply(Op.LT, a, b);
    }

    /** {@code a < b}. */
    public static Expr lt(Expr a, double b) {
        return lt(a, number(b));
    }

    /** {@code a < b}. */
    public static Expr lt(double a, Expr b) {
        return lt(number(a), b);
    }

    /** {@code a <= b}. */
    public static Expr le(Expr a, Expr b) {
        return Expr.apply(Op.LE, a, b);
    }

    /** {@code a <= b}. */
    public static Expr le(Expr a, double b) {
        return le(a, number(b));
    }

    /** {@code a <= b}. */
    public static Expr le(double a, Expr b) {
        return le(number(a), b);
    }

    /** {@code a == b}. */
    public static Expr eq(Expr a, Expr b) {
        return Expr.apply(Op.EQ, a, b);
    }

    /** {@code a == b}. */
    public static Expr eq(Expr a, double b) {
        return eq(a, number(b));
    }

    /** {@code a == b}. */
    public static Expr eq(double a, Expr b) {
        return eq(number(a), b);
    }

    /** {@code a != b}. */
    public static Expr ne(Expr a, Expr b) {
        return Expr.apply(Op.NE, a, b);
    }

    /** {@code a != b}. */
    public static Expr ne(Expr a, double b) {
        return ne(a, number(b));
    }

    /** {@code a != b}. */
    public static Expr ne(double a, Expr b) {
        return ne(number(a), b);
    }

    /** {@code a > b}. */
    public static Expr gt(Expr a, Expr b) {
        return lt(b, a);
    }

    /** {@code a > b}. */
    public static Expr gt(Expr a, double b) {
        return lt(b, a);
    }

    /** {@code a >= b}. */
    public static Expr ge(Expr a, Expr b) {
        return le(b, a);
    }

    /** {@code a >= b}. */
    public static Expr ge(Expr a, double b) {
        return le(b, a);
    }

    /** {@code a * b + c}, rounded once. */
    public static Expr fma(Expr a, Expr b, Expr c) {
        return Expr.apply(Op.FMA, a, b, c);
    }

    /** {@code polygamma(n, a)}. */
    public static Expr polygamma(Expr n, Expr a) {
        return Expr.apply(Op.POLYGAMMA, n, a);
    }

    /** {@code exp(-k a^2)}, k 1/2 or 1. */
    public static Expr gaussian(double k, Expr a) {
        return Expr.apply(Op.GAUSSIAN, number(k), a);
    }

    /** {@code exp(-k a^2) b}, k 1/2 or 1, 0 where the exponential is; no digits are lost where that alone is subnormal. */
    public static Expr gaussianTimes(double k, Expr a, Expr b) {
        return Expr.apply(Op.GAUSSIAN_TIMES, number(k), a, b);
    }

    /** {@code a^b f}, 0 if either factor is; no digits are lost where the power alone is subnormal. */
    public static Expr powTimes(Expr a, Expr b, Expr f) {
        return Expr.apply(Op.POW_TIMES, a, b, f);
    }

    /** {@code ndtr(a)}. */
    public static Expr ndtr(Expr a) {
        return Expr.apply(Op.NDTR, a);
    }

    /** {@code ndtr(a) b}, 0 where ndtr is; no digits are lost where that alone is subnormal. */
    public static Expr ndtrTimes(Expr a, Expr b) {
        return Expr.apply(Op.NDTR_TIMES, a, b);
    }

    /** {@code exp(a^2) i^n erfc(a)}. */
    public static Expr erfcxIntegral(int n, Expr a) {
        return Expr.apply(Op.ERFCX_INTEGRAL, number(n), a);
    }

    /** {@code besselI(n, a)}. */
    public static Expr besselI(int n, Expr a) {
        return n == 0 ? i0(a) : n == 1 ? i1(a) : Expr.apply(Op.BESSEL_I, number(n), a);
    }

    /** The mean over t of {@code (1 - cos t)^k exp(-|a| (1 - cos t))}. */
    public static Expr besselMoment(int k, Expr a) {
        return Expr.apply(Op.BESSEL_MOMENT, number(k), a);
    }

    /** Hurwitz' {@code zeta(s, q)}. */
    public static Expr zeta(Expr s, Expr q) {
        return Expr.apply(Op.ZETA, s, q);
    }

    /** {@code P(a, x)}. */
    public static Expr gammainc(Expr a, Expr x) {
        return Expr.apply(Op.GAMMAINC, a, x);
    }

    /** {@code Q(a, x)}. */
    public static Expr gammaincc(Expr a, Expr x) {
        return Expr.apply(Op.GAMMAINCC, a, x);
    }

    /** {@code x^(a - 1) exp(-x) / Gamma(a)}. */
    public static Expr gammaDensity(Expr a, Expr x) {
        return Expr.apply(Op.GAMMA_DENSITY, a, x);
    }

    /** The number after {@code a} on the way to {@code b}. */
    public static Expr nextafter(Expr a, Expr b) {
        return Expr.apply(Op.NEXTAFTER, a, b);
    }

    /** {@code value}, whose derivative by {@code x} is {@code derivative}; nested, for two variables, the derivatives count both. */
    public static Expr withDerivative(Expr value, Expr x, Expr derivative) {
        return Expr.apply(Op.WITH_DERIVATIVE, value, x, derivative);
    }

    /** {@code a <= 0 ? a : -a}: as -|a|, but with the one-sided derivative 1 at 0. */
    public static Expr negativeAbs(Expr a) {
        return select(lt(0, a), neg(a), a);
    }

    /** {@code p[0] + p[1] a + p[2] a^2 + ...}, by Horner's rule. */
    public static Expr polynomial(Expr a, double... p) {
        Expr sum = number(p[p.length - 1]);
        for (int i = p.length - 2; i >= 0; i--) {
            sum = fma(sum, a, number(p[i]));
        }
        return sum;
    }

    /** Whether {@code a} is NaN. */
    public static Expr isNan(Expr a) {
        return ne(a, a);
    }

    /** {@code a & b}. */
    public static Expr and(Expr a, Expr b) {
        return Expr.apply(Op.AND, a, b);
    }

    /** {@code a | b}. */
    public static Expr or(Expr a, Expr b) {
        return Expr.apply(Op.OR, a, b);
    }

    /** {@code a ^ b}. */
    public static Expr xor(Expr a, Expr b) {
        return Expr.apply(Op.XOR, a, b);
    }

    /** {@code !a}. */
    public static Expr not(Expr a) {
        return Expr.apply(Op.NOT, a);
    }

    /** {@code c ? a : b}. */
    public static Expr select(Expr c, Expr a, Expr b) {
        return Expr.apply(Op.SELECT, c, a, b);
    }

    /** {@code c ? a : b}. */
    public static Expr select(Expr c, double a, Expr b) {
        return select(c, number(a), b);
    }

    /** {@code c ? a : b}. */
    public static Expr select(Expr c, Expr a, double b) {
        return select(c, a, number(b));
    }

    /** {@code c ? a : b}. */
    public static Expr select(Expr c, double a, double b) {
        return select(c, number(a), number(b));
    }

    /** What rounding took from {@code sum = a + b}, exactly (Knuth, The Art of Computer Programming, volume 2, 4.2.2). */
    public static Expr lostInSum(Expr a, Expr b, Expr sum) {
        Expr moved = sub(sum, a);
        return add(sub(a, sub(sum, moved)), sub(b, moved));
    }

    /** {@code c ? a : b}, where c hardly ever holds: vectors without it spend no time on a. */
    public static Expr selectRare(Expr c, Expr a, Expr b) {
        return Expr.apply(Op.SELECT_RARE, c, a, b);
    }

    /** {@code a * a}. */
    public static Expr square(Expr a) {
        return mul(a, a);
    }
}
