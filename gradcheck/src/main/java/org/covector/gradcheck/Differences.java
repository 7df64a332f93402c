package org.covector.gradcheck;

import java.util.Arrays;

/**
 * Derivatives along a line by difference quotients, extrapolated to step 0, with an estimate of their error: Neville's table over
 * halved steps, of which the entry that differs least from its neighbours counts (C. Ridders, Advances in Engineering Software 4,
 * 1982), never less than what the rounding of the values makes inevitable.
 */
final class Differences {
    private static final int LEVELS = 5;

    private Differences() {}

    /** Values of several results along a line. */
    interface Line {
        double[] at(double t);

        /** The distance that is really gone when {@code t} is added, in the precision of the inputs. */
        double reached(double t);
    }

    /** Central differences with steps {@code h, h/2, ...}; the values' errors are {@code epsilon} times their magnitude. */
    static Estimate central(Line line, double[] origin, double[] magnitude, double h, double epsilon) {
        int m = origin.length;
        double[][] d = new double[LEVELS][m];
        double[][] s = new double[LEVELS][m];
        double[] scale = magnitude.clone();
        double smallest = h;
        for (int k = 0; k < LEVELS; k++) {
            double step = Math.scalb(h, -k);
            double up = line.reached(step);
            double down = -line.reached(-step);
            double[] right = line.at(step);
            double[] left = line.at(-step);
            smallest = Math.min(up, down);
            for (int i = 0; i < m; i++) {
                d[k][i] = (right[i] - left[i]) / (up + down);
                s[k][i] = (right[i] - origin[i]) / up - (origin[i] - left[i]) / down;
                scale[i] = Math.max(scale[i], Math.max(Math.abs(right[i]), Math.abs(left[i])));
            }
        }
        Estimate result = new Estimate(h, new double[m], new double[m], new double[m], new double[m]);
        if (!(smallest > 0)) {
            Arrays.fill(result.value(), Double.NaN);
            Arrays.fill(result.jump(), Double.NaN);
            return result;
        }
        for (int i = 0; i < m; i++) {
            extrapolate(d, i, 2, 2, h, epsilon * scale[i], result.value(), result.error());
            extrapolate(s, i, 1, 2, h, 4 * epsilon * scale[i], result.jump(), result.jumpError());
        }
        return result;
    }

    /** Differences to one side, {@code h} signed. */
    static Estimate oneSided(Line line, double[] origin, double h, double epsilon) {
        int m = origin.length;
        double[][] d = new double[LEVELS][m];
        double[] scale = new double[m];
        boolean moved = true;
        for (int k = 0; k < LEVELS; k++) {
            double step = line.reached(Math.scalb(h, -k));
            double[] there = line.at(Math.scalb(h, -k));
            moved &= step != 0;
            for (int i = 0; i < m; i++) {
                d[k][i] = (there[i] - origin[i]) / step;
                scale[i] = Math.max(scale[i], Math.max(Math.abs(there[i]), Math.abs(origin[i])));
            }
        }
        Estimate result = new Estimate(Math.abs(h), new double[m], new double[m], new double[m], new double[m]);
        Arrays.fill(result.value(), Double.NaN);
        for (int i = 0; i < m && moved; i++) {
            extrapolate(d, i, 1, 1, Math.abs(h), 2 * epsilon * scale[i], result.value(), result.error());
        }
        return result;
    }

    /** Error terms of order {@code first, first + by, ...} removed one after the other; {@code noise} is the error of one value. */
    private static void extrapolate(double[][] rows, int i, int first, int by, double h, double noise, double[] value, double[] error) {
        double[] before = new double[LEVELS];
        double best = Double.POSITIVE_INFINITY;
        double found = Double.NaN;
        for (int k = 0; k < LEVELS; k++) {
            double[] now = new double[LEVELS];
            now[0] = rows[k][i];
            double floor = noise / Math.scalb(h, -k);
            for (int j = 1; j <= k; j++) {
                double factor = Math.scalb(1.0, first + (j - 1) * by) - 1;
                now[j] = now[j - 1] + (now[j - 1] - before[j - 1]) / factor;
                double spread = Math.max(Math.abs(now[j] - now[j - 1]), Math.abs(now[j] - before[j - 1])) + floor;
                if (spread < best) {
                    best = spread;
                    found = now[j];
                }
            }
            before = now;
        }
        value[i] = found;
        error[i] = best;
    }
}
