package org.covector.engine.kernel.gemm;

/** The micro-kernel without vectors: the same bits, and fast long before the vector loop is compiled. */
public final class FloatScalarMicroKernel implements FloatMicroKernel {
    private final int rows;
    private final MicroKernelOperands operands;
    private final int stride;
    private final int full;
    private final boolean carry;
    private final Epilogue epilogue;

    /** The loop of a spec. */
    public FloatScalarMicroKernel(MicroKernelSpec spec) {
        rows = spec.shape().rows();
        operands = spec.operands();
        stride = spec.shape().columns();
        full = stride - spec.shape().lanes();
        carry = spec.carry();
        epilogue = spec.epilogue();
    }

    @Override
    public void multiply(int depth, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow, float[] before, int beforeAt,
            float[] c, int cAt, int cRow, int tail, float[] bias, int biasAt) {
        int width = full + tail;
        int aStep = operands.aInRows() ? 1 : operands == MicroKernelOperands.PACKED ? rows : aRow;
        int aNext = operands.aInRows() ? aRow : 1;
        int bStep = operands.bInPanel() ? stride : bRow;
        for (int i = 0; i < rows; i++) {
            int j = 0;
            for (; j <= width - 4; j += 4) {
                float s0 = 0f;
                float s1 = 0f;
                float s2 = 0f;
                float s3 = 0f;
                int q = bAt + j;
                int p = aAt + i * aNext;
                for (int k = 0; k < depth; k++) {
                    float x = a[p];
                    s0 = Math.fma(x, b[q], s0);
                    s1 = Math.fma(x, b[q + 1], s1);
                    s2 = Math.fma(x, b[q + 2], s2);
                    s3 = Math.fma(x, b[q + 3], s3);
                    p += aStep;
                    q += bStep;
                }
                int at = cAt + i * cRow + j;
                int from = beforeAt + i * stride + j;
                finish(s0, before, from, c, at, bias, bias(biasAt, i, j));
                finish(s1, before, from + 1, c, at + 1, bias, bias(biasAt, i, j + 1));
                finish(s2, before, from + 2, c, at + 2, bias, bias(biasAt, i, j + 2));
                finish(s3, before, from + 3, c, at + 3, bias, bias(biasAt, i, j + 3));
            }
            for (; j < width; j++) {
                float s = 0f;
                for (int k = 0; k < depth; k++) {
                    s = Math.fma(a[aAt + i * aNext + k * aStep], b[bAt + k * bStep + j], s);
                }
                int at = cAt + i * cRow + j;
                finish(s, before, beforeAt + i * stride + j, c, at, bias, bias(biasAt, i, j));
            }
        }
    }

    private int bias(int at, int i, int j) {
        return epilogue == Epilogue.ROW_BIAS ? at + i : at + j;
    }

    private void finish(float sum, float[] before, int from, float[] c, int at, float[] bias, int biasAt) {
        float value = carry ? before[from] + sum : sum;
        c[at] = switch (epilogue) {
            case NONE -> value;
            case ADD -> c[at] + value;
            case SUBTRACT -> c[at] - value;
            case COLUMN_BIAS, ROW_BIAS -> value + bias[biasAt];
        };
    }
}
