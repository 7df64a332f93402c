package org.covector.gradcheck.jqwik;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.noGradient;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.gradcheck.jqwik.GradientProperties.checkGradient;
import static org.covector.gradcheck.jqwik.GradientProperties.checkPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.bridge.Ran;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;
import org.covector.gradcheck.sample.Op;
import org.covector.gradcheck.sample.OpProgram;
import org.covector.gradcheck.sample.PullbackInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted bugs, and what jqwik reports in the end. */
class ShrinkingTest {
    private interface Suspect {
        boolean in(Tensor x);
    }

    /** The square, with x instead of 2 x as its derivative where the suspect is. */
    private static Function1<Tensor, Tensor> wrongSquare(Suspect suspect) {
        return customVjp("square", x -> withPullback(F.square(x),
                dy -> Tuple.of(() -> F.mul(dy, F.mul(x, suspect.in(Autograd.stopGradient(x)) ? 1.0 : 2.0)))));
    }

    private static boolean ties(Tensor x) {
        return Arrays.stream(x.array().toDoubleArray()).distinct().count() < x.size();
    }

    @Domain(GradientDomain.class)
    static class LongAxis {
        @Property(seed = "1")
        void shrinks(@ForAll Tensor x) {
            checkGradient(wrongSquare(t -> t.rank() > 0 && t.dim(-1) >= 3), x);
        }

        static final String EXPECTED = "x: Tensor.of(0.0, 0.0, 1.0)\n";
    }

    @Domain(GradientDomain.class)
    static class AboveOne {
        @Property(seed = "2")
        void shrinks(@ForAll Tensor x) {
            var square = customVjp("square", (Tensor t) -> withPullback(F.square(t),
                    dy -> Tuple.of(() -> F.where(F.gt(t, 1), F.mul(dy, t), F.mul(dy, F.mul(t, 2))))));
            checkGradient(square, x);
        }

        static final String EXPECTED = "x: Tensor.scalar(2.0)\n";
    }

    @Domain(GradientDomain.class)
    static class AboveAHundredInSinglePrecision {
        @Property(seed = "3")
        void shrinks(@ForAll @TensorOf(value = "float32 n,n in -1e3..1e3") Tensor x) {
            var square = customVjp("square", (Tensor t) -> withPullback(F.square(t),
                    dy -> Tuple.of(() -> F.where(F.gt(t, 100), F.mul(dy, t), F.mul(dy, F.mul(t, 2))))));
            checkGradient(square, x);
        }

        static final String EXPECTED = "x: Tensor.of(new float[] {200.0f}, 1, 1)\n";
    }

    @Domain(GradientDomain.class)
    static class OnlyWithTies {
        @Property(seed = "4")
        void shrinks(@ForAll Tensor x) {
            var shifted = customVjp("square", (Tensor t) -> withPullback(F.square(t),
                    dy -> Tuple.of(() -> F.mul(dy, F.add(F.mul(t, 2), ties(Autograd.stopGradient(t)) ? 1 : 0)))));
            checkGradient(shifted, x);
        }

        static final String EXPECTED = "x: Tensor.of(0.0, 0.0)\n";
    }

    @Domain(GradientDomain.class)
    static class OnlyTransposed {
        @Property(seed = "5")
        void shrinks(@ForAll @TensorOf(magnitude = {Magnitude.ORDINARY, Magnitude.ROUND}) Tensor x) {
            checkGradient(wrongSquare(t -> Layout.of(t) == Layout.TRANSPOSED), x);
        }

        /** A single 1, wherever it stands: no place is simpler than another. */
        static final String EXPECTED =
                "x: Layout\\.TRANSPOSED\\.lay\\(Tensor\\.of\\(new double\\[] \\{(?=.*1\\.0)(0\\.0, )*(1\\.0(, )?)?(0\\.0(, )?)*}, 2, "
                + "2\\)\\)\n";
    }

    @Domain(GradientDomain.class)
    static class SeveralInputs {
        @Property(seed = "6")
        void shrink(@ForAll @TensorOf({"m,k", "n,k", "n"}) List<Tensor> in) {
            var linear = customVjp("linear", (Tensor x, Tensor w, Tensor b) -> withPullback(F.linear(x, w, b), dy -> Tuple.of(
                    () -> F.matmul(dy, w), () -> F.matmul(F.transpose(dy, 0, 1), x), () -> dy.dim(0) > 1 ? F.select(dy, 0, 0)
                    : F.sum(dy, 0))));
            checkGradient(linear, in.get(0), in.get(1), in.get(2));
        }

        static final String EXPECTED =
                "in: [Tensor.of(new double[] {0.0, 0.0}, 2, 1), Tensor.of(new double[] {0.0}, 1, 1), Tensor.of(0.0)]\n";
    }

    @Domain(GradientDomain.class)
    static class LostDuplicates {
        @Property(seed = "7")
        void shrink(@ForAll @TensorOf({"int64 b below n", "n,d"}) List<Tensor> in) {
            var rows = customVjp("rows", (Tensor i, Tensor w) -> withPullback(F.embedding(i, w), dy -> Tuple.of(noGradient(),
                    () -> F.indexPut(F.mul(w, 0), List.of(Option.of(i)), dy, false))));
            checkGradient(rows, in.get(0), in.get(1));
        }

        static final String EXPECTED = "in: [Tensor.of(0L, 0L), Tensor.of(new double[] {0.0}, 1, 1)]\n";
    }

    @Domain(GradientDomain.class)
    static class ProgramWithAWrongOperation {
        @Provide
        Arbitrary<OpProgram> programs() {
            var cosine = customVjp("cosine", (Tensor t) -> withPullback(F.cos(t), dy -> Tuple.of(() -> F.mul(dy, F.sin(t)))));
            return Tensors.programs().smooth().with(Op.of("cosine(%s)", cosine));
        }

        @Property(seed = "8")
        void shrinks(@ForAll("programs") OpProgram program) {
            checkGradient(program);
        }

        static final String EXPECTED = "program: Tensor x0 = Tensor.scalar(1.0); Tensor y0 = cosine(x0); /* [] */";
    }

    @Domain(GradientDomain.class)
    static class LostCotangent {
        private static final Function1<Tensor, Tensor> DOUBLE = customVjp("double", x -> withPullback(F.mul(x, 2), dy -> Tuple.of(
                () -> dy.dim(-1) < 2 ? F.mul(dy, 2) : F.pad(F.mul(F.slice(dy, -1, 0, dy.dim(-1) - 1, 1), 2), 0, 1))));

        @Provide
        Arbitrary<PullbackInput> inputs() {
            return Tensors.pullbacks(in -> DOUBLE.apply(in.getFirst()), "m,n");
        }

        @Property(seed = "9")
        void shrinks(@ForAll("inputs") PullbackInput input) {
            checkPullback(in -> DOUBLE.apply(in.getFirst()), input);
        }

        static final String EXPECTED = "x = [Tensor.of(new double[] {0.0, 0.0}, 1, 2)], dy = Tensor.of(new double[] {0.0, 1.0}, 1, 2)";
    }

    @ParameterizedTest
    @ValueSource(classes = {LongAxis.class, AboveOne.class, AboveAHundredInSinglePrecision.class, OnlyWithTies.class, OnlyTransposed.class,
            SeveralInputs.class,
            LostDuplicates.class, ProgramWithAWrongOperation.class, LostCotangent.class})
    void aPlantedBugShrinksToTheSimplestInput(Class<?> bug) throws ReflectiveOperationException {
        Ran ran = Ran.run(bug);
        assertThat(ran.failures()).as(ran.text()).hasSize(1);
        String shrunk = ran.text().substring(Math.max(0, ran.text().indexOf("Shrunk Sample")));
        String expected = (String) bug.getDeclaredField("EXPECTED").get(null);
        assertThat(shrunk).containsPattern(bug == OnlyTransposed.class ? expected : Pattern.quote(expected));
    }
}
