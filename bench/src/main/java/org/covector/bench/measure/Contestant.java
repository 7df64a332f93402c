package org.covector.bench.measure;

import java.util.function.Supplier;

/**
 * Who computes a workload.
 *
 * @param givenBuffer whether results are written into a buffer made beforehand: shown, but no contestant for the ratio
 * @param prepare makes the inputs and warms nothing
 */
public record Contestant(String name, boolean givenBuffer, Supplier<Task> prepare) {
    public Contestant(String name, Supplier<Task> prepare) {
        this(name, false, prepare);
    }
}
