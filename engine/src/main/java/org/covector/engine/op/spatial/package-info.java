/**
 * Operations over 1, 2 or 3 spatial axes: convolution, pooling, im2col, resampling, sampling at points. Windows, padding and strides are
 * checked and resolved here; loops are in {@code kernel.window} and its neighbours. A new operation on images goes here.
 */
@NullMarked
package org.covector.engine.op.spatial;

import org.jspecify.annotations.NullMarked;
