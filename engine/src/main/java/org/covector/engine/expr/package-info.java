/**
 * The expression language of pointwise kernels: sealed, interned, differentiable symbolically.
 *
 * <p>A new elementary function goes here: its node, its derivative, and its lowering to basic arithmetic.
 */
@NullMarked
package org.covector.engine.expr;

import org.jspecify.annotations.NullMarked;
