/**
 * Factorisations of matrices and what follows from them: solutions, least squares, determinants, eigenvalues, singular values; batches of
 * the last two axes. A new factorisation goes here; its loops go to {@code kernel.linalg}. Products of matrices are in {@code op}.
 */
@NullMarked
package org.covector.engine.op.linalg;

import org.jspecify.annotations.NullMarked;
