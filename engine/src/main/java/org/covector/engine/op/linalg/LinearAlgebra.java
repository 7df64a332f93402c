package org.covector.engine.op.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.linalg.FactorizationKernel;
import org.covector.engine.storage.Storage;

/**
 * Direct factorisations and solutions of matrices in the last two axes; leading axes are a batch and broadcast. FLOAT32 and
 * FLOAT64, computed in the dtype; eps is its distance from 1 to the next number. Results are dense. Empty batches and 0 x 0 matrices
 * are fine.
 */
public final class LinearAlgebra {
    private LinearAlgebra() {}

    /**
     * {@code A = L L^T} (or {@code A = U^T U}) for symmetric positive definite A (..., n, n). Only the triangle asked for is read;
     * the other one of the result is zero. Backward error at most a small multiple of n eps.
     *
     * @throws ArgumentException if a matrix is not positive definite, naming the first such matrix and its first leading minor
     *     that is not positive
     */
    public static NdArray cholesky(NdArray a, boolean upper) {
        Matrices.checkSquare("cholesky", "a", a);
        int n = a.shape().dim(-1);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, n, n);
        int[] minor = new int[(int) batch.size()];
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, n * (double) n * n / 3, (from, to) -> {
            for (int b = from; b < to; b++) {
                minor[b] = kernel.cholesky(in.elements(), in.at(b), in.rowStride(), in.columnStride(), n, upper, out.array(), b * n * n);
            }
        });
        for (int b = 0; b < minor.length; b++) {
            if (minor[b] != 0) {
                throw new ArgumentException("cholesky", "a",
                        "not positive definite: in matrix " + b + " of the batch the leading minor of order "
                        + minor[b] + " is not positive", "symmetric positive definite matrices");
            }
        }
        return Matrices.wrap(out, batch, n, n);
    }

    /**
     * Pivoted LU factors. {@code lu} (..., m, n) holds U on and above the diagonal and L, whose diagonal is 1, below.
     *
     * @param pivots INT64 (..., min(m, n)), from 1: row k was exchanged with row {@code pivots[k]}, in this order (LAPACK, torch)
     * @param permutation INT64 (..., m), from 0: row i of P A = L U is row {@code permutation[i]} of A
     * @param sign the determinant of P, 1 or -1 (..., dtype of A)
     * @param info INT64 (...): 0, or the number, from 1, of the first pivot that is exactly zero: A is singular
     */
    public record Lu(NdArray lu, NdArray pivots, NdArray permutation, NdArray sign, NdArray info) {}

    /**
     * {@code P A = L U} with partial pivoting for A (..., m, n): the pivot is the largest magnitude in its column, the first at
     * ties. Singular matrices are factored too: see {@link Lu#info}. Backward error a small multiple of n eps times pivot growth.
     */
    public static Lu lu(NdArray a) {
        Matrices.check("lu", "a", a);
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        int rank = Math.min(m, n);
        Shape batch = Matrices.batch(a);
        Matrices in = Matrices.of(a, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, m, n);
        Storage sign = Matrices.allocate(a.dtype(), batch);
        int count = (int) batch.size();
        Storage ofPivots = Storage.zeros(DType.INT64, (long) count * rank);
        long[] pivots = ofPivots.longs();
        Storage ofPermutation = Storage.zeros(DType.INT64, (long) count * m);
        long[] permutation = ofPermutation.longs();
        Storage ofInfo = Storage.zeros(DType.INT64, count);
        long[] info = ofInfo.longs();
        FactorizationKernel kernel = in.kernel();
        Matrices.forEach(batch, (double) m * n * rank, (from, to) -> {
            int[] exchanged = new int[rank];
            for (int b = from; b < to; b++) {
                in.copy(b, out.array(), b * m * n);
                info[b] = kernel.lu(out.array(), b * m * n, m, n, exchanged);
                sign.set(b, permute(exchanged, pivots, b * rank, permutation, b * m, m));
            }
        });
        return new Lu(Matrices.wrap(out, batch, m, n), Matrices.wrap(ofPivots, batch, rank),
                Matrices.wrap(ofPermutation, batch, m), Matrices.wrap(sign, batch), Matrices.wrap(ofInfo, batch));
    }

    private static double permute(int[] exchanged, long[] pivots, int pivotsAt, long[] permutation, int at, int m) {
        double sign = 1;
        for (int i = 0; i < m; i++) {
            permutation[at + i] = i;
        }
        for (int k = 0; k < exchanged.length; k++) {
            pivots[pivotsAt + k] = exchanged[k] + 1;
            if (exchanged[k] != k) {
                long t = permutation[at + k];
                permutation[at + k] = permutation[at + exchanged[k]];
                permutation[at + exchanged[k]] = t;
                sign = -sign;
            }
        }
        return sign;
    }

    /**
     * {@code A X = B} (left) or {@code X A = B} for triangular A (..., n, n) and B (..., n, k) or (..., k, n); batches broadcast.
     * Only the triangle named is read, not the diagonal if {@code unitDiagonal}. A zero on the diagonal gives infinities or NaN.
     * Row-wise backward stable: {@code |A X - B| <= c n eps |A| |X|} element by element.
     */
    public static NdArray solveTriangular(NdArray a, NdArray b, boolean upper, boolean left, boolean unitDiagonal) {
        Matrices.checkSquare("solveTriangular", "a", a);
        Matrices.check("solveTriangular", "b", b);
        Matrices.checkSameDtype("solveTriangular", "b", b, a.dtype());
        int n = a.shape().dim(-1);
        if (b.shape().dim(left ? -2 : -1) != n) {
            throw new ArgumentException("solveTriangular", "b", "of shape " + b.shape(),
                    "shape (..., " + (left ? n + ", k)" : "k, " + n + ")"));
        }
        if (!left) { // X A = B is A^T X^T = B^T
            return solveTriangular(a.transpose(-1, -2), b.transpose(-1, -2), !upper, true, unitDiagonal).transpose(-1, -2).dense();
        }
        int k = b.shape().dim(-1);
        Shape batch = Matrices.batch(a).broadcast("solveTriangular", Matrices.batch(b));
        Matrices matrix = Matrices.of(a, batch);
        Matrices right = Matrices.of(b, batch);
        Storage out = Matrices.allocate(a.dtype(), batch, n, k);
        FactorizationKernel kernel = matrix.kernel();
        Matrices.forEach(batch, (double) n * n * k, (from, to) -> {
            for (int i = from; i < to; i++) {
                right.copy(i, out.array(), i * n * k);
                kernel.solveTriangular(matrix.elements(), matrix.at(i), matrix.rowStride(), matrix.columnStride(), n, upper, unitDiagonal,
                        out.array(), i * n * k, k);
            }
        });
        return Matrices.wrap(out, batch, n, k);
    }

    /**
     * X of {@code A X = B}, or {@code A^T X = B} if {@code transposed}, from {@code lu(A)}, A (..., n, n), B (..., n, k); batches
     * broadcast. A singular A gives infinities or NaN: {@link Lu#info} tells beforehand.
     */
    public static NdArray luSolve(Lu lu, NdArray b, boolean transposed) {
        NdArray packed = lu.lu();
        Matrices.checkSquare("luSolve", "lu", packed);
        Matrices.check("luSolve", "b", b);
        Matrices.checkSameDtype("luSolve", "b", b, packed.dtype());
        int n = packed.shape().dim(-1);
        if (b.shape().dim(-2) != n) {
            throw new ArgumentException("luSolve", "b", "of shape " + b.shape(), "shape (..., " + n + ", k)");
        }
        int k = b.shape().dim(-1);
        Shape own = Matrices.batch(packed);
        Shape batch = own.broadcast("luSolve", Matrices.batch(b));
        Matrices factors = Matrices.of(packed, batch);
        FactorizationKernel kernel = factors.kernel();
        Matrices order = Matrices.of(lu.permutation().unsqueeze(-1), batch);
        Matrices right = Matrices.of(b, batch);
        Storage out = Matrices.allocate(packed.dtype(), batch, n, k);
        Matrices.forEach(batch, 2.0 * n * n * k, (from, to) -> {
            long[] rows = Storage.uninitialised(DType.INT64, n).longs();
            Object given = right.scratch(right.size());
            Object x = out.array();
            for (int i = from; i < to; i++) {
                Object a = factors.elements();
                int at = factors.at(i);
                int row = factors.rowStride();
                int column = factors.columnStride();
                order.copy(i, rows, 0);
                right.copy(i, given, 0);
                if (transposed) { // A^T = U^T L^T P
                    kernel.solveTriangular(a, at, column, row, n, false, false, given, 0, k);
                    kernel.solveTriangular(a, at, column, row, n, true, true, given, 0, k);
                    for (int r = 0; r < n; r++) {
                        System.arraycopy(given, r * k, x, (i * n + (int) rows[r]) * k, k);
                    }
                } else {
                    for (int r = 0; r < n; r++) {
                        System.arraycopy(given, (int) rows[r] * k, x, (i * n + r) * k, k);
                    }
                    kernel.solveTriangular(a, at, row, column, n, false, true, x, i * n * k, k);
                    kernel.solveTriangular(a, at, row, column, n, true, false, x, i * n * k, k);
                }
            }
        });
        return Matrices.wrap(out, batch, n, k);
    }

    /** {@code q} orthonormal in its columns, {@code r} upper triangular. */
    public record Qr(NdArray q, NdArray r) {}

    /**
     * {@code A = Q R} for A (..., m, n) by Householder reflections; reduced: Q (..., m, k), R (..., k, n) with k = min(m, n);
     * {@code complete}: Q (..., m, m), R (..., m, n). The diagonal of R has LAPACK's signs (either). Orthogonality and backward
     * error are small multiples of n eps, column by column.
     */
    public static Qr qr(NdArray a, boolean complete) {
        return Orthogonal.qr(a, complete ? Orthogonal.Mode.COMPLETE : Orthogonal.Mode.REDUCED);
    }

    /** {@code u} (..., m, k), {@code s} (..., k) descending, {@code vh} (..., k, n). */
    public record Svd(NdArray u, NdArray s, NdArray vh) {}

    /** See {@link Spectral#svd}. */
    public static Svd svd(NdArray a, boolean fullMatrices) {
        return Spectral.svd(a, fullMatrices);
    }

    /** {@code values} (..., n) ascending, {@code vectors} (..., n, n) in columns. */
    public record Eigh(NdArray values, NdArray vectors) {}

    /** See {@link Spectral#eigh}. */
    public static Eigh eigh(NdArray a, boolean upper) {
        return Spectral.eigh(a, upper);
    }
}
