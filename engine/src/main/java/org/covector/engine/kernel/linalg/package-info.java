/**
 * Dense factorisations, blocked over matrix products as in LAPACK. Cholesky, LU, QR and the SVD of large matrices are computed in their
 * dtype, behind {@link org.covector.engine.kernel.linalg.FactorizationKernel}; LDL, symmetric eigenvalues, Jacobi's SVD and the matrix
 * exponential in double. A new factorisation goes here, on rows in {@link org.covector.engine.kernel.linalg.FloatBlas1} and
 * {@link org.covector.engine.kernel.linalg.FloatBlas3}.
 */
@NullMarked
package org.covector.engine.kernel.linalg;

import org.jspecify.annotations.NullMarked;
