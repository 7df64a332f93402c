package org.covector.bench.jmh;

import io.vavr.Function1;
import java.util.concurrent.TimeUnit;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Dispatch: tensors of four elements, with and without derivatives. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TinyBenchmark extends KernelBenchmark {
    private final Tensor x = Tensor.of(1f, 2f, 3f, 4f);
    private final Tensor y = Tensor.of(5f, 6f, 7f, 8f);
    private final Tensor scalar = Tensor.scalar(2f);
    private final Function1<Tensor, Tensor> derivative = Autograd.grad((Tensor v) -> F.mul(v, F.exp(v)));

    @Benchmark
    public Tensor add() {
        return F.add(x, y);
    }

    @Benchmark
    public Tensor addRecorded() {
        return Autograd.vjp(v -> F.add(v, y), x).value();
    }

    @Benchmark
    public Tensor gradientOfScalar() {
        return derivative.apply(scalar);
    }
}
