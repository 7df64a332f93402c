package org.covector.bench.proof;

import org.covector.functional.core.Primitive;
import org.covector.functional.Tensor;

/**
 * One corruption of a rule.
 *
 * @param place where
 * @param what is done there
 * @param change gives what stands there instead
 */
record Mutant(Place place, String what, Change change) {
    /** A corruption. */
    interface Change {
        /**
         * The corrupted results of {@code primitive} at {@code x}, whose right results are {@code y}; at a border of the pullback x
         * is y.
         */
        Tensor[] apply(Primitive primitive, Tensor[] x, Tensor[] y);
    }

    @Override
    public String toString() {
        return place + ": " + what;
    }
}
