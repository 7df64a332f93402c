package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.functional.nn.Linear;
import org.junit.jupiter.api.Test;

/** Messages of refused calls: the function that was called, what was given, and what would have been right. */
class MessagesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static AbstractThrowableAssert<?, ? extends Throwable> says(ThrowingCallable call, String start) {
        return assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessageStartingWith(start + ": ");
    }

    private static Tensor d(double... v) {
        return Tensor.of(v);
    }

    @Test
    void acceptedIsNeverMetNorEmpty() {
        says(() -> F.oneHot(Tensor.of(-1L), -1), "oneHot").hasMessageNotContaining("0 to -1");
        says(() -> F.oneHot(Tensor.of(1L << 40), -1), "oneHot");
        says(() -> F.split(d(1, 2, 3, 4), new int[] {-1, 5}, 0), "split").hasMessageContaining("0 or more");
        says(() -> F.pad(d(1, 2, 3), Integer.MAX_VALUE, Integer.MAX_VALUE), "pad").hasMessageContaining("at most")
                .hasMessageNotContaining("no more than");
    }

    @Test
    void thePublicFunctionIsNamed() {
        says(() -> F.amax(d()), "amax");
        says(() -> F.norm(d(), INF, false), "norm");
        says(() -> F.floorDivide(Tensor.of(1L), Tensor.of(0L)), "floorDivide");
        says(() -> F.einsum("i,i->", Tensor.of(true), Tensor.of(true)), "einsum");
        says(() -> F.einsum("......->...", Tensor.ones(2, 2)), "einsum").hasMessageContaining("term is ");
        says(() -> F.unflatten(d(1, 2, 3), 0, -1, 2), "unflatten");
        says(() -> F.maskedFill(d(1, 2), Tensor.of(1L, 2), 0), "maskedFill");
        says(() -> F.softmax(d(1, 2), 3), "softmax");
        says(() -> d(1, 2).max().reshape(3), "reshape");
        says(() -> F.reshape(d(1, 2, 3, 4), -1, -1), "reshape").hasMessageContaining("one length -1 at most");
        says(() -> d(1, 2).flatten().unsqueeze(5), "unsqueeze");
        says(() -> d(1, 2).t().at(7), "at");
        says(() -> Tensor.of(new double[] {1, 2, 3}, 2, 2), "Tensor.of");
        says(() -> Tensor.of(new double[][] {{1, 2}, {3}}), "Tensor.of");
        says(() -> Autograd.vmap(VmapAxes.in(4), F::exp).apply(d(1, 2)), "vmap");
        says(() -> Autograd.vmap(VmapAxes.FIRST.out(4), F::exp).apply(d(1, 2)), "vmap");
        says(() -> Autograd.jvp(F::square, d(1, 2), d(1)), "jvp").hasMessageContaining("tangent");
        says(() -> new Linear(Tensor.ones(2, 3), Option.none()).apply(Tensor.ones(4)), "linear");
        says(() -> Linear.options(-1, 2), "Linear");
    }

    /** What a user's function does inside a transformation is named as outside. */
    @Test
    void theFunctionInsideATransformationIsNamed() {
        says(() -> Autograd.grad((Tensor x) -> F.sum(F.add(x, d(1, 2, 3)))).apply(d(1, 2)), "add");
        says(() -> Autograd.vmap((Tensor x) -> F.softmax(x, 2)).apply(Tensor.ones(2, 3)), "softmax");
        says(() -> Functions.fuse((Tensor x) -> F.unflatten(x, 0, 4, 4)).apply(d(1, 2)), "unflatten");
    }

    @Test
    void lengthsBeyondIntAreRefusedByTheArgumentThatMakesThem() {
        Tensor x = Tensor.ones(DType.FLOAT32, Shape.of(1, 1, 2, 2));
        Tensor w = Tensor.ones(DType.FLOAT32, Shape.of(1, 1, 3, 3));
        says(() -> F.conv2d(x, w, ConvOptions.padding(1 << 30)), "conv2d").hasMessageContaining("padding").hasMessageNotContaining("-2147");
        says(() -> F.conv2d(x, w, ConvOptions.samePadding().withDilation(1 << 30)), "conv2d").hasMessageContaining("dilation");
        says(() -> F.convTranspose2d(Tensor.ones(DType.FLOAT32, Shape.of(1, 1, 5, 5)), w, ConvTransposeOptions.stride(1 << 30)),
                "convTranspose2d")
                .hasMessageContaining("stride").hasMessageNotContaining("-1073741824");
        says(() -> F.convTranspose2d(Tensor.ones(DType.FLOAT32, Shape.of(1, 1, 3, 3)), w, ConvTransposeOptions.stride(1 << 30)),
                "convTranspose2d")
                .hasMessageContaining("stride");
    }

    @Test
    void channelsAndIndicesAreNamed() {
        says(() -> F.conv2d(Tensor.ones(1, 3, 5, 5), Tensor.ones(4, 2, 3, 3)), "conv2d").hasMessageContaining("channels");
        says(() -> F.crossEntropy(Tensor.ones(2, 3), Tensor.of(1L, 7)), "crossEntropy").hasMessageContaining("target[1]")
                .hasMessageContaining("7");
    }

    @Test
    void anErrorOnAWorkerNamesTheFunctionToo() {
        int before = EngineRuntime.threads();
        EngineRuntime.threads(4);
        try {
            long[] all = new long[1 << 20];
            all[all.length - 1] = 1;
            Tensor x = Tensor.of(all);
            Tensor divisors = F.sub(1, x);
            says(() -> F.floorDivide(x, divisors), "floorDivide");
            assertThatThrownBy(() -> EngineRuntime.parallel(8, Long.MAX_VALUE, i -> {
                throw new ArgumentException("chunk", "i", i, "none");
            })).isInstanceOf(ArgumentException.class).hasMessageStartingWith("chunk: i is ").cause().isInstanceOf(ArgumentException.class);
        } finally {
            EngineRuntime.threads(before);
        }
    }
}
