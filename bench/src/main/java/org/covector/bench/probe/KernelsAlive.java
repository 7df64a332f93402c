package org.covector.bench.probe;

import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.mul;

import com.sun.management.ThreadMXBean;
import io.vavr.collection.List;
import java.lang.management.ManagementFactory;
import org.covector.bench.measure.Sampler;
import org.covector.bench.measure.Settling;
import org.covector.bench.measure.Task;
import org.covector.bench.measure.Timing;
import org.covector.bench.report.Probe;
import org.covector.bench.workload.Inputs;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Pointwise;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Two hundred kernels in one JVM, each beside a hand-written loop; a thousand learning rates. */
public final class KernelsAlive {
    private static final int KERNELS = 200;
    private static final int SIZE = 4096;
    private static final int RATES = 1000;
    private static final int CALLS = 100;
    private static final double ARRAY_HEADER = 16;
    private static final Sampler SAMPLER = new Sampler(System::nanoTime, 500_000, 20_000_000);

    private KernelsAlive() {}

    private record Kernel(Pointwise pointwise, float a, float b, float c) {
        /** x max(a x + b, c), a class of its own for each choice of constants. */
        static Kernel of(int i) {
            float a = 0.5f + i * 0.01f;
            float b = 0.25f - i * 0.02f;
            float c = -1 + i * 0.005f;
            return new Kernel(Pointwise.of(Formula.of("kernel" + i, 1, mul(X, maximum(add(mul(X, a), b), c)))), a, b, c);
        }
    }

    public static List<Probe> run(int threads) {
        NdArray x = NdArray.of(Inputs.floats(SIZE, 1));
        float[] values = x.toFloatArray();
        Sink sink = new Sink();
        List<Kernel> kernels = List.range(0, KERNELS).map(Kernel::of);
        kernels.forEach(k -> Settling.ofThisJvm(50_000_000, 1_000_000_000).run(() -> sink.take(k.pointwise().apply(x))));
        Settling.ofThisJvm(700_000_000, 10_000_000_000L).run(() -> kernels.forEach(k -> sink.take(k.pointwise().apply(x))));
        List<Double> speeds = kernels.map(k -> speed(
                () -> sink.take(k.pointwise().apply(x)), () -> sink.take(TwinLoop.apply(values, k.a(), k.b(), k.c()))));
        double bytes = kernels.map(k -> allocated(() -> sink.take(k.pointwise().apply(x)))).max().get();
        return List.of(
                new Probe("200 kernels alive: slowest, as part of its hand-written twin", threads, speeds.min().get(), "x", 0.9, false),
                new Probe("200 kernels alive: median", threads, speeds.sorted().get(KERNELS / 2), "x", 0.9, false),
                new Probe("200 kernels alive: as fast as 0.9 of the twin", threads, speeds.count(s -> s >= 0.9), "kernels", KERNELS, false),
                new Probe("bytes per call beyond the array", threads, bytes - ARRAY_HEADER - SIZE * 4.0, "bytes", 96, true),
                new Probe("classes that 1000 learning rates load", threads, classesOfRates(values), "classes", 1, true));
    }

    private static double speed(Task kernel, Task twin) {
        List<Timing> timings = SAMPLER.time(List.of(new Sampler.TimedTask(kernel, 2_000_000), new Sampler.TimedTask(twin, 2_000_000)));
        return timings.get(1).median() / timings.get(0).median();
    }

    private static double allocated(Task task) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        task.repeat(CALLS);
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) CALLS;
    }

    private static double classesOfRates(float[] values) {
        Tensor x = Tensor.of(values);
        F.mul(x, 0.1);
        long before = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
        for (int i = 0; i < RATES; i++) {
            F.mul(x, 1.0 / (i + 2));
        }
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - before;
    }

    /** Takes results so that no compiler leaves them out. */
    private static final class Sink {
        private volatile Object never = new Object();
        private Object kept = never; // written only if the impossible happens

        void take(Object result) {
            if (result == never) {
                kept = result;
                never = kept;
            }
        }
    }
}
