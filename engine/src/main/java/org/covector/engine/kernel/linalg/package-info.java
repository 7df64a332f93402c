/**
 * Dense factorisations in double, blocked over matrix products as in LAPACK: Cholesky, LU, LDL, QR, symmetric eigenvalues, SVD, matrix
 * exponential. A new factorisation goes here, on rows in {@link org.covector.engine.kernel.linalg.Blas1} and
 * {@link org.covector.engine.kernel.linalg.Blas3}.
 */
@NullMarked
package org.covector.engine.kernel.linalg;

import org.jspecify.annotations.NullMarked;
