package org.covector.gradcheck.sample;

import java.util.List;
import java.util.stream.Stream;

/** Something random that knows simpler things of its kind: what a counterexample becomes when it is made readable. */
public interface Simplifiable<S extends Simplifiable<S>> {
    /** How far from simple, most important number first; never negative. */
    List<Long> cost();

    /** Candidates, bold ones first; not all cost less. */
    Stream<S> simpler();

    /** Whether this costs less. */
    default boolean isSimplerThan(S other) {
        List<Long> mine = cost();
        List<Long> its = other.cost();
        for (int i = 0; i < mine.size(); i++) {
            if (!mine.get(i).equals(its.get(i))) {
                return mine.get(i) < its.get(i);
            }
        }
        return false;
    }
}
