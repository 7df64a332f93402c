package org.covector.functional.core;

import org.covector.functional.Ints;

/** In which inputs a primitive is linear; declared, never found out by trying. */
public sealed interface Linearity {
    /** Not declared linear in any input. */
    Linearity NONE = new None();

    /** Not linear. */
    record None() implements Linearity {}

    /**
     * One linear map of several inputs: {@code f(a + b, c + d) = f(a, c) + f(b, d)}.
     *
     * @param inputs which; the others (indices) are parameters of the map
     */
    record Jointly(Ints inputs) implements Linearity {}

    /**
     * Linear in each of several inputs while the others stay as they are: bilinear, multilinear.
     *
     * @param inputs which
     */
    record Each(Ints inputs) implements Linearity {}

    /** One linear map of these inputs. */
    static Linearity jointly(int... inputs) {
        return new Jointly(Ints.of(inputs));
    }

    /** Linear in each of these inputs alone. */
    static Linearity each(int... inputs) {
        return new Each(Ints.of(inputs));
    }
}
