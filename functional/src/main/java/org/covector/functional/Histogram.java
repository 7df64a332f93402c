package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of a histogram.
 *
 * @param min the first edge, if min is below max
 * @param max the last edge; with min equal to max the smallest and the largest element take their place
 * @param weight what each element counts, of its shape and dtype; none means 1
 * @param density whether counts are divided by their sum and the widths of the intervals, so that the integral is 1
 */
public record Histogram(double min, double max, Option<Tensor> weight, boolean density) {
    /** Counts between the smallest and the largest element. */
    public static final Histogram DEFAULT = new Histogram(0, 0, Option.none(), false);

    /** Between two numbers. */
    public Histogram withRange(double low, double high) {
        return new Histogram(low, high, weight, density);
    }

    /** With a weight for each element. */
    public Histogram withWeight(Tensor w) {
        return new Histogram(min, max, Option.of(w), density);
    }

    /** As a density. */
    public Histogram withDensity() {
        return new Histogram(min, max, weight, true);
    }
}
