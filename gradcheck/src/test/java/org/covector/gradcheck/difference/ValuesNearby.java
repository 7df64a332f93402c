package org.covector.gradcheck.difference;

import java.util.function.DoubleUnaryOperator;
import org.covector.gradcheck.flat.Line;

/** Values beside an element x: the second result is f of the distance, the first is unknown. */
record ValuesNearby(double x, DoubleUnaryOperator f) implements Line {
    @Override
    public double[] at(double t) {
        return new double[] {Double.NaN, f.applyAsDouble(t)};
    }

    @Override
    public double representableStep(double t) {
        return x + t - x;
    }
}
