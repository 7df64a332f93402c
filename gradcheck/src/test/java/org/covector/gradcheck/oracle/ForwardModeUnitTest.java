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
}
