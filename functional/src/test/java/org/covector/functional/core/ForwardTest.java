package org.covector.functional.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.covector.functional.CustomVjp.customVjp;
import static org.covector.functional.CustomVjp.withPullback;

import io.vavr.Function1;
import io.vavr.Tuple;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.fusion.Steps;
import org.junit.jupiter.api.Test;

/** Tangents by the rules of the library alone, against difference quotients. */
class ForwardTest {
    private static final NdArray X = NdArray.of(0.5, -1.25, 0.75, 1.5, -0.3, 0.9);
    private static final NdArray U = NdArray.of(1, -0.5, 2, 0.25, -1.5, 0.125);
    private static final double H = 0x1p-13;

    private static NdArray tangent(Function1<Tensor, Tensor> f) {
        Jvp run = Forward.throughBodies(in -> new Tensor[] {f.apply(in[0])}, new Tensor[] {Tensor.of(X)}, new Tensor[] {Tensor.of(U)});
        return run.tangents()[0].orZeros(run.outputs()[0]).array();
    }

    private static void agrees(String name, Function1<Tensor, Tensor> f) {
        double[] dy = tangent(f).toDoubleArray();
        Function<Double, double[]> at = h -> f.apply(F.add(Tensor.of(X), F.mul(Tensor.of(U), h))).array().toDoubleArray();
        double[] right = at.apply(H);
        double[] left = at.apply(-H);
        assertThat(dy).as(name).hasSameSizeAs(right);
        for (int i = 0; i < dy.length; i++) {
            assertThat(dy[i]).as(name + " " + i).isCloseTo((right[i] - left[i]) / (2 * H), Offset.offset(1e-5 * (1 + Math.abs(dy[i]))));
        }
    }

    @Test
    void followsFormulasAndAffineOperations() {
        Tensor w = F.reshape(Tensor.of(X), 3, 2);
        Map.<String, Function1<Tensor, Tensor>>of(
                "formula", t -> F.mul(F.sin(t), F.exp(t)),
                "selection", t -> F.where(F.gt(t, 0), F.square(t), F.neg(t)),
                "sum", t -> F.sum(F.square(t)),
                "product of matrices, in both", t -> F.matmul(F.reshape(t, 2, 3), F.reshape(F.tanh(t), 3, 2)),
                "layer", t -> F.linear(F.reshape(t, 3, 2), w, F.slice(t, 0, 0, 3, 1)),
                "places", t -> F.cat(java.util.List.of(F.flip(t, 0), F.indexSelect(t, 0, Tensor.of(1L, 1L))), 0),
                "padding with a number", t -> F.pad(t, 2, 1),
                "running sum", t -> F.cumsum(F.mul(t, t), 0),
                "program", Autograd.checkpoint(t -> F.mul(t, F.sum(t))))
                .forEach(ForwardTest::agrees);
    }

    @Test
    void doesNotBelieveAPullback() {
        agrees("wrong pullback", customVjp("wrong", t -> withPullback(F.exp(t), dy -> Tuple.of(() -> F.mul(dy, 7)))));
    }

    @Test
    void followsAPullbackAsTheProgramItIs() {
        agrees("gradient", t -> Autograd.grad((Tensor s) -> F.sum(F.mul(F.exp(s), s))).apply(t));
    }

    @Test
    void isZeroForResultsThatAreNoNumbers() {
        assertThat(tangent(t -> F.gt(t, 0))).extracting(NdArray::dtype).isEqualTo(DType.BOOL);
        assertThat(tangent(t -> F.argmax(t)).toDoubleArray()).containsExactly(0);
        assertThat(tangent(t -> F.floor(t)).toDoubleArray()).containsOnly(0);
    }

    @Test
    void followsOperationsThatAreNotLinear() {
        Map.<String, Function1<Tensor, Tensor>>of(
                "softmax", t -> F.softmax(F.exp(t), 0),
                "logSoftmax", t -> F.logSoftmax(t, 0),
                "amax", t -> F.amax(t, 0),
                "max", t -> F.max(F.reshape(t, 2, 3), 1, false).values(),
                "sort", t -> F.sort(t, 0, false).values(),
                "norm", t -> F.norm(t),
                "var", t -> F.var(t, 0),
                "logsumexp", t -> F.logsumexp(t, 0),
                "solve", t -> F.solve(F.add(F.reshape(F.slice(t, 0, 0, 4, 1), 2, 2), Tensor.of(new double[] {3, 0, 0, 3}, 2, 2)),
                        F.slice(t, 0, 4, 6, 1)))
                .forEach(ForwardTest::agrees);
    }

    @Test
    void refusesToLoseATangentWhereElementsAreRead() {
        assertThatThrownBy(() -> tangent(t -> Tensor.of(t.array()))).hasMessageContaining("reading the elements")
                .hasMessageContaining("stopGradient");
    }

    @Test
    void measuresTheLargestNumberOnTheWay() {
        assertThat(Steps.magnitude(in -> new Tensor[] {F.sub(F.add(in[0], 1e9), 1e9)}, X)).isBetween(0.99e9, 1.01e9);
        Function1<Tensor, Tensor> inside = customVjp("inside", t -> withPullback(F.sub(F.add(t, 1e9), 1e9), dy -> Tuple.of(() -> dy)));
        assertThat(Steps.magnitude(in -> new Tensor[] {inside.apply(in[0])}, X)).isBetween(0.99e9, 1.01e9);
        assertThat(Steps.magnitude(in -> new Tensor[] {Tensor.of(in[0].array())}, X)).isZero();
    }

    @Test
    void saysWhetherEverythingOnTheWayIsFinite() {
        assertThat(Steps.areFinite(in -> new Tensor[] {F.mul(in[0], 2)}, X)).isTrue();
        assertThat(Steps.areFinite(in -> new Tensor[] {F.reciprocal(F.square(F.mul(F.add(F.abs(in[0]), 1), 1e200)))}, X)).isFalse();
        Function1<Tensor, Tensor> inside = customVjp("inside", t -> withPullback(F.exp(F.neg(F.exp(F.add(F.square(t), 1e3)))),
                dy -> Tuple.of(() -> dy)));
        assertThat(Steps.areFinite(in -> new Tensor[] {inside.apply(in[0])}, X)).isFalse();
        assertThat(Steps.areFinite(in -> new Tensor[] {Tensor.of(in[0].array())}, X)).as("what cannot be followed").isFalse();
    }
}
