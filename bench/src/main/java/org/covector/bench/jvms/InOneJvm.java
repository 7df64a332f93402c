package org.covector.bench.jvms;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.covector.bench.measure.Settling;
import org.covector.bench.measure.Task;
import org.covector.bench.ours.Scoped;
import org.covector.engine.runtime.EngineRuntime;

/**
 * The program of one JVM: {@code InOneJvm SUBJECT SECONDS} warms a subject, measures it and prints a {@link Finding}. Seconds and times
 * are of the processor, so that other programs on the machine change little.
 */
final class InOneJvm {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int LOOP_STEPS = 1 << 16;
    private static final double MEASURED_SHARE = 0.25;
    private static final long QUIET_NANOS = 300_000_000;
    private static final int LEAST_FINDINGS = 8;
    private static final int MORE_CALLS = 4;

    private InOneJvm() {}

    public static void main(String[] args) {
        EngineRuntime.threads(1);
        long nanos = (long) (Double.parseDouble(args[1]) * 1e9);
        Task plain = Subject.valueOf(args[0]).prepare();
        Task scoped = new Scoped(plain);
        new Settling(THREADS::getCurrentThreadCpuTime, COMPILER::getTotalCompilationTime, QUIET_NANOS,
                (long) (nanos * (1 - MEASURED_SHARE))).run(() -> {
                    scoped.run();
                    loop();
                });
        plain.repeat(LEAST_FINDINGS);
        System.out.println(measure(plain, scoped, (long) (nanos * MEASURED_SHARE)));
    }

    /** Calls in turn with the loop, until the time is over: medians. */
    private static Finding measure(Task plain, Task scoped, long nanos) {
        List<Finding> found = new ArrayList<>();
        long start = THREADS.getCurrentThreadCpuTime();
        while (found.size() < LEAST_FINDINGS || THREADS.getCurrentThreadCpuTime() - start < nanos) {
            // what the last call returns is nobody's scope's: the difference of two runs is without it
            long more = (allocated(scoped, 1 + MORE_CALLS) - allocated(scoped, 1)) / MORE_CALLS;
            found.add(new Finding(allocated(plain, 1), more, time(scoped) / time(InOneJvm::loop)));
        }
        return new Finding(found.stream().mapToLong(Finding::plain).sorted().toArray()[found.size() / 2],
                found.stream().mapToLong(Finding::scoped).sorted().toArray()[found.size() / 2],
                found.stream().mapToDouble(Finding::time).sorted().toArray()[found.size() / 2]);
    }

    private static double time(Task task) {
        long start = THREADS.getCurrentThreadCpuTime();
        task.run();
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static long allocated(Task task, int calls) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        task.repeat(calls);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Steps that each wait for the one before: every compilation of it takes the same time. */
    private static void loop() {
        long x = 1;
        for (int i = 0; i < LOOP_STEPS; i++) {
            x = x * 6364136223846793005L + i;
        }
        if (x == 0) {
            throw new IllegalStateException("the loop of odd multiples met 0"); // uses the result
        }
    }
}
