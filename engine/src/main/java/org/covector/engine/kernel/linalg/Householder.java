package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * Reflections {@code H = I - tau v v^T} with {@code v[0] = 1}, and the factorisation {@code A = Q R} made of them. The sign is
 * LAPACK's: R's diagonal is opposite in sign to the element it replaces, and untouched where the column is zero below.
 */
public final class Householder {
    private Householder() {}

    /** Makes v of x in place, so that {@code H x = (beta, 0, ...)}; returns beta, and tau in {@code tau[at]}. */
    static double generate(double[] x, int count, double[] tau, int at) {
        double scale = DoubleBlas1.scale(x, count);
        for (int i = 0; i < count && scale != 1; i++) {
            x[i] *= scale;
        }
        double rest = DoubleBlas1.dot(x, 1, x, 1, count - 1);
        if (rest == 0) {
            tau[at] = 0;
            double beta = x[0];
            x[0] = 1;
            return beta / scale;
        }
        double alpha = x[0];
        double beta = -Math.copySign(Math.sqrt(Math.fma(alpha, alpha, rest)), alpha);
        tau[at] = (beta - alpha) / beta;
        DoubleBlas1.divide(x, 1, alpha - beta, count - 1);
        x[0] = 1;
        return beta / scale;
    }

    /** {@code C = H C} for {@code count} rows of C from {@code co}, {@code ld} apart; w is scratch of {@code columns}. */
    static void reflect(double[] v, int count, double tau, double[] c, int co, int ld, int columns, double[] w) {
        if (tau == 0) {
            return;
        }
        Arrays.fill(w, 0, columns, 0);
        DoubleBlas1.accumulate(1, v, 0, 1, count, c, co, ld, w, 0, columns);
        for (int i = 0; i < count; i++) {
            DoubleBlas1.axpy(-tau * v[i], w, 0, c, co + i * ld, columns);
        }
    }

    private static void step(double[] a, int m, int n, int k, double[] tau, double[] v, double[] w) {
        for (int i = k; i < m; i++) {
            v[i - k] = a[i * n + k];
        }
        double beta = generate(v, m - k, tau, k);
        reflect(v, m - k, tau[k], a, k * n + k + 1, n, n - k - 1, w);
        a[k * n + k] = beta;
        for (int i = k + 1; i < m; i++) {
            a[i * n + k] = v[i - k];
        }
    }

    /**
     * As {@link #factor}, the column of largest norm first at every step: {@code A P = Q R}, column j of A P is column {@code
     * order[j]} of A.
     */
    static void factorPivoted(double[] a, int m, int n, double[] tau, int[] order) {
        double[] v = Storage.zeros(DType.FLOAT64, m).doubles();
        double[] w = Storage.zeros(DType.FLOAT64, n).doubles();
        double[] norms = Storage.zeros(DType.FLOAT64, n).doubles();
        double[] exact = Storage.zeros(DType.FLOAT64, n).doubles();
        Arrays.setAll(order, j -> j);
        for (int i = 0; i < m; i++) {
            DoubleBlas1.addSquares(a, i * n, norms, 0, n);
        }
        System.arraycopy(norms, 0, exact, 0, n);
        for (int k = 0; k < Math.min(m, n); k++) {
            int best = k;
            for (int j = k + 1; j < n; j++) {
                best = norms[j] > norms[best] ? j : best;
            }
            if (best != k) {
                swapColumns(a, m, n, k, best);
                int t = order[k];
                order[k] = order[best];
                order[best] = t;
                norms[best] = norms[k];
                exact[best] = exact[k];
            }
            step(a, m, n, k, tau, v, w);
            downdate(a, m, n, k, norms, exact);
        }
    }

    /** Squared norms of what is left of the columns: less by what went to row k, summed anew where most digits would be lost. */
    private static void downdate(double[] a, int m, int n, int k, double[] norms, double[] exact) {
        for (int j = k + 1; j < n; j++) {
            double top = a[k * n + j];
            norms[j] = Math.fma(-top, top, norms[j]);
            if (!(norms[j] > 0x1p-20 * exact[j])) {
                double sum = 0;
                for (int i = k + 1; i < m; i++) {
                    sum = Math.fma(a[i * n + j], a[i * n + j], sum);
                }
                norms[j] = sum;
                exact[j] = sum;
            }
        }
    }

    private static void swapColumns(double[] a, int m, int n, int j, int k) {
        for (int i = 0; i < m; i++) {
            double t = a[i * n + j];
            a[i * n + j] = a[i * n + k];
            a[i * n + k] = t;
        }
    }

    /** {@code C = Q C}, C m x columns, with Q from a factored m x n matrix. */
    static void applyQ(double[] a, int m, int n, double[] tau, double[] c, int columns) {
        double[] v = Storage.zeros(DType.FLOAT64, m).doubles();
        double[] w = Storage.zeros(DType.FLOAT64, columns).doubles();
        for (int k = Math.min(m, n) - 1; k >= 0; k--) {
            column(a, m, n, k, v);
            reflect(v, m - k, tau[k], c, k * columns, columns, columns, w);
        }
    }

    private static void column(double[] a, int m, int n, int k, double[] v) {
        v[0] = 1;
        for (int i = k + 1; i < m; i++) {
            v[i - k] = a[i * n + k];
        }
    }
}
