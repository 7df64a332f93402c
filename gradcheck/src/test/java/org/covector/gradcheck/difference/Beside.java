package org.covector.gradcheck.difference;

import java.util.function.DoubleUnaryOperator;

/** Values beside an element x: the second result is f of the distance, the first is unknown. */
record Beside(double x, DoubleUnaryOperator f) implements Differences.Line {
    @Override
    public double[] at(double t) {
        return new double[] {Double.NaN, f.applyAsDouble(t)};
    }

    @Override
    public double reached(double t) {
        return x + t - x;
    }
}
