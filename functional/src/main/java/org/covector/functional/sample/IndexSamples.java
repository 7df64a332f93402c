package org.covector.functional.sample;

import java.util.List;

/** Samples of indices and sorting. */
final class IndexSamples {
    private IndexSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
