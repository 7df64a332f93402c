/**
 * Functions on tensors: {@link org.covector.functional.F}, and functions on functions: {@link org.covector.functional.Autograd}.
 *
 * <p>A new pointwise operation is one method with its formula in {@code Arithmetic}, {@code Elementary}, {@code Special},
 * {@code Comparison} or {@code Activation}. Any other operation goes to the class of its family: value, pullback and algebra in one
 * place, with a one-line delegation in {@code F}.
 */
@NullMarked
package org.covector.functional;

import org.jspecify.annotations.NullMarked;
