package org.covector.engine.kernel.elementary;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What differs from format to format: the numbers of {@link FloatExp}: those of the elementary functions exp and log in the
 * expression language.
 */
public final class FloatExpData {
    /** 1 / ln 2. */
    static final float LOG2_E = 0x1.71547652b82fep0f;
    /** The leading bits of ln 2. */
    static final float LN2_HIGH = 0x1.62e430p-1f;
    static final float LN2_FEW_BITS = 0x1.62e4p-1f;
    static final float LN2_REST = 0x1.7f7d1cp-20f;
    /** ln 2 without its leading bits. */
    static final float LN2_LOW = -0x1.05c610p-29f;
    /** 1.5 * 2^23 plus twice the exponent's bias. */
    static final float SHIFTER = 0x1.8p23f + 254f;
    /** exp is computed times 2^RAISE, which is exact, and then times LOWER, which rounds subnormal results once. */
    static final int RAISE = 64;
    static final float LOWER = 0x1p-64f;
    /** Leaves the biased exponent of 2^(k + RAISE) in the low bits. */
    static final float RAISED_SHIFTER = SHIFTER - Float.MAX_EXPONENT + RAISE;
    /** Leaves the biased exponent of 2^k in the low bits. */
    static final float PLAIN_SHIFTER = SHIFTER - Float.MAX_EXPONENT;
    /** Bits of the significand that are stored. */
    static final int FRACTION = 23;
    /** Below this, exp is 0. */
    static final float LOW = -104.0f;
    /** Below this, exp counts as 0 where one multiplication by 2^k has to do. */
    static final float FLUSHED = 0.693f * (Float.MIN_EXPONENT + 1);

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final float Q0 = 0x1.fffffcp-2f;
    private static final float Q1 = 0x1.55548cp-3f;
    private static final float Q2 = 0x1.5558aap-5f;
    private static final float Q3 = 0x1.123d0ep-7f;
    private static final float Q4 = 0x1.6a4d84p-10f;

    private FloatExpData() {}

    /** (exp r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
    static float q(float r) {
        float q = Q4;
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        q = Math.fma(q, r, Q0);
        return q;
    }

    /**
     * {@code y[i] = exp(x[i] - m)} for at least one whole vector, with the bits of {@link FloatExp#exp}; y may be x. The formula stands in
     * the loop: where C2 compiles a method of its size by itself first, it does not inline it later, and every vector passed to it is
     * an object.
     */
    static void shifted(float[] x, int o, float m, int n, float[] y, int yo) {
        int end = n - S.length();
        FloatVector last = FloatVector.zero(S); // overlaps its neighbour
        for (int i = -S.length(); i < end; i += S.length()) {
            FloatVector v = FloatVector.fromArray(S, x, o + (i < 0 ? end : i)).sub(m);
            FloatVector shifter = FloatVector.broadcast(S, RAISED_SHIFTER);
            FloatVector shifted = v.fma(FloatVector.broadcast(S, LOG2_E), shifter);
            FloatVector k = shifted.sub(shifter);
            FloatVector r = k.fma(FloatVector.broadcast(S, -LN2_LOW), k.fma(FloatVector.broadcast(S, -LN2_HIGH), v));
            FloatVector q = FloatVector.broadcast(S, Q4);
            q = q.fma(r, FloatVector.broadcast(S, Q3));
            q = q.fma(r, FloatVector.broadcast(S, Q2));
            q = q.fma(r, FloatVector.broadcast(S, Q1));
            q = q.fma(r, FloatVector.broadcast(S, Q0));
            FloatVector one = FloatVector.broadcast(S, 1f);
            FloatVector p = q.fma(r, one).fma(r, one);
            FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
            FloatVector e = p.mul(power).mul(LOWER).blend(FloatVector.zero(S), v.compare(VectorOperators.LT, LOW));
            if (i < 0) {
                last = e;
            } else {
                e.intoArray(y, yo + i);
            }
        }
        last.intoArray(y, yo + end);
    }

    /**
     * {@code x[k, i] = exp(x[k, i] - m[i])} in {@code n} rows of whole vectors, with the bits of {@link FloatExp#flushed}; an m of
     * -infinity counts as 0, since there all x are -infinity. The formula stands in the loop, as above.
     */
    public static void flushed(float[] x, int o, int n, int row, float[] m, int mo) {
        for (int i = 0; i < row; i += S.length()) {
            FloatVector given = FloatVector.fromArray(S, m, mo + i);
            FloatVector top = given.blend(FloatVector.zero(S), given.compare(VectorOperators.EQ, Float.NEGATIVE_INFINITY));
            for (int k = 0; k < n; k++) {
                int at = o + k * row + i;
                FloatVector v = FloatVector.fromArray(S, x, at).sub(top);
                FloatVector shifter = FloatVector.broadcast(S, PLAIN_SHIFTER);
                FloatVector shifted = v.fma(FloatVector.broadcast(S, LOG2_E), shifter);
                FloatVector whole = shifted.sub(shifter);
                FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), whole.fma(FloatVector.broadcast(S, -LN2_HIGH), v));
                FloatVector q = FloatVector.broadcast(S, Q4);
                q = q.fma(r, FloatVector.broadcast(S, Q3));
                q = q.fma(r, FloatVector.broadcast(S, Q2));
                q = q.fma(r, FloatVector.broadcast(S, Q1));
                q = q.fma(r, FloatVector.broadcast(S, Q0));
                FloatVector one = FloatVector.broadcast(S, 1f);
                FloatVector p = q.fma(r, one).fma(r, one);
                FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsFloats();
                p.mul(power).blend(FloatVector.zero(S), v.compare(VectorOperators.LT, FLUSHED)).intoArray(x, at);
            }
        }
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
