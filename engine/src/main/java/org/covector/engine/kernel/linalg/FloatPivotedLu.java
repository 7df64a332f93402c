package org.covector.engine.kernel.linalg;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code P A = L U}, L with unit diagonal, by Gaussian elimination with partial pivoting: halves of the columns, one after the other
 * (Toledo, SIAM J. Matrix Anal. Appl. 18, 1997), down to panels that are done column by column in a transposed copy.
 */
public final class FloatPivotedLu {
    private final FloatBlas3 blas;
    private final float[] a;
    private final int at;
    private final int m;
    private final int n;
    private final int[] pivots;
    private final float[] panel;
    private int zero;

    private FloatPivotedLu(FloatBlas3 blas, float[] a, int at, int m, int n, int[] pivots) {
        this.blas = blas;
        this.a = a;
        this.at = at;
        this.m = m;
        this.n = n;
        this.pivots = pivots;
        this.panel = Storage.zeros(DType.FLOAT32, (long) m * Math.min(n, FloatBlas3.SMALL)).floats();
    }

    /**
     * Replaces the row-major m x n matrix at {@code at} by U on and above the diagonal and L below. At step k the row with the largest
     * magnitude in column k, the first at ties, becomes row k: {@code pivots[k]} is where it was.
     *
     * @return 0, or the number (from 1) of the first pivot that is exactly zero
     */
    public static int factor(FloatBlas3 blas, float[] a, int at, int m, int n, int[] pivots) {
        FloatPivotedLu lu = new FloatPivotedLu(blas, a, at, m, n, pivots);
        int rank = Math.min(m, n);
        lu.columns(0, rank);
        if (rank < n) {
            lu.right(0, rank, n);
        }
        return lu.zero;
    }

    /** Columns j0 to j1 - 1, from row j0 on. */
    private void columns(int j0, int j1) {
        if (j1 - j0 <= FloatBlas3.SMALL) {
            panel(j0, j1 - j0);
            return;
        }
        int j = j0 + FloatBlas3.half(j1 - j0);
        columns(j0, j);
        right(j0, j, j1);
        blas.subtract(m - j, j1 - j, j - j0, a, at + j * n + j0, n, 1, a, at + j0 * n + j, n, 1, a, at + j * n + j, n);
        columns(j, j1);
        exchange(j, j1, j0, j);
    }

    /** Rows j0 to j - 1 of U right of the columns that are done, as far as column j1. */
    private void right(int j0, int j, int j1) {
        exchange(j0, j, j, j1);
        FloatTriangular.solve(blas, a, at + j0 * n + j0, n, 1, j - j0, false, true, a, at + j0 * n + j, n, j1 - j);
    }

    /** The exchanges of steps k0 to k1 - 1 in columns c0 to c1 - 1. */
    private void exchange(int k0, int k1, int c0, int c1) {
        for (int k = k0; k < k1; k++) {
            if (pivots[k] != k) {
                FloatBlas1.swap(a, at + k * n + c0, at + pivots[k] * n + c0, c1 - c0);
            }
        }
    }

    /** A few columns from their diagonal down, left-looking in a copy whose columns are contiguous. */
    private void panel(int j0, int width) {
        int rows = m - j0;
        FloatBlas1.transpose(a, at + j0 * n + j0, n, rows, width, panel, 0, rows);
        for (int j = 0; j < width; j++) {
            int column = j * rows;
            for (int k = 0; k < j; k++) { // the part of U: a triangle of ones on the diagonal
                float u = panel[column + k];
                for (int i = k + 1; i < j; i++) {
                    panel[column + i] = Math.fma(-panel[k * rows + i], u, panel[column + i]);
                }
            }
            FloatBlas1.accumulate(-1, panel, column, 1, j, panel, j, rows, panel, column + j, rows - j);
            int pivot = largest(column + j, rows - j) + j;
            pivots[j0 + j] = j0 + pivot;
            for (int c = 0; c < width && pivot != j; c++) {
                float t = panel[c * rows + j];
                panel[c * rows + j] = panel[c * rows + pivot];
                panel[c * rows + pivot] = t;
            }
            if (panel[column + j] != 0) {
                FloatBlas1.divide(panel, column + j + 1, panel[column + j], rows - j - 1);
            } else if (zero == 0) { // the column below is zero too: nothing to eliminate
                zero = j0 + j + 1;
            }
        }
        FloatBlas1.transpose(panel, 0, rows, width, rows, a, at + j0 * n + j0, n);
    }

    private int largest(int from, int count) {
        float max = Math.abs(panel[from]);
        int best = 0;
        for (int i = 1; i < count; i++) {
            float v = Math.abs(panel[from + i]);
            if (v > max) {
                max = v;
                best = i;
            }
        }
        return best;
    }
}
