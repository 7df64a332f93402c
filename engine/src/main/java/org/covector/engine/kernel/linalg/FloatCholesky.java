package org.covector.engine.kernel.linalg;

import org.covector.engine.kernel.elementary.FloatExpData;

/** {@code A = U^T U} for symmetric positive definite A. */
public final class FloatCholesky {
    private static final int BLOCK = 8;

    private FloatCholesky() {}

    /**
     * Replaces the upper triangle of the row-major n x n matrix at {@code at} by U, by halves (Gustavson, IBM J. Res. Dev. 41, 1997):
     * {@code U12 = U11^-T A12}, {@code A22 - U12^T U12}. The strict lower triangle is not read, but written over.
     *
     * @param ld from one row to the next
     * @return 0, or the order of the first leading minor that is not positive
     */
    public static int factor(FloatBlas3 blas, float[] a, int at, int ld, int n) {
        if (n <= FloatBlas3.SMALL) {
            return small(a, at, ld, n);
        }
        int h = FloatBlas3.half(n);
        int minor = factor(blas, a, at, ld, h);
        if (minor != 0) {
            return minor;
        }
        int right = at + h;
        FloatTriangular.solve(blas, a, at, 1, ld, h, false, false, a, right, ld, n - h);
        update(blas, a, right, ld, h, 0, n - h, right + h * ld);
        minor = factor(blas, a, right + h * ld, ld, n - h);
        return minor == 0 ? 0 : minor + h;
    }

    /** The upper triangle of {@code C - B^T B}, B k rows, n columns {@code from} on, C at {@code cAt} for the first of these; by halves. */
    private static void update(FloatBlas3 blas, float[] a, int bAt, int ld, int k, int from, int n, int cAt) {
        if (n <= FloatBlas3.SMALL) {
            blas.subtract(n, n, k, a, bAt + from, 1, ld, a, bAt + from, ld, 1, a, cAt, ld);
            return;
        }
        int h = FloatBlas3.half(n);
        update(blas, a, bAt, ld, k, from, h, cAt);
        blas.subtract(h, n - h, k, a, bAt + from, 1, ld, a, bAt + from + h, ld, 1, a, cAt + h, ld);
        update(blas, a, bAt, ld, k, from + h, n - h, cAt + h * ld + h);
    }

    /** Right-looking in blocks of rows (Golub and Van Loan, Matrix Computations, 4th ed., 4.2.5). */
    private static int small(float[] a, int at, int ld, int n) {
        for (int k0 = 0; k0 < n; k0 += BLOCK) {
            int k1 = Math.min(n, k0 + BLOCK);
            for (int r = k0; r < k1; r++) {
                int row = at + r * ld + r;
                FloatBlas1.accumulate(-1, a, at + k0 * ld + r, ld, r - k0, a, at + k0 * ld + r, ld, a, row, n - r);
                float pivot = a[row];
                if (!(pivot > 0) || pivot == Float.POSITIVE_INFINITY) {
                    return r + 1;
                }
                FloatBlas1.divide(a, row, FloatExpData.round(Math.sqrt(pivot)), n - r);
            }
            for (int i = k1; i < n; i++) {
                FloatBlas1.accumulate(-1, a, at + k0 * ld + i, ld, k1 - k0, a, at + k0 * ld + i, ld, a, at + i * ld + i, n - i);
            }
        }
        return 0;
    }
}
