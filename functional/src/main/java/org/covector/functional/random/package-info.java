/**
 * Functions that draw: dropout in all its forms, classes by their logits, permutations. All take a key, and give the same result for the
 * same key.
 *
 * <p>A new one is a method of {@code RandomFunctions}; the laws themselves are in {@code Draw}. An activation with random slopes or noise
 * is an activation first, and stands there.
 */
@NullMarked
package org.covector.functional.random;

import org.jspecify.annotations.NullMarked;
