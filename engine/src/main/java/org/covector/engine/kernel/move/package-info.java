/**
 * Movement of elements: strided copies, gather and scatter, scatter with accumulation, sums of gathered rows. A new way to move elements
 * goes here; what computes with each element goes to {@code elementary}.
 */
@NullMarked
package org.covector.engine.kernel.move;

import org.jspecify.annotations.NullMarked;
