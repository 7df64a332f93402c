package org.covector.functional;

/** How {@code lstsq} solves, by the names of LAPACK's routines. */
public enum LeastSquaresDriver {
    /** By QR, for matrices of full rank; singular values are not computed. */
    GELS,
    /** The solution of smallest norm, whatever the rank (LAPACK: by pivoted QR; here by singular values). */
    GELSY,
    /** The solution of smallest norm, by singular values. */
    GELSD,
    /** As GELSD. */
    GELSS
}
