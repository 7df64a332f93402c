package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.junit.jupiter.api.Test;

/** Functions on functions. */
class AutogradTest {
    private record Layer(Tensor w, Option<Tensor> b) {
        static final Tree<Layer> TREE = Tree.of("w", Layer::w, Tree.TENSOR, "b", Layer::b, Tree.option(Tree.TENSOR), Layer::new);
    }

    @Test
    void givesTheJacobianByRowsAndByColumns() {
        Function1<Tensor, Tensor> f = x -> F.cat(java.util.List.of(F.square(x), F.prod(x, true, 0)), 0);
        Tensor x = Tensor.of(2.0, 3.0);
        double[] want = {4, 0, 0, 6, 3, 2};
        assertThat(Autograd.jacobian(f).apply(x).array().toDoubleArray()).containsExactly(want);
        assertThat(Autograd.jacobian(Autograd.Mode.REVERSE, f).apply(x).array().toDoubleArray()).containsExactly(want);
        assertThat(Autograd.jacobian(Autograd.Mode.FORWARD, f).apply(x).array().toDoubleArray()).containsExactly(want);
    }

    @Test
    void givesTheHessianAndItsProducts() {
        Function1<Tensor, Tensor> f = x -> F.prod(x); // xyz
        Tensor x = Tensor.of(2.0, 3.0, 5.0);
        assertThat(Autograd.hessian(f).apply(x).array().toDoubleArray()).containsExactly(0, 5, 3, 5, 0, 2, 3, 2, 0);
        Tensor v = Tensor.of(1.0, -1.0, 2.0);
        assertThat(Autograd.hvp(f, x, v).array().toDoubleArray()).containsExactly(1, 9, 1);
        assertThat(Autograd.vhp(f, x, v).array().toDoubleArray()).containsExactly(1, 9, 1);
    }

    @Test
    void differentiatesARecordOfParameters() {
        Tensor x = Tensor.of(new double[] {1, 2}, 1, 2);
        Layer layer = new Layer(Tensor.of(new double[] {1, 1}, 1, 2), Option.of(Tensor.of(0.5)));
        Tuple2<Tensor, Layer> run = Autograd.valueAndGrad(Layer.TREE, (Layer l) -> F.sum(F.square(F.linear(x, l.w(), l.b())))).apply(layer);
        assertThat(run._1().item()).isEqualTo(12.25);
        assertThat(run._2().w().array().toDoubleArray()).containsExactly(7, 14);
        assertThat(run._2().b().get().item()).isEqualTo(7);
        assertThat(Autograd.grad(Layer.TREE, (Layer l) -> F.sum(F.linear(x, l.w(), l.b()))).apply(new Layer(layer.w(), Option.none())).b())
                .isEmpty();
    }

    @Test
    void returnsWhatStandsBesideTheLoss() {
        var run = Autograd.valueAndGrad(Tree.TENSOR, Tree.TENSOR, (Tensor x) -> Tuple.of(F.sum(F.square(x)), F.exp(x)))
                .apply(Tensor.of(1.0, 2.0));
        assertThat(run._1()._1().item()).isEqualTo(5);
        assertThat(run._1()._2().array().toDoubleArray()).containsExactly(new double[] {Math.exp(1), Math.exp(2)}, within(1e-14));
        assertThat(run._2().array().toDoubleArray()).containsExactly(2, 4);
    }

    @Test
    void linearizesOnceForManyTangents() {
        var at = Autograd.linearize(F::exp, Tensor.of(0.0, 1.0));
        assertThat(at.tangent().apply(Tensor.of(1.0, 0.0)).array().toDoubleArray()).containsExactly(1, 0);
        assertThat(at.tangent().apply(Tensor.of(0.0, 2.0)).array().toDoubleArray()).containsExactly(0, 2 * Math.E);
    }

    @Test
    void refusesTheGradientOfWhatIsNoNumber() {
        assertThatThrownBy(() -> Autograd.grad((Function1<Tensor, Tensor>) F::exp).apply(Tensor.of(1.0, 2.0)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("grad: result of the function is FLOAT64 [2]");
        var run = Autograd.vjp(F::exp, Tensor.of(1.0, 2.0));
        assertThatThrownBy(() -> run.pullback().apply(Tensor.of(1.0))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("cotangent");
    }
}
