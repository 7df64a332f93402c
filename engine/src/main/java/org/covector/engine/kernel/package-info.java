/**
 * SIMD loops over dense or constant runs of primitives. No shapes, no Vavr, no NdArray.
 *
 * <p>Classes named {@code Float...} are the one source of two dtypes: the build derives {@code Double...} from them.
 * A new structural kernel goes here, one family per file; its shape logic goes to {@code op}.
 */
@NullMarked
package org.covector.engine.kernel;

import org.jspecify.annotations.NullMarked;
