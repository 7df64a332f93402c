package org.covector.engine.kernel.attention;

import static jdk.incubator.vector.VectorOperators.GT;

import java.util.function.Function;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.kernel.elementary.FloatExpData;
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
            before.intoArray(factor, j);
            FloatVector top = before;
            for (int k = 0; k < keys; k++) { // compare and blend: NaN is left to the sums
                FloatVector s = FloatVector.fromArray(SPECIES, scores, at + k * ROW + j);
                top = top.blend(s, s.compare(GT, top));
            }
            top.intoArray(max, j);
        }
        FloatExpData.flushed(factor, 0, 1, ROW, max, 0);
        FloatExpData.flushed(scores, at, keys, ROW, max, 0);
        for (int j = 0; j < ROW; j += LANES) {
            FloatVector total = FloatVector.zero(SPECIES);
            for (int k = 0; k < keys; k++) {
                total = total.add(FloatVector.fromArray(SPECIES, scores, at + k * ROW + j));
            }
            FloatVector rescaled = FloatVector.fromArray(SPECIES, sum, j).mul(FloatVector.fromArray(SPECIES, factor, j));
            rescaled.add(total).intoArray(sum, j);
        }
    }

    @Override
    void pullback(float[] work, int scores, int cotangents, int keys, int max, int reciprocal, int delta) {
        FloatExpData.flushed(work, scores, keys, ROW, work, max);
        for (int j = 0; j < ROW; j += LANES) {
            FloatVector share = FloatVector.fromArray(SPECIES, work, reciprocal + j);
            FloatVector d = FloatVector.fromArray(SPECIES, work, delta + j);
            for (int p = j; p < keys * ROW; p += ROW) {
                FloatVector weight = FloatVector.fromArray(SPECIES, work, scores + p).mul(share);
                weight.intoArray(work, scores + p);
                FloatVector.fromArray(SPECIES, work, cotangents + p).sub(d).mul(weight).intoArray(work, cotangents + p);
            }
        }
    }
}
