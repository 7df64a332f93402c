package org.covector.bench.jmh;

import org.covector.bench.workload.Inputs;
import org.covector.functional.F;
import org.covector.functional.core.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Pointwise functions from cache to memory. */
public class PointwiseBenchmark extends KernelBenchmark {
    @Param({"1000", "100000", "1000000"})
    private int size;

    private Tensor x = Tensor.of(0f);
    private Tensor y = Tensor.of(0f);

    @Setup
    public void inputs() {
        x = Tensor.of(Inputs.floats(size, 1));
        y = Tensor.of(Inputs.floats(size, 2));
    }

    @Benchmark
    public Tensor add() {
        return F.add(x, y);
    }

    @Benchmark
    public Tensor relu() {
        return F.relu(x);
    }

    @Benchmark
    public Tensor exp() {
        return F.exp(x);
    }

    @Benchmark
    public Tensor tanh() {
        return F.tanh(x);
    }

    @Benchmark
    public Tensor gelu() {
        return F.gelu(x);
    }
}
