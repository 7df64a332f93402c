package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.Storage;

/**
 * {@code A = Q B P^T}, B upper bidiagonal, by Householder reflections from both sides, half of whose work is a product of matrices
 * (Dongarra, Hammarling and Sorensen, J. Comput. Appl. Math. 27, 1989; LAPACK's dgebrd).
 */
final class FloatBidiagonal {
    private static final int PANEL = 32;

    private final FloatBlas3 blas;
    private final float[] a;
    private final int n;
    final float[] d;
    final float[] e;
    private final float[] tauQ;
    private final float[] tauP;

    /** Row i: the vector of left reflection i from place i, of right reflection i from place i + 1. */
    private final float[] left;

    private final float[] right;

    /** V over X, and Y over U, of a panel: {@code A - V Y^T - X U^T} is then one product. */
    private final float[] vx;

    private final float[] yu;
    private int width;

    private FloatBidiagonal(FloatBlas3 blas, float[] a, int n) {
        this.blas = blas;
        this.a = a;
        this.n = n;
        this.d = Storage.zeros(DType.FLOAT32, n).floats();
        this.e = Storage.zeros(DType.FLOAT32, n).floats();
        this.tauQ = Storage.zeros(DType.FLOAT32, n).floats();
        this.tauP = Storage.zeros(DType.FLOAT32, n).floats();
        this.left = Storage.zeros(DType.FLOAT32, (long) n * n).floats();
        this.right = Storage.zeros(DType.FLOAT32, (long) n * n).floats();
        this.vx = Storage.zeros(DType.FLOAT32, 2 * Math.min(n, PANEL) * n).floats();
        this.yu = Storage.zeros(DType.FLOAT32, vx.length).floats();
    }

    /** Reduces the row-major n x n matrix, in place. */
    static FloatBidiagonal of(FloatBlas3 blas, float[] a, int n) {
        FloatBidiagonal b = new FloatBidiagonal(blas, a, n);
        b.reduce();
        return b;
    }

    private void reduce() {
        for (int k0 = 0; k0 < n; k0 += PANEL) {
            int k1 = Math.min(n, k0 + PANEL);
            width = k1 - k0;
            Arrays.fill(vx, 0);
            Arrays.fill(yu, 0);
            for (int k = k0; k < k1; k++) {
                column(k, k - k0);
                row(k, k - k0);
            }
            blas.subtract(n - k1, n - k1, 2 * width, vx, k1, 1, n, yu, k1, n, 1, a, k1 * n + k1, n);
        }
    }

    /** Column k brought up to date, its reflection, and that reflection's y. */
    private void column(int k, int j) {
        int count = n - k;
        int v = k * n + k;
        for (int i = 0; i < count; i++) {
            left[v + i] = a[v + i * n];
        }
        FloatBlas1.accumulate(-1, yu, k, n, j, vx, k, n, left, v, count);
        FloatBlas1.accumulate(-1, yu, width * n + k, n, j, vx, width * n + k, n, left, v, count);
        tauQ[k] = FloatColumnQr.generate(left, v, count);
        d[k] = left[v];
        left[v] = 1;
        System.arraycopy(left, v, vx, j * n + k, count);
        int y = j * n + k + 1;
        int rest = count - 1;
        if (rest == 0 || tauQ[k] == 0) {
            return;
        }
        FloatBlas1.accumulate(1, left, v, 1, count, a, v + 1, n, yu, y, rest);
        float[] c = Storage.zeros(DType.FLOAT32, 2 * j).floats();
        product(j, count, vx, k, left, v, c, 0);
        product(j, count, vx, width * n + k, left, v, c, j);
        FloatBlas1.accumulate(-1, c, 0, 1, j, yu, k + 1, n, yu, y, rest);
        FloatBlas1.accumulate(-1, c, j, 1, j, yu, width * n + k + 1, n, yu, y, rest);
        for (int i = 0; i < rest; i++) {
            yu[y + i] *= tauQ[k];
        }
    }

    /** Row k right of the diagonal brought up to date, its reflection, and that reflection's x. */
    private void row(int k, int j) {
        int count = n - k - 1;
        if (count == 0) {
            return;
        }
        int u = k * n + k + 1;
        System.arraycopy(a, u, right, u, count);
        FloatBlas1.accumulate(-1, vx, k, n, j + 1, yu, k + 1, n, right, u, count);
        FloatBlas1.accumulate(-1, vx, width * n + k, n, j, yu, width * n + k + 1, n, right, u, count);
        tauP[k] = FloatColumnQr.generate(right, u, count);
        e[k] = right[u];
        right[u] = 1;
        System.arraycopy(right, u, yu, (width + j) * n + k + 1, count);
        if (tauP[k] == 0) {
            return;
        }
        int x = (width + j) * n + k + 1;
        product(count, count, a, (k + 1) * n + k + 1, right, u, vx, x);
        float[] c = Storage.zeros(DType.FLOAT32, 2 * j + 1).floats();
        product(j + 1, count, yu, k + 1, right, u, c, 0);
        product(j, count, yu, width * n + k + 1, right, u, c, j + 1);
        FloatBlas1.accumulate(-1, c, 0, 1, j + 1, vx, k + 1, n, vx, x, count);
        FloatBlas1.accumulate(-1, c, j + 1, 1, j, vx, width * n + k + 1, n, vx, x, count);
        for (int i = 0; i < count; i++) {
            vx[x + i] *= tauP[k];
        }
    }

    /** So many rows, n apart, each of them times x. */
    private void product(int rows, int count, float[] m, int at, float[] x, int xAt, float[] y, int yAt) {
        blas.multiply(rows, 1, count, m, at, n, 1, x, xAt, 1, 1, y, yAt, 1);
    }

    /** Rows of ut and vt, vectors of B, become those of A. */
    void backTransform(float[] ut, float[] vt) {
        FloatBlockReflector block = new FloatBlockReflector(blas, n, n);
        for (int i = (n + FloatBlockReflector.WIDTH - 1) / FloatBlockReflector.WIDTH - 1; i >= 0; i--) {
            int k0 = i * FloatBlockReflector.WIDTH;
            int k1 = Math.min(n, k0 + FloatBlockReflector.WIDTH);
            block.take(left, k0 * n + k0, n, k1 - k0, n - k0, tauQ, k0);
            block.apply(false, ut, k0, n, n);
            int end = Math.min(n - 1, k1);
            if (k0 < end) {
                block.take(right, k0 * n + k0 + 1, n, end - k0, n - k0 - 1, tauP, k0);
                block.apply(false, vt, k0 + 1, n, n);
            }
        }
    }
}
