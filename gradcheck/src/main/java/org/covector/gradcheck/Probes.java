package org.covector.gradcheck;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Cotangents through which results are seen: one per result element, or a few random ones. */
final class Probes {
    private static final int BLOCK = 128;

    private final int m;
    private final double[][] cotangents;
    private final boolean dense;

    private final boolean blind;

    private Probes(int m, double[][] cotangents, boolean dense, boolean blind) {
        this.m = m;
        this.cotangents = cotangents;
        this.dense = dense;
        this.blind = blind;
    }

    /** One per element, each with a random factor so that none is a plain one. */
    static Probes each(int m, RandomGenerator random) {
        double[][] all = new double[m][1];
        for (double[] c : all) {
            c[0] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.5, 2);
        }
        return new Probes(m, all, false, false);
    }

    /** Random ones; results that are not finite are not seen, for they would hide all others. */
    static Probes random(int count, double[] y, RandomGenerator random) {
        double[][] all = new double[count][];
        boolean blind = false;
        for (int r = 0; r < count; r++) {
            all[r] = vector(y.length, random);
            for (int i = 0; i < y.length; i++) {
                if (!Double.isFinite(y[i])) {
                    all[r][i] = 0;
                    blind = true;
                }
            }
        }
        return new Probes(y.length, all, true, blind);
    }

    /** These. */
    static Probes given(double[][] cotangents) {
        return new Probes(cotangents[0].length, cotangents, true, false);
    }

    /** The one with which probe r sees what it sees, without the factor. */
    Probes alone(int r) {
        double[] one = new double[m];
        if (!dense) {
            one[r] = 1;
        }
        return given(new double[][] {dense ? cotangents[r] : one});
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

    /** Whether some results are not seen. */
    boolean isBlind() {
        return blind;
    }

    /** What is seen where the function has no value. */
    double[] nowhere() {
        double[] none = new double[count()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    /** Random cotangents of the results that are not seen. */
    double[] unseen(double[] y, RandomGenerator random) {
        double[] v = vector(y.length, random);
        for (int i = 0; i < v.length; i++) {
            v[i] = Double.isFinite(y[i]) ? 0 : v[i];
        }
        return v;
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
        double[] visible = y;
        if (blind) {
            visible = y.clone();
            for (int i = 0; i < m; i++) {
                visible[i] = cotangents[0][i] == 0 ? 0 : y[i];
            }
        }
        double[] seen = new double[cotangents.length];
        for (int r = 0; r < seen.length; r++) {
            seen[r] = dot(cotangents[r], visible);
        }
        return seen;
    }

    /** In blocks, whose sums are added with their rounding errors: the errors do not grow with the number of elements. */
    static double dot(double[] v, double[] y) {
        double sum = 0;
        double lost = 0;
        for (int from = 0; from < y.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, y.length);
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int i = from;
            for (; i + 3 < to; i += 4) {
                a = Math.fma(v[i], y[i], a);
                b = Math.fma(v[i + 1], y[i + 1], b);
                c = Math.fma(v[i + 2], y[i + 2], c);
                d = Math.fma(v[i + 3], y[i + 3], d);
            }
            for (; i < to; i++) {
                a = Math.fma(v[i], y[i], a);
            }
            double part = a + b + (c + d);
            double next = sum + part;
            double back = next - sum;
            lost += sum - (next - back) + (part - back);
            sum = next;
        }
        return sum + lost;
    }

    /**
     * The size of the rounding errors' source: the root of the sum of the squares of what {@link #see} adds, because cotangents of
     * random sign make a random walk of errors, however these depend on each other.
     */
    double[] magnitude(double[] y) {
        double[] size = new double[count()];
        for (int r = 0; r < size.length; r++) {
            if (!dense) {
                size[r] = Math.abs(y[r]);
                continue;
            }
            double squares = 0;
            for (int i = 0; i < m; i++) {
                double part = cotangents[r][i] == 0 ? 0 : cotangents[r][i] * y[i];
                squares += part * part;
            }
            size[r] = squares > 0 && squares < Double.POSITIVE_INFINITY ? 4 * Math.sqrt(squares) : absolute(r, y);
        }
        return size;
    }

    private double absolute(int r, double[] y) {
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += cotangents[r][i] == 0 ? 0 : Math.abs(cotangents[r][i] * y[i]);
        }
        return sum;
    }
}
