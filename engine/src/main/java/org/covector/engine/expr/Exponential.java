package org.covector.engine.expr;

import org.covector.engine.expr.Arithmetic.Pair;

/**
 * exp, exp2, expm1 and the logistic function.
 *
 * <p>x = k ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite 1980, with fma: the first product is exact), exp r = 1 + r + r^2 q(r),
 * then a multiplication by 2^k in two steps, so that subnormal results are rounded once and the largest finite ones do not
 * overflow on the way. q is the minimax polynomial for weight r^2 / exp r (Remez, coefficients rounded one after the other).
 */
final class Exponential {
    private static final double[] Q_FLOAT = {0x1.fffffcp-2, 0x1.55548cp-3, 0x1.5558aap-5, 0x1.123d0ep-7, 0x1.6a4d84p-10};
    /** The same to 1e-10, for results in two parts. */
    private static final double[] Q_PAIR_FLOAT = {0.5, 0x1.555554p-3, 0x1.5554e8p-5, 0x1.11130ep-7, 0x1.6d4ccap-10, 0x1.9dfc0ap-13};
    private static final double[] Q_DOUBLE = {
        0x1.000000000000ap-1, 0x1.5555555555500p-3, 0x1.55555555506ffp-5, 0x1.1111111126b9fp-7, 0x1.6c16c1845e391p-10,
        0x1.a01a012def182p-13, 0x1.a01999ae79160p-16, 0x1.71df20251b459p-19, 0x1.28adb0a4ca51ep-22, 0x1.ad8497a7d8ae7p-26
    };
    /** (2^r - 1) / r for |r| <= 1/2. */
    private static final double[] TWO_FLOAT = {0x1.62e430p-1, 0x1.ebfbdcp-3, 0x1.c6af76p-5, 0x1.3b2dd2p-7, 0x1.5f0b78p-10, 0x1.416ecep-13};
    private static final double[] TWO_DOUBLE = {
        0x1.62e42fefa39efp-1, 0x1.ebfbdff82c58ep-3, 0x1.c6b08d704a1c4p-5, 0x1.3b2ab6fba5266p-7, 0x1.5d87fe7879a9cp-10,
        0x1.430912f6db294p-13, 0x1.ffcbfd26bd970p-17, 0x1.62c02a1eea28cp-20, 0x1.b52387904325cp-24, 0x1.e4ad5471d369dp-28,
        0x1.ebe1a8cd8291cp-32, 0x1.f864af31c44e3p-36
    };
    /** exp(-2r) for |r| <= ln 2 / 4, weight exp(2r). */
    private static final double[] TWICE_FLOAT = {1, -2, 2, -0x1.555466p+0, 0x1.555302p-1, -0x1.1257a0p-2, 0x1.6fe43ep-4};
    private static final double LOG2_E = 0x1.71547652b82fep0;
    private static final double[] LN2_FLOAT = {0x1.62e430p-1, -0x1.05c610p-29};
    private static final double[] LN2_DOUBLE = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};

    /** For |x| up to this {@code exp(-x^2)} is a normal number of every format. */
    private static final double NORMAL = 8;

    private final Arithmetic a;
    private final double[] q;
    private final double[] ln2;
    /** Adds twice the bias to the integer, so that each half of it is a biased exponent. */
    private final Expr biasedShifter;

    Exponential(Arithmetic a) {
        this.a = a;
        this.q = a.pick(Q_FLOAT, Q_DOUBLE);
        this.ln2 = a.pick(LN2_FLOAT, LN2_DOUBLE);
        this.biasedShifter = a.c(a.shifter + 2 * a.bias);
    }

    /** {@code exp x}. */
    Expr exp(Expr x) {
        Reduced r = reduce(x);
        Expr p = a.fma(r.r, a.fma(a.polynomial(r.r, q), r.r, a.one), a.one);
        Expr y = times2toK(p, r.shifted);
        y = a.select(a.gt(x, a.pick(89.0, 710.0)), a.infinity, y);
        return a.select(a.lt(x, a.pick(-104.0, -746.0)), a.zero, y);
    }

    /** {@code 2^x}: exact for integers. */
    Expr exp2(Expr x) {
        Expr shifted = a.add(x, biasedShifter);
        Expr r = a.sub(x, a.sub(shifted, biasedShifter));
        Expr p = a.fma(r, a.polynomial(r, a.pick(TWO_FLOAT, TWO_DOUBLE)), a.one);
        Expr y = times2toK(p, shifted);
        y = a.select(a.gt(x, a.pick(129.0, 1025.0)), a.infinity, y);
        return a.select(a.lt(x, a.pick(-151.0, -1076.0)), a.zero, y);
    }

    /** {@code exp x - 1}: 2^k (exp r - 1) + (2^k - 1), each rounding error kept until the last sum. */
    Expr expm1(Expr x) {
        Expr large = a.gt(x, 64);
        Reduced r = reduce(a.select(a.gt(x, a.pick(89.0, 710.0)), a.infinity, x));
        // r^2 / 2 exactly, since 2^k - 1 may cancel the head of what follows
        double[] rest = q.clone();
        rest[0] -= 0.5;
        Pair square = a.twoProduct(r.r, r.r);
        Pair head = a.fastTwoSum(r.r, a.mul(square.hi(), 0.5));
        Expr tail = a.fma(square.hi(), a.polynomial(r.r, rest), a.fma(square.lo(), 0.5, r.tail));
        Pair p = new Pair(head.hi(), a.add(head.lo(), tail));
        // above 64 all is done at 2^-32, since 2^k alone may overflow
        Expr exponent = a.minus(a.bits(r.shifted), a.bits(a.select(large, a.c(a.shifter + a.bias + 32), a.c(a.shifter + a.bias))));
        Expr scale = a.value(a.toExponent(exponent));
        Pair integer = a.twoSum(scale, a.select(large, a.c(-0x1p-32), a.c(-1)));
        Pair sum = a.fastTwoSum(integer.hi(), a.mul(scale, p.hi()));
        Expr y = a.add(sum.hi(), a.fma(scale, p.lo(), a.add(sum.lo(), integer.lo())));
        y = a.select(large, a.mul(y, 0x1p32), y);
        y = a.select(a.gt(x, a.pick(89.0, 710.0)), a.infinity, y);
        y = a.select(a.lt(x, a.pick(-18.0, -38.0)), a.c(-1), y);
        return a.select(a.eq(x, a.zero), x, y);
    }

    /**
     * {@code 1 / (1 + exp(-x))}. Where |x| is at most 16 (36 in double) 1 + 2^k is exact and the denominator is known in two parts;
     * the quotient is corrected by its residual.
     */
    Expr sigmoid(Expr x) {
        Reduced r = reduce(a.neg(x), a.c(a.shifter + a.bias));
        Expr s = a.fma(a.mul(r.r, r.r), a.polynomial(r.r, q), r.r);
        Expr power = a.value(a.toExponent(a.bits(r.shifted)));
        Pair d = a.fastTwoSumOf(a.add(power, a.one), power, s);
        Expr y = a.div(a.one, d.hi());
        Expr negated = a.neg(y);
        Expr residual = a.fma(negated, d.lo(), a.fma(negated, d.hi(), a.one));
        return a.selectRare(a.not(a.le(a.abs(x), a.c(a.pick(16.0, 36.0)))), sigmoidFar(x), a.fma(residual, y, y));
    }

    /**
     * {@code 1 / (1 + exp(-x))} for all x. With exp |x| = 2^k (1 + s) and a constant h the value at -|x| is
     * 2^-h / (2^-h + 2^(k-h) (1 + s)): no overflow, gradual underflow in the last multiplication only. The quotient is corrected by its
     * residual. At |x| it is 1 minus that.
     */
    private Expr sigmoidFar(Expr x) {
        Expr limit = a.c(a.pick(105.0, 750.0));
        int h = a.pick(64, 512);
        Expr small = a.c(Math.scalb(1.0, -h));
        Expr size = a.abs(x);
        Reduced r = reduce(a.select(a.lt(limit, size), limit, size), a.c(a.shifter + a.bias - h));
        Expr s = a.fma(a.mul(r.r, r.r), a.polynomial(r.r, q), r.r);
        Expr power = a.value(a.toExponent(a.bits(r.shifted)));
        Pair e = a.fastTwoSumOf(power, s, power);
        Expr y = a.div(a.one, a.add(e.hi(), small));
        Expr negated = a.neg(y);
        Expr residual = a.fma(negated, e.lo(), a.fma(negated, small, a.fma(negated, e.hi(), a.one)));
        Expr below = a.mul(a.fma(residual, y, y), small);
        return a.select(a.gt(x, 0), a.sub(a.one, below), below);
    }

    /** {@code exp(-k x^2)}, k = 1/2 or 1: with x^2 = s + r, exp(-k s - k r). */
    Expr gaussian(double k, Expr x) {
        Expr square = a.mul(x, x);
        Reduced reduced = reduce(a.mul(square, -k), a.c(a.shifter));
        Expr r = a.fma(a.fma(x, x, a.neg(square)), -k, reduced.r);
        Expr p = a.fma(r, a.fma(a.polynomial(r, q), r, a.one), a.one);
        Expr usual = a.value(a.plus(a.bits(p), a.toExponent(a.bits(reduced.shifted))));
        return a.selectRare(isFar(x), gaussianTimesFar(k, x, a.one), usual);
    }

    /** {@code exp(-k x^2) y}, no digits lost where the exponential alone is subnormal. */
    Expr gaussianTimes(double k, Expr x, Expr y) {
        return a.selectRare(isFar(x), gaussianTimesFar(k, x, y), a.mul(gaussian(k, x), y));
    }

    /** {@link #gaussianTimes} for all x: the powers of two come last. 0 where y had to be above 10^6 to make a number of it. */
    Expr gaussianTimesFar(double k, Expr x, Expr y) {
        Expr limit = a.c(Math.sqrt(a.pick(118.0, 760.0) / k));
        Expr size = a.abs(x);
        Expr isBeyond = a.lt(limit, size);
        Expr bounded = a.select(isBeyond, limit, size); // the square of what is beyond may overflow
        Pair square = a.twoProduct(bounded, bounded);
        Scaled e = scaled(new Pair(a.mul(square.hi(), -k), a.mul(square.lo(), -k)));
        Expr product = a.fma(e.mantissa.lo(), y, a.mul(e.mantissa.hi(), y));
        return a.select(isBeyond, a.zero, a.mul(a.mul(product, e.first), e.second));
    }

    /** Whether {@code exp(-x^2)} may leave the normal numbers; so does NaN. */
    Expr isFar(Expr x) {
        return a.not(a.le(a.abs(x), a.c(NORMAL)));
    }

    /** {@code 1 + exp x} for 0 <= x < 40, rounded once: the denominator of tanh. */
    Expr onePlusExp(Expr x) {
        Reduced r = reduce(x, a.c(a.shifter + a.bias));
        Expr s = a.fma(a.mul(r.r, r.r), a.polynomial(r.r, q), r.r);
        Expr power = a.value(a.toExponent(a.bits(r.shifted)));
        return a.fma(s, power, a.add(power, a.one));
    }

    /** {@code exp(-2x)} for 1 <= x < 40 in float, accurate to a unit of 1. */
    Expr expMinusTwice(Expr x) {
        Expr shifter = a.c(a.shifter);
        Expr shifted = a.fma(x, -2 * LOG2_E, shifter);
        Expr r = a.fma(a.sub(shifted, shifter), 0.5 * LN2_FLOAT[0], x);
        return a.value(a.plus(a.bits(a.polynomial(r, TWICE_FLOAT)), a.toExponent(a.bits(shifted))));
    }

    /** {@code 1 - exp x} for -40 < x <= 0, accurate to a unit of 1. */
    Expr oneMinusExp(Expr x) {
        Reduced r = reduce(x, a.c(a.shifter + a.bias));
        Expr s = a.fma(a.mul(r.r, r.r), a.polynomial(r.r, q), r.r);
        Expr power = a.neg(a.value(a.toExponent(a.bits(r.shifted))));
        return a.fma(s, power, a.add(power, a.one));
    }

    /**
     * {@code exp(hi + lo)} as an unevaluated product: {@code (m.hi + m.lo) * first * second}, both factors powers of two. The sum of
     * hi and lo must lie where 2^(k/2) is normal.
     */
    Scaled scaled(Pair x) {
        Reduced r = reduce(x.hi());
        Expr w = a.fma(a.mul(r.r, r.r), a.polynomial(r.r, a.pick(Q_PAIR_FLOAT, Q_DOUBLE)), r.tail);
        Pair s = a.fastTwoSum(r.r, w);
        Pair p = a.fastTwoSum(a.one, s.hi());
        Expr n = a.bits(r.shifted);
        Expr half = a.sar(n, 1);
        Expr first = a.value(a.toExponent(half));
        Expr second = a.value(a.toExponent(a.minus(n, half)));
        return new Scaled(new Pair(p.hi(), a.fma(x.lo(), p.hi(), a.add(p.lo(), s.lo()))), first, second);
    }

    record Scaled(Pair mantissa, Expr first, Expr second) {}

    private Reduced reduce(Expr x) {
        return reduce(x, biasedShifter);
    }

    private Reduced reduce(Expr x, Expr shifter) {
        Expr shifted = a.fma(x, LOG2_E, shifter);
        Expr k = a.sub(shifted, shifter);
        Expr first = a.fma(k, -ln2[0], x);
        Expr r = a.fma(k, -ln2[1], first);
        return new Reduced(shifted, r, a.fma(k, -ln2[1], a.sub(first, r)));
    }

    /** The integer k, and what the shifter adds to it, in the low bits of {@code shifted}; r; what rounding took from r. */
    private record Reduced(Expr shifted, Expr r, Expr tail) {}

    private Expr times2toK(Expr p, Expr shifted) {
        Expr n = a.bits(shifted);
        Expr half = a.sar(n, 1);
        Expr first = a.value(a.toExponent(half));
        Expr second = a.value(a.toExponent(a.minus(n, half)));
        return a.mul(a.mul(p, first), second);
    }
}
