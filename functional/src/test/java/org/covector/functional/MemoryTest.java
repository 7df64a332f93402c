package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.functional.nn.Trees;
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
    private static final String ENDED = "scope that has ended";

    private static Tensor x(int n) {
        return Tensor.of(IntStream.range(0, n).mapToDouble(i -> 0.5 + i % 7).toArray());
    }

    private static java.util.List<Tensor> leak(int n) {
        java.util.List<Tensor> made = new ArrayList<>();
        Memory.scope(() -> {
            Tensor y = F.exp(x(n));
            made.add(y);
            made.add(F.reshape(y, n, 1));
            made.add(F.sum(y));
            return F.mul(y, y);
        });
        return made;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 300, 5000})
    void whatIsReturnedLivesAndTheRestEndsAtEverySize(int n) {
        Tensor expected = F.mul(F.exp(x(n)), F.exp(x(n)));
        Tensor y = Memory.scope(() -> F.mul(F.exp(x(n)), F.exp(x(n))));
        assertThat(y.contentEquals(expected)).isTrue();
        for (Tensor t : leak(n)) {
            assertThatThrownBy(() -> F.neg(t)).isInstanceOf(IllegalStateException.class).hasMessageContaining(ENDED);
            assertThatThrownBy(() -> t.array().toDoubleArray()).hasMessageContaining(ENDED);
            assertThat(t.toString()).isEqualTo("ended " + t.shape());
        }
    }

    @Test
    void nothingPublishedChangesWhileMemoryIsUsedAgain() {
        Tensor kept = Memory.scope(() -> F.exp(x(4096)));
        double[] before = kept.array().toDoubleArray();
        for (int i = 0; i < 50; i++) {
            Memory.scope(() -> F.neg(F.exp(x(4096))));
        }
        assertThat(kept.array().toDoubleArray()).containsExactly(before);
    }

    @Test
    void innerResultsLiveInTheOuterScope() {
        java.util.List<Tensor> made = new ArrayList<>();
        Tensor y = Memory.scope(() -> {
            Tensor inner = Memory.scope(() -> F.exp(x(1000)));
            made.add(inner);
            return F.neg(inner);
        });
        assertThat(F.sum(y).item()).isEqualTo(-F.sum(F.exp(x(1000))).item());
        assertThatThrownBy(() -> F.neg(made.getFirst())).hasMessageContaining(ENDED);
    }

    @Test
    void aResultMayBeAViewOrAnArgument() {
        Tensor given = x(2000);
        assertThat(Memory.scope(() -> given)).isSameAs(given);
        Tensor view = Memory.scope(() -> F.transpose(F.reshape(F.exp(given), 40, 50), 0, 1));
        assertThat(view.contentEquals(F.transpose(F.reshape(F.exp(given), 40, 50), 0, 1))).isTrue();
        assertThat(F.sum(given).item()).isPositive();
    }

    @Test
    void anExceptionEndsTheScope() {
        java.util.List<Tensor> made = new ArrayList<>();
        assertThatThrownBy(() -> Memory.scope(() -> {
            made.add(F.exp(x(1000)));
            throw new UnsupportedOperationException("no");
        })).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> F.neg(made.getFirst())).hasMessageContaining(ENDED);
        assertThat(F.sum(F.exp(x(3))).item()).isPositive();
    }

    @Test
    void otherThreadsAreRefusedUntilItIsKept() {
        Memory.scope(() -> {
            Tensor y = F.exp(x(1000));
            assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> F.neg(y)).join())
                    .hasRootCauseMessage("tensor belongs to a scope of another thread: return it from its scope, or Memory.keep it");
            Tensor kept = Memory.keep(F.neg(y));
            assertThat(CompletableFuture.supplyAsync(() -> F.sum(kept).item()).join()).isEqualTo(F.sum(kept).item());
            return y;
        });
    }

    @Test
    void whatIsKeptSurvives() {
        java.util.List<Tensor> cache = new ArrayList<>();
        Memory.scope(() -> {
            cache.add(Memory.keep(F.exp(x(1000))));
            return F.neg(cache.getFirst());
        });
        assertThat(cache.getFirst().contentEquals(F.exp(x(1000)))).isTrue();
        assertThatThrownBy(() -> Memory.keep(leak(10).getFirst())).hasMessageContaining(ENDED);
    }

    @Test
    void aFoldKeepsItsStartAndEndsItsStates() {
        Tensor start = x(1000);
        java.util.List<Tensor> states = new ArrayList<>();
        Tensor last = Memory.fold(TENSOR, start, List.range(0, 20), (s, i) -> {
            Tensor next = F.add(F.mul(s, 0.5), i);
            states.add(next);
            return next;
        });
        Tensor expected = start;
        for (int i = 0; i < 20; i++) {
            expected = F.add(F.mul(expected, 0.5), i);
        }
        assertThat(last.contentEquals(expected)).isTrue();
        assertThat(start.contentEquals(x(1000))).isTrue();
        assertThatThrownBy(() -> F.neg(states.get(3))).hasMessageContaining(ENDED);
        assertThat(Memory.fold(TENSOR, start, List.<Integer>empty(), (s, _) -> s)).isSameAs(start);
    }

    @Test
    void aPullbackReturnedKeepsWhatItSaved() {
        Autograd.ValueAndPullback<Tensor, Tensor> run = Memory.scope(Autograd.ValueAndPullback.tree(TENSOR),
                () -> Autograd.vjp(t -> F.sum(F.tanh(F.exp(t))), x(1000)));
        Tensor expected = Autograd.grad(t -> F.sum(F.tanh(F.exp(t)))).apply(x(1000));
        assertThat(run.pullback().apply(Tensor.scalar(1.0)).contentEquals(expected)).isTrue();
        java.util.List<Autograd.ValueAndPullback<Tensor, Tensor>> lost = new ArrayList<>();
        Memory.scope(() -> {
            lost.add(Autograd.vjp(t -> F.sum(F.tanh(F.exp(t))), x(1000)));
            return lost.getFirst().value();
        });
        assertThatThrownBy(() -> lost.getFirst().pullback().apply(Tensor.scalar(1.0))).hasMessageContaining(ENDED);
    }

    @Test
    void gradientsOfEveryOrderAreTheSameInsideAndAround() {
        Tensor at = x(500);
        Tensor v = F.sin(at);
        Tensor first = Autograd.grad(t -> F.sum(F.tanh(F.mul(t, t)))).apply(at);
        Tensor second = Autograd.hvp(t -> F.sum(F.tanh(F.mul(t, t))), at, v);
        assertThat(Memory.scope(() -> Autograd.grad(t -> F.sum(F.tanh(F.mul(t, t)))).apply(at)).contentEquals(first)).isTrue();
        assertThat(Memory.scope(() -> Autograd.hvp(t -> F.sum(F.tanh(F.mul(t, t))), at, v)).contentEquals(second)).isTrue();
        assertThat(Autograd.grad(t -> Memory.scope(() -> F.sum(F.tanh(F.mul(t, t))))).apply(at).contentEquals(first)).isTrue();
        assertThat(Autograd.hvp(t -> Memory.scope(() -> F.sum(F.tanh(F.mul(t, t)))), at, v).contentEquals(second)).isTrue();
        assertThat(Autograd.vhp(t -> Memory.scope(() -> F.sum(F.tanh(F.mul(t, t)))), at, v).allClose(second)).isTrue();
        Tuple2<Tensor, Tensor> pushed = Autograd.jvp(t -> Memory.scope(() -> F.tanh(F.mul(t, t))), at, v);
        assertThat(pushed._2.contentEquals(Autograd.jvp(t -> F.tanh(F.mul(t, t)), at, v)._2)).isTrue();
        Tensor rows = F.reshape(at, 50, 10);
        assertThat(Autograd.vmap(t -> Memory.scope(() -> F.softmax(t, 0))).apply(rows).contentEquals(F.softmax(rows, 1))).isTrue();
    }

    @Test
    void aFunctionFusedInsideWorksAfterwards() {
        var fused = Functions.fuse(t -> F.mul(F.exp(t), F.add(t, 1.0)));
        Tensor inside = Memory.scope(() -> {
            Tensor closedOver = F.exp(x(64));
            var captures = Functions.fuse(t -> F.mul(t, closedOver));
            captures.apply(x(64));
            return F.add(fused.apply(x(64)), captures.apply(x(64)));
        });
        assertThat(fused.apply(x(64)).contentEquals(F.mul(F.exp(x(64)), F.add(x(64), 1.0)))).isTrue();
        assertThat(inside.size()).isEqualTo(64);
    }

    @Test
    void formulasOfUsersMayHoldTheirCotangents() {
        java.util.List<Tensor> held = new ArrayList<>();
        var square = CustomVjp.customVjp("square", (Tensor t) -> CustomVjp.withPullback(F.mul(t, t), dy -> {
            held.add(dy);
            return Tuple.of(() -> F.mul(F.mul(t, 2.0), dy));
        }));
        Memory.scope(() -> {
            Tensor g = Autograd.grad(t -> F.sum(F.exp(square.apply(t)))).apply(x(300));
            assertThat(held.getFirst().contentEquals(F.exp(F.mul(x(300), x(300))))).isTrue();
            return g;
        });
    }

    @Test
    void virtualThreadsShareTheirPools() throws InterruptedException {
        double[] sums = new double[50];
        java.util.List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            int k = i;
            threads.add(Thread.ofVirtual().start(() -> sums[k] = Memory.scope(() -> F.sum(F.exp(F.mul(x(2000), k * 0.1)))).item()));
        }
        for (Thread t : threads) {
            t.join();
        }
        for (int i = 0; i < sums.length; i++) {
            assertThat(sums[i]).isEqualTo(F.sum(F.exp(F.mul(x(2000), i * 0.1))).item());
        }
    }

    @Test
    void aBodyWithoutAResultIsRefused() {
        assertThatThrownBy(() -> Memory.scope(() -> null)).isInstanceOf(ArgumentException.class).hasMessageContaining("Memory.scope: body");
    }

    @Test
    void trainingInAFoldHasTheSameBits() {
        Tree<Seq<Tensor>> parameters = Tree.seq(TENSOR);
        Seq<Tensor> start = List.of(F.reshape(F.sin(x(600)), 20, 30), F.cos(x(30)));
        Adam adam = Adam.DEFAULT.withLr(0.1);
        Tree<Tuple2<Seq<Tensor>, State<Seq<Tensor>>>> carry = Tree.tuple(parameters, State.tree());
        Function<Tuple2<Seq<Tensor>, State<Seq<Tensor>>>, Tuple2<Seq<Tensor>, State<Seq<Tensor>>>> step = s -> adam.update(
                Autograd.grad(parameters, p -> F.mean(F.square(F.sub(F.matmul(p.get(0), p.get(1)), 1.0)))).apply(s._1), s._2, s._1);
        Tuple2<Seq<Tensor>, State<Seq<Tensor>>> plain = Tuple.of(start, adam.init(parameters, start));
        Tuple2<Seq<Tensor>, State<Seq<Tensor>>> folded = Memory.fold(carry, plain, List.range(0, 12), (s, _) -> step.apply(s));
        for (int i = 0; i < 12; i++) {
            plain = step.apply(plain);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(folded._1.get(i).contentEquals(plain._1.get(i))).isTrue();
        }
        assertThat(step.apply(folded)._1.get(0).contentEquals(step.apply(plain)._1.get(0))).isTrue();
    }

    /** What a user's carry holds. */
    private record Carry(Seq<Tensor> model, State<Seq<Tensor>> state) {}

    @Test
    void whatAPartOfACarryHoldsBesideItsLeavesIsTold() {
        Tree<Seq<Tensor>> parameters = Tree.seq(TENSOR);
        Tree<Carry> written = Tree.of("model", Carry::model, parameters, "state", Carry::state, State.tree(), Carry::new);
        Carry start = new Carry(List.of(F.sin(x(30)), F.cos(x(30))), Adam.DEFAULT.init(parameters, List.of(F.sin(x(30)), F.cos(x(30)))));
        Function<Carry, Carry> step = c -> {
            var next = Adam.DEFAULT.update(c.model().map(F::sin), c.state(), c.model());
            return new Carry(List.ofAll(next._1), next._2);
        };
        Carry plain = start;
        for (int i = 0; i < 5; i++) {
            plain = step.apply(plain);
        }
        for (Tree<Carry> tree : java.util.List.of(written, Trees.frozen(written, p -> p.startsWith("none")), Tree.buffer(written))) {
            Carry folded = Memory.fold(tree, start, List.range(0, 5), (c, _) -> step.apply(c));
            assertThat(step.apply(folded).model().get(1).contentEquals(step.apply(plain).model().get(1))).isTrue();
        }
    }
}
