package org.covector.functional;

import org.covector.functional.Bits.Op;

/** Bits of whole numbers, and of floating ones; part of {@link F}. INT64 is two's complement and wraps around. */
public abstract sealed class BitFunctions extends ReductionFunctions permits OrderFunctions {
    BitFunctions() {}

    /**
     * {@code x & y}: the bits that both have; logical and for BOOL.
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; a BOOL beside an INT64 counts as 0 or 1
     * @return of the broadcast shape, BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor bitwiseAnd(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_AND, x, y);
    }

    /**
     * {@code x & y}: the bits that both have.
     *
     * @param x INT64 or BOOL, any shape
     * @param y a number
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseAnd(Tensor x, long y) {
        return Bits.of(Op.BITWISE_AND, x, y);
    }

    /**
     * {@code x | y}: the bits that one or both have; logical or for BOOL.
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; a BOOL beside an INT64 counts as 0 or 1
     * @return of the broadcast shape, BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor bitwiseOr(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_OR, x, y);
    }

    /**
     * {@code x | y}: the bits that one or both have.
     *
     * @param x INT64 or BOOL, any shape
     * @param y a number
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseOr(Tensor x, long y) {
        return Bits.of(Op.BITWISE_OR, x, y);
    }

    /**
     * {@code x ^ y}: the bits that exactly one has; whether they differ for BOOL.
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; a BOOL beside an INT64 counts as 0 or 1
     * @return of the broadcast shape, BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor bitwiseXor(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_XOR, x, y);
    }

    /**
     * {@code x ^ y}: the bits that exactly one has.
     *
     * @param x INT64 or BOOL, any shape
     * @param y a number
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseXor(Tensor x, long y) {
        return Bits.of(Op.BITWISE_XOR, x, y);
    }

    /**
     * {@code ~x = -x - 1}: all bits inverted; logical not for BOOL.
     *
     * @param x INT64 or BOOL, any shape
     * @return of the shape and dtype of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseNot(Tensor x) {
        return Bits.not(x);
    }

    /**
     * {@code x 2^y} modulo 2^64: the bits moved up, zeros from below. In ONNX BitShift with direction LEFT.
     *
     * @param x INT64, any shape
     * @param y INT64, a shape that broadcasts with that of x; the result is 0 where it is negative or 64 and more
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor bitwiseLeftShift(Tensor x, Tensor y) {
        return Bits.of(Op.LEFT_SHIFT, x, y);
    }

    /**
     * {@code x 2^y} modulo 2^64: the bits moved up, zeros from below.
     *
     * @param x INT64, any shape
     * @param y by how many; the result is 0 if it is negative or 64 and more
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseLeftShift(Tensor x, long y) {
        return Bits.of(Op.LEFT_SHIFT, x, y);
    }

    /**
     * {@code floor(x / 2^y)}: the bits moved down, copies of the sign bit from above. In ONNX BitShift with direction RIGHT, which takes
     * unsigned numbers and moves zeros in.
     *
     * @param x INT64, any shape
     * @param y INT64, a shape that broadcasts with that of x; where it is negative or 64 and more the result is as for 63
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor bitwiseRightShift(Tensor x, Tensor y) {
        return Bits.of(Op.RIGHT_SHIFT, x, y);
    }

    /**
     * {@code floor(x / 2^y)}: the bits moved down, copies of the sign bit from above.
     *
     * @param x INT64, any shape
     * @param y by how many; if it is negative or 64 and more the result is as for 63
     * @return INT64 of the shape of x; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes
     */
    public static Tensor bitwiseRightShift(Tensor x, long y) {
        return Bits.of(Op.RIGHT_SHIFT, x, y);
    }

    /**
     * {@code gcd(x, y)}: the greatest common divisor, not negative; {@code gcd(0, y) = |y|}.
     *
     * @param x INT64, any shape
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor gcd(Tensor x, Tensor y) {
        return Bits.of(Op.GCD, x, y);
    }

    /**
     * {@code lcm(x, y) = |x y| / gcd(x, y)}: the least common multiple, not negative; {@code lcm(0, y) = 0}.
     *
     * @param x INT64, any shape
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape, modulo 2^64; no gradient
     * @throws org.covector.engine.ArgumentException for floating dtypes and shapes that do not broadcast
     */
    public static Tensor lcm(Tensor x, Tensor y) {
        return Bits.of(Op.LCM, x, y);
    }

    /**
     * {@code |x - y| <= atol + rtol |y|}: whether numbers are equal up to a tolerance; infinities are close to themselves only.
     *
     * @param x any dtype and shape
     * @param y a shape that broadcasts with that of x
     * @param rtol tolerance relative to y, not negative
     * @param atol absolute tolerance, not negative
     * @param equalNan whether NaN is close to NaN
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException for negative tolerances and shapes that do not broadcast
     */
    public static Tensor isclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
        return Bits.isclose(x, y, rtol, atol, equalNan);
    }

    /**
     * {@code |x - y| <= 1e-8 + 1e-5 |y|}: as {@link #isclose(Tensor, Tensor, double, double, boolean)} with torch's tolerances.
     *
     * @param x any dtype and shape
     * @param y a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape, false for NaN; no gradient
     * @throws org.covector.engine.ArgumentException for shapes that do not broadcast
     */
    public static Tensor isclose(Tensor x, Tensor y) {
        return Bits.isclose(x, y, 1e-5, 1e-8, false);
    }
}
