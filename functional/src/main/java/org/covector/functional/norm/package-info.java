/**
 * Normalisation over batches, layers, groups and instances, normalisation by a norm, and dropout.
 *
 * <p>A new one over statistics is a {@code NormKind}; what only divides by a norm is a composition in {@code Normalizing}.
 */
@NullMarked
package org.covector.functional.norm;

import org.jspecify.annotations.NullMarked;
