package org.covector.engine.kernel.linalg;

import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code P A P^T = L D L^T} for symmetric A, L with unit diagonal, D with blocks of order 1 and 2 on its diagonal, by the pivoting of
 * Bunch and Kaufman (Math. Comp. 31, 1977; LAPACK's dsytf2, whose L has the later exchanges still to come: here they are made).
 */
public final class SymmetricIndefinite {
    /** {@code (1 + sqrt 17) / 8}: bounds the growth of two steps by that of a pivot of order 2. */
    private static final double ALPHA = 0.6403882032022076;

    private SymmetricIndefinite() {}

    /**
     * Replaces the lower triangle of the row-major n x n matrix, which alone is read, by L below the diagonal and D: where
     * {@code order2[k]}, rows k and k + 1 are a block of D, whose element below the diagonal is in {@code off[k]} (and L's there zero).
     * Row i of P A is row {@code permutation[i]} of A.
     *
     * @return 0, or the number (from 1) of the first zero block of D
     */
    public static int factor(double[] a, int n, long[] permutation, int at, double[] off, boolean[] order2) {
        for (int i = 0; i < n; i++) {
            permutation[at + i] = i;
            off[i] = 0;
            order2[i] = false;
        }
        int zero = 0;
        double[] w = Storage.zeros(DType.FLOAT64, 2L * n).doubles();
        for (int k = 0; k < n; ) {
            int r = largest(a, n, k, k + 1);
            double diagonal = Math.abs(a[k * n + k]);
            double below = r < 0 ? 0 : Math.abs(a[r * n + k]);
            if (Math.max(diagonal, below) == 0 || Double.isNaN(diagonal)) {
                zero = zero == 0 ? k + 1 : zero;
                k++;
                continue;
            }
            int pivot = k;
            boolean isPair = false;
            if (diagonal < ALPHA * below) {
                double other = Math.abs(element(a, n, r, largest(a, n, r, k)));
                if (diagonal * other < ALPHA * below * below) {
                    isPair = Math.abs(a[r * n + r]) < ALPHA * other;
                    pivot = r;
                }
            }
            exchange(a, n, isPair ? k + 1 : k, pivot, permutation, at);
            if (isPair) {
                pair(a, n, k, off, w);
                order2[k] = true;
            } else {
                single(a, n, k, w);
            }
            k += isPair ? 2 : 1;
        }
        return zero;
    }

    private static double element(double[] a, int n, int i, int j) {
        return a[Math.max(i, j) * n + Math.min(i, j)];
    }

    /** The row, other than c, of the largest magnitude in column c of what is left, from {@code from} on; -1 if there is none. */
    private static int largest(double[] a, int n, int c, int from) {
        int best = -1;
        double max = 0;
        for (int i = from; i < n; i++) {
            double v = Math.abs(element(a, n, i, c));
            if (i != c && (best < 0 || v > max)) {
                best = i;
                max = v;
            }
        }
        return best;
    }

    /** Rows and columns i and j > i of what is left, of which there is the lower triangle, and rows i and j of L, exchanged. */
    private static void exchange(double[] a, int n, int i, int j, long[] permutation, int at) {
        if (i == j) {
            return;
        }
        long t = permutation[at + i];
        permutation[at + i] = permutation[at + j];
        permutation[at + j] = t;
        DoubleBlas1.swap(a, i * n, j * n, i);
        swap(a, i * n + i, j * n + j);
        for (int r = i + 1; r < j; r++) {
            swap(a, r * n + i, j * n + r);
        }
        for (int r = j + 1; r < n; r++) {
            swap(a, r * n + i, r * n + j);
        }
    }

    private static void swap(double[] a, int i, int j) {
        double t = a[i];
        a[i] = a[j];
        a[j] = t;
    }

    private static void single(double[] a, int n, int k, double[] w) {
        double d = a[k * n + k];
        for (int i = k + 1; i < n; i++) {
            w[i] = a[i * n + k];
            double l = w[i] / d;
            DoubleBlas1.axpy(-l, w, k + 1, a, i * n + k + 1, i - k);
            a[i * n + k] = l;
        }
    }

    /** Both elements of a row of L from its two, scaled by the block's element off the diagonal so that nothing overflows. */
    private static void pair(double[] a, int n, int k, double[] off, double[] w) {
        double e = a[(k + 1) * n + k];
        double p = a[(k + 1) * n + k + 1] / e;
        double q = a[k * n + k] / e;
        double factor = 1 / (p * q - 1) / e;
        off[k] = e;
        for (int i = k + 2; i < n; i++) {
            double x = a[i * n + k];
            double y = a[i * n + k + 1];
            w[i] = x;
            w[n + i] = y;
            double u = factor * (p * x - y);
            double v = factor * (q * y - x);
            DoubleBlas1.axpy(-u, w, k + 2, a, i * n + k + 2, i - k - 1);
            DoubleBlas1.axpy(-v, w, n + k + 2, a, i * n + k + 2, i - k - 1);
            a[i * n + k] = u;
            a[i * n + k + 1] = v;
        }
        a[(k + 1) * n + k] = 0;
    }
}
