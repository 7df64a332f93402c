package org.covector.engine.kernel.elementary;

import jdk.incubator.vector.FloatVector;

/**
 * What differs from format to format: the numbers of {@link FloatExp}: those of the elementary functions exp and log in the
 * expression language.
 */
public final class FloatExpData {
    /** 1 / ln 2. */
    public static final float LOG2_E = 0x1.71547652b82fep0f;
    /** The leading bits of ln 2. */
    public static final float LN2_HIGH = 0x1.62e430p-1f;
    static final float LN2_FEW_BITS = 0x1.62e4p-1f;
    static final float LN2_REST = 0x1.7f7d1cp-20f;
    /** ln 2 without its leading bits. */
    public static final float LN2_LOW = -0x1.05c610p-29f;
    /** 1.5 * 2^23 plus twice the exponent's bias. */
    public static final float SHIFTER = 0x1.8p23f + 254f;
    /** Bits of the significand that are stored. */
    public static final int FRACTION = 23;
    /** Below this, exp is 0. */
    static final float LOW = -104.0f;

    private static final float Q0 = 0x1.fffffcp-2f;
    private static final float Q1 = 0x1.55548cp-3f;
    private static final float Q2 = 0x1.5558aap-5f;
    private static final float Q3 = 0x1.123d0ep-7f;
    private static final float Q4 = 0x1.6a4d84p-10f;

    private FloatExpData() {}

    /** (exp r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
    public static float q(float r) {
        float q = Q4;
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        q = Math.fma(q, r, Q0);
        return q;
    }

    /** (exp r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
    public static FloatVector q(FloatVector r) {
        FloatVector q = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Q4);
        q = q.fma(r, FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Q3));
        q = q.fma(r, FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Q2));
        q = q.fma(r, FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Q1));
        q = q.fma(r, FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Q0));
        return q;
    }

    /** (log(1 + f) - f) / f^2 for 1 + f from 2/3 to 4/3. */
    static float logQ(float f) {
        float q = -0x1.09259cp-3f;
        q = Math.fma(q, f, 0x1.1e9150p-3f);
        q = Math.fma(q, f, -0x1.f29a44p-4f);
        q = Math.fma(q, f, 0x1.1ecf92p-3f);
        q = Math.fma(q, f, -0x1.55a194p-3f);
        q = Math.fma(q, f, 0x1.99d088p-3f);
        q = Math.fma(q, f, -0x1.fffedep-3f);
        q = Math.fma(q, f, 0x1.555506p-2f);
        q = Math.fma(q, f, -0.5f);
        return q;
    }

    /** x^p, of the Java library. */
    public static float pow(float x, double p) {
        return (float) StrictMath.pow(x, p);
    }

    /** The nearest number of this format. */
    public static float round(double x) {
        return (float) x;
    }
}
