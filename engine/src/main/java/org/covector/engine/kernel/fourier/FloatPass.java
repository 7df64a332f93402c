package org.covector.engine.kernel.fourier;

/**
 * One pass of a transform: {@code y[(r p + k) s + q] = w^(p k) sum over j of exp(-2 pi i j k / r) x[(p + m j) xs + q]} for p < m,
 * q < s; w is the root of order r m.
 *
 * @param wr the real parts of {@code w^(p k)}, k from 1 to r - 1, one p after the other; then those of the roots of order r
 */
record FloatPass(int r, int m, int s, int xs, float[] xr, int xro, float[] xi, int xio, float[] yr, int yro, float[] yi, int yio,
        float[] wr, float[] wi) {
    /** The same with q counted from {@code start} on. */
    FloatPass from(int start) {
        return new FloatPass(r, m, s, xs, xr, xro + start, xi, xio + start, yr, yro + start, yi, yio + start, wr, wi);
    }
}
