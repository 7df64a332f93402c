package org.covector.gradcheck;

import io.vavr.control.Option;

/**
 * Something that a pullback owes besides right numbers at the given inputs, and does not do.
 *
 * @param kind what is broken
 * @param input whose gradient, if it is one input's
 * @param result whose cotangent, if it is one result's
 * @param text one sentence
 */
public record Breach(Kind kind, Option<Integer> input, Option<Integer> result, String text) {
    /** What a pullback owes. */
    public enum Kind {
        /** The same value, and the same gradient, from call to call. */
        NONDETERMINISTIC,
        /** A gradient that does not depend on what the function has computed since. */
        STATE,
        /** The same gradient when called from many threads at once. */
        THREADS,
        /** The value that the function has when it is not differentiated. */
        VALUE,
        /** Inputs, cotangents and results left as they are. */
        MODIFIED,
        /** A gradient that is linear in the cotangent. */
        NOT_LINEAR,
        /** A gradient of 0 for a cotangent of 0. */
        COTANGENT_IGNORED,
        /** Gradients of their inputs' shapes and dtypes, and none of integers. */
        TYPE,
        /** For cotangents that are absent, what zeros give. */
        ABSENT_COTANGENT,
        /** The same gradient of one input whichever others are asked for. */
        ALONE,
        /** For one tensor given for two inputs, the sum of the gradients of two copies of it. */
        SHARED,
        /** The same gradient for inputs and cotangents that are views of other memory. */
        LAYOUT,
        /** For many cotangents under {@code vmap}, what each of them gives. */
        BATCHED,
        /** A function that can be differentiated without reading elements. */
        ELEMENT_READ,
        /** A pullback that does not throw where the function gives a value. */
        THROWS,
        /** Agreement with the forward rule and with Taylor remainders, where difference quotients cannot tell. */
        ORACLES,
        /** A right gradient at varied inputs too. */
        ELSEWHERE
    }

    public static Breach of(Kind kind, String text) {
        return new Breach(kind, Option.none(), Option.none(), text);
    }

    public static Breach ofInput(Kind kind, int input, String text) {
        return new Breach(kind, Option.of(input), Option.none(), text);
    }

    public static Breach ofResult(Kind kind, int result, String text) {
        return new Breach(kind, Option.none(), Option.of(result), text);
    }

    /** What is thrown where a pullback should give a gradient. */
    public static Breach thrown(String what, RuntimeException e) {
        return of(Cause.readsElements(e) ? Kind.ELEMENT_READ : Kind.THROWS, what + " throws " + e);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
