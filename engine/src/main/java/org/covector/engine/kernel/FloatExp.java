package org.covector.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp of numbers up to 0 (or NaN) and log, inline in other kernels, with the bits of the elementary functions of the
 * expression language: x = k ln 2 + r, exp r = 1 + r + r^2 q(r), times 2^k in two steps.
 */
final class FloatExp {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private FloatExp() {}

    static float exp(float x) {
        float shifted = Math.fma(x, FloatExpData.LOG2_E, FloatExpData.SHIFTER);
        float k = shifted - FloatExpData.SHIFTER;
        float r = Math.fma(k, -FloatExpData.LN2_LOW, Math.fma(k, -FloatExpData.LN2_HIGH, x));
        float p = Math.fma(r, Math.fma(FloatExpData.q(r), r, 1f), 1f);
        /*bits*/ int n = Float.floatToRawIntBits(shifted);
        /*bits*/ int half = n >> 1;
        float y = p * Float.intBitsToFloat(half << FloatExpData.FRACTION) * Float.intBitsToFloat((n - half) << FloatExpData.FRACTION);
        return x < FloatExpData.LOW ? 0f : y;
    }

    /** log x for x from 1 on, or NaN, with the bits of the expression language: x = 2^k (1 + f), log(1 + f) = f + f^2 q(f). */
    static float log(float x) {
        /*bits*/ int bits = Float.floatToRawIntBits(x);
        /*bits*/ int n = (bits - Float.floatToRawIntBits(2f / 3f)) >> FloatExpData.FRACTION;
        float f = Float.intBitsToFloat(bits - (n << FloatExpData.FRACTION)) - 1f;
        float k = n;
        float y = Math.fma(k, FloatExpData.LN2_FEW_BITS, f + Math.fma(f * f, FloatExpData.logQ(f), k * FloatExpData.LN2_REST));
        return x < Float.POSITIVE_INFINITY ? y : x;
    }

    static FloatVector exp(FloatVector x) {
        FloatVector shifter = FloatVector.broadcast(S, FloatExpData.SHIFTER);
        FloatVector shifted = x.fma(FloatVector.broadcast(S, FloatExpData.LOG2_E), shifter);
        FloatVector k = shifted.sub(shifter);
        FloatVector r = k.fma(FloatVector.broadcast(S, -FloatExpData.LN2_LOW), k.fma(FloatVector.broadcast(S, -FloatExpData.LN2_HIGH), x));
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector p = FloatExpData.q(r).fma(r, one).fma(r, one);
        IntVector n = shifted.reinterpretAsInts();
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        FloatVector first = half.lanewise(VectorOperators.LSHL, FloatExpData.FRACTION).reinterpretAsFloats();
        FloatVector second = n.sub(half).lanewise(VectorOperators.LSHL, FloatExpData.FRACTION).reinterpretAsFloats();
        FloatVector zero = FloatVector.zero(S);
        return p.mul(first).mul(second).blend(zero, x.compare(VectorOperators.LT, FloatExpData.LOW));
    }

    /** {@code y[i] = exp(x[i] - m)}; y is another array. */
    static void shifted(boolean vector, float[] x, int o, float m, int n, float[] y, int yo) {
        if (vector && n >= S.length()) {
            shiftedVector(x, o, m, n - n % S.length(), y, yo);
            int last = n - S.length();
            if (n % S.length() != 0) { // the last vector overlaps its neighbour
                shiftedVector(x, o + last, m, S.length(), y, yo + last);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yo + i] = exp(x[o + i] - m);
            }
        }
    }

    private static void shiftedVector(float[] x, int o, float m, int n, float[] y, int yo) {
        FloatVector mv = FloatVector.broadcast(S, m);
        for (int i = 0; i < n; i += S.length()) {
            exp(FloatVector.fromArray(S, x, o + i).sub(mv)).intoArray(y, yo + i);
        }
    }

    /** {@code y[i] = exp(x[i] - m[i])}; y is another array. */
    static void shifted(boolean vector, float[] x, int o, float[] m, int mo, int n, float[] y, int yo) {
        if (vector && n >= S.length()) {
            shiftedVector(x, o, m, mo, n - n % S.length(), y, yo);
            int last = n - S.length();
            if (n % S.length() != 0) {
                shiftedVector(x, o + last, m, mo + last, S.length(), y, yo + last);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yo + i] = exp(x[o + i] - m[mo + i]);
            }
        }
    }

    private static void shiftedVector(float[] x, int o, float[] m, int mo, int n, float[] y, int yo) {
        for (int i = 0; i < n; i += S.length()) {
            exp(FloatVector.fromArray(S, x, o + i).sub(FloatVector.fromArray(S, m, mo + i))).intoArray(y, yo + i);
        }
    }
}
