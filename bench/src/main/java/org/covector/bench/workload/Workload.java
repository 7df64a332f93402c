package org.covector.bench.workload;

/**
 * A row of the comparison.
 *
 * @param target the speed to reach, as a multiple of the best peer's
 */
public record Workload(String name, Family family, Work work, double target) {}
