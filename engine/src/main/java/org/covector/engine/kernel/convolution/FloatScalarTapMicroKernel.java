package org.covector.engine.kernel.convolution;

import org.covector.engine.kernel.gemm.TileShape;

/** The tap loop without vectors: the same bits, and fast long before the vector loop is compiled. */
record FloatScalarTapMicroKernel(TileShape shape, boolean accumulates) implements FloatTapMicroKernel {
    @Override
    public void multiply(int from, int to, float[] a, int aAt, float[] b, int bAt, int[] offsets, float[] c, int cAt, int cRow,
            float[] bias, int biasAt) {
        for (int r = 0; r < shape.rows(); r++) {
            for (int j = 0; j < shape.columns(); j += 4) {
                int at = cAt + r * cRow + j;
                float s0 = accumulates ? c[at] : bias[biasAt + r];
                float s1 = accumulates ? c[at + 1] : bias[biasAt + r];
                float s2 = accumulates ? c[at + 2] : bias[biasAt + r];
                float s3 = accumulates ? c[at + 3] : bias[biasAt + r];
                for (int k = from; k < to; k++) {
                    float w = a[aAt + k * shape.rows() + r];
                    int q = bAt + offsets[k] + j;
                    s0 = Math.fma(w, b[q], s0);
                    s1 = Math.fma(w, b[q + 1], s1);
                    s2 = Math.fma(w, b[q + 2], s2);
                    s3 = Math.fma(w, b[q + 3], s3);
                }
                c[at] = s0;
                c[at + 1] = s1;
                c[at + 2] = s2;
                c[at + 3] = s3;
            }
        }
    }
}
