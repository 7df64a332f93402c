/**
 * Functions computed element by element from a formula, which gives kernels and derivatives of every order: arithmetic, rounding,
 * comparisons, elementary and special functions, operations on bits.
 *
 * <p>A new one is one method with its formula in the facade of its family; an activation goes to {@code activation}.
 */
@NullMarked
package org.covector.functional.pointwise;

import org.jspecify.annotations.NullMarked;
