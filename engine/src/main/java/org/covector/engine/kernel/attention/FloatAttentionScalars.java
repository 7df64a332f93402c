package org.covector.engine.kernel.attention;

import java.util.Arrays;
import org.covector.engine.kernel.elementary.FloatExp;
import org.covector.engine.kernel.gemm.FloatScalarMicroKernel;

/** The loops without vectors: the same bits, and fast long before the vector loops are compiled. */
final class FloatAttentionScalars extends FloatAttentionLoops {
    FloatAttentionScalars() {
        super(FloatScalarMicroKernel::new);
    }

    @Override
    void online(float[] scores, int at, int keys, float[] max, float[] sum, float[] factor) {
        float[] before = Arrays.copyOf(max, ROW);
        float[] total = new float[ROW];
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                float s = scores[at + k * ROW + j];
                max[j] = s > max[j] ? s : max[j];
            }
        }
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                float p = weight(scores[at + k * ROW + j], max[j]);
                scores[at + k * ROW + j] = p;
                total[j] += p;
            }
        }
        for (int j = 0; j < ROW; j++) {
            factor[j] = weight(before[j], max[j]);
            sum[j] = sum[j] * factor[j] + total[j];
        }
    }

    /** A query that has met no key yet has the maximum -inf: everything is exp(-inf - 0) = 0. */
    private static float weight(float score, float max) {
        return FloatExp.flushed(score - (max == Float.NEGATIVE_INFINITY ? 0f : max));
    }

    @Override
    void pullback(float[] work, int scores, int cotangents, int keys, int max, int reciprocal, int delta) {
        for (int k = 0; k < keys; k++) {
            for (int j = 0; j < ROW; j++) {
                int p = k * ROW + j;
                float weight = weight(work[scores + p], work[max + j]) * work[reciprocal + j];
                work[scores + p] = weight;
                work[cotangents + p] = (work[cotangents + p] - work[delta + j]) * weight;
            }
        }
    }
}
