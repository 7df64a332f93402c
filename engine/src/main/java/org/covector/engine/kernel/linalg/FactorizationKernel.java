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

    /** {@code A = U^T U}: see {@link FloatCholesky#factor}; what is below the diagonal becomes 0. */
    int cholesky(Object a, int at, int n);

    /** {@code A = L L^T} where {@link #cholesky} left U: the lower triangle of {@code to}, of which nothing else is written. */
    void transposeUpper(Object u, int n, Object to, int at);

    /** {@code P A = L U}: see {@link FloatPivotedLu#factor}. */
    int lu(Object a, int at, int m, int n, int[] pivots);

    /** {@code A X = B} in place of a dense B: see {@link FloatTriangular#solve}. */
    void solveTriangular(Object a, int at, int row, int column, int n, boolean upper, boolean unitDiagonal, Object b, int bAt, int columns);

    /** {@code A = Q R} of a column-major m x n matrix, which is destroyed: so many columns of Q, so many rows of R. */
    void qr(Object a, int m, int n, Object q, int qAt, int columns, Object r, int rAt, int rows);

    /** The vectors of {@link #qr}'s reflections below R, and their factors, min(m, n), of a column-major m x n matrix. */
    void reflections(Object a, int m, int n, Object to, int at, Object tau);

    /** The first n columns of the product of k reflections, whose vectors are in columns of the column-major {@code a}. */
    void formQ(Object a, int m, int k, Object tau, Object q, int at, int n);
}
