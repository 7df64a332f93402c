/**
 * What slides over the axes behind batch and channels: convolution, pooling, and vision: padding, resampling, grids.
 *
 * <p>A new function is a method of the facade that it is like; arguments common to several (axes, windows, lengths) are checked in {@code
 * SpatialAxes}, {@code ConvolutionArguments} and {@code PoolArguments}.
 */
@NullMarked
package org.covector.functional.spatial;

import org.jspecify.annotations.NullMarked;
