package org.covector.engine.kernel.linalg;

import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;

/**
 * Products of parts of row-major matrices of float, by the engine's matrix product: what the blocked factorisations are made of.
 * Element (i, j) of an operand lies at {@code at + i row + j column}. The order of every sum depends on shapes only.
 */
public final class FloatBlas3 {
    /** Parts of this size and smaller go to loops without blocks. */
    static final int SMALL = 32;

    private final GemmKernel gemm;

    /** Products by this kernel for FLOAT64. */
    public FloatBlas3(GemmKernel gemm) {
        this.gemm = gemm;
    }

    /** {@code C = A B}, C m x n, A m x k, B k x n. */
    void multiply(int m, int n, int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow, int bColumn,
            float[] c, int cAt, int cRow) {
        gemm.multiply(new GemmTask(m, n, k, new GemmMatrix(a, aAt, aColumn, aRow), new GemmMatrix(b, bAt, bRow, bColumn), c, cAt, cRow));
    }

    /** {@code C = C - A B}, C m x n, A m x k, B k x n. */
    void subtract(int m, int n, int k, float[] a, int aAt, int aRow, int aColumn, float[] b, int bAt, int bRow, int bColumn,
            float[] c, int cAt, int cRow) {
        if (k == 0) {
            return;
        }
        gemm.multiply(new GemmTask(m, n, k, new GemmMatrix(a, aAt, aColumn, aRow), new GemmMatrix(b, bAt, bRow, bColumn), c, cAt, cRow,
                Epilogue.SUBTRACT, c, 0));
    }

    /** Where a range of n is cut in two. */
    static int half(int n) {
        return (n / 2 + 15) / 16 * 16;
    }
}
