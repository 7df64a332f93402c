package org.covector.bench.measure;

import java.util.Arrays;

/**
 * Nanoseconds per call over the samples of one contestant.
 *
 * @param low the first quartile
 * @param high the third quartile
 */
public record Timing(double median, double best, double low, double high, int samples) {
    /** Of unsorted samples, at least one. */
    public static Timing of(double... nanosPerCall) {
        if (nanosPerCall.length == 0) {
            throw new IllegalArgumentException("Timing.of: no samples");
        }
        double[] sorted = nanosPerCall.clone();
        Arrays.sort(sorted);
        return new Timing(quantile(sorted, 0.5), sorted[0], quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
    }

    /** Linear between neighbours, as NumPy's default. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
