package org.covector.functional;

/** Norms of matrices. */
public enum MatrixNorm {
    /** Frobenius: the root of the sum of squares. */
    FROBENIUS,
    /** Nuclear: the sum of the singular values. */
    NUCLEAR,
    /** The largest sum of magnitudes in a row. */
    INFINITY,
    /** The smallest sum of magnitudes in a row. */
    MINUS_INFINITY,
    /** The largest sum of magnitudes in a column. */
    ONE,
    /** The smallest sum of magnitudes in a column. */
    MINUS_ONE,
    /** The largest singular value. */
    TWO,
    /** The smallest singular value. */
    MINUS_TWO
}
