/**
 * What an array is: {@link org.covector.engine.NdArray}, its dtype and shape, views, printing, comparison.
 *
 * <p>A new way to look at an array (a view) goes here; a new way to compute one goes to {@code op}.
 */
@NullMarked
package org.covector.engine;

import org.jspecify.annotations.NullMarked;
