package org.covector.engine.kernel.attention;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.elementary.FloatExpData;

/**
 * exp of x <= 0 (or hardly more), for weights beside a largest of 1: as {@link FloatExp}, but what is below 2^-125 (float64:
 * 2^-1021) counts as 0, so that one multiplication by 2^k does.
 */
final class FloatFlushToZeroExp {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    /** Rounds to integers and leaves k plus the exponent's bias in the low bits. */
    private static final float SHIFTER = FloatExpData.SHIFTER - Float.MAX_EXPONENT;
    private static final float LEAST = 0.693f * (Float.MIN_EXPONENT + 1);

    private FloatFlushToZeroExp() {}

    static float exp(float x) {
        float shifted = Math.fma(x, FloatExpData.LOG2_E, SHIFTER);
        float k = shifted - SHIFTER;
        float r = Math.fma(k, -FloatExpData.LN2_LOW, Math.fma(k, -FloatExpData.LN2_HIGH, x));
        float p = Math.fma(Math.fma(FloatExpData.q(r), r, 1f), r, 1f);
        return x < LEAST ? 0f : p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << FloatExpData.FRACTION);
    }

    static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(FloatVector.broadcast(SPECIES, FloatExpData.LOG2_E), FloatVector.broadcast(SPECIES, SHIFTER));
        FloatVector k = shifted.sub(SHIFTER);
        FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -FloatExpData.LN2_LOW),
                k.fma(FloatVector.broadcast(SPECIES, -FloatExpData.LN2_HIGH), x));
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector p = FloatExpData.q(r).fma(r, one).fma(r, one);
        IntVector exponent = shifted.reinterpretAsInts();
        return p.mul(exponent.lanewise(LSHL, FloatExpData.FRACTION).reinterpretAsFloats()).blend(0f, x.compare(LT, LEAST));
    }
}
