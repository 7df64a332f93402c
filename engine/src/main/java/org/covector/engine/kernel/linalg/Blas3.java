package org.covector.engine.kernel.linalg;

import org.covector.engine.kernel.gemm.Epilogue;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.gemm.GemmMatrix;
import org.covector.engine.kernel.gemm.GemmTask;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * Products of parts of row-major matrices of double, by the engine's matrix product: what the blocked factorisations are made of.
 * Element (i, j) of an operand lies at {@code at + i row + j column}. The order of every sum depends on shapes only.
 */
public final class Blas3 {
    /** Parts of this size and smaller go to loops without blocks. */
    static final int SMALL = 32;

    private final GemmKernel gemm;

    /** Products by this kernel for FLOAT64. */
    public Blas3(GemmKernel gemm) {
        this.gemm = gemm;
    }

    /** {@code C = A B}, C m x n, A m x k, B k x n. */
    void multiply(int m, int n, int k, double[] a, int aAt, int aRow, int aColumn, double[] b, int bAt, int bRow, int bColumn,
            double[] c, int cAt, int cRow) {
        gemm.multiply(new GemmTask(m, n, k, new GemmMatrix(a, aAt, aColumn, aRow), new GemmMatrix(b, bAt, bRow, bColumn), c, cAt, cRow));
    }

    /** {@code C = C - A B}, C m x n, A m x k, B k x n; the smaller operand is negated in a copy. */
    void subtract(int m, int n, int k, double[] a, int aAt, int aRow, int aColumn, double[] b, int bAt, int bRow, int bColumn,
            double[] c, int cAt, int cRow) {
        if (m == 0 || n == 0 || k == 0) {
            return;
        }
        boolean isLeft = m <= n;
        double[] minus = ScratchBuffers.doubles(Storage.length("matmul", (long) (isLeft ? m : n) * k));
        try {
            GemmMatrix left;
            GemmMatrix right;
            if (isLeft) {
                negate(a, aAt, aRow, aColumn, m, k, minus);
                left = new GemmMatrix(minus, 0, 1, k);
                right = new GemmMatrix(b, bAt, bRow, bColumn);
            } else {
                negate(b, bAt, bRow, bColumn, k, n, minus);
                left = new GemmMatrix(a, aAt, aColumn, aRow);
                right = new GemmMatrix(minus, 0, n, 1);
            }
            gemm.multiply(new GemmTask(m, n, k, left, right, c, cAt, cRow, Epilogue.ADD, c, 0));
        } finally {
            ScratchBuffers.release(minus);
        }
    }

    private static void negate(double[] a, int at, int row, int column, int m, int n, double[] to) {
        if (column == 1) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    to[i * n + j] = -a[at + i * row + j];
                }
            }
            return;
        }
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                to[i * n + j] = -a[at + i * row + j * column];
            }
        }
    }

    /** Where a range of n is cut in two. */
    static int half(int n) {
        return (n / 2 + 15) / 16 * 16;
    }
}
