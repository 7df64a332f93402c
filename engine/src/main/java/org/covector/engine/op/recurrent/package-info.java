/**
 * Recurrent layers over all their steps. What a step computes is a {@code RecurrentCell}: formulas over parts of rows, forward and back; a
 * new kind of cell is one more. {@code RecurrentLayer} runs steps, {@code FixedFactor} is the weight of their products.
 */
@NullMarked
package org.covector.engine.op.recurrent;

import org.jspecify.annotations.NullMarked;
