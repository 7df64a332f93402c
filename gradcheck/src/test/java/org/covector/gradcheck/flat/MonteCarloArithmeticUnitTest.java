package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.covector.functional.Autograd;
import org.covector.functional.CustomVjp;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** Runs with operations off by a unit or two in the last place: how far off results are is known beforehand. */
class MonteCarloArithmeticUnitTest {
    private static final double ULP = 0x1p-52;

    /** Distances of the results of many runs from the right one, in units of the last place of 1. */
    private static List<Double> off(Function1<Tensor, Tensor> f, Tensor x, double right) {
        MonteCarloArithmetic roundings = MonteCarloArithmetic.of((List<Tensor> in) -> List.of(f.apply(in.getFirst())), List.of(x)).get();
        SplittableRandom random = new SplittableRandom(6);
        List<Double> all = new ArrayList<>();
        for (int k = 0; k < 100; k++) {
            all.add((roundings.run(List.of(x), random).getFirst().array().item() - right) / ULP);
        }
        return all;
    }

    private static TreeSet<Double> distinct(Function1<Tensor, Tensor> f, double x, double right) {
        return new TreeSet<>(off(f, Tensor.scalar(x), right));
    }

    @Test
    void anOperationIsOffByOneUnitOrTwoEitherWay() {
        assertThat(distinct(t -> F.mul(t, 2), 0.5, 1)).containsExactly(-2.0, -1.0, 1.0, 2.0);
        assertThat(distinct(t -> F.sqrt(t), 1, 1)).containsExactly(-2.0, -1.0, 1.0, 2.0);
    }

    @Test
    void whatDoesNotRoundIsExact() {
        assertThat(distinct(F::neg, -1, 1)).containsExactly(0.0);
        assertThat(distinct(F::abs, -1, 1)).containsExactly(0.0);
        assertThat(distinct(F::floor, 1.5, 1)).containsExactly(0.0);
        assertThat(distinct(t -> F.maximum(t, -3), 1, 1)).containsExactly(0.0);
        assertThat(distinct(t -> F.where(F.gt(t, 0), t, 5), 1, 1)).containsExactly(0.0);
    }

    @Test
    void errorsOfOperationsAddUp() {
        TreeSet<Double> two = distinct(t -> F.mul(F.mul(t, 2), 2), 0.25, 1);
        assertThat(two.first()).isBetween(-4.0, -3.0);
        assertThat(two.last()).isBetween(3.0, 4.0);
        TreeSet<Double> cancelled = distinct(t -> F.sub(F.mul(t, 1024), 1023), 1, 1);
        assertThat(cancelled.last()).as("a last digit of 1024").isGreaterThanOrEqualTo(1024);
    }

    @Test
    void singlePrecisionHasUnitsOfItsOwn() {
        TreeSet<Double> all = new TreeSet<>(off(t -> F.mul(t, 2), Tensor.scalar(0.5f), 1));
        assertThat(all.first()).isEqualTo(-2 * 0x1p29);
        assertThat(all.last()).isEqualTo(2 * 0x1p29);
    }

    @Test
    void sumsAreOffButNotWhatOnlyMovesNumbers() {
        Tensor x = Tensor.of(0.25, 0.75);
        TreeSet<Double> sums = new TreeSet<>(off(t -> F.sum(t, 0), x, 1));
        assertThat(sums).hasSizeGreaterThan(2);
        assertThat(sums.last()).isBetween(1.0, 5.0);
        assertThat(new TreeSet<>(off(t -> F.sum(F.slice(t, 0, 1, 2, 1), 0), Tensor.of(5.0, 1), 1))).as("a slice, and the sum of one")
                .hasSizeBetween(1, 9);
        assertThat(new TreeSet<>(off(t -> F.reshape(F.flip(F.slice(t, 0, 1, 2, 1), 0)), Tensor.of(5.0, 1), 1))).containsExactly(0.0);
    }

    @Test
    void whatIsMadeOfOthersIsLookedInto() {
        Function1<Tensor, Tensor> custom = CustomVjp.customVjp("half",
                t -> CustomVjp.withPullback(F.neg(F.neg(t)), dy -> Tuple.of(() -> dy)));
        assertThat(distinct(custom, 1, 1)).containsExactly(0.0);
        Function1<Tensor, Tensor> doubled = CustomVjp.customVjp("doubled",
                t -> CustomVjp.withPullback(F.mul(t, 2), dy -> Tuple.of(() -> dy)));
        assertThat(distinct(doubled, 0.5, 1)).containsExactly(-2.0, -1.0, 1.0, 2.0);
        Function1<Tensor, Tensor> checkpoint = Autograd.checkpoint(Tree.TENSOR, Tree.TENSOR, (Tensor a) -> F.mul(a, 2));
        assertThat(distinct(checkpoint, 0.5, 1)).containsExactly(-2.0, -1.0, 1.0, 2.0);
    }

    // ---- the scatter of several runs

    private static double[] scatter(Function1<Tensor, Tensor> f, double... x) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        return RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(), y -> y);
    }

    @Test
    void theScatterIsThatOfTheOperations() {
        assertThat(scatter(t -> F.mul(t, 2), 0.5)[0]).isBetween(ULP, 2 * ULP);
        assertThat(scatter(F::neg, 0.5)[0]).isZero();
        double[] two = scatter(t -> F.add(F.mul(t, 2), Tensor.of(0.0, 0x1p40)), 0.5, 0.5);
        assertThat(two[0]).isBetween(ULP, 4 * ULP);
        assertThat(two[1]).isBetween(0x1p-12, 0x1p-10);
        assertThat(scatter(t -> F.mul(t, Double.NaN), 0.5)[0]).as("no number").isZero();
    }

    @Test
    void theFewThatFallToTheOtherSideOfAComparisonDoNotCount() {
        double[] all = scatter(t -> F.where(F.gt(F.mul(F.mul(t, 2), 1), Tensor.of(1.0 + 3 * ULP)), Tensor.of(100.0), 1), 0.5);
        assertThat(all[0]).isZero();
    }

    @Test
    void whatHasStateIsNotFollowed() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(in.getFirst(), 2)), List.of(Tensor.of(0.5))).withState();
        assertThat(RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(), y -> y)).containsExactly(0);
        assertThat(Arrays.stream(RoundingErrors.of(s, 3).standardDeviations(s.inputs(), s.value(), y -> new double[] {y[0], y[0]}))
                .toArray()).hasSize(2);
    }

    // ---- what is followed, and what is not looked into

    @Test
    void whatReadsElementsIsNotFollowedOrNotLookedInto() {
        assertThat(MonteCarloArithmetic.of(in -> List.of(F.mul(in.getFirst(), in.getFirst().array().item())), List.of(Tensor.scalar(2.0))))
                .isEmpty();
        Function1<Tensor, Tensor> reader = CustomVjp.customVjp("reader",
                t -> CustomVjp.withPullback(Tensor.of(F.mul(t, 2).array()), dy -> Tuple.of(() -> dy)));
        TreeSet<Double> all = distinct(reader, 0.5, 1);
        assertThat(all).as("before and after").hasSizeGreaterThan(4);
        assertThat(all.first()).isBetween(-5.0, -3.0);
        assertThat(all.last()).isBetween(3.0, 5.0);
    }

    @Test
    void integersDoNotRound() {
        long large = 1L << 60;
        List<Tensor> x = List.of(Tensor.of(0.5), Tensor.of(large, 3));
        MonteCarloArithmetic roundings = MonteCarloArithmetic.of(in -> List.of(F.mul(in.get(1), 2), F.sum(in.get(1), 0)), x).get();
        SplittableRandom random = new SplittableRandom(6);
        for (int k = 0; k < 20; k++) {
            List<Tensor> y = roundings.run(x, random);
            assertThat(y.get(0).array().toLongArray()).containsExactly(2 * large, 6);
            assertThat(y.get(1).array().toLongArray()).containsExactly(large + 3);
        }
    }

    @Test
    void formulasOfSeveralOperationsHaveAFactorForEach() {
        TreeSet<Double> sigmoid = distinct(F::sigmoid, 0, 0.5);
        assertThat(sigmoid).hasSizeGreaterThan(3);
        assertThat(sigmoid.first()).isBetween(-8.0, -1.0);
        assertThat(sigmoid.last()).isBetween(1.0, 8.0);
        assertThat(distinct(F::softplus, 0, Math.log(2)).last()).isBetween(1.0, 8.0);
    }

    /** A sum that is as large as an index has not been there before; sorted numbers have, whatever their places are. */
    @Test
    void indicesAreNoNumbersThatMove() {
        Tensor at = Tensor.of(1L, 0);
        TreeSet<Double> added = new TreeSet<>(off(t -> F.select(F.indexAdd(t, 0, at, t), 0, 0), Tensor.of(0.25, 0.75), 1));
        assertThat(added).hasSizeGreaterThan(2);
        assertThat(new TreeSet<>(off(t -> F.select(F.sort(t).values(), 0, 0), Tensor.of(5.0, 1), 1))).containsExactly(0.0);
    }
}
