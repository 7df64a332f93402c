package org.covector.bench.measure;

import io.vavr.control.Option;
import org.covector.bench.workload.Work;

/**
 * What the cores in use can do at most, measured in Java.
 *
 * @param floats single-precision arithmetic in gigaflops
 * @param doubles double-precision arithmetic in gigaflops
 * @param read reading and adding up
 * @param copy reading and writing, both counted
 */
public record Limits(double floats, double doubles, Bandwidth read, Bandwidth copy) {
    /** Nanoseconds that a call takes at least; none where only dispatch counts. */
    public Option<Double> nanos(Work work) {
        if (work.flops() > 0) {
            return Option.of(work.flops() / (work.isDouble() ? doubles : floats));
        }
        return Option.when(work.bytes() > 0, () -> work.bytes() / (work.writes() ? copy : read).at(work.bytes()));
    }
}
