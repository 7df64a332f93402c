package org.covector.gradcheck.diagnosis;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * The gradient, or the formula, at another point than the one given.
 *
 * @param function whose gradient it is
 * @param pair analytic and numeric Jacobian
 * @param input by whose elements
 * @param result shape of the result, if rows are elements of a single one
 */
record OtherPointHypotheses(FlatFunction function, JacobianPair pair, int input, Option<Shape> result) {
    static final int FEW = 64; // results up to which the formula is tried at other points
    private static final double[] FACTORS = {2, 3, 4, 5, 10, Math.PI, 2 * Math.PI, Math.sqrt(2)}; // of an argument, forgotten most often
    private static final double STEP = 0x1p-10; // of an element: where the derivative at another point is taken

    /** What fits. */
    Option<Cause> explain() {
        return atAnotherPoint().orElse(this::formulaAtAnotherPoint).orElse(this::alongOtherAxis);
    }

    /** The gradient at another point: of other signs, at the result, with inputs exchanged. */
    private Option<Cause> atAnotherPoint() {
        if (result.isEmpty() || pair.close() > Thresholds.TOO_COARSE) {
            return Option.none();
        }
        double[] x = function.point();
        if (isAt(Arrays.stream(x).map(v -> -v).toArray())) {
            return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it is the gradient at the inputs of the other sign"));
        }
        int from = function.offset(input);
        if (function.value().length == function.size(input)) {
            double[] there = x.clone();
            System.arraycopy(function.value(), 0, there, from, function.value().length);
            if (isAt(there)) {
                return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                        "it is the gradient at the result: the output is used where the input belongs"));
            }
        }
        for (int other = 0; other < function.inputs().size(); other++) {
            if (other != input && function.size(other) == function.size(input)) {
                double[] there = x.clone();
                System.arraycopy(x, function.offset(other), there, from, function.size(input));
                System.arraycopy(x, from, there, function.offset(other), function.size(input));
                if (isAt(there)) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                            "it is the gradient with inputs " + input + " and " + other + " exchanged", other));
                }
            }
        }
        return Option.none();
    }

    /** The formula is right at another point: where the result belongs, or a factor or a shift inside of the function. */
    private Option<Cause> formulaAtAnotherPoint() {
        if (result.isEmpty() || pair.close() > Thresholds.TOO_COARSE || pair.rows() > FEW) {
            return Option.none();
        }
        double[] y = function.value();
        int from = function.offset(input);
        if (y.length == function.size(input) && isFormulaAt((j, _) -> y[j - from])) {
            return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                    "it would be right at the result: the input is used where the output belongs"));
        }
        for (double c : FACTORS) {
            for (double by : new double[] {c, 1 / c}) {
                if (isFormulaAt((_, x) -> x * by)) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it would be right at " + FactorHypotheses.number(by)
                            + " times the input: a factor inside is forgotten"));
                }
            }
        }
        for (double by : new double[] {1, -1}) {
            if (isFormulaAt((_, x) -> x + by)) {
                return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it would be right at the input " + (by > 0 ? "+" : "-")
                        + " 1: a constant added inside is forgotten"));
            }
        }
        return Option.none();
    }

    private interface Move {
        double of(int j, double x);
    }

    private boolean isFormulaAt(Move move) {
        double[] x = function.point().clone();
        int from = function.offset(input);
        for (int j = from; j < from + pair.columns(); j++) {
            x[j] = move.of(j, x[j]);
        }
        double[][] there = formulaAt(x);
        return there.length > 0 && isRight(there);
    }

    /** Whether a Jacobian is the right one. */
    boolean isRight(double[][] other) {
        return new JacobianPair(other, pair.numeric(), pair.close(), pair.typical()).equalsNumeric(pair.numeric());
    }

    /** The Jacobian by the formula at another point; empty where it is not defined. */
    double[][] formulaAt(double[] x) {
        int from = function.offset(input);
        try {
            Function1<double[], double[]> back = function.pullback(x);
            double[][] there = new double[pair.rows()][];
            for (int r = 0; r < there.length; r++) {
                double[] one = new double[there.length];
                one[r] = 1;
                there[r] = Arrays.copyOfRange(back.apply(one), from, from + pair.columns());
            }
            return there;
        } catch (RuntimeException outside) {
            return new double[0][];
        }
    }

    /** What the function's own gradient is along the other of the last two axes: that of the transposed input, transposed back. */
    private Option<Cause> alongOtherAxis() {
        Tensor x = function.inputs().get(input);
        if (x.rank() < 2 || pair.close() > Thresholds.TOO_COARSE || !result.exists(y -> y.rank() < x.rank())) {
            return Option.none();
        }
        List<Tensor> turned = new ArrayList<>(function.inputs());
        turned.set(input, F.transpose(x, -1, -2));
        try {
            FlatFunction there = function.withInputs(turned);
            double[] sums = IntStream.range(0, pair.columns())
                    .mapToDouble(j -> Arrays.stream(slope(there, there.point(), function.offset(input) + j)).sum()).toArray();
            double[] back = FlatFunction.flatten(List.of(F.transpose(FlatFunction.unflatten(turned.get(input), sums), -1, -2)));
            double[] found = IntStream.range(0, pair.columns())
                    .mapToDouble(j -> Arrays.stream(pair.analytic()).mapToDouble(row -> row[j]).sum()).toArray();
            JacobianPair other = new JacobianPair(new double[][] {found}, new double[][] {back}, pair.close(), pair.typical());
            return Option.when(other.equalsNumeric(other.numeric()) || !Double.isNaN(other.factor()), () -> Cause.of(
                    Cause.Kind.WRONG_AXIS, "it is the gradient along the other axis: the formula sums over the wrong axis"));
        } catch (RuntimeException refused) {
            return Option.none();
        }
    }

    private boolean isAt(double[] x) {
        double[][] there = new double[pair.rows()][pair.columns()];
        try {
            for (int j = 0; j < pair.columns(); j++) {
                double[] slope = slope(function, x, function.offset(input) + j);
                for (int r = 0; r < slope.length; r++) {
                    there[r][j] = slope[r];
                }
            }
        } catch (RuntimeException outside) {
            return false;
        }
        return pair.equalsNumeric(there);
    }

    /** By an extrapolated central difference. */
    static double[] slope(FlatFunction function, double[] x, int j) {
        double h = Math.scalb(1.0, Math.getExponent(x[j] == 0 ? 1 : x[j])) * STEP;
        double[][] y = IntStream.of(-2, -1, 1, 2).mapToObj(k -> {
            double[] moved = x.clone();
            moved[j] += k * h;
            return function.evaluate(moved);
        }).toArray(double[][]::new);
        return IntStream.range(0, y[0].length).mapToDouble(r -> (8 * (y[2][r] - y[1][r]) - (y[3][r] - y[0][r])) / (12 * h)).toArray();
    }
}
