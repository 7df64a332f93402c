package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code A = U S V^T} for m >= n by one-sided Jacobi rotations of the rows of R, from a QR factorisation with column pivoting: small
 * singular values come out with small relative error wherever the matrix determines them (Demmel and Veselic, SIAM J. Matrix
 * Anal. Appl. 13, 1992; Drmac and Veselic, 29, 2008).
 */
public final class JacobiSvd {
    private static final int MAX_SWEEPS = 60;
    /** Squared norms below this leave no digits in a product of rows: such a row, at most 1e-45 of the largest element, counts as 0. */
    private static final double NEGLIGIBLE = 0x1p-900;

    /** Rows of a tile: two tiles of x and J stay in the L2 cache. */
    private static final int TILE = 8;

    private JacobiSvd() {}

    /**
     * Destroys {@code a} (m x n, m >= n, finite, scaled). Fills {@code u} (m x columns, columns n or m), {@code s} (n, descending)
     * and {@code vt} (n x n). The element of largest magnitude in each column of U, the first at ties, is positive.
     *
     * @return whether the rotations converged
     */
    public static boolean factor(double[] a, int m, int n, double[] u, int columns, double[] s, double[] vt) {
        double[] tau = Storage.uninitialised(DType.FLOAT64, n).doubles();
        int[] columnOrder = new int[n];
        Householder.factorPivoted(a, m, n, tau, columnOrder);
        double[] x = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        double[] jt = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n + i, x, i * n + i, n - i);
            jt[i * n + i] = 1;
        }
        boolean converged = orthogonalise(x, jt, n);
        for (int i = 0; i < n; i++) { // hundreds of rotations, each with its rounding, let the norms drift from 1
            DoubleBlas1.divide(jt, i * n, Math.sqrt(DoubleBlas1.dot(jt, i * n, jt, i * n, n)), n);
        }
        int[] order = sortByNorm(x, n, s);
        // R = J S W: rows of W are the normalised rows of x, columns of J the rows of jt
        double[] w = Storage.uninitialised(DType.FLOAT64, (long) n * n).doubles();
        int rank = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, order[i] * n, w, i * n, n);
            if (s[i] > 0) {
                DoubleBlas1.divide(w, i * n, s[i], n);
                rank++;
            }
        }
        complete(w, n, rank);
        Arrays.fill(u, 0, m * columns, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                u[i * columns + j] = jt[order[j] * n + i];
                vt[i * n + columnOrder[j]] = w[i * n + j];
            }
        }
        for (int j = n; j < columns; j++) {
            u[j * columns + j] = 1;
        }
        Householder.applyQ(a, m, n, tau, u, columns);
        fixSigns(u, m, columns, vt, n);
        return converged;
    }

    /** Sweeps over all pairs of rows, tile by tile, until every pair is orthogonal to rounding. */
    private static boolean orthogonalise(double[] x, double[] jt, int n) {
        double tolerance = Math.sqrt(n) * Math.ulp(1.0); // what rounding of the dot products alone can leave
        double[] squares = Storage.zeros(DType.FLOAT64, n).doubles();
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            boolean again = false;
            for (int p0 = 0; p0 < n; p0 += TILE) {
                for (int q0 = p0; q0 < n; q0 += TILE) {
                    for (int i = p0; i < Math.min(n, p0 + TILE); i++) {
                        squares[i] = DoubleBlas1.dot(x, i * n, x, i * n, n);
                    }
                    for (int i = q0; i < Math.min(n, q0 + TILE); i++) {
                        squares[i] = DoubleBlas1.dot(x, i * n, x, i * n, n);
                    }
                    again |= tile(x, jt, n, p0, q0, squares, tolerance);
                }
            }
            if (!again) {
                return true;
            }
        }
        return false;
    }

    private static boolean tile(double[] x, double[] jt, int n, int p0, int q0, double[] squares, double tolerance) {
        boolean again = false;
        for (int p = p0; p < Math.min(n, p0 + TILE); p++) {
            for (int q = Math.max(p + 1, q0); q < Math.min(n, q0 + TILE); q++) {
                again |= rotate(x, jt, n, p, q, squares, tolerance);
            }
        }
        return again;
    }

    private static boolean rotate(double[] x, double[] jt, int n, int p, int q, double[] squares, double tolerance) {
        double pq = DoubleBlas1.dot(x, p * n, x, q * n, n);
        if (pq == 0) {
            return false;
        }
        if (Math.min(squares[p], squares[q]) < NEGLIGIBLE) {
            int row = squares[p] < squares[q] ? p : q;
            Arrays.fill(x, row * n, row * n + n, 0);
            squares[row] = 0;
            return false;
        }
        double cosine = Math.abs(pq) / Math.sqrt(squares[p]) / Math.sqrt(squares[q]);
        if (cosine <= Math.ulp(1.0)) {
            return false;
        }
        double zeta = (squares[q] - squares[p]) / (2 * pq);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(Math.fma(zeta, zeta, 1)));
        double c = 1 / Math.sqrt(Math.fma(t, t, 1));
        DoubleBlas1.rotate(c, c * t, x, p * n, x, q * n, n);
        DoubleBlas1.rotate(c, c * t, jt, p * n, jt, q * n, n);
        squares[p] = square(x, p, n, squares[p], -t * pq);
        squares[q] = square(x, q, n, squares[q], t * pq);
        return cosine > tolerance; // a smaller one is improved too, but asks for no further sweep
    }

    /** The squared norm of a row after a rotation has changed it: by the change, or summed anew where that would cancel digits. */
    private static double square(double[] x, int row, int n, double before, double change) {
        double after = before + change;
        return after > 0.5 * before && after > Double.MIN_NORMAL ? after : DoubleBlas1.dot(x, row * n, x, row * n, n);
    }

    private static int[] sortByNorm(double[] x, int n, double[] s) {
        double[] norms = Storage.uninitialised(DType.FLOAT64, n).doubles();
        for (int i = 0; i < n; i++) {
            double square = DoubleBlas1.dot(x, i * n, x, i * n, n);
            norms[i] = square < NEGLIGIBLE ? 0 : Math.sqrt(square);
        }
        int[] order = SymmetricEigen.ascending(norms, n);
        for (int i = 0; i < n / 2; i++) {
            int t = order[i];
            order[i] = order[n - 1 - i];
            order[n - 1 - i] = t;
        }
        for (int i = 0; i < n; i++) {
            s[i] = norms[order[i]];
        }
        return order;
    }

    /** Fills rows rank to n - 1 so that all rows are orthonormal: the unit vector farthest from the span, made orthogonal twice. */
    private static void complete(double[] w, int n, int rank) {
        for (int r = rank; r < n; r++) {
            double[] used = Storage.zeros(DType.FLOAT64, n).doubles();
            for (int i = 0; i < r; i++) {
                DoubleBlas1.addSquares(w, i * n, used, 0, n);
            }
            int farthest = 0;
            for (int j = 1; j < n; j++) {
                farthest = used[j] < used[farthest] ? j : farthest;
            }
            Arrays.fill(w, r * n, r * n + n, 0);
            w[r * n + farthest] = 1;
            for (int i = 0; i < 2 * r; i++) {
                int row = i % r * n;
                DoubleBlas1.axpy(-DoubleBlas1.dot(w, row, w, r * n, n), w, row, w, r * n, n);
            }
            DoubleBlas1.divide(w, r * n, Math.sqrt(DoubleBlas1.dot(w, r * n, w, r * n, n)), n);
        }
    }

    static void fixSigns(double[] u, int m, int columns, double[] vt, int n) {
        for (int j = 0; j < columns; j++) {
            if (SymmetricEigen.makeLargestPositive(u, j, columns, m) && j < n) {
                for (int k = 0; k < n; k++) {
                    vt[j * n + k] = -vt[j * n + k];
                }
            }
        }
    }
}
