package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** What each change makes of the numbers. */
class PerturbationsUnitTest {
    private static final Tensor A = Tensor.of(new double[] {1, -2, 3, 4, -5, 6}, 2, 3);
    private static final Tensor B = Tensor.of(10.0, 20);

    private static FlatFunction subject(Tensor... x) {
        return FlatFunction.of(in -> List.of(F.sum(in.get(0))), List.of(x));
    }

    private static Perturbations changes(Options options, Tensor... x) {
        return new Perturbations(subject(x), options, new SplittableRandom(4));
    }

    private static List<VariedInput> called(String what, Tensor... x) {
        List<List<VariedInput>> all = new ArrayList<>(changes(Options.DEFAULT, x).magnitudes());
        all.addAll(changes(Options.DEFAULT, x).ties());
        return all.stream().filter(v -> !v.isEmpty() && v.getFirst().description().equals(what)).findFirst().orElseThrow();
    }

    private static double[] numbers(VariedInput v) {
        return FlatFunction.flatten(v.inputs().get());
    }

    private static double[] only(String what, Tensor x) {
        List<VariedInput> all = called(what, x);
        assertThat(all).hasSize(1);
        return numbers(all.getFirst());
    }

    private static void each(double[] found, Tensor x, BiPredicate<Double, Double> fits) {
        double[] before = x.array().toDoubleArray();
        for (int j = 0; j < before.length; j++) {
            assertThat(fits.test(before[j], found[j])).as(before[j] + " became " + found[j]).isTrue();
        }
    }

    @Test
    void everyMagnitudeIsWhatItIsCalled() {
        each(only("tiny elements", A), A, (x, y) -> y == x * 0x1p-30);
        each(numbers(changes(Options.DEFAULT, A).magnitudes().get(1).getFirst()), A, (x, y) -> y == x * 0x1p10);
        each(numbers(changes(Options.DEFAULT, A).magnitudes().get(2).getFirst()), A, (x, y) -> y == x * 0x1p30);
        each(only("negative elements", A), A, (x, y) -> y == -Math.abs(x));
        each(only("elements near overflow", A), A, (x, y) -> y == x * 0x1p300);
        each(only("elements near underflow", A), A, (x, y) -> y == x * 0x1p-300);
        each(only("elements whose squares overflow", A), A, (x, y) -> y == x * 0x1p520);
        each(only("elements whose squares vanish", A), A, (x, y) -> y == x * 0x1p-560 && y * y == 0);
        each(only("small elements", A), A, (x, y) -> y == x / 16);
        each(only("large elements of the other sign", A), A, (x, y) -> y == -64 * x);
        each(only("inputs of zeros", A), A, (x, y) -> y == 0);
        Tensor negative = Tensor.of(-1.0, -2);
        each(only("positive elements", negative), negative, (x, y) -> y == -x);
        Tensor single = Tensor.of(1f, -2);
        each(only("elements near overflow", single), single, (x, y) -> y == x * 0x1p60);
        each(only("elements near underflow", single), single, (x, y) -> y == x * 0x1p-60);
        each(only("elements whose squares overflow", single), single, (x, y) -> y == x * 0x1p66);
        each(only("elements whose squares vanish", single), single, (x, y) -> y == x * 0x1p-80);
    }

    @Test
    void elementsAreSortedInputByInput() {
        Tensor b = Tensor.of(new double[] {4, -1, 7, 0}, 2, 2);
        List<List<VariedInput>> all = changes(Options.DEFAULT, Tensor.of(3.0, 1, 2), b).sorted();
        assertThat(all).hasSize(2).allMatch(v -> v.size() == 3);
        assertThat(numbers(all.get(0).get(0))).containsExactly(1, 2, 3, -1, 0, 4, 7);
        assertThat(numbers(all.get(1).get(0))).containsExactly(3, 2, 1, 7, 4, 0, -1);
        assertThat(numbers(all.get(0).get(2))).as("the second input alone").containsExactly(3, 1, 2, -1, 0, 4, 7);
        assertThat(changes(Options.DEFAULT, Tensor.of(3.0), Tensor.scalar(2)).sorted()).as("nothing to sort").isEmpty();
    }

    /** 96 values a sixth of each other apart, with a seed of any kind: the gaps are a bit more than two of those. */
    @Test
    void aSweepLeavesNoIntervalOut() {
        List<List<VariedInput>> all = changes(Options.DEFAULT, A).sweep();
        assertThat(all).as("of 6 elements").hasSize(16).allMatch(v -> v.size() == 2);
        double[] both = all.stream().flatMapToDouble(v -> Arrays.stream(numbers(v.getFirst()))).sorted().toArray();
        assertThat(both).hasSize(96);
        assertThat(both[0]).isBetween(-15.0, -12.0);
        assertThat(both[95]).isBetween(12.0, 15.0);
        assertThat(both[47]).isBetween(-0.0031, 0.0);
        assertThat(both[48]).isBetween(0.0, 0.0031);
        for (int k = 60; k < 95; k++) {
            assertThat(both[k + 1] / both[k]).isLessThan(1.5);
            assertThat(both[95 - k - 1] / both[95 - k]).isLessThan(1.5);
        }
        double[] first = numbers(all.getFirst().getFirst());
        assertThat(Arrays.stream(first).min().orElse(0) / Arrays.stream(first).max().orElse(0)).as("near each other").isLessThan(3);
        assertThat(first).as("in no order").isNotEqualTo(Arrays.stream(first).sorted().toArray());
        double[] given = A.array().toDoubleArray();
        double[] ofTheirSigns = numbers(all.getFirst().getLast());
        for (int j = 0; j < 6; j++) {
            assertThat(ofTheirSigns[j]).isEqualTo(Math.copySign(first[j], given[j]));
        }
        assertThat(changes(Options.DEFAULT, Tensor.ones(DType.FLOAT64, Shape.of(97))).sweep()).as("more elements than values").hasSize(1);
        assertThat(changes(Options.DEFAULT, Tensor.scalar(1.0), Tensor.scalar(2.0)).sweep()).hasSize(48).allMatch(v -> v.size() == 6);
    }

    @Test
    void mixedMagnitudesGoBothWays() {
        double[] found = only("elements of mixed magnitudes", A);
        double[] exponents = new double[6];
        double[] before = A.array().toDoubleArray();
        for (int j = 0; j < 6; j++) {
            exponents[j] = Math.log(found[j] / before[j]) / Math.log(2);
            assertThat(exponents[j]).isBetween(-20.0, 20.0).isEqualTo(Math.rint(exponents[j]));
        }
        assertThat(Arrays.stream(exponents).min().orElse(0)).isNegative();
        assertThat(Arrays.stream(exponents).max().orElse(0)).isPositive();
        assertThat(called("elements of mixed magnitudes", A).getFirst().elements()).hasSize(2);
        Tensor large = Tensor.of(new double[InputVariations.LARGE + 1]);
        assertThat(called("elements of mixed magnitudes", large).getFirst().elements()).as("all").isEmpty();
        assertThat(called("elements of mixed magnitudes", Tensor.of(new double[InputVariations.LARGE])).getFirst().elements()).hasSize(2);
    }

    @Test
    void zerosAndSubnormalsAreFewAndTheyAreLookedAt() {
        for (String what : new String[] {"zero elements", "subnormal elements"}) {
            VariedInput v = called(what, A).getFirst();
            double[] found = numbers(v);
            assertThat(v.elements()).hasSize(2).doesNotHaveDuplicates();
            for (int j = 0; j < 6; j++) {
                int place = j;
                boolean chosen = Arrays.stream(v.elements()).anyMatch(e -> e == place);
                double before = A.array().toDoubleArray()[j];
                if (!chosen) {
                    assertThat(found[j]).isEqualTo(before);
                } else if (what.startsWith("zero")) {
                    assertThat(found[j]).isZero();
                } else {
                    assertThat(Math.abs(found[j])).isBetween(0x1p-1060, 100 * 0x1p-1060);
                    assertThat(Math.signum(found[j])).isEqualTo(Math.signum(before));
                }
            }
            assertThat(v.reach()).isEqualTo(what.startsWith("zero") ? VariedInput.Reach.ORDINARY : VariedInput.Reach.EXTREME);
        }
        double[] single = only("subnormal elements", Tensor.of(1f));
        assertThat(single[0]).isBetween(0x1p-140, 100 * 0x1p-140);
    }

    @Test
    void otherPointsLieWithinEachInputsRange() {
        List<VariedInput> all = changes(Options.DEFAULT, A, B, Tensor.of(3.0, 3), Tensor.of(-3.0)).points();
        assertThat(all).as("all together, and each input alone").hasSize(5);
        double[] together = numbers(all.getFirst());
        for (int j = 0; j < 6; j++) {
            assertThat(together[j]).isBetween(-5.0, 6.0).isNotEqualTo(A.array().toDoubleArray()[j]);
        }
        assertThat(together[6]).isBetween(10.0, 20.0);
        assertThat(together[8]).as("a range is made of a single number").isBetween(2.25, 3.75).isNotEqualTo(3);
        assertThat(together[10]).isBetween(-3.75, -2.25).isNotEqualTo(-3);
        double[] second = numbers(all.get(2));
        assertThat(Arrays.copyOf(second, 6)).containsExactly(1, -2, 3, 4, -5, 6);
        assertThat(second[6]).isBetween(10.0, 20.0).isNotEqualTo(10);
        assertThat(Arrays.copyOfRange(second, 8, 11)).containsExactly(3, 3, -3);
        double[] drawn = numbers(all.getFirst());
        assertThat(drawn).isNotEqualTo(together);
        assertThat(changes(Options.DEFAULT, A).points()).hasSize(1);
    }

    @Test
    void whatAnIntervalForbidsStaysAsItIs() {
        Options positive = Options.DEFAULT.withInterval(0, 0, 100);
        double[] found = numbers(changes(positive, B).magnitudes().get(11).getFirst());
        assertThat(found).containsExactly(10, 20);
        double[] small = numbers(changes(positive, B).magnitudes().get(10).getFirst());
        assertThat(small).containsExactly(10.0 / 16, 20.0 / 16);
    }

    @Test
    void chosenElementsOfEachInputAreLookedAtAlone() {
        List<VariedInput> zero = called("zero elements", A, B);
        assertThat(zero).hasSize(3);
        assertThat(zero.get(0).elements()).hasSize(4);
        assertThat(Arrays.stream(zero.get(1).elements())).hasSize(2).allMatch(j -> j < 6);
        assertThat(zero.get(2).elements()).containsExactly(6, 7);
        assertThat(numbers(zero.get(2))).containsExactly(1, -2, 3, 4, -5, 6, 0, 0);
    }

    @Test
    void tiesAlongAnAxisAreNeighboursThere() {
        VariedInput last = called("ties along the last axis", A).getFirst();
        double[] found = numbers(last);
        int[] pair = last.elements();
        assertThat(pair).hasSize(2);
        assertThat(pair[1] - pair[0]).isEqualTo(1);
        assertThat(pair[0] % 3).as("the row's beginning").isZero();
        assertThat(found[pair[1]]).isEqualTo(found[pair[0]]).isEqualTo(A.array().toDoubleArray()[pair[0]]);
        VariedInput first = called("ties along the first axis", A).getFirst();
        pair = first.elements();
        assertThat(pair[1] - pair[0]).isEqualTo(3);
        assertThat(numbers(first)[pair[1]]).isEqualTo(A.array().toDoubleArray()[pair[0]]);
        assertThat(changes(Options.DEFAULT, Tensor.scalar(2.0), Tensor.of(1.0)).ties().get(0)).as("no neighbours").isEmpty();
    }

    @Test
    void inputsOfEqualElementsAndTiesBetweenInputs() {
        assertThat(only("inputs of equal elements", A)).containsOnly(1);
        List<VariedInput> equal = called("inputs of equal elements", A, B);
        assertThat(numbers(equal.getFirst())).containsExactly(1, 1, 1, 1, 1, 1, 10, 10);
        assertThat(equal.getFirst().elements()).hasSize(2);
        VariedInput between = called("ties between inputs", A, B).getFirst();
        assertThat(numbers(between)).containsExactly(1, -2, 3, 4, -5, 6, 1, -2);
        assertThat(between.elements()).containsExactly(0, 6);
        assertThat(numbers(called("ties between inputs", B, A).getFirst())).as("repeated where it is shorter")
                .containsExactly(10, 20, 10, 20, 10, 20, 10, 20);
    }

    @Test
    void roundNumbersAreThoseWhereKinksLikeToBe() {
        List<List<VariedInput>> ties = changes(Options.DEFAULT, Tensor.of(new SplittableRandom(1).doubles(20, 7, 8).toArray())).ties();
        List<Double> round = new ArrayList<>();
        for (List<VariedInput> v : ties.subList(ties.size() - 2, ties.size())) {
            double[] found = numbers(v.getFirst());
            assertThat(v.getFirst().elements()).hasSize(5);
            for (int j : v.getFirst().elements()) {
                round.add(found[j]);
            }
            assertThat(Arrays.stream(found).filter(y -> y >= 7)).hasSize(15);
        }
        assertThat(round).containsExactlyInAnyOrder(-3.0, 3.0, 1.0, -1.0, 6.0, -6.0, 0.5, -0.5, 2.0, -2.0);
    }

    @Test
    void secondDerivativesAreLookedAtFurtherAway() {
        List<List<VariedInput>> all = changes(Options.DEFAULT, A).forSecondDerivatives();
        assertThat(all).hasSize(4).allMatch(v -> v.getFirst().kind() == Variation.POINTS
                && v.getFirst().reach() == VariedInput.Reach.ORDINARY && v.getFirst().elements().length == 0);
        double[] others = numbers(all.get(0).getFirst());
        assertThat(others).isNotEqualTo(A.array().toDoubleArray());
        assertThat(Arrays.stream(others).allMatch(v -> v >= -5 && v <= 6)).isTrue();
        each(numbers(all.get(1).getFirst()), A, (x, y) -> y == -Math.abs(x));
        each(numbers(all.get(2).getFirst()), A, (x, y) -> y == 16 * x);
        each(numbers(all.get(3).getFirst()), A, (x, y) -> y == -64 * x);
        Tensor negative = Tensor.of(-1.0, -2);
        each(numbers(changes(Options.DEFAULT, negative).forSecondDerivatives().get(1).getFirst()), negative, (x, y) -> y == -x);
        Tensor zero = Tensor.of(0.0, -2);
        each(numbers(changes(Options.DEFAULT, zero).forSecondDerivatives().get(1).getFirst()), zero, (x, y) -> y == Math.abs(x));
        each(only("positive elements", zero), zero, (x, y) -> y == Math.abs(x));
    }

    private static List<VariedInput> everyOne(String what, Tensor... x) {
        return changes(Options.DEFAULT, x).magnitudes().stream().filter(v -> v.getFirst().description().equals(what))
                .map(List::getFirst).toList();
    }

    @Test
    void fewElementsAreAlsoInfiniteAndOfTheMagnitudesBetween() {
        List<VariedInput> infinite = everyOne("infinite elements", A);
        assertThat(infinite).hasSize(2);
        for (int k = 0; k < 2; k++) {
            double sign = k == 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            double[] found = numbers(infinite.get(k));
            assertThat(infinite.get(k).elements()).hasSize(2);
            assertThat(Arrays.stream(infinite.get(k).elements())).allMatch(j -> found[j] == sign);
            assertThat(Arrays.stream(found).filter(Double::isFinite)).hasSize(4);
        }
        assertThat(everyOne("infinite elements", A, B)).as("of a single input only").isEmpty();
        List<VariedInput> between = everyOne("magnitudes between and far out", A);
        assertThat(between).hasSize(15);
        assertThat(between.stream().map(v -> Math.getExponent(numbers(v)[0])))
                .containsExactly(-60, -40, -24, -20, -16, -12, -8, 4, 7, 14, 18, 22, 26, 42, 60);
        assertThat(between.stream().filter(v -> v.reach() == VariedInput.Reach.EXTREME).map(v -> Math.getExponent(numbers(v)[0])))
                .containsExactly(-60, -40, 42, 60);
        each(numbers(between.get(7)), A, (x, y) -> y == 16 * x);
        assertThat(everyOne("magnitudes in the gaps", A).stream().map(v -> Math.getExponent(numbers(v)[0])))
                .containsExactly(-14, -10, -6, -2, 2, 5, 9, 12, 16, 20, 24);
        assertThat(everyOne("magnitudes in the gaps", Tensor.of(Arrays.copyOf(new double[] {1}, 17)))).isEmpty();
        assertThat(everyOne("magnitudes between and far out", Tensor.of(1f)).stream().map(v -> Math.getExponent(numbers(v)[0])))
                .containsExactly(-24, -16, -8, 4, 7, 14, 22);
        double[] many = new double[InputVariations.FEW + 1];
        Arrays.fill(many, 2);
        assertThat(everyOne("infinite elements", Tensor.of(many))).isEmpty();
        assertThat(everyOne("magnitudes between and far out", Tensor.of(many))).isEmpty();
        assertThat(everyOne("infinite elements", Tensor.of(Arrays.copyOf(many, InputVariations.FEW)))).hasSize(2);
    }

    @Test
    void emptyInputsAreLeftOut() {
        Tensor empty = Tensor.of(new double[0], 0);
        assertThat(changes(Options.DEFAULT, A, empty).points()).as("one input that can be varied").hasSize(1);
        assertThat(called("inputs of equal elements", A, empty).getFirst().elements()).hasSize(1);
        assertThat(changes(Options.DEFAULT, A, empty).ties().stream().filter(v -> !v.isEmpty()
                && v.getFirst().description().equals("ties between inputs"))).isEmpty();
    }

    @Test
    void aConstantInputHasARangeAroundIt() {
        for (double value : new double[] {2, -2}) {
            double[] all = new double[64];
            Arrays.fill(all, value);
            double[] found = numbers(changes(Options.DEFAULT, Tensor.of(all)).points().getFirst());
            double[] sizes = Arrays.stream(found).map(v -> v / value).toArray();
            assertThat(Arrays.stream(sizes).min().orElse(0)).isBetween(0.75, 0.85);
            assertThat(Arrays.stream(sizes).max().orElse(0)).isBetween(1.15, 1.25);
        }
    }

    @Test
    void twoElementsHaveAnOrder() {
        assertThat(numbers(changes(Options.DEFAULT, Tensor.of(3.0, 1)).sorted().getFirst().getFirst())).containsExactly(1, 3);
    }

    @Test
    void ofNeighboursOneBecomesTheOther() {
        double[] before = A.array().toDoubleArray();
        for (String what : new String[] {"ties along the last axis", "ties along the first axis"}) {
            double[] found = only(what, A);
            int[] changed = IntStream.range(0, 6).filter(j -> found[j] != before[j]).toArray();
            assertThat(changed).hasSize(1);
            assertThat(found[changed[0]]).isEqualTo(before[changed[0] - (what.endsWith("last axis") ? 1 : 3)]);
        }
        Tensor row = Tensor.of(new double[] {1, 2, 3}, 1, 3);
        assertThat(numbers(called("ties along the last axis", row, Tensor.scalar(5.0)).getFirst())).containsExactly(1, 1, 3, 5);
        assertThat(changes(Options.DEFAULT, row).ties().get(1)).as("an axis of length 1").isEmpty();
        Tensor many = Tensor.of(IntStream.range(0, 80).mapToDouble(j -> j).toArray(), 40, 2);
        double[] tied = only("ties along the last axis", many);
        assertThat(IntStream.range(0, 80).filter(j -> tied[j] != j).boxed().toList()).as("in any row").hasSize(1)
                .allMatch(j -> j > 1 && j % 2 == 1);
    }

    @Test
    void inputsAreTiedElementByElement() {
        assertThat(numbers(called("ties between inputs", Tensor.of(1.0, 2, 3), Tensor.of(4.0, 5), Tensor.of(6.0, 7, 8)).getFirst()))
                .containsExactly(1, 2, 3, 1, 2, 1, 2, 3);
    }

    @Test
    void ofSeveralInputsEachIsChangedAloneToo() {
        assertThat(changes(Options.DEFAULT, A).points()).hasSize(1);
        List<VariedInput> all = called("tiny elements", Tensor.of(1.0), Tensor.of(2.0));
        assertThat(all.stream().map(v -> numbers(v)).toList()).containsExactly(new double[] {0x1p-30, 0x1p-29}, new double[] {0x1p-30, 2},
                new double[] {1, 0x1p-29});
    }
}
