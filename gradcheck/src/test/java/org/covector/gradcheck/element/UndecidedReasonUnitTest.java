package org.covector.gradcheck.element;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import java.util.List;
import java.util.SplittableRandom;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.AnalyticJacobian;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.junit.jupiter.api.Test;

/** Functions that cannot be judged, each for a reason of its own. */
class UndecidedReasonUnitTest {
    private static Element annotated(Function1<Tensor, Tensor> f, int checked, Element e, double... x) {
        FlatFunction s = FlatFunction.of(in -> List.of(f.apply(in.getFirst())), List.of(Tensor.of(x)));
        OutputProjection each = OutputProjection.basis(s.value().length, new SplittableRandom(1));
        ElementChecker checker = ElementChecker.of(s, Options.DEFAULT, each, AnalyticJacobian.of(s, each, new SplittableRandom(2)));
        checker.check(checked);
        return new UndecidedReason(s, checker, each).annotate(List.of(e)).getFirst();
    }

    private static Element noise(int index, int output) {
        return new Element(0, index, output, 1, 2, 3, Verdict.NOISE, "said before", false);
    }

    private static String reason(Function1<Tensor, Tensor> f, double... x) {
        return annotated(f, 0, noise(0, 0), x).note();
    }

    @Test
    void aValueThatDoesNotMoveIsSaturated() {
        assertThat(reason(F::sigmoid, 800, 1)).isEqualTo(
                "saturated, the value does not change around here by more than its rounding: said before");
        assertThat(reason(t -> F.add(F.mul(F.relu(F.sub(t, 1.2)), 1e-3), 1), 1, 1)).as("it moves to one side, a quarter away")
                .startsWith("coarse");
        assertThat(reason(t -> F.add(F.mul(F.relu(F.neg(F.sub(t, 0.8))), 1e-3), 1), 1, 1)).as("or to the other").startsWith("coarse");
        assertThat(reason(t -> F.add(F.mul(F.relu(F.sub(t, 1.3)), 1e-3), 1), 1, 1)).as("too far away").startsWith("saturated");
        assertThat(reason(t -> F.log(F.sub(t, 0.9)), 1, 1)).as("no number is no rest").doesNotStartWith("saturated");
    }

    @Test
    void aValueThatAMillionthMovesIsSteep() {
        assertThat(reason(t -> F.sin(F.mul(t, 1e9)), 0.3, 1)).matches(
                "steep, a millionth of the element changes the value by \\d+ %: said before");
        assertThat(reason(t -> F.tanh(F.mul(t, 1e12)), 0, 1)).startsWith("steep, a millionth of the element changes the value by 100 %");
        assertThat(reason(t -> t.to(DType.FLOAT32).to(DType.FLOAT64), 0.7, 1)).isEqualTo(
                "coarse, the values have too few digits for a difference: said before");
    }

    @Test
    void theReasonIsThatOfTheResult() {
        Function1<Tensor, Tensor> two = t -> F.where(Tensor.of(true, false), F.sigmoid(t), t.to(DType.FLOAT32).to(DType.FLOAT64));
        assertThat(annotated(two, 0, noise(0, 0), 800, 0.7).note()).startsWith("saturated");
        assertThat(annotated(two, 1, noise(1, 1), 800, 0.7).note()).startsWith("coarse");
    }

    @Test
    void whatIsDecidedOrWasNotLookedAtIsLeft() {
        Element right = new Element(0, 0, 0, 1, 1, 0, Verdict.PROVEN, "proof", false);
        assertThat(annotated(F::sigmoid, 0, right, 800, 1)).isSameAs(right);
        assertThat(annotated(F::sigmoid, 1, noise(0, 0), 800, 1).note()).as("not checked by itself").isEqualTo("said before");
        assertThat(annotated(F::sigmoid, 0, noise(0, 2), 800, 1).note()).as("no such result").isEqualTo("said before");
    }

    @Test
    void aChangeIsMeasuredByTheLargestValueAndTheElementsSize() {
        String all = "steep, a millionth of the element changes the value by 100 %";
        assertThat(reason(t -> F.tanh(F.mul(t, 1e12)), 0)).startsWith(all);
        assertThat(reason(t -> F.mul(F.tanh(F.mul(t, 1e12)), 1e-3), 0)).startsWith(all);
        assertThat(reason(t -> F.add(F.tanh(F.mul(t, 1e12)), F.tanh(F.mul(t, 8))), 0)).as("1 of 1 and the tangent of 2")
                .startsWith("steep, a millionth of the element changes the value by 51 %");
        assertThat(reason(t -> F.tanh(F.mul(F.relu(F.sub(t, 1024)), 1e5)), 1024)).as("a thousandth, to the right").startsWith(all);
        assertThat(reason(t -> F.tanh(F.mul(F.relu(F.sub(1024, t)), 1e5)), 1024)).as("to the left").startsWith(all);
    }
}
