package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.notImplemented;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.covector.engine.ArgumentException;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** Functions with formulas of the user's own, as the README shows them. */
class CustomFunctionsTest {
    private final AtomicInteger asked = new AtomicInteger();

    private <T> T count(T value) {
        asked.incrementAndGet();
        return value;
    }

    // README: begin
    // a linear layer whose bias may be absent; what is not wanted is never computed
    static final Function3<Tensor, Tensor, Option<Tensor>, Tensor> LINEAR = customVjp("linear", TENSOR, TENSOR, Tree.option(TENSOR), TENSOR,
            (x, w, b) -> withPullback(F.linear(x, w, b), dy -> Tuple.of(
                    () -> F.matmul(dy, w),
                    () -> F.matmul(F.transpose(dy, 0, 1), x),
                    () -> b.map(_ -> F.sum(dy, 0)))));

    // an argument that is no tensor is simply closed over
    static Function1<Tensor, Tensor> times(double c) {
        return customVjp("times", x -> withPullback(F.mul(x, c), dy -> Tuple.of(() -> F.mul(dy, c))));
    }

    // several results
    static final Function1<Tensor, Tuple2<Tensor, Tensor>> SINE_AND_COSINE = customVjp("sineAndCosine", TENSOR, Tree.tuple(TENSOR, TENSOR),
            x -> withPullback(Tuple.of(F.sin(x), F.cos(x)),
            dy -> Tuple.of(() -> F.sub(F.mul(dy._1(), F.cos(x)), F.mul(dy._2(), F.sin(x))))));

    // no formula: an error only when the gradient is asked for, naming the function and the path to it
    static final Function1<Tensor, Tensor> MYSTERY = customVjp("mystery",
            x -> withPullback(F.lgamma(x), _ -> Tuple.of(notImplemented("nobody has derived it"))));
    // README: end

    private static Tensor matrix(int rows, int columns) {
        double[] a = new double[rows * columns];
        Arrays.setAll(a, i -> Math.sin(i + rows));
        return Tensor.of(a, rows, columns);
    }

    @Test
    void provesTheLinearLayerWithAndWithoutBias() {
        Gradcheck.check((x, w, b) -> LINEAR.apply(x, w, Option.of(b)), matrix(3, 4), matrix(2, 4), Tensor.of(0.5, -1.0)).orThrow();
        Gradcheck.check((x, w) -> LINEAR.apply(x, w, Option.none()), matrix(3, 4), matrix(2, 4)).orThrow();
    }

    @Test
    void skipsWhatIsNotWanted() {
        var linear = customVjp("linear", (Tensor x, Tensor w) -> withPullback(F.linear(x, w), dy -> Tuple.of(
                () -> count(F.matmul(dy, w)), () -> count(F.matmul(F.transpose(dy, 0, 1), x)))));
        Autograd.grad((Tensor w) -> F.sum(linear.apply(matrix(3, 4), w))).apply(matrix(2, 4));
        assertThat(asked).hasValue(1);
    }

    @Test
    void provesAProductWithANumberAndSeveralResults() {
        Gradcheck.check(times(2.5), Tensor.of(1.0, -3.0)).orThrow();
        Gradcheck.check(TENSOR, Tree.tuple(TENSOR, TENSOR), SINE_AND_COSINE, Tensor.of(0.3, 2.0), Options.DEFAULT).orThrow();
    }

    @Test
    void failsForAMissingFormulaWhenAskedOnly() {
        assertThat(MYSTERY.apply(Tensor.scalar(1.0)).item()).isZero();
        assertThatThrownBy(() -> Autograd.grad((Tensor x) -> F.exp(MYSTERY.apply(x))).apply(Tensor.scalar(2.0)))
                .isInstanceOf(MissingFormulaException.class).hasMessageContaining("mystery").hasMessageContaining("exp <- mystery");
    }

    @Test
    void refusesWrongShapesAtOnce() {
        var wrong = customVjp("wrong", (Tensor x) -> withPullback(F.sum(x), dy -> Tuple.of(() -> dy)));
        assertThatThrownBy(() -> Autograd.grad(wrong).apply(Tensor.of(1.0, 2.0))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("wrong: cotangent of input 0 is FLOAT64 []; accepted: FLOAT64 [2]");
    }

    @Test
    void standInTheReadme() throws IOException {
        Path source = Path.of("src/test/java/org/covector/gradcheck/CustomFunctionsTest.java");
        String code = Files.readString(source).split("// README: begin\n", 2)[1].split(" *// README: end", 2)[0].replaceAll("(?m)^ {4}", "")
                .strip();
        assertThat(Files.readString(Path.of("../README.md"))).contains(code);
    }
}
