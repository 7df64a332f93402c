package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function2;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import org.covector.engine.ArgumentException;
import org.covector.engine.Closeness;
import org.junit.jupiter.api.Test;

/** Loops: scan against the same steps written out, and what whileLoop refuses. */
class LoopsTest {
    private static final Tensor XS = Tensor.of(new double[] {0.3, -0.7, 1.1, 0.2, -0.4, 0.9, 0.5}, 7);
    private static final Loops.Trees<Tensor, Tensor, Tensor> TENSORS = new Loops.Trees<>(TENSOR, TENSOR, TENSOR);

    private static Tuple2<Tensor, Tensor> step(Tensor s, Tensor x) {
        Tensor next = F.tanh(F.add(F.mul(s, 0.8), x));
        return Tuple.of(next, F.square(next));
    }

    private static Tensor writtenOut(Tensor s0, Tensor xs) {
        Tensor s = s0;
        Tensor sum = Tensor.scalar(0.0);
        for (int t = 0; t < xs.dim(0); t++) {
            Tuple2<Tensor, Tensor> next = step(s, F.select(xs, 0, t));
            s = next._1();
            sum = F.add(sum, F.mul(next._2(), t + 1));
        }
        return F.add(F.mul(s, 3), sum);
    }

    private static Tensor scanned(int chunk, Tensor s0, Tensor xs) {
        Tuple2<Tensor, Tensor> y = Loops.scan(TENSORS, chunk, LoopsTest::step, s0, xs);
        return F.add(F.mul(y._1(), 3), F.sum(F.mul(y._2(), Tensor.of(1.0, 2, 3, 4, 5, 6, 7))));
    }

    private static void close(Tensor got, Tensor want) {
        assertThat(got.shape()).isEqualTo(want.shape());
        assertThat(got.array().toDoubleArray()).containsExactly(want.array().toDoubleArray(), within(1e-13));
    }

    @Test
    void aScanGivesWhatItsStepsGiveInValueAndEveryDerivative() {
        Tensor s0 = Tensor.scalar(0.4);
        for (int chunk : new int[] {0, 1, 3, 7, 20}) {
            int each = chunk;
            Function2<Tensor, Tensor, Tensor> f = (s, x) -> scanned(each, s, x);
            close(f.apply(s0, XS), writtenOut(s0, XS));
            close(Autograd.grad2(f).apply(s0, XS)._1(), Autograd.grad2(LoopsTest::writtenOut).apply(s0, XS)._1());
            close(Autograd.grad2(f).apply(s0, XS)._2(), Autograd.grad2(LoopsTest::writtenOut).apply(s0, XS)._2());
            close(Autograd.hvp(x -> f.apply(s0, x), XS, F.add(XS, 1)), Autograd.hvp(x -> writtenOut(s0, x), XS, F.add(XS, 1)));
            close(Autograd.jvp(x -> f.apply(s0, x), XS, F.square(XS))._2(), Autograd.jvp(x -> writtenOut(s0, x), XS, F.square(XS))._2());
            Tensor many = F.stack(java.util.List.of(XS, F.neg(XS)), 0);
            close(Autograd.vmap(x -> f.apply(s0, x)).apply(many), Autograd.vmap(x -> writtenOut(s0, x)).apply(many));
        }
    }

    @Test
    void aScanMayCloseOverWhatIsDifferentiatedUnlessItCheckpoints() {
        Tensor w = Tensor.scalar(0.5);
        Tensor dw = Autograd.grad(t -> Loops.scan((s, x) -> Tuple.of(F.mul(s, t), x), Tensor.scalar(2.0), XS)._1()).apply(w);
        assertThat(dw.item()).isCloseTo(2 * 7 * Math.pow(0.5, 6), within(1e-14));
        assertThatThrownBy(() -> Autograd.grad(t -> Loops.scan(TENSORS, 2, (s, x) -> Tuple.of(F.mul(s, t), x), Tensor.scalar(2.0),
                XS)._1()).apply(w))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("closure");
    }

    @Test
    void aScanNeedsAStep() {
        assertThatThrownBy(() -> Loops.scan(LoopsTest::step, Tensor.scalar(0.0),
                Tensor.of(new double[0], 0))).isInstanceOf(ArgumentException.class).hasMessageContaining("xs");
    }

    private static Tensor halvings(Tensor x) {
        return Loops.whileLoop(t -> F.gt(t, 1), t -> F.mul(t, 0.5), x);
    }

    @Test
    void aWhileLoopRunsAsOftenAsItsConditionSays() {
        assertThat(halvings(Tensor.scalar(40.0)).item()).isEqualTo(0.625);
        assertThat(halvings(Tensor.scalar(0.9)).item()).isEqualTo(0.9);
        assertThat(Closeness.equalBits(Autograd.vmap(LoopsTest::halvings).apply(Tensor.of(40.0, 0.9, 3)).array(),
                Tensor.of(0.625, 0.9, 0.75).array())).isTrue();
    }

    @Test
    void aWhileLoopRefusesDerivativesByType() {
        Tensor x = Tensor.scalar(40.0);
        assertThat(Autograd.vjp(LoopsTest::halvings, x).value().item()).isEqualTo(0.625);
        assertThatThrownBy(() -> Autograd.grad(LoopsTest::halvings).apply(x)).isInstanceOf(MissingFormulaException.class)
                .hasMessageContaining("whileLoop");
        assertThatThrownBy(() -> Autograd.jvp(LoopsTest::halvings, x,
                x)).isInstanceOf(MissingFormulaException.class).hasMessageContaining("scan");
        assertThat(Autograd.grad(t -> F.mul(t, halvings(Autograd.stopGradient(t)))).apply(x).item()).isEqualTo(0.625);
    }
}
