package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.threshold.Thresholds;

/** Products of which an operand is to be transposed, another one, or in another place, or a term with the transpose is missing. */
final class OperandHypotheses {
    private static final int MOST_ROWS = 1024; // of the Jacobian, over all points where it is tried
    private static final int FEWEST = 3; // different numbers that tell a pattern

    private final OtherPointHypotheses elsewhere;
    private final FlatFunction function;
    private final JacobianPair pair;
    private final int input;
    private final Option<Shape> result;

    /** Of a formula that may be asked elsewhere. */
    OperandHypotheses(OtherPointHypotheses elsewhere) {
        this.elsewhere = elsewhere;
        this.function = elsewhere.function();
        this.pair = elsewhere.pair();
        this.input = elsewhere.input();
        this.result = elsewhere.result();
    }

    /** What fits. */
    Option<Cause> explain() {
        if (result.isEmpty() || pair.close() > Thresholds.TOO_COARSE || pair.rows() > OtherPointHypotheses.FEW) {
            return Option.none();
        }
        return otherInputTransposed().orElse(() -> allTransposed()).orElse(() -> linearFormula())
                .orElse(() -> asIfCommuting());
    }

    /** What the formula is with another input of square matrices transposed: right, or the rest of what is right. */
    private Option<Cause> otherInputTransposed() {
        for (int k = 0; k < function.inputs().size(); k++) {
            Option<IntUnaryOperator> order = CouplingHypotheses.transposed(function.inputs().get(k).shape());
            if (k != input && function.size(k) > 0 && order.isDefined()) {
                double[] x = function.point().clone();
                for (int j = 0; j < function.size(k); j++) {
                    x[function.offset(k) + j] = function.point()[function.offset(k) + order.get().applyAsInt(j)];
                }
                double[][] there = elsewhere.formulaAt(x);
                if (there.length > 0 && elsewhere.isRight(there)) {
                    return Option.of(Cause.of(Cause.Kind.OPERAND,
                            "it would be right with input " + k + " transposed: an operand of a product is transposed"));
                }
                Option<Cause> part = there.length == 0 ? Option.none()
                        : otherPart(there, "with input " + k + " transposed");
                if (part.isDefined()) {
                    return part;
                }
            }
        }
        return Option.none();
    }

    /** The formula with input, cotangent and gradient transposed: what it is for a product in the other order. */
    private Option<Cause> allTransposed() {
        Shape shape = function.inputs().get(input).shape();
        Option<IntUnaryOperator> order = CouplingHypotheses.transposed(shape);
        if (order.isEmpty() || !result.exists(shape::equals)) {
            return Option.none();
        }
        IntUnaryOperator t = order.get();
        int from = function.offset(input);
        double[] x = function.point().clone();
        for (int j = 0; j < pair.columns(); j++) {
            x[from + j] = function.point()[from + t.applyAsInt(j)];
        }
        double[][] there = elsewhere.formulaAt(x);
        return there.length == 0 ? Option.none() : otherPart(matrix((r, j) -> there[t.applyAsInt(r)][t.applyAsInt(j)]),
                "with input, cotangent and gradient transposed");
    }

    private Option<Cause> otherPart(double[][] other, String where) {
        double[][] a = pair.analytic();
        if (elsewhere.isRight(matrix((r, j) -> a[r][j] + other[r][j]))) {
            return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING, "what it is " + where + " has to be added: an operand is used "
                    + "twice, once transposed"));
        }
        return Option.when(elsewhere.isRight(matrix((r, j) -> (a[r][j] + other[r][j]) / 2)), () -> Cause.of(
                Cause.Kind.SYMMETRIC_PART_MISSING, "the mean of it and of what it is " + where + " is right: one of two terms, which are "
                        + "transposed to each other, counts twice"));
    }

    private double[][] matrix(JacobianPair.Entry entry) {
        double[][] all = new double[pair.rows()][pair.columns()];
        for (int r = 0; r < all.length; r++) {
            for (int j = 0; j < pair.columns(); j++) {
                all[r][j] = entry.at(r, j);
            }
        }
        return all;
    }

    /**
     * A formula that is linear in the input, or in another of its size, by a matrix for each result. For the input itself that matrix
     * is a second derivative, and has to be symmetric.
     */
    private Option<Cause> linearFormula() {
        for (int k = 0; k < function.inputs().size(); k++) {
            int n = pair.columns();
            if (function.size(k) != n || n < 2 || n * pair.rows() > MOST_ROWS) {
                continue;
            }
            double[][] a = pair.analytic();
            double[][] transposed = productWithTransposed(k);
            if (transposed.length == 0) {
                continue;
            }
            if (k != input && elsewhere.isRight(transposed)) {
                return Option.of(Cause.of(Cause.Kind.OPERAND,
                        "it is a matrix times input " + k + ", and the transposed matrix is right: an operand of a product is transposed"));
            }
            if (k == input && elsewhere.isRight(matrix((r, j) -> a[r][j] + transposed[r][j]))) {
                return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING,
                        "it is a matrix times the input, and the sum with the transposed matrix is right: the term with the transpose is "
                        + "missing"));
            }
            if (k == input && elsewhere.isRight(matrix((r, j) -> (a[r][j] + transposed[r][j]) / 2))) {
                return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING,
                        "it is a matrix times the input, and the mean with the transposed matrix is right: the term with the transpose is "
                        + "missing, and the other counts twice"));
            }
        }
        return Option.none();
    }

    /** For each result, the matrix that the formula multiplies an input by, transposed, times that input; empty if it is not linear. */
    private double[][] productWithTransposed(int k) {
        int n = pair.columns();
        int at = function.offset(k);
        double[] x = function.point();
        double[] doubled = x.clone();
        for (int j = at; j < at + n; j++) {
            doubled[j] *= 2;
        }
        double[][] twice = elsewhere.formulaAt(doubled);
        if (twice.length == 0 || !isSame(matrix((r, j) -> twice[r][j] / 2), pair.analytic())) {
            return new double[0][];
        }
        double[][] sum = new double[pair.rows()][n];
        double[][] turned = new double[pair.rows()][n];
        for (int i = 0; i < n; i++) {
            double[] one = x.clone();
            Arrays.fill(one, at, at + n, 0);
            one[at + i] = 1;
            double[][] column = elsewhere.formulaAt(one); // by result: column i of its matrix
            if (column.length == 0) {
                return column;
            }
            for (int r = 0; r < sum.length; r++) {
                for (int j = 0; j < n; j++) {
                    sum[r][j] += column[r][j] * x[at + i];
                    turned[r][i] += column[r][j] * x[at + j];
                }
            }
        }
        return isSame(sum, pair.analytic()) ? turned : new double[0][];
    }

    private boolean isSame(double[][] a, double[][] b) {
        return new JacobianPair(a, b, pair.close(), pair.typical()).equalsNumeric(b);
    }

    /** Right for cotangents that commute with a matrix, the identity and the transpose: factors of products come in a wrong order. */
    private Option<Cause> asIfCommuting() {
        Shape shape = function.inputs().get(input).shape();
        Option<IntUnaryOperator> order = CouplingHypotheses.transposed(shape);
        int n = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
        if (order.isEmpty() || shape.size() != n * n || !result.exists(shape::equals)) {
            return Option.none();
        }
        double[] x = Arrays.copyOfRange(function.point(), function.offset(input), function.offset(input) + n * n);
        double[] one = IntStream.range(0, n * n).mapToDouble(k -> k / n == k % n ? 1 : 0).toArray();
        if (IntStream.range(0, n * n).noneMatch(k -> k / n > k % n && x[k] != 0)
                || IntStream.range(0, n * n).noneMatch(k -> k / n < k % n && x[k] != 0)) {
            return Option.none(); // what is right for a triangular cotangent may be wrong elsewhere
        }
        double[] transposed = IntStream.range(0, n * n).mapToDouble(k -> x[order.get().applyAsInt(k)]).toArray();
        return Option.when(isRightFor(one) && isRightFor(transposed), () -> Cause.of(Cause.Kind.OPERAND,
                "it is right for cotangents that commute with the transposed input: matrices are multiplied in a wrong order, as if all of "
                + "them commuted"));
    }

    private boolean isRightFor(double[] cotangent) {
        double[][] found = {combined(pair.analytic(), cotangent)};
        double[][] right = {combined(pair.numeric(), cotangent)};
        return JacobianPair.norm(right) > 0 && isSame(found, right);
    }

    private static double[] combined(double[][] rows, double[] by) {
        return IntStream.range(0, rows[0].length)
                .mapToDouble(j -> IntStream.range(0, rows.length).mapToDouble(r -> by[r] * rows[r][j]).sum()).toArray();
    }

    /** Where the same numbers of the one Jacobian stand, so do the same numbers of the other: a product, but with another operand. */
    Option<Cause> otherOperand() {
        double[] n = Arrays.stream(pair.numeric()).flatMapToDouble(Arrays::stream).toArray();
        double[] a = Arrays.stream(pair.analytic()).flatMapToDouble(Arrays::stream).toArray();
        int[] order = IntStream.range(0, n.length).boxed().sorted(Comparator.comparingDouble(k -> n[k])).mapToInt(k -> k).toArray();
        int numbers = 0;
        for (int from = 0; from < order.length;) {
            int to = from + 1;
            while (to < order.length && pair.isNegligible(n[order[to]] - n[order[from]])) {
                if (!pair.isNegligible(a[order[to]] - a[order[from]])) {
                    return Option.none();
                }
                to++;
            }
            boolean zero = pair.isNegligible(n[order[from]]);
            if (to == from + 1 || zero && !pair.isNegligible(a[order[from]])) {
                return Option.none();
            }
            numbers += zero ? 0 : 1;
            from = to;
        }
        return Option.when(numbers >= FEWEST, () -> Cause.of(Cause.Kind.OPERAND,
                "it has other numbers in the right places: an operand of a product is another one, of an earlier call or another input"));
    }
}
