package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.covector.functional.DefinedOn;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** Inputs sampled from the domains of pointwise functions. */
class DomainSamplesUnitTest {
    @Test
    void samplesLieInTheirDomains() {
        DefinedOn.Interval[] all = DefinedOn.Interval.values();
        for (DefinedOn.Interval interval : all) {
            List<List<Tensor>> samples = DomainSamples.inputs(List.of(interval, interval, interval), 5);
            assertThat(samples.stream().map(s -> s.stream().map(t -> t.shape().toString()).toList().toString()))
                    .containsExactly("[[], [], []]", "[[7], [7], [7]]", "[[2, 3], [3], [2, 1]]", "[[2, 1], [1, 3], []]");
            double[] values = samples.get(1).getFirst().dtype().isFloating() ? samples.get(1).getFirst().array().toDoubleArray()
                    : new double[0];
            for (double v : values) {
                switch (interval) {
                    case REAL -> assertThat(v).isBetween(-2.4, 2.4);
                    case POSITIVE -> assertThat(v).isBetween(0.08, 3.92);
                    case ABOVE_MINUS_ONE -> assertThat(v).isBetween(-0.92, 2.92);
                    case ABOVE_ONE -> assertThat(v).isBetween(1.06, 3.94);
                    case UNIT -> assertThat(v).isBetween(-0.96, 0.96);
                    case PROBABILITY -> assertThat(v).isBetween(0.02, 0.98);
                    case NONZERO -> assertThat(Math.abs(v)).isBetween(0.34, 2.26);
                    case BOOL -> throw new AssertionError("booleans are no numbers");
                }
            }
            assertThat(values).doesNotHaveDuplicates();
        }
        assertThat(DomainSamples.inputs(List.of(DefinedOn.Interval.BOOL), 5).get(1).getFirst().array().toBooleanArray())
                .contains(true, false);
        double[] signs = DomainSamples.inputs(List.of(DefinedOn.Interval.NONZERO), 5).get(1).getFirst().array().toDoubleArray();
        assertThat(Arrays.stream(signs).map(Math::signum).boxed()).contains(1.0, -1.0);
    }

    @Test
    void domainsAreIntervalsWithoutTheirEnds() {
        Options o = DomainSamples.within(Options.DEFAULT,
                List.of(DefinedOn.Interval.REAL, DefinedOn.Interval.UNIT, DefinedOn.Interval.NONZERO,
                DefinedOn.Interval.POSITIVE));
        assertThat(o.interval(0)).isEqualTo(Options.Interval.ALL);
        assertThat(o.interval(1).contains(1)).isFalse();
        assertThat(o.interval(1).contains(Math.nextDown(1.0))).isTrue();
        assertThat(o.interval(1).contains(-1)).isFalse();
        assertThat(o.interval(2)).isEqualTo(Options.Interval.ALL);
        assertThat(o.interval(3).contains(0)).isFalse();
        assertThat(o.interval(3).contains(1e300)).isTrue();
    }
}
