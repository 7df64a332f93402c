package org.covector.engine.kernel.elementary;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * exp of numbers up to 0 (or NaN) and log, inline in other kernels, with the bits of the elementary functions of the
 * expression language: x = k ln 2 + r, exp r = 1 + r + r^2 q(r), times 2^(k + {@value #RAISE}), which is exact, and then 2^-{@value
 * #RAISE}, which rounds subnormal results once.
 */
public final class FloatExp {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int RAISE = 64;
    /** Leaves the biased exponent of 2^(k + RAISE) in the low bits. */
    private static final float SHIFTER = FloatExpData.SHIFTER - Float.MAX_EXPONENT + RAISE;
    private static final float LOWER = 0x1p-64f;

    private FloatExp() {}

    /** exp x for x up to 0, or NaN. */
    public static float exp(float x) {
        float shifted = Math.fma(x, FloatExpData.LOG2_E, SHIFTER);
        float k = shifted - SHIFTER;
        float r = Math.fma(k, -FloatExpData.LN2_LOW, Math.fma(k, -FloatExpData.LN2_HIGH, x));
        float p = Math.fma(r, Math.fma(FloatExpData.q(r), r, 1f), 1f);
        float y = p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FloatExpData.FRACTION) * LOWER;
        return x < FloatExpData.LOW ? 0f : y;
    }

    /** log x for x from 1 on, or NaN, with the bits of the expression language: x = 2^k (1 + f), log(1 + f) = f + f^2 q(f). */
    public static float log(float x) {
        /*bits*/ int bits = Float.floatToRawIntBits(x);
        /*bits*/ int n = (bits - Float.floatToRawIntBits(2f / 3f)) >> FloatExpData.FRACTION;
        float f = Float.intBitsToFloat(bits - (n << FloatExpData.FRACTION)) - 1f;
        float k = n;
        float y = Math.fma(k, FloatExpData.LN2_FEW_BITS, f + Math.fma(f * f, FloatExpData.logQ(f), k * FloatExpData.LN2_REST));
        return x < Float.POSITIVE_INFINITY ? y : x;
    }

    /** {@code log(1 + r)} for r from 0 on, or NaN: what 1 + r loses of r is added, over 1 + r, the derivative. */
    public static float log1p(float r) {
        float s = 1f + r;
        float of = s - 1f; // what of r is in s
        return log(s) + ((1f - (s - of)) + (r - of)) / s;
    }

    /** {@code e^x - 1} for x from -log 2 to 0, or NaN. */
    public static float expm1(float x) {
        return x < -0.34375f ? exp(x) - 1f : Math.fma(x * x, FloatExpData.q(x), x);
    }

    /** exp x for x up to 0, or NaN. */
    public static FloatVector exp(FloatVector x) {
        FloatVector shifter = FloatVector.broadcast(S, SHIFTER);
        FloatVector shifted = x.fma(FloatVector.broadcast(S, FloatExpData.LOG2_E), shifter);
        FloatVector k = shifted.sub(shifter);
        FloatVector r = k.fma(FloatVector.broadcast(S, -FloatExpData.LN2_LOW), k.fma(FloatVector.broadcast(S, -FloatExpData.LN2_HIGH), x));
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector p = FloatExpData.q(r).fma(r, one).fma(r, one);
        FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FloatExpData.FRACTION).reinterpretAsFloats();
        return p.mul(power).mul(LOWER).blend(FloatVector.zero(S), x.compare(VectorOperators.LT, FloatExpData.LOW));
    }

    /** {@code y[i] = exp(x[i] - m)}; y may be x. */
    public static void shifted(boolean vector, float[] x, int o, float m, int n, float[] y, int yo) {
        if (vector && n >= S.length()) {
            shiftedVector(x, o, m, n, y, yo);
        } else {
            for (int i = 0; i < n; i++) {
                y[yo + i] = exp(x[o + i] - m);
            }
        }
    }

    private static void shiftedVector(float[] x, int o, float m, int n, float[] y, int yo) {
        FloatVector mv = FloatVector.broadcast(S, m);
        int end = n - S.length();
        FloatVector last = exp(FloatVector.fromArray(S, x, o + end).sub(mv)); // overlaps its neighbour
        for (int i = 0; i < end; i += S.length()) {
            exp(FloatVector.fromArray(S, x, o + i).sub(mv)).intoArray(y, yo + i);
        }
        last.intoArray(y, yo + end);
    }

    /** {@code y[i] = exp(x[i] - m[i])}; y may be x. */
    public static void shifted(boolean vector, float[] x, int o, float[] m, int mo, int n, float[] y, int yo) {
        if (vector && n >= S.length()) {
            shiftedVector(x, o, m, mo, n, y, yo);
        } else {
            for (int i = 0; i < n; i++) {
                y[yo + i] = exp(x[o + i] - m[mo + i]);
            }
        }
    }

    private static void shiftedVector(float[] x, int o, float[] m, int mo, int n, float[] y, int yo) {
        int end = n - S.length();
        FloatVector last = exp(FloatVector.fromArray(S, x, o + end).sub(FloatVector.fromArray(S, m, mo + end))); // overlaps its neighbour
        for (int i = 0; i < end; i += S.length()) {
            exp(FloatVector.fromArray(S, x, o + i).sub(FloatVector.fromArray(S, m, mo + i))).intoArray(y, yo + i);
        }
        last.intoArray(y, yo + end);
    }
}
