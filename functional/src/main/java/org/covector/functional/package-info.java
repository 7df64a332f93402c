/**
 * What users write, by one import: {@link org.covector.functional.Tensor}, functions on tensors, {@link org.covector.functional.F},
 * functions on functions, {@link org.covector.functional.Autograd} and {@link org.covector.functional.Functions}, {@link
 * org.covector.functional.Tree}s, custom functions, and the options, results and errors of all of these.
 *
 * <p>A new option record or enum goes here, with no code but its checks. A new function of {@code F} goes to the package of its family
 * ({@code pointwise}, {@code activation}, {@code shape}, {@code reduction}, {@code index}, {@code linalg}, {@code spatial}, {@code norm},
 * {@code loss}, {@code sequence}, {@code signal}): its public method to the facade, which {@code F} inherits, its implementation beside
 * it. A new transformation goes to {@code Autograd}, for one tensor, two, three and trees.
 */
@NullMarked
package org.covector.functional;

import org.jspecify.annotations.NullMarked;
