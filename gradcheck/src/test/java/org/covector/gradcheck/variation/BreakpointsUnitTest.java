package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Points beside jumps of the gradient. */
class BreakpointsUnitTest {
    private static FlatFunction subject(Function1<Tensor, Tensor> f, double... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    private static List<VariedInput> beside(Function1<Tensor, Tensor> f, double[] from, double... to) {
        return new Breakpoints(subject(f, from), Options.DEFAULT, new SplittableRandom(4)).towards(to);
    }

    @Test
    void pointsBesideAJumpOfTheGradientAreJustBesideIt() {
        List<VariedInput> all = beside(t -> F.relu(F.sub(t, 0.7)), new double[] {0.2, 5}, 1.4, 5.5);
        assertThat(all).hasSize(2).allMatch(v -> v.kind() == Variation.POINTS && v.description().equals("points beside breakpoints")
                && v.reach() == VariedInput.Reach.BREAKPOINT);
        assertThat(all).allMatch(v -> v.elements().length == 1 && v.elements()[0] == 0);
        double left = FlatFunction.flatten(all.get(0).inputs().get())[0];
        double right = FlatFunction.flatten(all.get(1).inputs().get())[0];
        assertThat((0.7 - left) / 0.7).isCloseTo(0x1p-24, within(0x1p-28));
        assertThat((right - 0.7) / 0.7).isCloseTo(0x1p-24, within(0x1p-28));
        double[] x = FlatFunction.flatten(all.get(0).inputs().get());
        assertThat((x[0] - 0.2) / 1.2).as("on the line").isCloseTo((x[1] - 5) / 0.5, within(1e-12));
    }

    @Test
    void smoothFunctionsHaveNoBorders() {
        assertThat(beside(F::exp, new double[] {0.2, 1}, 1.4, 2)).isEmpty();
        assertThat(beside(t -> F.mul(t, 2), new double[] {0.2, 1}, 1.4, 2)).isEmpty();
        assertThat(beside(t -> F.mul(F.square(t), F.square(t)), new double[] {0.2}, 9)).as("steep, but no jump").isEmpty();
        assertThat(beside(t -> {
            if (t.array().getDouble(0) > 1) {
                throw new IllegalArgumentException("too far");
            }
            return F.exp(t);
        }, new double[] {0.2}, 9)).as("a way that is closed").isEmpty();
    }

    @Test
    void pointsOutsideOfTheIntervalsAreNotGoneTo() {
        Options bounded = Options.DEFAULT.withInterval(0, 0, 1);
        FlatFunction s = subject(t -> F.relu(F.sub(t, 0.7)), 0.2);
        assertThat(new Breakpoints(s, bounded, new SplittableRandom(4)).towards(new double[] {1.4})).isEmpty();
        assertThat(new Breakpoints(s, bounded, new SplittableRandom(4)).towards(new double[] {0.9})).hasSize(2);
    }

    @Test
    void theSteepestOfManyAreLookedAt() {
        double[] from = new double[10];
        double[] to = new double[10];
        Arrays.fill(to, 1);
        double[] slopes = IntStream.range(0, 10).mapToDouble(j -> Math.scalb(1.0, 3 * (3 * j % 10))).toArray();
        List<VariedInput> all = beside(t -> F.mul(F.relu(F.sub(t, 0.3)), Tensor.of(slopes)), from, to);
        assertThat(all.stream().map(v -> v.elements()[0]).distinct()).as("three at either end").containsExactlyInAnyOrder(0, 7, 4, 9, 6, 3);
    }

    private static List<Double> places(List<VariedInput> all, int j) {
        return all.stream().map(v -> FlatFunction.flatten(v.inputs().get())[j]).toList();
    }

    @Test
    void aJumpBesideOtherSlopesOfAnySizeIsFound() {
        assertThat(beside(t -> F.add(F.mul(t, 3), F.relu(F.sub(t, 0.7))), new double[] {0.2}, 1.4)).as("from 3 to 4").hasSize(2);
        assertThat(beside(t -> F.mul(F.relu(F.sub(t, 0.7)), 0.01), new double[] {0.2}, 1.4)).as("by a hundredth").hasSize(2);
        List<VariedInput> near = beside(t -> F.add(F.relu(F.sub(t, 0.7)), F.mul(F.relu(F.sub(t, 10)), 5)), new double[] {0.2}, 1.4);
        assertThat(places(near, 0)).as("a larger one is beyond the end").hasSize(2).allMatch(x -> Math.abs(x - 0.7) < 1e-6);
    }

    /** Its derivative rises within a hundredth of a step of the grid. */
    @Test
    void aSteepRiseIsNoJump() {
        assertThat(beside(t -> F.div(F.softplus(F.mul(F.sub(t, 0.7), 1000)), 1000), new double[] {0.2}, 1.4)).isEmpty();
    }

    @Test
    void gradientsThatAreInfiniteSomewhereAreNoJumps() {
        Function1<Tensor, Tensor> f = customVjp("four", t -> withPullback(F.relu(F.sub(t, 0.7)), dy -> Tuple.of(
                () -> F.mul(dy, F.where(F.gt(t, 1.3), Tensor.scalar(Double.POSITIVE_INFINITY),
                F.where(F.gt(t, 0.7), Tensor.scalar(1.0), 0))))));
        List<VariedInput> all = beside(f, new double[] {0.2, 0.2, 0.2, 0.2}, 1.4, 1.4, 1.4, 1.4);
        assertThat(all.stream().map(v -> v.elements()[0]).distinct()).hasSize(4);
    }

    @Test
    void whatWasFoundBeforeTheFunctionRefusedIsKept() {
        int[] calls = new int[1];
        FlatFunction s = subject(t -> {
            if (++calls[0] > 9 + 2 + 44 + 20) {
                throw new IllegalStateException("enough");
            }
            return F.relu(F.sub(t, Tensor.of(0.7, 0.9)));
        }, 0.2, 0.2);
        calls[0] = 0;
        assertThat(new Breakpoints(s, Options.DEFAULT, new SplittableRandom(4)).towards(new double[] {1.4, 1.4})).hasSize(2);
    }
}
