package org.covector.bench.report;

import org.covector.bench.measure.Timing;
import org.covector.bench.workload.Family;

/**
 * One contestant's time on one workload in one process.
 *
 * @param setup the process's BLAS
 * @param timing nanoseconds per call
 * @param bytesPerCall what a call allocates on the Java heap
 * @param difference root mean square of the difference to Covector's result, relative; NaN where it was not compared
 */
public record Measurement(
        String workload,
        Family family,
        int threads,
        String setup,
        String contestant,
        boolean givenBuffer,
        Timing timing,
        double bytesPerCall,
        double difference) {
    public static final String COVECTOR = "Covector";

    /** The same with every call in a scope of memory, as a peer's allocator hands out memory used before. */
    public static final String SCOPED = "Covector in a scope";

    public boolean ours() {
        return contestant.equals(COVECTOR);
    }

    public boolean scoped() {
        return contestant.equals(SCOPED);
    }
}
