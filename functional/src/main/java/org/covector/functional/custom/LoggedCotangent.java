package org.covector.functional.custom;

import java.util.function.Supplier;

/**
 * A lazy cotangent with an entry for the log of the pullback.
 *
 * @param cotangent asked for when it is wanted
 * @param entry asked for after the cotangent, by who wants the log
 */
public record LoggedCotangent<A>(Supplier<A> cotangent, Supplier<?> entry) implements Supplier<A> {
    @Override
    public A get() {
        return cotangent.get();
    }
}
