/**
 * Normalisation over batches, layers, groups and instances, and normalisation by a norm.
 *
 * <p>A new one over statistics is a {@code NormKind}; what only divides by a norm is a composition in {@code Normalizing}.
 */
@NullMarked
package org.covector.functional.norm;

import org.jspecify.annotations.NullMarked;
