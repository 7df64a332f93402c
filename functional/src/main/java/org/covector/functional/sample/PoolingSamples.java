package org.covector.functional.sample;

import java.util.List;

/** Samples of pooling. */
final class PoolingSamples {
    private PoolingSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
