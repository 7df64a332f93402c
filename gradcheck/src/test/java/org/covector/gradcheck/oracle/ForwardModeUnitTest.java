package org.covector.gradcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.CustomPrimitive;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** The forward rule against pullbacks that are off by a known factor, and what it decides where quotients cannot. */
class ForwardModeUnitTest {
    private static final int[] ALL = {0, 1, 2};
    private static final double[] STEP = {0.5, -1, 2};

    private static Function1<Tensor, Tensor> off(Function1<Tensor, Tensor> f, double factor) {
        return customVjp("off", t -> withPullback(f.apply(t),
                dy -> Tuple.of(() -> F.mul(Autograd.vjp(f, t).pullback().apply(dy), factor))));
    }

    private static ForwardMode of(Function1<Tensor, Tensor> f, Tensor x) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst()), Tensor.of(4L)), List.of(x));
        OutputProjection projection = OutputProjection.basis(s.value().length, new SplittableRandom(1));
        return new ForwardMode(s, projection, AnalyticJacobian.of(s, projection, new SplittableRandom(1)));
    }

    private static Evidence.Oracle vote(Function1<Tensor, Tensor> f) {
        return of(f, Tensor.of(0.5, 1, 2)).vote(ALL, STEP);
    }

    @Test
    void itAgreesWithRightPullbacks() {
        for (Function1<Tensor, Tensor> f : List.<Function1<Tensor,
                Tensor>>of(F::exp, t -> F.cumsum(t, 0), t -> F.sum(F.square(t)), t -> F.mul(t, 0))) {
            assertThat(vote(f)).isEqualTo(new Evidence.Oracle("forward rule", true, "agrees along a random direction"));
        }
        assertThat(of(F::exp, Tensor.of(0.5f, 1, 2)).vote(ALL, STEP).right()).isTrue();
        assertThat(of(F::log, Tensor.of(-0.5, 1, 2)).vote(ALL, STEP).right()).as("what is no number is not compared").isTrue();
    }

    @Test
    void itContradictsWrongOnesWithBothNumbers() {
        Evidence.Oracle wrong = vote(off(t -> F.sum(F.square(t)), 1.5));
        assertThat(wrong.right()).isFalse();
        double exact = 2 * (0.5 * 0.5 - 1 + 2 * 2);
        assertThat(wrong.note()).isEqualTo(String.format(java.util.Locale.ROOT,
                "%.9g along a random direction, where the pullback gives %.9g", exact, 1.5 * exact));
        assertThat(vote(off(F::exp, 1 + 1e-7)).right()).isFalse();
        assertThat(vote(off(F::exp, 1 + 1e-10)).right()).as("rounding").isTrue();
        assertThat(of(off(F::exp, 1.001), Tensor.of(0.5f, 1, 2)).vote(ALL, STEP).right()).isFalse();
        Function1<Tensor, Tensor> uneven = customVjp("off",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)), Tensor.of(1.5, 3, 2)))));
        assertThat(vote(uneven).note()).as("the worst result").startsWith(String.format(java.util.Locale.ROOT, "%.9g", -Math.exp(1)));
        assertThat(of(off(t -> F.mul(t, 1e200), 2), Tensor.of(1.0, 2, 3)).vote(ALL, STEP).right()).as("whose squares overflow").isFalse();
        assertThat(of(t -> F.mul(t, 1e200), Tensor.of(1.0, 2, 3)).vote(ALL, STEP).right()).isTrue();
    }

    @Test
    void withoutARuleItHasNoVote() {
        Evidence.Oracle none = vote(t -> new Undeclared().of(t));
        assertThat(none.right()).isTrue();
        assertThat(none.note()).startsWith("no vote: ");
    }

    private record Undeclared() implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return x;
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(() -> dy.getFirst());
        }
    }

    // ---- what it decides

    private static Element open(int index, double analytic) {
        return new Element(0, index, index, analytic, 0, 1, Verdict.NOISE, "coarse", true);
    }

    @Test
    void itDecidesOnWhatNoiseLeftOpen() {
        double a = Math.exp(0.5);
        Element proven = new Element(0, 1, 1, 3, 3, 0, Verdict.PROVEN, "", true);
        List<Element> right = of(F::exp, Tensor.of(0.5, 1, 2)).decide(List.of(open(0, a), proven));
        assertThat(right).containsExactly(open(0, a), proven);
        List<Element> wrong = of(off(F::exp, 1.01), Tensor.of(0.5, 1, 2))
                .decide(List.of(open(0, 1.01 * a), proven, open(2, 1.01 * Math.exp(2))));
        assertThat(wrong.get(0).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(wrong.get(0).note()).isEqualTo("coarse, but the forward rule says otherwise");
        assertThat(wrong.get(0).analytic()).isCloseTo(1.01 * a, within(1e-12));
        assertThat(wrong.get(0).numeric()).isCloseTo(a, within(1e-12));
        assertThat(wrong.get(0).output()).isZero();
        assertThat(wrong.get(1)).isSameAs(proven);
        assertThat(wrong.get(2).output()).isEqualTo(2);
        assertThat(of(off(F::exp, 1.0005), Tensor.of(0.5, 1, 2)).decide(List.of(open(0, 1.0005 * a))).getFirst().verdict())
                .as("less than a thousandth").isEqualTo(Verdict.NOISE);
    }

    @Test
    void whatItDisagreesAboutIsLeftOpen() {
        List<Element> proven = List.of(proven(0), proven(1), proven(2));
        Function1<Tensor, Tensor> second = customVjp("off",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)), Tensor.of(1, 1 + 1e-6, 1)))));
        List<Element> disputed = of(second, Tensor.of(0.5, 1, 2)).dispute(proven);
        assertThat(disputed.get(0)).isSameAs(proven.get(0));
        assertThat(disputed.get(1).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(disputed.get(1).note()).isEqualTo("the difference quotient agrees, but the forward rule says otherwise");
        assertThat(disputed.get(2)).isSameAs(proven.get(2));
    }

    @Test
    void itsOwnErrorIsNoContradiction() {
        Function1<Tensor, Tensor> naive = t -> F.div(F.sub(1, F.cos(t)), F.square(t));
        Function1<Tensor, Tensor> series = customVjp("series",
                t -> withPullback(naive.apply(t), dy -> Tuple.of(() -> F.mul(dy, F.mul(t, -1.0 / 12)))));
        assertThat(of(series, Tensor.of(1e-5, 3e-6, 2e-5)).vote(ALL, STEP).right()).as("cancellation").isTrue();
        Function1<Tensor, Tensor> lifted = t -> F.where(F.eq(t, 0), 1, F.div(F.expm1(t), t));
        Function1<Tensor, Tensor> half = customVjp("lifted", t -> withPullback(lifted.apply(t), dy -> Tuple.of(() -> F.mul(dy, 0.5))));
        assertThat(of(half, Tensor.of(0.0, 0, 0)).vote(ALL, STEP).right()).as("another program at the point than around it").isTrue();
    }

    private static Element proven(int index) {
        return new Element(0, index, index, 1, 1, 0, Verdict.PROVEN, "", true);
    }

    @Test
    void changesTooSmallForNumbersAreNoMatter() {
        Function1<Tensor, Tensor> tiny = off(t -> F.mul(t, 1e-295), 3);
        assertThat(of(tiny, Tensor.of(1.0)).decide(List.of(open(0, 3e-295))).getFirst().verdict()).isEqualTo(Verdict.NOISE);
        Function1<Tensor, Tensor> small = off(t -> F.mul(t, 1e-280), 3);
        assertThat(of(small, Tensor.of(1.0)).decide(List.of(open(0, 3e-280))).getFirst().verdict()).isEqualTo(Verdict.WRONG);
        assertThat(of(tiny, Tensor.of(0.0)).decide(List.of(open(0, 3e-295))).getFirst().verdict()).as("at 0 there is no size")
                .isEqualTo(Verdict.WRONG);
    }

    /** Of a value of 1, the square of whose rounding is 1.2e-32. */
    @Test
    void whatIsLessThanTheSquareOfARoundingIsNotDecided() {
        for (double slope : new double[] {1e-31, 1e-33}) {
            Function1<Tensor, Tensor> tail = off(t -> F.add(F.mul(t, slope), 1), 0);
            assertThat(of(tail, Tensor.of(1.0)).decide(List.of(open(0, 0))).getFirst().verdict()).as("%s", slope)
                    .isEqualTo(slope > 1e-32 ? Verdict.WRONG : Verdict.NOISE);
        }
        assertThat(of(off(t -> F.mul(t, 1e-33), 0), Tensor.of(1.0)).decide(List.of(open(0, 0))).getFirst().verdict())
                .as("of a value as small").isEqualTo(Verdict.WRONG);
    }

    @Test
    void aFewOfManyAreAsked() {
        double[] x = new SplittableRandom(1).doubles(80, 0.5, 1).toArray();
        List<Element> all = new ArrayList<>();
        for (int j = 0; j < 80; j++) {
            all.add(open(j, 2 * Math.exp(x[j])));
        }
        List<Element> decided = of(off(F::exp, 2), Tensor.of(x)).decide(all);
        assertThat(decided.stream().filter(Element::isWrong)).hasSize(64);
        assertThat(decided.subList(64, 80)).noneMatch(Element::isWrong);
    }

    // ---- elements beside larger ones

    /** {@code 1e12 x0 + x1 + x2}, whose pullback gives other factors. */
    private static Function1<Tensor, Tensor> steep(double first, double second, double third) {
        Tensor factors = Tensor.of(1e12, 1, 1);
        Tensor given = Tensor.of(first, second, third);
        return customVjp("steep", t -> withPullback(F.sum(F.mul(t, factors)), dy -> Tuple.of(() -> F.mul(dy, given))));
    }

    @Test
    void smallDerivativesHaveAVoteOfTheirOwn() {
        assertThat(vote(steep(1e12, 1, 1)).note()).isEqualTo("agrees along a random direction");
        Evidence.Oracle small = vote(steep(1e12, 1.5, 1));
        assertThat(small.right()).as("a change of 1 beside 1e12").isFalse();
        assertThat(small.note()).isEqualTo("1.00000000 along a random direction, where the pullback gives 0.500000000");
        assertThat(vote(steep(2e12, 1.5, 1)).note()).as("the large one is told first")
                .startsWith("5.00000000e+11 along a random direction");
    }

    @Test
    void ofProvenElementsSmallOnesAreDisputedToo() {
        List<Element> proven = List.of(proven(0), proven(1), proven(2));
        List<Element> disputed = of(steep(1e12, 1, 1.5), Tensor.of(0.5, 1, 2)).dispute(proven);
        assertThat(disputed).extracting(Element::verdict).containsExactly(Verdict.PROVEN, Verdict.PROVEN, Verdict.NOISE);
        assertThat(of(steep(1e12, 1, 1), Tensor.of(0.5, 1, 2)).dispute(proven)).as("of several together the first is named")
                .extracting(Element::verdict).containsExactly(Verdict.NOISE, Verdict.PROVEN, Verdict.PROVEN);
    }

    @Test
    void onlyProvenElementsAreDisputed() {
        Element kink = new Element(0, 1, 0, 1, 1, 0, Verdict.KINK, "", true);
        List<Element> disputed = of(steep(2e12, 2, 2), Tensor.of(0.5, 1, 2)).dispute(List.of(proven(0), kink, proven(2)));
        assertThat(disputed).extracting(Element::verdict).containsExactly(Verdict.NOISE, Verdict.KINK, Verdict.NOISE);
        assertThat(of(off(F::exp, 2), Tensor.of(0.5, 1, 2)).dispute(List.of(kink))).containsExactly(kink);
    }

    /** Of a tree of halves, left before right, the first sixty-four: seven on the way down, and all below but the last leaf. */
    @Test
    void sixtyFourDirectionsAreAskedInADispute() {
        double[] x = new SplittableRandom(1).doubles(128, 0.5, 1).toArray();
        List<Element> all = new ArrayList<>();
        for (int j = 0; j < 128; j++) {
            all.add(proven(j));
        }
        List<Element> disputed = of(off(t -> F.sum(F.exp(t)), 2), Tensor.of(x)).dispute(all);
        assertThat(disputed.subList(0, 31)).allMatch(e -> e.verdict() == Verdict.NOISE);
        assertThat(disputed.subList(31, 128)).allMatch(e -> e.verdict() == Verdict.PROVEN);
    }

    @Test
    void withoutARuleNothingIsDecidedOrAgreedUpon() {
        ForwardMode none = of(t -> new Undeclared().of(t), Tensor.of(0.5, 1, 2));
        assertThat(none.decide(List.of(open(0, 7)))).containsExactly(open(0, 7));
        assertThat(none.agrees(0, 0)).isFalse();
        assertThat(none.dispute(List.of(proven(0), proven(1)))).extracting(Element::verdict)
                .containsExactly(Verdict.NOISE, Verdict.PROVEN);
    }

    @Test
    void itAgreesWithinABillionth() {
        assertThat(of(F::exp, Tensor.of(0.5, 1, 2)).agrees(0, 0)).isTrue();
        assertThat(of(F::exp, Tensor.of(0.5, 1, 2)).agrees(1, 0)).as("0 where the result does not depend on it").isTrue();
        ForwardMode near = of(off(t -> F.mul(t, -1e-8), 1 + 5e-10), Tensor.of(0.5, 1, 2));
        assertThat(near.agrees(2, 2)).isTrue();
        assertThat(of(off(t -> F.mul(t, 1e8), 1 + 5e-10), Tensor.of(0.5, 1, 2)).agrees(2, 2)).isTrue();
        assertThat(of(off(t -> F.mul(t, -1e-8), 1 + 2e-9), Tensor.of(0.5, 1, 2)).agrees(2, 2)).isFalse();
        assertThat(of(off(F::exp, -1), Tensor.of(0.5, 1, 2)).agrees(1, 1)).isFalse();
        assertThat(of(off(F::exp, 1 + 5e-7), Tensor.of(0.5f, 1, 2)).agrees(0, 0)).as("digits of FLOAT32").isTrue();
    }

    // ---- errors of both

    /** {@code 3 x}, by a pullback that subtracts numbers so much larger: its last digits are lost. */
    private static Function1<Tensor, Tensor> cancelling(double large) {
        return customVjp("cancelling", t -> withPullback(F.mul(t, 3),
                dy -> Tuple.of(() -> F.sub(F.mul(dy, large + 3), F.mul(dy, large)))));
    }

    @Test
    void whatAPullbackLosesByRoundingIsNoContradiction() {
        Evidence.Oracle lost = vote(cancelling(1e12 / 3));
        assertThat(lost.right()).as(lost.note()).isTrue();
        assertThat(vote(off(cancelling(1e12 / 3), 1.1)).right()).as("more than that").isFalse();
    }

    @Test
    void anExactContradictionOfZerosIsOne() {
        assertThat(vote(off(F::neg, 0)).right()).isFalse();
        assertThat(vote(off(F::neg, 0)).note()).isEqualTo("-2.00000000 along a random direction, where the pullback gives 0.00000000");
    }

    /** {@code 3 x}, whose pullback gives 4.5, and what call number k of a vote makes of it. */
    private static Evidence.Oracle voteOf(Function1<Integer, Double> factor) {
        int[] calls = {0};
        FlatFunction s = FlatFunction.of(in -> {
            double now = factor.apply(++calls[0]);
            return List.of(off(t -> F.mul(t, now), 1.5).apply(in.getFirst()));
        }, List.of(Tensor.of(0.5, 1, 2)));
        OutputProjection projection = OutputProjection.basis(3, new SplittableRandom(1));
        ForwardMode mode = new ForwardMode(s, projection, AnalyticJacobian.withoutErrors(s, projection));
        calls[0] = 0;
        return mode.vote(ALL, STEP);
    }

    @Test
    void functionsThatChangeFromCallToCallOrThrowBesideThePointAreNotCompared() {
        assertThat(voteOf(_ -> 3.0).right()).isFalse();
        assertThat(voteOf(k -> k == 2 ? 3.5 : 3.0).note()).isEqualTo("agrees along a random direction");
        assertThat(voteOf(k -> k == 4 ? Double.NaN : 3.0).note()).isEqualTo("agrees along a random direction");
        assertThat(voteOf(k -> {
            if (k > 2) {
                throw new IllegalArgumentException("elsewhere");
            }
            return 3.0;
        }).note()).isEqualTo("agrees along a random direction");
    }

    /** A program that is another one at the point: large elements and those of few digits have neighbours too. */
    @Test
    void neighboursAreDistinctWhateverTheSizeOfAnElement() {
        for (Tensor x : List.of(Tensor.of(1e6, 1e6, 1e6), Tensor.of(1e6f, 1e6f, 1e6f), Tensor.of(1e-6, 1e-6, 1e-6))) {
            Function1<Tensor, Tensor> lifted = t -> F.where(F.eq(t, x), F.mul(t, 2), F.mul(t, 3));
            assertThat(of(off(lifted, 1.5), x).vote(ALL, STEP).right()).isTrue();
            assertThat(of(off(t -> F.mul(t, 2), 1.5), x).vote(ALL, STEP).right()).isFalse();
        }
    }

    @Test
    void whatRoundingExplainsIsNotDecided() {
        Element lost = of(cancelling(1e15 / 3), Tensor.of(1.0)).decide(List.of(open(0, 3))).getFirst();
        assertThat(lost.verdict()).isEqualTo(Verdict.NOISE);
        Function1<Tensor, Tensor> subnormal = off(t -> F.mul(t, 1e-320), 1.01);
        assertThat(of(subnormal, Tensor.of(0.0)).decide(List.of(open(0, 1.01e-320))).getFirst().verdict())
                .as("twenty units of the smallest numbers").isEqualTo(Verdict.NOISE);
    }

    @Test
    void changesOverTheElementDecideWhatVanishes() {
        assertThat(of(off(t -> F.mul(t, 1e-282), 3), Tensor.of(1e-10)).decide(List.of(open(0, 3e-282))).getFirst().verdict())
                .isEqualTo(Verdict.NOISE);
        assertThat(of(off(t -> F.mul(t, 1e-295), 3), Tensor.of(1e10)).decide(List.of(open(0, 3e-295))).getFirst().verdict())
                .isEqualTo(Verdict.WRONG);
    }

    // ---- bounds

    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, double slope) {
        return customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> F.mul(dy, slope))));
    }

    private static Verdict decided(Function1<Tensor, Tensor> f, double x, double analytic) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        OutputProjection projection = OutputProjection.basis(1, new SplittableRandom(1));
        return new ForwardMode(s, projection, AnalyticJacobian.withoutErrors(s, projection)).decide(List.of(open(0, analytic))).getFirst()
                .verdict();
    }

    @Test
    void aThousandthAndTheSmallestNumbersAreTheBounds() {
        assertThat(decided(given(t -> F.mul(t, 1000), 1001), 1, 1001)).as("a thousandth").isEqualTo(Verdict.NOISE);
        assertThat(decided(given(t -> F.mul(t, 1000), 1001.01), 1, 1001.01)).isEqualTo(Verdict.WRONG);
        assertThat(decided(given(t -> F.mul(t, 0x1p-961), 0x1p-960), 1, 0x1p-960)).isEqualTo(Verdict.WRONG);
        assertThat(decided(given(t -> F.mul(t, 0x1p-962), 0x1p-961), 1, 0x1p-961)).as("less than 2^-960").isEqualTo(Verdict.NOISE);
        double unit = Double.MIN_VALUE;
        assertThat(decided(given(t -> F.mul(t, 1024 * unit), 1088 * unit), 0, 1088 * unit)).as("by 64 units").isEqualTo(Verdict.NOISE);
        assertThat(decided(given(t -> F.mul(t, 1024 * unit), 1092 * unit), 0, 1092 * unit)).as("by 68").isEqualTo(Verdict.WRONG);
    }

    @Test
    void theFirstOfEqualErrorsIsTold() {
        Function1<Tensor, Tensor> twice = t -> F.cat(List.of(given(a -> F.mul(a, 2), 4).apply(t), given(a -> F.mul(a, 2), 4).apply(t)), 0);
        Element told = of(twice, Tensor.of(1.0)).decide(List.of(open(0, 4))).getFirst();
        assertThat(told.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(told.output()).isZero();
    }

    @Test
    void aTenThousandthIsSmallBesideTheLargest() {
        Function1<Tensor, Tensor> f = customVjp("steep", t -> withPullback(F.sum(F.mul(t, Tensor.of(1e4 * 0x1p40, 0x1p40 - 0x1p20, 1))),
                dy -> Tuple.of(() -> F.mul(dy, Tensor.of(1e4 * 0x1p40, 0x1p40, 1)))));
        assertThat(vote(f).right()).isFalse();
    }

    @Test
    void errorsOfThePullbackGrowWithTheDirection() {
        for (double large : new double[] {1e12 / 3, 1e12 / 7, 1.1e12}) {
            Evidence.Oracle far = of(cancelling(large), Tensor.of(0.5, 1, 2)).vote(ALL, 64, -64, 64);
            assertThat(far.right()).as(far.note()).isTrue();
            assertThat(of(cancelling(1000 * large), Tensor.of(1.0)).decide(List.of(open(0, 3))).getFirst().verdict())
                    .isEqualTo(Verdict.NOISE);
        }
    }
}
