package org.covector.bench.report;

/**
 * A number with a bound.
 *
 * @param atMost whether {@code target} bounds it from above; else from below
 */
public record Probe(String name, int threads, double value, String unit, double target, boolean atMost) {
    public boolean reached() {
        return atMost ? value <= target : value >= target;
    }
}
