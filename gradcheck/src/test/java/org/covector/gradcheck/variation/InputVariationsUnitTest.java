package org.covector.gradcheck.variation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** Of a function whose inputs may lie anywhere. */
    private static Report extend(Report report, FlatFunction s, Options options) {
        return InputVariations.extend(report, s, options, new InteriorPoints(s.tensorFunction(), _ -> s.tensorFunction(), Map.of()));
    }

    private static Report extended(Function1<Tensor, Tensor> f, Tensor x, Variation... kinds) {
        Options options = Options.DEFAULT.withOrder(1).withVariations(kinds);
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(x));
        return extend(new DerivativeCheck(s, options).report(), s, options);
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
        assertThat(coverage(extend(new DerivativeCheck(s, options).report(), s, options)))
                .containsEntry("repeated indices", 1)
                .containsEntry("indices at the ends of the range", 1);
    }

    // ---- which inputs stand in for others

    /** Of two inputs, of the first of which it depends what is done. */
    private static Report ofTwo(Function1<Tensor, Tensor> value, Function2<Tensor, Tensor, Tensor> gradient, Variation... kinds) {
        Function2<Tensor, Tensor, Tensor> f = customVjp("two", (a, b) -> withPullback(F.add(value.apply(a), F.mul(b, 2)),
                dy -> Tuple.of(() -> gradient.apply(a, dy), () -> F.mul(dy, 2))));
        Options options = Options.DEFAULT.withOrder(1).withVariations(kinds);
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.get(0), in.get(1))), List.of(X, Tensor.of(2.0, 3, 5)));
        return extend(new DerivativeCheck(s, options).report(), s, options);
    }

    /** Whether all elements are within a distance of the given ones. */
    private static boolean isNear(Tensor a, double distance) {
        double[] x = Autograd.stopGradient(a).array().toDoubleArray();
        double[] given = X.array().toDoubleArray();
        return IntStream.range(0, x.length).allMatch(k -> Math.abs(x[k] - given[k]) <= distance);
    }

    private static Function1<Tensor, Tensor> unlessFar(Function1<Tensor, Tensor> far) {
        return a -> isNear(a, 20) ? triple(a) : far.apply(a);
    }

    private static Tensor refuse(Tensor t) {
        throw new IllegalArgumentException("not " + t);
    }

    private static Tensor fail(Tensor t) {
        throw new IllegalStateException("not " + t);
    }

    private static Tensor triple(Tensor t) {
        return F.mul(t, 3);
    }

    @Test
    void whatCannotBeJudgedIsTriedForEachInputAlone() {
        Function2<Tensor, Tensor, Tensor> right = (_, dy) -> triple(dy);
        Variation kind = Variation.MAGNITUDES;
        assertThat(coverage(ofTwo(InputVariationsUnitTest::triple, right, kind))).as("both together are enough")
                .containsEntry("tiny elements", 1).containsEntry("huge elements", 2);
        assertThat(coverage(ofTwo(unlessFar(InputVariationsUnitTest::refuse), right, kind))).as("refused")
                .containsEntry("huge elements", 2);
        assertThat(coverage(ofTwo(unlessFar(InputVariationsUnitTest::fail), right, kind))).as("thrown")
                .containsEntry("huge elements", 2);
        assertThat(coverage(ofTwo(unlessFar(a -> F.mul(a, Double.NaN)), right, kind))).as("no numbers")
                .containsEntry("huge elements", 2);
        int[] calls = new int[1];
        Report refused = ofTwo(unlessFar(a -> ++calls[0] % 2 == 0 ? refuse(a) : triple(a)), right, kind);
        assertThat(refused.breaches()).isEmpty();
        assertThat(coverage(refused)).as("refused where it is differentiated").containsEntry("huge elements", 2);
        Report thrown = ofTwo(InputVariationsUnitTest::triple, (a, dy) -> isNear(a, 20) ? triple(dy) : fail(dy), kind);
        assertThat(thrown.breaches().stream().filter(b -> b.text().startsWith("varied, huge elements"))).as("said once").hasSize(2);
        assertThat(coverage(thrown)).containsEntry("huge elements", 0);
    }

    @Test
    void anotherOrderOfWhatIsWrongIsNotSaid() {
        Report report = ofTwo(InputVariationsUnitTest::triple, (a, dy) -> isNear(a, 0.01) ? triple(dy) : F.mul(dy, 4), Variation.POINTS,
                Variation.MAGNITUDES);
        assertThat(coverage(report)).containsKeys("other points", "tiny elements").doesNotContainKey("ascending elements");
        assertThat(report.breaches()).as("no more than five").hasSize(5);
    }

    @Test
    void aFunctionThatFailsWhileItIsLookedAtIsNotJudged() {
        int[] calls = new int[1];
        Options options = Options.DEFAULT.withOrder(1).withVariations(Variation.MAGNITUDES);
        FlatFunction s = FlatFunction.of(in -> {
            if (++calls[0] > 2) {
                throw new IllegalStateException("enough");
            }
            return List.of(F.exp(in.getFirst()));
        }, List.of(X));
        Report report = new DerivativeCheck(FlatFunction.of(in -> List.of(F.exp(in.getFirst())), List.of(X)), options).report();
        calls[0] = 0;
        Report extended = extend(report, s, options);
        assertThat(extended.breaches()).isEmpty();
        assertThat(coverage(extended)).containsEntry("tiny elements", 0);
    }

    @Test
    void upToTwentyFourElementsAreShown() {
        for (int n : new int[] {24, 25}) {
            double[] x = new double[n];
            Arrays.setAll(x, k -> 1 + k);
            Tensor at = Tensor.of(x);
            Report report = extended(given(F::square, (t, dy) -> F.mul(dy, F.mul(at, 2))), at, Variation.POINTS);
            assertThat(report.breaches().getFirst().text().contains("; at FLOAT64 [" + n + "] [")).isEqualTo(n == 24);
        }
    }

    // ---- how much of large inputs

    private static final String SECOND = "second derivatives elsewhere";

    /** Of many numbers, after a report of few. */
    private static Map<String, Integer> ofMany(int n, Function1<Tensor, Tensor> f, int order, Variation... kinds) {
        Options options = Options.DEFAULT.withOrder(order).withVariations(kinds);
        FlatFunction few = FlatFunction.of(in -> List.of(F.exp(in.getFirst())), List.of(Tensor.of(1.0)));
        double[] x = new double[n];
        Arrays.setAll(x, k -> 0.5 + (double) k / n);
        FlatFunction many = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        return coverage(extend(new DerivativeCheck(few, options).report(), many, options));
    }

    @Test
    void secondDerivativesOfMoreThanAThousandNumbersAreLookedAtOnce() {
        assertThat(ofMany(1024, F::exp, 2, Variation.POINTS)).containsEntry(SECOND, 4);
        assertThat(ofMany(1025, F::exp, 2, Variation.POINTS)).containsEntry(SECOND, 1);
        assertThat(ofMany(5, F::exp, 1, Variation.POINTS)).doesNotContainKey(SECOND);
        assertThat(ofMany(5, F::exp, 2, Variation.TIES)).doesNotContainKey(SECOND);
    }

    @Test
    void jumpsOfMoreThanAThousandGradientsAreNotLookedFor() {
        Function1<Tensor, Tensor> kink = t -> F.relu(F.sub(t, 0.7));
        assertThat(ofMany(1024, kink, 1, Variation.POINTS).get("points beside breakpoints")).isPositive();
        assertThat(ofMany(1025, kink, 1, Variation.POINTS)).doesNotContainKey("points beside breakpoints");
    }

    @Test
    void ofTheLargestInputsSomeVariationsAreMade() {
        assertThat(ofMany(1 << 16, F::square, 2, Variation.POINTS)).containsEntry("ascending elements", 1).containsEntry(SECOND, 1);
        Map<String, Integer> large = ofMany((1 << 16) + 1, F::square, 2, Variation.POINTS, Variation.MAGNITUDES, Variation.TIES);
        assertThat(large).containsKeys("other points", "huge elements", "negative elements", "elements of mixed magnitudes",
                "zero elements", "ties along the last axis").doesNotContainKeys("ascending elements", "tiny elements",
                "inputs of zeros", "ties along the first axis", "inputs of equal elements", SECOND);
    }

    // ---- second derivatives elsewhere

    private static Report second(Function1<Tensor, Tensor> f, double... x) {
        Options options = Options.DEFAULT.withOrder(2).withVariations(Variation.POINTS);
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        return extend(new DerivativeCheck(s, options).report(), s, options);
    }

    @Test
    void aSecondDerivativeOfTheGivenPointOnlyIsWrongElsewhere() {
        Function1<Tensor, Tensor> f = given(F::exp,
                (t, dy) -> F.mul(dy, F.where(F.lt(F.abs(F.sub(t, 0.5)), 0.1), F.exp(t), Autograd.stopGradient(F.exp(t)))));
        Report report = second(f, 0.5);
        assertThat(report.second().get().isWrong()).isFalse();
        assertThat(report.breaches()).isNotEmpty().extracting(Breach::text)
                .allMatch(b -> b.startsWith("varied, second derivatives elsewhere (POINTS"));
        assertThat(coverage(second(F::exp, 0.5))).containsEntry(SECOND, 4);
    }

    private static Function1<Tensor, Tensor> shiftedRelu(double at) {
        return t -> F.add(F.mul(t, 3), F.relu(F.sub(t, at)));
    }

    @Test
    void secondDerivativesAreLookedAtBesideJumpsOfTheGradient() {
        Map<String, Integer> beside = coverage(second(shiftedRelu(-5), 2));
        assertThat(beside).as("four, and two beside the jump on the way to -8").containsEntry(SECOND, 6)
                .containsEntry("points beside breakpoints", 2);
        Map<String, Integer> nearZero = coverage(second(shiftedRelu(-0.01), 100));
        assertThat(nearZero).as("beside a number that is small to the given one").containsEntry(SECOND, 4)
                .containsEntry("points beside breakpoints", 2);
        assertThat(coverage(extended(shiftedRelu(-5), Tensor.of(2.0), Variation.POINTS))).doesNotContainKey(SECOND);
        Report misplaced = second(given(shiftedRelu(-5),
                (t, dy) -> F.mul(dy, F.where(F.gt(t, -5 * (1 + 1e-6)), Tensor.scalar(4.0), 3))), 2);
        assertThat(misplaced.breaches()).isNotEmpty();
        assertThat(coverage(misplaced)).doesNotContainKey(SECOND);
    }

    // ---- views

    /** What is said of a function whose values are others by a part for views, at some element. */
    private static List<String> ofViews(double by, int place, Tensor x) {
        double[] factors = {1, 1, 1};
        factors[place] += by;
        Function1<Tensor, Tensor> f = t -> F.mul(t, Autograd.stopGradient(t).array().isDense() ? Tensor.of(1.0, 1, 1).to(t.dtype())
                : Tensor.of(factors).to(t.dtype()));
        return extended(given(f, (_, dy) -> dy), x, Variation.LAYOUTS).breaches().stream().map(Breach::text)
                .filter(b -> b.startsWith("varied, reversed views")).toList();
    }

    @Test
    void anotherOrderOfSummationIsNoDifferenceOfViews() {
        assertThat(ofViews(0.9e-9, 2, Tensor.of(1.0, 2, 3))).as("of the largest").isEmpty();
        assertThat(ofViews(1.4e-9, 1, Tensor.of(1.0, 2, 3))).as("of a smaller one, beside the largest").isEmpty();
        assertThat(ofViews(1.6e-9, 1, Tensor.of(1.0, 2, 3))).first().asString()
                .contains("the value differs from that of dense inputs of the same values, first at 1: ");
        assertThat(ofViews(-1.1e-9, 2, Tensor.of(1.0, 2, 3))).first().asString().contains("first at 2: ");
        assertThat(ofViews(0.9e-3, 2, Tensor.of(1f, 2, 3))).as("of single precision").isEmpty();
        assertThat(ofViews(1.1e-3, 2, Tensor.of(1f, 2, 3))).isNotEmpty();
    }

    @Test
    void viewsOfAnotherNumberOfResultsAreFound() {
        assertThat(extended(t -> Autograd.stopGradient(t).array().isDense() ? F.mul(t, 2) : F.cat(List.of(F.mul(t, 2), t), 0), X,
                Variation.LAYOUTS).breaches()).extracting(Breach::text)
                .anyMatch(b -> b.contains("first at 0: another number of elements"));
    }
}
