package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.kernel.elementary.FloatExpData;
import org.covector.engine.kernel.gemm.GemmKernel;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/** {@link FactorizationKernel} for one dtype. */
final class FloatFactorization implements FactorizationKernel {
    /** Rows of a triangle that are copied together. */
    private static final int BAND = 64;

    private final FloatBlas3 blas;

    FloatFactorization(GemmKernel products) {
        this.blas = new FloatBlas3(products);
    }

    @Override
    public int cholesky(Object a, int at, int row, int column, int n, boolean upper, Object to, int toAt) {
        float[] y = (float[]) to;
        float[] work = ScratchBuffers.floats(n * n);
        try {
            MoveKernel move = MoveKernel.of(DType.FLOAT32);
            int down = upper ? row : column;
            int across = upper ? column : row;
            for (int i = 0; i < n; i += BAND) {
                move.copy(a, at + i * (row + column), down, across, work, i * (n + 1), n, 1, Math.min(BAND, n - i), n - i);
            }
            int minor = FloatCholesky.factor(blas, work, 0, n, n);
            for (int i = 0; i < n && upper; i++) {
                System.arraycopy(work, i * (n + 1), y, toAt + i * (n + 1), n - i);
            }
            for (int i = 0; i < n && !upper; i += BAND) {
                int rows = Math.min(BAND, n - i);
                FloatBlas1.transpose(work, i, n, i, rows, y, toAt + i * n, n);
                for (int r = i; r < i + rows; r++) {
                    for (int c = i; c <= r; c++) {
                        y[toAt + r * n + c] = work[c * n + r];
                    }
                }
            }
            return minor;
        } finally {
            ScratchBuffers.release(work);
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
    public boolean svd(Object a, int m, int n, Object u, int uAt, int columns, Object s, int sAt, Object vt, int vtAt) {
        float[] x = (float[]) a;
        float scale = FloatBlas1.scale(x, m * n);
        FloatBlas1.scaleBy(x, m * n, scale);
        float[] ut = Storage.uninitialised(DType.FLOAT32, (long) columns * m).floats();
        double[] values = Storage.uninitialised(DType.FLOAT64, n).doubles();
        if (!FloatBidiagonalSvd.factor(blas, x, m, n, ut, columns, values, (float[]) vt, vtAt)) {
            return false;
        }
        FloatBlas1.transpose(ut, 0, m, columns, m, (float[]) u, uAt, columns);
        for (int i = 0; i < n; i++) {
            ((float[]) s)[sAt + i] = FloatExpData.round(values[i] / scale);
        }
        return true;
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
