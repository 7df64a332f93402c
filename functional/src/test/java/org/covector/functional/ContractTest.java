package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.functional.Autograd.grad;
import static org.covector.functional.Autograd.jvp;
import static org.covector.functional.Autograd.vjp;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.notImplemented;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.scoped.OutsideScopes;
import org.junit.jupiter.api.Test;

/** What every operation relies on: levels, zeros, captures, sharing, depth. */
class ContractTest {
    private static Tensor scalar(double x) {
        return Tensor.scalar(x);
    }

    @Test
    void differentiatesExpThreeTimes() {
        assertThat(grad(grad(grad(F::exp))).apply(scalar(1.5)).item()).isCloseTo(Math.exp(1.5), within(1e-14));
    }

    @Test
    void keepsNestedLevelsApart() {
        // d/dx (x * d/dy (x + y)) = 1: perturbation confusion would give 2
        Function1<Tensor, Tensor> f = x -> F.mul(x, grad((Tensor y) -> F.add(x, y)).apply(scalar(1)));
        assertThat(grad(f).apply(scalar(1)).item()).isEqualTo(1);
    }

    @Test
    void differentiatesThroughACapturedOuterValue() {
        // g(x) = d/dy (x^2 y^3) at y = x is 3 x^4; its derivative is 12 x^3
        Function1<Tensor, Tensor> g = x -> grad((Tensor y) -> F.mul(F.square(x), F.pow(y, 3))).apply(x);
        assertThat(grad(g).apply(scalar(2)).item()).isCloseTo(96, within(1e-12));
    }

    @Test
    void multipliesANanDerivativeByAStrongZero() {
        Function1<Tensor, Tensor> f = x -> AxisReduction.sum(F.where(F.gt(x, 0), F.sqrt(x), 0), new int[0], false);
        assertThat(grad(f).apply(Tensor.of(0.0, 4.0)).array().toDoubleArray()).containsExactly(0, 0.25);
    }

    @Test
    void keepsTheHessianAtAZeroResidual() {
        Function1<Tensor, Tensor> f = x -> F.square(F.sub(x, 3));
        assertThat(grad(grad(f)).apply(scalar(3)).item()).isEqualTo(2);
    }

    @Test
    void keepsTheTangentThroughAZeroCotangent() {
        Function1<Tensor, Tensor> f = x -> F.mul(F.exp(x), x);
        double x = 1;
        assertThat(jvp(f, scalar(x), scalar(1))._2().item()).isCloseTo(Math.exp(x) * (x + 1), within(1e-14));
    }

    @Test
    void givesZeroWhereNothingDepends() {
        var run = vjp((x, y) -> F.exp(x), scalar(1), Tensor.of(1.0, 2.0));
        assertThat(run.pullback().apply(scalar(1))._2().array().toDoubleArray()).containsExactly(0, 0);
        assertThat(grad(x -> F.floor(x)).apply(scalar(1.5)).item()).isZero();
        assertThat(grad(x -> F.mul(x, F.where(F.gt(x, 0), Tensor.ones(DType.FLOAT64, Shape.SCALAR), 0))).apply(scalar(2)).item())
                .isEqualTo(1);
    }

    @Test
    void addsTheCotangentsOfSharedValues() {
        assertThat(grad(x -> F.mul(F.mul(x, x), x)).apply(scalar(2)).item()).isEqualTo(12);
    }

    @Test
    void sumsOverBroadcastAxes() {
        var run = vjp((x, y) -> F.mul(x, y), Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3), Tensor.of(new double[] {1, 10}, 2, 1));
        var dx = run.pullback().apply(Tensor.of(new double[] {1, 1, 1, 2, 2, 2}, 2, 3));
        assertThat(dx._2().array().toDoubleArray()).containsExactly(6, 30);
        assertThat(dx._1().array().toDoubleArray()).containsExactly(1, 1, 1, 20, 20, 20);
    }

    @Test
    @OutsideScopes("other threads call the pullback")
    void callsAPullbackAnyNumberOfTimesFromAnyThread() throws Exception {
        Tensor x = Tensor.of(new double[] {0.1, 0.2, 0.3, 0.4}, 2, 2);
        var run = vjp((Tensor t) -> F.exp(Matrix.matmul(t, F.tanh(t))), x);
        Tensor dy = Tensor.of(new double[] {1, -1, 0.5, 2}, 2, 2);
        double[] once = run.pullback().apply(dy).array().toDoubleArray();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<double[]> again = () -> run.pullback().apply(dy).array().toDoubleArray();
            for (Future<double[]> f : threads.invokeAll(List.of(again, again, again, again, again, again, again, again))) {
                assertThat(f.get()).containsExactly(once);
            }
        }
    }

    @Test
    void sweepsAChainOfAHundredThousandOperations() {
        Function1<Tensor, Tensor> f = x -> {
            Tensor y = x;
            for (int i = 0; i < 100_000; i++) {
                y = F.mul(y, i % 2 == 0 ? 2.0 : 0.5);
            }
            return y;
        };
        assertThat(grad(f).apply(scalar(3)).item()).isEqualTo(1);
    }

    @Test
    void givesACustomFunctionEveryOrder() {
        var cube = customVjp("cube", (Tensor x) -> withPullback(F.pow(x, 3), dy -> Tuple.of(() -> F.mul(dy, F.mul(F.square(x), 3)))));
        assertThat(grad(cube).apply(scalar(2)).item()).isEqualTo(12);
        assertThat(grad(grad(cube)).apply(scalar(2)).item()).isEqualTo(12);
        assertThat(grad(grad(grad(cube))).apply(scalar(2)).item()).isEqualTo(6);
    }

    @Test
    void asksOnlyForWantedCotangents() {
        var f = customVjp("product", (Tensor x, Tensor y) -> withPullback(F.mul(x, y), dy -> Tuple.of(
                () -> F.mul(dy, y),
                () -> {
                    throw new AssertionError("asked for a cotangent that nobody wants");
                })));
        assertThat(grad((Tensor x) -> f.apply(x, scalar(5))).apply(scalar(2)).item()).isEqualTo(5);
    }

    @Test
    void namesATensorThatACustomBodyClosesOver() {
        Function1<Tensor, Tensor> outer = w -> customVjp("scaleBy", (Tensor x) ->
                withPullback(F.mul(x, w), dy -> Tuple.of(() -> F.mul(dy, w)))).apply(scalar(2));
        assertThatThrownBy(() -> grad(outer).apply(scalar(3))).isInstanceOf(ArgumentException.class).hasMessageContaining("scaleBy")
                .hasMessageContaining("closure");
        Function1<Tensor, Tensor> both = w -> customVjp("scaleBy", (Tensor x) ->
                withPullback(F.mul(x, w), dy -> Tuple.of(() -> F.mul(dy, w)))).apply(w);
        assertThatThrownBy(() -> grad(both).apply(scalar(3))).isInstanceOf(ArgumentException.class).hasMessageContaining("scaleBy")
                .hasMessageContaining("closure");
    }

    @Test
    void failsForAMissingFormulaOnlyWhenAsked() {
        var mystery = customVjp("mystery", (Tensor x) -> withPullback(F.sin(x), dy -> Tuple.of(notImplemented("nobody has derived it"))));
        assertThat(mystery.apply(scalar(1)).item()).isCloseTo(Math.sin(1), within(1e-15));
        assertThatThrownBy(() -> grad((Tensor x) -> F.exp(mystery.apply(F.neg(x)))).apply(scalar(1)))
                .isInstanceOf(MissingFormulaException.class)
                .hasMessageContaining("mystery")
                .hasMessageContaining("exp <- mystery");
    }

    @Test
    void refusesACotangentOfWrongShapeOrDtype() {
        var wrong = customVjp("wrong", (Tensor x) -> withPullback(F.exp(x), dy -> Tuple.of(() -> Tensor.of(1.0, 2.0))));
        assertThatThrownBy(() -> grad(wrong).apply(scalar(1))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("cotangent of input 0");
        var narrow = customVjp("narrow", (Tensor x) -> withPullback(F.exp(x), dy -> Tuple.of(() -> Tensor.scalar(1f))));
        assertThatThrownBy(() -> grad(narrow).apply(scalar(1))).isInstanceOf(ArgumentException.class).hasMessageContaining("FLOAT64");
    }

    @Test
    void recomputesInACheckpoint() {
        Function1<Tensor, Tensor> f = Autograd.checkpoint((Tensor x) -> F.exp(F.mul(x, x)));
        assertThat(grad(f).apply(scalar(0.5)).item()).isCloseTo(Math.exp(0.25), within(1e-14));
        assertThat(grad(grad(f)).apply(scalar(0.5)).item()).isCloseTo(3 * Math.exp(0.25), within(1e-13));
    }

    @Test
    void stopsAGradient() {
        assertThat(grad((Tensor x) -> F.mul(x, Autograd.stopGradient(x))).apply(scalar(3)).item()).isEqualTo(3);
    }

    @Test
    void agreesAboutTheKinkOfRelu() {
        List<Function1<Tensor, Tensor>> all = List.of(
                F::relu, x -> F.clamp(x, 0, Double.POSITIVE_INFINITY), x -> F.maximum(x, 0.0), x -> F.where(F.gt(x, 0), x, 0));
        for (Function1<Tensor, Tensor> f : all) {
            assertThat(grad(f).apply(scalar(0)).item()).isZero();
            assertThat(grad(f).apply(scalar(1e-300)).item()).isEqualTo(1);
        }
        assertThat(grad(F::abs).apply(scalar(0)).item()).isZero();
        assertThat(grad((Tensor x) -> F.maximum(x, scalar(0))).apply(scalar(0)).item()).isEqualTo(0.5);
    }
}
