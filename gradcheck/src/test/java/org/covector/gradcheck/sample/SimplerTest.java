package org.covector.gradcheck.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

class SimplerTest {
    private static final double[] ORDER = {0, -0.0, 1, -1, 0.5, -0.5, 2, 3, 10, 9, 0.25, 0.731, 0.7312345678901234, Double.NaN};

    @Test
    void roundNumbersComeFirst() {
        for (int i = 1; i < ORDER.length; i++) {
            assertThat(Simpler.cost(ORDER[i - 1], DType.FLOAT64)).as("%s before %s", ORDER[i - 1], ORDER[i])
                    .isLessThan(Simpler.cost(ORDER[i], DType.FLOAT64));
        }
    }

    @Test
    void digitsAreThoseOfTheDtype() {
        assertThat(Simpler.cost(0.1f, DType.FLOAT32)).isEqualTo(Simpler.cost(0.1, DType.FLOAT64));
        assertThat(Simpler.than(0.7312f, DType.FLOAT32)).allMatch(v -> (float) (double) v == v);
        assertThat(Simpler.than(7, DType.INT64)).contains(0.0, 1.0).allMatch(v -> v == Math.rint(v));
    }

    @Test
    void candidatesAreSimplerAndInOrder() {
        for (double x : new double[] {0.7312345678901234, -734.2, 1e300, -4.9e-324, 2, -1, Double.NEGATIVE_INFINITY, Double.NaN,
                1234567.5}) {
            List<Double> all = Simpler.than(x, DType.FLOAT64);
            assertThat(all).as("of %s", x).isNotEmpty().allMatch(v -> Simpler.cost(v, DType.FLOAT64) < Simpler.cost(x, DType.FLOAT64));
            assertThat(all).isSortedAccordingTo(Comparator.comparingInt(v -> Simpler.cost(v, DType.FLOAT64)));
        }
        assertThat(Simpler.than(0, DType.FLOAT64)).isEmpty();
    }

    /** Down a threshold, step by step, as shrinking does it. */
    private static double least(double from, double above) {
        double x = from;
        for (boolean found = true; found;) {
            found = false;
            for (double v : Simpler.than(x, DType.FLOAT64)) {
                if (v > above) {
                    x = v;
                    found = true;
                    break;
                }
            }
        }
        return x;
    }

    @Test
    void theSimplestNumberAboveAThresholdIsReached() {
        assertThat(Stream.of(least(0.7312, 0), least(-1.9 + 4, 1), least(734.25, 100), least(1.99, 1.7), least(8.3e200, 1e9),
                least(-0.3, -0.4)).toList())
                .containsExactly(1.0, 2.0, 200.0, 2.0, 2e9, 0.0);
    }
}
