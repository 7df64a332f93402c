package org.covector.bench.jmh;

import org.covector.bench.workload.Inputs;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Matmul;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Square products, both dtypes. */
public class MatmulBenchmark extends KernelBenchmark {
    @Param({"16", "64", "128", "256", "512", "1024"})
    private int n;

    private NdArray floats = NdArray.of(0f);
    private NdArray doubles = NdArray.of(0.0);

    @Setup
    public void inputs() {
        floats = NdArray.of(Inputs.floats(n * n, 1)).reshape(Shape.of(n, n));
        doubles = NdArray.of(Inputs.doubles(n * n, 1)).reshape(Shape.of(n, n));
    }

    @Benchmark
    public NdArray singlePrecision() {
        return Matmul.matmul(floats, floats);
    }

    @Benchmark
    public NdArray doublePrecision() {
        return Matmul.matmul(doubles, doubles);
    }

    /** The second factor as a transposed view. */
    @Benchmark
    public NdArray transposed() {
        return Matmul.matmul(floats, floats.transpose(0, 1));
    }
}
