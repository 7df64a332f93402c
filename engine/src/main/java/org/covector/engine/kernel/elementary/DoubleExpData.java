package org.covector.engine.kernel.elementary;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What differs from format to format: the numbers of {@link DoubleExp}: those of the elementary functions exp and log in the
 * expression language.
 */
public final class DoubleExpData {
    /** 1 / ln 2. */
    static final double LOG2_E = 0x1.71547652b82fep0;
    /** The leading bits of ln 2. */
    static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
    static final double LN2_FEW_BITS = 0x1.62e42fefa4000p-1;
    static final double LN2_REST = -0x1.8432a1b0e2634p-43;
    /** ln 2 without its leading bits. */
    static final double LN2_LOW = 0x1.abc9e3b39803fp-56;
    /** 1.5 * 2^52 plus twice the exponent's bias. */
    static final double SHIFTER = 0x1.8p52 + 2046;
    /** exp is computed times 2^RAISE, which is exact, and then times LOWER, which rounds subnormal results once. */
    static final int RAISE = 64;
    static final double LOWER = 0x1p-64;
    /** Leaves the biased exponent of 2^(k + RAISE) in the low bits. */
    static final double RAISED_SHIFTER = SHIFTER - Double.MAX_EXPONENT + RAISE;
    /** Leaves the biased exponent of 2^k in the low bits. */
    static final double PLAIN_SHIFTER = SHIFTER - Double.MAX_EXPONENT;
    /** Bits of the significand that are stored. */
    static final int FRACTION = 52;
    /** Below this, exp is 0. */
    static final double LOW = -746.0;
    /** Below this, exp counts as 0 where one multiplication by 2^k has to do. */
    static final double FLUSHED = 0.693 * (Double.MIN_EXPONENT + 1);

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final double Q0 = 0x1.000000000000ap-1;
    private static final double Q1 = 0x1.5555555555500p-3;
    private static final double Q2 = 0x1.55555555506ffp-5;
    private static final double Q3 = 0x1.1111111126b9fp-7;
    private static final double Q4 = 0x1.6c16c1845e391p-10;
    private static final double Q5 = 0x1.a01a012def182p-13;
    private static final double Q6 = 0x1.a01999ae79160p-16;
    private static final double Q7 = 0x1.71df20251b459p-19;
    private static final double Q8 = 0x1.28adb0a4ca51ep-22;
    private static final double Q9 = 0x1.ad8497a7d8ae7p-26;

    private DoubleExpData() {}

    /** (exp r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
    static double q(double r) {
        double q = Q9;
        q = Math.fma(q, r, Q8);
        q = Math.fma(q, r, Q7);
        q = Math.fma(q, r, Q6);
        q = Math.fma(q, r, Q5);
        q = Math.fma(q, r, Q4);
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        q = Math.fma(q, r, Q0);
        return q;
    }

    /**
     * {@code y[i] = exp(x[i] - m)} for at least one whole vector, with the bits of {@link DoubleExp#exp}; y may be x. The formula stands in
     * the loop: where C2 compiles a method of its size by itself first, it does not inline it later, and every vector passed to it is
     * an object.
     */
    static void shifted(double[] x, int o, double m, int n, double[] y, int yo) {
        int end = n - S.length();
        DoubleVector last = DoubleVector.zero(S); // overlaps its neighbour
        for (int i = -S.length(); i < end; i += S.length()) {
            DoubleVector v = DoubleVector.fromArray(S, x, o + (i < 0 ? end : i)).sub(m);
            DoubleVector shifter = DoubleVector.broadcast(S, RAISED_SHIFTER);
            DoubleVector shifted = v.fma(DoubleVector.broadcast(S, LOG2_E), shifter);
            DoubleVector k = shifted.sub(shifter);
            DoubleVector r = k.fma(DoubleVector.broadcast(S, -LN2_LOW), k.fma(DoubleVector.broadcast(S, -LN2_HIGH), v));
            DoubleVector q = DoubleVector.broadcast(S, Q9);
            q = q.fma(r, DoubleVector.broadcast(S, Q8));
            q = q.fma(r, DoubleVector.broadcast(S, Q7));
            q = q.fma(r, DoubleVector.broadcast(S, Q6));
            q = q.fma(r, DoubleVector.broadcast(S, Q5));
            q = q.fma(r, DoubleVector.broadcast(S, Q4));
            q = q.fma(r, DoubleVector.broadcast(S, Q3));
            q = q.fma(r, DoubleVector.broadcast(S, Q2));
            q = q.fma(r, DoubleVector.broadcast(S, Q1));
            q = q.fma(r, DoubleVector.broadcast(S, Q0));
            DoubleVector one = DoubleVector.broadcast(S, 1.0);
            DoubleVector p = q.fma(r, one).fma(r, one);
            DoubleVector power = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsDoubles();
            DoubleVector e = p.mul(power).mul(LOWER).blend(DoubleVector.zero(S), v.compare(VectorOperators.LT, LOW));
            if (i < 0) {
                last = e;
            } else {
                e.intoArray(y, yo + i);
            }
        }
        last.intoArray(y, yo + end);
    }

    /**
     * {@code x[k, i] = exp(x[k, i] - m[i])} in {@code n} rows of whole vectors, with the bits of {@link DoubleExp#flushed}; an m of
     * -infinity counts as 0, since there all x are -infinity. The formula stands in the loop, as above.
     */
    public static void flushed(double[] x, int o, int n, int row, double[] m, int mo) {
        for (int i = 0; i < row; i += S.length()) {
            DoubleVector given = DoubleVector.fromArray(S, m, mo + i);
            DoubleVector top = given.blend(DoubleVector.zero(S), given.compare(VectorOperators.EQ, Double.NEGATIVE_INFINITY));
            for (int k = 0; k < n; k++) {
                int at = o + k * row + i;
                DoubleVector v = DoubleVector.fromArray(S, x, at).sub(top);
                DoubleVector shifter = DoubleVector.broadcast(S, PLAIN_SHIFTER);
                DoubleVector shifted = v.fma(DoubleVector.broadcast(S, LOG2_E), shifter);
                DoubleVector whole = shifted.sub(shifter);
                DoubleVector r = whole.fma(DoubleVector.broadcast(S, -LN2_LOW), whole.fma(DoubleVector.broadcast(S, -LN2_HIGH), v));
                DoubleVector q = DoubleVector.broadcast(S, Q9);
                q = q.fma(r, DoubleVector.broadcast(S, Q8));
                q = q.fma(r, DoubleVector.broadcast(S, Q7));
                q = q.fma(r, DoubleVector.broadcast(S, Q6));
                q = q.fma(r, DoubleVector.broadcast(S, Q5));
                q = q.fma(r, DoubleVector.broadcast(S, Q4));
                q = q.fma(r, DoubleVector.broadcast(S, Q3));
                q = q.fma(r, DoubleVector.broadcast(S, Q2));
                q = q.fma(r, DoubleVector.broadcast(S, Q1));
                q = q.fma(r, DoubleVector.broadcast(S, Q0));
                DoubleVector one = DoubleVector.broadcast(S, 1.0);
                DoubleVector p = q.fma(r, one).fma(r, one);
                DoubleVector power = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, FRACTION).reinterpretAsDoubles();
                p.mul(power).blend(DoubleVector.zero(S), v.compare(VectorOperators.LT, FLUSHED)).intoArray(x, at);
            }
        }
    }

    /** (log(1 + f) - f) / f^2 for 1 + f from 2/3 to 4/3. */
    static double logQ(double f) {
        double q = 0x1.5a145f0c6687ap-4;
        q = Math.fma(q, f, -0x1.6136a3d1d95dcp-4);
        q = Math.fma(q, f, 0x1.5873c03148385p-5);
        q = Math.fma(q, f, -0x1.76b4f62ee1ed0p-5);
        q = Math.fma(q, f, 0x1.ef2b425946be0p-5);
        q = Math.fma(q, f, -0x1.05c4c773f5089p-4);
        q = Math.fma(q, f, 0x1.107379ab9344cp-4);
        q = Math.fma(q, f, -0x1.2413cabd47582p-4);
        q = Math.fma(q, f, 0x1.3b1ce6f962bdep-4);
        q = Math.fma(q, f, -0x1.555c08d5eca7dp-4);
        q = Math.fma(q, f, 0x1.745cc054fae1ap-4);
        q = Math.fma(q, f, -0x1.999961f81609cp-4);
        q = Math.fma(q, f, 0x1.c71c73bb404b8p-4);
        q = Math.fma(q, f, -0x1.00000085d6036p-3);
        q = Math.fma(q, f, 0x1.249249216a50dp-3);
        q = Math.fma(q, f, -0x1.555555540c3b5p-3);
        q = Math.fma(q, f, 0x1.999999999e6e8p-3);
        q = Math.fma(q, f, -0x1.0000000000966p-2);
        q = Math.fma(q, f, 0x1.5555555555543p-2);
        q = Math.fma(q, f, -0.5);
        return q;
    }

    /** x^p, of the Java library. */
    public static double pow(double x, double p) {
        return StrictMath.pow(x, p);
    }

    /** The nearest number of this format. */
    public static double round(double x) {
        return x;
    }
}
