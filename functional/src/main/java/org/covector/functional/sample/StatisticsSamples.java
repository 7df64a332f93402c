package org.covector.functional.sample;

import java.util.List;

/** Samples of reductions, scans and statistics. */
final class StatisticsSamples {
    private StatisticsSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
