package org.covector.gradcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.List;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Conclusion;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Samples;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    @Test
    void namesElementsByTheirPlaceAndTheirNumber() {
        String text = Samples.wrongSquare().details();
        assertThat(text).contains("gradcheck of square, order 1: WRONG", "x0 FLOAT64 [2, 3] -> out FLOAT64 [2, 3]; seed 2026",
                "d out[1, 1] / d x0[1, 1] (element 4): analytic 5.0",
                "elements: 6 WRONG");
    }

    @Test
    void namesResultsOfWhichThereAreSeveral() {
        Function1<List<Tensor>, List<Tensor>> f = in ->
                List.of(F.exp(in.getFirst()), F.argmax(in.getFirst()), Samples.WRONG_SQUARE.apply(in.getFirst()));
        String text = Gradcheck.check(f, List.of(Tensor.of(1.0, 2.0)), Options.DEFAULT.withOrder(1)).toString();
        assertThat(text).contains("-> out0 FLOAT64 [2], out1 INT64 [], out2 FLOAT64 [2]", "d out2[1] / d x0[1]", "List.of(x0), options)");
    }

    @Test
    void namesCotangentsAndGradientsInTheSecondDerivative() {
        Function1<Tensor, Tensor> detached = org.covector.functional.CustomVjp.customVjp("square", x -> {
            Tensor constant = Autograd.stopGradient(x);
            return org.covector.functional.CustomVjp.withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(F.mul(dy, constant), 2)));
        });
        assertThat(Gradcheck.check(detached, Tensor.of(1.0, 2.0)).toString())
                .contains("x0 FLOAT64 [2], dy0 FLOAT64 [2] -> dx0 FLOAT64 [2]", "d dx0[0] / d x0[0]");
    }

    @Test
    void fitsAScreen() {
        Report wrong = Samples.with(Samples.wrongSquare(), Samples.evidence());
        assertThat(wrong.toString().lines().count()).isLessThan(24);
        assertThat(wrong.toString()).contains("and 3 more, none worse", "a factor 2 is missing", "Gradcheck.check(f, x0, options)")
                .doesNotContain("covered: ", "import ");
        assertThat(wrong.details()).contains("covered: 3 transposed views", "import org.covector.gradcheck.Gradcheck;");
        assertThat(wrong.summary().lines().count()).isLessThan(5);
        assertThat(wrong.summary()).contains("gradcheck of square, order 1: WRONG", "a factor 2 is missing", "analytic");
        assertThat(Gradcheck.check(F::tanh, Tensor.of(1.0, 2)).toString().lines().count()).isLessThan(12);
    }

    @Test
    void saysWhatWasNotCovered() {
        String text = Gradcheck.check(F::exp, Tensor.of(1.0, 2)).toString();
        assertThat(text).contains("covered 0 times:", "transposed views").doesNotContain("ties along");
    }

    @Test
    void saysWhyNothingCanBeTold() {
        Options first = Options.DEFAULT.withOrder(1).withVariations();
        Report coarse = Gradcheck.check(t -> F.sub(F.add(F.sin(t), 1e12), 1e12), Tensor.of(0.5), first);
        assertThat(coarse.conclusion()).isEqualTo(Conclusion.UNDECIDED);
        assertThat(coarse.toString()).contains("coarse");
        assertThat(coarse.orThrow()).as("does not fail a build").isSameAs(coarse);
        org.assertj.core.api.Assertions.assertThatThrownBy(coarse::orThrowUnlessProven).isInstanceOf(AssertionError.class)
                .hasMessageContaining("cannot tell");
    }

    @Test
    void saysThatThereIsNothingToCheck() {
        Report none = Gradcheck.check(t -> F.argmax(t), Tensor.of(1.0, 2));
        assertThat(none.conclusion()).isEqualTo(Conclusion.NOTHING_TO_CHECK);
        assertThat(none.isRight()).isFalse();
        assertThat(none.isWrong()).isFalse();
        assertThat(none.toString()).contains("nothing to check");
    }

    @Test
    void tellsOfOraclesCoverageAndOversight() {
        Report report = Samples.with(Samples.wrongSquare(), Samples.evidence());
        assertThat(report.details())
                .contains(String.format(
                "oracles, which disagree:%n    finite differences: agrees%n    Taylor remainder: disagrees (order 1.02)%n    forward "
                + "rule: no vote (softmax has none)%n"), "covered: 3 transposed views, 2 ties",
                "a wrong element is overlooked with probability 1.0e-06 at most");
    }

    @Test
    void saysThatDirectionsAreNotElements() {
        Report report = Gradcheck.check(t -> F.sum(F.sin(t)), Tensor.of(1.0, 2.0, 3.0), Options.DEFAULT.withFastMode());
        assertThat(report.toString()).contains("along a random direction").doesNotContain("/ d x0");
    }
}
