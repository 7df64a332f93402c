package org.covector.functional.sample;

import java.util.List;

/** Samples of signals. */
final class SignalSamples {
    private SignalSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
