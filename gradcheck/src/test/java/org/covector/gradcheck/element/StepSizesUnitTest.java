package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Steps of elements whose sizes are known: 181/256 of powers of two. */
class StepSizesUnitTest {
    private static StepSizes of(double... x) {
        return StepSizes.of(FlatFunction.of(in -> List.of(F.mul(in.getFirst(), 2)), List.of(Tensor.of(x))));
    }

    private static Double[] steps(int... exponents) {
        return IntStream.of(exponents).mapToObj(s -> Math.scalb(181.0 / 256, s)).toArray(Double[]::new);
    }

    @Test
    void stepsAreFractionsOfTheElementsOwnSizeAndOfOne() {
        assertThat(of(1).of(0, CheckMode.DEFAULT)).containsExactly(steps(-6, -10, -3, -13, -18, -24, -1, 0, -5, -9));
        assertThat(of(-1000).of(0, CheckMode.DEFAULT)).as("1000 is 512 and more")
                .containsExactly(steps(3, -1, 6, -4, -9, -15, 8, 9, -5, -13));
        assertThat(of(1).of(0, CheckMode.NEAR_BREAKPOINT))
                .containsExactly(steps(-6, -10, -3, -13, -18, -24, -1, 0, -5, -9, -14, -16, -23, -25, -27));
    }

    @Test
    void anElementThatIsSmallInItsTensorIsMovedByStepsOfTheTensorToo() {
        assertThat(of(8, 56).of(0, CheckMode.DEFAULT)).as("a quarter of the mean is not small")
                .containsExactly(steps(-3, -7, 0, -10, -15, -21, 2, 3, -5, -9, -13));
        assertThat(of(7.9, 56.1).of(0, CheckMode.DEFAULT))
                .containsExactly(steps(-4, -8, -1, -11, -16, -22, 1, 2, 0, -5, -9, -13));
        assertThat(of(0, -32).of(0, CheckMode.DEFAULT)).as("0 has the size of its tensor")
                .containsExactly(steps(-2, -6, 1, -9, -14, -20, 3, 4, -5, -13));
    }

    @Test
    void theSizeOfATensorIsTheMeanOfItsMagnitudesIfThatIsASize() {
        assertThat(of(3, 0, -6).tensorScale()).containsExactly(3);
        assertThat(of(0, 0).tensorScale()).containsExactly(1);
        assertThat(of(1, Double.NEGATIVE_INFINITY).tensorScale()).containsExactly(1);
        assertThat(of(1, Double.NaN).tensorScale()).containsExactly(1);
        FlatFunction two = FlatFunction.of(List::copyOf, List.of(Tensor.of(1.0, 2), Tensor.of(4.0, 6, 20)));
        assertThat(StepSizes.of(two).tensorScale()).containsExactly(1.5, 10);
        assertThat(StepSizes.of(two).elementScale(3)).isEqualTo(6);
    }

    @Test
    void closeByAZeroIsNoLargerThanOne() {
        assertThat(of(0, 1e12).nearScale(0)).isEqualTo(1);
        assertThat(of(0, 0.5).nearScale(0)).isEqualTo(0.25);
        assertThat(of(0, 0.5).nearScale(1)).isEqualTo(0.5);
        assertThat(of(-1e12).nearScale(0)).isEqualTo(1e12);
    }

    @Test
    void theUsualStepAndTheShortest() {
        StepSizes s = of(0, 24);
        assertThat(List.of(s.usual(1), s.shortest(1), s.usualOfElement(1))).containsExactly(steps(-2, -20, -2));
        assertThat(List.of(s.usual(0), s.shortest(0), s.usualOfElement(0))).as("of 1, and of the mean").containsExactly(steps(-6, -24, -3));
    }

    /** No exponent of a number leads to a step that is none. */
    @Test
    void stepsOfTheSmallestAndOfTheLargestNumbersAreNumbers() {
        for (double x : new double[] {Double.MIN_VALUE, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            assertThat(of(x).of(0, CheckMode.NEAR_BREAKPOINT)).hasSizeGreaterThan(12).allMatch(h -> h > 0 && h < Double.POSITIVE_INFINITY);
        }
    }
}
