package org.covector.gradcheck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** Whole derivatives: what is looked at, element by element or together, and what the report says besides verdicts. */
class DerivativeCheckUnitTest {
    private static final Options FIRST = Options.DEFAULT.withOrder(1).withVariations();
    private static final Options BOTH = Options.DEFAULT.withOrder(2).withVariations();

    private static Report run(Options options, Function1<Tensor, Tensor> f, Tensor x) {
        return new DerivativeCheck(FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(x)), options).report();
    }

    private static Function1<Tensor, Tensor> off(Function1<Tensor, Tensor> f, double factor) {
        return customVjp("off", t -> withPullback(f.apply(t),
                dy -> Tuple.of(() -> F.mul(Autograd.vjp(f, t).pullback().apply(dy), factor))));
    }

    private static Tensor numbers(int n) {
        return Tensor.of(new SplittableRandom(3).doubles(n, 0.5, 1.5).toArray());
    }

    @Test
    void upToAFullJacobianEveryElementIsLookedAtAlone() {
        assertThat(run(FIRST, F::exp, numbers(128)).directions()).as("128^2 = 2^14").isZero();
        assertThat(run(FIRST, F::exp, numbers(129)).directions()).isEqualTo(6);
        assertThat(run(FIRST, t -> F.sum(t, 0), numbers(200)).directions()).as("a row is no Jacobian to speak of").isZero();
        assertThat(run(FIRST, t -> F.expand(F.reshape(t, 1, 20), 600, 20), numbers(20)).directions()).as("few elements are looked at alone")
                .isZero();
        assertThat(run(FIRST.withProjections(10), F::exp, numbers(11)).directions()).isEqualTo(4);
        assertThat(run(FIRST.withProjections(11), F::exp, numbers(11)).directions()).isZero();
    }

    @Test
    void theChanceOfAMissIsThatOfWhatWasRandom() {
        assertThat(run(FIRST, F::exp, numbers(5)).evidence().miss()).isZero();
        assertThat(run(FIRST, F::exp, numbers(200)).evidence().miss()).isEqualTo(1e-6);
        assertThat(run(FIRST.withMiss(1e-3), F::exp, numbers(200)).evidence().miss()).isEqualTo(1e-3);
        assertThat(run(FIRST, t -> F.expand(F.reshape(t, 1, 20), 1000, 20), numbers(20)).evidence().miss()).as("of random cotangents alone")
                .isEqualTo(1e-8);
    }

    @Test
    void theSecondDerivativeIsAFunctionOfInputsAndCotangents() {
        Report report = run(BOTH, F::exp, numbers(3));
        Report second = report.second().get();
        assertThat(second.inputs()).hasSize(2);
        assertThat(second.order()).isEqualTo(2);
        assertThat(second.isProven()).as(second.toString()).isTrue();
        assertThat(second.second()).isEmpty();
        assertThat(run(FIRST, F::exp, numbers(3)).second()).isEmpty();
        assertThat(run(BOTH.withOrder(3), F::exp, numbers(2)).second().get().second().get().order()).isEqualTo(3);
    }

    @Test
    void aWrongSecondDerivativeIsSaidToBeSo() {
        Function1<Tensor, Tensor> cut = customVjp("cut",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, Autograd.stopGradient(F.exp(t))))));
        Report report = run(BOTH, cut, numbers(3));
        assertThat(report.elements()).noneMatch(Element::isWrong);
        assertThat(report.isWrong()).isTrue();
        assertThat(report.diagnosis()).extracting(Cause::text)
                .containsExactly(
                "the first derivative is right and the second wrong: part of the pullback is constant to the differentiation");
        Function1<Tensor, Tensor> throwing = customVjp("once",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> Tensor.of(F.mul(dy, F.exp(t)).array()))));
        assertThat(run(BOTH, throwing, numbers(3)).isWrong()).isTrue();
    }

    @Test
    void whereTheFirstHasAKinkTheSecondIsNotAskedFor() {
        Report report = run(BOTH, t -> F.mul(t, F.abs(t)), Tensor.of(1.0, 0, -2));
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        Report relu = run(BOTH, F::relu, Tensor.of(1.0, 0, -2));
        assertThat(relu.elements().stream().map(Element::verdict)).containsExactly(Verdict.PROVEN, Verdict.KINK, Verdict.PROVEN);
        Element beyond = relu.second().get().elements().get(1);
        assertThat(beyond.note()).isEqualTo("the first derivative has a kink or an edge here");
        assertThat(beyond.isWrong()).isFalse();
    }

    @Test
    void afterAWrongFirstDerivativeTheSecondIsNotAskedFor() {
        assertThat(run(BOTH, off(F::exp, 2), numbers(3)).second()).isEmpty();
    }

    @Test
    void ofAFunctionThatChangesFromCallToCallNothingIsSaid() {
        AtomicInteger calls = new AtomicInteger();
        Report report = run(BOTH, t -> F.add(F.exp(t), 1e-3 * calls.incrementAndGet()), numbers(3));
        assertThat(report.elements()).hasSize(3).allMatch(e -> e.verdict() == Verdict.NONDETERMINISTIC);
        assertThat(report.breaches()).extracting(Breach::text).contains("the value changes from call to call");
        assertThat(report.isRight()).isFalse();
        assertThat(report.second()).isEmpty();
    }

    @Test
    void withoutAFloatingInputThereIsNothingToCheck() {
        assertThatThrownBy(() -> Gradcheck.check(t -> F.mul(t, 2), Tensor.of(1L, 2))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("INT64");
    }

    @Test
    void exceptionsAreBreaches() {
        Function1<Tensor, Tensor> never = customVjp("never", t -> withPullback(F.exp(t), dy -> Tuple.of(() -> {
            throw new IllegalStateException("not yet");
        })));
        Report report = run(FIRST, never, numbers(2));
        assertThat(report.breaches()).extracting(Breach::text)
                .containsExactly("the pullback throws java.lang.IllegalStateException: pullback of never for its input 0: not yet");
        assertThat(report.isWrong()).isTrue();
        assertThat(report.elements()).isEmpty();
    }

    @Test
    void integersAndNothingHaveNoGradient() {
        FlatFunction mixed = FlatFunction.of(in -> List.of(F.exp(in.get(1))), List.of(Tensor.of(1L, 2), numbers(2)));
        List<Element> all = new DerivativeCheck(mixed, FIRST).report().elements();
        assertThat(all.stream().map(e -> e.input() + " " + e.index() + " " + e.verdict()))
                .containsExactly("0 0 NO_GRADIENT", "0 1 NO_GRADIENT", "1 0 PROVEN", "1 1 PROVEN");
        assertThat(all.getFirst().note()).isEqualTo(DType.INT64.toString());
        List<Element> discrete = run(FIRST, t -> F.gt(t, 0), numbers(2)).elements();
        assertThat(discrete).hasSize(2).allMatch(e -> e.verdict() == Verdict.NO_GRADIENT && e.note().equals("no floating result"));
        assertThat(run(FIRST, F::exp, Tensor.of(new double[0])).elements()).isEmpty();
    }

    @Test
    void elementsThatOnlyUnseenResultsDependOnAreOutside() {
        double[] x = numbers(600).array().toDoubleArray();
        x[7] = -1;
        Report report = run(FIRST, F::log, Tensor.of(x));
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(report.elements().get(7).verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(report.elements().get(7).note()).isEqualTo("no neighbourhood with finite values");
        assertThat(report.count(Verdict.PROVEN)).isEqualTo(599);
    }

    @Test
    void singularElementsComeWithTheirVerdict() {
        Element known = new Element(0, 1, 0, 1, 2, 3, Verdict.OUTSIDE, "known", true);
        FlatFunction s = FlatFunction.of(in -> List.of(off(F::exp, 2).apply(in.getFirst())), List.of(numbers(3)));
        Report report = new DerivativeCheck(s, FIRST, 2, Map.of(1, known)).report();
        assertThat(report.elements().get(1)).isSameAs(known);
        assertThat(report.elements().get(0).isWrong()).isTrue();
        assertThat(report.order()).isEqualTo(2);
    }

    @Test
    void manyWrongOnesAreDiagnosedByInput() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(off(F::exp, -1).apply(in.get(0)), off(F::sin, 2).apply(in.get(1)))),
                List.of(numbers(30), numbers(30)));
        Report report = new DerivativeCheck(s, FIRST).report();
        assertThat(report.diagnosis()).hasSize(2);
        assertThat(report.diagnosis().get(0).text()).isEqualTo("gradient of input 0: the sign is wrong");
        assertThat(report.diagnosis().get(1).text()).startsWith("gradient of input 1: it is 2 times what it should be");
        assertThat(report.elements()).hasSize(60).allMatch(Element::isWrong);
    }

    // ---- the classical verdict

    @Test
    void aToleranceDecidesWhereOneIsGiven() {
        Options classical = FIRST.withAtol(1e-5).withRtol(1e-3).withEps(1e-6);
        FlatFunction right = FlatFunction.of(in -> List.of(F.exp(in.getFirst())), List.of(numbers(3)));
        FlatFunction wrong = FlatFunction.of(in -> List.of(off(F::exp, 1.01).apply(in.getFirst())), List.of(numbers(3)));
        Options.Tolerance t = classical.classical().get();
        assertThat(new DerivativeCheck(right, classical).classical(t).elements()).hasSize(3)
                .allMatch(e -> e.verdict() == Verdict.WITHIN_TOLERANCE && e.note().equals("classical tolerance"));
        assertThat(new DerivativeCheck(wrong, classical).classical(t).elements()).allMatch(Element::isWrong);
        assertThat(new DerivativeCheck(right, classical.withFastMode()).classical(t).elements()).hasSize(1);
        assertThat(new DerivativeCheck(wrong, classical.withFastMode()).classical(t).isWrong()).isTrue();
        FlatFunction never = FlatFunction.of(in -> List.of(customVjp("never", (Tensor a) -> withPullback(F.exp(a), dy -> Tuple.of(() -> {
            throw new IllegalStateException("not yet");
        }))).apply(in.getFirst())), List.of(numbers(3)));
        assertThat(new DerivativeCheck(never, classical).classical(t).breaches()).extracting(Breach::text)
                .containsExactly("the pullback throws java.lang.IllegalStateException: pullback of never for its input 0: not yet");
    }

    // ---- witnesses

    @Test
    void threeWitnessesVoteAndTheJacobianIsKept() {
        Report report = run(FIRST, F::exp, numbers(3));
        assertThat(report.evidence().oracles().stream().map(Evidence.Oracle::name))
                .containsExactly("difference quotients", "Taylor remainder", "forward rule");
        assertThat(report.evidence().oracles()).allMatch(Evidence.Oracle::right);
        assertThat(report.evidence().oracles().getFirst().note()).isEqualTo("0 of 3 disagree");
        Evidence.Jacobian j = report.evidence().jacobians().getFirst();
        for (int k = 0; k < 3; k++) {
            assertThat(j.analytic().get(k).get(k)).isCloseTo(Math.exp(numbers(3).array().getDouble(k)), within(1e-12));
            assertThat(j.numeric().get(k).get(k)).isCloseTo(j.analytic().get(k).get(k), within(1e-8));
        }
        assertThat(report.evidence().remainders()).hasSize(2);
        assertThat(run(FIRST, F::exp, numbers(64)).evidence().jacobians()).as("64^2 numbers").hasSize(1);
        assertThat(run(FIRST, F::exp, numbers(65)).evidence().jacobians()).isEmpty();
        assertThat(run(FIRST.withCheckForwardAd(false), F::exp, numbers(3)).evidence().oracles()).hasSize(2);
    }

    @Test
    void wrongElementsAndKinksHaveAProfile() {
        Report report = run(FIRST, off(F::exp, 2), Tensor.of(1.0, 0.5));
        assertThat(report.evidence().oracles()).noneMatch(Evidence.Oracle::right);
        assertThat(report.evidence().oracles().getFirst().note()).isEqualTo("2 of 2 disagree");
        Evidence.Profile p = report.evidence().profiles().getFirst();
        assertThat(p.t()).hasSize(21);
        assertThat(p.t().get(10)).isZero();
        assertThat(p.t().get(20)).isCloseTo(1.0 / 16, within(1e-15));
        assertThat(p.t().get(0)).isCloseTo(-1.0 / 16, within(1e-15));
        for (int k = 0; k < 21; k++) {
            assertThat(p.y().get(k)).isCloseTo(Math.exp(1 + p.t().get(k)), within(1e-12));
        }
        assertThat(run(FIRST, F::abs, Tensor.of(0.0, 1)).evidence().profiles()).hasSize(1);
        assertThat(run(FIRST, F::exp, Tensor.of(1.0)).evidence().profiles()).isEmpty();
        double[] many = new double[9];
        Arrays.fill(many, 1);
        assertThat(run(FIRST, off(F::exp, 2), Tensor.of(many)).evidence().profiles()).hasSize(5);
    }

    // ---- where the whole Jacobian ends

    private static Report repeated(int order, int times, int n) {
        FlatFunction s = FlatFunction.of(in -> List.of(F.expand(F.reshape(in.getFirst(), 1, n), times, n)), List.of(numbers(n)));
        return new DerivativeCheck(s, FIRST, order, Map.of()).report();
    }

    private static final double COTANGENTS = 1e-8;

    @Test
    void moreThanFiveHundredResultsAreProjected() {
        assertThat(repeated(1, 512, 1).evidence().miss()).isZero();
        assertThat(repeated(1, 513, 1).evidence().miss()).isEqualTo(COTANGENTS);
        assertThat(repeated(1, 25, 24).directions()).as("600 results of few elements").isZero();
        assertThat(repeated(1, 25, 25).directions()).isEqualTo(6);
    }

    @Test
    void ofASecondDerivativeLessIsWhole() {
        assertThat(repeated(2, 32, 1).evidence().miss()).isZero();
        assertThat(repeated(2, 33, 1).evidence().miss()).isEqualTo(COTANGENTS);
        Function1<Tensor, Tensor> six = t -> F.slice(F.exp(t), 0, 0, 6, 1);
        assertThat(second(six, 170).directions()).as("6 times 170 numbers are no more than 1024").isZero();
        assertThat(second(six, 171).directions()).isEqualTo(6);
        assertThat(second(t -> F.slice(F.exp(t), 0, 0, 4, 1), 300).directions()).as("four rows are no more than four cotangents").isZero();
        assertThat(second(t -> F.slice(F.exp(t), 0, 0, 5, 1), 300).directions()).isEqualTo(6);
    }

    private static Report second(Function1<Tensor, Tensor> f, int n) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(numbers(n)));
        return new DerivativeCheck(s, FIRST, 2, Map.of()).report();
    }

    @Test
    void asManyElementsAsAskedForAreStillWhole() {
        Function1<Tensor, Tensor> twice = t -> F.cat(List.of(F.exp(t), F.sin(t)), 0);
        assertThat(run(FIRST.withProjections(10), twice, numbers(10)).evidence().miss()).isZero();
        assertThat(run(FIRST.withProjections(10), twice, numbers(11)).evidence().miss()).isEqualTo(1e-6);
    }

    /** How often each element is moved alone. */
    @Test
    void afterSixteenWrongElementsTheOthersAreLookedAtBriefly() {
        double[] x = numbers(20).array().toDoubleArray();
        int[] moved = new int[20];
        double[] factors = new double[20];
        Arrays.fill(factors, 2);
        factors[0] = 1;
        Function1<Tensor, Tensor> f = customVjp("most", t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)),
                Tensor.of(factors)))));
        run(FIRST, t -> {
            double[] at = Autograd.stopGradient(t).array().toDoubleArray();
            int[] others = IntStream.range(0, 20).filter(k -> at[k] != x[k]).toArray();
            if (others.length == 1) {
                moved[others[0]]++;
            }
            return f.apply(t);
        }, Tensor.of(x));
        assertThat(moved[0]).as("right").isLessThan(20);
        for (int k = 1; k < 20; k++) {
            assertThat(moved[k] > 100).as("element %s: %s", k, moved[k]).isEqualTo(k <= 16);
        }
    }

    // ---- what hangs together

    @Test
    void aTieIsJudgedAsAWhole() {
        Function1<Tensor, Tensor> both = customVjp("both", t -> withPullback(F.max(t),
                dy -> Tuple.of(() -> F.where(F.eq(t, F.max(t)), dy, 0))));
        Report report = run(FIRST, both, Tensor.of(1.0, 2, 2));
        assertThat(report.elements()).hasSize(3);
        assertThat(report.elements().get(0).verdict()).isEqualTo(Verdict.PROVEN);
        List<Element> wrong = report.elements().stream().filter(Element::isWrong).toList();
        assertThat(wrong).hasSize(1);
        assertThat(wrong.getFirst().index()).isIn(1, 2);
        assertThat(wrong.getFirst().note()).startsWith("elements tie: moved together");
        FlatFunction s = FlatFunction.of(in -> List.of(both.apply(in.getFirst())), List.of(Tensor.of(1.0, 2, 2)));
        Element known = new Element(0, 1, 0, 1, 0.5, 0, Verdict.KINK, "known", true);
        Element too = new Element(0, 2, 0, 1, 0.5, 0, Verdict.KINK, "known", true);
        assertThat(new DerivativeCheck(s, FIRST, 2, Map.of(1, known, 2, too)).report().elements())
                .as("kinks of an earlier derivative").noneMatch(Element::isWrong);
    }

    @Test
    void besideAWrongElementTiesAreNotAskedFor() {
        Function1<Tensor, Tensor> both = customVjp("both", t -> withPullback(F.add(F.max(t), F.slice(t, 0, 0, 1, 1)),
                dy -> Tuple.of(() -> F.where(F.eq(t, F.max(t)), dy, F.mul(dy, 3)))));
        assertThat(run(FIRST, both, Tensor.of(1.0, 2, 2)).elements().stream().filter(Element::isWrong).map(Element::index))
                .containsExactly(0);
    }

    @Test
    void anElementThatIsUndecidedHasAReason() {
        Report report = run(FIRST, t -> F.sub(F.add(F.sin(t), 1e12), 1e12), Tensor.of(0.5));
        assertThat(report.elements().getFirst().note()).startsWith("coarse, the values have too few digits for a difference: ");
    }

    @Test
    void anElementThatAFiniteResultShowsIsNotHidden() {
        double[] x = numbers(600).array().toDoubleArray();
        x[7] = -1;
        Report report = run(FIRST, t -> F.cat(List.of(F.log(t), F.exp(t)), 0), Tensor.of(x));
        assertThat(report.elements().get(7).verdict()).isEqualTo(Verdict.PROVEN);
    }

    @Test
    void anElementThatWasSingularBeforeIsSoAfterwards() {
        Element known = new Element(0, 1, 0, 1, 2, 3, Verdict.OUTSIDE, "known", true);
        FlatFunction s = FlatFunction.of(in -> List.of(F.exp(in.getFirst())), List.of(numbers(3)));
        Report next = new DerivativeCheck(s, BOTH, 1, Map.of(1, known)).report().second().get();
        assertThat(next.elements().get(1).note()).isEqualTo("the first derivative has a kink or an edge here");
        assertThat(next.elements().get(0).verdict()).isEqualTo(Verdict.PROVEN);
    }

    /** It throws once the first derivative has been checked. */
    @Test
    void aSecondDerivativeThatCannotBeMadeIsABreachOfItsOwn() {
        int[] calls = new int[1];
        int[] most = {Integer.MAX_VALUE};
        Function1<Tensor, Tensor> f = customVjp("exp", t -> withPullback(F.exp(t), dy -> Tuple.of(() -> {
            if (++calls[0] > most[0]) {
                throw new IllegalStateException("enough");
            }
            return F.mul(dy, F.exp(t));
        })));
        run(FIRST, f, numbers(2));
        most[0] = calls[0];
        calls[0] = 0;
        Report report = run(BOTH, f, numbers(2));
        assertThat(report.elements()).hasSize(2).allMatch(e -> e.verdict() == Verdict.PROVEN);
        Report second = report.second().get();
        assertThat(second.order()).isEqualTo(2);
        assertThat(second.breaches()).extracting(Breach::text).first().asString().startsWith("derivative 2 throws");
        assertThat(report.isWrong()).isTrue();
    }

    @Test
    void aToleranceJudgesNothingThatChangesFromCallToCall() {
        AtomicInteger calls = new AtomicInteger();
        Function1<Tensor, Tensor> f = customVjp("counting", t -> withPullback(F.exp(t), dy -> Tuple.of(
                () -> F.mul(F.mul(dy, F.exp(t)), calls.incrementAndGet()))));
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(numbers(3)));
        Options classical = FIRST.withAtol(1e-5).withRtol(1e-3).withEps(1e-6);
        assertThat(new DerivativeCheck(s, classical).classical(classical.classical().get()).elements()).hasSize(3)
                .allMatch(e -> e.verdict() == Verdict.NONDETERMINISTIC);
    }
}
