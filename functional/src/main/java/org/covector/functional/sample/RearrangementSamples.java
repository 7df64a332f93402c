package org.covector.functional.sample;

import java.util.List;

/** Samples of shapes. */
final class RearrangementSamples {
    private RearrangementSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
