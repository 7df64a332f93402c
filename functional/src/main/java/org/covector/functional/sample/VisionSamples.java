package org.covector.functional.sample;

import java.util.List;

/** Samples of images. */
final class VisionSamples {
    private VisionSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
