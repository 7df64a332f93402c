package org.covector.engine.kernel;

/** The tile loop without vectors: the same bits, and fast long before the vector loop is compiled. */
final class FloatScalarTile implements FloatTile {
    private final int rows;
    private final int stride;
    private final int full;
    private final boolean carry;
    private final Epilogue epilogue;

    FloatScalarTile(TileSpec spec) {
        rows = spec.shape().rows();
        stride = spec.shape().columns();
        full = stride - spec.shape().lanes();
        carry = spec.carry();
        epilogue = spec.epilogue();
    }

    @Override
    public void multiply(int depth, float[] a, int aAt, float[] b, int bAt, float[] before, int beforeAt,
            float[] c, int cAt, int cRow, int tail, float[] bias, int biasAt) {
        int width = full + tail;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j += 4) { // panels are padded: reading four is always possible
                float s0 = 0f;
                float s1 = 0f;
                float s2 = 0f;
                float s3 = 0f;
                int q = bAt + j;
                int p = aAt + i;
                for (int k = 0; k < depth; k++) {
                    float x = a[p];
                    s0 = Math.fma(x, b[q], s0);
                    s1 = Math.fma(x, b[q + 1], s1);
                    s2 = Math.fma(x, b[q + 2], s2);
                    s3 = Math.fma(x, b[q + 3], s3);
                    p += rows;
                    q += stride;
                }
                int at = cAt + i * cRow + j;
                int from = beforeAt + i * stride + j;
                finish(s0, before, from, c, at, bias, bias(biasAt, i, j));
                if (j + 1 < width) {
                    finish(s1, before, from + 1, c, at + 1, bias, bias(biasAt, i, j + 1));
                }
                if (j + 2 < width) {
                    finish(s2, before, from + 2, c, at + 2, bias, bias(biasAt, i, j + 2));
                }
                if (j + 3 < width) {
                    finish(s3, before, from + 3, c, at + 3, bias, bias(biasAt, i, j + 3));
                }
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
            case COLUMN_BIAS, ROW_BIAS -> value + bias[biasAt];
        };
    }
}
