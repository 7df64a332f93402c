package org.covector.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void medianAndQuartilesOfAnOddNumberOfSamplesAreSamples() {
        assertThat(Timing.of(5, 1, 4, 2, 3)).isEqualTo(new Timing(3, 1, 2, 4, 5));
    }

    @Test
    void medianOfAnEvenNumberOfSamplesLiesBetweenTheMiddleTwo() {
        assertThat(Timing.of(10, 2, 4, 8)).isEqualTo(new Timing(6, 2, 3.5, 8.5, 4));
    }

    @Test
    void oneSampleIsAllOfThem() {
        assertThat(Timing.of(7)).isEqualTo(new Timing(7, 7, 7, 7, 1));
    }

    @Test
    void oneDisturbedSampleDoesNotMoveTheMedian() {
        assertThat(Timing.of(3, 3, 3, 1e9, 3).median()).isEqualTo(3);
    }

    @Test
    void samplesAreLeftInTheirOrder() {
        double[] samples = {3, 1, 2};
        Timing.of(samples);
        assertThat(samples).containsExactly(3, 1, 2);
    }

    @Test
    void noSamplesAreRefused() {
        assertThatThrownBy(Timing::of).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no samples");
    }
}
