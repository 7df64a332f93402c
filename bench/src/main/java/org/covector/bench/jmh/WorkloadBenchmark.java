package org.covector.bench.jmh;

import org.covector.bench.measure.Task;
import org.covector.bench.ours.Covector;
import org.covector.bench.workload.Catalogue;
import org.covector.bench.workload.Workload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The rows of the comparison with other libraries, one thread, ours alone; {@link Benchmarks} runs all of them. */
public class WorkloadBenchmark extends KernelBenchmark {
    @Param("add of 4")
    private String workload = "";

    private Task task = () -> {};

    /** Inputs of the workload of that name. */
    @Setup
    public void prepare() {
        Covector covector = new Covector();
        covector.start(1);
        Workload row = Catalogue.all().find(w -> w.name().equals(workload)).getOrElseThrow(() ->
                new IllegalArgumentException("no workload is called " + workload + ", but " + Catalogue.all().map(Workload::name)
                        .mkString("; ")));
        task = covector.of(row.work()).head().prepare().get();
    }

    @Benchmark
    public void run() {
        task.run();
    }
}
