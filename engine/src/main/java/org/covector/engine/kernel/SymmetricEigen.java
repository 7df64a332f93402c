package org.covector.engine.kernel;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code A = V diag(w) V^T} for symmetric A: Householder reduction to tridiagonal form, then implicit QL iterations (Bowdler,
 * Martin, Reinsch and Wilkinson, Numer. Math. 11, 1968; Dubrulle, 1970). Backward stable in the norm of A.
 */
public final class SymmetricEigen {
    private static final int MAX_ITERATIONS = 60;

    private SymmetricEigen() {}

    /**
     * Destroys {@code a} (n x n, both triangles, finite, scaled). Fills {@code values} (ascending) and {@code vectors} (in columns; the
     * element of largest magnitude in each, the first at ties, is positive).
     *
     * @return whether the iterations converged
     */
    public static boolean factor(double[] a, int n, double[] values, double[] vectors) {
        double[] d = Storage.uninitialised(DType.FLOAT64, n).doubles();
        double[] e = Storage.uninitialised(DType.FLOAT64, n).doubles();
        double[] z = Storage.uninitialised(DType.FLOAT64, n * n).doubles();
        tridiagonal(a, n, d, e, z);
        if (!iterate(d, e, z, n)) {
            return false;
        }
        int[] order = ascending(d, n);
        for (int j = 0; j < n; j++) {
            values[j] = d[order[j]];
            for (int i = 0; i < n; i++) {
                vectors[i * n + j] = z[order[j] * n + i];
            }
            makeLargestPositive(vectors, j, n, n);
        }
        return true;
    }

    /** {@code Q^T A Q} with diagonal d and subdiagonal e (e[i] couples i and i + 1); z becomes Q^T: eigenvectors in rows. */
    private static void tridiagonal(double[] a, int n, double[] d, double[] e, double[] z) {
        double[] tau = Storage.uninitialised(DType.FLOAT64, n).doubles();
        double[] v = Storage.uninitialised(DType.FLOAT64, n).doubles();
        double[] p = Storage.uninitialised(DType.FLOAT64, n).doubles();
        for (int k = 0; k + 2 < n; k++) {
            int count = n - k - 1;
            for (int i = 0; i < count; i++) {
                v[i] = a[(k + 1 + i) * n + k];
            }
            e[k] = Householder.generate(v, count, tau, k);
            if (tau[k] != 0) {
                rankTwo(a, n, k + 1, count, tau[k], v, p);
            }
            for (int i = 1; i < count; i++) {
                a[(k + 1 + i) * n + k] = v[i];
            }
        }
        for (int i = 0; i < n; i++) {
            d[i] = a[i * n + i];
        }
        if (n > 1) {
            e[n - 2] = a[(n - 1) * n + n - 2];
        }
        double[] q = Storage.zeros(DType.FLOAT64, n * n).doubles();
        for (int i = 0; i < n; i++) {
            q[i * n + i] = 1;
        }
        for (int k = n - 3; k >= 0; k--) {
            v[0] = 1;
            for (int i = 1; i < n - k - 1; i++) {
                v[i] = a[(k + 1 + i) * n + k];
            }
            Householder.reflect(v, n - k - 1, tau[k], q, (k + 1) * n + k + 1, n, n - k - 1, p);
        }
        Rows.transpose(q, n, n, z);
    }

    /** {@code A = H A H} on the trailing block that starts at {@code first}. */
    private static void rankTwo(double[] a, int n, int first, int count, double tau, double[] v, double[] p) {
        for (int i = 0; i < count; i++) {
            p[i] = tau * Rows.dot(a, (first + i) * n + first, v, 0, count);
        }
        Rows.axpy(-0.5 * tau * Rows.dot(p, 0, v, 0, count), v, 0, p, 0, count);
        for (int i = 0; i < count; i++) {
            int row = (first + i) * n + first;
            Rows.axpy(-v[i], p, 0, a, row, count);
            Rows.axpy(-p[i], v, 0, a, row, count);
        }
    }

    private static boolean iterate(double[] d, double[] e, double[] z, int n) {
        for (int l = 0; l < n; l++) {
            int iterations = 0;
            for (int m = split(d, e, l, n); m != l; m = split(d, e, l, n)) {
                if (iterations++ == MAX_ITERATIONS) {
                    return false;
                }
                sweep(d, e, z, n, l, m);
            }
        }
        return true;
    }

    /** The end of the unreduced block that starts at l. */
    private static int split(double[] d, double[] e, int l, int n) {
        int m = l;
        while (m < n - 1 && Math.abs(e[m]) > Math.ulp(1.0) / 2 * (Math.abs(d[m]) + Math.abs(d[m + 1])) && e[m] * e[m] > Double.MIN_NORMAL) {
            m++;
        }
        return m;
    }

    /** One implicit QL step with Wilkinson's shift on rows l to m. */
    private static void sweep(double[] d, double[] e, double[] z, int n, int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            r = hypot(f, g);
            e[i + 1] = r;
            if (r == 0) { // the block has split underway
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            Rows.rotate(c, s, z, i * n, z, (i + 1) * n, n);
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static double hypot(double a, double b) {
        double big = Math.max(Math.abs(a), Math.abs(b));
        double ratio = Math.min(Math.abs(a), Math.abs(b)) / big;
        return big == 0 ? 0 : big * Math.sqrt(Math.fma(ratio, ratio, 1));
    }

    /** The indices that sort the values, equal values in order of index. */
    static int[] ascending(double[] values, int n) {
        int[] order = new int[n];
        int[] other = new int[n];
        Arrays.setAll(order, i -> i);
        for (int width = 1; width < n; width *= 2) { // merge sort: stable
            for (int from = 0; from < n; from += 2 * width) {
                int middle = Math.min(n, from + width);
                int end = Math.min(n, from + 2 * width);
                int i = from;
                int j = middle;
                for (int k = from; k < end; k++) {
                    boolean left = i < middle && (j == end || values[order[i]] <= values[order[j]]);
                    other[k] = left ? order[i++] : order[j++];
                }
            }
            int[] t = order;
            order = other;
            other = t;
        }
        return order;
    }

    /** Negates a column of {@code rows} elements if its first element of largest magnitude is negative; says whether it did. */
    static boolean makeLargestPositive(double[] a, int column, int columns, int rows) {
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            double v = a[i * columns + column];
            largest = Math.abs(v) > Math.abs(largest) ? v : largest;
        }
        if (largest >= 0) {
            return false;
        }
        for (int i = 0; i < rows; i++) {
            a[i * columns + column] = -a[i * columns + column];
        }
        return true;
    }
}
