/**
 * Sorting and selection: elements become integer keys of the same order, which are sorted by radix or selected from. A new algorithm of
 * order statistics works on keys, so that it serves every dtype.
 */
@NullMarked
package org.covector.engine.kernel.order;

import org.jspecify.annotations.NullMarked;
