package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Evidence;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Variation;
import org.covector.gradcheck.check.DerivativeCheck;
import org.covector.gradcheck.flat.FlatFunction;
import org.junit.jupiter.api.Test;

/** What variations add to a report: breaches where the gradient is wrong elsewhere, and how often each kind could be judged. */
class InputVariationsUnitTest {
    private static final Tensor X = Tensor.of(0.5, 1.5, -0.7);

    private static Report extended(Function1<Tensor, Tensor> f, Tensor x, Variation... kinds) {
        Options options = Options.DEFAULT.withOrder(1).withVariations(kinds);
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(x));
        return InputVariations.extend(new DerivativeCheck(s, options).report(), s, options);
    }

    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, Function2<Tensor, Tensor, Tensor> dx) {
        return customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> dx.apply(t, dy))));
    }

    private static Map<String, Integer> coverage(Report r) {
        return r.evidence().coverage().stream().collect(Collectors.toMap(Evidence.Coverage::what, Evidence.Coverage::cases, Integer::sum));
    }

    @Test
    void eachKindIsCountedWhereItCouldBeJudged() {
        Map<String, Integer> all = coverage(extended(F::exp, X, Variation.values()));
        assertThat(all).containsEntry("other points", 1).containsEntry("tiny elements", 1).containsEntry("zero elements", 1)
                .containsEntry("inputs of equal elements", 1)
                .containsEntry("axes of length 1", 1).containsEntry("scalars", 1).containsEntry("reversed views", 1)
                        .containsEntry("sliced views", 1)
                .containsEntry("expanded views", 1).containsEntry("round numbers", 2);
        assertThat(all).containsEntry("transposed views", 0).as("a vector has one order of axes only");
        assertThat(all.get("elements near overflow")).as("exp of them is no number").isZero();
        Report points = extended(F::exp, X, Variation.POINTS);
        assertThat(coverage(points)).containsKey("other points").doesNotContainKeys("tiny elements", "scalars", "sliced views");
        assertThat(points.isProven()).isTrue();
        assertThat(coverage(extended(F::exp, X))).doesNotContainKey("other points");
        assertThat(coverage(extended(t -> F.mul(F.transpose(t, 0, 1), 2), Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3),
                Variation.LAYOUTS))).containsEntry("transposed views", 1);
    }

    @Test
    void aGradientOfTheGivenPointOnlyIsWrongElsewhere() {
        Report r = extended(given(F::square, (t, dy) -> F.mul(dy, F.mul(X, 2))), X, Variation.POINTS);
        assertThat(r.elements()).noneMatch(Element::isWrong);
        assertThat(r.isWrong()).isTrue();
        assertThat(r.breaches()).extracting(Breach::text).first().asString()
                .startsWith("varied, other points (POINTS, seed " + Options.DEFAULT.seed() + "): d out[").contains("; at FLOAT64 [3] [");
        assertThat(r.diagnosis()).extracting(Cause::text)
                .containsExactly("the gradient is right at the given inputs, and wrong for other points");
    }

    @Test
    void whatIsWrongWhereItWasAskedForIsNotLookedAtFurther() {
        Report r = extended(given(F::exp, (t, dy) -> dy), X, Variation.values());
        assertThat(r.isWrong()).isTrue();
        assertThat(r.breaches()).isEmpty();
        assertThat(coverage(r)).doesNotContainKey("other points");
    }

    @Test
    void magnitudesAndTiesThatAreWrongAreNamed() {
        Report huge = extended(given(F::sigmoid, (t, dy) -> {
            Tensor e = F.exp(F.neg(t));
            return F.mul(dy, F.div(e, F.square(F.add(e, 1))));
        }), X, Variation.MAGNITUDES);
        assertThat(huge.breaches()).extracting(Breach::text).anyMatch(b -> b.startsWith("varied, huge elements (MAGNITUDES"));
        Report zero = extended(given(t -> F.mul(t, 3), (t, dy) -> F.where(F.eq(t, 0), F.mul(dy, 0), F.mul(dy, 3))), X,
                Variation.MAGNITUDES);
        assertThat(zero.diagnosis().getFirst().text()).contains("zero elements");
        assertThat(zero.breaches()).hasSizeLessThanOrEqualTo(5);
        Report round = extended(given(t -> F.mul(t, 3), (t, dy) -> F.where(F.eq(F.abs(t), 3), F.mul(dy, 6), F.mul(dy, 3))), X,
                Variation.TIES);
        assertThat(round.diagnosis()).extracting(Cause::text)
                .containsExactly("the gradient is right at the given inputs, and wrong for round numbers");
    }

    @Test
    void bordersAreLookedBeside() {
        Tensor at = Tensor.of(0.5, 1.5, 0.2);
        Function1<Tensor, Tensor> misplaced = given(t -> F.softshrink(t, 0.7),
                (t, dy) -> F.where(F.gt(F.abs(t), 0.7 * (1 + 1e-6)), dy, F.mul(dy, 0)));
        assertThat(extended(misplaced, at, Variation.POINTS).breaches()).extracting(Breach::text)
                .anyMatch(b -> b.startsWith("varied, points beside breakpoints (POINTS"));
        assertThat(extended(t -> F.softshrink(t, 0.7), at, Variation.POINTS).isWrong()).isFalse();
    }

    @Test
    void layoutsThatChangeValueOrGradientAreFound() {
        Function1<Tensor, Tensor> value =
                t -> F.mul(Tensor.of(Autograd.stopGradient(t).array().asStrided(t.shape(), t.shape().strides(), 0)), 2);
        Function1<Tensor, Tensor> raw = given(F::square, (t, dy) -> {
            NdArray a = Autograd.stopGradient(t).array();
            return F.mul(F.mul(dy, 2), Tensor.of(a.asStrided(a.shape(), a.shape().strides(), 0)));
        });
        Report gradient = extended(raw, X, Variation.LAYOUTS);
        assertThat(gradient.breaches()).extracting(Breach::text)
                .anyMatch(b -> b.startsWith("varied, reversed views (LAYOUTS")
                && b.contains("the gradient differs from that of dense inputs of the same values, first at 0: -"));
        Report differs = extended(given(value, (t, dy) -> F.mul(dy, 2)), X, Variation.LAYOUTS);
        assertThat(differs.breaches()).extracting(Breach::text)
                .anyMatch(b -> b.contains("the value differs from that of dense inputs of the same values, first at 0: -1.4 instead of 1"));
        Function1<Tensor, Tensor> refuses = t -> {
            if (!Autograd.stopGradient(t).array().isDense()) {
                throw new IllegalStateException("dense only");
            }
            return F.exp(t);
        };
        assertThat(extended(refuses, X, Variation.LAYOUTS).breaches()).extracting(Breach::text)
                .anyMatch(b -> b.contains("throws java.lang.IllegalStateException: dense only"));
    }

    @Test
    void shapesIndicesAndPullbacksThatThrowElsewhere() {
        Function1<Tensor, Tensor> long3 = given(t -> F.mul(t, 2), (t, dy) -> {
            if (t.size() == 1) {
                throw new IllegalStateException("of three");
            }
            return F.mul(dy, 2);
        });
        assertThat(extended(long3, X, Variation.SHAPES).breaches()).extracting(Breach::text)
                .anyMatch(b -> b.startsWith("varied, axes of length 1 (SHAPES")
                && b.contains("the pullback throws java.lang.IllegalStateException: pullback of given for its input 0: of three"));
        Function1<Tensor, Tensor> fixed = t -> {
            if (t.size() != 3) {
                throw new IllegalArgumentException("three only");
            }
            return F.exp(t);
        };
        Report refused = extended(fixed, X, Variation.SHAPES);
        assertThat(refused.breaches()).isEmpty();
        assertThat(coverage(refused)).containsEntry("axes of length 1", 0);
        Options options = Options.DEFAULT.withOrder(1).withVariations(Variation.INDICES);
        FlatFunction s = FlatFunction.of(in -> List.of(F.mul(in.get(0),
                F.reshape(Tensor.of(in.get(1).array().to(org.covector.engine.DType.FLOAT64)), 3))), List.of(X, Tensor.of(1L, 2, 3)));
        assertThat(coverage(InputVariations.extend(new DerivativeCheck(s, options).report(), s, options)))
                .containsEntry("repeated indices", 1)
                .containsEntry("indices at the ends of the range", 1);
    }
}
