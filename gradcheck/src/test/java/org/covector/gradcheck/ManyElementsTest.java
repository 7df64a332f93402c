package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group tests: what many elements at once prove, and that one bad element among them is found and named. */
class ManyElementsTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1);

    /** Ones, but for some places. */
    private static Tensor ones(int n, double other, int... places) {
        double[] a = new double[n];
        Arrays.fill(a, 1);
        for (int p : places) {
            a[p] = other;
        }
        return Tensor.of(a);
    }

    /** A smooth function of all elements with its gradient multiplied, element by element. */
    private static Function1<Tensor, Tensor> scaled(Tensor factors) {
        Function1<Tensor, Tensor> right = t -> F.mul(F.sin(t), F.cumsum(t, 0));
        return customVjp("scaled", t -> withPullback(right.apply(t), dy -> Tuple.of(() -> {
            Tensor dx = org.covector.functional.Autograd.vjp(right, t).pullback().apply(dy);
            return F.mul(dx, factors);
        })));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 777, 999})
    void oneElementOfAThousandOffByAMillionthIsFoundAndNamed(int place) {
        Report report = Gradcheck.check(scaled(ones(1000, 1 + 1e-6, place)), x(1000), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isTrue();
        assertThat(report.worst(1).getFirst().index()).isEqualTo(place);
        assertThat(report.elements().stream().filter(Element::isWrong)).hasSize(1);
    }

    @Test
    void severalWrongElementsAreAllNamed() {
        Report report = Gradcheck.check(scaled(ones(600, 0.9, 3, 4, 310, 599)), x(600), PLAIN);
        assertThat(report.elements().stream().filter(Element::isWrong).map(Element::index)).containsExactly(3, 4, 310, 599);
    }

    @Test
    void aRightFunctionIsProvenInEachElementWithTheProbabilityOfAMiss() {
        Report report = Gradcheck.check(scaled(ones(1000, 1)), x(1000), PLAIN);
        assertThat(report.isProven()).as(report.toString()).isTrue();
        assertThat(report.count(Verdict.PROVEN)).isEqualTo(1000);
        assertThat(report.directions()).isEqualTo(6);
        assertThat(report.evidence().miss()).isEqualTo(1e-6);
        assertThat(report.elements()).allMatch(e -> e.error() <= 1e-6);
    }

    @Test
    void theWholeJacobianOfASmallFunctionIsLookedAt() {
        Report report = Gradcheck.check(t -> F.softmax(t, 0), x(100), PLAIN);
        assertThat(report.isProven()).as(report.toString()).isTrue();
        assertThat(report.directions()).isZero();
        assertThat(report.evidence().miss()).isZero();
    }

    @Test
    void kinksAmongManyElementsAreNamedAndJudged() {
        double[] a = new java.util.Random(3).doubles(500, 0.5, 2).toArray();
        a[7] = 0;
        a[350] = 0;
        Report right = Gradcheck.check(F::abs, Tensor.of(a), PLAIN);
        assertThat(right.isWrong()).as(right.toString()).isFalse();
        assertThat(right.elements().stream().filter(e -> e.verdict() == Verdict.KINK).map(Element::index)).containsExactly(7, 350);
        Function1<Tensor, Tensor> outside = customVjp("abs",
                t -> withPullback(F.abs(t), dy -> Tuple.of(() -> F.mul(dy, F.where(F.eq(t, 0), 1.5, F.sign(t))))));
        Report wrong = Gradcheck.check(outside, Tensor.of(a), PLAIN);
        assertThat(wrong.elements().stream().filter(Element::isWrong).map(Element::index)).containsExactly(7, 350);
    }

    @Test
    void nearbyKinksDoNotHideAMillionth() {
        Tensor w = x(30, 4);
        Function1<Tensor, Tensor> layer = t -> F.relu(F.matmul(F.reshape(t, 100, 4), F.transpose(w, 0, 1)));
        Function1<Tensor, Tensor> wrong = customVjp("layer", t -> withPullback(layer.apply(t), dy -> Tuple.of(() -> {
            Tensor dx = org.covector.functional.Autograd.vjp(layer, t).pullback().apply(dy);
            return F.mul(dx, ones(400, 1 + 1e-6, 123));
        })));
        Tensor at = Tensor.of(new java.util.Random(5).doubles(400, -2, 2).toArray());
        Report right = Gradcheck.check(layer, at, PLAIN);
        assertThat(right.isProven()).as(right.toString()).isTrue();
        assertThat(Gradcheck.check(wrong, at, PLAIN).worst(1).getFirst()).matches(e -> e.isWrong() && e.index() == 123);
    }

    @Test
    void resultsThatAreNotFiniteDoNotHideTheOthers() {
        double[] a = new java.util.Random(3).doubles(400, 0.5, 2).toArray();
        a[11] = -1;
        Report right = Gradcheck.check(F::log, Tensor.of(a), PLAIN);
        assertThat(right.isWrong()).as(right.toString()).isFalse();
        assertThat(right.count(Verdict.PROVEN)).isEqualTo(399);
        Function1<Tensor, Tensor> wrong = customVjp("log",
                t -> withPullback(F.log(t), dy -> Tuple.of(() -> F.mul(F.div(dy, t), ones(400, 1.01, 200)))));
        assertThat(Gradcheck.check(wrong, Tensor.of(a), PLAIN).elements().stream().filter(Element::isWrong).map(Element::index))
                .containsExactly(200);
    }

    @Test
    void aWrongInputOfSeveralIsDiagnosedAsAWhole() {
        Function3<Tensor, Tensor, Tensor, Tensor> linear = customVjp("linear", (t, w, b) -> withPullback(F.linear(t, w, b),
                dy -> Tuple.of(() -> F.matmul(dy, w), () -> F.neg(F.matmul(F.transpose(dy, 0, 1), t)), () -> F.sum(dy, 0))));
        Report report = Gradcheck.check(linear, x(20, 20), x(30, 20), x(30), PLAIN);
        assertThat(report.elements().stream().filter(Element::isWrong).count()).isEqualTo(600);
        assertThat(report.diagnosis()).extracting(Cause::text).containsExactly("gradient of input 1: the sign is wrong");
    }

    @Test
    void largeInputsAreSeenAlongDirectionsToSecondOrder() {
        Tensor y = x(20_000);
        Report right = Gradcheck.check(t -> F.sum(F.mul(F.tanh(t), y)), x(20_000), PLAIN.withOrder(2));
        assertThat(right.isProven()).as(right.toString()).isTrue();
        assertThat(right.second().get().directions()).isEqualTo(4);
        assertThat(right.toString()).contains("is overlooked with a probability of 1e-06");
        Function1<Tensor, Tensor> cut = customVjp("cut",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, org.covector.functional.Autograd.stopGradient(F.exp(t))))));
        Report wrong = Gradcheck.check(cut, x(20_000), PLAIN.withOrder(2));
        assertThat(wrong.second().get().isWrong()).as(wrong.toString()).isTrue();
        assertThat(wrong.elements()).noneMatch(Element::isWrong);
    }

    @Test
    void wrongAndKinkedElementsOfLargeInputsAreNamed() {
        int n = 20_000;
        Function1<Tensor, Tensor> wrong = customVjp("exp",
                t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(F.mul(dy, F.exp(t)), ones(n, 0, 17, 19_000)))));
        Report report = Gradcheck.check(wrong, x(n), PLAIN);
        assertThat(report.elements().stream().filter(Element::isWrong).map(Element::index)).containsExactlyInAnyOrder(17, 19_000);
        double[] a = new java.util.Random(3).doubles(n, 0.5, 2).toArray();
        a[11_000] = 0;
        Report kink = Gradcheck.check(F::abs, Tensor.of(a), PLAIN);
        assertThat(kink.isWrong()).isFalse();
        assertThat(kink.elements().stream().filter(e -> e.verdict() == Verdict.KINK).map(Element::index)).containsExactly(11_000);
    }

    @Test
    void noErrorOfTheStatedSizeIsMissedHoweverManyThereAre() {
        int missed = 0;
        for (int seed = 0; seed < 8; seed++) {
            int[] places = new java.util.Random(seed).ints(2 + seed % 40, 0, 100).toArray();
            double[] factors = ones(100, 1).array().toDoubleArray();
            for (int k = 0; k < places.length; k++) {
                factors[places[k]] = 1 + (k % 2 == 0 ? 1 : -1) * 1e-6;
            }
            missed += Gradcheck.check(scaled(Tensor.of(factors)), x(100), PLAIN.withSeed(seed)).isWrong() ? 0 : 1;
        }
        assertThat(missed).isZero();
        assertThat(IntStream.range(0, 10).filter(seed -> Gradcheck.check(scaled(ones(100, 1)), x(100), PLAIN.withSeed(seed)).isProven()))
                .hasSize(10);
    }
}
