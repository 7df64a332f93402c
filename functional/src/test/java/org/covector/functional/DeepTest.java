package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.covector.functional.Autograd.grad;

import io.vavr.Function1;
import java.util.Arrays;
import org.covector.engine.Closeness;
import org.junit.jupiter.api.Test;

/** Chains of a hundred thousand operations: no stack to overflow. */
class DeepTest {
    private static final int LONG = 100_000;

    /** {@code x} after {@code n} steps that keep it finite and away from 0, a sum of two branches each. */
    private static Tensor chain(Tensor x, int n) {
        Tensor y = x;
        for (int i = 0; i < n; i += 4) {
            y = F.sub(F.add(F.mul(y, 0.5), F.mul(x, 0.25)), 0.125);
        }
        return y;
    }

    @Test
    void differentiatesALongChain() {
        // y = a^k x + b (1 - a^k) / (1 - a) with a = 0.5, b = 0.25 x - 0.125: the slope tends to 0.25 / 0.5
        assertThat(grad((Tensor x) -> chain(x, LONG)).apply(Tensor.scalar(3.0)).item()).isEqualTo(0.5);
    }

    @Test
    void differentiatesALongChainTwice() {
        Function1<Tensor, Tensor> f = x -> F.square(chain(x, LONG)); // (x / 2 - 1 / 4)^2
        assertThat(grad(grad(f)).apply(Tensor.scalar(3.0)).item()).isEqualTo(0.5);
    }

    @Test
    void differentiatesALongChainInsideAnotherDerivative() {
        Function1<Tensor, Tensor> f = x -> F.mul(x, grad((Tensor y) -> F.mul(chain(y, LONG), x)).apply(x)); // x^2 / 2
        assertThat(grad(f).apply(Tensor.scalar(3.0)).item()).isEqualTo(3);
    }

    @Test
    void sumsALongFanOut() {
        Function1<Tensor, Tensor> f = x -> {
            Tensor y = F.mul(x, 0.0);
            for (int i = 0; i < LONG; i++) {
                y = F.add(y, x);
            }
            return y;
        };
        assertThat(grad(f).apply(Tensor.scalar(3.0)).item()).isEqualTo(LONG);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of functions of one type
    void composesALongList() {
        Function1<Tensor, Tensor>[] steps = new Function1[LONG];
        Arrays.fill(steps, (Function1<Tensor, Tensor>) x -> F.add(x, 1));
        Function1<Tensor, Tensor> all = Functions.compose(steps);
        assertThat(all.apply(Tensor.scalar(3.0)).item()).isEqualTo(LONG + 3);
        assertThat(grad(all).apply(Tensor.scalar(3.0)).item()).isEqualTo(1);
    }

    @Test
    void fusesALongChain() {
        Tensor x = Tensor.of(3.0, -1, 0.5);
        Function1<Tensor, Tensor> f = t -> chain(t, LONG);
        Function1<Tensor, Tensor> fused = Functions.fuse(f);
        assertThat(Closeness.equalBits(fused.apply(x).array(), f.apply(x).array())).isTrue();
        assertThat(grad((Tensor t) -> F.sum(fused.apply(t))).apply(x).toDoubleArray()).containsExactly(0.5, 0.5, 0.5);
    }
}
