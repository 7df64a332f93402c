/**
 * The same elements in another arrangement: reshaping, permuting, repeating, joining and splitting, windows, grids, diagonals.
 *
 * <p>A new arrangement is a method of {@code ShapeFunctions}; its primitive is a {@link org.covector.functional.primitive.Move} beside it,
 * or in {@code primitive} if the rules of other families are made of it.
 */
@NullMarked
package org.covector.functional.shape;

import org.jspecify.annotations.NullMarked;
