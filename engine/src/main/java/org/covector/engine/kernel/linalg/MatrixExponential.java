package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code exp A} by scaling, Pade approximants of degree 3, 5, 7, 9 or 13, and squaring, the scale chosen by norms of powers of A (Al-Mohy
 * and Higham, "A new scaling and squaring algorithm for the matrix exponential", SIAM J. Matrix Anal. Appl. 31, 2009, algorithm 5.1).
 */
public final class MatrixExponential {
    private static final int[] DEGREES = {3, 5, 7, 9, 13};

    /** Bounds on the norm for which the backward error of the approximant is below the unit roundoff. */
    private static final double[] THETA = {1.495585217958292e-2, 2.539398330063230e-1, 9.504178996162932e-1, 2.097847961257068, 4.25};

    private static final double[][] PADE = {
        {120, 60, 12, 1},
        {30240, 15120, 3360, 420, 30, 1},
        {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1},
        {17643225600.0, 8821612800.0, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1},
        {64764752532480000.0, 32382376266240000.0, 7771770303897600.0, 1187353796428800.0, 129060195264000.0, 10559470521600.0,
            670442572800.0, 33522128640.0, 1323241920, 40840800, 960960, 16380, 182, 1}};

    /** No matrix with finite elements needs more squarings. */
    private static final int MOST_SQUARINGS = 1100;

    private final DoubleBlas3 blas;
    private final int n;

    private MatrixExponential(DoubleBlas3 blas, int n) {
        this.blas = blas;
        this.n = n;
    }

    /** Replaces the row-major n x n matrix by its exponential; NaN if an element is NaN or infinite. */
    public static void of(DoubleBlas3 blas, double[] a, int n) {
        double norm = 0;
        for (int i = 0; i < n * n; i++) {
            norm += Math.abs(a[i]);
        }
        if (Double.isNaN(norm - norm)) {
            Arrays.fill(a, 0, n * n, Double.NaN);
        } else if (n == 1) {
            a[0] = StrictMath.exp(a[0]);
        } else if (n > 1) {
            new MatrixExponential(blas, n).run(a);
        }
    }

    private void run(double[] a) {
        double[] a2 = product(a, a);
        double[] a4 = product(a2, a2);
        double[] a6 = product(a2, a4);
        double d4 = Math.pow(norm(a4), 1.0 / 4);
        double d6 = Math.pow(norm(a6), 1.0 / 6);
        double eta1 = Math.max(d4, d6);
        for (int i = 0; i < 2; i++) {
            if (eta1 <= THETA[i] && extra(a, 1, DEGREES[i]) == 0) {
                approximate(a, i, a2, a4, a6, new double[0]);
                return;
            }
        }
        double[] a8 = product(a4, a4);
        double d8 = Math.pow(norm(a8), 1.0 / 8);
        double eta3 = Math.max(d6, d8);
        for (int i = 2; i < 4; i++) {
            if (eta3 <= THETA[i] && extra(a, 1, DEGREES[i]) == 0) {
                approximate(a, i, a2, a4, a6, a8);
                return;
            }
        }
        double d10 = Math.pow(norm(product(a4, a6)), 1.0 / 10);
        double eta5 = Math.min(eta3, Math.max(d8, d10));
        int s = eta5 > THETA[4] ? (int) Math.ceil(Math.log(eta5 / THETA[4]) / Math.log(2)) : 0;
        s = Math.min(MOST_SQUARINGS, Math.max(0, s));
        s = Math.min(MOST_SQUARINGS, s + extra(a, Math.scalb(1.0, -s), 13));
        DoubleBlas1.scaleBy(a, n * n, Math.scalb(1.0, -s));
        DoubleBlas1.scaleBy(a2, n * n, Math.scalb(1.0, -2 * s));
        DoubleBlas1.scaleBy(a4, n * n, Math.scalb(1.0, -4 * s));
        DoubleBlas1.scaleBy(a6, n * n, Math.scalb(1.0, -6 * s));
        approximate(a, 4, a2, a4, a6, a8);
        for (int i = 0; i < s; i++) {
            System.arraycopy(product(a, a), 0, a, 0, n * n);
        }
    }

    private double[] product(double[] x, double[] y) {
        double[] z = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        blas.multiply(n, n, n, x, 0, n, 1, y, 0, n, 1, z, 0, n);
        return z;
    }

    /** The largest sum of magnitudes of a column. */
    private double norm(double[] x) {
        double[] sums = Storage.zeros(DType.FLOAT64, n).doubles();
        for (int i = 0; i < n * n; i++) {
            sums[i % n] += Math.abs(x[i]);
        }
        double max = 0;
        for (double s : sums) {
            max = Math.max(max, s);
        }
        return max;
    }

    /** How many further halvings keep the first term of the backward error, by |A|^(2 m + 1), below the unit roundoff. */
    private int extra(double[] a, double by, int degree) {
        double logarithm = 0;
        double[] x = Storage.zeros(DType.FLOAT64, n).doubles();
        Arrays.fill(x, 1);
        double[] y = Storage.zeros(DType.FLOAT64, n).doubles();
        for (int power = 0; power <= 2 * degree; power++) { // row vector of ones times |A|, again and again
            Arrays.fill(y, 0);
            for (int i = 0; i < n * n; i++) {
                y[i % n] = Math.fma(x[i / n], Math.abs(a[i]) * by, y[i % n]);
            }
            double max = 0;
            for (double v : y) {
                max = Math.max(max, v);
            }
            if (max == 0) {
                return 0;
            }
            logarithm += Math.log(max);
            for (int i = 0; i < n; i++) {
                x[i] = y[i] / max;
            }
        }
        double norm = norm(a) * by;
        for (int i = 1; i <= degree; i++) { // |c| = m! m! / ((2m)! (2m + 1)!)
            logarithm -= Math.log(degree + i);
        }
        for (int i = 2; i <= 2 * degree + 1; i++) {
            logarithm -= Math.log(i);
        }
        for (int i = 2; i <= degree; i++) {
            logarithm += Math.log(i);
        }
        double halvings = (logarithm - Math.log(norm) + 53 * Math.log(2)) / Math.log(2) / (2 * degree);
        return Math.max(0, (int) Math.ceil(halvings));
    }

    /** {@code (V - U)^-1 (V + U)}, U the odd and V the even part of the numerator, to a. */
    private void approximate(double[] a, int which, double[] a2, double[] a4, double[] a6, double[] a8) {
        double[] b = PADE[which];
        int m = DEGREES[which];
        double[] odd = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        double[] v = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        if (m == 13) {
            combine(odd, 0, b[9], a2, b[11], a4, b[13], a6);
            combine(v, 0, b[8], a2, b[10], a4, b[12], a6);
            odd = product(a6, odd);
            v = product(a6, v);
            combine(odd, b[1], b[3], a2, b[5], a4, b[7], a6);
            combine(v, b[0], b[2], a2, b[4], a4, b[6], a6);
        } else {
            combine(odd, b[1], b[3], a2, m > 3 ? b[5] : 0, a4, m > 5 ? b[7] : 0, a6);
            combine(v, b[0], b[2], a2, m > 3 ? b[4] : 0, a4, m > 5 ? b[6] : 0, a6);
            for (int i = 0; i < n * n && m == 9; i++) {
                odd[i] = Math.fma(b[9], a8[i], odd[i]);
                v[i] = Math.fma(b[8], a8[i], v[i]);
            }
        }
        double[] u = product(a, odd);
        double[] denominator = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        for (int i = 0; i < n * n; i++) {
            denominator[i] = v[i] - u[i];
            u[i] += v[i];
        }
        int[] pivots = new int[n];
        DoublePivotedLu.factor(blas, denominator, 0, n, n, pivots);
        for (int k = 0; k < n; k++) {
            if (pivots[k] != k) {
                DoubleBlas1.swap(u, k * n, pivots[k] * n, n);
            }
        }
        DoubleTriangular.solve(blas, denominator, 0, n, 1, n, false, true, u, 0, n, n);
        DoubleTriangular.solve(blas, denominator, 0, n, 1, n, true, false, u, 0, n, n);
        System.arraycopy(u, 0, a, 0, n * n);
    }

    /** {@code x + c0 I + c2 A2 + c4 A4 + c6 A6}, a power of coefficient 0 left out. */
    private void combine(double[] x, double c0, double c2, double[] a2, double c4, double[] a4, double c6, double[] a6) {
        DoubleBlas1.axpy(c2, a2, 0, x, 0, n * n);
        if (c4 != 0) {
            DoubleBlas1.axpy(c4, a4, 0, x, 0, n * n);
        }
        if (c6 != 0) {
            DoubleBlas1.axpy(c6, a6, 0, x, 0, n * n);
        }
        for (int i = 0; i < n; i++) {
            x[i * n + i] += c0;
        }
    }
}
