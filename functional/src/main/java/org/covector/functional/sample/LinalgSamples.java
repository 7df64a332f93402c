package org.covector.functional.sample;

import java.util.List;

/** Samples of linear algebra. */
final class LinalgSamples {
    private LinalgSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
