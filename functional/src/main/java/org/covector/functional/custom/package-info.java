/**
 * What users' own functions become: primitives made of a backward formula, a forward one, or code of their own, and checkpoints.
 *
 * <p>Not exported but to gradcheck; users see {@link org.covector.functional.CustomVjp}, {@link org.covector.functional.CustomJvp} and
 * {@link org.covector.functional.CustomPrimitive}. A new way to give a formula is a primitive here; what users return is checked by {@code
 * FromUser}.
 */
@NullMarked
package org.covector.functional.custom;

import org.jspecify.annotations.NullMarked;
