/**
 * Models as values. A {@link org.covector.functional.nn.Model} is a record of tensors with a {@link org.covector.functional.Tree}; a
 * {@link org.covector.functional.nn.Layer} maps (x, mode) to (y, next layer), {@link org.covector.functional.nn.Mode} being evaluation, or
 * training with a key. Nothing is hidden: a batch norm in training gives the next layer beside its result, a recurrent state goes in and
 * comes out. {@link org.covector.functional.nn.StateDict} has torch's names of all tensors.
 *
 * <p>A new layer is a record with {@code init(key, ...)} of torch's default distributions, a TREE derived from it, and {@code apply};
 * initialisers stand in {@link org.covector.functional.nn.Init}.
 */
@NullMarked
package org.covector.functional.nn;

import org.jspecify.annotations.NullMarked;
