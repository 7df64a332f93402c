/**
 * Reductions of runs to one number, in a fixed tree of additions: sums, products, extrema and where they are, moments around a mean; also
 * prefix sums, and what is left to do once a sum is known. A new reduction implements
 * {@link org.covector.engine.kernel.reduction.ReduceKernel}.
 */
@NullMarked
package org.covector.engine.kernel.reduction;

import org.jspecify.annotations.NullMarked;
