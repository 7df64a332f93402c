package org.covector.bench.measure;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Runs a task until the just-in-time compiler has nothing more to do with it: on one processor the compiler's threads would take
 * their time from whatever is measured.
 *
 * @param clock nanoseconds
 * @param compilation milliseconds spent compiling so far
 * @param quietNanos without compilation
 * @param maxNanos enough in any case
 */
public record Settling(LongSupplier clock, LongSupplier compilation, long quietNanos, long maxNanos) {
    /** Of compilation in a quiet time: code that is recompiled now and then. */
    private static final long TOLERATED_MILLIS = 5;

    public static Settling ofThisJvm(long quietNanos, long maxNanos) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return new Settling(System::nanoTime, compiler::getTotalCompilationTime, quietNanos, maxNanos);
    }

    public void run(Task task) {
        long start = clock.getAsLong();
        long quietSince = start;
        long compiled = compilation.getAsLong();
        for (long now = start; now - quietSince < quietNanos && now - start < maxNanos; now = clock.getAsLong()) {
            task.repeat(1);
            long current = compilation.getAsLong();
            if (current - compiled > TOLERATED_MILLIS) {
                compiled = current;
                quietSince = clock.getAsLong();
            }
        }
    }
}
