package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.when;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jumps, edges, infinities, single precision, higher orders. */
class SingularPointsTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1);

    private static Function1<Tensor, Tensor> custom(Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx) {
        return customVjp("custom", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> dx.apply(t, dy))));
    }

    @Test
    void aJumpOfTheValueIsNoKink() {
        Report report = Gradcheck.check(F::floor, Tensor.of(2.0, 1.5), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(report.elements().getFirst().note()).startsWith("the value jumps")
                .contains("derivatives beside it 0.00000 and 0.00000", "between them");
        assertThat(report.elements().get(1).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(Gradcheck.check(F::relu, Tensor.of(0.0), PLAIN).elements().getFirst().note()).startsWith("left derivative");
        assertThat(Gradcheck.check(t -> F.add(F.sign(t), F.mul(t, 3)), Tensor.of(0.0), PLAIN).elements().getFirst().note())
                .startsWith("the value jumps");
    }

    @Test
    void aGradientOutsideThoseBesideAJumpIsWrong() {
        Report report = Gradcheck.check(custom(F::floor, (t, dy) -> dy), Tensor.of(2.0), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isTrue();
        assertThat(report.elements().getFirst().note()).startsWith("the value jumps").endsWith("outside");
        assertThat(Gradcheck.check(custom(F::round, (t, dy) -> dy), Tensor.of(0.3, 1.8), PLAIN).isWrong()).isTrue();
    }

    @Test
    void edgesAreLookedAtFromInside() {
        Report power = Gradcheck.check(t -> F.pow(t, 1.5), Tensor.of(0.0, 1), PLAIN);
        assertThat(power.isWrong()).as(power.toString()).isFalse();
        assertThat(Gradcheck.check(F::sqrt, Tensor.of(0.0), PLAIN).elements().getFirst().verdict()).isEqualTo(Verdict.OUTSIDE);
        assertThat(Gradcheck.check(F::asin, Tensor.of(1.0), PLAIN).isWrong()).isFalse();
        Report interval = Gradcheck.check(F::square, Tensor.of(1.0, 0.5), PLAIN.withInterval(0, 0, 1));
        assertThat(interval.isProven()).as(interval.toString()).isTrue();
        assertThat(Gradcheck.check(custom(F::square, (t, dy) -> F.mul(dy, 3)), Tensor.of(1.0), PLAIN.withInterval(0, 0, 1)).isWrong())
                .isTrue();
    }

    @Test
    void valuesThatAreNotFiniteAreOutside() {
        Report report = Gradcheck.check(F::log, Tensor.of(0.0, -1, Double.NaN, 1), PLAIN);
        assertThat(report.isWrong()).as(report.toString()).isFalse();
        assertThat(report.elements().stream().map(Element::verdict))
                .containsExactly(Verdict.OUTSIDE, Verdict.OUTSIDE, Verdict.OUTSIDE, Verdict.PROVEN);
    }

    @Test
    void gradientsThatAreNotFiniteWhereTheValueIsSmoothAreWrong() {
        Function2<Tensor, Tensor, Tensor> nan = (t, dy) -> F.div(F.mul(dy, 0), F.mul(t, 0));
        assertThat(Gradcheck.check(custom(F::exp, nan), x(3), PLAIN).isWrong()).isTrue();
        assertThat(Gradcheck.check(custom(F::exp, (t, dy) -> F.div(dy, F.mul(t, 0))), x(3), PLAIN).isWrong()).isTrue();
        assertThat(Gradcheck.check(custom(F::exp, nan), x(600), PLAIN).isWrong()).isTrue();
    }

    // ---- single precision only

    private static Tensor only32(Tensor t) {
        if (t.dtype() != DType.FLOAT32) {
            throw new IllegalArgumentException("single precision only");
        }
        return t;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 40, 600})
    void aPerCentIsFoundInSinglePrecision(int n) {
        Tensor at = Tensor.of(x(n).array().to(DType.FLOAT32));
        Function1<Tensor, Tensor> f = t -> F.mul(F.sin(only32(t)), t);
        for (double factor : new double[] {1.01, 0.99, -1}) {
            Report wrong = Gradcheck.check(custom(f, (t, dy) -> F.mul(F.mul(dy, F.add(F.sin(t), F.mul(t, F.cos(t)))), factor)), at, PLAIN);
            assertThat(wrong.isWrong()).as(wrong.toString()).isTrue();
        }
        Report right = Gradcheck.check(f, at, PLAIN);
        assertThat(right.isWrong()).as(right.toString()).isFalse();
        assertThat(right.isProven()).as(right.toString()).isTrue();
    }

    @Test
    void rightFormulasInSinglePrecisionAreNotAccused() {
        Tensor at = Tensor.of(x(12).array().to(DType.FLOAT32));
        List<Function1<Tensor, Tensor>> functions = List.of(F::exp, F::tanh, F::square, F::gelu, F::sigmoid,
                t -> F.softmax(t, 0),
                t -> F.logsumexp(t, 0), t -> F.var(t), t -> F.norm(t), t -> F.cumsum(F.square(t), 0), t -> F.mul(F.add(t, 1000), F.sum(t)),
                t -> F.matmul(F.reshape(t, 3, 4), F.reshape(t, 4, 3)), F::relu, t -> F.div(F.sum(t), t));
        for (Function1<Tensor, Tensor> f : functions) {
            Report report = Gradcheck.check(t -> f.apply(only32(t)), at, PLAIN.withOrder(2));
            assertThat(report.isWrong()).as(report.toString()).isFalse();
        }
    }

    // ---- ties in single precision

    private static Tensor sorted(Tensor t) {
        return F.indexSelect(t, 0, F.argsort(t));
    }

    private static final Function1<Tensor, Tensor> SORT = custom(SingularPointsTest::sorted,
            (t, dy) -> F.indexSelect(dy, 0, F.argsort(F.argsort(t))));

    private static Report at32(Function1<Tensor, Tensor> f, float... x) {
        return Gradcheck.check(f, Tensor.of(x));
    }

    @Test
    void tiesOfThreeAreJudgedInSinglePrecisionAsInDouble() {
        List<Function1<Tensor, Tensor>> functions = List.of(t -> F.sort(t).values(), F::msort, t -> F.median(t), t -> F.max(t),
                t -> F.topk(t, 2).values(), SORT, t -> F.nanmedian(t), t -> F.cummax(t, 0).values());
        for (Function1<Tensor, Tensor> f : functions) {
            for (float[] x : new float[][] {{2, 1, 2, 2, 0}, {1, 1, 1}, {3, 3, 0.5f, 3, 3}}) {
                for (Function1<Tensor, Tensor> g : List.of(f, (Function1<Tensor, Tensor>) t -> f.apply(only32(t)))) {
                    Report report = at32(g, x);
                    assertThat(report.isWrong()).as(report.toString()).isFalse();
                }
            }
        }
    }

    private static Tensor all(Tensor t, Tensor y, Tensor dy) {
        return F.mul(F.eq(t, y).to(t.dtype()), dy);
    }

    @Test
    void aGradientForEachOfThreeThatTieIsWrongInSinglePrecision() {
        Function1<Tensor, Tensor> max = custom(t -> F.max(only32(t)), (t, dy) -> all(t, F.max(t), dy));
        Function1<Tensor, Tensor> median = custom(t -> F.median(only32(t)), (t, dy) -> all(t, F.median(t), dy));
        Function1<Tensor, Tensor> sort = custom(t -> sorted(only32(t)), (t, dy) -> F.mul(dy, 1));
        for (float[] x : new float[][] {{2, 1, 2, 2, 0}, {1, 1, 1}}) {
            assertThat(at32(max, x).isWrong()).as(at32(max, x).toString()).isTrue();
        }
        for (float[] x : new float[][] {{1, 1, 1}, {1, 1, 1, 0, 3}}) {
            assertThat(at32(median, x).isWrong()).as(at32(median, x).toString()).isTrue();
        }
        assertThat(at32(sort, 2, 1, 2, 2, 0).isWrong()).as(at32(sort, 2, 1, 2, 2, 0).toString()).isTrue();
        Function1<Tensor, Tensor> twice = custom(t -> F.max(only32(t)), (t, dy) -> F.mul(Autograd.vjp((Tensor a) -> F.max(a), t)
                .pullback().apply(dy), when(F.gt(F.sum(F.eq(t, F.max(t)).to(t.dtype())), 1), 1.2, 1)));
        assertThat(at32(twice, 2, 1, 2, 2, 0).isWrong()).as(at32(twice, 2, 1, 2, 2, 0).toString()).isTrue();
    }

    /** All that tie are undecided by themselves, for their gradients jump with the last digits. */
    @Test
    void whatTiesIsJudgedByTheGradientsAround() {
        Report right = Gradcheck.check(t -> F.median(t), Tensor.of(1.0, 1, 1, 0, 3), PLAIN);
        assertThat(right.count(Verdict.KINK)).as(right.toString()).isEqualTo(3);
        assertThat(right.count(Verdict.PROVEN)).isEqualTo(2);
        Function1<Tensor, Tensor> wrong = custom(t -> F.median(t), (t, dy) -> all(t, F.median(t), dy));
        assertThat(Gradcheck.check(wrong, Tensor.of(1.0, 1, 1, 0, 3), PLAIN).isWrong()).isTrue();
    }

    // ---- higher orders

    @Test
    void theThirdDerivativeIsChecked() {
        Report right = Gradcheck.check(t -> F.mul(F.sin(t), t), x(3), PLAIN.withOrder(3));
        assertThat(right.isProven()).as(right.toString()).isTrue();
        assertThat(right.second().get().second().get().order()).isEqualTo(3);
        Function1<Tensor, Tensor> second = custom(F::exp, (t, dy) -> F.mul(dy, Autograd.stopGradient(F.exp(t))));
        Function1<Tensor, Tensor> third = custom(F::exp, (t, dy) -> F.mul(dy, second.apply(t)));
        Report wrong = Gradcheck.check(third, x(3), PLAIN.withOrder(3));
        assertThat(wrong.elements()).noneMatch(Element::isWrong);
        assertThat(wrong.second().get().elements()).noneMatch(Element::isWrong);
        assertThat(wrong.second().get().second().get().isWrong()).as(wrong.toString()).isTrue();
        assertThat(Gradcheck.check(third, x(3), PLAIN.withOrder(2)).isWrong()).isFalse();
    }

    @Test
    void theFourthDerivativeOfAPolynomialIsProven() {
        assertThat(Gradcheck.check(t -> F.mul(F.square(t), F.square(t)), Tensor.of(0.7), PLAIN.withOrder(4)).isProven()).isTrue();
    }
}
