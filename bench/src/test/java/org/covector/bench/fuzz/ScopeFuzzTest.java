package org.covector.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScopeFuzzTest {
    @Test
    void programsHaveTheSameBitsInScopes() {
        ScopeFuzz.Outcome outcome = ScopeFuzz.run(1500, 1);
        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.ended()).isPositive();
    }
}
