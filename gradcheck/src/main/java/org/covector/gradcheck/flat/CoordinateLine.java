package org.covector.gradcheck.flat;

import org.covector.gradcheck.Options;

/**
 * The line through the point along one element: the direction is a basis vector.
 *
 * @param function at the point
 * @param interval where the element may lie
 * @param projection of the results
 * @param j number of the element
 */
public record CoordinateLine(FlatFunction function, Options.Interval interval, OutputProjection projection, int j) implements Line {
    @Override
    public double[] at(double t) {
        double x = function.rounded(j, function.point()[j] + t);
        if (interval.contains(x)) {
            try {
                return projection.project(function.evaluate(j, x));
            } catch (ArithmeticException | IllegalArgumentException outside) {
                return projection.undefined();
            }
        }
        return projection.undefined();
    }

    @Override
    public double representableStep(double t) {
        double x = function.point()[j];
        return function.rounded(j, x + t) - x;
    }
}
