package org.covector.bench.jmh;

import org.covector.bench.workload.Inputs;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.engine.op.Softmax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Reductions of matrices along both axes. */
public class ReductionBenchmark extends KernelBenchmark {
    private static final int[] ALL = {0, 1};
    private static final int[] ROWS = {1};
    private static final int[] COLUMNS = {0};

    @Param({"64x1000", "1024x1024", "4096x4096"})
    private String shape = "1x1";

    private NdArray x = NdArray.of(0f);

    @Setup
    public void inputs() {
        String[] sizes = shape.split("x");
        int rows = Integer.parseInt(sizes[0]);
        int columns = Integer.parseInt(sizes[1]);
        x = NdArray.of(Inputs.floats(rows * columns, 1)).reshape(Shape.of(rows, columns));
    }

    @Benchmark
    public NdArray sumAll() {
        return Reductions.sum(x, ALL, false);
    }

    @Benchmark
    public NdArray sumRows() {
        return Reductions.sum(x, ROWS, false);
    }

    @Benchmark
    public NdArray sumColumns() {
        return Reductions.sum(x, COLUMNS, false);
    }

    @Benchmark
    public NdArray maxAll() {
        return Reductions.max(x, ALL, false);
    }

    @Benchmark
    public NdArray argmaxRows() {
        return Reductions.argmax(x, 1, false);
    }

    @Benchmark
    public NdArray softmax() {
        return Softmax.softmax(x, 1);
    }
}
