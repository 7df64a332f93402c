package org.covector.functional.sample;

import java.util.List;

/** Samples of normalisations and dropout. */
final class NormalizationSamples {
    private NormalizationSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
