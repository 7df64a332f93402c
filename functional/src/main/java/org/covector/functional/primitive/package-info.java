/**
 * Primitives that the rules of several families are made of: moves, broadcasting and its adjoint, sums along axes, gather and scatter,
 * matrix products, softmax, random draws, the loop.
 *
 * <p>Not exported. An operation of one family alone goes beside its facade; it moves here when a second family, or the front, needs it
 * from the inside.
 */
@NullMarked
package org.covector.functional.primitive;

import org.jspecify.annotations.NullMarked;
