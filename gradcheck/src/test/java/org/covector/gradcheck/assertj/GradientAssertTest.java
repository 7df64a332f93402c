package org.covector.gradcheck.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradient;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradient2;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradient3;
import static org.covector.gradcheck.assertj.GradientAssertions.assertThatGradientOfList;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.gradcheck.Gradcheck;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Verdict;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class GradientAssertTest {
    private static final Tensor X = Tensor.of(0.5, -1.25, 2);
    private static final Function1<Tensor, Tensor> WRONG_SQUARE =
            customVjp("square", x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, x))));

    /** Right once, but the pullback hides its own dependence on x. */
    private static final Function1<Tensor, Tensor> RIGHT_ONCE = customVjp("cube",
            x -> withPullback(F.mul(x, F.square(x)), dy -> Tuple.of(() -> F.mul(dy, F.mul(F.square(Autograd.stopGradient(x)), 3.0)))));

    private static AssertionFailedError failure(ThrowingCallable assertion) {
        try {
            assertion.call();
        } catch (AssertionFailedError e) {
            return e;
        } catch (Throwable other) {
            throw new AssertionError("not an AssertionFailedError", other);
        }
        throw new AssertionError("nothing thrown");
    }

    @Test
    void acceptsRightGradientsOfOneToThreeTensors() {
        assertThatGradient(F::tanh).at(X).isRight().isProven().hasNoKink();
        assertThatGradient(F::tanh).at(0.25, 3).isProven();
        assertThatGradient2(F::matmul).at(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), Tensor.of(0.5, -1.0)).isProven();
        assertThatGradient3((x, w, b) -> F.linear(x, w, b)).as("linear of %d", 2)
                .at(Tensor.of(1.0, 2), Tensor.of(new double[] {1, 2, 3, 4}, 2, 2), Tensor.of(0.5, -1.0)).isRightToOrder(2);
    }

    @Test
    void acceptsListsAndTrees() {
        assertThatGradientOfList(in -> List.of(F.mul(in.get(0), in.get(1)))).at(List.of(X, X)).isProven();
        var pair = Tree.tuple(Tree.TENSOR, Tree.TENSOR);
        assertThatGradient(pair, Tree.TENSOR, t -> F.div(t._1(), F.exp(t._2()))).withOrder(1).at(Tuple.of(X, X)).isProven();
    }

    @Test
    void saysWhatIsWrongAsAReport() {
        AssertionFailedError e = failure(() -> assertThatGradient(WRONG_SQUARE).as("my square").at(3.0).isRight());
        assertThat(e).hasMessageStartingWith("[my square]")
                .hasMessageContainingAll("Expected a right gradient, but found", "gradcheck of my square", "seed 2026", "0.5");
        assertThat(e.getExpected().getStringRepresentation()).isEqualTo("d out[0] / d x0[0] = 6.00000000000");
        assertThat(e.getActual().getStringRepresentation()).isEqualTo("d out[0] / d x0[0] = 3.00000000000");
    }

    @Test
    void tellsRightFromProven() {
        assertThatGradient(F::relu).at(1, 0).isRight().hasKinkAt(1).hasCount(Verdict.KINK, 1);
        assertThat(failure(() -> assertThatGradient(F::relu).at(1, 0).isProven())).hasMessageContaining("Expected a proven gradient")
                .hasMessageContaining("KINK");
        assertThat(failure(() -> assertThatGradient(F::relu).at(1, 0).hasKinkAt(0)))
                .hasMessageContaining("a kink at element [0] of input 0");
        assertThat(failure(() -> assertThatGradient(F::relu).at(1, 0).hasNoKink())).hasMessageContaining("no kink");
    }

    @Test
    void findsKinksByTheirIndex() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 1, 0, 3}, 2, 3);
        assertThatGradient(F::relu).at(x).hasKinkAt(1, 1).hasKinkAt(4).hasKinkOfInput(0, 1, 1);
        assertThat(failure(() -> assertThatGradient(F::relu).at(x).hasKinkAt(0, 1))).hasMessageContaining("[0, 1]");
        assertThatGradient(F::abs).at(Tensor.scalar(0.0)).hasKinkAt();
    }

    @Test
    void recognisesWrongGradients() {
        assertThatGradient(WRONG_SQUARE).at(X).isWrong().isWrongBecause("0.5");
        assertThat(failure(() -> assertThatGradient(F::exp).at(X).isWrong())).hasMessageContaining("Expected a wrong gradient");
        assertThat(failure(() -> assertThatGradient(WRONG_SQUARE).at(X).isWrongBecause("transposed")))
                .hasMessageContaining("saying \"transposed\"");
    }

    @Test
    void checksHigherOrdersWhenAsked() {
        assertThatGradient(RIGHT_ONCE).withOrder(1).at(X).isRight().isRightToOrder(1);
        assertThat(failure(() -> assertThatGradient(RIGHT_ONCE).withOrder(1).at(X).isRightToOrder(2)))
                .hasMessageContaining("right to order 2");
        assertThatGradient(F::sin).withOrder(1).at(X).isRightToOrder(2);
    }

    @Test
    void takesOptionsByTheNamesOfTorch() {
        assertThatGradient(WRONG_SQUARE).withEps(1e-6).withAtol(10).withRtol(0).at(X).isRight();
        assertThatGradient(F::exp).with(Options.DEFAULT.withSeed(9)).withNondetTol(0).withCheckUndefinedGrad(false)
                .withCheckGradDtypes(true)
                .withCheckForwardAd(false).withVariations().withInterval(0, -2, 3).withFastMode().at(X).isRight();
        assertThat(assertThatGradient(F::exp).withSeed(9).at(X).report().seed()).isEqualTo(9);
    }

    @Test
    void asksAReport() {
        GradientAssertions.assertThat(Gradcheck.check(F::exp, X)).isProven();
    }

    @Test
    void collectsSeveralGradients() {
        assertThatThrownBy(() -> SoftGradientAssertions.assertGradientsSoftly(softly -> {
            softly.assertThatGradient(WRONG_SQUARE).as("first").at(X).isRight().isProven();
            softly.assertThatGradient(F::exp).as("fine").at(X).isRight();
            softly.assertThatGradient2((x, y) -> F.add(WRONG_SQUARE.apply(x), y)).as("second").at(X, X).isRight();
            softly.assertThat(Gradcheck.check(F::relu, Tensor.of(0.0))).isProven();
        })).isInstanceOf(AssertionError.class).hasMessageContainingAll("4 failures", "[first]", "[second]", "KINK")
                .hasMessageNotContaining("[fine]");
        assertThatCode(() -> SoftGradientAssertions.assertGradientsSoftly(softly -> {
            softly.assertThatGradientOfList(in -> in).at(List.of(X)).isProven();
            softly.assertThatGradient(Tree.TENSOR, Tree.TENSOR, F::exp).at(X).isProven();
            softly.assertThatGradient3((x, y, z) -> F.add(F.mul(x, y), z)).at(X, X, X).isProven();
        })).doesNotThrowAnyException();
    }
}
