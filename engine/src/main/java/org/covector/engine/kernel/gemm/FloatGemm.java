package org.covector.engine.kernel.gemm;

/** Matrix products: matrix by vector, small ones on the operands as they are, others on packed operands. */
public final class FloatGemm implements GemmKernel {
    private final FloatMicroKernels microKernels;

    /** Products by these loops. */
    public FloatGemm(FloatMicroKernels microKernels) {
        this.microKernels = microKernels;
    }

    @Override
    public void multiply(GemmTask task) {
        if (task.m() == 0 || task.n() == 0) {
            return;
        }
        if (task.k() == 0) {
            sumOfNothing(task);
        } else if (task.m() == 1 || task.n() == 1) {
            FloatGemv.multiply(microKernels.multipliesVectorsInVectors(), task);
        } else if (task.k() <= FloatMicroKernels.MAX_IN_PLACE_K) {
            new FloatInPlaceGemm(task, microKernels).run();
        } else {
            new FloatPackedGemm(task, microKernels).run();
        }
    }

    /** Zeros, with the epilogue. */
    private static void sumOfNothing(GemmTask task) {
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        for (int i = 0; i < task.m(); i++) {
            int at = task.cAt() + i * task.cRow();
            for (int j = 0; j < task.n(); j++) {
                c[at + j] = switch (task.epilogue()) {
                    case NONE -> 0f;
                    case ADD -> c[at + j] + 0f;
                    case SUBTRACT -> c[at + j] - 0f;
                    case COLUMN_BIAS -> 0f + bias[task.biasAt() + j];
                    case ROW_BIAS -> 0f + bias[task.biasAt() + i];
                };
            }
        }
    }
}
