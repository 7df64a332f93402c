package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a pullback keeps alive: what it needs, however often it is called. */
class MemoryKeptTest {
    private static final Tensor X = Tensor.ones(org.covector.engine.DType.FLOAT64, org.covector.engine.Shape.of(1000));

    /** Notes the tensors that a function returns: whatever keeps its run keeps them. */
    private static UnaryOperator<Tensor> noted(List<WeakReference<Object>> made) {
        return x -> {
            Tensor y = F.exp(F.sin(x));
            made.add(new WeakReference<>(y));
            return y;
        };
    }

    private static long alive(List<WeakReference<Object>> made) throws InterruptedException {
        for (int i = 0; i < 50 && made.stream().anyMatch(w -> w.get() != null); i++) {
            System.gc();
            Thread.sleep(2);
        }
        return made.stream().filter(w -> w.get() != null).count();
    }

    @Test
    void aCheckpointKeepsNoGraphOfARecomputation() throws InterruptedException {
        List<WeakReference<Object>> made = new ArrayList<>();
        UnaryOperator<Tensor> f = noted(made);
        var run = Autograd.vjp((Tensor x) -> {
            Tensor y = x;
            for (int i = 0; i < 5; i++) {
                y = Autograd.checkpoint((Tensor t) -> f.apply(t)).apply(y);
            }
            return y;
        }, X);
        for (int i = 0; i < 3; i++) {
            run.pullback().apply(X);
        }
        assertThat(made).hasSizeGreaterThanOrEqualTo(20);
        assertThat(alive(made)).isZero();
        assertThat(run.pullback().apply(X).shape()).isEqualTo(X.shape());
    }

    @Test
    void aChunkedScanKeepsNoGraphOfARecomputation() throws InterruptedException {
        List<WeakReference<Object>> made = new ArrayList<>();
        UnaryOperator<Tensor> f = noted(made);
        Tensor xs = Tensor.ones(org.covector.engine.DType.FLOAT64, org.covector.engine.Shape.of(6, 1000));
        var run = Autograd.vjp((Tensor x) -> Loops.scan(new Loops.Trees<>(Tree.TENSOR, Tree.TENSOR, Tree.TENSOR), 2, (s, t) -> {
            Tensor next = f.apply(F.add(s, t));
            return Tuple.of(next, next);
        }, X, x)._1(), xs);
        run.pullback().apply(X);
        run.pullback().apply(X);
        assertThat(made).hasSizeGreaterThanOrEqualTo(18);
        assertThat(alive(made)).isZero();
        assertThat(run.pullback().apply(X).shape()).isEqualTo(xs.shape());
    }
}
