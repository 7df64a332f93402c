package org.covector.gradcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.element.ElementChecker;
import org.covector.gradcheck.element.RandomDirections;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Remainders of functions whose order is known, and of gradients that are off by a known factor. */
class TaylorRemaindersUnitTest {
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static TaylorRemainders of(Function1<Tensor, Tensor> f, int count, Tensor x) {
        Random random = new Random(1);
        FlatFunction s = FlatFunction.of(in -> {
            CALLS.incrementAndGet();
            return List.of(f.apply(in.getFirst()));
        }, List.of(x));
        OutputProjection projection = OutputProjection.basis(s.value().length, random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, projection, random);
        ElementChecker checker = ElementChecker.of(s, Options.DEFAULT, projection, jacobian);
        RandomDirections directions = RandomDirections.of(s, Options.DEFAULT, projection, jacobian, checker, random);
        int[] all = IntStream.range(0, (int) x.size()).toArray();
        return TaylorRemainders.measure(checker, jacobian, directions, all, count, random);
    }

    private static TaylorRemainders of(Function1<Tensor, Tensor> f, double... x) {
        return of(f, 2, Tensor.of(x));
    }

    private static Function1<Tensor, Tensor> off(Function1<Tensor, Tensor> f, double factor) {
        return customVjp("off", t -> withPullback(f.apply(t),
                dy -> Tuple.of(() -> F.mul(org.covector.functional.Autograd.vjp(f, t).pullback().apply(dy), factor))));
    }

    private static void right(TaylorRemainders t, String note) {
        assertThat(t.isWrong()).isFalse();
        assertThat(t.vote().right()).isTrue();
        assertThat(t.vote().name()).isEqualTo("Taylor remainder");
        assertThat(t.vote().note()).isEqualTo(note);
    }

    @Test
    void theOrderIsThatOfTheFirstPowerLeft() {
        right(of(t -> F.square(t), 1), "the remainder falls with h^2.00");
        // t^3 + t^2 less its tangent at 1: only the square and the cube are left
        TaylorRemainders cubic = of(t -> F.mul(t, F.square(F.sub(t, 1))), 1);
        assertThat(cubic.remainders().getFirst().rate()).isCloseTo(2, within(0.1));
        TaylorRemainders third = of(t -> F.mul(F.sub(t, 1), F.square(F.sub(t, 1))), 1);
        assertThat(third.vote().note()).isEqualTo("the remainder falls with h^3.00");
        assertThat(third.isWrong()).isFalse();
    }

    @Test
    void whatIsKeptForThePlotIsTheRemainderItself() {
        Evidence.Remainder r = of(t -> F.square(t), 1).remainders().getFirst();
        assertThat(r.steps()).hasSize(6).startsWith(0.125, 0.03125);
        double u = Math.sqrt(r.first().get(0)) / 0.125; // the combination is of one result: |c| u^2 h^2
        for (int k = 0; k < 6; k++) {
            assertThat(r.first().get(k)).isCloseTo(u * u * r.steps().get(k) * r.steps().get(k), within(1e-12));
        }
        assertThat(r.zeroth().get(5) / r.zeroth().get(4)).as("the value itself changes with h").isCloseTo(0.25, within(0.01));
        assertThat(of(t -> F.square(t), 3, Tensor.of(1.0, 2)).remainders()).hasSize(3);
        assertThat(of(t -> F.square(t), 0, Tensor.of(1.0)).remainders()).isEmpty();
    }

    @Test
    void linearFunctionsLeaveNothing() {
        right(of(t -> F.mul(t, 3), 1), "linear: the remainder is rounding at every h");
        right(of(t -> F.mul(t, 0), 1), "linear: the remainder is rounding at every h");
    }

    @Test
    void aWrongDerivativeLeavesTheFirstOrderOnBothSides() {
        for (double factor : new double[] {-1, 1e-3, 0.9, 1.001, 1.0001, 2}) {
            TaylorRemainders t = of(off(F::exp, factor), 1, 0.5, -1);
            assertThat(t.isWrong()).as("factor " + factor).isTrue();
            assertThat(t.vote().right()).isFalse();
            assertThat(t.vote().note()).startsWith("the remainder falls with h^1").endsWith(", that of a wrong derivative");
        }
        assertThat(of(off(t -> F.mul(t, 3), 1.01), 1).isWrong()).as("of a linear function").isTrue();
        assertThat(of(off(F::exp, 1), 1, 0.5).isWrong()).isFalse();
        right(of(off(F::exp, 0), 1), "no vote: the values are too coarse, or there is no order");
    }

    @Test
    void aKinkLeavesItOnOneSide() {
        TaylorRemainders hinge = of(t -> F.relu(F.sub(t, 1)), 1);
        right(hinge, "no vote: the remainder falls with h^1.00 and differs from side to side, as at a kink");
        TaylorRemainders abs = of(t -> F.abs(F.sub(t, 1)), 1);
        assertThat(abs.isWrong()).isFalse();
        assertThat(abs.vote().note()).contains("as at a kink");
        assertThat(of(off(t -> F.abs(F.sub(t, 1)), 3), 1).isWrong()).as("others judge kinks").isFalse();
    }

    @Test
    void noiseAndNoNumbersSayNothing() {
        String none = "no vote: the values are too coarse, or there is no order";
        right(of(t -> F.mul(t, Double.NaN), 1), none);
        right(of(off(F::exp, Double.NaN), 1), none);
        right(of(t -> F.add(F.sin(t), 1e14), 0.5), none);
        assertThat(of(off(t -> F.add(F.sin(t), 1e14), 1.5), 0.5).isWrong()).as("values too coarse").isFalse();
    }

    @Test
    void roundingHidesTheRemainderFromTheSmallestStepsOn() {
        right(of(t -> F.add(F.square(t), 1e10), 1), "the remainder falls with h^2.00");
        right(of(t -> F.add(F.square(t), 1e13), 1), "no vote: the values are too coarse, or there is no order");
        TaylorRemainders wrong = of(off(t -> F.add(F.square(t), 1e6), 1.5), 1);
        assertThat(wrong.isWrong()).isTrue();
    }

    @Test
    void aRemainderSeenAtOneDistanceHasNoOrder() {
        right(of(t -> F.add(F.square(t), 1e11), 1), "the remainder falls below the rounding at once");
    }

    @Test
    void theRoundingOfTheSlopeItselfIsNoRemainder() {
        right(of(t -> F.mul(F.sub(t, 1), 3.3), 1, 1, 1), "linear: the remainder is rounding at every h");
    }

    /** {@code t + g(t - 1)}, whose derivative at 1 is 1. */
    private static TaylorRemainders beside(Function1<Tensor, Tensor> g) {
        return of(customVjp("beside", t -> withPullback(F.add(t, g.apply(F.sub(t, 1))), dy -> Tuple.of(() -> F.mul(dy, 1)))), 1);
    }

    @Test
    void betweenFirstAndSecondOrderNobodyIsAccused() {
        TaylorRemainders odd = beside(d -> F.mul(d, F.pow(F.abs(d), 0.2)));
        assertThat(odd.isWrong()).as("off by h^0.2 on both sides").isFalse();
        assertThat(odd.vote().note()).startsWith("no vote: ");
        right(beside(d -> F.pow(F.abs(d), 1.7)), "the remainder falls with h^1.70");
        assertThat(beside(d -> F.abs(d)).vote().note())
                .isEqualTo("no vote: the remainder falls with h^1.00 and differs from side to side, as at a kink");
        assertThat(beside(d -> F.mul(d, 1e-3)).isWrong()).isTrue();
    }

    @Test
    void resultsThatAreNotFiniteAreLeftOut() {
        Function1<Tensor, Tensor> f = t -> F.div(F.square(t), F.sub(Tensor.of(1.0, 1, 0), Tensor.of(0.0, 0, 0)));
        assertThat(of(f, 1, 2, 3).vote().note()).isEqualTo("the remainder falls with h^2.00");
        assertThat(of(off(f, 1.01), 1, 2, 3).isWrong()).isTrue();
    }

    @Test
    void singlePrecisionIsAskedAtFewerDistances() {
        TaylorRemainders t = of(F::exp, 1, Tensor.of(1f, -0.5f));
        assertThat(t.remainders().getFirst().steps()).hasSize(4);
        assertThat(t.isWrong()).isFalse();
        assertThat(of(off(F::exp, 1.1), 1, Tensor.of(1f, -0.5f)).isWrong()).isTrue();
    }

    @Test
    void ofManyElementsTheStepsAreThoseOfTheQuotientsToo() {
        Tensor many = Tensor.of(new Random(2).doubles((1 << 15) + 1, 0.5, 2).toArray());
        Random random = new Random(1);
        AtomicInteger calls = new AtomicInteger();
        FlatFunction s = FlatFunction.of(in -> {
            calls.incrementAndGet();
            return List.of(F.sum(F.exp(in.getFirst())));
        }, List.of(many));
        OutputProjection projection = OutputProjection.basis(1, random);
        AnalyticJacobian jacobian = AnalyticJacobian.of(s, projection, random);
        ElementChecker checker = ElementChecker.of(s, Options.DEFAULT, projection, jacobian);
        RandomDirections directions = RandomDirections.of(s, Options.DEFAULT, projection, jacobian, checker, random);
        int[] all = IntStream.range(0, (int) many.size()).toArray();
        Line line = directions.draw(all).line();
        for (double h : new double[] {0x1p-8, -0x1p-8, 0x1p-10, -0x1p-10}) {
            assertThat(line.at(h)).hasSize(1);
        }
        int before = calls.get();
        TaylorRemainders t = TaylorRemainders.measure(checker, jacobian, directions, all, 1, random);
        assertThat(t.remainders().getFirst().steps()).containsExactly(0x1p-4, 0x1p-6, 0x1p-8, 0x1p-10);
        assertThat(calls.get() - before).as("of eight values").isEqualTo(4);
        assertThat(t.isWrong()).isFalse();
        assertThat(t.remainders().getFirst().rate()).isCloseTo(2, within(0.05));
    }

    /** {@code d (1 + 0.2 cos(pi log4 |d|))}: off by more and by less, from step to step. */
    private static Tensor wave(Tensor d) {
        Tensor steps = F.mul(F.log(F.add(F.abs(d), 1e-300)), Math.PI / Math.log(4));
        return F.mul(d, F.add(F.mul(F.cos(steps), 0.2), 1));
    }

    @Test
    void smallKinksAndSmallErrorsAreToldBySidesAndSteps() {
        for (double size : new double[] {1e-3, 1, 1e3}) {
            assertThat(beside(d -> F.mul(F.abs(d), size)).vote().note()).as("kink of %s", size).contains("as at a kink");
            assertThat(beside(d -> F.mul(d, size)).isWrong()).as("off by %s", size).isTrue();
            assertThat(beside(d -> F.mul(F.mul(d, F.pow(F.abs(d), 0.012)), size)).isWrong())
                    .as("from step to step by 1.7, over two by 3.4 hundredths").isFalse();
            assertThat(beside(d -> F.mul(wave(d), size)).isWrong()).as("back at the second step").isFalse();
        }
    }

    /** Of six steps, to h of 2^-13, rounding hides the three smallest and all of that which is left at the next. */
    @Test
    void anErrorThatShowsAtTheThirdStepIsOne() {
        assertThat(of(off(t -> F.add(F.square(t), 1e10), 1.06), 1).isWrong()).isTrue();
        assertThat(of(off(t -> F.add(F.square(t), 1e10), 1.001), 1).isWrong()).as("below the rounding").isFalse();
    }

    @Test
    void thirtyTwoThousandElementsAreNotMany() {
        Tensor x = Tensor.of(new Random(2).doubles(1 << 15, 0.5, 2).toArray());
        assertThat(of(t -> F.sum(F.square(t)), 1, x).remainders().getFirst().steps()).hasSize(6).startsWith(0.125);
        assertThat(of(F::square, 2, Tensor.of(new double[0])).remainders()).as("of none nothing").isEmpty();
    }
}
