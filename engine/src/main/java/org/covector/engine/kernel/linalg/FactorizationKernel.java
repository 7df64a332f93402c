package org.covector.engine.kernel.linalg;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.GemmKernel;

/** Direct factorisations and solutions of single matrices of one floating dtype, computed in it; row-major unless said otherwise. */
public interface FactorizationKernel {
    /** The kernel of a floating dtype, on products of matrices of that dtype. */
    static FactorizationKernel of(DType dtype, GemmKernel products) {
        return switch (dtype) {
            case FLOAT32 -> new FloatFactorization(products);
            case FLOAT64 -> new DoubleFactorization(products);
            case INT64, BOOL -> throw ArgumentException.notFloating("factorisation", dtype);
        };
    }

    /**
     * {@code A = U^T U}, or {@code A = L L^T} unless {@code upper}, of which only that triangle is read and written.
     *
     * @param row from one row of A to the next
     * @param to row-major
     * @return see {@link FloatCholesky#factor}
     */
    int cholesky(Object a, int at, int row, int column, int n, boolean upper, Object to, int toAt);

    /** {@code P A = L U}: see {@link FloatPivotedLu#factor}. */
    int lu(Object a, int at, int m, int n, int[] pivots);

    /** {@code A X = B} in place of a dense B: see {@link FloatTriangular#solve}. */
    void solveTriangular(Object a, int at, int row, int column, int n, boolean upper, boolean unitDiagonal, Object b, int bAt, int columns);

    /** {@code A = Q R} of a column-major m x n matrix, which is destroyed: so many columns of Q, so many rows of R. */
    void qr(Object a, int m, int n, Object q, int qAt, int columns, Object r, int rAt, int rows);

    /**
     * {@code A = U S V^T} of a column-major m x n matrix, m >= n, which is destroyed, by way of a bidiagonal one: see
     * {@link FloatBidiagonalSvd#factor}. So many columns of U; S; V^T.
     */
    boolean svd(Object a, int m, int n, Object u, int uAt, int columns, Object s, int sAt, Object vt, int vtAt);

    /** The vectors of {@link #qr}'s reflections below R, and their factors, min(m, n), of a column-major m x n matrix. */
    void reflections(Object a, int m, int n, Object to, int at, Object tau);

    /** The first n columns of the product of k reflections, whose vectors are in columns of the column-major {@code a}. */
    void formQ(Object a, int m, int k, Object tau, Object q, int at, int n);
}
