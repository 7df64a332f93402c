package org.covector.engine.kernel.attention;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;

import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.gemm.MicroKernelSpec;

/** The loops in vectors. Maxima and sums run down the lanes in order of the keys. */
final class FloatAttentionVectors extends FloatAttentionLoops {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    FloatAttentionVectors(Function<MicroKernelSpec, Object> compiler) {
        super(compiler);
    }

    @Override
    void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor) {
        for (int j = 0; j < ROW; j += LANES) {
            FloatVector before = FloatVector.fromArray(SPECIES, max, j);
            FloatVector top = before;
            for (int k = 0; k < keys; k++) { // compare and blend: NaN is left to the sums
                FloatVector s = FloatVector.fromArray(SPECIES, scores, at + k * ROW + j);
                top = top.blend(s, s.compare(GT, top));
            }
            top.intoArray(max, j);
            rescale(before, top, sum, factor, j);
        }
        for (int j = 0; j < ROW; j += LANES) {
            weights(scores, at + j, keys, max, sum, j);
        }
    }

    /** A query that has met no key yet has the maximum -inf: everything is exp(-inf - 0) = 0. */
    private static FloatVector finite(FloatVector top) {
        return top.blend(0f, top.compare(EQ, Float.NEGATIVE_INFINITY));
    }

    private static void rescale(FloatVector before, FloatVector top, float[] sum, float[] factor, int j) {
        FloatVector shrink = FloatFlushToZeroExp.exp(before.sub(finite(top)));
        shrink.intoArray(factor, j);
        FloatVector.fromArray(SPECIES, sum, j).mul(shrink).intoArray(sum, j);
    }

    private static void weights(float[] scores, int at, int keys, float[] max, float[] sum, int j) {
        FloatVector top = finite(FloatVector.fromArray(SPECIES, max, j));
        FloatVector total = FloatVector.zero(SPECIES);
        for (int k = 0; k < keys; k++) {
            FloatVector p = FloatFlushToZeroExp.exp(FloatVector.fromArray(SPECIES, scores, at + k * ROW).sub(top));
            p.intoArray(scores, at + k * ROW);
            total = total.add(p);
        }
        FloatVector.fromArray(SPECIES, sum, j).add(total).intoArray(sum, j);
    }

    @Override
    void pullback(float[] work, int scores, int cotangents, int keys, int max, int reciprocal, int delta) {
        for (int j = 0; j < ROW; j += LANES) {
            FloatVector top = FloatVector.fromArray(SPECIES, work, max + j);
            FloatVector share = FloatVector.fromArray(SPECIES, work, reciprocal + j);
            FloatVector d = FloatVector.fromArray(SPECIES, work, delta + j);
            for (int k = 0; k < keys; k++) {
                int p = k * ROW + j;
                FloatVector weight = FloatFlushToZeroExp.exp(FloatVector.fromArray(SPECIES, work, scores + p).sub(top)).mul(share);
                weight.intoArray(work, scores + p);
                FloatVector.fromArray(SPECIES, work, cotangents + p).sub(d).mul(weight).intoArray(work, cotangents + p);
            }
        }
    }
}
