package org.covector.engine.kernel;

/** {@code P A = L U}, L with unit diagonal, by Gaussian elimination with partial pivoting. */
public final class PivotedLu {
    private static final int BLOCK = 8;

    private PivotedLu() {}

    /**
     * Replaces the row-major m x n matrix by U on and above the diagonal and L below. At step k the row with the largest magnitude
     * in column k, the first at ties, becomes row k: {@code pivots[k]} is where it was.
     *
     * @return 0, or the number (from 1) of the first pivot that is exactly zero
     */
    public static int factor(double[] a, int m, int n, int[] pivots) {
        int rank = Math.min(m, n);
        int zero = 0;
        for (int k0 = 0; k0 < rank; k0 += BLOCK) {
            int k1 = Math.min(rank, k0 + BLOCK);
            for (int k = k0; k < k1; k++) {
                pivots[k] = pivotRow(a, m, n, k);
                if (pivots[k] != k) {
                    Rows.swap(a, k * n, pivots[k] * n, n);
                }
                double pivot = a[k * n + k];
                if (pivot == 0) {
                    zero = zero == 0 ? k + 1 : zero;
                    continue; // the column below is zero too: nothing to eliminate
                }
                eliminate(a, m, n, k, k1);
            }
            for (int i = k0 + 1; i < m; i++) {
                int known = Math.min(i, k1) - k0;
                Rows.accumulate(-1, a, i * n + k0, 1, known, a, k0 * n + k1, n, a, i * n + k1, n - k1);
            }
        }
        return zero;
    }

    private static int pivotRow(double[] a, int m, int n, int k) {
        int best = k;
        for (int i = k + 1; i < m; i++) {
            if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) {
                best = i;
            }
        }
        return best;
    }

    /** Multipliers of column k, and their effect on the panel's columns k + 1 to k1. */
    private static void eliminate(double[] a, int m, int n, int k, int k1) {
        double pivot = a[k * n + k];
        for (int i = k + 1; i < m; i++) {
            double l = a[i * n + k] / pivot;
            a[i * n + k] = l;
            for (int j = k + 1; j < k1; j++) {
                a[i * n + j] = Math.fma(-l, a[k * n + j], a[i * n + j]);
            }
        }
    }
}
