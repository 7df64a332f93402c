package org.covector.gradcheck.flat;

import io.vavr.Function1;
import io.vavr.Lazy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What the pullback gives for each probe, and how much of it is rounding. */
public final class Rows {
    private static final int NEIGHBOURS = 3;

    private final double[][] rows;
    private final double[][] scale; // by probe and input: the largest magnitude
    private final Lazy<double[][]> moved; // by probe: what the values change by with their inputs' last bits
    private final IntFunction<double[]> scatter; // of a probe: the rounding errors of its values
    private final Map<Integer, double[]> noise = new HashMap<>();

    public Rows(Subject subject, Probes probes, RandomGenerator random) {
        this(subject, probes, () -> moved(subject, probes, random), scatter(subject, probes, random.nextLong()));
    }

    /** Of a pullback whose values are taken at their word: at a tie or a round number they may differ from those beside it. */
    public static Rows exact(Subject subject, Probes probes) {
        return new Rows(subject, probes, () -> new double[probes.count()][subject.point().length], _ -> new double[subject.point().length]);
    }

    private Rows(Subject subject, Probes probes, Supplier<double[][]> moved, IntFunction<double[]> scatter) {
        this.rows = rows(subject, subject.point(), probes);
        int inputs = subject.inputs().size();
        this.scale = new double[rows.length][inputs];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < subject.size(i); j++) {
                    double a = Math.abs(rows[r][subject.start(i) + j]);
                    scale[r][i] = a > scale[r][i] && a < Double.POSITIVE_INFINITY ? a : scale[r][i];
                }
            }
        }
        this.moved = Lazy.of(moved);
        this.scatter = scatter;
    }

    public double[][] all() {
        return rows;
    }

    public double analytic(int r, int j) {
        return rows[r][j];
    }

    public double scale(int r, int input) {
        return scale[r][input];
    }

    /**
     * How much the value moves when the inputs move by their own rounding, which no formula can promise, and when each operation
     * on its way does.
     */
    public double noise(int r, int j) {
        double n = noise.computeIfAbsent(r, this::both)[j];
        return Double.isFinite(n) ? n : 0;
    }

    private double[] both(int r) {
        double[] inputs = moved.get()[r];
        double[] roundings = scatter.apply(r);
        double[] most = new double[inputs.length];
        Arrays.setAll(most, j -> Math.max(inputs[j], roundings[j]));
        return most;
    }

    private static IntFunction<double[]> scatter(Subject subject, Probes probes, long seed) {
        Lazy<Scatter> scatter = Lazy.of(() -> Scatter.ofGradient(subject, probes.cotangent(0), seed));
        return r -> {
            Subject gradient = subject.gradient(probes.cotangent(r));
            double[] errors = scatter.get().at(gradient.inputs(), gradient.origin(), dx -> dx);
            for (int j = 0; j < errors.length && !probes.isDense(); j++) {
                errors[j] /= Math.abs(probes.factor(r));
            }
            return errors;
        };
    }

    private static double[][] rows(Subject subject, double[] x, Probes probes) {
        Function1<double[], double[]> pullback = subject.pullback(x);
        double[][] rows = new double[probes.count()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = pullback.apply(probes.cotangent(r));
            for (int j = 0; j < row.length && !probes.isDense(); j++) {
                row[j] /= probes.factor(r);
            }
            rows[r] = row;
        }
        return rows;
    }

    /** At a point that the function may refuse: then what it gives at its own. */
    private static double[][] rowsBeside(Subject subject, double[] x, Probes probes) {
        try {
            return rows(subject, x, probes);
        } catch (ArithmeticException | IllegalArgumentException outside) {
            return rows(subject, subject.point(), probes);
        }
    }

    /**
     * How far values at points that differ in last bits lie apart; that at the point itself may be one of its own, at a tie or a
     * round number.
     */
    private static double[][] moved(Subject subject, Probes probes, RandomGenerator random) {
        double[][] most = new double[probes.count()][subject.point().length];
        double[][][] moved = new double[NEIGHBOURS][][];
        for (int k = 0; k < NEIGHBOURS; k++) {
            double[] x = subject.point().clone();
            for (int j = 0; j < x.length; j++) {
                x[j] = subject.rounded(j, x[j] * (1 + (random.nextBoolean() ? 2 : -2) * subject.epsilon()));
            }
            moved[k] = rowsBeside(subject, x, probes);
            for (int before = 0; before < k; before++) {
                for (int r = 0; r < most.length; r++) {
                    for (int j = 0; j < x.length; j++) {
                        most[r][j] = Math.max(most[r][j], Math.abs(moved[k][r][j] - moved[before][r][j]));
                    }
                }
            }
        }
        return most;
    }
}
