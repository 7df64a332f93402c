package org.covector.bench.jvms;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.covector.bench.measure.Settling;
import org.covector.bench.measure.Task;
import org.covector.bench.ours.Scoped;
import org.covector.engine.runtime.EngineRuntime;

/**
 * The program of one JVM: {@code InOneJvm FAMILY SECONDS} warms a family, measures it and prints a {@link Finding}. Seconds and times
 * are of the processor, so that other programs on the machine change little.
 */
final class InOneJvm {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int LOOP_STEPS = 1 << 15;
    private static final double FACTOR = 0.75;
    private static final double TERM = 0.25;
    private static final double MEASURED_SHARE = 0.25;
    private static final long QUIET_NANOS = 300_000_000;
    private static final int LEAST = 8;
    private static final int MOST_WARMINGS = 8;
    /** While the thread in the background starts. */
    private static final int IDLE_CALLS = 5;
    private static final int MORE_CALLS = 4;

    private InOneJvm() {}

    public static void main(String[] args) {
        EngineRuntime.threads(1);
        long nanos = (long) (Double.parseDouble(args[1]) * 1e9);
        KernelFamily family = KernelFamily.valueOf(args[0]);
        Task plain = family.prepare();
        Task scoped = new Scoped(plain);
        Settling settling = new Settling(THREADS::getCurrentThreadCpuTime, COMPILER::getTotalCompilationTime, QUIET_NANOS,
                (long) (nanos * (1 - MEASURED_SHARE)));
        long bytes = Long.MAX_VALUE;
        Task both = () -> {
            scoped.run();
            loop();
        };
        boolean isAsking = true; // for vector loops, which an operation does once it has been called often enough
        for (int i = 0; i < MOST_WARMINGS && (isAsking || bytes > family.bound()); i++) { // a compiler may be late
            isAsking = awaitKernels(both, nanos) > IDLE_CALLS;
            settling.run(both);
            bytes = scopedBytes(scoped);
        }
        plain.repeat(LEAST);
        System.out.println(new Finding(allocated(plain, 1), bytes, relativeTime(scoped, (long) (nanos * MEASURED_SHARE))));
    }

    /** Runs a task until the vector loops that it has asked for have taken over from scalar ones, at most so long; says how often. */
    private static int awaitKernels(Task task, long maxNanos) {
        task.run();
        AtomicBoolean isReached = new AtomicBoolean();
        EngineRuntime.background(() -> isReached.set(true)); // behind all that is being prepared
        long start = THREADS.getCurrentThreadCpuTime();
        int calls = 1;
        while (!isReached.get() && THREADS.getCurrentThreadCpuTime() - start < maxNanos) {
            task.run();
            calls++;
        }
        return calls;
    }

    /** Of a call. What the last one returns belongs to no scope any more: longer runs less shorter ones are without it. */
    private static long scopedBytes(Task scoped) {
        return (allocated(scoped, 1 + MORE_CALLS) - allocated(scoped, 1)) / MORE_CALLS;
    }

    /**
     * Calls in turn with the loop, until the time is over: the lower decile of either. Other programs make
     * some calls slower; vectors that are boxed make all of them slower.
     */
    private static double relativeTime(Task task, long nanos) {
        List<Double> calls = new ArrayList<>();
        List<Double> loops = new ArrayList<>();
        long start = THREADS.getCurrentThreadCpuTime();
        while (calls.size() < LEAST || THREADS.getCurrentThreadCpuTime() - start < nanos) {
            calls.add(time(task));
            loops.add(time(InOneJvm::loop));
        }
        return lowerDecile(calls) / lowerDecile(loops);
    }

    private static double lowerDecile(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 10);
    }

    private static double time(Task task) {
        long start = THREADS.getCurrentThreadCpuTime();
        task.run();
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    /** By so many calls in a row, the median of several runs. */
    private static long allocated(Task task, int calls) {
        long[] bytes = new long[LEAST];
        for (int i = 0; i < LEAST; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            task.repeat(calls);
            bytes[i] = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        Arrays.sort(bytes);
        return bytes[LEAST / 2];
    }

    /**
     * Eight chains of multiplications and additions of single numbers: every compilation of it takes the same time, it fills the units that
     * kernels fill, and what takes these away (the other thread of the core) slows both.
     */
    private static void loop() {
        double a = 1;
        double b = 2;
        double c = 3;
        double d = 4;
        double e = 5;
        double f = 6;
        double g = 7;
        double h = 8;
        for (int i = 0; i < LOOP_STEPS; i++) {
            a = a * FACTOR + TERM;
            b = b * FACTOR + TERM;
            c = c * FACTOR + TERM;
            d = d * FACTOR + TERM;
            e = e * FACTOR + TERM;
            f = f * FACTOR + TERM;
            g = g * FACTOR + TERM;
            h = h * FACTOR + TERM;
        }
        if (a + b + c + d + e + f + g + h < 0) {
            throw new IllegalStateException("positive numbers added up to a negative one"); // uses the results
        }
    }
}
