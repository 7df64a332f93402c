package org.covector.gradcheck.flat;

import io.vavr.Function1;
import io.vavr.Lazy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The Jacobian that the pullback gives, a row for each cotangent of a projection, and how much of it is rounding. */
public final class AnalyticJacobian {
    private static final int NEIGHBOURS = 3;

    private final double[][] rows;
    private final double[][] rowScale; // by row and input: the largest magnitude
    private final Lazy<double[][]> inputSensitivity; // by row: what the values change by with their inputs' last bits
    private final IntFunction<double[]> roundingErrors; // of a row: of its values
    private final Map<Integer, double[]> errors = new HashMap<>();

    private AnalyticJacobian(double[][] rows, double[][] rowScale, Supplier<double[][]> inputSensitivity,
            IntFunction<double[]> roundingErrors) {
        this.rows = rows;
        this.rowScale = rowScale;
        this.inputSensitivity = Lazy.of(inputSensitivity);
        this.roundingErrors = roundingErrors;
    }

    /** Of a pullback whose errors are measured where they are asked for. */
    public static AnalyticJacobian of(FlatFunction function, OutputProjection projection, RandomGenerator random) {
        return of(function, projection, () -> inputSensitivity(function, projection, random),
                roundingErrors(function, projection, random.nextLong()));
    }

    /** Of a pullback whose values are taken at their word: at a tie or a round number they may differ from those beside it. */
    public static AnalyticJacobian withoutErrors(FlatFunction function, OutputProjection projection) {
        int n = function.point().length;
        return of(function, projection, () -> new double[projection.count()][n], _ -> new double[n]);
    }

    private static AnalyticJacobian of(FlatFunction function, OutputProjection projection, Supplier<double[][]> inputSensitivity,
            IntFunction<double[]> roundingErrors) {
        double[][] rows = rows(function, function.point(), projection);
        return new AnalyticJacobian(rows, rowScale(function, rows), inputSensitivity, roundingErrors);
    }

    private static double[][] rowScale(FlatFunction function, double[][] rows) {
        double[][] scale = new double[rows.length][function.inputs().size()];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < scale[r].length; i++) {
                for (int j = 0; j < function.size(i); j++) {
                    double a = Math.abs(rows[r][function.offset(i) + j]);
                    scale[r][i] = a > scale[r][i] && a < Double.POSITIVE_INFINITY ? a : scale[r][i];
                }
            }
        }
        return scale;
    }

    /** A row for each cotangent of the projection. */
    public double[][] rows() {
        return rows;
    }

    public double at(int r, int j) {
        return rows[r][j];
    }

    public double rowScale(int r, int input) {
        return rowScale[r][input];
    }

    /**
     * How much the value moves when the inputs move by their own rounding, which no formula can promise, and when each operation
     * on its way does.
     */
    public double error(int r, int j) {
        double n = errors.computeIfAbsent(r, this::errors)[j];
        return Double.isFinite(n) ? n : 0;
    }

    private double[] errors(int r) {
        double[] inputs = inputSensitivity.get()[r];
        double[] roundings = roundingErrors.apply(r);
        double[] most = new double[inputs.length];
        Arrays.setAll(most, j -> Math.max(inputs[j], roundings[j]));
        return most;
    }

    private static IntFunction<double[]> roundingErrors(FlatFunction function, OutputProjection projection, long seed) {
        Lazy<RoundingErrors> scatter = Lazy.of(() -> RoundingErrors.ofGradient(function, projection.cotangent(0), seed));
        return r -> {
            FlatFunction gradient = function.gradient(projection.cotangent(r));
            double[] errors = scatter.get().standardDeviations(gradient.inputs(), gradient.value(), dx -> dx);
            for (int j = 0; j < errors.length && !projection.isRandom(); j++) {
                errors[j] /= Math.abs(projection.factor(r));
            }
            return errors;
        };
    }

    private static double[][] rows(FlatFunction function, double[] x, OutputProjection projection) {
        Function1<double[], double[]> pullback = function.pullback(x);
        double[][] rows = new double[projection.count()][];
        for (int r = 0; r < rows.length; r++) {
            double[] row = pullback.apply(projection.cotangent(r));
            for (int j = 0; j < row.length && !projection.isRandom(); j++) {
                row[j] /= projection.factor(r);
            }
            rows[r] = row;
        }
        return rows;
    }

    /** At a point that the function may refuse: then what it gives at its own. */
    private static double[][] rowsNear(FlatFunction function, double[] x, OutputProjection projection) {
        try {
            return rows(function, x, projection);
        } catch (ArithmeticException | IllegalArgumentException outside) {
            return rows(function, function.point(), projection);
        }
    }

    /**
     * How far values at points that differ in last bits lie apart; that at the point itself may be one of its own, at a tie or a
     * round number.
     */
    private static double[][] inputSensitivity(FlatFunction function, OutputProjection projection, RandomGenerator random) {
        double[][] most = new double[projection.count()][function.point().length];
        double[][][] moved = new double[NEIGHBOURS][][];
        for (int k = 0; k < NEIGHBOURS; k++) {
            double[] x = function.point().clone();
            for (int j = 0; j < x.length; j++) {
                x[j] = function.rounded(j, x[j] * (1 + (random.nextBoolean() ? 2 : -2) * function.epsilon()));
            }
            moved[k] = rowsNear(function, x, projection);
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
