package org.covector.gradcheck.difference;

import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * How far a function's values jump about between points that hardly differ, from their table of differences: high differences of a
 * smooth function vanish, those of rounding errors grow in a known way (J. Moré and S. Wild, SIAM Journal on Scientific Computing
 * 33, 2011).
 */
public final class Noise {
    private static final int POINTS = 7;
    private static final int ATTEMPTS = 8;
    private static final int COARSE = 2;

    private Noise() {}

    /**
     * The standard deviation of each wanted value's error; {@code step} is the smallest distance to look at. Values that do not
     * change at all are compared further apart, for they may be coarse; those that change without any error are exact. Those that
     * change at a great distance only, and then by
     * no more than {@code grain}, are coarse: constant functions change nowhere, and steps of functions like floor are no rounding.
     */
    public static double[] of(Line line, double[] origin, double step, double grain, boolean[] wanted) {
        double[] noise = new double[origin.length];
        boolean[] open = wanted.clone();
        double spacing = step;
        for (int attempt = 0; attempt < ATTEMPTS + COARSE; attempt++) {
            double[][] values = new double[POINTS][];
            values[0] = origin;
            for (int p = 1; p < POINTS; p++) {
                values[p] = line.at((p % 2 == 0 ? p / 2 : -(p + 1) / 2) * spacing);
            }
            boolean found = true;
            for (int i = 0; i < noise.length; i++) {
                if (open[i]) {
                    double seen = deviation(values, i);
                    noise[i] = attempt < ATTEMPTS || seen <= grain ? seen : 0;
                    open[i] = noise[i] == 0 && isConstant(values, i);
                    found &= !open[i];
                }
            }
            if (found) {
                break;
            }
            spacing *= Thresholds.NOISE_SPACING_GROWTH;
        }
        return noise;
    }

    private static boolean isConstant(double[][] values, int i) {
        for (double[] v : values) {
            if (v[i] != values[0][i]) {
                return false;
            }
        }
        return true;
    }

    private static double deviation(double[][] values, int i) {
        double[] t = new double[POINTS];
        for (int p = 0; p < POINTS; p++) { // in the order of their places: ... -2, -1, 0, 1, 2 ...
            t[p % 2 == 0 ? POINTS / 2 + p / 2 : POINTS / 2 - (p + 1) / 2] = values[p][i];
        }
        double gamma = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k < POINTS - 1; k++) {
            double squares = 0;
            for (int p = 0; p < POINTS - k; p++) {
                t[p] = t[p + 1] - t[p];
                squares += t[p] * t[p];
            }
            gamma *= k / (2.0 * (2 * k - 1));
            if (k >= 3) {
                least = Math.min(least, Math.sqrt(gamma * squares / (POINTS - k)));
            }
        }
        return Double.isFinite(least) ? least : 0;
    }
}
