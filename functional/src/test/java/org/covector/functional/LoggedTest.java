package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.logged;
import static org.covector.functional.CustomVjp.noGradient;
import static org.covector.functional.CustomVjp.withPullback;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd.LogEntry;
import org.covector.functional.Autograd.Logged;
import org.junit.jupiter.api.Test;

/** What users' formulas say of their work on the way back. */
class LoggedTest {
    private static final Tensor X = Tensor.of(1.0, 2);

    private static Function1<Tensor, Tensor> squared(String name) {
        return customVjp(name, x -> withPullback(F.square(x), dy -> Tuple.of(
                logged(() -> F.mul(dy, F.mul(x, 2)), () -> F.sum(dy).item()))));
    }

    private static Logged<Tensor> back(Function1<Tensor, Tensor> f) {
        return Autograd.vjpLogged(f, X).pullback().apply(Tensor.of(1.0, 10));
    }

    @Test
    void entriesComeInTheOrderOfTheSweep() {
        Logged<Tensor> back = back(squared("inner").andThen(squared("outer")));
        assertThat(back.cotangent().toDoubleArray()).containsExactly(4, 320);
        assertThat(back.log()).containsExactly(new LogEntry("outer", 0, 11.0), new LogEntry("inner", 0, 2.0 * 1 + 10 * 2 * 4.0));
    }

    @Test
    void aRepeatedPullbackSpeaksAgain() {
        var run = Autograd.vjpLogged(squared("square"), X);
        assertThat(run.pullback().apply(Tensor.of(1.0, 1)).log()).containsExactly(new LogEntry("square", 0, 2.0));
        assertThat(run.pullback().apply(Tensor.of(3.0, 1)).log()).containsExactly(new LogEntry("square", 0, 4.0));
        assertThat(run.value().toDoubleArray()).containsExactly(1, 4);
    }

    @Test
    void nobodyElseAsks() {
        AtomicInteger asked = new AtomicInteger();
        Function1<Tensor, Tensor> f = customVjp("counted",
                x -> withPullback(F.square(x), dy -> Tuple.of(logged(() -> F.mul(dy, F.mul(x, 2)), asked::incrementAndGet))));
        assertThat(Autograd.grad((Tensor x) -> F.sum(f.apply(x))).apply(X).toDoubleArray()).containsExactly(2, 4);
        assertThat(Autograd.jvp(f, X, X)._2().toDoubleArray()).containsExactly(2, 8);
        assertThat(Functions.fuse((Tensor x) -> f.apply(x)).apply(X).toDoubleArray()).containsExactly(1, 4);
        assertThat(asked).hasValue(0);
        back(f);
        assertThat(asked).hasValue(1);
    }

    @Test
    void onlyWantedCotangentsSpeakAndATreeOnce() {
        Tree<Tuple2<Tensor, Tensor>> pair = Tree.tuple(TENSOR, TENSOR);
        Function2<Tuple2<Tensor, Tensor>, Tensor, Tensor> f = customVjp("joined", pair, TENSOR, TENSOR,
                (p, c) -> withPullback(F.add(F.mul(p._1(), p._2()), c), dy -> Tuple.of(
                        logged(() -> Tuple.of(F.mul(dy, p._2()), F.mul(dy, p._1())), () -> "pair"), logged(() -> dy, () -> "added"))));
        var both = Autograd.vjpLogged(pair, TENSOR, p -> f.apply(p, Tensor.of(1.0, 1)), Tuple.of(X, X)).pullback().apply(X);
        assertThat(both.log()).containsExactly(new LogEntry("joined", 0, "pair"));
        assertThat(both.cotangent()._1().toDoubleArray()).containsExactly(1, 4);
        assertThat(back(c -> f.apply(Tuple.of(X, X), c)).log()).containsExactly(new LogEntry("joined", 2, "added"));
    }

    @Test
    void throughCheckpointsOrdersAndExamples() {
        assertThat(back(Autograd.checkpoint(squared("again"))).log()).containsExactly(new LogEntry("again", 0, 11.0));
        Function1<Tensor, Tensor> gradient = x -> Autograd.vjp(squared("square"), x).pullback().apply(Tensor.of(1.0, 1));
        assertThat(back(gradient).cotangent().toDoubleArray()).containsExactly(2, 20);
        Function1<Tensor, Tensor> rows = customVjp("row", x -> withPullback(F.sum(F.square(x)), dy -> Tuple.of(
                logged(() -> F.mul(dy, F.mul(x, 2)), () -> F.mul(dy, F.sum(x))))));
        var each = Autograd.vjpLogged(Autograd.vmap(rows), Tensor.of(new double[][] {{1, 2}, {3, 4}})).pullback().apply(Tensor.of(1.0, 10));
        assertThat(each.cotangent().toDoubleArray()).containsExactly(2, 4, 60, 80);
        assertThat(((Tensor) each.log().getFirst().entry()).toDoubleArray()).containsExactly(3, 70);
    }

    private record Twice() implements CustomPrimitive {
        @Override
        public List<NdArray> compute(List<NdArray> x) {
            return List.of(F.mul(Tensor.of(x.getFirst()), 2).array());
        }

        @Override
        public List<Supplier<Tensor>> vjp(List<Tensor> x, List<Tensor> y, List<Tensor> dy) {
            return List.of(logged(() -> F.mul(dy.getFirst(), 2), () -> "doubled"));
        }
    }

    @Test
    void primitivesOfUsersSpeakToo() {
        Twice twice = new Twice();
        assertThat(back(x -> twice.of(x)).log()).containsExactly(new LogEntry(twice.name(), 0, "doubled"));
    }

    @Test
    void absentCotangentsAndNothingAreNamed() {
        Function1<Tensor, Tensor> constant = customVjp("constant", x -> withPullback(F.square(x), _ -> Tuple.of(noGradient())));
        assertThat(back(constant).log()).isEmpty();
        @SuppressWarnings("NullAway")
        Function1<Tensor, Tensor> silent = customVjp("silent",
                x -> withPullback(F.square(x), dy -> Tuple.of(logged(() -> dy, () -> null))));
        assertThatThrownBy(() -> back(silent)).hasMessageContaining("silent").hasMessageContaining("entry of the log for input 0");
        Function1<Tensor, Tensor> failing = customVjp("failing", x -> withPullback(F.square(x), dy -> Tuple.of(logged(() -> dy, () -> {
            throw new IllegalStateException("lost");
        }))));
        assertThatThrownBy(() -> back(failing)).hasMessageContaining("pullback of failing for its input 0").hasMessageContaining("lost");
    }
}
