package org.covector.engine.kernel;

/** {@code A = U^T U} for symmetric positive definite A. */
public final class Cholesky {
    private static final int BLOCK = 8;

    private Cholesky() {}

    /**
     * Replaces the upper triangle of the row-major n x n matrix by U, right-looking in blocks of rows (Golub and Van Loan, Matrix
     * Computations, 4th ed., 4.2.5); the strict lower triangle is neither read nor written.
     *
     * @return 0, or the order of the first leading minor that is not positive
     */
    public static int factor(double[] a, int n) {
        for (int k0 = 0; k0 < n; k0 += BLOCK) {
            int k1 = Math.min(n, k0 + BLOCK);
            for (int r = k0; r < k1; r++) {
                int row = r * n + r;
                Rows.accumulate(-1, a, k0 * n + r, n, r - k0, a, k0 * n + r, n, a, row, n - r);
                double pivot = a[row];
                if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
                    return r + 1;
                }
                Rows.divide(a, row, Math.sqrt(pivot), n - r);
            }
            for (int i = k1; i < n; i++) {
                Rows.accumulate(-1, a, k0 * n + i, n, k1 - k0, a, k0 * n + i, n, a, i * n + i, n - i);
            }
        }
        return 0;
    }
}
