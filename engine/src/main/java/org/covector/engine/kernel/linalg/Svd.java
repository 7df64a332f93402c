package org.covector.engine.kernel.linalg;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/** Singular values: by Jacobi rotations, which are the more accurate; of large matrices by way of a bidiagonal one, which is the faster. */
public final class Svd {
    /** More rows and columns than this are done by way of a bidiagonal matrix. */
    private static final int LARGE = 64;

    private Svd() {}

    /** {@link JacobiSvd#factor} of a row-major m x n matrix, m >= n, by whichever way suits its size. */
    public static boolean factor(DoubleBlas3 blas, double[] a, int m, int n, double[] u, int columns, double[] s, double[] vt) {
        if (n > LARGE) {
            double[] transposed = Storage.zeros(DType.FLOAT64, (long) m * n).doubles();
            DoubleBlas1.transpose(a, m, n, transposed);
            if (BidiagonalSvd.factor(blas, transposed, m, n, u, columns, s, vt)) {
                return true;
            }
        }
        return JacobiSvd.factor(a, m, n, u, columns, s, vt);
    }
}
