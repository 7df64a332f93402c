package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Shares of elements in a direction, for the sum of products with known factors, whose gradient these are. */
class RandomDirectionsUnitTest {
    private static final int[] ALL = IntStream.range(0, 8).toArray();

    private static RandomDirections of(double[] x, double... gradient) {
        return of(Tensor.of(x), Tensor.of(gradient));
    }

    private static RandomDirections of(Tensor x, Tensor gradient) {
        return of(FlatFunction.of(in -> List.of(F.sum(F.mul(in.get(0), gradient))), List.of(x)), OutputProjection.basisVector(1, 0));
    }

    private static RandomDirections of(FlatFunction s, OutputProjection unit) {
        SplittableRandom random = new SplittableRandom(5);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, unit, random);
        return RandomDirections.of(s, Options.DEFAULT, unit, jacobian, ElementChecker.of(s, Options.DEFAULT, unit, jacobian), random);
    }

    private static double[] filled(double value) {
        double[] all = new double[8];
        Arrays.fill(all, value);
        return all;
    }

    private static double[] with(double[] all, int place, double value) {
        double[] other = all.clone();
        other[place] = value;
        return other;
    }

    @Test
    void stepsAreBetweenHalfAShareAndAWholeOneWithEitherSign() {
        RandomDirections d = of(filled(1), filled(1));
        double low = 2;
        double high = 0;
        int positive = 0;
        for (int k = 0; k < 500; k++) {
            for (double u : d.draw(ALL).u()) {
                low = Math.min(low, Math.abs(u));
                high = Math.max(high, Math.abs(u));
                positive += u > 0 ? 1 : 0;
            }
        }
        assertThat(d.maxStep(ALL, 0)).isEqualTo(1);
        assertThat(low).isCloseTo(0.5, within(0.01));
        assertThat(high).isCloseTo(1, within(0.01));
        assertThat(positive).isBetween(1850, 2150);
    }

    @Test
    void aStepTakesTheLargerShareWhereTheGradientIsSmall() {
        RandomDirections d = of(filled(1), with(with(filled(1), 2, 0.75), 5, 100));
        assertThat(d.errorScale(ALL, 2)).isEqualTo(0.75).as("its own");
        assertThat(of(filled(1), with(with(filled(1), 2, 0.75), 5, 0x1p20)).errorScale(ALL, 2))
                .as("no smaller than what is visible beside the largest").isEqualTo(64);
        assertThat(d.errorScale(ALL, 5)).isEqualTo(100);
        assertThat(d.maxStep(ALL, 5)).as("no less than an eighth of the element").isEqualTo(1.0 / 8);
        assertThat(d.maxStep(ALL, 0)).as("2^(6.64 / 8) rounds to 2: no more than twice the element").isEqualTo(2);
    }

    @Test
    void theShareIsOfTheElementsOwnSize() {
        RandomDirections d = of(with(filled(1), 3, -0x1p-20), filled(1));
        assertThat(d.maxStep(ALL, 3)).isEqualTo(2 * 0x1p-20);
        RandomDirections large = of(with(filled(1), 3, 0x1p20), filled(1));
        assertThat(large.maxStep(ALL, 3)).isEqualTo(0x1p20 / 8);
    }

    @Test
    void anElementWithoutAGradientIsMeasuredByTheValue() {
        RandomDirections d = of(filled(2), filled(0));
        assertThat(d.errorScale(ALL, 0)).as("a value of 0 says nothing either").isEqualTo(1);
        RandomDirections nan = of(filled(2), with(filled(1), 0, Double.NaN));
        assertThat(nan.errorScale(ALL, 0)).isPositive().isFinite();
    }

    @Test
    void severalResultsCountByTheirMeanSquare() {
        Tensor both = Tensor.of(new double[] {3, 3, 4, 4}, 2, 2);
        FlatFunction s = FlatFunction.of(in -> List.of(F.sum(F.mul(both, in.get(0)), 1)), List.of(Tensor.of(1.0, 1)));
        assertThat(of(s, OutputProjection.basis(2, new SplittableRandom(1))).errorScale(ALL, 0))
                .isCloseTo(Math.sqrt((9 + 16) / 2.0), within(1e-12));
        Tensor small = Tensor.of(new double[] {3, 1e-9, 4, 1e-9}, 2, 2);
        FlatFunction uneven = FlatFunction.of(in -> List.of(F.sum(F.mul(small, in.get(0)), 1)), List.of(Tensor.of(1.0, 1)));
        assertThat(of(uneven, OutputProjection.basis(2, new SplittableRandom(1))).errorScale(ALL, 1)).as("what is visible beside the rows'")
                .isCloseTo(0x1p-14 * Math.sqrt((9 + 16) / 2.0), within(1e-12));
    }

    @Test
    void withoutAGradientTheValueOverTheElementIsTheSize() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.add(F.sum(F.mul(in.get(0), 0)), 5)), List.of(Tensor.of(2.0, 8)));
        RandomDirections d = of(s, OutputProjection.basis(1, new SplittableRandom(1)));
        assertThat(d.errorScale(ALL, 0)).isEqualTo(2.5 * 0x1p-14);
        assertThat(d.errorScale(ALL, 1)).isEqualTo(0.625 * 0x1p-14);
    }

    @Test
    void theTypicalPartIsTheMeanOfTheExponents() {
        RandomDirections d = of(filled(1), with(filled(16), 0, 1)); // exponents 0, and seven times 4: 3.5, to the even neighbour 4
        assertThat(d.maxStep(ALL, 1)).isEqualTo(1);
        assertThat(d.maxStep(ALL, 0)).as("16 is more than twice the element").isEqualTo(2);
        RandomDirections mixed = of(with(filled(1), 0, 1e-310), filled(4));
        assertThat(mixed.maxStep(ALL, 1)).as("what is no normal number does not count").isEqualTo(1);
    }

    @Test
    void fractionsOfAStepAreAddedWithoutRounding() {
        RandomDirections d = of(with(filled(1), 4, 3.7), filled(1));
        double[] u = d.draw(ALL).u();
        for (int k = 0; k < u.length; k++) {
            double x = k == 4 ? 3.7 : 1;
            double part = Math.scalb(u[k], -20);
            assertThat(x + part - x).isEqualTo(part);
        }
        assertThat(d.draw(new int[] {4}).u()).hasSize(1);
    }

    @Test
    void singlePrecisionHasAGridOfItsOwn() {
        RandomDirections d = of(Tensor.of(1f, 1, 1, 1, 1, 1, 1, 1), Tensor.of(1f, 1, 1, 1, 1, 1, 1, 1));
        for (double u : d.draw(ALL).u()) {
            assertThat(Math.rint(u * 0x1p11)).isEqualTo(u * 0x1p11);
        }
    }

    @Test
    void theLastDirectionIsGivenAgainForTheSameElements() {
        RandomDirections d = of(filled(1), filled(1));
        RandomDirections.Direction first = d.draw(ALL);
        assertThat(d.lastOrNew(ALL.clone())).isSameAs(first);
        RandomDirections.Direction part = d.lastOrNew(new int[] {1, 2});
        assertThat(part.elements()).containsExactly(1, 2);
        assertThat(part.u()).hasSize(2);
        assertThat(d.lastOrNew(ALL)).isNotSameAs(first);
        assertThat(of(filled(1), filled(1)).lastOrNew(ALL).u()).as("none before").hasSize(8);
    }

    @Test
    void theLineOfADirectionMovesItsElements() {
        RandomDirections d = of(filled(1), filled(3));
        RandomDirections.Direction direction = d.draw(new int[] {0, 7});
        assertThat(direction.line().at(0.5)[0]).isCloseTo(24 + 1.5 * (direction.u()[0] + direction.u()[1]), within(1e-12));
    }

    @Test
    void allButSome() {
        assertThat(RandomDirections.complement(5, Set.of())).containsExactly(0, 1, 2, 3, 4);
        assertThat(RandomDirections.complement(5, Set.of(0, 3))).containsExactly(1, 2, 4);
        assertThat(RandomDirections.complement(2, Set.of(0, 1))).isEmpty();
    }

    @Test
    void productsBeyondTheRangeOfNumbersDoNotCount() {
        assertThat(of(with(filled(1), 0, 1e-307), with(filled(4), 0, 1e-20)).maxStep(ALL, 1))
                .as("a small number over the floor of errors").isEqualTo(1);
        assertThat(of(with(filled(1), 0, 1e308), filled(4)).maxStep(ALL, 1)).isEqualTo(1);
    }

    @Test
    void aShareIsAPartOfTheLargestOne() {
        RandomDirections d = of(filled(1), with(filled(16), 0, 1));
        for (int k = 0; k < 50; k++) {
            double[] u = d.draw(ALL).u();
            assertThat(Math.abs(u[0])).as("of 2").isBetween(1.0, 2.0);
            assertThat(Math.abs(u[1])).as("of 1").isBetween(0.5, 1.0);
        }
    }

    @Test
    void aStepSmallerThanTheGridIsWhatItIs() {
        double[] u = of(with(filled(1), 3, 64 * Double.MIN_VALUE), filled(1)).draw(ALL).u();
        assertThat(Math.abs(u[3])).isBetween(Double.MIN_VALUE, 256 * Double.MIN_VALUE);
    }
}
