/**
 * Losses with recursions of their own, such as CTC. A loss that is a formula of elements and reductions needs no kernel.
 */
@NullMarked
package org.covector.engine.kernel.loss;

import org.jspecify.annotations.NullMarked;
