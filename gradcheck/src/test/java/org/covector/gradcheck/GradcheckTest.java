package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.Case.x;

import io.vavr.Function1;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** What a user meets: the first example, reports, options. */
class GradcheckTest {
    private static final Function3<Tensor, Tensor, Tensor, Tensor> LINEAR = customVjp("linear", (x, w, b) -> withPullback(
            F.add(F.matmul(x, F.transpose(w, 0, 1)), b),
            dy -> Tuple.of(() -> F.matmul(dy, w), () -> F.matmul(F.transpose(dy, 0, 1), x), () -> F.sum(dy, 0))));

    private static final Function1<Tensor, Tensor> WRONG_SQUARE =
            customVjp("square", x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, x))));

    @Test
    void provesACustomLinear() {
        Report report = Gradcheck.check(LINEAR, x(20, 20), x(30, 20), x(30));
        assertThat(report.isProven()).as(report.toString()).isTrue();
        assertThat(report.count(Verdict.PROVEN)).isEqualTo(20 * 20 + 30 * 20 + 30);
    }

    @Test
    void acceptsACustomLinearClassically() {
        Report report = Gradcheck.check(LINEAR, x(20, 20), x(30, 20), x(30), Options.DEFAULT.withEps(1e-6).withAtol(1e-4));
        assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.WITHIN_TOLERANCE);
        assertThat(report.isRight()).isTrue();
        assertThat(report.isProven()).as("a tolerance proves nothing").isFalse();
        assertThatThrownBy(report::orThrowUnlessProven).isInstanceOf(AssertionError.class);
        assertThat(report.orThrow()).isSameAs(report);
    }

    @Test
    void rejectsClassicallyWhatIsOutsideTheTolerance() {
        assertThat(Gradcheck.check(WRONG_SQUARE, x(3), Options.DEFAULT.withEps(1e-6)).isWrong()).isTrue();
        assertThat(Gradcheck.check(WRONG_SQUARE, x(3), Options.DEFAULT.withEps(1e-6).withAtol(10)).isWrong()).isFalse();
    }

    @Test
    void throwsOnlyWhenAsked() {
        Report report = Gradcheck.check(WRONG_SQUARE, Tensor.of(3.0), Options.DEFAULT.withName("square").withSeed(7));
        assertThatThrownBy(report::orThrow).isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("square", "WRONG", "0.5", "seed 7", "analytic 3.0", "numeric 6.0", "d out[0] / d x0[0]",
                "1 WRONG");
        assertThatCode(() -> Gradcheck.check(F::exp, x(3)).orThrow()).doesNotThrowAnyException();
    }

    @Test
    void namesAKinkAndItsOneSidedDerivatives() {
        Report report = Gradcheck.check(F::relu, Tensor.of(0.0));
        assertThat(report.count(Verdict.KINK)).isEqualTo(1);
        assertThat(report.isProven()).isFalse();
        assertThat(report.toString()).contains("left derivative 0", "right 1", "between");
    }

    @Test
    void saysThatItCannotTellWhereValuesAreTooCoarse() {
        Report report = Gradcheck.check(t -> F.sub(F.add(F.sin(t), 1e12), 1e12), Tensor.of(0.5), Options.DEFAULT.withOrder(1));
        assertThat(report.count(Verdict.NOISE)).isEqualTo(1);
        assertThat(report.toString()).contains("cannot tell", "no sharper than");
    }

    @Test
    void givesIndicesAndMasksNoGradient() {
        Report report = Gradcheck.check((w, i) -> F.embedding(i, w), x(3, 2), Tensor.of(0L, 2L));
        assertThat(report.isProven()).isTrue();
        assertThat(report.count(Verdict.NO_GRADIENT)).isEqualTo(2);
        assertThat(Gradcheck.check(t -> F.argmax(t), x(3)).count(Verdict.NO_GRADIENT)).isEqualTo(3);
    }

    @Test
    void checksTrees() {
        var pair = Tree.tuple(Tree.TENSOR, Tree.TENSOR);
        Report report = Gradcheck.check(pair, pair, t -> Tuple.of(F.mul(t._1(), t._2()), F.exp(t._1())), Tuple.of(x(3), x(2, 1)),
                Options.DEFAULT);
        assertThat(report.isProven()).as(report.toString()).isTrue();
    }

    @Test
    void takesAnyNumberOfTensorsListsAndAbsentOnes() {
        Function3<Tensor, Tensor, Option<Tensor>, Tensor> linear = (x, w, b) -> F.linear(x, w, b);
        assertThat(Gradcheck.check(linear, x(3, 2), x(4, 2), Option.of(x(4))).count(Verdict.PROVEN)).isEqualTo(6 + 8 + 4);
        assertThat(Gradcheck.check(linear, x(3, 2), x(4, 2), Option.none()).count(Verdict.PROVEN)).isEqualTo(6 + 8);
        assertThat(Gradcheck.check((x, y) -> y.map(t -> F.mul(x, t)).getOrElse(x), x(3), Option.of(x(3))).inputs()).hasSize(2);
        assertThat(Gradcheck.check((x, y) -> y.map(t -> F.mul(x, t)).getOrElse(x), x(3), Option.none()).isProven()).isTrue();
        assertThat(Gradcheck.check((a, b, c, d) -> F.add(F.mul(a, b), F.mul(c, d)), x(2), x(2), x(2), x(2)).inputs()).hasSize(4);
        assertThat(Gradcheck.check((List<Tensor> in) -> List.of(F.mul(in.get(0), in.get(4)), F.exp(in.get(2))),
                List.of(x(2), x(2), x(2), x(2), x(2))).isProven()).isTrue();
        assertThat(Gradcheck.check(Tree.TENSOR, Tree.TENSOR, F::tanh, x(3)).isProven()).isTrue();
    }

    @Test
    void checksManyElementsByRandomDirections() {
        Report report = Gradcheck.check(t -> F.sum(F.mul(F.sin(t), t)), x(100_000), Options.DEFAULT);
        assertThat(report.isProven()).as(report.toString()).isTrue();
        assertThat(report.directions()).isPositive();
    }

    @Test
    void isReproducible() {
        assertThat(Gradcheck.check(F::tanh, x(4)).toString()).isEqualTo(Gradcheck.check(F::tanh, x(4)).toString());
    }

    @Test
    void refusesImpossibleOptions() {
        assertThatThrownBy(() -> Options.DEFAULT.withOrder(0)).isInstanceOf(ArgumentException.class).hasMessageContaining("order");
        assertThatThrownBy(() -> Options.DEFAULT.withProjections(-1)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("projections");
    }
}
