package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.junit.jupiter.api.Test;

/** Points on a line: the function gives its inputs back, so that what is seen is where it was. */
class DirectionLineUnitTest {
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static FlatFunction identity(Tensor... x) {
        return FlatFunction.of(in -> {
            CALLS.incrementAndGet();
            return in;
        }, List.of(x));
    }

    private static DirectionLine ray(FlatFunction s, Options options, int[] elements, double... u) {
        return DirectionLine.of(s, options, OutputProjection.basis(s.value().length, new SplittableRandom(1)), elements, u);
    }

    @Test
    void wholeInputsPartsOfThemAndInputsThatStay() {
        FlatFunction s = identity(Tensor.of(1.0, 2), Tensor.of(3.0, 4, 5), Tensor.of(6.0), Tensor.of(7.0, 8));
        DirectionLine ray = ray(s, Options.DEFAULT, new int[] {0, 1, 3, 6, 7}, 1, 10, 100, 1000, 10_000);
        assertThat(ray.at(0.5)).containsExactly(1.5, 7, 3, 54, 5, 6, 507, 5008);
        assertThat(ray.at(-1)).containsExactly(0, -8, 3, -96, 5, 6, -993, -9992);
        assertThat(ray.at(0)).as("what moved comes back").containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(ray.representableStep(0.3)).isEqualTo(0.3);
    }

    @Test
    void aSinglePartIsRoundedAsItsInputIs() {
        FlatFunction s = identity(Tensor.of(1f, 2f), Tensor.of(1.0));
        assertThat(ray(s, Options.DEFAULT, new int[] {0, 1}, 0.1, 0).at(1)).containsExactly((double) (float) 1.1, 2, 1);
        assertThat(ray(s, Options.DEFAULT, new int[] {2}, 0.1).at(1)).containsExactly(1, 2, 1.1);
    }

    @Test
    void aViewMovesLikeItsValues() {
        FlatFunction s = identity(F.transpose(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), 0, 1));
        assertThat(ray(s, Options.DEFAULT, new int[] {0, 1, 2, 3}, 10, 20, 30, 40).at(1)).containsExactly(11, 23, 32, 44);
    }

    @Test
    void nothingIsComputedTwice() {
        DirectionLine ray = ray(identity(Tensor.of(1.0)), Options.DEFAULT, new int[] {0}, 1);
        int before = CALLS.get();
        assertThat(ray.at(0.25)).containsExactly(1.25);
        assertThat(ray.at(0.25)).containsExactly(1.25);
        assertThat(CALLS.get() - before).isEqualTo(1);
        assertThat(ray.at(-0.25)).containsExactly(0.75);
        assertThat(CALLS.get() - before).isEqualTo(2);
    }

    @Test
    void outsideOfAnIntervalThereIsNothing() {
        FlatFunction s = identity(Tensor.of(1.0, 2), Tensor.of(5.0));
        Options bounded = Options.DEFAULT.withInterval(1, 4, 6);
        assertThat(ray(s, bounded, new int[] {0, 2}, 1, 1).at(1)).containsExactly(2, 2, 6);
        assertThat(ray(s, bounded, new int[] {0, 2}, 1, 1).at(1.5)).containsOnly(Double.NaN);
        assertThat(ray(s, bounded, new int[] {0}, 1).at(100)).as("the other input stays inside").containsExactly(101, 2, 5);
        assertThat(ray(s, bounded.withInterval(0, 0, 3), new int[] {0, 1}, 1, 1).at(2)).containsOnly(Double.NaN);
        DirectionLine ray = ray(s, Options.DEFAULT.withInterval(1, 0, 6), new int[] {2}, 2);
        assertThat(ray.at(0.4)).containsExactly(1, 2, 5.8);
        assertThat(ray.at(0.6)).containsOnly(Double.NaN);
        assertThat(ray.at(-0.6)).containsExactly(1, 2, 3.8);
    }

    @Test
    void whereTheFunctionRefusesThereIsNothing() {
        FlatFunction s = FlatFunction.of(in -> {
            if (in.get(0).array().item() > 1) {
                throw new IllegalArgumentException("too large");
            }
            return in;
        }, List.of(Tensor.scalar(1.0)));
        assertThat(ray(s, Options.DEFAULT, new int[] {0}, 1).at(0.1)).containsOnly(Double.NaN);
        assertThat(ray(s, Options.DEFAULT, new int[] {0}, 1).at(-0.5)).containsExactly(0.5);
    }
}
