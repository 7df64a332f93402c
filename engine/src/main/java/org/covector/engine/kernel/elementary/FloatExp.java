package org.covector.engine.kernel.elementary;

import jdk.incubator.vector.FloatVector;

/**
 * exp of numbers up to 0 (or NaN) and log, inline in other kernels, with the bits of the elementary functions of the
 * expression language: x = k ln 2 + r, exp r = 1 + r + r^2 q(r), times 2^(k + 64), which is exact, and then 2^-64, which rounds
 * subnormal results once.
 */
public final class FloatExp {
    private FloatExp() {}

    /** exp x for x up to 0, or NaN. */
    public static float exp(float x) {
        float shifted = Math.fma(x, FloatExpData.LOG2_E, FloatExpData.RAISED_SHIFTER);
        float k = shifted - FloatExpData.RAISED_SHIFTER;
        float r = Math.fma(k, -FloatExpData.LN2_LOW, Math.fma(k, -FloatExpData.LN2_HIGH, x));
        float p = Math.fma(r, Math.fma(FloatExpData.q(r), r, 1f), 1f);
        float y = p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FloatExpData.FRACTION) * FloatExpData.LOWER;
        return x < FloatExpData.LOW ? 0f : y;
    }

    /**
     * exp x for x up to 0 (or hardly more), or NaN, as a weight beside a largest of 1: what is below 2^-125 (float64: 2^-1021) counts as 0,
     * so that one multiplication by 2^k does.
     */
    public static float flushed(float x) {
        float shifted = Math.fma(x, FloatExpData.LOG2_E, FloatExpData.PLAIN_SHIFTER);
        float k = shifted - FloatExpData.PLAIN_SHIFTER;
        float r = Math.fma(k, -FloatExpData.LN2_LOW, Math.fma(k, -FloatExpData.LN2_HIGH, x));
        float p = Math.fma(Math.fma(FloatExpData.q(r), r, 1f), r, 1f);
        return x < FloatExpData.FLUSHED ? 0f : p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FloatExpData.FRACTION);
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

    /** {@code y[i] = exp(x[i] - m)}; y may be x. */
    public static void shifted(boolean vector, float[] x, int o, float m, int n, float[] y, int yo) {
        if (vector && n >= FloatVector.SPECIES_PREFERRED.length()) {
            FloatExpData.shifted(x, o, m, n, y, yo);
        } else {
            for (int i = 0; i < n; i++) {
                y[yo + i] = exp(x[o + i] - m);
            }
        }
    }

    /** {@code y[i] = exp(x[i] - m[i])}; y may be x. */
    public static void shifted(boolean vector, float[] x, int o, float[] m, int mo, int n, float[] y, int yo) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = x[o + i] - m[mo + i];
        }
        shifted(vector, y, yo, 0f, n, y, yo);
    }
}
