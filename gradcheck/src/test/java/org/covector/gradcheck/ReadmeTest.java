package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.covector.engine.DType;
import org.covector.functional.Key;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Functions;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

/** The README's example is the code below, word for word, and it runs. */
class ReadmeTest {
    private static Tensor normal(Key key, int... dims) {
        return Tensor.normal(DType.FLOAT64, key, dims);
    }

    @Test
    void runsTheFirstExample() {
        // README: begin
        // compose parameter-less ops; take a value, a gradient, a pullback
        var f = Functions.compose(F::square, F::tanh, F::sum);
        var x = Tensor.of(0.5, 1.0, 2.0);
        var dx = Autograd.grad(f).apply(x);
        var run = Autograd.vjp(f, x); // run.value(), run.pullback().apply(dy)

        // a function with a backward formula of your own: one closure, each cotangent asked for only when wanted
        var linear = customVjp("linear", (Tensor a, Tensor w, Tensor b) -> withPullback(F.linear(a, w, b), dy -> Tuple.of(
                () -> F.matmul(dy, w),
                () -> F.matmul(F.transpose(dy, 0, 1), a),
                () -> F.sum(dy, 0))));

        // and its proof by finite differences, to second order: right, wrong (here, by this much), or cannot tell
        var key = Key.of(1).split(3);
        Report report = Gradcheck.check(linear, normal(key.get(0), 20, 20), normal(key.get(1), 30, 20), normal(key.get(2), 30));
        report.orThrow(); // fails for what is wrong; orThrowUnlessProven() for all that is not proven
        // README: end
        assertThat(dx.getDouble(0)).isCloseTo(1 - Math.pow(Math.tanh(0.25), 2), within(1e-14));
        assertThat(run.pullback().apply(Tensor.scalar(2.0)).getDouble(0)).isEqualTo(2 * dx.getDouble(0));
        assertThat(report.isRight()).isTrue();
    }

    @Test
    void standsInTheReadme() throws IOException {
        Path source = Path.of("src/test/java/org/covector/gradcheck/ReadmeTest.java");
        String code = Files.readString(source).split("// README: begin\n", 2)[1].split(" *// README: end", 2)[0].replaceAll("(?m)^ {8}", "").strip();
        assertThat(Files.readString(Path.of("../README.md"))).contains(code);
    }
}
