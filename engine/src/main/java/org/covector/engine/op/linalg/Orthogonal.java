package org.covector.engine.op.linalg;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.Blas1;
import org.covector.engine.kernel.linalg.Blas3;
import org.covector.engine.kernel.linalg.ColumnQr;
import org.covector.engine.storage.Storage;

/**
 * {@code A = Q R} of the matrices in the last two axes by Householder reflections, in blocks (Schreiber and Van Loan, SIAM J. Sci. Stat.
 * Comput. 10, 1989). FLOAT32 and FLOAT64; float32 is computed in double and rounded once. NaN and infinities give NaN.
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
        Blas3 blas = Matrices.blas();
        Matrices.forEach(batch, 4.0 * m * rank * Math.max(n, columns), (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] tau = Storage.zeros(DType.FLOAT64, rank).doubles();
            double[] formed = Storage.zeros(DType.FLOAT64, (long) m * columns).doubles();
            double[] transposed = Matrices.workspace(q, (long) m * columns);
            double[] triangle = Matrices.workspace(r, (long) rows * n);
            for (int b = from; b < to; b++) {
                in.loadColumns(b, work);
                double scale = Blas1.scale(work, m * n);
                LinearAlgebra.scaleBy(work, m * n, scale);
                ColumnQr.factor(blas, work, m, n, tau);
                if (columns > 0) {
                    ColumnQr.formQ(blas, work, m, rank, tau, formed, columns);
                    Blas1.transpose(formed, 0, m, columns, m, transposed, Matrices.at(q, b, m * columns), columns);
                    Matrices.publish(transposed, q, b, m * columns);
                }
                triangle(work, m, n, 1 / scale, new Rows(triangle, Matrices.at(r, b, rows * n), rows));
                Matrices.publish(triangle, r, b, rows * n);
            }
        });
        return new LinearAlgebra.Qr(Matrices.wrap(q, batch, m, columns), Matrices.wrap(r, batch, rows, n));
    }

    /** Rows of a matrix from {@code array[at]} on. */
    private record Rows(double[] array, int at, int count) {}

    /** R, row-major, from column-major factors. */
    private static void triangle(double[] factors, int m, int n, double scale, Rows to) {
        double[] r = to.array;
        int at = to.at;
        Blas1.transpose(factors, 0, m, n, to.count, r, at, n);
        for (int i = 0; i < to.count; i++) {
            Arrays.fill(r, at + i * n, at + i * n + Math.min(i, n), 0);
            for (int j = i; j < n && scale != 1; j++) {
                r[at + i * n + j] *= scale;
            }
        }
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
        Blas3 blas = Matrices.blas();
        Matrices.forEach(batch, 4.0 * m * n * k, (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] t = Storage.zeros(DType.FLOAT64, k).doubles();
            double[] formed = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] transposed = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            for (int b = from; b < to; b++) {
                in.loadColumns(b, work);
                factors.load(b, t);
                ColumnQr.formQ(blas, work, m, k, t, formed, n);
                Blas1.transpose(formed, n, m, transposed);
                Matrices.store(transposed, out, b, m * n);
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
        Blas3 blas = Matrices.blas();
        Matrices.forEach(batch, 2.0 * m * rank * n, (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] transposed = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] tau = Storage.zeros(DType.FLOAT64, rank).doubles();
            for (int b = from; b < to; b++) {
                in.loadColumns(b, work);
                ColumnQr.factor(blas, work, m, n, tau);
                Blas1.transpose(work, n, m, transposed);
                Matrices.store(transposed, out, b, m * n);
                Matrices.store(tau, taus, b, rank);
            }
        });
        return new Reflections(Matrices.wrap(out, batch, m, n), Matrices.wrap(taus, batch, rank));
    }
}
