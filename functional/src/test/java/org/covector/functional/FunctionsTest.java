package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.Function3;
import org.covector.engine.Closeness;
import org.covector.functional.core.Wanted;
import org.junit.jupiter.api.Test;

/** Fusion changes the number of kernels and nothing else. */
class FunctionsTest {
    private static final Tensor X = Tensor.of(new double[] {-2, -0.5, 0, 0.3, 1, 7}, 2, 3);

    private static void sameBits(Tensor a, Tensor b) {
        assertThat(Closeness.equalBits(a.array(), b.array())).as("%s and %s", a, b).isTrue();
    }

    @Test
    void composesInReadingOrder() {
        assertThat(Functions.compose(F::neg, F::exp).apply(Tensor.scalar(1.0)).item()).isCloseTo(Math.exp(-1), within(1e-16));
    }

    @Test
    void givesTheBitsOfTheSeparateCalls() {
        Function1<Tensor, Tensor> f = Functions.compose(F::relu, F::exp, F::silu, x -> F.mul(x, 0.1), F::tanh);
        Function1<Tensor, Tensor> fused = Functions.fuse(f);
        sameBits(fused.apply(X), f.apply(X));
        sameBits(Autograd.grad((Tensor x) -> F.sum(fused.apply(x))).apply(X), Autograd.grad((Tensor x) -> F.sum(f.apply(x))).apply(X));
    }

    @Test
    void fusesAroundWhatIsNotPointwise() {
        Function1<Tensor, Tensor> f = x -> F.sum(F.mul(F.softmax(F.square(x), 1), F.exp(F.neg(x))));
        Function1<Tensor, Tensor> g = x -> F.mean(F.square(F.sub(F.matmul(F.tanh(x), F.transpose(F.gelu(x), 0, 1)), 0.5)));
        for (Function1<Tensor, Tensor> each : java.util.List.of(f, g)) {
            Function1<Tensor, Tensor> fused = Functions.fuse(each);
            sameBits(fused.apply(X), each.apply(X));
            sameBits(Autograd.grad(fused).apply(X), Autograd.grad(each).apply(X));
            Tensor v = F.add(X, 1);
            double second = F.sum(F.abs(F.sub(Autograd.hvp(fused, X, v), Autograd.hvp(each, X, v)))).item();
            assertThat(second).isLessThan(1e-12);
        }
    }

    @Test
    void mergesAChainIntoOneKernel() {
        Function3<Tensor, Tensor, Tensor, Tensor> f = (a, b, c) -> F.exp(F.relu(F.add(F.mul(a, b), c)));
        sameBits(Functions.fuse3(f).apply(X, X, X), f.apply(X, X, X));
        String program = Functions.explain(x -> F.exp(F.relu(F.add(F.mul(x, x), x))), X);
        assertThat(program.lines().filter(line -> line.startsWith("%")).count()).as(program).isEqualTo(1);
    }

    @Test
    void truthValuesBetweenNumbersAreKernelsOfTheirOwn() {
        Function1<Tensor, Tensor> f = x -> F.where(F.logicalAnd(F.gt(x, -1), F.lt(x, 1)), F.exp(x), F.mul(x, 2));
        sameBits(Functions.fuse(f).apply(X), f.apply(X));
        Function1<Tensor, Tensor> sum = x -> F.sum(f.apply(x));
        sameBits(Autograd.grad((Tensor x) -> F.sum(Functions.fuse(f).apply(x))).apply(X), Autograd.grad(sum).apply(X));
    }

    @Test
    void keepsTheDerivativeOfManyInputsBySetOfInputs() {
        assertThat(Wanted.of(true, true, true, true)).isEqualTo(Wanted.of(true, true, true, true)).hasSameHashCodeAs(Wanted.of(true, true, true, true));
        assertThat(Wanted.of(true, true, true, true)).isNotEqualTo(Wanted.of(true, true, true, false));
    }

    @Test
    void refusesToReadElements() {
        assertThatThrownBy(() -> Functions.fuse((Tensor x) -> x.getDouble(0, 0) > 0 ? x : F.neg(x)).apply(X))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("reads the elements");
    }
}
