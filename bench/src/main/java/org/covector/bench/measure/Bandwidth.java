package org.covector.bench.measure;

import java.util.Comparator;
import java.util.List;

/**
 * Gigabytes per second by the number of bytes touched: no table of caches needed.
 *
 * @param points by rising footprint
 */
public record Bandwidth(List<Point> points) {
    /** Memory traffic of a loop over so many bytes. */
    public record Point(long footprint, double gigabytesPerSecond) {}

    /** The bandwidth of work on so many bytes: that measured at the nearest footprint (on a logarithmic scale). */
    public double at(double footprint) {
        return points.stream()
                .min(Comparator.comparingDouble(p -> Math.abs(Math.log(p.footprint() / Math.max(1, footprint)))))
                .orElseThrow()
                .gigabytesPerSecond();
    }
}
