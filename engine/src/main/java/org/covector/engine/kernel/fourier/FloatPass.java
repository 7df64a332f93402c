package org.covector.engine.kernel.fourier;

/**
 * One pass of a transform: {@code y[p yp + k yk + q] = w^(p k) sum over j of exp(-2 pi i j k / r) x[p xp + j xj + q]} for p < m, q < s.
 *
 * @param step numbers of a vector, which only vector loops read: it must not be a constant for the compiler, which prepares a loop with
 *         known steps for each of its accesses to arrays, and takes longer for that than for the few rounds of most loops
 * @param wr the real parts of {@code w^(p k)}, k from 1 to r - 1, those of p from {@code p wp} on; at the end those of the roots of
 *         order r
 */
record FloatPass(int r, int m, int s, int xp, int xj, int yp, int yk, int wp, int step, float[] xr, int xro, float[] xi, int xio,
        float[] yr, int yro, float[] yi, int yio, float[] wr, float[] wi) {
    /** The same with q counted from {@code start} on. */
    FloatPass from(int start) {
        return new FloatPass(r, m, s, xp, xj, yp, yk, wp, step, xr, xro + start, xi, xio + start, yr, yro + start, yi, yio + start, wr, wi);
    }
}
