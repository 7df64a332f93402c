package org.covector.gradcheck.variation;

import java.util.List;
import java.util.function.Supplier;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Variation;

/**
 * Other inputs for the function.
 *
 * @param kind what is varied
 * @param description in words, for the coverage
 * @param inputs the inputs, made when asked for
 * @param elements of all floating numbers, those to check; all if there are none
 * @param reach how far from ordinary numbers it goes
 */
record VariedInput(Variation kind, String description, Supplier<List<Tensor>> inputs, int[] elements, Reach reach) {
    /** How far from ordinary numbers inputs lie: what a gradient can be blamed for there. */
    enum Reach {
        /** No intermediate result need overflow. */
        ORDINARY,
        /** Products of a few inputs overflow or underflow: an intermediate result may, where the result does not. */
        EXTREME,
        /** Close to where the function changes its formula: the next piece begins within the usual steps. */
        BREAKPOINT
    }

    VariedInput(Variation kind, String description, Supplier<List<Tensor>> inputs) {
        this(kind, description, inputs, new int[0], Reach.ORDINARY);
    }
}
