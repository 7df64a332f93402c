package org.covector.gradcheck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Tuple;
import java.util.List;
import java.util.SplittableRandom;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Verdicts with a tolerance. */
class ToleranceCheckUnitTest {
    private static final Tensor X = Tensor.of(1.0, 2, 3);
    private static final Tensor Y = Tensor.of(4.0, 5, 6);

    /** {@code (a b, 7, 2 b)} with the gradient of b off by a factor. */
    private static FlatFunction subject(double factor) {
        var f = customVjp("product", (Tensor a, Tensor b) ->
                withPullback(F.mul(a, b), dz -> Tuple.of(() -> F.mul(dz, b), () -> F.mul(F.mul(dz, a), factor))));
        return FlatFunction.of(in -> List.of(f.apply(in.get(1), in.get(2)), Tensor.of(7L), F.mul(in.get(2), 2)),
                List.of(Tensor.of(1L), X, Y));
    }

    private static List<Element> projected(double factor, double atol, double rtol) {
        return FastToleranceCheck.elements(subject(factor), new Options.Tolerance(1e-6, atol, rtol), new SplittableRandom(1));
    }

    private static List<Verdict> verdicts(List<Element> all) {
        return all.stream().map(Element::verdict).toList();
    }

    @Test
    void eachPairOfAnInputAndAResultHasANumber() {
        List<Element> all = projected(1, 1e-5, 1e-3);
        assertThat(all.stream().map(e -> e.input() + " " + e.output())).containsExactly("1 0", "2 0", "1 1", "2 1");
        assertThat(verdicts(all)).containsOnly(Verdict.WITHIN_TOLERANCE);
        for (Element e : all) {
            assertThat(e.numeric()).isCloseTo(e.analytic(), within(1e-8));
        }
        assertThat(all.get(2).analytic()).as("2 b does not depend on a").isZero();
        assertThat(all.get(3).analytic()).as("2 v.u of positive unit vectors").isBetween(0.1, 2.0);
        assertThat(all.get(0).analytic()).as("v.(b u)").isBetween(0.5, 6.0);
        assertThat(all.get(1).analytic()).as("v.(a u)").isBetween(0.1, 3.0);
    }

    @Test
    void aWrongOneIsThatOfItsInput() {
        assertThat(verdicts(projected(1.01, 0, 1e-3)))
                .containsExactly(Verdict.WITHIN_TOLERANCE, Verdict.WRONG, Verdict.WITHIN_TOLERANCE, Verdict.WITHIN_TOLERANCE);
        assertThat(verdicts(projected(1.01, 0, 0.02))).containsOnly(Verdict.WITHIN_TOLERANCE);
        Element e = projected(1.01, 0, 1e-3).get(1);
        assertThat(e.analytic() / e.numeric()).isCloseTo(1.01, within(1e-6));
        assertThat(e.error()).isCloseTo(1e-3 * e.numeric(), within(1e-12));
    }

    @Test
    void theAbsoluteToleranceIsThatOfASum() {
        Element e = projected(1, 0.25, 0).get(3);
        assertThat(e.error()).as("atol times both vectors' sums, each of which lies between 1 and sqrt(3)").isBetween(0.25, 0.75);
        assertThat(e.error() / 0.25).isGreaterThan(1.2);
    }

    // ---- element by element

    private static List<Element> each(double atol, double rtol) {
        return each(atol, rtol, 3);
    }

    private static List<Element> each(double atol, double rtol, double first) {
        var f = customVjp("cube", (Tensor t) -> withPullback(F.cat(List.of(F.mul(t, F.square(t)), F.mul(t, 2)), 0),
                dy -> Tuple.of(() -> F.add(
                F.mul(F.slice(dy, 0, 0, 2, 1), Tensor.of(first, 13)), F.mul(F.slice(dy, 0, 2, 4, 1), 2)))));
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.get(1))), List.of(Tensor.of(5.0, 6, 7), Tensor.of(1.0, 2)));
        SplittableRandom random = new SplittableRandom(1);
        List<Element> all = ToleranceCheck.elements(s, AnalyticJacobian.of(s, OutputProjection.basis(4, random), random),
                new Options.Tolerance(0x1p-10, atol, rtol));
        assertThat(all.subList(0, 3)).allMatch(e -> e.input() == 0 && e.analytic() == 0 && e.verdict() == Verdict.WITHIN_TOLERANCE);
        return all.subList(3, 5);
    }

    @Test
    void anElementHasTheResultThatExceedsTheToleranceMost() {
        List<Element> all = each(0.5, 0.01); // x^3 at 1 and 2: 3 + eps^2 and 12 + eps^2, of which 13 is off by 1
        assertThat(all.stream().map(e -> e.input() + " " + e.index() + " " + e.output() + " " + e.verdict()))
                .containsExactly("1 0 1 WITHIN_TOLERANCE", "1 1 1 WRONG");
        assertThat(all.get(0).numeric()).as("the result with the least tolerance").isZero();
        assertThat(all.get(1).numeric()).isEqualTo(12 + 0x1p-20);
        assertThat(all.get(1).analytic()).isEqualTo(13);
        assertThat(all.get(1).error()).isCloseTo(0.5 + 0.01 * 12, within(1e-6));
        assertThat(verdicts(each(0.89, 0.01))).as("0.89 + 0.12").containsOnly(Verdict.WITHIN_TOLERANCE);
        assertThat(verdicts(each(0.87, 0.01))).containsExactly(Verdict.WITHIN_TOLERANCE, Verdict.WRONG);
        assertThat(verdicts(each(9, 0, Double.NaN))).as("what cannot be compared is not right")
                .containsExactly(Verdict.WRONG, Verdict.WITHIN_TOLERANCE);
    }

    @Test
    void whatIsOffByTheToleranceIsWithin() {
        var f = customVjp("double", (Tensor t) -> withPullback(F.mul(t, 2), dy -> Tuple.of(() -> F.mul(dy, 2.5))));
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(1.0)));
        OutputProjection one = OutputProjection.basisVector(1, 0);
        assertThat(verdicts(ToleranceCheck.elements(s, AnalyticJacobian.withoutErrors(s, one), new Options.Tolerance(0x1p-10, 0.5, 0))))
                .containsExactly(Verdict.WITHIN_TOLERANCE);
    }

    @Test
    void withoutFloatingResultsThereIsNoGradient() {
        FlatFunction s = FlatFunction.of(in -> List.of(F.gt(in.get(1), 0)), List.of(Tensor.of(1.0, 2), Tensor.of(3.0, 4)));
        OutputProjection none = OutputProjection.basis(0, new SplittableRandom(1));
        List<Element> all = ToleranceCheck.elements(s, AnalyticJacobian.withoutErrors(s, none), new Options.Tolerance(1e-6, 1, 1));
        assertThat(all.get(3)).isEqualTo(Element.withoutGradient(1, 1, "no floating results"));
    }
}
