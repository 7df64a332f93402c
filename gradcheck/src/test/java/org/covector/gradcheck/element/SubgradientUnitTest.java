package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Gradients at ties, whose hulls are known: those of a maximum have the sum 1. */
class SubgradientUnitTest {
    private static Function1<Tensor, Tensor> given(Function1<Tensor, Tensor> f, double... gradient) {
        return customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> F.mul(dy, Tensor.of(gradient)))));
    }

    /** What the gradient given at x does wrong, if these elements kink; elsewhere it is the function's own. */
    private static Option<Element> violation(Function1<Tensor, Tensor> f, double[] x, double[] gradient, int... kinks) {
        Tensor at = Tensor.of(x);
        Function1<Tensor, Tensor> there = given(f, gradient);
        FlatFunction own = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(at));
        FlatFunction s = FlatFunction.of(in -> List.of(there.apply(in.getFirst())), List.of(at));
        OutputProjection one = OutputProjection.basisVector(1, 0);
        AnalyticJacobian jacobian = AnalyticJacobian.withoutErrors(s, one);
        List<Element> all = new ArrayList<>();
        for (int k : kinks) {
            all.add(new Element(0, k, 0, gradient[k], 0.5, 0.1, Verdict.KINK, "", true));
        }
        return new Subgradient(own, Options.DEFAULT, jacobian, one, new SplittableRandom(3)).violation(all);
    }

    @Test
    void aTiedMaximumHasShares() {
        double[] x = {2, 0.5, 2, -1};
        assertThat(violation(t -> F.max(t), x, new double[] {0.5, 0, 0.5, 0}, 0, 2)).isEmpty();
        assertThat(violation(t -> F.max(t), x, new double[] {1, 0, 0, 0}, 0, 2)).isEmpty();
        assertThat(violation(t -> F.max(t), x, new double[] {0.3, 0, 0.7, 0}, 0, 2)).isEmpty();
        Element both = violation(t -> F.max(t), x, new double[] {1, 0, 1, 0}, 0, 2).get();
        assertThat(both.verdict()).isEqualTo(Verdict.KINK);
        assertThat(both.isWrong()).isTrue();
        assertThat(both.index()).isIn(0, 2);
        assertThat(both.numeric()).as("along the diagonal: 1 in steps of the root of 2").isCloseTo(Math.sqrt(0.5), within(1e-6));
        assertThat(both.note()).isEqualTo("elements tie: moved together, the derivative is 0.707107, the gradient gives 1.41421");
        assertThat(violation(t -> F.max(t), x, new double[] {0, 0, 0, 0}, 0, 2)).as("nothing to any").isNotEmpty();
        assertThat(violation(t -> F.max(t), x, new double[] {0.5 + 1e-3, 0, 0.5, 0}, 0, 2)).isNotEmpty();
        assertThat(violation(t -> F.max(t), x, new double[] {0.5 + 1e-9, 0, 0.5, 0}, 0, 2)).isEmpty();
    }

    /** One kink is enough where another element has the same magnitude. */
    @Test
    void elementsOfTheSameMagnitudeMayKinkToo() {
        double[] x = {2, 0.5, 2, -2};
        assertThat(violation(t -> F.max(t), x, new double[] {1, 0, 1, 0}, 0)).isNotEmpty();
        assertThat(violation(t -> F.max(F.abs(t)), x, new double[] {1, 0, 1, 0}, 0)).isNotEmpty();
        assertThat(violation(t -> F.max(F.abs(t)), x, new double[] {0.25, 0, 0.25, -0.5}, 0)).isEmpty();
        assertThat(violation(t -> F.max(F.abs(t)), x, new double[] {0.25, 0, 0.25, 0.5}, 0)).as("of the other sign").isNotEmpty();
        assertThat(violation(t -> F.sum(F.abs(t)), new double[] {0, 3, 4}, new double[] {5, 1, 1}, 0)).as("alone nothing ties").isEmpty();
    }

    @Test
    void kinksThatAreIndependentLeaveNoDirection() {
        assertThat(violation(t -> F.sum(F.abs(t)), new double[] {0, 0, 3}, new double[] {0.3, -0.9, 1}, 0, 1)).isEmpty();
        assertThat(violation(t -> F.sum(F.abs(t)), new double[] {0, 0, 3}, new double[] {7, -9, 1}, 0, 1))
                .as("what is too large in itself is another's to find").isEmpty();
    }

    /** Of three that tie all differences are seen: in the plane of the sum 1, whose normal is the diagonal. */
    @Test
    void moreThanTwoMayTie() {
        double[] x = {1, 1, 1, 0.25};
        assertThat(violation(t -> F.max(t), x, new double[] {0.2, 0.5, 0.3, 0}, 0, 1, 2)).isEmpty();
        Element all = violation(t -> F.max(t), x, new double[] {1, 1, 1, 0}, 0, 1, 2).get();
        assertThat(all.numeric()).isCloseTo(1 / Math.sqrt(3), within(1e-6));
        assertThat(all.analytic()).isEqualTo(1);
        assertThat(violation(t -> F.add(F.max(t), F.sum(F.mul(t, 10))), x, new double[] {11, 11, 11, 10}, 0, 1, 2)).isNotEmpty();
        assertThat(violation(t -> F.add(F.max(t), F.sum(F.mul(t, 10))), x, new double[] {11, 10, 10, 10}, 0, 1, 2)).isEmpty();
    }

    @Test
    void gradientsThatAreNoNumbersTellNothing() {
        Function1<Tensor, Tensor> none = customVjp("none", t -> withPullback(F.max(t), dy -> Tuple.of(() -> F.mul(t, Double.NaN))));
        assertThat(violation(none, new double[] {2, 2}, new double[] {1, 1}, 0, 1)).isEmpty();
        assertThat(violation(t -> F.sum(F.square(t)), new double[] {2, 2}, new double[] {1, 1}, 0, 1)).as("no kink at all").isEmpty();
    }

    /** Which gradients are seen depends on who moves more than the others: were it always the same one, some would hardly be. */
    @Test
    void eachOfTheTiedMovesMoreThanTheOthersAtTimesAndLess() {
        Set<String> seen = new TreeSet<>();
        Function1<Tensor, Tensor> f = t -> {
            double[] x = Autograd.stopGradient(t).array().toDoubleArray();
            StringBuilder far = new StringBuilder();
            for (double v : x) {
                far.append(Math.abs(v - 2) > 0.1 * 0x1p-29 ? 'x' : '.');
            }
            if (Math.abs(x[0] - 2) <= 0x1p-29) {
                seen.add(far.toString());
            }
            return F.max(t);
        };
        assertThat(violation(f, new double[] {2, 2, 2}, new double[] {0.2, 0.5, 0.3}, 0, 1, 2)).isEmpty();
        assertThat(seen).contains("x..", ".x.", "..x", ".xx", "x.x", "xx.");
    }

    @Test
    void theSizesOfGradientsAndOfElementsDoNotMatter() {
        assertThat(violation(t -> F.mul(F.max(t), 1e-3), new double[] {2, 2}, new double[] {1e-3, 1e-3}, 0, 1)).isNotEmpty();
        assertThat(violation(t -> F.max(t), new double[] {2e-9, 2e-9}, new double[] {1, 1}, 0, 1)).isNotEmpty();
        assertThat(violation(t -> F.mul(F.max(t), 1000), new double[] {2, 2}, new double[] {500.005, 500}, 0, 1))
                .as("a hundred thousandth is no direction").isEmpty();
        Element large = violation(t -> F.max(t), new double[] {2e6, 2e6}, new double[] {1, 1}, 0, 1).get();
        assertThat(large.numeric()).isCloseTo(Math.sqrt(0.5), within(1e-6));
        assertThat(large.error()).isLessThan(1e-3);
    }

    /** The maximum of a number and three times another, each of which may be the first. */
    @Test
    void theElementThatMovesMostIsNamed() {
        Tensor first = Tensor.of(1.0, 3);
        Tensor second = Tensor.of(3.0, 1);
        assertThat(violation(t -> F.max(F.mul(t, first)), new double[] {3, 1}, new double[] {1, 3}, 0, 1).map(Element::index))
                .containsExactly(0);
        assertThat(violation(t -> F.max(F.mul(t, second)), new double[] {1, 3}, new double[] {3, 1}, 0, 1).map(Element::index))
                .containsExactly(1);
    }

    private static double[] ascending(int n) {
        return IntStream.range(0, n).mapToDouble(k -> k + 1).toArray();
    }

    @Test
    void ofManyElementsThoseWithKinksAndTheirEqualsAreLookedAt() {
        double[] x = ascending(20);
        x[18] = 20;
        double[] both = new double[20];
        both[18] = 1;
        both[19] = 1;
        assertThat(violation(t -> F.max(t), x, both, 18)).as("others are none of theirs").isNotEmpty();
        double[] equal = new double[40];
        Arrays.fill(equal, 2);
        double[] last = new double[40];
        last[38] = 1;
        last[39] = 1;
        assertThat(violation(t -> F.max(F.slice(t, 0, 38, 40, 1)), equal, last, 38, 39)).as("those with kinks before their equals")
                .isNotEmpty();
    }

    /** The maximum, and more by a jump where the two are not equal. */
    private static Function1<Tensor, Tensor> jumping(double by) {
        return t -> F.add(F.max(t), F.mul(F.where(F.eq(F.slice(t, 0, 0, 1, 1), F.slice(t, 0, 1, 2, 1)), Tensor.scalar(0.0), 1), by));
    }

    @Test
    void aValueThatJumpsWhereTheTiedPartHasNoGradient() {
        double[] x = {2, 2};
        assertThat(violation(jumping(1), x, new double[] {1, 1}, 0, 1)).isEmpty();
        assertThat(violation(jumping(1e-14), x, new double[] {1, 1}, 0, 1)).as("by a rounding or two").isNotEmpty();
    }

    @Test
    void tenGradientsForEachElementThatAddNothingAreEnough() {
        List<Boolean> first = new ArrayList<>();
        Function1<Tensor, Tensor> f = customVjp("recorded", t -> withPullback(F.max(t), dy -> Tuple.of(() -> {
            double[] x = Autograd.stopGradient(t).array().toDoubleArray();
            first.add(x[0] > x[1]);
            return F.mul(dy, x[0] > x[1] ? Tensor.of(1.0, 0) : Tensor.of(0.0, 1));
        })));
        assertThat(violation(f, new double[] {2, 2}, new double[] {1, 1}, 0, 1)).isNotEmpty();
        assertThat(first).hasSize(first.indexOf(!first.getFirst()) + 1 + 20);
    }

    // ---- single precision

    /** The same where elements and values are FLOAT32. */
    private static Option<Element> violationInSingle(Function1<Tensor, Tensor> f, float[] x, double[] gradient, int... kinks) {
        FlatFunction own = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        Tensor g = Tensor.of(gradient).to(DType.FLOAT32);
        Function1<Tensor, Tensor> there = customVjp("given", t -> withPullback(f.apply(t), dy -> Tuple.of(() -> F.mul(dy, g))));
        FlatFunction s = FlatFunction.of(in -> List.of(there.apply(in.getFirst())), List.of(Tensor.of(x)));
        OutputProjection one = OutputProjection.basisVector(1, 0);
        List<Element> all = Arrays.stream(kinks).mapToObj(k -> new Element(0, k, 0, gradient[k], 0.5, 0.1, Verdict.KINK, "", true))
                .toList();
        return new Subgradient(own, Options.DEFAULT, AnalyticJacobian.withoutErrors(s, one), one, new SplittableRandom(3)).violation(all);
    }

    @Test
    void inSinglePrecisionTiesHaveSharesToo() {
        float[] x = {2, 0.5f, 2, 2, -1};
        double third = 1.0 / 3;
        assertThat(violationInSingle(t -> F.max(t), x, new double[] {third, 0, third, third, 0}, 0, 2, 3)).isEmpty();
        assertThat(violationInSingle(t -> F.max(t), x, new double[] {0, 0, 1, 0, 0}, 0, 2, 3)).isEmpty();
        assertThat(violationInSingle(t -> F.max(t), x, new double[] {1, 0, 1, 1, 0}, 0, 2, 3)).isNotEmpty();
        assertThat(violationInSingle(t -> F.max(t), x, new double[] {0.5, 0, 0.5, 0.5, 0}, 0)).as("one kink and its equals").isNotEmpty();
        assertThat(violationInSingle(t -> F.max(t), x, new double[] {0, 0, 0, 0, 0}, 0, 2, 3)).isNotEmpty();
        assertThat(violationInSingle(t -> F.median(t), new float[] {3, 3, 3}, new double[] {1, 1, 1}, 0)).isNotEmpty();
        assertThat(violationInSingle(t -> F.median(t), new float[] {3, 3, 3}, new double[] {0, 0.5, 0.5}, 0)).isEmpty();
    }
}
