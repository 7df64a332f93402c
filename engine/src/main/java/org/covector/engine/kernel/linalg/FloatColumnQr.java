package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.kernel.elementary.FloatExpData;

/**
 * {@code A = Q R} by Householder reflections of a matrix whose columns are contiguous: panels column by column, the columns right of
 * them by {@link FloatBlockReflector}s. The sign is LAPACK's: R's diagonal is opposite in sign to the element it replaces, and untouched
 * where the column is zero below.
 */
public final class FloatColumnQr {
    /** Beyond these, squares have lost digits. */
    private static final float SMALLEST_SQUARE = Math.scalb(1f, Float.MIN_EXPONENT / 8 * 7);

    private static final float LARGEST_SQUARE = Math.scalb(1f, FloatBlas1.MAX_EXPONENT);

    private FloatColumnQr() {}

    /** Replaces the column-major m x n matrix by R on and above the diagonal and the reflections' vectors below; tau has min(m, n). */
    public static void factor(FloatBlas3 blas, float[] a, int m, int n, float[] tau) {
        int k = Math.min(m, n);
        FloatBlockReflector block = new FloatBlockReflector(blas, m, k);
        for (int j0 = 0; j0 < k; j0 += FloatBlockReflector.WIDTH) {
            int j1 = Math.min(k, j0 + FloatBlockReflector.WIDTH);
            for (int j = j0; j < j1; j++) {
                int at = j * m + j;
                tau[j] = generate(a, at, m - j);
                float beta = a[at];
                a[at] = 1;
                for (int c = j + 1; c < j1 && tau[j] != 0; c++) {
                    int other = c * m + j;
                    FloatBlas1.axpy(-tau[j] * FloatBlas1.dot(a, at, a, other, m - j), a, at, a, other, m - j);
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
    static float generate(float[] x, int at, int count) {
        float rest = FloatBlas1.dot(x, at + 1, x, at + 1, count - 1);
        float alpha = x[at];
        float square = Math.fma(alpha, alpha, rest);
        if (square < SMALLEST_SQUARE || square > LARGEST_SQUARE) {
            return generateScaled(x, at, count);
        }
        if (rest == 0) {
            return 0;
        }
        float beta = -Math.copySign(FloatExpData.round(Math.sqrt(square)), alpha);
        FloatBlas1.divide(x, at + 1, alpha - beta, count - 1);
        x[at] = beta;
        return (beta - alpha) / beta;
    }

    private static float generateScaled(float[] x, int at, int count) {
        float max = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, Math.abs(x[at + i]));
        }
        if (max == 0 || !(max < Float.POSITIVE_INFINITY)) {
            Arrays.fill(x, at, at + count, max);
            return max;
        }
        float scale = Math.scalb(1f, -Math.clamp(Math.getExponent(max), -FloatBlas1.MAX_EXPONENT, FloatBlas1.MAX_EXPONENT));
        for (int i = 0; i < count; i++) {
            x[at + i] *= scale;
        }
        float tau = count > 1 ? generate(x, at, count) : 0;
        x[at] /= scale;
        if (tau == 0) {
            for (int i = 1; i < count; i++) { // nothing to reflect: what was scaled is zero
                x[at + i] = 0;
            }
        }
        return tau;
    }

    /** The first {@code columns} columns of Q, column-major m x columns, from the vectors below the diagonal of k columns. */
    public static void formQ(FloatBlas3 blas, float[] a, int m, int k, float[] tau, float[] q, int columns) {
        Arrays.fill(q, 0, m * columns, 0);
        for (int i = 0; i < Math.min(m, columns); i++) {
            q[i * m + i] = 1;
        }
        FloatBlockReflector block = new FloatBlockReflector(blas, m, k);
        for (int j0 = (k - 1) / FloatBlockReflector.WIDTH * FloatBlockReflector.WIDTH; j0 >= 0 && k > 0; j0 -= FloatBlockReflector.WIDTH) {
            int j1 = Math.min(k, j0 + FloatBlockReflector.WIDTH);
            block.take(a, j0 * m + j0, m, j1 - j0, m - j0, tau, j0);
            block.apply(false, q, j0 * m + j0, m, columns - j0); // the columns before are zero in these rows
        }
    }

    /** {@code C = Q C}, or {@code Q^T C} if transposed, for {@code count} contiguous columns of m. */
    public static void apply(FloatBlas3 blas, float[] a, int m, int k, float[] tau, boolean transposed, float[] c, int count) {
        FloatBlockReflector block = new FloatBlockReflector(blas, m, k);
        int blocks = (k + FloatBlockReflector.WIDTH - 1) / FloatBlockReflector.WIDTH;
        for (int i = 0; i < blocks; i++) {
            int j0 = (transposed ? i : blocks - 1 - i) * FloatBlockReflector.WIDTH;
            int j1 = Math.min(k, j0 + FloatBlockReflector.WIDTH);
            block.take(a, j0 * m + j0, m, j1 - j0, m - j0, tau, j0);
            block.apply(transposed, c, j0, m, count);
        }
    }
}
