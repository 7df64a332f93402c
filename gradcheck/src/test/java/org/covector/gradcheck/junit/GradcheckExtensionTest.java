package org.covector.gradcheck.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Options;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.bridge.Ran;
import org.covector.gradcheck.sample.Elements;
import org.covector.gradcheck.sample.Inputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.AssertionFailedError;

class GradcheckExtensionTest {
    static final Function1<Tensor, Tensor> WRONG_SQUARE = customVjp("square",
            x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, x))));

    // what a user writes
    @GradcheckTest(shapes = {"m,k", "n,k", "n"}, seeds = 5)
    void linear(GradientSubject subject) {
        subject.assertProven3((x, w, b) -> F.linear(x, w, b));
    }

    @GradcheckTest(shapes = {"2,3", "float32 3", "int64 4 below 3"}, order = 1)
    void inputsAreParametersToo(Tensor x, Tensor row, Tensor at, long seed, GradientSubject subject) {
        assertThat(x.shape().dims()).containsExactly(2, 3);
        assertThat(row.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Arrays.stream(at.array().toLongArray()).boxed()).hasSize(4).allMatch(i -> i >= 0 && i < 3);
        assertThat(subject.inputs()).containsExactly(x, row, at);
        assertThat(subject.seed()).isEqualTo(seed).isEqualTo(subject.options().seed());
        Report report = subject.assertRightList(in -> List.of(F.indexSelect(in.get(0), 1, in.get(2)), F.exp(in.get(1))));
        assertThat(report.second().isEmpty()).isTrue();
    }

    @GradcheckTest(shapes = "n in 0.1..2", seed = {7, 11}, name = "the logarithm")
    void logarithm(GradientSubject subject) {
        assertThat(subject.seed()).isIn(7L, 11L);
        subject.with(o -> o.withInterval(0, 0, 9)).assertProven(F::log);
    }

    @GradcheckTest(shapes = {"2", "2"})
    void withoutASubjectNothingIsAskedOfTheMethod(Tensor x, Tensor y) {
        assertThat(x.array().toDoubleArray()).isNotEqualTo(y.array().toDoubleArray());
    }

    @Execution(ExecutionMode.CONCURRENT)
    static class Wrong {
        @GradcheckTest(shapes = "3", seeds = 2)
        void square(GradientSubject subject) {
            subject.assertRight(WRONG_SQUARE);
        }

        @GradcheckTest(shapes = "3", seeds = 1)
        void forgotten(GradientSubject subject) {
            assertThat(subject.inputs()).hasSize(1);
        }

        @GradcheckTest(shapes = "1 in 0..0", seeds = 1)
        void kink(GradientSubject subject) {
            subject.assertProven(F::relu);
        }

        @GradcheckTest(shapes = {"2", "2"}, seeds = 1)
        void tooManyShapes(GradientSubject subject) {
            subject.assertRight(F::exp);
        }

        @GradcheckTest(shapes = "three", seeds = 1)
        void fine(GradientSubject subject) {
            subject.check(WRONG_SQUARE);
        }
    }

    static class Unreadable {
        @GradcheckTest(shapes = "3 x 4")
        void shape(GradientSubject subject) {
            subject.assertRight(F::exp);
        }
    }

    @Test
    void failuresCarryBothGradientsAndTheWayToRunThemAgain() {
        Ran ran = Ran.run(Wrong.class);
        AssertionFailedError error = (AssertionFailedError) ran.failure("square at float64[3], seed 2");
        assertThat(error).hasMessageContainingAll("expected a right gradient, but found", "gradcheck of square", "0.5",
                "to run this alone, with the whole report: @GradcheckTest(seed = 2, shapes = {\"3\"})");
        assertThat(error.getMessage().lines()).as("the second seed does not repeat what the first has said").hasSizeLessThan(8);
        assertThat(ran.failure("square at float64[3], seed 1"))
                .hasMessageContainingAll("Gradcheck.check(f, x0, options)", "to run this alone: @GradcheckTest(seed = 1");
        assertThat(error.getExpected().getStringRepresentation()).contains("d out[0] / d x0[0] = ");
        List<String> expected = error.getExpected().getStringRepresentation().lines().toList();
        List<String> actual = error.getActual().getStringRepresentation().lines().toList();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(number(expected.get(i))).isCloseTo(2 * number(actual.get(i)), within(1e-9));
        }
        assertThat(ran.failure("forgotten at float64[3], seed 1")).hasMessageContaining("no gradient was checked");
        AssertionFailedError kink = (AssertionFailedError) ran.failure("kink at float64[1], seed 1");
        assertThat(kink.getExpected().getStringRepresentation()).isEqualTo("a proven gradient");
        assertThat(kink.getActual().getStringRepresentation()).isEqualTo("1 KINK");
        assertThat(ran.failure("tooManyShapes at float64[2], float64[2], seed 1")).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("shapes is 2");
        assertThat(ran.names()).anyMatch(n -> n.startsWith("fine at float64["));
        assertThat(ran.failures()).hasSize(5);
    }

    private static double number(String line) {
        return Double.parseDouble(line.substring(line.indexOf('=') + 1));
    }

    @Test
    void publishesCountsForEachCheck() {
        List<Map<String, String>> entries = Ran.run(Wrong.class).entries();
        assertThat(entries).anySatisfy(e -> assertThat(e).containsEntry("gradcheck", "square").containsEntry("seed", "2")
                .containsEntry("verdict", "wrong")
                .containsEntry("elements", "3 WRONG"));
        assertThat(entries).anySatisfy(e -> assertThat(e).containsEntry("gradcheck", "kink").containsEntry("verdict", "right"));
    }

    @Test
    void runsInParallelWithTheSameResults() {
        Ran alone = Ran.run(Wrong.class);
        Ran together = Ran.run(Wrong.class, "junit.jupiter.execution.parallel.enabled", "true");
        assertThat(together.names()).isEqualTo(alone.names());
        String name = "square at float64[3], seed 1";
        assertThat(together.failure(name)).hasMessage(alone.failure(name).getMessage());
    }

    @Test
    void refusesShapesItCannotRead() {
        Ran ran = Ran.run(Unreadable.class);
        assertThat(ran.names()).isEmpty();
        assertThatThrownBy(() -> Inputs.of(List.of("3 x 4"), Elements.PLAIN, 1, 3))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("3 x 4");
    }

    @Test
    void knowsTheDefaultOptions() {
        assertThat(new GradientSubject(List.of(), Options.DEFAULT, new Failure("", true), _ -> { }).options()).isEqualTo(Options.DEFAULT);
    }
}
