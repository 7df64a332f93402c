package org.covector.bench.jmh;

import org.covector.bench.workload.Inputs;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Matmul;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Square products with a transposed view. */
public class MatmulBenchmark extends KernelBenchmark {
    @Param({"16", "64", "128", "256", "512", "1024"})
    private int n;

    private NdArray floats = NdArray.of(0f);

    @Setup
    public void inputs() {
        floats = NdArray.of(Inputs.floats(n * n, 1)).reshape(Shape.of(n, n));
    }

    /** The second factor as a transposed view. */
    @Benchmark
    public NdArray transposed() {
        return Matmul.matmul(floats, floats.transpose(0, 1));
    }
}
