/**
 * Activation functions: the pointwise ones by their formulas, softmax, gated units, and those with noise.
 *
 * <p>A new pointwise activation is one method with its formula in {@code SmoothActivation}, or in {@code Activation} if it has kinks; what
 * works along an axis goes to {@code GatedFunctions}.
 */
@NullMarked
package org.covector.functional.activation;

import org.jspecify.annotations.NullMarked;
