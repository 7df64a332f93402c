package org.covector.engine.op.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.FactorizationKernel;
import org.covector.engine.storage.Storage;

/**
 * {@code A = Q R} of the matrices in the last two axes by Householder reflections, in blocks (Schreiber and Van Loan, SIAM J. Sci. Stat.
 * Comput. 10, 1989). FLOAT32 and FLOAT64, computed in the dtype. NaN and infinities give NaN.
 */
public final class Orthogonal {
    private Orthogonal() {}

    /** Which factors, with k = min(m, n). */
    public enum Mode {
        /** Q (..., m, k) and R (..., k, n). */
        REDUCED,
        /** Q (..., m, m) and R (..., m, n). */
        COMPLETE,
        /** R (..., k, n); Q is empty, of shape (..., m, 0). */
        R_ONLY
    }

    /** {@code A = Q R} for A (..., m, n): see {@link LinearAlgebra#qr}. */
    public static LinearAlgebra.Qr qr(NdArray a, Mode mode) {
        Matrices.check("qr", "a", a);
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        int rank = Math.min(m, n);
        int rows = mode == Mode.COMPLETE ? m : rank;
        int columns = mode == Mode.R_ONLY ? 0 : rows;
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage q = Matrices.allocate(a.dtype(), batch, m, columns);
        Storage r = Matrices.allocate(a.dtype(), batch, rows, n);
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, 4.0 * m * rank * Math.max(n, columns), (from, to) -> {
            Object work = in.scratch(in.size());
            for (int b = from; b < to; b++) {
                in.copyColumns(b, work);
                kernel.qr(work, m, n, q.array(), b * m * columns, columns, r.array(), b * rows * n, rows);
            }
        });
        return new LinearAlgebra.Qr(Matrices.wrap(q, batch, m, columns), Matrices.wrap(r, batch, rows, n));
    }

    /**
     * The first n columns of {@code H1 H2 ... Hk}, {@code Hi = I - tau[i] v v^T}, v being 0 above row i, 1 in row i, and below it column
     * i of A (LAPACK's dorgqr, torch's householder_product).
     *
     * @param a (..., m, n), m >= n; what is on and above the diagonal is not read
     * @param tau (..., k), k <= n
     * @return (..., m, n)
     * @throws ArgumentException if dtypes differ or shapes do not fit
     */
    public static NdArray householderProduct(NdArray a, NdArray tau) {
        Matrices.check("householderProduct", "a", a);
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        ArgumentException.require(m >= n, "householderProduct", "a", "of shape " + a.shape(), "at least as many rows as columns");
        ArgumentException.require(tau.dtype() == a.dtype() && tau.rank() >= 1 && tau.shape().dim(-1) <= n, "householderProduct", "tau",
                tau.dtype() + " " + tau.shape(), a.dtype() + " (..., k), k at most " + n);
        int k = tau.shape().dim(-1);
        NdArray column = tau.unsqueeze(-1);
        Shape batch = Matrices.batch(a).broadcast("householderProduct", Matrices.batch(column));
        Matrices in = Matrices.of(a, batch);
        Matrices factors = Matrices.of(column, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, m, n);
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, 4.0 * m * n * k, (from, to) -> {
            Object work = in.scratch(in.size());
            Object t = in.scratch(k);
            for (int b = from; b < to; b++) {
                in.copyColumns(b, work);
                factors.copy(b, t, 0);
                kernel.formQ(work, m, k, t, out.array(), b * m * n, n);
            }
        });
        return Matrices.wrap(out, batch, m, n);
    }

    /** {@code tau} (..., k) and the vectors below the diagonal of {@code a} (..., m, n), R on and above it (LAPACK's dgeqrf). */
    public record Reflections(NdArray a, NdArray tau) {}

    /** The reflections of {@link #qr}, k = min(m, n), as {@link #householderProduct} takes them (torch's geqrf). */
    public static Reflections reflections(NdArray a) {
        Matrices.check("geqrf", "a", a);
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        int rank = Math.min(m, n);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, m, n);
        Storage taus = Matrices.allocate(a.dtype(), batch, rank);
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, 2.0 * m * rank * n, (from, to) -> {
            Object work = in.scratch(in.size());
            Object tau = in.scratch(rank);
            for (int b = from; b < to; b++) {
                in.copyColumns(b, work);
                kernel.reflections(work, m, n, out.array(), b * m * n, tau);
                System.arraycopy(tau, 0, taus.array(), b * rank, rank);
            }
        });
        return new Reflections(Matrices.wrap(out, batch, m, n), Matrices.wrap(taus, batch, rank));
    }
}
