package org.covector.functional.core;

/** The closure that takes the outputs' cotangents back to the inputs'. May be called any number of times, from any thread. */
@FunctionalInterface
public interface Pullback {
    /**
     * One cotangent per input; those not wanted are not looked at. Behind them may stand entries of a {@link Cotangent.Log}.
     *
     * @param dy one cotangent per output, not all {@link Cotangent.Zero}
     */
    Cotangent[] apply(Cotangent[] dy, Wanted wanted);
}
