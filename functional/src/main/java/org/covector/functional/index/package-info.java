/**
 * Reading and writing at places given by tensors: embedding tables, masks, subscripts, scatter with a reduction.
 *
 * <p>A new way to address elements is a method of {@code IndexFunctions} with its primitive beside it; gather and scatter themselves, of
 * which the rules of other families are made, are in {@link org.covector.functional.primitive.Index}.
 */
@NullMarked
package org.covector.functional.index;

import org.jspecify.annotations.NullMarked;
