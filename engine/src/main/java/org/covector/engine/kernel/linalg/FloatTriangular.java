package org.covector.engine.kernel.linalg;

/** {@code A X = B} for triangular A, in place of B. */
public final class FloatTriangular {
    private FloatTriangular() {}

    /**
     * Substitutes forward (lower) or backward (upper), by halves; only that triangle of the n x n matrix {@code a} is read, whose
     * element (i, j) is at {@code at + i row + j column}. A zero on the diagonal divides as IEEE 754 says.
     *
     * @param b row-major, {@code columns} wide, rows {@code ld} apart
     */
    public static void solve(FloatBlas3 blas, float[] a, int at, int row, int column, int n, boolean upper, boolean unitDiagonal,
            float[] b, int bAt, int ld, int columns) {
        if (columns == 0) {
            return;
        }
        if (n <= FloatBlas3.SMALL) {
            small(a, at, row, column, n, upper, unitDiagonal, b, bAt, ld, columns);
            return;
        }
        int h = FloatBlas3.half(n);
        int second = at + h * (row + column);
        if (upper) {
            solve(blas, a, second, row, column, n - h, true, unitDiagonal, b, bAt + h * ld, ld, columns);
            blas.subtract(h, columns, n - h, a, at + h * column, row, column, b, bAt + h * ld, ld, 1, b, bAt, ld);
            solve(blas, a, at, row, column, h, true, unitDiagonal, b, bAt, ld, columns);
        } else {
            solve(blas, a, at, row, column, h, false, unitDiagonal, b, bAt, ld, columns);
            blas.subtract(n - h, columns, h, a, at + h * row, row, column, b, bAt, ld, 1, b, bAt + h * ld, ld);
            solve(blas, a, second, row, column, n - h, false, unitDiagonal, b, bAt + h * ld, ld, columns);
        }
    }

    /** Row i of X is row i of B less the rows found before, in order of their index, divided by the diagonal. */
    private static void small(float[] a, int at, int row, int column, int n, boolean upper, boolean unitDiagonal,
            float[] b, int bAt, int ld, int columns) {
        for (int step = 0; step < n; step++) {
            int i = upper ? n - 1 - step : step;
            int from = upper ? i + 1 : 0;
            FloatBlas1.accumulate(-1, a, at + i * row + from * column, column, step, b, bAt + from * ld, ld, b, bAt + i * ld, columns);
            if (!unitDiagonal) {
                FloatBlas1.divide(b, bAt + i * ld, a[at + i * (row + column)], columns);
            }
        }
    }
}
