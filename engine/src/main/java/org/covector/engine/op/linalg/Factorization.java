package org.covector.engine.op.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.DoubleBlas1;
import org.covector.engine.kernel.linalg.DoubleBlas3;
import org.covector.engine.kernel.linalg.MatrixExponential;
import org.covector.engine.kernel.linalg.SymmetricIndefinite;
import org.covector.engine.storage.Storage;

/**
 * What is made of factors of the matrices in the last two axes: explicit P, L, U; L and D of indefinite matrices; inverses; the
 * exponential. FLOAT32 and FLOAT64; float32 is computed in double and rounded once.
 */
public final class Factorization {
    private Factorization() {}

    /** {@code p} (..., m, m) a permutation, {@code l} (..., m, k) unit lower trapezoidal, {@code u} (..., k, n), k = min(m, n). */
    public record Plu(NdArray p, NdArray l, NdArray u) {}

    /** The factors of {@link LinearAlgebra#lu}, apart: {@code A = P L U} (torch's lu_unpack). */
    public static Plu unpack(LinearAlgebra.Lu lu) {
        NdArray packed = lu.lu();
        int m = packed.shape().dim(-2);
        int n = packed.shape().dim(-1);
        int k = Math.min(m, n);
        Shape batch = Matrices.batch(packed);
        Matrices in = Matrices.of(packed, batch);
        Matrices order = Matrices.of(lu.permutation().unsqueeze(-1), batch);
        Storage p = Matrices.allocate(packed.dtype(), batch, m, m);
        Storage l = Matrices.allocate(packed.dtype(), batch, m, k);
        Storage u = Matrices.allocate(packed.dtype(), batch, k, n);
        Matrices.forEach(batch, 4.0 * m * (m + n), (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] rows = Storage.zeros(DType.FLOAT64, m).doubles();
            for (int b = from; b < to; b++) {
                in.load(b, work);
                order.load(b, rows);
                double[] permutation = Storage.zeros(DType.FLOAT64, (long) m * m).doubles();
                double[] lower = Storage.zeros(DType.FLOAT64, (long) m * k).doubles();
                double[] upper = Storage.zeros(DType.FLOAT64, (long) k * n).doubles();
                for (int i = 0; i < m; i++) {
                    permutation[(int) rows[i] * m + i] = 1;
                    System.arraycopy(work, i * n, lower, i * k, Math.min(i, k));
                    if (i < k) {
                        lower[i * k + i] = 1;
                        System.arraycopy(work, i * n + i, upper, i * n + i, n - i);
                    }
                }
                Matrices.store(permutation, p, b, m * m);
                Matrices.store(lower, l, b, m * k);
                Matrices.store(upper, u, b, k * n);
            }
        });
        return new Plu(Matrices.wrap(p, batch, m, m), Matrices.wrap(l, batch, m, k), Matrices.wrap(u, batch, k, n));
    }

    /**
     * {@code P A P^T = L D L^T}.
     *
     * @param l (..., n, n) unit lower triangular
     * @param d (..., n, n) symmetric, with blocks of order 1 and 2 on its diagonal
     * @param permutation INT64 (..., n), from 0: row i of P A is row {@code permutation[i]} of A
     * @param info INT64 (...): 0, or the number, from 1, of the first block of D that is exactly zero: A is singular
     */
    public record Ldl(NdArray l, NdArray d, NdArray permutation, NdArray info) {}

    /**
     * {@code P A P^T = L D L^T} for symmetric A (..., n, n), of which only the triangle named is read, by the diagonal pivoting of Bunch
     * and Kaufman (Math. Comp. 31, 1977). Backward error a small multiple of n eps times the growth of the elements.
     */
    public static Ldl ldl(NdArray a, boolean upper) {
        Matrices.checkSquare("ldl", "a", a);
        int n = a.shape().dim(-1);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(upper ? a.transpose(-1, -2) : a, batch);
        Storage l = Matrices.allocate(a.dtype(), batch, n, n);
        Storage d = Matrices.allocate(a.dtype(), batch, n, n);
        Storage ofPermutation = Storage.zeros(DType.INT64, batch.size() * n);
        long[] permutation = ofPermutation.longs();
        Storage ofInfo = Storage.zeros(DType.INT64, (int) batch.size());
        long[] info = ofInfo.longs();
        Matrices.forEach(batch, (double) n * n * n / 2, (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            double[] off = Storage.zeros(DType.FLOAT64, n).doubles();
            boolean[] isPair = Storage.zeros(DType.BOOL, n).booleans();
            for (int b = from; b < to; b++) {
                in.load(b, work);
                Spectral.mirror(work, n);
                double scale = DoubleBlas1.scale(work, n * n);
                DoubleBlas1.scaleBy(work, n * n, scale);
                info[b] = SymmetricIndefinite.factor(work, n, permutation, b * n, off, isPair);
                Split parts = split(work, n, off, isPair, scale);
                Matrices.store(parts.lower, l, b, n * n);
                Matrices.store(parts.blocks, d, b, n * n);
            }
        });
        return new Ldl(Matrices.wrap(l, batch, n, n), Matrices.wrap(d, batch, n, n), Matrices.wrap(ofPermutation, batch, n),
                Matrices.wrap(ofInfo, batch));
    }

    /** L and D as matrices. */
    private record Split(double[] lower, double[] blocks) {}

    private static Split split(double[] work, int n, double[] off, boolean[] isPair, double scale) {
        double[] lower = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        double[] blocks = Storage.zeros(DType.FLOAT64, (long) n * n).doubles();
        for (int i = 0; i < n; i++) {
            System.arraycopy(work, i * n, lower, i * n, i);
            lower[i * n + i] = 1;
            blocks[i * n + i] = work[i * n + i] / scale;
            if (isPair[i]) {
                blocks[i * n + i + 1] = off[i] / scale;
                blocks[(i + 1) * n + i] = off[i] / scale;
            }
        }
        return new Split(lower, blocks);
    }

    /** {@code inverse} (..., n, n), and {@code info} INT64 (...): 0, or the number, from 1, of the first zero pivot: A is singular. */
    public record Inverse(NdArray inverse, NdArray info) {}

    /**
     * {@code A^-1} for A (..., n, n) from {@code P A = L U}: the relative error is at most a small multiple of n eps times the condition
     * number (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 14.3).
     */
    public static Inverse inverse(NdArray a) {
        Matrices.checkSquare("inv", "a", a);
        LinearAlgebra.Lu lu = LinearAlgebra.lu(a);
        return new Inverse(LinearAlgebra.luSolve(lu, identity(a), false), lu.info());
    }

    /**
     * {@code (L L^T)^-1}, or {@code (U^T U)^-1}, for a triangular factor (..., n, n), of which only that triangle is read.
     */
    public static NdArray choleskyInverse(NdArray factor, boolean upper) {
        Matrices.checkSquare("choleskyInverse", "factor", factor);
        return choleskySolve(factor, identity(factor), upper);
    }

    /** X of {@code L L^T X = B}, or of {@code U^T U X = B}, for a triangular factor (..., n, n) and B (..., n, k); batches broadcast. */
    public static NdArray choleskySolve(NdArray factor, NdArray b, boolean upper) {
        NdArray turned = factor.transpose(-1, -2);
        NdArray y = LinearAlgebra.solveTriangular(upper ? turned : factor, b, false, true, false);
        return LinearAlgebra.solveTriangular(upper ? factor : turned, y, true, true, false);
    }

    private static NdArray identity(NdArray a) {
        int n = a.shape().dim(-1);
        Storage ofOne = Storage.zeros(DType.FLOAT64, (long) n * n);
        double[] one = ofOne.doubles();
        for (int i = 0; i < n; i++) {
            one[i * n + i] = 1;
        }
        return NdArray.wrap(ofOne, Shape.of(n, n)).to(a.dtype());
    }

    /**
     * {@code exp A = I + A + A^2 / 2 + ...} for A (..., n, n), by scaling and squaring of Pade approximants (Al-Mohy and Higham, SIAM J.
     * Matrix Anal. Appl. 31, 2009). A matrix with NaN or infinite elements gives NaN.
     *
     * @throws ArgumentException unless A is square
     */
    public static NdArray matrixExp(NdArray a) {
        Matrices.checkSquare("matrixExp", "a", a);
        int n = a.shape().dim(-1);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, n, n);
        DoubleBlas3 blas = Matrices.blas();
        Matrices.forEach(batch, 20.0 * n * n * n, (from, to) -> {
            double[] work = Storage.zeros(DType.FLOAT64, in.size()).doubles();
            for (int b = from; b < to; b++) {
                in.load(b, work);
                MatrixExponential.of(blas, work, n);
                Matrices.store(work, out, b, n * n);
            }
        });
        return Matrices.wrap(out, batch, n, n);
    }
}
