package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.storage.Storage;

/** {@link FactorizationKernel} for one dtype. */
final class FloatFactorization implements FactorizationKernel {
    /** Rows of a triangle that are transposed together. */
    private static final int BAND = 64;

    private final FloatBlas3 blas;

    FloatFactorization(GemmKernel products) {
        this.blas = new FloatBlas3(products);
    }

    @Override
    public int cholesky(Object a, int at, int n) {
        float[] u = (float[]) a;
        int minor = FloatCholesky.factor(blas, u, at, n, n);
        for (int i = 1; i < n; i++) {
            Arrays.fill(u, at + i * n, at + i * n + i, 0);
        }
        return minor;
    }

    @Override
    public void transposeUpper(Object u, int n, Object to, int at) {
        for (int i = 0; i < n; i += BAND) {
            int rows = Math.min(BAND, n - i);
            FloatBlas1.transpose((float[]) u, i, n, i + rows, rows, (float[]) to, at + i * n, n);
        }
    }

    @Override
    public int lu(Object a, int at, int m, int n, int[] pivots) {
        return FloatPivotedLu.factor(blas, (float[]) a, at, m, n, pivots);
    }

    @Override
    public void solveTriangular(Object a, int at, int row, int column, int n, boolean upper, boolean unitDiagonal,
            Object b, int bAt, int columns) {
        FloatTriangular.solve(blas, (float[]) a, at, row, column, n, upper, unitDiagonal, (float[]) b, bAt, columns, columns);
    }

    @Override
    public void qr(Object a, int m, int n, Object q, int qAt, int columns, Object r, int rAt, int rows) {
        float[] factors = (float[]) a;
        float scale = FloatBlas1.scale(factors, m * n);
        FloatBlas1.scaleBy(factors, m * n, scale);
        float[] tau = Storage.uninitialised(DType.FLOAT32, Math.min(m, n)).floats();
        FloatColumnQr.factor(blas, factors, m, n, tau);
        if (columns > 0) {
            formQ(factors, m, tau.length, tau, q, qAt, columns);
        }
        FloatBlas1.scaleBy(factors, m * n, 1 / scale);
        FloatBlas1.transpose(factors, 0, m, n, rows, (float[]) r, rAt, n);
        for (int i = 1; i < rows; i++) {
            Arrays.fill((float[]) r, rAt + i * n, rAt + i * n + Math.min(i, n), 0);
        }
    }

    @Override
    public void reflections(Object a, int m, int n, Object to, int at, Object tau) {
        FloatColumnQr.factor(blas, (float[]) a, m, n, (float[]) tau);
        FloatBlas1.transpose((float[]) a, 0, m, n, m, (float[]) to, at, n);
    }

    @Override
    public void formQ(Object a, int m, int k, Object tau, Object q, int at, int n) {
        float[] formed = Storage.uninitialised(DType.FLOAT32, (long) m * n).floats();
        FloatColumnQr.formQ(blas, (float[]) a, m, k, (float[]) tau, formed, n);
        FloatBlas1.transpose(formed, 0, m, n, m, (float[]) q, at, n);
    }
}
