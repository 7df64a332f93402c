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
import java.util.stream.IntStream;
import org.covector.functional.Autograd;
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
                dy -> Tuple.of(() -> F.mul(Autograd.vjp(f, t).pullback().apply(dy), Tensor.of(factors)))));
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
        assertThat(look(VariedInput.Reach.EXTREME, dropped, new int[0], 1e200).outcome()).as("0 where nothing overflows")
                .isEqualTo(PointCheck.Status.WRONG);
        Function1<Tensor, Tensor> square = t -> F.add(F.mul(t, 3), F.reciprocal(F.square(t)));
        assertThat(look(VariedInput.Reach.EXTREME, given(square, constant(0)), new int[0], 1e200).outcome())
                .as("0 where the function itself overflows inside").isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.EXTREME, given(t -> F.mul(t, 1e-100), constant(0)), new int[0], 1e200).outcome())
                .as("0 for a derivative far from 1").isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(look(VariedInput.Reach.EXTREME, given(F::floor, constant(0)), new int[0], 1e200).outcome())
                .as("0 for integer parts, which are the numbers themselves").isEqualTo(PointCheck.Status.UNDECIDED);
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
        for (double lost : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0}) {
            assertThat(look(VariedInput.Reach.EXTREME, given(F::exp, constant(lost)), new int[0], 1).outcome())
                    .isEqualTo(PointCheck.Status.WRONG);
        }
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

    // ---- which elements and results are looked at

    private static PointCheck.Status at(VariedInput.Reach reach, Function1<Tensor, Tensor> f, double... x) {
        return look(reach, f, new int[0], x).outcome();
    }

    private static Function1<Tensor, Tensor> absolute(double... gradient) {
        return given(F::abs, t -> Tensor.of(gradient));
    }

    @Test
    void upToEightElementsAreLookedAtAloneAndOfMoreSome() {
        double[] eight = numbers(8);
        eight[5] = 0;
        for (int seed = 0; seed < 10; seed++) {
            PointCheck check = PointCheck.of(subject(absolute(ones(8, 1.5, 5)), eight), Options.DEFAULT, VariedInput.Reach.ORDINARY,
                    new SplittableRandom(seed));
            assertThat(check.check().outcome()).isEqualTo(PointCheck.Status.WRONG);
        }
        double[] kinks = new double[40];
        kinks[0] = 1;
        assertThat(at(absolute(ones(40, 1, 0)), kinks)).isEqualTo(PointCheck.Status.RIGHT);
        double[] outside = ones(40, 1, 0);
        Arrays.fill(outside, 1, 40, 1.5);
        assertThat(at(absolute(outside), kinks)).as("all but the first").isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void ofManyThatAreNamedAllAreLookedAt() {
        double[] x = numbers(40);
        x[31] = 0;
        int[] named = IntStream.range(1, 40).toArray();
        assertThat(look(VariedInput.Reach.ORDINARY, absolute(ones(40, 1.5, 31)), named, x).element().map(Element::index))
                .containsExactly(31);
    }

    @Test
    void aTieIsJudgedAsAWhole() {
        Function1<Tensor, Tensor> both = given(t -> F.max(t), t -> F.where(F.eq(t, F.max(t)), Tensor.scalar(1.0), 0));
        PointCheck.Finding found = look(VariedInput.Reach.ORDINARY, both, new int[0], 2, 2, 1);
        assertThat(found.outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(found.element().get().note()).startsWith("elements tie: moved together, the derivative is");
        assertThat(at(VariedInput.Reach.EXTREME, both, 2, 2, 1)).isEqualTo(PointCheck.Status.RIGHT);
    }

    @Test
    void atInfinityAGradientIsANumber() {
        Function1<Tensor, Tensor> f = t -> F.exp(F.neg(t));
        PointCheck.Finding found = look(VariedInput.Reach.EXTREME, given(f, constant(Double.NaN)), new int[0], 1, Double.POSITIVE_INFINITY);
        assertThat(found.outcome()).isEqualTo(PointCheck.Status.WRONG);
        assertThat(found.element().get().index()).isEqualTo(1);
        assertThat(found.element().get().note()).isEqualTo("no number where the value is finite");
        assertThat(at(given(f, t -> F.mul(t, 0)), 1, Double.POSITIVE_INFINITY)).as("0 times infinity").isEqualTo(PointCheck.Status.WRONG);
        assertThat(at(given(f, t -> F.where(F.isfinite(t), Tensor.scalar(Double.NaN), 3)), 1, Double.POSITIVE_INFINITY))
                .as("what is finite is not asked").isEqualTo(PointCheck.Status.RIGHT);
        assertThat(at(f, 1, Double.POSITIVE_INFINITY)).isEqualTo(PointCheck.Status.RIGHT);
    }

    private static int calls(Function1<Tensor, Tensor> f, double... x) {
        AtomicInteger calls = new AtomicInteger();
        assertThat(at(t -> {
            calls.incrementAndGet();
            return f.apply(t);
        }, x)).isEqualTo(PointCheck.Status.RIGHT);
        return calls.get();
    }

    @Test
    void stepsAreOfTheElementsSizes() {
        double[] small = Arrays.stream(numbers(40)).map(v -> 1e-5 * v).toArray();
        assertThat(calls(F::log, small)).as("the value, the pullback, and six or eight of ten values").isBetween(8, 10);
        assertThat(calls(t -> F.mul(t, 3), numbers(40))).as("four of a line").isEqualTo(6);
        assertThat(calls(F::exp, numbers(40))).isEqualTo(8);
        assertThat(calls(t -> F.mul(t, 0), 1)).as("no slope of nothing").isEqualTo(6);
        assertThat(calls(t -> F.add(F.mul(t, 0), 5), 1)).as("no slope beside a value").isEqualTo(6);
    }

    /** Two results with derivatives of their own. */
    private static Function1<Tensor, Tensor> two(Function1<Tensor, Tensor> a, Function1<Tensor, Tensor> b, double ofA, double ofB) {
        return customVjp("two", t -> withPullback(F.cat(List.of(a.apply(t), b.apply(t)), 0),
                dy -> Tuple.of(() -> F.reshape(F.sum(F.mul(dy, Tensor.of(ofA, ofB)), 0), 1))));
    }

    @Test
    void aResultThatMovesToOneSideOrHardlyIsNamed() {
        assertThat(look(VariedInput.Reach.ORDINARY, two(F::relu, t -> F.relu(F.neg(t)), 1.5, -0.5), new int[0], 0).element()
                .map(Element::output)).as("to the right").containsExactly(0);
        assertThat(look(VariedInput.Reach.ORDINARY, two(F::relu, t -> F.relu(F.neg(t)), 0.5, -1.5), new int[0], 0).element()
                .map(Element::output)).as("to the left").containsExactly(1);
        Function1<Tensor, Tensor> bump = t -> F.mul(t, F.exp(F.mul(F.square(t), -100)));
        assertThat(look(VariedInput.Reach.ORDINARY, two(bump, t -> F.mul(t, 2), 1.1, 2), new int[0], 0).element()
                .map(Element::output)).as("close by only").containsExactly(0);
        assertThat(look(VariedInput.Reach.ORDINARY, two(t -> F.mul(t, 2), t -> F.mul(t, 0), 2, 3), new int[0], 1).element()
                .map(Element::output)).as("a result that does not move at all").containsExactly(1);
    }

    private static List<Integer> first(Function1<Tensor, Tensor> a, Function1<Tensor, Tensor> b, double x) {
        return look(VariedInput.Reach.ORDINARY, two(a, b, 20, 20), new int[0], x).element().map(Element::output).toJavaList();
    }

    @Test
    void ofSeveralWrongResultsTheOneThatMovesMostIsNamed() {
        assertThat(first(t -> F.relu(F.neg(t)), t -> F.mul(F.relu(t), 10), 0)).as("to the right").containsExactly(1);
        assertThat(first(F::relu, t -> F.mul(F.relu(F.neg(t)), 10), 0)).as("to the left").containsExactly(1);
        assertThat(first(t -> F.mul(t, 1e-3), t -> F.mul(t, F.exp(F.mul(F.square(t), -100))), 0)).as("close by").containsExactly(1);
        assertThat(first(t -> F.add(F.mul(t, 1e-3), 100), t -> t, 1)).as("however large it is").containsExactly(1);
    }

    // ---- what is forgiven

    @Test
    void atAnOrdinaryKinkNothingIsForgivenFarOut() {
        assertThat(at(VariedInput.Reach.EXTREME, given(t -> F.abs(F.sub(t, 1)), constant(2)), 1)).isEqualTo(PointCheck.Status.WRONG);
    }

    /** A remainder by 4096 times the smallest number, where it is a slope of 1001 for a number or two, as usual steps are not. */
    private static PointCheck.Status tinyRemainder(VariedInput.Reach reach, int pieces, int rest, double gradient) {
        double x = -(4096.0 * pieces + rest) * Double.MIN_VALUE;
        Function1<Tensor, Tensor> f = t -> {
            double y = Autograd.stopGradient(t).item();
            return Tensor.of(x % y + Math.max(y, 0));
        };
        return at(reach, given(f, constant(gradient)), 4096 * Double.MIN_VALUE);
    }

    @Test
    void theSlopeOfAPieceAsSmallAsATinyElementIsItsGradientFarOut() {
        PointCheck.Status undecided = PointCheck.Status.UNDECIDED;
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 1000, 2048, 1001)).isEqualTo(undecided);
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 1000, 3500, 1001)).as("to the right").isEqualTo(undecided);
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 1000, 500, 1001)).as("to the left").isEqualTo(undecided);
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 1000, 2048, 1001 * (1 + 0.6e-9))).as("but for rounding").isEqualTo(undecided);
        PointCheck.Status wrong = PointCheck.Status.WRONG;
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 1000, 2048, 1001 * (1 + 2e-9))).isEqualTo(wrong);
        assertThat(tinyRemainder(VariedInput.Reach.EXTREME, 5000, 2048, 5001)).as("too narrow").isEqualTo(wrong);
        assertThat(tinyRemainder(VariedInput.Reach.ORDINARY, 1000, 2048, 1001)).isEqualTo(wrong);
    }

    @Test
    void noNumberIsForgivenWhereTheQuotientIsBlunt() {
        assertThat(at(given(t -> F.sub(F.add(F.sin(t), 1e12), 1e12), constant(Double.NaN)), 1)).isEqualTo(PointCheck.Status.UNDECIDED);
        assertThat(at(given(t -> F.sub(F.add(F.add(F.mul(t, 1e-6), 1), 1e8), 1e8), constant(Double.NaN)), 1e-3))
                .as("blunt beside the slope, sharp beside the value over the element").isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void aGradientThatIsWrongCloseByOnlyIsWrongBesideABreakpoint() {
        Function1<Tensor, Tensor> f = given(F::exp, t -> F.where(F.lt(F.abs(F.sub(t, 1)), 0x1p-25), F.mul(F.exp(t), 1.01), F.exp(t)));
        assertThat(at(VariedInput.Reach.BREAKPOINT, f, 1)).isEqualTo(PointCheck.Status.WRONG);
        assertThat(at(VariedInput.Reach.ORDINARY, f, 1)).isEqualTo(PointCheck.Status.UNDECIDED);
    }

    @Test
    void besideABreakpointStepsAreSmaller() {
        Function1<Tensor, Tensor> late = given(t -> F.add(t, F.relu(F.sub(t, 1))), constant(2));
        assertThat(at(VariedInput.Reach.BREAKPOINT, late, 1 - 0x1p-24)).isEqualTo(PointCheck.Status.WRONG);
    }

    /** One query of two, two keys whose scores are -1e15 and equal, and an element without influence. */
    private static Tensor attention(Tensor t) {
        return F.reshape(F.scaledDotProductAttention(F.reshape(F.narrow(t, 0, 0, 2), 1, 1, 2), F.reshape(F.narrow(t, 0, 2, 4), 1, 2, 2),
                Tensor.of(new double[] {-1e8, 0}, 1, 2, 1)));
    }

    @Test
    void stepsThatLargeSumsSwallowAreNoEvidence() {
        double[] x = {0, -0x1p25, -0x1.8p26, 0x1p25, -0x1p26, 0x1p25, 1e9};
        double slope = 1e8 / 4 * 0x1p25 / Math.sqrt(2); // p (1 - p) of the difference of the keys
        assertThat(attention(Tensor.of(x)).item()).isEqualTo(-0.5e8);
        double[] gradient = new double[7];
        gradient[0] = slope;
        assertThat(look(VariedInput.Reach.ORDINARY, given(PointCheckUnitTest::attention, _ -> Tensor.of(gradient)), new int[] {0}, x)
                .outcome()).as("right, and steeper than a score can follow").isNotEqualTo(PointCheck.Status.WRONG);
        gradient[6] = slope;
        assertThat(look(VariedInput.Reach.ORDINARY, given(PointCheckUnitTest::attention, _ -> Tensor.of(gradient)), new int[] {6}, x)
                .outcome()).as("no influence at any distance").isEqualTo(PointCheck.Status.WRONG);
    }

    /** What two orders of a product leave of 0, beside what is as small and does not come from rounding. */
    @Test
    void whatRoundingLeavesOfTermsThatCancelIsNoisyNotWrong() {
        Function1<Tensor, Tensor> constant = t -> F.add(F.mul(t, 0), 1);
        Function1<Tensor, Tensor> left = t -> F.sub(F.mul(F.div(t, 3), 1e9), F.div(F.mul(t, 1e9), 3));
        double[] x = {0.7, 0.9, 1.1, 1.3};
        assertThat(left.apply(Tensor.of(x)).array().toDoubleArray()).as("rounding, not 0").isNotEqualTo(new double[4]);
        assertThat(at(given(constant, left), x)).isNotEqualTo(PointCheck.Status.WRONG);
        assertThat(at(given(constant, constant(1e-7)), x)).isEqualTo(PointCheck.Status.WRONG);
        assertThat(at(given(t -> F.amax(t), t -> F.where(F.eq(t, F.amax(t)), Tensor.scalar(1.5), Tensor.scalar(0.0))), 2, 2, 1))
                .as("ties stay ties").isEqualTo(PointCheck.Status.WRONG);
    }

    @Test
    void aGradientThatJumpsAboutWithinSomeThousandLastBitsIsNoisyNotWrong() {
        for (double off : new double[] {0, 0.2, 1}) {
            Function1<Tensor, Tensor> gradient = t -> F.add(F.exp(t), F.add(F.mul(F.sin(F.mul(t, 1e12)), 0.05), off));
            assertThat(at(given(F::exp, gradient), 1)).as("by a tenth, four times that").isEqualTo(off == 1
                    ? PointCheck.Status.WRONG : PointCheck.Status.UNDECIDED);
        }
    }

    @Test
    void whereNoGradientAroundIsKnownNothingIsCompared() {
        assertThat(at(given(F::exp, t -> F.add(F.exp(t), F.where(F.eq(t, 1), Tensor.scalar(0.5), F.mul(F.sin(F.mul(t, 1e17)), 0.1)))), 1))
                .isEqualTo(PointCheck.Status.UNDECIDED);
    }
}
