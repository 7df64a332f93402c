/**
 * What the transformations of {@link org.covector.functional.Autograd} and {@link org.covector.functional.Functions} are made of:
 * functions between trees as functions between leaves, Jacobians, the level of {@code vmap}.
 *
 * <p>Not exported but to gradcheck. A new transformation is a public method in front; what it shares with others goes here.
 */
@NullMarked
package org.covector.functional.transform;

import org.jspecify.annotations.NullMarked;
