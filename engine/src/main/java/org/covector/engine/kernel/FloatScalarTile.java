package org.covector.engine.kernel;

/** The tile loop without vectors: the same bits, and fast long before the vector loop is compiled. */
final class FloatScalarTile implements FloatTile {
    private final int rows;
    private final int stride;
    private final int full;
    private final boolean accumulate;
    private final Epilogue epilogue;

    FloatScalarTile(TileSpec spec) {
        rows = spec.shape().rows();
        stride = spec.shape().columns();
        full = stride - spec.shape().lanes();
        accumulate = spec.accumulate();
        epilogue = spec.epilogue();
    }

    @Override
    public void multiply(int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cRow, int tail, float[] bias, int biasAt) {
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
                finish(s0, c, at, bias, bias(biasAt, i, j));
                if (j + 1 < width) {
                    finish(s1, c, at + 1, bias, bias(biasAt, i, j + 1));
                }
                if (j + 2 < width) {
                    finish(s2, c, at + 2, bias, bias(biasAt, i, j + 2));
                }
                if (j + 3 < width) {
                    finish(s3, c, at + 3, bias, bias(biasAt, i, j + 3));
                }
            }
        }
    }

    private int bias(int at, int i, int j) {
        return epilogue == Epilogue.ROW_BIAS ? at + i : at + j;
    }

    private void finish(float sum, float[] c, int at, float[] bias, int biasAt) {
        float value = accumulate ? c[at] + sum : sum;
        c[at] = epilogue == Epilogue.NONE ? value : value + bias[biasAt];
    }
}
