package org.covector.engine.kernel;

/** {@code A X = B} for triangular A, row-major, in place of B. */
public final class Triangular {
    private Triangular() {}

    /**
     * Substitutes forward (lower) or backward (upper); only that triangle of the n x n matrix {@code a} is read. Row i of X is
     * row i of B less the rows found before, in order of their index, divided by the diagonal. A zero on the diagonal divides as
     * IEEE 754 says.
     */
    public static void solve(double[] a, int n, boolean upper, boolean unitDiagonal, double[] b, int columns) {
        for (int step = 0; step < n; step++) {
            int i = upper ? n - 1 - step : step;
            int from = upper ? i + 1 : 0;
            Rows.accumulate(-1, a, i * n + from, 1, step, b, from * columns, columns, b, i * columns, columns);
            if (!unitDiagonal) {
                Rows.divide(b, i * columns, a[i * n + i], columns);
            }
        }
    }
}
