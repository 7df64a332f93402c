package org.covector.functional.sample;

import java.util.List;

/** Samples of attention and recurrent networks. */
final class SequenceSamples {
    private SequenceSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
