package org.covector.gradcheck.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.Breach;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** What becomes of cotangents, and what is looked at where a Jacobian is too large. */
class ExplanationUnitTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1);
    private static final Tensor X = Tensor.of(1.0, 2, 4);

    private final List<FlatFunction> checked = new ArrayList<>();
    private Options options = PLAIN;

    /** {@code f(x) = 2 x} with a pullback. */
    private static Function1<List<Tensor>, List<Tensor>> twice(UnaryOperator<Tensor> pullback) {
        Function1<Tensor, Tensor> f = customVjp("twice", t -> withPullback(F.mul(t, 2), dy -> Tuple.of(() -> pullback.apply(dy))));
        return in -> List.of(f.apply(in.getFirst()));
    }

    private static Element wrong(int input, int index) {
        return new Element(input, index, 0, 1, 2, 0, Verdict.WRONG, "", false);
    }

    private List<Cause> causes(Function1<List<Tensor>, List<Tensor>> f, OutputProjection projection, double[][] numeric, int order,
            List<Element> elements, Breach... breaches) {
        return causes(FlatFunction.of(f, List.of(X)), projection, numeric, order, elements, breaches);
    }

    private List<Cause> causes(FlatFunction s, OutputProjection projection, double[][] numeric, int order, List<Element> elements,
            Breach... breaches) {
        AnalyticJacobian jacobian = AnalyticJacobian.withoutErrors(s, projection);
        return new Explanation(s, options, projection, jacobian, () -> numeric, this::remembered).of(elements, List.of(breaches), order);
    }

    /** A right report: nothing is said, and the next part is looked at. */
    private Report remembered(FlatFunction part) {
        checked.add(part);
        return Gradcheck.check(t -> F.mul(t, 2), Tensor.of(1.0), PLAIN);
    }

    private String said(Breach.Kind kind, UnaryOperator<Tensor> pullback) {
        OutputProjection basis = OutputProjection.basis(3, new SplittableRandom(1));
        double[][] right = {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}};
        List<Cause> all = causes(twice(pullback), basis, right, 1, List.of(wrong(0, 1)), Breach.ofInput(kind, 0, "said before"));
        assertThat(all).hasSize(1);
        return all.getFirst().text();
    }

    @Test
    void whatACotangentIsPutToIsToldByItsMultiples() {
        Breach.Kind kind = Breach.Kind.NOT_LINEAR;
        String not = "gradient of input 0: the cotangent does not enter linearly: ";
        assertThat(said(kind, dy -> F.mul(F.square(dy), 2))).isEqualTo(not + "its square is used");
        assertThat(said(kind, dy -> F.mul(F.abs(dy), 2))).isEqualTo(not + "its absolute value, or an even power of it, is used");
        assertThat(said(kind, dy -> F.div(dy, F.norm(dy)))).isEqualTo(not + "it is divided by its own size, or clipped");
        assertThat(said(kind, dy -> F.round(F.mul(dy, 2))))
                .isEqualTo(not + "it is clipped, rounded, compared with a threshold, or used twice");
        assertThat(said(kind, dy -> F.mul(F.div(F.mul(dy, dy), dy), F.add(F.mul(F.max(dy), 0), F.add(F.max(dy), 2)))))
                .isEqualTo("gradient of input 0: it is not a number where the cotangent is 0");
        assertThat(said(kind, dy -> F.mul(dy.to(DType.FLOAT32).to(DType.FLOAT64), 2)))
                .isEqualTo("gradient of input 0: the cotangent is rounded: it is used to the digits of FLOAT32 only");
    }

    @Test
    void theResultWhoseCotangentIsMisusedIsNamed() {
        Tree<Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        Function1<Tensor, Tuple2<Tensor, Tensor>> f = customVjp("pair", TENSOR, pair,
                t -> withPullback(Tuple.of(F.mul(t, 2), F.mul(t, 3)), dy -> Tuple.of(() -> F.add(F.mul(dy._1(), 2),
                        F.mul(F.square(dy._2()), 3)))));
        List<Cause> all = causes(in -> {
            Tuple2<Tensor, Tensor> y = f.apply(in.getFirst());
            return List.of(y._1(), y._2());
        }, OutputProjection.basis(6, new SplittableRandom(1)), new double[6][3], 1, List.of(wrong(0, 1)),
                Breach.ofInput(Breach.Kind.NOT_LINEAR, 0, ""));
        assertThat(all).extracting(Cause::text).containsExactly(
                "gradient of input 0: the cotangent does not enter linearly: its square is used (that of result 1)");
    }

    @Test
    void whatIsThereWithoutACotangentIsNamed() {
        Breach.Kind kind = Breach.Kind.COTANGENT_IGNORED;
        assertThat(said(kind, _ -> Tensor.of(2.0, 2, 2))).isEqualTo("gradient of input 0: the cotangent is ignored: taken for 1");
        assertThat(said(kind, dy -> F.add(F.mul(dy, 2), 0.75)))
                .isEqualTo("gradient of input 0: the constant 0.75 is added whatever the cotangent");
        assertThat(said(kind, dy -> F.add(F.mul(dy, 2), Tensor.of(0.5, 0.75, 1))))
                .isEqualTo("gradient of input 0: a part of it does not depend on the cotangent");
        assertThat(said(kind, dy -> F.div(F.mul(dy, dy), dy)))
                .isEqualTo("gradient of input 0: it is not a number where the cotangent is 0");
        assertThat(said(kind, dy -> F.mul(dy, -2))).as("nothing is there: the rest is looked at")
                .isEqualTo("gradient of input 0: the sign is wrong");
    }

    @Test
    void onlyOneInputsGradientIgnoresTheCotangent() {
        Function1<List<Tensor>, List<Tensor>> f = in -> List.of(F.add(F.mul(in.get(0), 2),
                twice(dy -> F.add(F.mul(dy, 2), 1)).apply(List.of(in.get(1))).getFirst()));
        FlatFunction s = FlatFunction.of(f, List.of(X, X));
        double[][] right = {{2, 0, 0, 2, 0, 0}, {0, 2, 0, 0, 2, 0}, {0, 0, 2, 0, 0, 2}};
        List<Cause> all = causes(s, OutputProjection.basis(3, new SplittableRandom(1)), right, 1, List.of(wrong(1, 0)),
                Breach.ofInput(Breach.Kind.COTANGENT_IGNORED, 1, ""));
        assertThat(all).extracting(Cause::text).containsExactly("gradient of input 1: the constant 1 is added whatever the cotangent");
    }

    @Test
    void whereNothingIsWrongNothingIsSaid() {
        OutputProjection basis = OutputProjection.basis(3, new SplittableRandom(1));
        Element right = new Element(0, 0, 0, 2, 2, 0, Verdict.PROVEN, "", false);
        assertThat(causes(twice(dy -> F.mul(dy, -2)), basis, new double[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}, 1, List.of(right)))
                .isEmpty();
        assertThat(causes(twice(dy -> F.mul(dy, -2)), basis, new double[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}, 1,
                List.of(right, wrong(0, 2))))
                .extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
        assertThat(causes(twice(dy -> F.mul(dy, -2)), basis, new double[][] {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}, 2, List.of(wrong(0, 2))))
                .as("of a second derivative too").extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
    }

    // ---- too large

    private static OutputProjection random(FlatFunction s) {
        return OutputProjection.random(4, s.value(), new SplittableRandom(1));
    }

    private static double[][] zeros(FlatFunction s) {
        return new double[4][s.point().length];
    }

    @Test
    void largeInputsAreCutDown() {
        double[] a = new SplittableRandom(2).doubles(600, 1, 2).toArray();
        FlatFunction s = FlatFunction.of(in -> List.of(F.matmul(in.get(0), in.get(1))),
                List.of(Tensor.of(a, 30, 20), Tensor.of(Arrays.copyOf(a, 140), 20, 7)));
        assertThat(causes(s, random(s), zeros(s), 1, List.of(wrong(0, 5)))).isNotEmpty();
        FlatFunction cut = checked.getFirst();
        assertThat(cut.inputs()).as("7, 20 and 30 become 5, 6 and 7").extracting(t -> t.shape().toString())
                .containsExactly("[7, 6]", "[6, 5]");
        assertThat(cut.inputs().getFirst().array().getDouble(1, 2)).isEqualTo(a[22]);
        assertThat(checked).hasSize(2);
        FlatFunction some = checked.get(1);
        assertThat(some.inputs()).as("twenty draws, which may be the same").allMatch(t -> t.size() > 14 && t.size() <= 20);
        assertThat(some.point()).as("the wrong element among them").contains(a[5]);
        assertThat(some.value().length).as("of 210 results all").isEqualTo(210);
        assertThat(some.value()).isEqualTo(s.value());
    }

    @Test
    void indicesAreCutToTheShorterAxis() {
        double[] a = new SplittableRandom(2).doubles(300, 1, 2).toArray();
        FlatFunction s = FlatFunction.of(in -> List.of(F.indexSelect(in.get(0), 0, in.get(1))),
                List.of(Tensor.of(a, 300), Tensor.of(7L, 299, 3)));
        causes(s, random(s), zeros(s), 1, List.of(wrong(0, 7)));
        assertThat(checked.getFirst().inputs().getFirst().size()).isEqualTo(5);
        assertThat(checked.getFirst().inputs().get(1).array().toLongArray()).containsExactly(2, 4, 3);
    }

    @Test
    void ofManyResultsThoseThatMoveAreKept() {
        double[] a = new SplittableRandom(2).doubles(300, 1, 2).toArray();
        FlatFunction s = FlatFunction.of(in -> List.of(F.square(in.getFirst())), List.of(Tensor.of(a, 300)));
        causes(s, random(s), zeros(s), 1, List.of(wrong(0, 17), wrong(0, 250)));
        FlatFunction some = checked.get(1);
        assertThat(some.point()).hasSize(20).contains(a[17], a[250]);
        assertThat(some.value()).as("one for each element").hasSize(20);
        for (int k = 0; k < 20; k++) {
            assertThat(some.value()[k]).isEqualTo(some.point()[k] * some.point()[k]);
        }
    }

    @Test
    void shortAxesStayAndSecondDerivativesAreNotLookedAtInParts() {
        FlatFunction s = FlatFunction.of(twice(dy -> F.mul(dy, -2)), List.of(X));
        OutputProjection projection = random(s);
        double[][] numeric = Arrays.stream(AnalyticJacobian.withoutErrors(s, projection).rows())
                .map(row -> Arrays.stream(row).map(v -> -v).toArray()).toArray(double[][]::new);
        assertThat(causes(s, projection, numeric, 1, List.of(wrong(0, 1)))).extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
        assertThat(checked).as("nothing to cut").isEmpty();
        FlatFunction large = FlatFunction.of(twice(dy -> F.mul(dy, -2)), List.of(Tensor.of(new double[30], 30)));
        causes(large, random(large), zeros(large), 2, List.of(wrong(0, 1)));
        assertThat(checked).isEmpty();
    }

    @Test
    void whatAPartSaysIsSaid() {
        FlatFunction s = FlatFunction.of(twice(dy -> F.mul(dy, -2)), List.of(Tensor.of(new double[30], 30)));
        OutputProjection projection = random(s);
        Function1<Tensor, Tensor> negative = customVjp("twice", t -> withPullback(F.mul(t, 2), dy -> Tuple.of(() -> F.mul(dy, -2))));
        Report report = Gradcheck.check(negative, X, PLAIN);
        List<Cause> all = new Explanation(s, PLAIN, projection, AnalyticJacobian.withoutErrors(s, projection), () -> zeros(s), _ -> report)
                .of(List.of(wrong(0, 1)), List.of(), 1);
        assertThat(all).isEqualTo(report.diagnosis()).isNotEmpty();
    }

    // ---- what is looked at, and what is not

    private static final double[][] TWO = {{2, 0, 0}, {0, 2, 0}, {0, 0, 2}};

    private static Element right(int input, int index) {
        return new Element(input, index, 0, 2, 2, 0, Verdict.PROVEN, "", false);
    }

    private static OutputProjection basis(int n) {
        return OutputProjection.basis(n, new SplittableRandom(1));
    }

    @Test
    void anIgnoredCotangentIsNamedWhateverTheElementsSay() {
        Function1<List<Tensor>, List<Tensor>> f = twice(dy -> F.add(F.mul(dy, 2), 0.75));
        assertThat(causes(f, basis(3), TWO, 1, List.of(right(0, 1)), Breach.ofInput(Breach.Kind.COTANGENT_IGNORED, 0, "")))
                .extracting(Cause::kind).containsExactly(Cause.Kind.CONSTANT_ADDED);
        assertThat(causes(f, basis(3), TWO, 1, List.of(right(0, 1)), Breach.ofInput(Breach.Kind.TYPE, 0, ""))).isEmpty();
        assertThat(causes(f, basis(3), TWO, 1, List.of(wrong(0, 1)), Breach.ofInput(Breach.Kind.TYPE, 0, "")))
                .as("of another breach the elements tell").extracting(Cause::text).noneMatch(t -> t.contains("whatever the cotangent"));
    }

    @Test
    void onlyInputsWithWrongElementsAreDiagnosed() {
        Function1<List<Tensor>, List<Tensor>> f = in -> List.of(F.add(F.mul(in.get(0), 2),
                twice(dy -> F.mul(dy, -2)).apply(List.of(in.get(1))).getFirst()));
        double[][] numeric = {{2, 0, 0, 2, 0, 0}, {0, 2, 0, 0, 2, 0}, {0, 0, 2, 0, 0, 2}};
        FlatFunction s = FlatFunction.of(f, List.of(X, X));
        assertThat(causes(s, basis(3), numeric, 1, List.of(right(0, 0), right(1, 0), wrong(1, 1), wrong(1, 2)))).extracting(Cause::text)
                .containsExactly("gradient of input 1: the sign is wrong");
    }

    @Test
    void asManyElementsAsAreCheckedOneByOneAreDiagnosedAtOnce() {
        FlatFunction s = FlatFunction.of(twice(dy -> F.mul(dy, -2)), List.of(X));
        options = PLAIN.withProjections(3);
        assertThat(causes(s, basis(3), TWO, 1, List.of(wrong(0, 1)))).extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
        double[][] numeric = Arrays.stream(AnalyticJacobian.withoutErrors(s, random(s)).rows())
                .map(row -> Arrays.stream(row).map(v -> -v).toArray()).toArray(double[][]::new);
        assertThat(causes(s, random(s), numeric, 1, List.of(wrong(0, 1)))).extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
        options = PLAIN.withProjections(2);
        assertThat(causes(s, basis(3), TWO, 1, List.of(wrong(0, 1)))).as("nothing to cut").isEmpty();
    }

    @Test
    void multiplesAreComparedRelativeToTheGradient() {
        assertThat(said(Breach.Kind.NOT_LINEAR, dy -> F.add(F.mul(F.square(dy), 2e6), F.mul(dy, 1e-4)))).endsWith("its square is used");
        assertThat(said(Breach.Kind.NOT_LINEAR, dy -> F.add(F.mul(F.square(dy), 2e6), F.mul(dy, 1)))).doesNotEndWith("its square is used");
    }

    /** The first result's cotangent gives zeros for this input, of which nothing is said. */
    @Test
    void resultsThatAnInputDoesNotReachMisuseNothing() {
        Function1<Tensor, Tensor> f = customVjp("rounded", t -> withPullback(F.mul(t, 3), dy -> Tuple.of(() -> F.round(F.mul(dy, 3)))));
        List<Cause> all = causes(in -> List.of(F.mul(Tensor.of(1.0, 2), 2), f.apply(in.getFirst())), basis(5), new double[5][3], 1,
                List.of(wrong(0, 1)), Breach.ofInput(Breach.Kind.NOT_LINEAR, 0, ""));
        assertThat(all).extracting(Cause::text).containsExactly("gradient of input 0: the cotangent does not enter linearly: it is clipped,"
                + " rounded, compared with a threshold, or used twice");
    }

    // ---- parts of large problems

    private static double[] numbers(int n) {
        return new SplittableRandom(2).doubles(n, 1, 2).toArray();
    }

    private List<FlatFunction> parts(Function1<List<Tensor>, List<Tensor>> f, List<Element> elements, Tensor... x) {
        FlatFunction s = FlatFunction.of(f, List.of(x));
        causes(s, random(s), zeros(s), 1, elements);
        return checked;
    }

    @Test
    void axesOfFourStayAndTwentyElementsAreNotTooMany() {
        double[] a = numbers(28);
        assertThat(parts(in -> List.of(F.square(in.getFirst())), List.of(wrong(0, 1)), Tensor.of(a, 4, 7)).getFirst().inputs())
                .extracting(t -> t.shape().toString()).containsExactly("[4, 5]");
        checked.clear();
        assertThat(parts(in -> List.of(F.square(in.getFirst())), List.of(wrong(0, 1)), Tensor.of(Arrays.copyOf(a, 20)))).as("cut only")
                .hasSize(1);
        checked.clear();
        FlatFunction some = parts(in -> List.of(F.square(in.get(0)), F.square(in.get(1))), List.of(wrong(0, 1)),
                Tensor.of(Arrays.copyOf(a, 20)), Tensor.of(a)).get(1);
        assertThat(some.inputs().getFirst().array().toDoubleArray()).isEqualTo(Arrays.copyOf(a, 20));
        assertThat(some.inputs().get(1).size()).isLessThanOrEqualTo(20);
    }

    /** There would be nothing smaller to look at, and no end of it. */
    @Test
    void manyIndicesAreNotTooManyElements() {
        long[] at = new SplittableRandom(3).longs(30, 0, 5).toArray();
        List<FlatFunction> parts = parts(in -> List.of(F.indexSelect(in.get(0), 0, in.get(1))), List.of(wrong(0, 1)),
                Tensor.of(numbers(10), 5, 2), Tensor.of(at));
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().inputs().get(1).size()).isLessThan(30);
    }

    @Test
    void wrongElementsAreKeptAmongManyRightOnes() {
        List<Element> elements = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            elements.add(right(0, k));
        }
        elements.add(wrong(1, 33));
        elements.add(wrong(0, 250));
        double[] a = numbers(300);
        FlatFunction some = parts(in -> List.of(F.square(in.getFirst()), F.sum(in.get(1))), elements, Tensor.of(a),
                Tensor.of(new double[100])).get(1);
        assertThat(some.point()).contains(a[250]);
    }

    @Test
    void ofTwoHundredAndFiftySixResultsAllAreKept() {
        Tensor first = Tensor.of(LongStream.range(0, 256).toArray());
        FlatFunction some = parts(in -> List.of(F.square(F.indexSelect(in.getFirst(), 0, first))), List.of(wrong(0, 1)),
                Tensor.of(numbers(300))).getLast();
        assertThat(some.value()).hasSize(256);
    }

    /** Of four results that each element moves, the three that it moves most; integers beside them are not among them. */
    @Test
    void eachElementKeepsTheThreeResultsThatItMovesMost() {
        FlatFunction some = parts(in -> {
            Tensor x = in.getFirst();
            return List.of(Tensor.of(new long[7]), F.mul(x, 3), x, F.cat(List.of(F.mul(x, 2), F.mul(x, 4)), 0));
        }, List.of(wrong(0, 1)), Tensor.of(numbers(300))).get(1);
        double[] x = some.point();
        double[] expected = new double[3 * x.length];
        for (int k = 0; k < x.length; k++) {
            expected[k] = 3 * x[k];
            expected[x.length + k] = 2 * x[k];
            expected[2 * x.length + k] = 4 * x[k];
        }
        assertThat(some.value()).containsExactly(expected);
    }

    @Test
    void whatTheFunctionRefusesIsNotLookedAt() {
        List<FlatFunction> parts = parts(in -> {
            if (in.getFirst().size() != 300) {
                throw new IllegalArgumentException("300 only");
            }
            return List.of(F.square(in.getFirst()));
        }, List.of(wrong(0, 1)), Tensor.of(numbers(300)));
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().point()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void whatIsAskedOneByOneIsNotCut() {
        FlatFunction s = FlatFunction.of(twice(dy -> F.mul(dy, -2)), List.of(Tensor.of(new double[30], 30)));
        double[][] numeric = new double[30][30];
        for (int j = 0; j < 30; j++) {
            numeric[j][j] = 2;
        }
        options = PLAIN.withProjections(30);
        assertThat(causes(s, basis(30), numeric, 1, List.of(wrong(0, 1)))).extracting(Cause::kind).containsExactly(Cause.Kind.SIGN);
        assertThat(checked).isEmpty();
        causes(s, random(s), zeros(s), 1, List.of(right(0, 1)), Breach.ofInput(Breach.Kind.TYPE, 0, ""));
        assertThat(checked).as("nothing is wrong").isEmpty();
        options = PLAIN.withProjections(29);
        causes(s, basis(30), numeric, 1, List.of(wrong(0, 1)));
        assertThat(checked).isNotEmpty();
    }

    @Test
    void eachInputIsToldByItsOwnElements() {
        Element kink = new Element(0, 0, 0, 1, 2, 0, Verdict.KINK, "", false);
        Function1<List<Tensor>, List<Tensor>> f = in -> List.of(F.add(F.mul(in.get(0), 2),
                twice(dy -> F.mul(dy, -2)).apply(List.of(in.get(1))).getFirst()));
        double[][] numeric = {{2, 0, 0, 2, 0, 0}, {0, 2, 0, 0, 2, 0}, {0, 0, 2, 0, 0, 2}};
        assertThat(causes(FlatFunction.of(f, List.of(X, X)), basis(3), numeric, 1, List.of(wrong(1, 1), kink))).extracting(Cause::kind)
                .containsExactly(Cause.Kind.KINKS, Cause.Kind.SIGN);
    }
}
