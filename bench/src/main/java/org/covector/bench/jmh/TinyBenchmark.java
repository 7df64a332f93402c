package org.covector.bench.jmh;

import io.vavr.Function1;
import java.util.concurrent.TimeUnit;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Dispatch: the derivative of a function of one number. */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TinyBenchmark extends KernelBenchmark {
    private final Tensor scalar = Tensor.scalar(2f);
    private final Function1<Tensor, Tensor> derivative = Autograd.grad((Tensor v) -> F.mul(v, F.exp(v)));

    @Benchmark
    public Tensor gradientOfScalar() {
        return derivative.apply(scalar);
    }
}
