/**
 * Matrices: products and what is composed of them ({@code MatrixFunctions}), factorisations, solutions and functions of matrices ({@code
 * LinalgFunctions}).
 *
 * <p>A new factorisation is a record with its rules beside {@code Decomposition}, a new product a composition in {@code Products}.
 */
@NullMarked
package org.covector.functional.linalg;

import org.jspecify.annotations.NullMarked;
