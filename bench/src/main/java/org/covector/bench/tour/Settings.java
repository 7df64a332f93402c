package org.covector.bench.tour;

import io.vavr.control.Option;
import java.nio.file.Path;

/**
 * What the tour was asked for, by system properties.
 *
 * @param quick the short form
 * @param data a table of the user's own
 * @param label its column to be learned
 * @param output where the page goes
 */
record Settings(boolean quick, Option<Path> data, String label, Path output) {
    static Settings ofProperties() {
        String quick = property("tour.quick", "false");
        return new Settings(quick.isEmpty() || Boolean.parseBoolean(quick),
                Option.of(property("tour.data", "")).filter(f -> !f.isEmpty()).map(Path::of),
                property("tour.label", ""), Path.of(property("tour.output", "target/tour")));
    }

    private static String property(String name, String otherwise) {
        return System.getProperty(name, otherwise).strip();
    }
}
