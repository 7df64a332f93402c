package org.covector.functional.custom;

import java.util.function.Supplier;
import org.covector.functional.core.Cotangent;

/**
 * What a user puts in the place of a cotangent that is no tensor.
 *
 * @param cotangent zero or missing
 */
public record Absent<A>(Cotangent cotangent) implements Supplier<A> {
    /** What a supplier stands for: an absent cotangent, or what it gives. */
    static Supplier<? extends Cotangent> open(Supplier<? extends Cotangent> supplier) {
        return supplier instanceof Absent<?>(Cotangent c) ? () -> c : supplier;
    }

    @Override
    public A get() {
        throw new IllegalStateException("a place holder for " + cotangent + " holds no value");
    }
}
