package org.covector.functional.sample;

import java.util.List;

/** Samples of convolutions of any rank. */
final class ConvSamples {
    private ConvSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
