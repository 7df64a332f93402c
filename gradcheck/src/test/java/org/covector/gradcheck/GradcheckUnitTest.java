package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Tuple2;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.DefinedOn;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.junit.jupiter.api.Test;

/** How many tensors a function may have, what it is checked in, and what is refused. */
class GradcheckUnitTest {
    private static final Options PLAIN = Options.DEFAULT.withVariations().withOrder(1).withName("named");
    private static final Tensor X = Tensor.of(0.5, -1.25);
    private static final Tensor Y = Tensor.of(2.0, 3);
    private static final Tensor Z = Tensor.of(-0.75, 1.5);

    /** A square root of two times the slope. */
    private static Tensor wrong(Tensor x) {
        return customVjp("wrong", (Tensor t) -> withPullback(F.mul(t, 1), dy -> Tuple.of(() -> F.mul(dy, 2)))).apply(x);
    }

    private static void areTold(Report right, Report wrong, int inputs) {
        assertThat(right.isProven()).as(right.toString()).isTrue();
        assertThat(wrong.isWrong()).as(wrong.toString()).isTrue();
        assertThat(right.inputs()).hasSize(inputs);
        assertThat(right.name()).isEqualTo("named");
        assertThat(right.second()).as("order 1 was asked for").isEmpty();
    }

    @Test
    void functionsMayHaveOneToFourTensors() {
        areTold(Gradcheck.check(F::sin, X, PLAIN), Gradcheck.check(GradcheckUnitTest::wrong, X, PLAIN), 1);
        areTold(Gradcheck.check(F::mul, X, Y, PLAIN), Gradcheck.check((x, y) -> F.mul(x, wrong(y)), X, Y, PLAIN), 2);
        areTold(Gradcheck.check((x, y, z) -> F.mul(x, F.add(y, z)), X, Y, Z, PLAIN),
                Gradcheck.check((x, y, z) -> F.mul(x, F.add(y, wrong(z))), X, Y, Z, PLAIN), 3);
        Report four = Gradcheck.check((x, y, z, w) -> F.add(F.mul(x, y), F.mul(z, wrong(w))), X, Y, Z, X);
        assertThat(four.isWrong()).isTrue();
        assertThat(four.inputs()).hasSize(4);
        assertThat(four.elements().stream().filter(Element::isWrong).map(Element::input)).containsOnly(3);
    }

    @Test
    void theLastTensorMayBeAbsent() {
        Report without = Gradcheck.check((Tensor x, Option<Tensor> b) -> F.sin(b.map(c -> F.mul(x, c)).getOrElse(x)), X, Option.none(),
                PLAIN);
        assertThat(without.isProven()).isTrue();
        assertThat(without.inputs()).hasSize(1);
        areTold(Gradcheck.check((Tensor x, Option<Tensor> b) -> F.mul(x, b.get()), X, Option.of(Y), PLAIN),
                Gradcheck.check((Tensor x, Option<Tensor> b) -> F.mul(x, wrong(b.get())), X, Option.of(Y), PLAIN), 2);
        areTold(Gradcheck.check((Tensor x, Tensor y, Option<Tensor> b) -> F.add(F.mul(x, y), b.get()), X, Y, Option.of(Z), PLAIN),
                Gradcheck.check((Tensor x, Tensor y, Option<Tensor> b) -> F.add(F.mul(x, y), wrong(b.get())), X, Y, Option.of(Z), PLAIN),
                        3);
        assertThat(Gradcheck.check((Tensor x, Tensor y, Option<Tensor> b) -> b.getOrElse(F.mul(x, y)), X, Y, Option.none(), PLAIN).inputs())
                .hasSize(2);
    }

    @Test
    void treesAreCheckedByTheirParameters() {
        Tree<Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        Report right = Gradcheck.check(pair, TENSOR, p -> F.mul(p._1(), p._2()), Tuple.of(X, Y), PLAIN);
        assertThat(right.isProven()).isTrue();
        assertThat(right.inputs()).hasSize(2);
        assertThat(Gradcheck.check(pair, pair, p -> Tuple.of(p._2(), wrong(p._1())), Tuple.of(X, Y), PLAIN).isWrong()).isTrue();
    }

    /** Both in the precision that is given and in FLOAT64, if the function takes that. */
    @Test
    void singlePrecisionIsCheckedInDoubleAndInItself() {
        Tensor single = Tensor.of(0.5f, -1.25f);
        AtomicReference<String> seen = new AtomicReference<>("");
        Function<Tensor, Tensor> sine = t -> {
            seen.updateAndGet(s -> s.contains(t.dtype().name()) ? s : s + " " + t.dtype());
            return F.sin(t);
        };
        assertThat(Gradcheck.check(sine, single, PLAIN).inputs().getFirst().dtype()).isEqualTo(DType.FLOAT64);
        assertThat(seen.get()).contains("FLOAT32", "FLOAT64");
        Function<Tensor, Tensor> picky = t -> {
            if (t.dtype() != DType.FLOAT32) {
                throw new IllegalArgumentException("FLOAT32 only");
            }
            return F.sin(t);
        };
        Report report = Gradcheck.check(picky, single, PLAIN);
        assertThat(report.inputs().getFirst().dtype()).isEqualTo(DType.FLOAT32);
        assertThat(report.isWrong()).isFalse();
        Function<Tensor, Tensor> back = t -> F.sin(t).to(DType.FLOAT32);
        assertThat(Gradcheck.check(back, single, PLAIN).inputs().getFirst().dtype()).as("results stay in FLOAT32").isEqualTo(DType.FLOAT32);
        Function1<Tensor, Tensor> only32 = customVjp("only32", t -> withPullback(F.mul(t, 1),
                dy -> Tuple.of(() -> F.mul(dy, dy.dtype() == DType.FLOAT32 ? 2 : 1))));
        assertThat(Gradcheck.check(only32, single, PLAIN).isWrong()).as("wrong in FLOAT32 alone").isTrue();
        Function1<Tensor, Tensor> only64 = customVjp("only64", t -> withPullback(F.mul(t, 1),
                dy -> Tuple.of(() -> F.mul(dy, dy.dtype() == DType.FLOAT64 ? 1 + 1e-6 : 1))));
        assertThat(Gradcheck.check(only64, single, PLAIN).isWrong()).as("wrong in FLOAT64 alone").isTrue();
    }

    @Test
    void aToleranceIsTheClassicalCheck() {
        Report report = Gradcheck.check(GradcheckUnitTest::wrong, X, PLAIN.withAtol(10));
        assertThat(report.isWrong()).as("off by 1, allowed 10").isFalse();
        assertThat(Gradcheck.check(GradcheckUnitTest::wrong, X, PLAIN.withAtol(1e-3)).isWrong()).isTrue();
    }

    @Test
    void whatCannotBeCheckedIsRefusedByName() {
        assertThatThrownBy(() -> Gradcheck.check(F::sin, Tensor.of(1L, 2))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("check: inputs is [INT64 [2]]").hasMessageContaining("x.to(DType.FLOAT64)");
        assertThat(Gradcheck.check((x, y) -> F.mul(x, y), X, Tensor.of(1L, 2), PLAIN).isProven()).as("one is enough").isTrue();
        assertThat(Gradcheck.check((List<Tensor> x) -> x, List.of(), PLAIN).conclusion()).isEqualTo(Conclusion.NOTHING_TO_CHECK);
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefusedByName() {
        assertThatThrownBy(() -> Gradcheck.check((x, y) -> F.mul(x, y), X, (Tensor) null)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("check: input 1 is null; accepted: a tensor");
        assertThatThrownBy(() -> Gradcheck.check((Tensor _) -> null, X)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("check: result of the function is null; accepted: a tensor");
    }

    private static void areTold(Report right, Report wrong) {
        assertThat(right.isWrong()).as(right.toString()).isFalse();
        assertThat(wrong.isWrong()).as(wrong.toString()).isTrue();
    }

    @Test
    void optionsMayBeLeftOut() {
        Tensor x = Tensor.of(0.5);
        Tensor y = Tensor.of(2.0);
        areTold(Gradcheck.check(F::sin, x), Gradcheck.check(GradcheckUnitTest::wrong, x));
        areTold(Gradcheck.check(F::mul, x, y), Gradcheck.check((a, b) -> F.mul(a, wrong(b)), x, y));
        areTold(Gradcheck.check((a, b, c) -> F.mul(a, F.add(b, c)), x, y, y),
                Gradcheck.check((a, b, c) -> F.mul(a, F.add(b, wrong(c))), x, y, y));
        areTold(Gradcheck.check((Tensor a, Option<Tensor> b) -> F.mul(a, b.get()), x, Option.of(y)),
                Gradcheck.check((Tensor a, Option<Tensor> b) -> F.mul(a, wrong(b.get())), x, Option.of(y)));
        areTold(Gradcheck.check((Tensor a, Tensor b, Option<Tensor> c) -> F.mul(a, F.add(b, c.get())), x, y, Option.of(y)),
                Gradcheck.check((Tensor a, Tensor b, Option<Tensor> c) -> F.mul(a, F.add(b, wrong(c.get()))), x, y, Option.of(y)));
        areTold(Gradcheck.check(TENSOR, TENSOR, F::sin, x), Gradcheck.check(TENSOR, TENSOR, GradcheckUnitTest::wrong, x));
        areTold(Gradcheck.check((List<Tensor> in) -> List.of(F.sin(in.getFirst())), List.of(x)),
                Gradcheck.check((List<Tensor> in) -> List.of(wrong(in.getFirst())), List.of(x)));
    }

    @Test
    void buffersOfATreeAreConstants() {
        Tree<Tuple2<Tensor, Tensor>> second = Tree.tuple(TENSOR, Tree.buffer(TENSOR));
        Report report = Gradcheck.check(second, TENSOR, p -> F.mul(p._1(), wrong(p._2())), Tuple.of(X, Y), PLAIN);
        assertThat(report.isProven()).as("of a constant nothing is asked").isTrue();
        assertThat(report.inputs()).hasSize(1);
        assertThat(report.outputs().getFirst().array().toDoubleArray()).containsExactly(1, -3.75);
        Tree<Tensor> none = Tree.buffer(TENSOR);
        assertThatThrownBy(() -> Gradcheck.check(none, TENSOR, F::sin, X, PLAIN)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("check: inputs is a tree without parameters; accepted: a parameter of FLOAT32 or FLOAT64");
        Tree<List<Tensor>> list = Tree.list(TENSOR);
        assertThat(Gradcheck.check(list, list, x -> x, List.of(), PLAIN).conclusion()).isEqualTo(Conclusion.NOTHING_TO_CHECK);
    }

    @Test
    void operationsOfAClassAreCheckedOnTheirDomains() {
        CatalogueReport report = Gradcheck.catalogue(Roots.class, PLAIN);
        assertThat(report.operations()).extracting(CatalogueReport.Checked::name).containsExactly("root(Tensor)");
        assertThat(report.isRight()).isTrue();
        assertThat(Gradcheck.catalogue(Roots.class).isRight()).isTrue();
    }

    /** A single operation. */
    public static final class Roots {
        private Roots() {}

        @DefinedOn(DefinedOn.Interval.POSITIVE)
        public static Tensor root(Tensor x) {
            return F.sqrt(x);
        }
    }
}
