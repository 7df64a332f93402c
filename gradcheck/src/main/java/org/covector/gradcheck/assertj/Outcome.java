package org.covector.gradcheck.assertj;

import java.util.function.Consumer;

/** What happens to a failed assertion: thrown, or collected. */
record Outcome(Consumer<AssertionError> failed) {
    static final Outcome THROW = new Outcome(e -> {
        throw e;
    });
}
