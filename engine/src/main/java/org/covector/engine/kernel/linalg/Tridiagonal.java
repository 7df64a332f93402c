package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code A = Q T Q^T}, T tridiagonal, by Householder reflections, half of whose work is a product of matrices (Dongarra, Hammarling
 * and Sorensen, J. Comput. Appl. Math. 27, 1989; LAPACK's dsytrd).
 */
final class Tridiagonal {
    private static final int PANEL = 32;

    private final DoubleBlas3 blas;
    private final double[] a;
    private final int n;
    final double[] d;
    final double[] e;
    private final double[] tau;

    /** V over W, and W over V, of a panel: {@code A - V W^T - W V^T} is then one product. */
    private final double[] vw;

    private final double[] wv;

    private Tridiagonal(DoubleBlas3 blas, double[] a, int n) {
        this.blas = blas;
        this.a = a;
        this.n = n;
        this.d = Storage.zeros(DType.FLOAT64, n).doubles();
        this.e = Storage.zeros(DType.FLOAT64, n).doubles();
        this.tau = Storage.zeros(DType.FLOAT64, n).doubles();
        this.vw = Storage.zeros(DType.FLOAT64, 2 * Math.min(n, PANEL) * n).doubles();
        this.wv = Storage.zeros(DType.FLOAT64, vw.length).doubles();
    }

    /** Reduces the symmetric n x n matrix, both triangles given, in place: row k keeps the vector of reflection k right of the diagonal. */
    static Tridiagonal of(DoubleBlas3 blas, double[] a, int n) {
        Tridiagonal t = new Tridiagonal(blas, a, n);
        t.reduce();
        return t;
    }

    private void reduce() {
        for (int k0 = 0; k0 < n; k0 += PANEL) {
            int k1 = Math.min(n, k0 + PANEL);
            panel(k0, k1);
            int width = k1 - k0;
            blas.subtract(n - k1, n - k1, 2 * width, vw, k1, 1, n, wv, k1, n, 1, a, k1 * n + k1, n);
        }
    }

    private void panel(int k0, int k1) {
        int width = k1 - k0;
        Arrays.fill(vw, 0, 2 * width * n, 0);
        Arrays.fill(wv, 0, 2 * width * n, 0);
        double[] c = Storage.zeros(DType.FLOAT64, 2 * width).doubles();
        for (int k = k0; k < k1; k++) {
            int j = k - k0;
            int row = k * n;
            int count = n - k - 1;
            DoubleBlas1.accumulate(-1, vw, k, n, j, wv, k, n, a, row + k, n - k); // V's earlier rows, W's
            DoubleBlas1.accumulate(-1, vw, width * n + k, n, j, wv, width * n + k, n, a, row + k, n - k);
            d[k] = a[row + k];
            if (count == 0) {
                return;
            }
            tau[k] = DoubleColumnQr.generate(a, row + k + 1, count);
            e[k] = a[row + k + 1];
            int v = j * n + k + 1;
            System.arraycopy(a, row + k + 1, vw, v, count);
            vw[v] = 1;
            System.arraycopy(vw, v, wv, width * n + v, count);
            int w = width * n + v;
            for (int i = 0; i < count && tau[k] != 0; i++) {
                vw[w + i] = DoubleBlas1.dot(a, (k + 1 + i) * n + k + 1, vw, v, count);
            }
            for (int l = 0; l < j; l++) {
                c[l] = DoubleBlas1.dot(vw, (width + l) * n + k + 1, vw, v, count);
                c[width + l] = DoubleBlas1.dot(vw, l * n + k + 1, vw, v, count);
            }
            DoubleBlas1.accumulate(-1, c, 0, 1, j, vw, k + 1, n, vw, w, count);
            DoubleBlas1.accumulate(-1, c, width, 1, j, vw, width * n + k + 1, n, vw, w, count);
            double alpha = -0.5 * tau[k] * tau[k] * DoubleBlas1.dot(vw, w, vw, v, count);
            for (int i = 0; i < count; i++) {
                vw[w + i] = Math.fma(alpha, vw[v + i], tau[k] * vw[w + i]);
            }
            System.arraycopy(vw, w, wv, v, count);
        }
    }

    /** {@code Z^T = (Q Z)^T} for the {@code count} rows of Z^T, n long. */
    void backTransform(double[] zt, int count) {
        int reflections = Math.max(0, n - 1);
        DoubleBlockReflector block = new DoubleBlockReflector(blas, n, Math.max(1, reflections));
        int blocks = (reflections + DoubleBlockReflector.WIDTH - 1) / DoubleBlockReflector.WIDTH;
        for (int i = blocks - 1; i >= 0; i--) {
            int k0 = i * DoubleBlockReflector.WIDTH;
            int k1 = Math.min(reflections, k0 + DoubleBlockReflector.WIDTH);
            block.take(a, k0 * n + k0 + 1, n, k1 - k0, n - k0 - 1, tau, k0);
            block.apply(false, zt, k0 + 1, n, count);
        }
    }
}
