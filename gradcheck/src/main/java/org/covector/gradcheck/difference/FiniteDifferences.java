package org.covector.gradcheck.difference;

import java.util.Arrays;
import java.util.function.Predicate;
import org.covector.gradcheck.flat.Line;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Derivatives along a line by difference quotients, extrapolated to step 0, with an estimate of their error: Neville's table over
 * halved steps, of which the entry that differs least from its neighbours counts (C. Ridders, Advances in Engineering Software 4,
 * 1982), never less than what the rounding of the values makes inevitable.
 */
public final class FiniteDifferences {
    private static final int LEVELS = 5;

    private FiniteDifferences() {}

    /** Central differences with steps {@code h, h/2, ...}; the values' errors are {@code epsilon} times their magnitude. */
    public static DerivativeEstimate central(Line line, double[] origin, double[] magnitude, double h, double epsilon) {
        return central(line, origin, magnitude, h, epsilon, _ -> false);
    }

    /**
     * As above, with no smaller steps once an estimate is enough, or once the rounding of the values alone is more than its error is
     * now: what differences of values so close say then counts for nothing. Linear functions need two steps, most need three.
     */
    public static DerivativeEstimate central(Line line, double[] origin, double[] magnitude, double h, double epsilon,
            Predicate<DerivativeEstimate> enough) {
        int m = origin.length;
        double[][] d = new double[LEVELS][m];
        double[][] s = new double[LEVELS][m];
        double[] scale = magnitude.clone();
        DerivativeEstimate result = new DerivativeEstimate(h, new double[m], new double[m], new double[m], new double[m]);
        NevilleTable central = new NevilleTable(h, 2, 2);
        NevilleTable kink = new NevilleTable(h, 1, 2);
        for (int k = 0; k < LEVELS; k++) {
            double step = Math.scalb(h, -k);
            double up = line.representableStep(step);
            double down = -line.representableStep(-step);
            if (!(Math.min(up, down) > 0)) {
                Arrays.fill(result.value(), Double.NaN);
                Arrays.fill(result.jump(), Double.NaN);
                return result;
            }
            double[] right = line.at(step);
            double[] left = line.at(-step);
            for (int i = 0; i < m; i++) {
                d[k][i] = (right[i] - left[i]) / (up + down);
                s[k][i] = (right[i] - origin[i]) / up - (origin[i] - left[i]) / down;
                scale[i] = Math.max(scale[i], Math.max(Math.abs(right[i]), Math.abs(left[i])));
            }
            if (k == 0) {
                continue;
            }
            for (int i = 0; i < m; i++) {
                central.extrapolate(d, k + 1, i, epsilon * scale[i]);
                result.value()[i] = central.value;
                result.error()[i] = central.error;
                kink.extrapolate(s, k + 1, i, Thresholds.EXHAUSTED_KINK * epsilon * scale[i]);
                result.jump()[i] = kink.value;
                result.jumpError()[i] = kink.error;
            }
            if (enough.test(result) || isRoundingLimited(result, scale, epsilon * 2 / step)) {
                break;
            }
        }
        return result;
    }

    /** Whether the next, halved step cannot give anything sharper; {@code unit} is what a relative rounding of the values makes of it. */
    private static boolean isRoundingLimited(DerivativeEstimate e, double[] scale, double unit) {
        for (int i = 0; i < scale.length; i++) {
            if (!(e.error()[i] <= unit * scale[i] && e.jumpError()[i] <= Thresholds.EXHAUSTED_KINK * unit * scale[i])) {
                return false;
            }
        }
        return true;
    }

    /** Differences to one side, {@code h} signed. */
    public static DerivativeEstimate oneSided(Line line, double[] origin, double h, double epsilon) {
        int m = origin.length;
        double[][] d = new double[LEVELS][m];
        double[] scale = new double[m];
        boolean moved = true;
        for (int k = 0; k < LEVELS; k++) {
            double step = line.representableStep(Math.scalb(h, -k));
            double[] there = line.at(Math.scalb(h, -k));
            moved &= step != 0;
            for (int i = 0; i < m; i++) {
                d[k][i] = (there[i] - origin[i]) / step;
                scale[i] = Math.max(scale[i], Math.max(Math.abs(there[i]), Math.abs(origin[i])));
            }
        }
        DerivativeEstimate result = new DerivativeEstimate(Math.abs(h), new double[m], new double[m], new double[m], new double[m]);
        Arrays.fill(result.value(), Double.NaN);
        NevilleTable table = new NevilleTable(Math.abs(h), 1, 1);
        for (int i = 0; i < m && moved; i++) {
            table.extrapolate(d, LEVELS, i, 2 * epsilon * scale[i]);
            result.value()[i] = table.value;
            result.error()[i] = table.error;
        }
        return result;
    }

    /** Neville's table for one result at a time. */
    private static final class NevilleTable {
        private final double[] row = new double[LEVELS];
        private final double h; // the largest step
        private final int first; // error terms of order first, first + by, ... are removed one after the other
        private final int by;
        private double value;
        private double error;

        NevilleTable(double h, int first, int by) {
            this.h = h;
            this.first = first;
            this.by = by;
        }

        /** Result i to step 0; {@code noise} is the error of one value. */
        void extrapolate(double[][] rows, int levels, int i, double noise) {
            error = Double.POSITIVE_INFINITY;
            value = Double.NaN;
            for (int k = 0; k < levels; k++) {
                double floor = noise / Math.scalb(h, -k);
                double before = row[0]; // of the row above, in the column to the left
                row[0] = rows[k][i];
                for (int j = 1; j <= k; j++) {
                    double factor = Math.scalb(1.0, first + (j - 1) * by) - 1;
                    double now = row[j - 1] + (row[j - 1] - before) / factor;
                    double spread = Math.max(Math.abs(now - row[j - 1]), Math.abs(now - before)) + floor;
                    if (spread < error) {
                        error = spread;
                        value = now;
                    }
                    before = row[j];
                    row[j] = now;
                }
            }
        }
    }
}
