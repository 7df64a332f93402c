package org.covector.engine.kernel.attention;

import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.MicroKernelSpec;

/** The loops of attention for one dtype, which all its workers share. */
public interface AttentionLoops {
    /** Vector loops, or scalar ones with the same bits; {@code compiler} makes the vector loop of a spec. */
    static AttentionLoops of(DType dtype, boolean vector, Function<MicroKernelSpec, Object> compiler) {
        return switch (dtype) {
            case FLOAT32 -> vector ? new FloatAttentionVectors(compiler) : new FloatAttentionScalars();
            case FLOAT64 -> vector ? new DoubleAttentionVectors(compiler) : new DoubleAttentionScalars();
            case INT64, BOOL -> throw ArgumentException.notFloating("scaledDotProductAttention", dtype);
        };
    }

    /** A worker for heads of this shape. */
    AttentionKernel forward(AttentionShape shape);

    /** A worker for the pullback of heads of this shape of which at most {@code keys} keys are taken at a time. */
    AttentionGradientKernel backward(AttentionShape shape, int keys);

    /** Runs every loop on small operands. */
    void warmup();
}
