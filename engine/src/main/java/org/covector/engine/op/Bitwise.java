package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.elementary.LongBits;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Operations on bits and on whole numbers, element by element; arguments broadcast together. INT64 is two's complement and wraps;
 * and, or, xor and not take BOOL too. A BOOL beside an INT64 counts as 0 or 1.
 */
public final class Bitwise {
    private static final int CHUNK = 1 << 14;

    private Bitwise() {}

    /** {@code a & b}; logical and for BOOL. */
    public static NdArray and(NdArray a, NdArray b) {
        return logical("bitwiseAnd", LongBits.AND, a, b);
    }

    /** {@code a | b}; logical or for BOOL. */
    public static NdArray or(NdArray a, NdArray b) {
        return logical("bitwiseOr", LongBits.OR, a, b);
    }

    /** {@code a ^ b}; whether they differ for BOOL. */
    public static NdArray xor(NdArray a, NdArray b) {
        return logical("bitwiseXor", LongBits.XOR, a, b);
    }

    /** {@code ~x = -x - 1}; logical not for BOOL. */
    public static NdArray not(NdArray x) {
        return x.dtype() == DType.BOOL ? xor(x, NdArray.scalar(DType.BOOL, 1)) : run("bitwiseNot", LongBits.XOR, x,
                NdArray.scalar(DType.INT64, -1));
    }

    /** {@code a 2^b} modulo 2^64; 0 where b is negative or 64 and more. */
    public static NdArray leftShift(NdArray a, NdArray b) {
        return run("bitwiseLeftShift", LongBits.SHIFT_LEFT, a, b);
    }

    /** {@code floor(a / 2^b)}, the sign is kept; where b is negative or 64 and more as for 63. */
    public static NdArray rightShift(NdArray a, NdArray b) {
        return run("bitwiseRightShift", LongBits.SHIFT_RIGHT, a, b);
    }

    /** The greatest common divisor, not negative; {@code gcd(0, b) = |b|}. */
    public static NdArray gcd(NdArray a, NdArray b) {
        return run("gcd", LongBits.GCD, a, b);
    }

    /** The least common multiple, not negative; {@code lcm(0, b) = 0}. */
    public static NdArray lcm(NdArray a, NdArray b) {
        return run("lcm", LongBits.LCM, a, b);
    }

    /** {@code a^b} modulo 2^64; for negative b 0, but 1 and -1 keep their magnitude. */
    public static NdArray pow(NdArray a, NdArray b) {
        return run("pow", LongBits.POW, a, b);
    }

    private static NdArray logical(String function, LongBits op, NdArray a, NdArray b) {
        boolean isBool = a.dtype() == DType.BOOL && b.dtype() == DType.BOOL;
        return isBool ? run(function, op, a.to(DType.INT64), b.to(DType.INT64)).to(DType.BOOL) : run(function, op, a, b);
    }

    private static NdArray run(String function, LongBits op, NdArray a, NdArray b) {
        boolean ok = !a.dtype().isFloating() && !b.dtype().isFloating() && (a.dtype() == DType.INT64 || b.dtype() == DType.INT64);
        ArgumentException.require(ok, function, "dtypes", a.dtype() + ", " + b.dtype(), "INT64, at least one; the other may be BOOL");
        Shape shape = a.shape().broadcast(function, b.shape());
        NdArray x = operand(a, shape);
        NdArray z = operand(b, shape);
        int xs = x.size() == 1 ? 0 : 1;
        int zs = z.size() == 1 ? 0 : 1;
        Storage y = Storage.zeros(DType.INT64, shape.size());
        int n = y.length();
        EngineRuntime.parallel(Math.ceilDiv(n, CHUNK), 2L * n, c -> {
            int at = c * CHUNK;
            op.run((long[]) x.storage().array(), x.offset() + at * xs, xs, (long[]) z.storage().array(), z.offset() + at * zs, zs,
                    (long[]) y.array(), at, Math.min(CHUNK, n - at));
        });
        return NdArray.wrap(y, shape);
    }

    private static NdArray operand(NdArray x, Shape shape) {
        NdArray i = x.dtype() == DType.INT64 ? x : x.to(DType.INT64);
        return i.size() == 1 ? i : i.expand(shape).dense();
    }
}
