package org.covector.functional.core;

import org.covector.functional.Ints;

/**
 * In which inputs a primitive is linear, in those of its results that have a derivative by them; declared, never found out by trying.
 */
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

    /**
     * Linear in each of some inputs together with others that are added: {@code x w^T + b} is linear in x and b, and in w and b.
     *
     * @param inputs the factors
     * @param added what is added, as far as the operation is given it
     */
    record Affine(Ints inputs, Ints added) implements Linearity {}

    /** One linear map of these inputs. */
    public static Linearity jointly(int... inputs) {
        return new Jointly(Ints.of(inputs));
    }

    /** Linear in each of these inputs alone. */
    public static Linearity each(int... inputs) {
        return new Each(Ints.of(inputs));
    }

    /** Linear in each of {@code inputs} together with {@code added}. */
    public static Linearity affine(Ints inputs, int... added) {
        return new Affine(inputs, Ints.of(added));
    }
}
