package org.covector.gradcheck;

import java.util.random.RandomGenerator;

/** Cotangents through which results are seen: one per result element, or a few random ones. */
final class Probes {
    private final int m;
    private final double[][] cotangents;
    private final boolean dense;

    private Probes(int m, double[][] cotangents, boolean dense) {
        this.m = m;
        this.cotangents = cotangents;
        this.dense = dense;
    }

    /** One per element, each with a random factor so that none is a plain one. */
    static Probes each(int m, RandomGenerator random) {
        double[][] all = new double[m][1];
        for (double[] c : all) {
            c[0] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2);
        }
        return new Probes(m, all, false);
    }

    /** Random ones. */
    static Probes random(int count, int m, RandomGenerator random) {
        double[][] all = new double[count][];
        for (int r = 0; r < count; r++) {
            all[r] = vector(m, random);
        }
        return new Probes(m, all, true);
    }

    /** These. */
    static Probes given(double[][] cotangents) {
        return new Probes(cotangents[0].length, cotangents, true);
    }

    /** Numbers between 1/2 and 2 of random sign: none is lost in a sum, and few bits, so that sums of them are exact. */
    static double[] vector(int m, RandomGenerator random) {
        double[] v = new double[m];
        for (int i = 0; i < m; i++) {
            v[i] = (random.nextBoolean() ? 1 : -1) * random.nextInt(32, 128) / 64.0;
        }
        return v;
    }

    int count() {
        return cotangents.length;
    }

    boolean isDense() {
        return dense;
    }

    double[] cotangent(int r) {
        if (dense) {
            return cotangents[r];
        }
        double[] one = new double[m];
        one[r] = cotangents[r][0];
        return one;
    }

    /** The factor by which a row of the pullback is larger than the derivative. */
    double factor(int r) {
        return dense ? 1 : cotangents[r][0];
    }

    /** Results as these cotangents see them. */
    double[] see(double[] y) {
        if (!dense) {
            return y;
        }
        double[] seen = new double[cotangents.length];
        for (int r = 0; r < seen.length; r++) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += cotangents[r][i] * y[i];
            }
            seen[r] = sum;
        }
        return seen;
    }

    /** The size of the rounding errors' source: the sum of what {@link #see} adds. */
    double[] magnitude(double[] y) {
        double[] size = new double[count()];
        for (int r = 0; r < size.length; r++) {
            if (!dense) {
                size[r] = Math.abs(y[r]);
                continue;
            }
            for (int i = 0; i < m; i++) {
                size[r] += Math.abs(cotangents[r][i] * y[i]);
            }
        }
        return size;
    }
}
