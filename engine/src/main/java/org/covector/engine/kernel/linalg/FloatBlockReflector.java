package org.covector.engine.kernel.linalg;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * The product of some Householder reflections, {@code H1 H2 ... = I - V T V^T}, V's columns their vectors, T upper triangular (Schreiber
 * and Van Loan, SIAM J. Sci. Stat. Comput. 10, 1989; LAPACK's dlarft and dlarfb).
 */
final class FloatBlockReflector {
    /** Reflections that are applied together. */
    static final int WIDTH = 48;

    private final FloatBlas3 blas;
    private final float[] v;
    private final float[] t;
    private int width;
    private int length;

    /** For vectors of at most {@code length}. */
    FloatBlockReflector(FloatBlas3 blas, int length, int most) {
        this.blas = blas;
        this.v = Storage.zeros(DType.FLOAT32, (long) length * Math.min(most, WIDTH)).floats();
        this.t = Storage.zeros(DType.FLOAT32, Math.min(most, WIDTH) * Math.min(most, WIDTH)).floats();
    }

    /** Takes the vectors below the diagonal of contiguous columns, {@code ld} apart, the first of which begins at {@code at}. */
    void take(float[] a, int at, int ld, int count, int rows, float[] tau, int first) {
        width = count;
        length = rows;
        for (int j = 0; j < count; j++) {
            Arrays.fill(v, j * rows, j * rows + Math.min(j, rows), 0);
            v[j * rows + j] = 1;
            System.arraycopy(a, at + j * ld + j + 1, v, j * rows + j + 1, rows - j - 1);
        }
        blas.multiply(count, count, rows, v, 0, rows, 1, v, 0, 1, rows, t, 0, count);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                t[j * count + i] *= -tau[first + i];
                t[i * count + j] = 0;
            }
            for (int j = 0; j < i; j++) { // row j of T before column i, times that column, in place from above
                float s = t[j * count + j] * t[j * count + i];
                for (int k = j + 1; k < i; k++) {
                    s = Math.fma(t[j * count + k], t[k * count + i], s);
                }
                t[j * count + i] = s;
            }
            t[i * count + i] = tau[first + i];
        }
    }

    /** {@code C = H C}, or {@code H^T C} if transposed, for {@code count} contiguous columns of C, {@code ld} apart. */
    void apply(boolean transposed, float[] c, int at, int ld, int count) {
        if (count == 0) {
            return;
        }
        float[] w = ScratchBuffers.floats(2 * count * width);
        try {
            int second = count * width;
            blas.multiply(count, width, length, c, at, ld, 1, v, 0, 1, length, w, 0, width);
            blas.multiply(count, width, width, w, 0, width, 1, t, 0, transposed ? width : 1, transposed ? 1 : width, w, second, width);
            blas.subtract(count, length, width, w, second, width, 1, v, 0, length, 1, c, at, ld);
        } finally {
            ScratchBuffers.release(w);
        }
    }
}
