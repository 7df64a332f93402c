package org.covector.gradcheck.variation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.OutputProjection;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * What becomes of a value, or of a derivative, when the inputs move by their last bits: what lies within that is rounding, inside of one
 * operation too, where no roundings can be watched.
 *
 * @param there the function at a point
 * @param result whose value or derivative it is
 * @param j the element
 * @param random for the moves
 */
record LastBits(FlatFunction there, int result, int j, RandomGenerator random) {
    private static final int TRIALS = 16;
    private static final int BITS = 5;

    /** How much the gradient jumps about when the inputs move by their last bits, a few or many. */
    double gradientSpread() {
        return spread(BITS, false, this::gradient);
    }

    private double gradient(double[] x) {
        return there.pullback(x).apply(OutputProjection.basisVector(there.value().length, result).cotangent(0))[j];
    }

    /**
     * Whether a value that does not change with the element at all does so as soon as the change is more than the last bits of the inputs
     * make it: sums of large numbers, and a selection of one of them, lose the small steps of an element.
     */
    boolean swallowSteps(Element e) {
        double slope = Math.abs(e.analytic());
        if (Math.abs(e.numeric()) > Thresholds.ZERO_SLOPE * slope || slope == 0 || slope == Double.POSITIVE_INFINITY) {
            return false;
        }
        double rounding = spread(0, false, x -> there.evaluate(x)[result]);
        double farthest = Thresholds.ROUNDING_REACH * Arrays.stream(there.point()).map(Math::abs).max().orElse(0);
        for (double h = Thresholds.BEYOND_ROUNDING * rounding / slope; h > 0 && h <= farthest; h *= Thresholds.BEYOND_ROUNDING) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] x = there.point().clone();
                x[j] = there.rounded(j, x[j] + sign * h);
                if (Math.abs(there.evaluate(x)[result] - there.value()[result]) > rounding / Thresholds.BEYOND_ROUNDING) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the gradient is off by no more than it changes by where what is equal stays so: at a tie large terms may cancel, and leave
     * what rounding makes of them.
     */
    boolean leave(Element e) {
        return Math.abs(e.analytic() - e.numeric()) <= Thresholds.NEARBY_SCATTER * spread(0, true, this::gradient);
    }

    /** How far apart a number gets when the inputs move by their last bits, or by more: by so many bits more each time. */
    private double spread(int more, boolean keepsTies, ToDoubleFunction<double[]> number) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] x = there.point().clone();
            double bits = Math.scalb(there.epsilon(), 2 + trial % 4 * more);
            Map<Double, Double> factors = new HashMap<>();
            for (int i = 0; i < x.length; i++) {
                double part = random.nextDouble(-1, 1);
                double own = 1 + (keepsTies ? Math.copySign((1 + Math.abs(part)) / 2, part) : part) * bits; // none stays where it is
                x[i] = there.rounded(i, x[i] * (keepsTies ? factors.computeIfAbsent(Math.abs(x[i]), _ -> own) : own));
            }
            double y = number.applyAsDouble(x);
            low = Math.min(low, y);
            high = Math.max(high, y);
        }
        return high - low;
    }
}
