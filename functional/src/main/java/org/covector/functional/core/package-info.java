/**
 * The mechanism: tensors of each level, what a primitive declares, its application, and the sweeps.
 *
 * <p>Not exported but to gradcheck. Read in this order: {@link org.covector.functional.Tensor}, {@link
 * org.covector.functional.core.Primitive}, {@link org.covector.functional.core.Vjp}, {@link org.covector.functional.core.Apply}, {@link
 * org.covector.functional.core.Reverse}. A new kind of level or of declaration goes here; a new operation goes beside the facade of its
 * family.
 */
@NullMarked
package org.covector.functional.core;

import org.jspecify.annotations.NullMarked;
