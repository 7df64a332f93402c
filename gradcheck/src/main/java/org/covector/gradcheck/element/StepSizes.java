package org.covector.gradcheck.element;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * The step sizes of difference quotients.
 *
 * @param function at a point
 * @param tensorScale by input: the mean size of its elements, 1 if all are zero
 */
record StepSizes(FlatFunction function, double[] tensorScale) {
    /**
     * Powers of two of the first steps relative to the scale: the best for smooth functions first, the longest, for what is lost
     * beside large numbers, last.
     */
    private static final int[] STEPS = {-6, -10, -3, -13, -18, -24, -1, 0};
    private static final int SHORTEST = -24;

    /** Relative to the tensor, and to 1. */
    private static final int[] OTHER_SCALES = {-5, -9, -13};

    /** Steps that stay between two breakpoints close by. */
    private static final int[] BETWEEN_BREAKPOINTS = {-14, -16, -23, -25, -27};

    /** Not a power of two, which may be a function's period, and of few bits, so that sums with it are exact. */
    private static final double MANTISSA = 181.0 / 256;

    static StepSizes of(FlatFunction function) {
        return new StepSizes(function, IntStream.range(0, function.inputs().size()).mapToDouble(i -> mean(function, i)).toArray());
    }

    private static double mean(FlatFunction function, int input) {
        double sum = 0;
        for (int i = 0; i < function.size(input); i++) {
            sum += Math.abs(function.point()[function.offset(input) + i]);
        }
        double mean = sum / function.size(input);
        return mean > 0 && mean < Double.POSITIVE_INFINITY ? mean : 1;
    }

    /** The size of element j, or of its tensor if it is 0. */
    double elementScale(int j) {
        double x = Math.abs(function.point()[j]);
        return x > 0 ? x : tensorScale[function.inputOf(j)];
    }

    /** The size that distances close by are fractions of: that of element j, but for one that is 0 among huge ones no larger than 1. */
    double nearScale(int j) {
        return function.point()[j] != 0 ? elementScale(j) : Math.min(elementScale(j), 1);
    }

    /** The first steps to try: fractions of the element's own size, of its tensor's, and of 1. */
    Set<Double> of(int j, CheckMode mode) {
        Set<Double> all = new LinkedHashSet<>();
        double own = elementScale(j);
        for (int s : STEPS) {
            all.add(scaled(own, s));
        }
        double tensor = tensorScale[function.inputOf(j)];
        if (own < Thresholds.SMALL_IN_TENSOR * tensor) {
            for (int s : OTHER_SCALES) {
                all.add(scaled(tensor, s));
            }
        }
        for (int s : OTHER_SCALES) {
            all.add(scaled(1, s));
        }
        for (int s : mode.nearBreakpoints() ? BETWEEN_BREAKPOINTS : new int[0]) {
            all.add(scaled(own, s));
        }
        return all;
    }

    /** The usual step close to element j. */
    double usual(int j) {
        return scaled(nearScale(j), STEPS[0]);
    }

    /** The usual step of element j's own size. */
    double usualOfElement(int j) {
        return scaled(elementScale(j), STEPS[0]);
    }

    /** The shortest of the usual steps close to element j. */
    double shortest(int j) {
        return scaled(nearScale(j), SHORTEST);
    }

    /** A step of a power of two of a scale. */
    static double scaled(double scale, int exponent) {
        return power(Math.getExponent(scale) + exponent);
    }

    /** A step by its exponent. */
    static double power(int exponent) {
        return Math.scalb(MANTISSA, exponent);
    }
}
