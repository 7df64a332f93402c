/**
 * Losses.
 *
 * <p>A new loss is a method of {@code LossFunctions}, composed in the file of its kind: of elements, of classes, of embeddings, of
 * distances. Checks, weights and reductions that all share are in {@code Loss}.
 */
@NullMarked
package org.covector.functional.loss;

import org.jspecify.annotations.NullMarked;
