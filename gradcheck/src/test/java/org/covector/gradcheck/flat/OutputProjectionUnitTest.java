package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** What cotangents are made of, and that they see what a sum over all results says. */
class OutputProjectionUnitTest {
    private static SplittableRandom random() {
        return new SplittableRandom(3);
    }

    private static double[] numbers(int n) {
        return new SplittableRandom(11).doubles(n, -3, 3).toArray();
    }

    private static double sum(double[] v, double... y) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += v[i] * y[i];
        }
        return sum;
    }

    @Test
    void theNumbersOfAVectorAreThoseOf192WithFewBits() {
        Set<Double> seen = new HashSet<>();
        int positive = 0;
        double[] drawn = OutputProjection.randomVector(20_001, random());
        for (double v : drawn) {
            assertThat(Math.abs(v)).isBetween(0.5, 2.0).isLessThan(2.0);
            assertThat(v * 64).isEqualTo(Math.rint(v * 64));
            seen.add(v);
            positive += v > 0 ? 1 : 0;
        }
        assertThat(seen).hasSize(192);
        assertThat(positive).isBetween(9_700, 10_300);
        assertThat(Arrays.stream(drawn).map(Math::abs).average().orElse(0)).isCloseTo(79.5 / 64, within(0.01));
        int neighbours = 0;
        for (int i = 0; i + 1 < drawn.length; i += 2) { // two of one draw
            neighbours += Math.abs(drawn[i]) == Math.abs(drawn[i + 1]) ? 1 : 0;
        }
        assertThat(neighbours).as("10,000 / 96 by accident").isBetween(60, 160);
    }

    @Test
    void aSignIsTheLastBit() {
        assertThat(OutputProjection.sign(0)).isEqualTo(1);
        assertThat(OutputProjection.sign(1)).isEqualTo(-1);
        assertThat(OutputProjection.sign(6)).isEqualTo(1);
        assertThat(OutputProjection.sign(-1)).isEqualTo(-1);
    }

    @Test
    void oneForEachElementSeesEverythingAsItIs() {
        OutputProjection each = OutputProjection.basis(5, random());
        double[] y = numbers(5);
        assertThat(each.count()).isEqualTo(5);
        assertThat(each.isRandom()).isFalse();
        assertThat(each.hidesNonFinite()).isFalse();
        assertThat(each.project(y)).isEqualTo(y);
        assertThat(each.project(List.of(Tensor.of(y)))).isEqualTo(y);
        Set<Double> signs = new HashSet<>();
        for (int r = 0; r < 5; r++) {
            double factor = each.factor(r);
            signs.add(Math.signum(factor));
            assertThat(Math.abs(factor)).isBetween(0.5, 2.0);
            double[] expected = new double[5];
            expected[r] = factor;
            assertThat(each.cotangent(r)).isEqualTo(expected);
            assertThat(each.row(r).project(y)).containsExactly(y[r]);
            assertThat(each.magnitude(y)[r]).isEqualTo(Math.abs(y[r]));
        }
        assertThat(OutputProjection.basis(40, random()).factor(0)).isNotEqualTo(OutputProjection.basis(40, random()).factor(1));
        assertThat(signs).hasSize(2);
    }

    @Test
    void randomOnesSeeSumsOfProducts() {
        for (int m : new int[] {1, 7, 300, FlatFunction.CHUNK, FlatFunction.CHUNK + 1, 2 * FlatFunction.CHUNK + 77}) {
            double[] y = numbers(m);
            OutputProjection projection = OutputProjection.random(3, y, random());
            assertThat(projection.count()).isEqualTo(3);
            assertThat(projection.isRandom()).isTrue();
            assertThat(projection.hidesNonFinite()).isFalse();
            for (int r = 0; r < 3; r++) {
                double expected = sum(projection.cotangent(r), y);
                assertThat(projection.factor(r)).isEqualTo(1);
                assertThat(projection.project(y)[r]).isCloseTo(expected, within(1e-9));
                assertThat(projection.project(List.of(Tensor.of(y)))[r]).isEqualTo(projection.project(y)[r]);
                assertThat(projection.row(r).project(y)).containsExactly(projection.project(y)[r]);
            }
            assertThat(projection.cotangent(0)).isNotEqualTo(projection.cotangent(1));
        }
    }

    @Test
    void resultsInSeveralTensorsAreSeenAsOne() {
        int m = FlatFunction.CHUNK + 100;
        double[] y = numbers(m);
        OutputProjection projection = OutputProjection.random(2, y, random());
        List<Tensor> parts = List.of(Tensor.of(Arrays.copyOf(y, 60)), Tensor.of(true), Tensor.of(Arrays.copyOfRange(y, 60, m)));
        assertThat(projection.project(parts)[1]).isCloseTo(projection.project(y)[1], within(1e-9));
        float[] single = {1.5f, -2.25f};
        OutputProjection two = OutputProjection.random(1, new double[2], random());
        assertThat(two.project(List.of(Tensor.of(single)))[0]).isEqualTo(sum(two.cotangent(0), 1.5, -2.25));
    }

    @Test
    void whatIsNotFiniteIsNotSeen() {
        for (int m : new int[] {6, FlatFunction.CHUNK + 6}) {
            double[] y = numbers(m);
            y[1] = Double.NaN;
            y[m - 1] = Double.NEGATIVE_INFINITY;
            OutputProjection projection = OutputProjection.random(2, y, random());
            assertThat(projection.hidesNonFinite()).isTrue();
            double[] rest = y.clone();
            rest[1] = 0;
            rest[m - 1] = 0;
            assertThat(projection.cotangent(1)[1]).isZero();
            assertThat(projection.project(y)[1]).isCloseTo(sum(projection.cotangent(1), rest), within(1e-9));
            assertThat(projection.project(List.of(Tensor.of(y)))[1]).isEqualTo(projection.project(y)[1]);
            assertThat(y[1]).as("untouched").isNaN();
            double[] unseen = projection.hiddenCotangent(y, random());
            for (int i = 0; i < m; i++) {
                assertThat(unseen[i] != 0).isEqualTo(i == 1 || i == m - 1);
            }
        }
    }

    @Test
    void nowhereIsNoNumberForEachProbe() {
        assertThat(OutputProjection.random(2, numbers(9), random()).undefined()).containsExactly(Double.NaN, Double.NaN);
        assertThat(OutputProjection.basis(3, random()).undefined()).containsExactly(Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void aUnitSeesOneResultOnly() {
        OutputProjection unit = OutputProjection.basisVector(4, 2);
        assertThat(unit.count()).isEqualTo(1);
        assertThat(unit.cotangent(0)).containsExactly(0, 0, 1, 0);
        assertThat(unit.project(new double[] {1, 2, 3, 4})).containsExactly(3);
        assertThat(unit.magnitude(new double[] {1, Double.NaN, -3, 4})).containsExactly(12);
    }

    @Test
    void theMagnitudeIsFourTimesTheRootOfTheSquares() {
        double[] y = numbers(50);
        OutputProjection projection = OutputProjection.random(2, y, random());
        double squares = 0;
        for (int i = 0; i < 50; i++) {
            squares += Math.pow(projection.cotangent(1)[i] * y[i], 2);
        }
        assertThat(projection.magnitude(y)[1]).isCloseTo(4 * Math.sqrt(squares), within(1e-12));
        double[] tiny = Arrays.stream(y).map(v -> v * 1e-200).toArray();
        double[] huge = Arrays.stream(y).map(v -> v * 1e200).toArray();
        double[] absolute = Arrays.stream(projection.cotangent(0)).map(Math::abs).toArray();
        double[] sizes = Arrays.stream(y).map(Math::abs).toArray();
        assertThat(projection.magnitude(tiny)[0]).as("squares underflow").isCloseTo(sum(absolute, sizes) * 1e-200, within(1e-210));
        assertThat(projection.magnitude(huge)[0]).as("squares overflow").isCloseTo(sum(absolute, sizes) * 1e200, within(1e190));
    }

    @Test
    void integersAmongTheResultsAreNotSeen() {
        OutputProjection each = OutputProjection.basis(1, random());
        assertThat(each.project(List.of(Tensor.of(5L), Tensor.of(2.5)))).containsExactly(2.5);
        assertThat(Tensor.of(5L).dtype()).isEqualTo(DType.INT64);
    }
}
