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
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Quick looks at one point. */
class PointCheckUnitTest {
    private static FlatFunction subject(Function1<Tensor, Tensor> f, double... x) {
        return FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
    }

    private static PointCheck.Finding look(VariedInput.Reach reach, Function1<Tensor, Tensor> f, int[] elements, double... x) {
        return PointCheck.of(subject(f, x), Options.DEFAULT, reach, new SplittableRandom(3)).check(elements);
    }

    private static PointCheck.Status at(Function1<Tensor, Tensor> f, double... x) {
        return look(VariedInput.Reach.ORDINARY, f, new int[0], x).outcome();
    }

    /** The pullback of a function multiplied, element by element. */
    private static Function1<Tensor, Tensor> off(Function1<Tensor, Tensor> f, double... factors) {
        return customVjp("off", t -> withPullback(f.apply(t),
                dy -> Tuple.of(() -> F.mul(org.covector.functional.Autograd.vjp(f, t).pullback().apply(dy), Tensor.of(factors)))));
    }

    private static double[] ones(int n, double other, int... places) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        for (int p : places) {
            all[p] = other;
        }
        return all;
    }

    private static double[] numbers(int n) {
        return new SplittableRandom(5).doubles(n, 0.5, 1.5).toArray();
    }

    @Test
    void rightGradientsAreRight() {
        assertThat(at(F::exp, 0.5, 1, 2)).isEqualTo(PointCheck.Status.RIGHT);
        assertThat(at(t -> F.softmax(t, 0), 0.5, 1, 2)).isEqualTo(PointCheck.Status.RIGHT);
        assertThat(at(F::abs, 0, 1, 2)).as("a kink with a gradient between both").isEqualTo(PointCheck.Status.RIGHT);
        assertThat(look(VariedInput.Reach.ORDINARY, F::exp, new int[0], new double[0]).outcome()).as("nothing to be wrong")
                .isEqualTo(PointCheck.Status.RIGHT);
    }

    @Test
    void aPieceAsSmallAsTheElementIsLookedAtWhereItLies() {
        Tensor x = Tensor.of(-884733 * Double.MIN_VALUE); // almost 54 times the element
        Function1<Tensor, Tensor> f = y -> F.remainder(x, y);
        double y = 16384 * Double.MIN_VALUE;
        assertThat(look(VariedInput.Reach.EXTREME, f, new int[0], y).outcome()).as("a slope of 54 for 308 steps")
                .isNotEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, off(f, 1.01), new int[0], y).outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, off(F::abs, 1.5), new int[0], y).outcome()).as("beside an ordinary kink")
                .isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void stairsAFewNumbersWideAreNoSlope() {
        assertThat(at(x -> F.truncDivide(x, Tensor.of(1.1446119911803742e-6)), 1.5260252152263555e8)).as("38 numbers to a stair")
                .isNotEqualTo(PointCheck.Status.WRONG);
        assertThat(at(y -> F.truncDivide(Tensor.of(1.6864311274866027e8), y), -3.801532501318915e-7)).as("16 numbers")
                .isNotEqualTo(PointCheck.Status.WRONG);
        assertThat(at(off(x -> F.div(x, 1.1446119911803742e-6), 0), 1.5260252152263555e8)).as("as steep, and no stairs")
                .isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void aLookThatIsSettledEndsEarly() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(at(t -> {
            calls.incrementAndGet();
            return F.exp(t);
        }, numbers(40))).isEqualTo(PointCheck.Status.RIGHT);
        assertThat(calls.get()).as("the value, the pullback, and six or eight of ten values").isBetween(8, 10);
    }

    @Test
    void wrongOnesAreFoundAndNamed() {
        PointCheck.Finding found = look(VariedInput.Reach.ORDINARY, off(F::exp, 1, 1.01, 1), new int[0], 0.5, 1, 2);
        assertThat(found.outcome()).isEqualTo(PointCheck.Status.WRONG);
        Element e = found.element().get();
        assertThat(e.index()).isEqualTo(1);
        assertThat(e.output()).isEqualTo(1);
        assertThat(e.numeric()).isCloseTo(Math.E, within(1e-7));
        assertThat(e.analytic()).isCloseTo(1.01 * Math.E, within(1e-7));
        for (int place : new int[] {0, 17, 39}) {
            PointCheck.Finding one = look(VariedInput.Reach.ORDINARY, off(F::exp, ones(40, 1.001, place)), new int[0], numbers(40));
            assertThat(one.element().map(Element::index)).containsExactly(place);
        }
    }

    @Test
    void onlyNamedElementsAreLookedAt() {
        Function1<Tensor, Tensor> f = off(F::exp, ones(20, 1.1, 4));
        assertThat(look(VariedInput.Reach.ORDINARY, f, new int[] {3, 5}, numbers(20)).outcome()).isEqualTo(PointCheck.Status.RIGHT);
        assertThat(look(VariedInput.Reach.ORDINARY, f, new int[] {3, 4}, numbers(20)).outcome()).isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void whatIsNotFiniteCannotBeTold() {
        assertThat(at(F::log, -1, 1)).isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(t -> F.mul(t, 0), Double.POSITIVE_INFINITY)).isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(t -> F.add(F.mul(off(F::sin, 1.5).apply(t), 1e-9), 1e9), 1)).as("values too coarse")
                .isEqualTo(PointCheck.Status.UNDECIDED);
    }

    @Test
    void aGradientOfTheNeighbourhoodIsNoBug() {
        assertThat(at(t -> F.max(t), 2, 2, 1)).as("a tie").isEqualTo(PointCheck.Status.RIGHT);
        Function1<Tensor, Tensor> twice = customVjp("max",
                t -> withPullback(F.max(t), dy -> Tuple.of(() -> F.where(F.eq(t, F.max(t)), F.mul(dy, 2), 0))));
        assertThat(at(twice, 2, 2, 1)).as("each of the tie twice").isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void farOutSomeThingsAreForgiven() {
        Function1<Tensor, Tensor> dropped = customVjp("line", t -> withPullback(F.mul(t, 3), dy -> Tuple.of(() -> F.mul(dy, 0))));
        assertThat(look(VariedInput.Reach.EXTREME, dropped, new int[0], 1e200).outcome()).as("0 where intermediate results may underflow")
                .isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.ORDINARY, dropped, new int[0], 1e3).outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, off(t -> F.mul(t, 3), 2), new int[0], 1e3).outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, off(t -> F.mul(t, 3), 2), new int[0], 1e200).outcome())
                .as("its square is no number: not a proof").isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.EXTREME, t -> F.mul(t, 3), new int[0], 1e200).outcome()).isEqualTo(PointCheck.Status.RIGHT);
    }

    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, Function1<Tensor, Tensor> gradient) {
        return customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> F.mul(dy, gradient.apply(t)))));
    }

    private static Function1<Tensor, Tensor> constant(double value) {
        return t -> Tensor.full(t.dtype(), t.shape(), value);
    }

    @Test
    void whereThereIsNoDerivativeNothingIsWrong() {
        assertThat(at(given(F::abs, constant(Double.POSITIVE_INFINITY)), 0)).as("at a kink").isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(given(F::abs, constant(2)), 0)).isEqualTo(PointCheck.Status.WRONG);
        assertThat(at(given(F::floor, constant(1)), 2)).as("at a jump").isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(given(F::floor, constant(-1)), 2.5)).as("where nothing moves").isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void noNumbersAreWrongWhereTheDerivativeIsOne() {
        assertThat(at(given(F::exp, constant(Double.NaN)), 1)).isEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, given(F::exp, constant(Double.NaN)), new int[0], 1).outcome())
                .isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.EXTREME, given(F::exp, constant(0)), new int[0], 1).outcome())
                .isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.EXTREME, given(F::exp, constant(3)), new int[0], 1).outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(look(VariedInput.Reach.EXTREME, given(constant(2), constant(3)), new int[0], 1).outcome()).as("0 against 3")
                .isEqualTo(PointCheck.Status.UNDECIDED);
    }

    @Test
    void aGradientThatJumpsAboutWithTheLastBitsIsNoisyNotWrong() {
        assertThat(at(given(F::exp, t -> F.add(F.exp(t), F.mul(F.sin(F.mul(t, 1e17)), 1e-3))), 1)).isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(given(F::exp, t -> F.add(F.exp(t), F.add(F.mul(F.sin(F.mul(t, 1e17)), 1e-3), 0.1))), 1))
                .isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void aGradientWrongAtThePointOnlyIsComparedWithThoseAround() {
        for (double factor : new double[] {0.99, 1.01}) {
            assertThat(at(given(F::exp, t -> F.where(F.eq(t, 1), F.mul(F.exp(t), factor), F.exp(t))), 1)).as("within 16 / 1024")
                    .isEqualTo(PointCheck.Status.UNDECIDED);
        }
        for (double factor : new double[] {-1, 0.98, 1.02}) {
            assertThat(at(given(F::exp, t -> F.where(F.eq(t, 1), F.mul(F.exp(t), factor), F.exp(t))), 1)).as("beyond")
                    .isEqualTo(PointCheck.Status.WRONG);
        }
    }

    @Test
    void theResultThatMovesMostIsNamed() {
        Tensor factors = Tensor.of(1.0, 100, 10);
        Function1<Tensor, Tensor> f = customVjp("three",
                t -> withPullback(F.mul(t, factors), dy -> Tuple.of(() -> F.reshape(F.sum(F.mul(dy, F.mul(factors, 2)), 0), 1))));
        PointCheck.Finding found = look(VariedInput.Reach.ORDINARY, f, new int[0], 3);
        assertThat(found.element().get().output()).isEqualTo(1);
        assertThat(found.element().get().numeric()).isCloseTo(100, within(1e-6));
    }
}
