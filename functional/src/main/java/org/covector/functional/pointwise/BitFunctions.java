package org.covector.functional.pointwise;

import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.activation.SmoothActivation;
import org.covector.functional.pointwise.Bits.Op;

/** Bits of whole numbers, and of floating ones; part of {@link F}. INT64 is two's complement and wraps around. */
public abstract sealed class BitFunctions extends Special permits SmoothActivation {
    protected BitFunctions() {}

    /**
     * {@code x & y}, broadcast
     *
     * <p>The bits that both have; for BOOL the logical and. torch: bitwise_and.
     *
     * {@snippet :
     * Tensor y = F.bitwiseAnd(Tensor.of(12L, -1L), Tensor.of(10L)); // [8, 10]
     * }
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; BOOL beside INT64 counts as 0 or 1
     * @return of the broadcast shape; BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, or the shapes do not broadcast
     */
    public static Tensor bitwiseAnd(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_AND, x, y);
    }

    /**
     * {@code x & y} for an integer y
     *
     * <p>The bits that both have. torch: bitwise_and.
     *
     * @param x INT64 or BOOL, any shape; BOOL counts as 0 or 1
     * @param y an integer
     * @return INT64 of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseAnd(Tensor x, long y) {
        return Bits.of(Op.BITWISE_AND, x, y);
    }

    /**
     * {@code x | y}, broadcast
     *
     * <p>The bits that one or both have; for BOOL the logical or. torch: bitwise_or.
     *
     * {@snippet :
     * Tensor y = F.bitwiseOr(Tensor.of(12L, -1L), Tensor.of(10L)); // [14, -1]
     * }
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; BOOL beside INT64 counts as 0 or 1
     * @return of the broadcast shape; BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, or the shapes do not broadcast
     */
    public static Tensor bitwiseOr(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_OR, x, y);
    }

    /**
     * {@code x | y} for an integer y
     *
     * <p>The bits that one or both have. torch: bitwise_or.
     *
     * @param x INT64 or BOOL, any shape; BOOL counts as 0 or 1
     * @param y an integer
     * @return INT64 of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseOr(Tensor x, long y) {
        return Bits.of(Op.BITWISE_OR, x, y);
    }

    /**
     * {@code x ^ y}, broadcast
     *
     * <p>The bits that exactly one has; for BOOL the logical exclusive or. torch: bitwise_xor.
     *
     * {@snippet :
     * Tensor y = F.bitwiseXor(Tensor.of(12L, -1L), Tensor.of(10L)); // [6, -11]
     * }
     *
     * @param x INT64 or BOOL, any shape
     * @param y INT64 or BOOL, a shape that broadcasts with that of x; BOOL beside INT64 counts as 0 or 1
     * @return of the broadcast shape; BOOL if both are, else INT64; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, or the shapes do not broadcast
     */
    public static Tensor bitwiseXor(Tensor x, Tensor y) {
        return Bits.of(Op.BITWISE_XOR, x, y);
    }

    /**
     * {@code x ^ y} for an integer y
     *
     * <p>The bits that exactly one has. torch: bitwise_xor.
     *
     * @param x INT64 or BOOL, any shape; BOOL counts as 0 or 1
     * @param y an integer
     * @return INT64 of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseXor(Tensor x, long y) {
        return Bits.of(Op.BITWISE_XOR, x, y);
    }

    /**
     * {@code ~x = -x - 1}
     *
     * <p>All bits inverted; for BOOL the logical not. torch: bitwise_not.
     *
     * {@snippet :
     * Tensor y = F.bitwiseNot(Tensor.of(0L, 5L)); // [-1, -6]
     * }
     *
     * @param x INT64 or BOOL, any shape
     * @return of x's shape and dtype; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseNot(Tensor x) {
        return Bits.not(x);
    }

    /**
     * {@code x 2^y} modulo 2^64, broadcast
     *
     * <p>The bits moved up, zeros from below; 0 where y is below 0 or above 63. ONNX's BitShift with direction LEFT. torch:
     * bitwise_left_shift, with other results for such y.
     *
     * {@snippet :
     * Tensor y = F.bitwiseLeftShift(Tensor.of(1L, -3L), Tensor.of(2L)); // [4, -12]
     * }
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, both are BOOL, or the shapes do not broadcast
     */
    public static Tensor bitwiseLeftShift(Tensor x, Tensor y) {
        return Bits.of(Op.LEFT_SHIFT, x, y);
    }

    /**
     * {@code x 2^y} modulo 2^64 for an integer y
     *
     * <p>As {@link #bitwiseLeftShift(Tensor, Tensor)}: 0 if y is below 0 or above 63. torch: bitwise_left_shift.
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y an integer
     * @return INT64 of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseLeftShift(Tensor x, long y) {
        return Bits.of(Op.LEFT_SHIFT, x, y);
    }

    /**
     * {@code floor(x / 2^y)}, broadcast
     *
     * <p>The bits moved down, copies of the sign bit from above; where y is below 0 or above 63 as for 63. ONNX's BitShift with direction
     * RIGHT takes unsigned numbers and moves zeros in. torch: bitwise_right_shift, with other results for such y.
     *
     * {@snippet :
     * Tensor y = F.bitwiseRightShift(Tensor.of(9L, -9L), Tensor.of(2L)); // [2, -3]
     * }
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, both are BOOL, or the shapes do not broadcast
     */
    public static Tensor bitwiseRightShift(Tensor x, Tensor y) {
        return Bits.of(Op.RIGHT_SHIFT, x, y);
    }

    /**
     * {@code floor(x / 2^y)} for an integer y
     *
     * <p>As {@link #bitwiseRightShift(Tensor, Tensor)}: as for 63 if y is below 0 or above 63. torch: bitwise_right_shift.
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y an integer
     * @return INT64 of x's shape; no gradient
     * @throws org.covector.engine.ArgumentException if the dtype of x is floating
     */
    public static Tensor bitwiseRightShift(Tensor x, long y) {
        return Bits.of(Op.RIGHT_SHIFT, x, y);
    }

    /**
     * {@code gcd(x, y)}, broadcast
     *
     * <p>The greatest common divisor, not negative but for -2^63 and 0 or itself, whose divisor INT64 cannot hold; {@code gcd(0, y) = |y|}.
     * torch: gcd.
     *
     * {@snippet :
     * Tensor y = F.gcd(Tensor.of(12L, 0L), Tensor.of(18L, -5L)); // [6, 5]
     * }
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, both are BOOL, or the shapes do not broadcast
     */
    public static Tensor gcd(Tensor x, Tensor y) {
        return Bits.of(Op.GCD, x, y);
    }

    /**
     * {@code |x y| / gcd(x, y)}, broadcast
     *
     * <p>The least common multiple, not negative unless it wraps around modulo 2^64; {@code lcm(0, y) = 0}. torch: lcm.
     *
     * {@snippet :
     * Tensor y = F.lcm(Tensor.of(4L, -4L), Tensor.of(6L, 0L)); // [12, 0]
     * }
     *
     * @param x INT64, any shape; BOOL counts as 0 or 1
     * @param y INT64, a shape that broadcasts with that of x
     * @return INT64 of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if a dtype is floating, both are BOOL, or the shapes do not broadcast
     */
    public static Tensor lcm(Tensor x, Tensor y) {
        return Bits.of(Op.LCM, x, y);
    }

    /**
     * {@code |x - y| <= atol + rtol |y|}, broadcast
     *
     * <p>Whether numbers are equal up to a tolerance; infinities are close to themselves only. torch: isclose, with the defaults 1e-5, 1e-8
     * and false.
     *
     * {@snippet :
     * Tensor y = F.isclose(Tensor.of(1.0, Double.NaN), Tensor.of(1.01, Double.NaN), 0.1, 0, true); // [true, true]
     * }
     *
     * @param x any shape and dtype; integers are compared in FLOAT64
     * @param y any dtype, a shape that broadcasts with that of x
     * @param rtol tolerance relative to y, 0 or more
     * @param atol absolute tolerance, 0 or more
     * @param equalNan whether NaN is close to NaN
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if a tolerance is below 0 or NaN, or the shapes do not broadcast
     */
    public static Tensor isclose(Tensor x, Tensor y, double rtol, double atol, boolean equalNan) {
        return Bits.isclose(x, y, rtol, atol, equalNan);
    }

    /**
     * {@code |x - y| <= 1e-8 + 1e-5 |y|}, broadcast
     *
     * <p>As {@link #isclose(Tensor, Tensor, double, double, boolean)} with torch's tolerances; false for NaN. torch: isclose.
     *
     * @param x any shape and dtype; integers are compared in FLOAT64
     * @param y any dtype, a shape that broadcasts with that of x
     * @return BOOL of the broadcast shape; no gradient
     * @throws org.covector.engine.ArgumentException if the shapes do not broadcast
     */
    public static Tensor isclose(Tensor x, Tensor y) {
        return Bits.isclose(x, y, 1e-5, 1e-8, false);
    }
}
