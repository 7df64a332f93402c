package org.covector.engine.kernel.convolution;

import org.covector.engine.kernel.gemm.TileShape;

/** The pixel loop without vectors: the same bits, and fast long before the vector loop is compiled. */
record FloatScalarPixelMicroKernel(TileShape shape) implements FloatPixelMicroKernel {
    @Override
    public void multiply(int rows, int columns, float[] a, int aAt, int aRow, int[] offsets, int from, float[] b, int bAt, float[] c,
            int cAt, int cRow) {
        int width = shape.columns();
        for (int r = 0; r < shape.rows(); r++) {
            for (int j = 0; j < width; j++) {
                float sum = 0f;
                for (int y = 0; y < rows; y++) {
                    int p = aAt + offsets[from + r] + y * aRow;
                    int q = bAt + y * columns * width + j;
                    for (int x = 0; x < columns; x++) {
                        sum = Math.fma(a[p + x], b[q + x * width], sum);
                    }
                }
                c[cAt + r * cRow + j] += sum;
            }
        }
    }
}
