package org.covector.engine.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Softmax over blocks of scores that lie key by key, queries side by side: maxima and sums run down the lanes in order of the keys.
 */
@SuppressWarnings("cast") // of constants: needed for one dtype, idle for the other
final class FloatScores {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int ROW = AttentionShape.QUERIES;

    // exp x = 2^k (1 + r + r^2 q(r)), x = k ln 2 + r; q is the minimax polynomial for weight r^2 / exp r
    private static final int FRACTION = Float.SIZE == 32 ? 23 : 52;
    private static final float LOG2_E = (float) 0x1.71547652b82fep0;
    /** 1.5 * 2^fraction rounds to integers; the exponent's bias makes the low bits a power of two's exponent. */
    private static final float SHIFTER = Float.SIZE == 32 ? (float) 0x1.8p23 + 127 : (float) 0x1.8p52 + 1023;
    private static final float LN2_HIGH = Float.SIZE == 32 ? (float) 0x1.62e430p-1 : (float) 0x1.62e42fefa39efp-1;
    private static final float LN2_LOW = Float.SIZE == 32 ? (float) -0x1.05c610p-29 : (float) 0x1.abc9e3b39803fp-56;
    private static final float Q0 = Float.SIZE == 32 ? (float) 0x1.fffffcp-2 : (float) 0x1.000000000000ap-1;
    private static final float Q1 = Float.SIZE == 32 ? (float) 0x1.55548cp-3 : (float) 0x1.5555555555500p-3;
    private static final float Q2 = Float.SIZE == 32 ? (float) 0x1.5558aap-5 : (float) 0x1.55555555506ffp-5;
    private static final float Q3 = Float.SIZE == 32 ? (float) 0x1.123d0ep-7 : (float) 0x1.1111111126b9fp-7;
    private static final float Q4 = Float.SIZE == 32 ? (float) 0x1.6a4d84p-10 : (float) 0x1.6c16c1845e391p-10;
    private static final float Q5 = (float) 0x1.a01a012def182p-13;
    private static final float Q6 = (float) 0x1.a01999ae79160p-16;
    private static final float Q7 = (float) 0x1.71df20251b459p-19;
    private static final float Q8 = (float) 0x1.28adb0a4ca51ep-22;
    private static final float Q9 = (float) 0x1.ad8497a7d8ae7p-26;
    /** Below this 2^k would be subnormal: such weights beside a largest of 1 count as 0. */
    private static final float LEAST = Float.SIZE == 32 ? (float) -87 : (float) -708;

    private FloatScores() {}

    /** exp of x <= 0 (or hardly more), 1 ulp; below {@link #LEAST} 0. */
    private static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, SHIFTER));
        FloatVector k = shifted.sub(SHIFTER);
        FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), k.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x));
        FloatVector q = FloatVector.broadcast(SPECIES, Float.SIZE == 32 ? Q4 : Q9);
        if (Float.SIZE == 64) {
            q = q.fma(r, FloatVector.broadcast(SPECIES, Q8));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Q7));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Q6));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Q5));
            q = q.fma(r, FloatVector.broadcast(SPECIES, Q4));
        }
        q = q.fma(r, FloatVector.broadcast(SPECIES, Q3));
        q = q.fma(r, FloatVector.broadcast(SPECIES, Q2));
        q = q.fma(r, FloatVector.broadcast(SPECIES, Q1));
        q = q.fma(r, FloatVector.broadcast(SPECIES, Q0));
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector p = q.fma(r, one).fma(r, one);
        IntVector exponent = shifted.viewAsIntegralLanes();
        FloatVector power = (FloatVector) exponent.lanewise(LSHL, FRACTION).reinterpretShape(SPECIES, 0);
        return p.mul(power).blend(0f, x.compare(LT, LEAST));
    }

    /**
     * One step of the online softmax (Milakov and Gimelshein 2018): scores become weights relative to the maximum so far.
     *
     * @param at position of the block
     * @param max the maximum so far of each query; becomes the one that includes this block
     * @param sum the sum of weights so far; rescaled and added to
     * @param factor receives what everything summed so far must be multiplied by
     */
    static void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor) {
        for (int j = 0; j < ROW; j += 2 * LANES) {
            online(scores, at + j, keys, j, max, sum, factor);
        }
    }

    private static void online(float[] scores, int at, int keys, int j, float[] max, float[] sum, float[] factor) {
        FloatVector before = FloatVector.fromArray(SPECIES, max, j);
        FloatVector before1 = FloatVector.fromArray(SPECIES, max, j + LANES);
        FloatVector top = before;
        FloatVector top1 = before1;
        for (int k = 0; k < keys; k++) { // compare and blend: NaN is left to the sums
            FloatVector s = FloatVector.fromArray(SPECIES, scores, at + k * ROW);
            FloatVector s1 = FloatVector.fromArray(SPECIES, scores, at + k * ROW + LANES);
            top = top.blend(s, s.compare(GT, top));
            top1 = top1.blend(s1, s1.compare(GT, top1));
        }
        top.intoArray(max, j);
        top1.intoArray(max, j + LANES);
        // a query that has met no key yet: everything is exp(-inf - 0) = 0
        top = top.blend(0f, top.compare(EQ, Float.NEGATIVE_INFINITY));
        top1 = top1.blend(0f, top1.compare(EQ, Float.NEGATIVE_INFINITY));
        FloatVector total = FloatVector.zero(SPECIES);
        FloatVector total1 = FloatVector.zero(SPECIES);
        for (int k = 0; k < keys; k++) {
            FloatVector p = exp(FloatVector.fromArray(SPECIES, scores, at + k * ROW).sub(top));
            FloatVector p1 = exp(FloatVector.fromArray(SPECIES, scores, at + k * ROW + LANES).sub(top1));
            p.intoArray(scores, at + k * ROW);
            p1.intoArray(scores, at + k * ROW + LANES);
            total = total.add(p);
            total1 = total1.add(p1);
        }
        FloatVector shrink = exp(before.sub(top));
        FloatVector shrink1 = exp(before1.sub(top1));
        shrink.intoArray(factor, j);
        shrink1.intoArray(factor, j + LANES);
        FloatVector.fromArray(SPECIES, sum, j).fma(shrink, total).intoArray(sum, j);
        FloatVector.fromArray(SPECIES, sum, j + LANES).fma(shrink1, total1).intoArray(sum, j + LANES);
    }

    /**
     * Scores become the weights {@code P = exp(S - logSumExp)}, their cotangents dP become {@code dS = P * (dP - delta)}.
     *
     * @param scores position of the scores
     * @param cotangents position of their cotangents
     * @param logSumExp position of the queries' log-sum-exps
     * @param delta position of the queries' deltas
     */
    static void pullback(float[] work, int scores, int cotangents, int keys, int logSumExp, int delta) {
        for (int j = 0; j < ROW; j += LANES) {
            FloatVector normaliser = FloatVector.fromArray(SPECIES, work, logSumExp + j);
            FloatVector d = FloatVector.fromArray(SPECIES, work, delta + j);
            for (int k = 0; k < keys; k++) {
                int p = k * ROW + j;
                FloatVector weight = exp(FloatVector.fromArray(SPECIES, work, scores + p).sub(normaliser));
                weight.intoArray(work, scores + p);
                FloatVector.fromArray(SPECIES, work, cotangents + p).sub(d).mul(weight).intoArray(work, cotangents + p);
            }
        }
    }
}
