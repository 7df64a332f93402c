/**
 * The mechanism: tensors, levels, primitives, pullbacks and the reverse sweep.
 *
 * <p>Read in this order: {@link org.covector.functional.Tensor}, {@link org.covector.functional.core.Primitive},
 * {@link org.covector.functional.core.Vjp}, {@link org.covector.functional.core.Apply},
 * {@link org.covector.functional.core.Reverse}. New operations do not go here, but beside their family in the package above.
 */
@NullMarked
package org.covector.functional.core;

import org.jspecify.annotations.NullMarked;
