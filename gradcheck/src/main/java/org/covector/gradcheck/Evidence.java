package org.covector.gradcheck;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a check saw, for pictures and for reading: immutable, and empty where nothing of a kind was checked.
 *
 * @param jacobians of each floating input, if small enough to keep
 * @param remainders Taylor remainders along random directions
 * @param profiles values along the line through an element that is a kink or wrong
 * @param oracles each oracle's vote
 * @param coverage what was varied, and how often
 * @param miss probability that a wrong element was overlooked, 0 if each was checked
 */
public record Evidence(List<Jacobian> jacobians, List<Remainder> remainders, List<Profile> profiles, List<Oracle> oracles,
        List<Coverage> coverage,
        double miss) {
    /** Nothing. */
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of(), List.of(), List.of(), 0);

    /** Copies the lists. */
    public Evidence {
        jacobians = List.copyOf(jacobians);
        remainders = List.copyOf(remainders);
        profiles = List.copyOf(profiles);
        oracles = List.copyOf(oracles);
        coverage = List.copyOf(coverage);
    }

    /** With further coverage. */
    Evidence with(List<Coverage> further) {
        return new Evidence(jacobians, remainders, profiles, oracles, Stream.concat(coverage.stream(), further.stream()).toList(), miss);
    }

    /**
     * Jacobian of one input, a row per result element (or random cotangent).
     *
     * @param input which input
     * @param projected whether rows are random cotangents instead of result elements
     * @param analytic rows from the pullback
     * @param numeric rows of difference quotients, NaN where none was needed
     */
    public record Jacobian(int input, boolean projected, List<List<Double>> analytic, List<List<Double>> numeric) {}

    /**
     * Remainders {@code |f(x + h u) - f(x) - h df(u)|} for falling h: of order 2 for a right derivative, of order 1 for a wrong one.
     *
     * @param steps h
     * @param zeroth {@code |f(x + h u) - f(x)|}
     * @param first with the derivative taken off
     * @param rate measured order of {@code first}
     */
    public record Remainder(List<Double> steps, List<Double> zeroth, List<Double> first, double rate) {}

    /**
     * A result along the line through one element of one input.
     *
     * @param input which input
     * @param index row-major number of the element
     * @param output row-major number of the result element or random cotangent
     * @param t distance from the element
     * @param y result there
     * @param slope what the pullback gives
     */
    public record Profile(int input, int index, int output, List<Double> t, List<Double> y, double slope) {}

    /**
     * One oracle's vote.
     *
     * @param name finite differences, Taylor remainder, forward rule
     * @param right whether it agrees with the pullback; true too where it has no vote, which the note then says first
     * @param note in words
     */
    public record Oracle(String name, boolean right, String note) {}

    /**
     * How often something was checked.
     *
     * @param what kind: ties, transposed views, subnormal elements, empty shapes ...
     * @param cases how many inputs of that kind were checked
     */
    public record Coverage(String what, int cases) {}
}
