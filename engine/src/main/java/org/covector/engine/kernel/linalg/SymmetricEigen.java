package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code A = V diag(w) V^T} for symmetric A: Householder reduction to tridiagonal form, then divide and conquer, at its leaves and
 * where no vectors are asked for implicit QL iterations (Bowdler, Martin, Reinsch and Wilkinson, Numer. Math. 11, 1968; Dubrulle,
 * 1970). Backward stable in the norm of A.
 */
public final class SymmetricEigen {
    private static final int MAX_ITERATIONS = 60;
    private static final double UNIT = 0x1p-53;
    private static final double[] NO_VECTORS = {};

    private SymmetricEigen() {}

    /**
     * Destroys {@code a} (n x n, both triangles, finite, scaled). Fills {@code values} (ascending) and {@code vectors} (in columns; the
     * element of largest magnitude in each, the first at ties, is positive).
     *
     * @return whether the iterations converged
     */
    public static boolean factor(DoubleBlas3 blas, double[] a, int n, double[] values, double[] vectors) {
        Tridiagonal t = Tridiagonal.of(blas, a, n);
        double scale = scaled(t, n);
        double[] z = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        boolean converged = new DivideAndConquer(blas, t.d, t.e, z, n).run();
        t.backTransform(z, n);
        for (int i = 0; i < n; i++) {
            values[i] = t.d[i] / scale;
            DoubleBlas1.makeLargestPositive(z, i * n, n);
        }
        DoubleBlas1.transpose(z, n, n, vectors);
        return converged;
    }

    /** As {@link #factor}, without vectors. */
    public static boolean values(DoubleBlas3 blas, double[] a, int n, double[] values) {
        Tridiagonal t = Tridiagonal.of(blas, a, n);
        double scale = scaled(t, n);
        boolean converged = iterate(t.d, t.e, NO_VECTORS, n, rounding(t.d, t.e, n));
        int[] order = ascending(t.d, n);
        for (int i = 0; i < n; i++) {
            values[i] = t.d[order[i]] / scale;
        }
        return converged;
    }

    /** Brings the largest element near 1, so that no tolerance is below the smallest numbers; returns the power of 2. */
    private static double scaled(Tridiagonal t, int n) {
        double max = largest(t.d, t.e, n);
        double scale = max > 0 && max < Double.POSITIVE_INFINITY ? Math.scalb(1.0, -Math.clamp(Math.getExponent(max), -1000, 1000)) : 1;
        for (int i = 0; i < n; i++) {
            t.d[i] *= scale;
            t.e[i] *= scale;
        }
        return scale;
    }

    private static double largest(double[] d, double[] e, int n) {
        double max = 0;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, Math.max(Math.abs(d[i]), Math.abs(e[i])));
        }
        return max;
    }

    /** The unit roundoff of the largest element. */
    static double rounding(double[] d, double[] e, int n) {
        return UNIT * largest(d, e, n);
    }

    /** Implicit QL; rows of z, if there are any, are rotated along; off-diagonal elements up to {@code tiny} couple nothing. */
    static boolean iterate(double[] d, double[] e, double[] z, int n, double tiny) {
        for (int l = 0; l < n; l++) {
            int iterations = 0;
            for (int m = split(d, e, l, n, tiny); m != l; m = split(d, e, l, n, tiny)) {
                if (iterations++ == MAX_ITERATIONS) {
                    return false;
                }
                sweep(d, e, z, n, l, m);
            }
        }
        return true;
    }

    /** The end of the unreduced block that starts at l: what is below the rounding of the whole matrix couples nothing. */
    private static int split(double[] d, double[] e, int l, int n, double tiny) {
        int m = l;
        while (m < n - 1 && Math.abs(e[m]) > UNIT * (Math.abs(d[m]) + Math.abs(d[m + 1])) && Math.abs(e[m]) > tiny) {
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
            if (z.length > 0) {
                DoubleBlas1.rotate(c, s, z, i * n, z, (i + 1) * n, n);
            }
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
