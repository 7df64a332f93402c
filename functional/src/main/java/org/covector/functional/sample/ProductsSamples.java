package org.covector.functional.sample;

import java.util.List;

/** Samples of products of matrices. */
final class ProductsSamples {
    private ProductsSamples() {}

    static List<OpInfo> all() {
        return List.of();
    }
}
