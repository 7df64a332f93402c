package org.covector.engine.kernel.linalg;

import java.util.Arrays;

/**
 * {@code A = Q R} by Householder reflections of a matrix whose columns are contiguous: panels column by column, the columns right of
 * them by {@link BlockReflector}s. The sign is LAPACK's: R's diagonal is opposite in sign to the element it replaces, and untouched
 * where the column is zero below.
 */
public final class ColumnQr {
    /** Beyond these, squares have lost digits. */
    private static final double SMALLEST_SQUARE = 0x1p-900;

    private static final double LARGEST_SQUARE = 0x1p1000;

    private ColumnQr() {}

    /** Replaces the column-major m x n matrix by R on and above the diagonal and the reflections' vectors below; tau has min(m, n). */
    public static void factor(Blas3 blas, double[] a, int m, int n, double[] tau) {
        int k = Math.min(m, n);
        BlockReflector block = new BlockReflector(blas, m, k);
        for (int j0 = 0; j0 < k; j0 += BlockReflector.WIDTH) {
            int j1 = Math.min(k, j0 + BlockReflector.WIDTH);
            for (int j = j0; j < j1; j++) {
                int at = j * m + j;
                tau[j] = generate(a, at, m - j);
                double beta = a[at];
                a[at] = 1;
                for (int c = j + 1; c < j1 && tau[j] != 0; c++) {
                    int other = c * m + j;
                    Blas1.axpy(-tau[j] * Blas1.dot(a, at, a, other, m - j), a, at, a, other, m - j);
                }
                a[at] = beta;
            }
            if (j1 < n) {
                block.take(a, j0 * m + j0, m, j1 - j0, m - j0, tau, j0);
                block.apply(true, a, j1 * m + j0, m, n - j1);
            }
        }
    }

    /** Makes v of a contiguous x in place, behind its first element, which becomes beta: {@code H x = (beta, 0, ...)}; returns tau. */
    static double generate(double[] x, int at, int count) {
        double rest = Blas1.dot(x, at + 1, x, at + 1, count - 1);
        double alpha = x[at];
        double square = Math.fma(alpha, alpha, rest);
        if (square < SMALLEST_SQUARE || square > LARGEST_SQUARE) {
            return generateScaled(x, at, count);
        }
        if (rest == 0) {
            return 0;
        }
        double beta = -Math.copySign(Math.sqrt(square), alpha);
        Blas1.divide(x, at + 1, alpha - beta, count - 1);
        x[at] = beta;
        return (beta - alpha) / beta;
    }

    private static double generateScaled(double[] x, int at, int count) {
        double max = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, Math.abs(x[at + i]));
        }
        if (max == 0 || !(max < Double.POSITIVE_INFINITY)) {
            Arrays.fill(x, at, at + count, max);
            return max;
        }
        double scale = Math.scalb(1.0, -Math.clamp(Math.getExponent(max), -1000, 1000));
        for (int i = 0; i < count; i++) {
            x[at + i] *= scale;
        }
        double tau = count > 1 ? generate(x, at, count) : 0;
        x[at] /= scale;
        if (tau == 0) {
            for (int i = 1; i < count; i++) { // nothing to reflect: what was scaled is zero
                x[at + i] = 0;
            }
        }
        return tau;
    }

    /** The first {@code columns} columns of Q, column-major m x columns, from the vectors below the diagonal of k columns. */
    public static void formQ(Blas3 blas, double[] a, int m, int k, double[] tau, double[] q, int columns) {
        Arrays.fill(q, 0, m * columns, 0);
        for (int i = 0; i < Math.min(m, columns); i++) {
            q[i * m + i] = 1;
        }
        BlockReflector block = new BlockReflector(blas, m, k);
        for (int j0 = (k - 1) / BlockReflector.WIDTH * BlockReflector.WIDTH; j0 >= 0 && k > 0; j0 -= BlockReflector.WIDTH) {
            int j1 = Math.min(k, j0 + BlockReflector.WIDTH);
            block.take(a, j0 * m + j0, m, j1 - j0, m - j0, tau, j0);
            block.apply(false, q, j0 * m + j0, m, columns - j0); // the columns before are zero in these rows
        }
    }

    /** {@code C = Q C}, or {@code Q^T C} if transposed, for {@code count} contiguous columns of m. */
    public static void apply(Blas3 blas, double[] a, int m, int k, double[] tau, boolean transposed, double[] c, int count) {
        BlockReflector block = new BlockReflector(blas, m, k);
        int blocks = (k + BlockReflector.WIDTH - 1) / BlockReflector.WIDTH;
        for (int i = 0; i < blocks; i++) {
            int j0 = (transposed ? i : blocks - 1 - i) * BlockReflector.WIDTH;
            int j1 = Math.min(k, j0 + BlockReflector.WIDTH);
            block.take(a, j0 * m + j0, m, j1 - j0, m - j0, tau, j0);
            block.apply(transposed, c, j0, m, count);
        }
    }
}
