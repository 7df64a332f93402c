package org.covector.engine.expr;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;

/**
 * Basic arithmetic on the lanes of one floating-point format: what the elementary functions are written in, once for both formats.
 *
 * <p>An algorithm that needs numbers of its own per format (coefficients, thresholds) keeps them in a row of data per format and
 * chooses by {@link #pick}.
 */
final class Arithmetic {
    private static final Arithmetic FLOAT = new Arithmetic(23, 8);
    private static final Arithmetic DOUBLE = new Arithmetic(52, 11);

    /** Bits of the significand that are stored. */
    final int fraction;
    /** Exponent of the format's bias: 127 or 1023. */
    final int bias;
    final Expr zero = c(0);
    final Expr one = c(1);
    final Expr infinity = c(Double.POSITIVE_INFINITY);
    final Expr nan = c(Double.NaN);
    final Expr signMask;
    /**
     * 1.5 * 2^fraction: a number of magnitude below 2^(fraction - 2) added to it is rounded to an integer, which then stands in the
     * low bits (two's complement).
     */
    final double shifter;
    private final Expr exponentShift;

    private Arithmetic(int fraction, int exponentBits) {
        this.fraction = fraction;
        this.bias = (1 << (exponentBits - 1)) - 1;
        this.signMask = Expr.bits(1L << (fraction + exponentBits));
        this.shifter = 1.5 * Math.scalb(1.0, fraction);
        this.exponentShift = Expr.bits(fraction);
    }

    static Arithmetic of(DType element) {
        return switch (element) {
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case INT64, BOOL -> throw ArgumentException.notFloating("lower", element);
        };
    }

    /** The row of data for this format. */
    <T> T pick(T forFloat, T forDouble) {
        return fraction == 23 ? forFloat : forDouble;
    }

    // ---- numbers

    Expr c(double v) {
        return Expr.constant(v);
    }

    Expr add(Expr a, Expr b) {
        return Expr.apply(Op.ADD, a, b);
    }

    Expr sub(Expr a, Expr b) {
        return Expr.apply(Op.SUB, a, b);
    }

    Expr mul(Expr a, Expr b) {
        return Expr.apply(Op.MUL, a, b);
    }

    Expr mul(Expr a, double b) {
        return mul(a, c(b));
    }

    Expr div(Expr a, Expr b) {
        return Expr.apply(Op.DIV, a, b);
    }

    Expr neg(Expr a) {
        return Expr.apply(Op.NEG, a);
    }

    Expr abs(Expr a) {
        return Expr.apply(Op.ABS, a);
    }

    Expr sqrt(Expr a) {
        return Expr.apply(Op.SQRT, a);
    }

    /** {@code a * b + d}, rounded once. */
    Expr fma(Expr a, Expr b, Expr d) {
        return Expr.apply(Op.FMA, a, b, d);
    }

    /** {@code a * b + d}, rounded once. */
    Expr fma(Expr a, double b, Expr d) {
        return fma(a, c(b), d);
    }

    /** {@code d - a * b}, rounded once. */
    Expr fnma(Expr a, Expr b, Expr d) {
        return fma(neg(a), b, d);
    }

    /** {@code p[0] + p[1] x + p[2] x^2 + ...} by Horner's rule in fma. */
    Expr polynomial(Expr x, double... p) {
        Expr sum = c(p[p.length - 1]);
        for (int i = p.length - 2; i >= 0; i--) {
            sum = fma(sum, x, c(p[i]));
        }
        return sum;
    }

    // ---- booleans

    Expr lt(Expr a, Expr b) {
        return Expr.apply(Op.LT, a, b);
    }

    Expr lt(Expr a, double b) {
        return lt(a, c(b));
    }

    Expr gt(Expr a, double b) {
        return lt(c(b), a);
    }

    Expr eq(Expr a, Expr b) {
        return Expr.apply(Op.EQ, a, b);
    }

    Expr eq(Expr a, double b) {
        return eq(a, c(b));
    }

    Expr isNaN(Expr a) {
        return Expr.apply(Op.NE, a, a);
    }

    /** {@code a <= b}. */
    Expr le(Expr a, Expr b) {
        return Expr.apply(Op.LE, a, b);
    }

    Expr and(Expr a, Expr b) {
        return Expr.apply(Op.AND, a, b);
    }

    Expr or(Expr a, Expr b) {
        return Expr.apply(Op.OR, a, b);
    }

    Expr not(Expr a) {
        return Expr.apply(Op.NOT, a);
    }

    /** {@code condition ? a : b}. */
    Expr select(Expr condition, Expr a, Expr b) {
        return Expr.apply(Op.SELECT, condition, a, b);
    }

    /** {@code condition ? a : b}, where the condition hardly ever holds: vectors without it spend no time on a. */
    Expr selectRare(Expr condition, Expr a, Expr b) {
        return Expr.apply(Op.SELECT_RARE, condition, a, b);
    }

    // ---- bits

    Expr bits(Expr value) {
        return Expr.apply(Op.BITS_OF, value);
    }

    Expr value(Expr bits) {
        return Expr.apply(Op.VALUE_OF, bits);
    }

    Expr plus(Expr a, Expr b) {
        return Expr.apply(Op.BITS_ADD, a, b);
    }

    Expr minus(Expr a, Expr b) {
        return Expr.apply(Op.BITS_SUB, a, b);
    }

    Expr xor(Expr a, Expr b) {
        return Expr.apply(Op.BITS_XOR, a, b);
    }

    Expr bitAnd(Expr a, Expr b) {
        return Expr.apply(Op.BITS_AND, a, b);
    }

    Expr bitOr(Expr a, Expr b) {
        return Expr.apply(Op.BITS_OR, a, b);
    }

    /** A number that is not negative (nor -0), at most {@code limit}; NaN becomes the limit too. */
    Expr atMost(Expr size, double limit) {
        return value(Expr.apply(Op.BITS_MIN, bits(size), bitsOf(limit)));
    }

    Expr shl(Expr a, int by) {
        return Expr.apply(Op.BITS_SHL, a, Expr.bits(by));
    }

    Expr sar(Expr a, int by) {
        return Expr.apply(Op.BITS_SAR, a, Expr.bits(by));
    }

    Expr chooseBits(Expr condition, Expr a, Expr b) {
        return Expr.apply(Op.BITS_SELECT, condition, a, b);
    }

    /** An integer moved to where the exponent stands. */
    Expr toExponent(Expr integer) {
        return Expr.apply(Op.BITS_SHL, integer, exponentShift);
    }

    /** The bits of a number shifted (with the sign) so that its biased exponent is an integer. */
    Expr fromExponent(Expr bits) {
        return Expr.apply(Op.BITS_SAR, bits, exponentShift);
    }

    /** The bits of the constant {@code v} in this format. */
    Expr bitsOf(double v) {
        return Expr.bits(pick((long) Float.floatToRawIntBits((float) v), Double.doubleToRawLongBits(v)));
    }

    /** The number for an integer of magnitude below 2^(fraction - 2) in BITS. */
    Expr toNumber(Expr integer) {
        return sub(value(plus(integer, bitsOf(shifter))), c(shifter));
    }

    /** The sign bit of x, all other bits 0. */
    Expr sign(Expr x) {
        return bitAnd(bits(x), signMask);
    }

    /** x with its sign bit flipped where {@code sign} (made by {@link #sign}) has it. */
    Expr flip(Expr x, Expr sign) {
        return value(xor(bits(x), sign));
    }

    /** x, which is not negative (nor -0), with the sign bit {@code sign}. */
    Expr withSign(Expr x, Expr sign) {
        return value(bitOr(bits(x), sign));
    }

    // ---- numbers in two parts

    /** a + b as rounded sum and exact error, for |a| >= |b| or a = 0 (Dekker 1971). */
    Pair fastTwoSum(Expr a, Expr b) {
        Expr s = add(a, b);
        return new Pair(s, sub(b, sub(s, a)));
    }

    /** a + b * c as rounded sum and (nearly) its error, for |a| >= |b c|. */
    Pair fastTwoSumOf(Expr a, Expr b, Expr c) {
        Expr s = fma(b, c, a);
        return new Pair(s, fma(b, c, sub(a, s)));
    }

    /** a + b as rounded sum and exact error (Knuth, The Art of Computer Programming 2, 4.2.2). */
    Pair twoSum(Expr a, Expr b) {
        Expr s = add(a, b);
        Expr t = sub(s, a);
        return new Pair(s, add(sub(a, sub(s, t)), sub(b, t)));
    }

    /** a * b as rounded product and exact error (barring underflow). */
    Pair twoProduct(Expr a, Expr b) {
        Expr p = mul(a, b);
        return new Pair(p, fma(a, b, neg(p)));
    }

    /** An unevaluated sum {@code hi + lo}, |lo| at most half a unit in the last place of hi (or nearly so). */
    record Pair(Expr hi, Expr lo) {}
}
