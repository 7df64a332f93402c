/**
 * What users write: {@link org.covector.functional.Tensor}, functions on tensors, {@link org.covector.functional.F}, functions on
 * functions, {@link org.covector.functional.Autograd} and {@link org.covector.functional.Functions}, and
 * {@link org.covector.functional.Tree}s.
 *
 * <p>A new pointwise operation is one method with its formula in {@code Arithmetic}, {@code Rounding}, {@code Comparison},
 * {@code Elementary}, {@code Special}, {@code SmoothActivation} or {@code Activation}. Any other operation goes to the class of its family:
 * value, pullback and algebra in one place, with its public method in the family's facade, which {@code F} inherits. A new transformation
 * goes to {@code Autograd}, for one tensor, two, three and trees.
 */
@NullMarked
package org.covector.functional;

import org.jspecify.annotations.NullMarked;
