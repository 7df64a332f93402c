package org.covector.gradcheck.element;

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
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Single elements of functions whose derivatives are known. */
class ElementCheckerUnitTest {
    private static ElementChecker of(Options options, Function1<Tensor, Tensor> f, Tensor x) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(x));
        OutputProjection each = OutputProjection.basis(s.value().length, new SplittableRandom(1));
        return ElementChecker.of(s, options, each, AnalyticJacobian.of(s, each, new SplittableRandom(2)));
    }

    private static ElementChecker of(Function1<Tensor, Tensor> f, double... x) {
        return of(Options.DEFAULT, f, Tensor.of(x));
    }

    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, double... gradient) {
        return customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> F.mul(dy, Tensor.of(gradient)))));
    }

    @Test
    void rightElementsAreProvenWithTheQuotientsValue() {
        ElementChecker c = of(F::exp, 0.5, -1, 2);
        for (int j = 0; j < 3; j++) {
            assertThat(c.isChecked(j)).isFalse();
            Element e = c.check(j);
            double exact = Math.exp(new double[] {0.5, -1, 2}[j]);
            assertThat(e.verdict()).isEqualTo(Verdict.PROVEN);
            assertThat(e.index()).isEqualTo(j);
            assertThat(e.input()).isZero();
            assertThat(c.isChecked(j)).isTrue();
            assertThat(c.numeric()[j][j]).isCloseTo(exact, within(1e-7 * exact));
        }
        assertThat(c.numeric()[0][1]).as("another element's result").isCloseTo(0, within(1e-9));
    }

    /** The value's own size is what errors of derivatives are compared with that are nothing but rounding. */
    @Test
    void derivativesThatCancelAreZero() {
        Function1<Tensor, Tensor> cancels = t -> F.add(F.sub(F.log(F.exp(F.sin(t))), F.sin(t)), 3);
        ElementChecker c = of(cancels, 0.7, 1.3, 2.1);
        for (int j = 0; j < 3; j++) {
            assertThat(c.check(j).verdict()).isEqualTo(Verdict.PROVEN);
        }
        Function1<Tensor, Tensor> wrong = customVjp("lost", t -> withPullback(F.add(cancels.apply(t), F.mul(t, 1e-3)),
                dy -> Tuple.of(() -> Autograd.vjp(cancels, t).pullback().apply(dy))));
        assertThat(of(wrong, 0.7, 1.3, 2.1).check(1).verdict()).isEqualTo(Verdict.WRONG);
    }

    @Test
    void whereNothingWasSeenTheRowsStand() {
        ElementChecker c = of(given(F::exp, 5, 6), 0.5, -1);
        c.check(1);
        assertThat(c.numeric()[0][0]).isEqualTo(5);
        assertThat(c.numeric()[1][1]).isCloseTo(Math.exp(-1), within(1e-8));
    }

    @Test
    void theWorstResultSpeaksForAnElement() {
        Tensor factors = Tensor.of(1.0, 2, 4);
        Tensor claimed = Tensor.of(1.0, 2.02, 5);
        Function1<Tensor, Tensor> f = customVjp("three",
                t -> withPullback(F.mul(t, factors), dy -> Tuple.of(() -> F.reshape(F.sum(F.mul(dy, claimed), 0), 1))));
        Element e = of(f, 3).check(0);
        assertThat(e.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(e.output()).as("off by a quarter, not by a hundredth").isEqualTo(2);
        assertThat(e.analytic()).isCloseTo(5, within(1e-12));
        assertThat(e.numeric()).isCloseTo(4, within(1e-9));
    }

    @Test
    void atTheEndOfAnIntervalOneSideIsEnough() {
        Options up = Options.DEFAULT.withInterval(0, 1, 9);
        Options down = Options.DEFAULT.withInterval(0, -9, 1);
        for (Options o : List.of(up, down)) {
            assertThat(of(o, F::exp, Tensor.of(1.0)).check(0).verdict()).isEqualTo(Verdict.PROVEN);
            assertThat(of(o, given(F::exp, 3), Tensor.of(1.0)).check(0).verdict()).isEqualTo(Verdict.WRONG);
        }
        Options point = Options.DEFAULT.withInterval(0, 1, 1);
        assertThat(of(point, F::exp, Tensor.of(1.0)).check(0).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(of(up, F::exp, Tensor.of(1.0)).line(0).at(-0.1)).containsOnly(Double.NaN);
        assertThat(of(up, F::exp, Tensor.of(1.0)).line(0).at(0.5)[0]).isEqualTo(F.exp(Tensor.of(1.5)).array().item());
    }

    @Test
    void whatTheFunctionRefusesIsOutside() {
        Function1<Tensor, Tensor> f = t -> {
            if (Autograd.stopGradient(t).item() > 2) {
                throw new IllegalArgumentException("too large");
            }
            return F.exp(t);
        };
        assertThat(of(f, 1).line(0).at(3)).containsOnly(Double.NaN);
        assertThat(of(f, 2).check(0).verdict()).as("from the left").isEqualTo(Verdict.PROVEN);
        Report report = Gradcheck.check(f, Tensor.of(2.0), Options.DEFAULT.withOrder(1).withVariations());
        assertThat(report.isProven()).as("the last number that it takes: " + report).isTrue();
        assertThat(Gradcheck.check(given(f, 3), Tensor.of(2.0), Options.DEFAULT.withOrder(1).withVariations()).elements())
                .allMatch(Element::isWrong);
    }

    @Test
    void stepsAreThoseOfTheInputsPrecision() {
        Line single = of(Options.DEFAULT, F::exp, Tensor.of(1f)).line(0);
        assertThat(single.representableStep(1e-9)).isZero();
        assertThat(single.representableStep(0.1)).isEqualTo((double) (float) 1.1 - 1);
        assertThat(of(F::exp, 1).line(0).representableStep(0.25)).isEqualTo(0.25);
    }

    @Test
    void theReachOfAnElementIsItsSizeOrThatOfItsTensor() {
        ElementChecker c = of(F::exp, 3, 0, -6);
        assertThat(c.elementScale(0)).isEqualTo(3);
        assertThat(c.elementScale(1)).as("the mean of 3, 0, 6").isEqualTo(3);
        assertThat(c.elementScale(2)).isEqualTo(6);
        assertThat(of(F::exp, 0, 0).elementScale(1)).isEqualTo(1);
    }

    @Test
    void zeroAmongHugeOnesIsLookedAtCloseBy() {
        assertThat(of(F::sin, 0, 1e12).check(0).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(of(given(F::sin, 1.01, 1), 0, 1e12).check(0).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(of(F::sin, 1e-6, 1e3).check(0).verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void kinksAndJumpsAreCalledByTheirNames() {
        Element kink = of(F::abs, 0).check(0);
        assertThat(kink.verdict()).isEqualTo(Verdict.KINK);
        assertThat(kink.contained()).isTrue();
        assertThat(of(given(F::abs, 1.5), 0).check(0).contained()).isFalse();
        Element jump = of(F::floor, 2).check(0);
        assertThat(jump.verdict()).isEqualTo(Verdict.KINK);
        assertThat(jump.note()).startsWith("the value jumps: by 1.00000 from the left, by 0.00000 to the right");
        assertThat(of(given(F::floor, 1), 2).check(0).contained()).as("flat on both sides").isFalse();
    }

    @Test
    void resultsThatAreNotFinite() {
        Function1<Tensor, Tensor> infinite = t -> F.add(F.mul(t, 0), Double.POSITIVE_INFINITY);
        assertThat(of(given(infinite, 0), 1).check(0).verdict()).as("it stays what it is").isEqualTo(Verdict.PROVEN);
        assertThat(of(given(infinite, 2), 1).check(0).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(of(F::log, -1).check(0).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(of(given(F::reciprocal, 0), 0).check(0).verdict()).as("a pole").isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void coarseAndNoisyValuesAccuseNobody() {
        Function1<Tensor, Tensor> stairs = t -> F.mul(F.round(F.mul(t, 0x1p24)), 0x1p-24);
        assertThat(of(given(stairs, 0), 0.7).check(0).isWrong()).as("flat close by").isFalse();
        assertThat(of(given(t -> F.sub(F.add(F.sin(t), 1e12), 1e12), 0.9), 0.5).check(0).verdict()).isEqualTo(Verdict.NOISE);
        assertThat(of(given(t -> F.add(F.sin(t), 1e3), 0.9), 0.5).check(0).verdict()).isEqualTo(Verdict.WRONG);
    }

    @Test
    void anElementWithoutInfluenceIsProvenToHaveNone() {
        assertThat(of(t -> F.mul(t, 0), 5).check(0).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(of(given(t -> F.mul(t, 0), 1e-3), 5).check(0).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(of(given(t -> F.mul(t, 2), 0), 5).check(0).verdict()).isEqualTo(Verdict.WRONG);
    }

    @Test
    void inAHurryFewerValuesAreEnoughForAVerdict() {
        AtomicInteger calls = new AtomicInteger();
        Function1<Tensor, Tensor> counted = given(t -> {
            calls.incrementAndGet();
            return F.exp(t);
        }, 3);
        ElementChecker slow = of(counted, 0.5);
        calls.set(0);
        assertThat(slow.check(0).verdict()).isEqualTo(Verdict.WRONG);
        int careful = calls.get();
        ElementChecker fast = of(counted, 0.5);
        calls.set(0);
        assertThat(fast.check(0, CheckMode.BRIEF).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(calls.get()).isLessThan(careful / 3).isLessThanOrEqualTo(30);
    }

    @Test
    void valuesBetweenTheGradientsNearbyAreAllowedUnlessADerivativeIsAskedFor() {
        Function1<Tensor, Tensor> max = t -> F.max(t);
        Function1<Tensor, Tensor> third = given(max, 0.25, 0.25, 0.25);
        assertThat(of(third, 2, 2, 2).check(0).isWrong()).isFalse();
    }

    @Test
    void whatIsSeenAtThePointIsKept() {
        ElementChecker c = of(F::square, 3, -4);
        assertThat(c.values()).containsExactly(9, 16);
        assertThat(c.magnitude()).containsExactly(9, 16);
    }

    // ---- what a doubt is settled by

    @Test
    void thePrecisionIsThatOfTheInputs() {
        assertThat(of(F::exp, 1).epsilon()).isEqualTo(0x1p-53);
        assertThat(of(Options.DEFAULT, F::exp, Tensor.of(1f)).epsilon()).isEqualTo(0x1p-24);
    }

    @Test
    void ofResultsThatAreEquallyWrongTheFirstSpeaks() {
        assertThat(of(t -> F.mul(F.log(t), Tensor.of(1.0, 2, 3)), -1).check(0).output()).as("all of them outside").isZero();
        assertThat(several(1, 1.5, 2, 2.02, 4, 4).check(0).output()).as("off by a half, by a hundredth, by nothing").isZero();
    }

    /** Of a number by factors, each with the derivative that is claimed of it. */
    private static ElementChecker several(double... factorsAndClaims) {
        double[] factors = IntStream.range(0, factorsAndClaims.length / 2).mapToDouble(k -> factorsAndClaims[2 * k]).toArray();
        double[] claims = IntStream.range(0, factors.length).mapToDouble(k -> factorsAndClaims[2 * k + 1]).toArray();
        return of(customVjp("several", t -> withPullback(F.mul(t, Tensor.of(factors)),
                dy -> Tuple.of(() -> F.reshape(F.sum(F.mul(dy, Tensor.of(claims)), 0), 1)))), 3);
    }

    @Test
    void withoutResultsThereIsNoGradient() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.gt(in.get(1), 0)), List.of(Tensor.of(1.0, 2), Tensor.of(3.0, 4)));
        OutputProjection none = OutputProjection.basis(0, new SplittableRandom(1));
        Element e = ElementChecker.of(s, Options.DEFAULT, none, AnalyticJacobian.withoutErrors(s, none)).check(3);
        assertThat(e).isEqualTo(Element.withoutGradient(1, 1, "no floating results"));
    }

    /** The first number rounded to a five hundredth, by arithmetic that nothing can follow, after other results. */
    private static ElementChecker stairs(double slope, double[] x, double... others) {
        double[] gradient = new double[x.length];
        gradient[0] = slope;
        int last = others.length;
        return of(customVjp("stairs", t -> {
            double[] y = Arrays.copyOf(others, last + 1);
            y[last] = Math.rint(Autograd.stopGradient(t).array().getDouble(0) * 512) / 512;
            return withPullback(Tensor.of(y), dy -> Tuple.of(() -> F.mul(F.slice(dy, 0, last, last + 1, 1), Tensor.of(gradient))));
        }), x);
    }

    /** Stairs that are wider than the smallest steps: nothing but their height tells a floor from a rounding. */
    @Test
    void stairsAreRoundingWhereALargeNumberIsAround() {
        assertThat(stairs(10, new double[] {1}).check(0).numeric()).as("plateaus").isZero();
        assertThat(stairs(10, new double[] {1}, Double.POSITIVE_INFINITY).check(0).numeric()).as("infinity is no size").isZero();
        assertThat(stairs(10, new double[] {1, 1e12}).check(0).numeric()).as("the rounding of an input").isCloseTo(1, within(0.1));
        assertThat(stairs(10, new double[] {1}, -1e12).check(0).numeric()).as("that of another result").isCloseTo(1, within(0.1));
        assertThat(stairs(10, new double[] {1}, 1e12, 1).check(0).numeric()).as("the largest").isCloseTo(1, within(0.1));
    }

    @Test
    void stepsInsideADomainAreSmallAgainstTheWayToItsEdge() {
        assertThat(of(t -> F.sqrt(F.sub(t, 1)), 1 + 1e-9).check(0).verdict()).isEqualTo(Verdict.PROVEN);
        Element wrong = of(given(t -> F.sqrt(F.sub(t, 1)), 1e4), 1 + 1e-9).check(0);
        assertThat(wrong.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(wrong.numeric()).isCloseTo(0.5 / Math.sqrt(1 + 1e-9 - 1), within(1e-2));
    }

    @Test
    void whatIsInfiniteOnOneSideOnlyIsNoConstant() {
        Function1<Tensor, Tensor> right = t -> F.where(F.ge(t, 1), Double.POSITIVE_INFINITY, t);
        Function1<Tensor, Tensor> left = t -> F.where(F.le(t, 1), Double.POSITIVE_INFINITY, t);
        assertThat(of(given(right, 0), 1).check(0).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(of(given(left, 0), 1).check(0).verdict()).isEqualTo(Verdict.OUTSIDE);
    }

    @Test
    void aGradientThatIsNoNumberIsWrongEvenAtAnIsolatedPoint() {
        Options point = Options.DEFAULT.withInterval(0, 1, 1);
        Element e = of(point, given(F::exp, Double.NaN), Tensor.of(1.0)).check(0);
        assertThat(e.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(e.note()).isEqualTo("no number where the value is finite");
    }

    @Test
    void aSteepSlopeIsKnownBySmallerSteps() {
        assertThat(of(t -> F.mul(F.tanh(F.mul(t, 1e12)), 0.01), 0).check(0).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(of(t -> F.mul(F.tanh(F.mul(t, 1e12)), 100), 0).check(0).verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void aSlopeThatNumbersCannotTellFromAJumpIsNotAccused() {
        for (double size : new double[] {0.01, 100}) {
            Function1<Tensor, Tensor> step = t -> F.mul(F.tanh(F.mul(F.sub(t, 1), 1e17)), size);
            assertThat(of(given(step, 0x1p38 * size), 1).check(0).verdict()).isEqualTo(Verdict.NOISE);
            assertThat(of(given(step, 0x1p35 * size), 1).check(0).isWrong()).as("an eighth of what the jump takes").isTrue();
        }
        assertThat(of(t -> F.tanh(F.mul(F.sub(t, 1), 1e17)), 1).check(0).isWrong()).as("its own").isFalse();
    }

    @Test
    void whereEqualElementsPartNothingJudges() {
        Function1<Tensor, Tensor> mode = t -> F.mode(t, 0, false).values();
        Element e = of(given(mode, 0, 1, 0, 0), 1, 2, 2, 3).check(1);
        assertThat(e.verdict()).isEqualTo(Verdict.KINK);
        assertThat(e.contained()).isTrue();
        assertThat(e.note()).isEqualTo("the value jumps where equal elements part: nothing can judge it");
        assertThat(of(given(mode, 1, 0, 0, 0), 1, 2, 2, 3).check(0).isWrong()).as("equal to no other").isTrue();
    }

    /** The gradient is summed beside a large number: it errs by a millionth. */
    @Test
    void aGradientAsCoarseAsItsOwnRoundingIsNotAccused() {
        Function1<Tensor, Tensor> coarse = customVjp("coarse", t -> withPullback(F.sin(t),
                dy -> Tuple.of(() -> F.sub(F.add(F.mul(dy, F.cos(t)), 1e10), 1e10))));
        Function1<Tensor, Tensor> wrong = customVjp("wrong", t -> withPullback(F.sin(t),
                dy -> Tuple.of(() -> F.sub(F.add(F.mul(F.mul(dy, F.cos(t)), 1.1), 1e10), 1e10))));
        Element e = of(coarse, 0.7).check(0);
        assertThat(e.analytic()).isNotCloseTo(Math.cos(0.7), within(1e-7));
        assertThat(e.isWrong()).as(e.toString()).isFalse();
        assertThat(of(wrong, 0.7).check(0).isWrong()).isTrue();
    }

    @Test
    void aSmallDerivativeIsProvenAsFarAsTheValuesRoundingLetsIt() {
        Function1<Tensor, Tensor> f = t -> F.add(F.sum(F.mul(t, Tensor.of(1e4, 1e-6)), 0), 1e8);
        AtomicInteger calls = new AtomicInteger();
        ElementChecker c = of(t -> {
            calls.incrementAndGet();
            return f.apply(t);
        }, 1, 1);
        int before = calls.get();
        assertThat(c.check(1).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(calls.get() - before).as("by the first steps").isLessThanOrEqualTo(10);
        assertThat(of(t -> F.add(F.mul(t, 0), 1), 0x1p-20).check(0).verdict()).as("no derivative, of a small element")
                .isEqualTo(Verdict.PROVEN);
    }

    // ---- every way through

    private static String way(Function1<Tensor, Tensor> f, double x, double gradient) {
        StringBuilder all = new StringBuilder();
        for (CheckMode mode : List.of(CheckMode.DEFAULT, CheckMode.BRIEF, CheckMode.SMOOTH, CheckMode.NEAR_BREAKPOINT)) {
            AtomicInteger calls = new AtomicInteger();
            Function1<Tensor, Tensor> counted = t -> {
                calls.incrementAndGet();
                return f.apply(t);
            };
            ElementChecker c = of(Double.isNaN(gradient) ? counted : given(counted, gradient), x);
            int before = calls.get();
            all.append(c.check(0, mode).verdict()).append(' ').append(calls.get() - before).append("; ");
        }
        return all.toString().trim();
    }

    /** The verdict in each mode, and how many values it takes: where steps begin and end, and what is looked at in doubt. */
    @Test
    void everyWayThroughEndsWithItsVerdict() {
        double own = Double.NaN;
        assertThat(String.join("\n",
                "exp " + way(F::exp, 0.5, own),
                "exp, wrong " + way(F::exp, 0.5, 1.6),
                "exp, wrong by a millionth " + way(F::exp, 0.5, Math.exp(0.5) * (1 + 1e-6)),
                "fast sine " + way(t -> F.sin(F.mul(t, 50)), 0.3, own),
                "very fast sine " + way(t -> F.sin(F.mul(t, 1e9)), 0.3, own),
                "steep " + way(t -> F.tanh(F.mul(t, 1e12)), 0, own),
                "steep, wrong " + way(t -> F.tanh(F.mul(t, 1e12)), 0, 1),
                "kink " + way(F::abs, 0, own),
                "kink, outside " + way(F::abs, 0, 1.5),
                "jump " + way(F::sign, 0, own),
                "jump, wrong " + way(t -> F.add(F.sign(t), t), 0, 5),
                "plateau " + way(F::floor, 2.25, own),
                "edge of a domain " + way(F::sqrt, 0, own),
                "near the edge " + way(F::sqrt, 1e-12, own),
                "near the edge, wrong " + way(F::sqrt, 1e-12, 4e5),
                "one-sided " + way(t -> F.pow(t, 1.5), 0, own),
                "pole " + way(t -> F.log(F.abs(F.sub(t, 2))), 2 + 1e-10, own),
                "pole, wrong " + way(t -> F.log(F.abs(F.sub(t, 2))), 2 + 1e-10, 2e10),
                "flat at 0 " + way(F::square, 0, own),
                "flat at 0, wrong " + way(F::square, 0, 1e-3),
                "beside a large number " + way(t -> F.add(t, 1e9), 0.7, own),
                "beside a large number, wrong " + way(t -> F.add(t, 1e9), 0.7, 1.01),
                "coarse " + way(t -> t.to(DType.FLOAT32).to(DType.FLOAT64), 0.7, own),
                "coarse, wrong " + way(t -> t.to(DType.FLOAT32).to(DType.FLOAT64), 0.7, 1.1),
                "no number " + way(t -> F.sqrt(F.sub(t, 3)), 1, own),
                "infinite " + way(t -> F.div(1, F.mul(t, 0)), 1, 0),
                "gradient of no number " + way(F::exp, 0.5, Double.POSITIVE_INFINITY)))
                .isEqualTo("""
                        exp PROVEN 6; PROVEN 6; PROVEN 6; PROVEN 6;
                        exp, wrong WRONG 196; WRONG 26; WRONG 178; WRONG 222;
                        exp, wrong by a millionth WRONG 196; WRONG 26; WRONG 178; WRONG 222;
                        fast sine PROVEN 8; PROVEN 8; PROVEN 8; PROVEN 8;
                        very fast sine NOISE 194; NOISE 36; NOISE 194; NOISE 244;
                        steep PROVEN 202; WRONG 30; PROVEN 202; PROVEN 252;
                        steep, wrong WRONG 304; NOISE 36; WRONG 286; WRONG 354;
                        kink KINK 72; KINK 18; KINK 72; KINK 92;
                        kink, outside KINK 100; KINK 18; KINK 82; KINK 120;
                        jump KINK 147; NOISE 36; KINK 147; KINK 197;
                        jump, wrong KINK 157; NOISE 36; KINK 157; KINK 207;
                        plateau PROVEN 4; PROVEN 4; PROVEN 4; PROVEN 4;
                        edge of a domain OUTSIDE 186; OUTSIDE 108; OUTSIDE 186; OUTSIDE 261;
                        near the edge PROVEN 8; PROVEN 8; PROVEN 8; PROVEN 8;
                        near the edge, wrong WRONG 205; WRONG 30; WRONG 187; WRONG 229;
                        one-sided NOISE 186; NOISE 108; NOISE 186; NOISE 261;
                        pole PROVEN 182; WRONG 18; PROVEN 182; PROVEN 222;
                        pole, wrong WRONG 284; WRONG 18; WRONG 266; WRONG 324;
                        flat at 0 PROVEN 6; PROVEN 6; PROVEN 6; PROVEN 6;
                        flat at 0, wrong WRONG 132; WRONG 24; WRONG 114; WRONG 162;
                        beside a large number NOISE 98; NOISE 18; NOISE 98; NOISE 118;
                        beside a large number, wrong NOISE 108; NOISE 18; NOISE 108; NOISE 128;
                        coarse NOISE 115; NOISE 19; NOISE 115; NOISE 145;
                        coarse, wrong NOISE 199; WRONG 18; NOISE 199; NOISE 229;
                        no number OUTSIDE 114; OUTSIDE 36; OUTSIDE 114; OUTSIDE 164;
                        infinite PROVEN 120; PROVEN 20; PROVEN 120; PROVEN 140;
                        gradient of no number WRONG 126; WRONG 18; WRONG 126; WRONG 152;""");
    }
}
