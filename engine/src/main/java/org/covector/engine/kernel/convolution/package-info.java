/**
 * Direct convolution, forward, transposed and with respect to the weights, on packed windows; its micro-kernels are assembled by
 * {@code codegen}. A new algorithm for convolution goes here; geometry (padding, strides, groups) is resolved in {@code op}.
 */
@NullMarked
package org.covector.engine.kernel.convolution;

import org.jspecify.annotations.NullMarked;
