package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.Shape;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Sums over elements that are missing, too many, or over another axis: hypotheses on what couples a result to more than one element.
 *
 * @param pair analytic and numeric Jacobian
 * @param input shape of the input
 * @param output shape of the result, if rows are elements of a single one
 * @param terms names of functions of the elements
 */
record CouplingHypotheses(JacobianPair pair, Shape input, Option<Shape> output, TermHypotheses terms) {
    private static final int FEWEST = 3; // elements from which on a pattern is no accident

    /** What fits, the most special first. */
    List<Cause> explain() {
        List<Cause> means = Stream.concat(mean().toJavaStream(), constant().toJavaStream()).toList();
        return means.isEmpty() ? reduced().orElse(this::alongWrongAxis).orElse(this::symmetricPart).map(List::of)
                .getOrElse(this::projections) : means;
    }

    private double difference(int r, int j) {
        return pair.analytic()[r][j] - pair.numeric()[r][j];
    }

    private boolean all(EntryPredicate entries) {
        return IntStream.range(0, pair.rows()).allMatch(r -> IntStream.range(0, pair.columns()).allMatch(j -> entries.test(r, j)));
    }

    private interface EntryPredicate {
        boolean test(int r, int j);
    }

    private static int entries(JacobianPair pair) {
        return pair.rows() * pair.columns();
    }

    /** The same number too many everywhere, or wherever there is a derivative. */
    private Option<Cause> constant() {
        double c = IntStream.range(0, pair.rows()).mapToObj(r -> IntStream.range(0, pair.columns()).mapToDouble(j -> difference(r, j)))
                .flatMapToDouble(d -> d).reduce(0, (a, b) -> Math.abs(b) > Math.abs(a) ? b : a);
        boolean everywhere = all((r, j) -> pair.isNegligible(difference(r, j) - c));
        boolean nonzero = all((r, j) -> pair.isNegligible(difference(r, j) - (pair.isNegligible(pair.numeric()[r][j]) ? 0 : c)));
        return entries(pair) >= FEWEST && !pair.isNegligible(c) && (everywhere || nonzero)
                ? Option.of(Cause.of(Cause.Kind.CONSTANT_ADDED,
                "the constant " + FactorHypotheses.number(c) + " is added"
                + (everywhere && pair.rows() > 1 ? " for every result and element" : ""),
                c))
                : Option.none();
    }

    /** The same for every result: the cotangent is summed, averaged or cut down before it is used. */
    private Option<Cause> reduced() {
        int m = pair.rows();
        if (m < 2 || output.isEmpty()) {
            return Option.none();
        }
        double[] sums = IntStream.range(0, pair.columns())
                .mapToDouble(j -> Arrays.stream(pair.numeric()).mapToDouble(row -> row[j]).sum()).toArray();
        if (all((r, j) -> pair.isNegligible(pair.analytic()[r][j] - sums[j]))) {
            return Option.of(Cause.of(Cause.Kind.COTANGENT_REDUCED, "the cotangent is summed over all results before it is used"));
        }
        if (all((r, j) -> pair.isNegligible(pair.analytic()[r][j] - sums[j] / m))) {
            return Option.of(Cause.of(Cause.Kind.COTANGENT_REDUCED, "the cotangent is averaged over all results before it is used"));
        }
        int[] used = IntStream.range(0, m).filter(r -> !pair.isRowZero(r)).toArray();
        return used.length == 1 && all((r, j) -> r != used[0] || pair.isNegligible(pair.analytic()[r][j] - sums[j]))
                ? Option.of(Cause.of(Cause.Kind.COTANGENT_REDUCED, "one element of the cotangent, number " + used[0] + ", is used for all"))
                : Option.none();
    }

    /** A sum over another axis of the result, or a coupling of elements along another axis than the function's. */
    private Option<Cause> alongWrongAxis() {
        for (Shape y : output) {
            int[] strides = y.strides();
            for (int axis = 0; axis < y.rank() && y.rank() > 1; axis++) {
                int along = axis;
                boolean placed = y.dim(axis) == pair.columns() && pair.columns() > 1
                        && all((r, j) -> pair.isNegligible(pair.analytic()[r][j]
                        - (r / strides[along] % y.dim(along) == j ? Arrays.stream(pair.numeric()[r]).sum() : 0)));
                if (placed) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_AXIS,
                            "it is summed over the wrong axis: what is kept is axis " + axis + " of the result", axis));
                }
            }
            for (int axis = 0; axis < input.rank() && y.rank() == input.rank() - 1; axis++) {
                Option<Cause> spread = spread(axis);
                if (spread.isDefined()) {
                    return spread;
                }
            }
            if (y.equals(input) && y.rank() > 1) {
                int own = coupledAxes(pair.numeric());
                int other = coupledAxes(pair.analytic());
                if (Integer.bitCount(own) == 1 && Integer.bitCount(other) == 1 && own != other) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_AXIS,
                            "it sums over the wrong axis: axis " + Integer.numberOfTrailingZeros(other) + " where the function's is axis "
                            + Integer.numberOfTrailingZeros(own), Integer.numberOfTrailingZeros(other)));
                }
                int more = other & ~own;
                if (Integer.bitCount(own) == 1 && Integer.bitCount(more) == 1 && isCoupledByOneAxisAtATime(pair.analytic())) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_AXIS, "a term of it sums over the wrong axis: axis "
                            + Integer.numberOfTrailingZeros(more) + " where the function's is axis " + Integer.numberOfTrailingZeros(own),
                            Integer.numberOfTrailingZeros(more)));
                }
            }
        }
        return Option.none();
    }

    /** The function reduces an axis, and the cotangent is expanded along another one of that length. */
    private Option<Cause> spread(int reduced) {
        int[] right = without(reduced);
        if (!all((r, j) -> r == right[j] || pair.isNegligible(pair.numeric()[r][j]))) {
            return Option.none();
        }
        for (int axis = 0; axis < input.rank(); axis++) {
            int[] other = without(axis);
            if (axis != reduced && input.dim(axis) == input.dim(reduced) && input.dim(axis) > 1
                    && all((r, j) -> pair.isNegligible(pair.analytic()[r][j] - (r == other[j] ? pair.numeric()[right[j]][j] : 0)))) {
                return Option.of(Cause.of(Cause.Kind.WRONG_AXIS, "the cotangent is expanded along axis " + axis
                        + " where the function reduces axis " + reduced, axis));
            }
        }
        return Option.none();
    }

    /** By element of the input: the number of the result when that axis is reduced. */
    private int[] without(int axis) {
        int stride = input.strides()[axis];
        return IntStream.range(0, pair.columns()).map(j -> j / (stride * input.dim(axis)) * stride + j % stride).toArray();
    }

    /** Along which axes a result and the elements it depends on differ, a bit each. */
    private int coupledAxes(double[][] rows) {
        int axes = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int j = 0; j < rows[r].length; j++) {
                axes |= pair.isNegligible(rows[r][j]) ? 0 : axesBetween(r, j);
            }
        }
        return axes;
    }

    private int axesBetween(int r, int j) {
        int axes = 0;
        for (int axis = 0; axis < input.rank(); axis++) {
            axes |= position(r, axis) != position(j, axis) ? 1 << axis : 0;
        }
        return axes;
    }

    private int position(int k, int axis) {
        return k / input.strides()[axis] % input.dim(axis);
    }

    private boolean isCoupledByOneAxisAtATime(double[][] rows) {
        return all((r, j) -> pair.isNegligible(rows[r][j]) || Integer.bitCount(axesBetween(r, j)) <= 1);
    }

    /** A result depends on all elements to one side of it, and the gradient has those to the other. */
    Option<Cause> wrongDirection() {
        int axes = output.exists(y -> y.equals(input)) ? coupledAxes(pair.numeric()) : 0;
        int axis = Integer.numberOfTrailingZeros(axes);
        if (Integer.bitCount(axes) != 1 || axes != coupledAxes(pair.analytic()) || input.dim(axis) < FEWEST) {
            return Option.none();
        }
        for (int side = -1; side <= 1; side += 2) {
            int before = side;
            if (all((r, j) -> isOn(r, j, axis, before) != pair.isNegligible(pair.numeric()[r][j]))
                    && all((r, j) -> isOn(r, j, axis, -before) != pair.isNegligible(pair.analytic()[r][j]))) {
                return Option.of(Cause.of(Cause.Kind.JACOBIAN_TRANSPOSED, "it runs the wrong way along axis " + axis
                        + ": sums over the results before an element and those after it are exchanged; the reverse order is missing"));
            }
        }
        return Option.none();
    }

    private boolean isOn(int r, int j, int axis, int side) {
        return (axesBetween(r, j) & ~(1 << axis)) == 0 && side * (position(r, axis) - position(j, axis)) >= 0;
    }

    /** Right but for the diagonal, which is 0, or on the diagonal alone. */
    Option<Cause> diagonal() {
        int n = pair.rows();
        if (n != pair.columns() || n < FEWEST || output.isEmpty()) {
            return Option.none();
        }
        boolean coupled = !all((r, j) -> r == j || pair.isNegligible(pair.numeric()[r][j]));
        long owed = IntStream.range(0, n).filter(r -> !pair.isNegligible(pair.numeric()[r][r])).count();
        if (coupled && owed >= FEWEST && all((r, j) -> r == j ? pair.isNegligible(pair.analytic()[r][j]) : pair.isRight(r, j))) {
            return Option.of(Cause.of(Cause.Kind.DIAGONAL_MISSING,
                    "the diagonal of its Jacobian is missing: what a result owes to the element in its own place"));
        }
        return coupled && all((r, j) -> r == j ? pair.isRight(r, j) : pair.isNegligible(pair.analytic()[r][j]))
                ? Option.of(Cause.of(Cause.Kind.OFF_DIAGONAL_MISSING,
                "its Jacobian is right on the diagonal and 0 beside it: what a result owes to the other elements is missing"))
                : Option.none();
    }

    /** The transpose of it too few: in the input's axes, or in the cotangent's. */
    private Option<Cause> symmetricPart() {
        double[][] a = pair.analytic();
        Option<IntUnaryOperator> ofInput = transposed(input);
        Option<IntUnaryOperator> ofResult = output.flatMap(CouplingHypotheses::transposed);
        if (ofInput.exists(t -> isNumeric((r, j) -> a[r][j] + a[r][t.applyAsInt(j)]))
                || ofResult.exists(t -> isNumeric((r, j) -> a[r][j] + a[t.applyAsInt(r)][j]))) {
            return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING,
                    "its transpose has to be added: the input is used twice, once transposed"));
        }
        if (ofInput.exists(t -> isNumeric((r, j) -> (a[r][j] + a[r][t.applyAsInt(j)]) / 2))) {
            return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING, "it is not made symmetric: the mean with its transpose is right"));
        }
        if (ofResult.exists(t -> isNumeric((r, j) -> (a[r][j] + a[t.applyAsInt(r)][j]) / 2))) {
            return Option.of(Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING,
                    "the cotangent is taken for symmetric: the mean of it and of its transpose is to be used"));
        }
        return Option.when(ofInput.exists(t -> isNumeric((r, j) -> t.applyAsInt(j) == j ? a[r][j] : 2 * a[r][j])),
                () -> Cause.of(Cause.Kind.SYMMETRIC_PART_MISSING,
                        "it is half of what it should be off the diagonal: the other triangle, or the transpose, is not added"));
    }

    private boolean isNumeric(JacobianPair.Entry entry) {
        return all((r, j) -> pair.isNegligible(entry.at(r, j) - pair.numeric()[r][j]));
    }

    /** Where an element of a tensor of square matrices comes from when they are transposed. */
    static Option<IntUnaryOperator> transposed(Shape shape) {
        int rank = shape.rank();
        return Option.when(rank >= 2 && shape.dim(rank - 1) == shape.dim(rank - 2) && shape.dim(rank - 1) > 1,
                () -> transposedIndex(shape.dim(rank - 1)));
    }

    private static IntUnaryOperator transposedIndex(int n) {
        return k -> k - k % (n * n) + k % n * n + k / n % n;
    }

    // ---- projections: parts along a vector that are to be taken off

    private int axes() {
        return input.rank() > 1 ? input.rank() : 0;
    }

    private static Cause mean(int axis) {
        return Cause.of(Cause.Kind.MEAN_MISSING, (axis < 0 ? "the mean of it" : "its mean over axis " + axis) + " is not taken off", axis);
    }

    /** The mean over all elements or over an axis. */
    private Option<Cause> mean() {
        return Option.ofOptional(IntStream.range(-1, axes()).filter(axis -> isNumeric(centred(axis))).mapToObj(CouplingHypotheses::mean)
                .findFirst());
    }

    /** A part along another vector, alone or with the mean. */
    private List<Cause> projections() {
        for (int axis = -1; axis < axes(); axis++) {
            Option<Cause> alone = projectionAlong(axis, pair.analytic());
            if (alone.isDefined()) {
                return alone.toJavaList();
            }
        }
        for (int axis = -1; axis < axes(); axis++) {
            double[][] centred = centred(axis);
            Option<Cause> rest = centred.length == 0 || isSame(centred) ? Option.none() : projectionAlong(axis, centred);
            if (rest.isDefined()) {
                return List.of(mean(axis), rest.get());
            }
        }
        return List.of();
    }

    /** One result owes to each line of elements: its difference has the name of a vector, times another number for each line. */
    Option<Cause> multipleByLine() {
        return Option.ofOptional(IntStream.range(0, axes()).mapToObj(this::multipleByLine).flatMap(Option::toJavaStream).findFirst());
    }

    private Option<Cause> multipleByLine(int axis) {
        double[] whole = new double[pair.columns()];
        int[] result = new int[whole.length]; // by line
        Arrays.fill(result, -1);
        for (int r = 0; r < pair.rows() && length(axis) >= FEWEST; r++) {
            for (int j = 0; j < whole.length; j++) {
                int line = lineOf(axis, j);
                if (!pair.isNegligible(difference(r, j))) {
                    if (result[line] >= 0 && result[line] != r) {
                        return Option.none();
                    }
                    result[line] = r;
                    whole[j] = difference(r, j);
                }
            }
        }
        boolean everywhere = IntStream.range(0, whole.length).allMatch(j -> result[lineOf(axis, j)] >= 0);
        boolean factor = everywhere && IntStream.range(0, whole.length).allMatch(j -> {
            int first = lineOf(axis, j); // where the difference is a multiple of what there is, a factor is wrong and no term
            double[] a = pair.analytic()[result[first]];
            return pair.isNegligible(whole[j] * a[first] - whole[first] * a[j]);
        });
        return everywhere && !factor ? terms.proportionalByLine(whole, j -> lineOf(axis, j)).map(v -> Cause.of(
                Cause.Kind.PROJECTION_MISSING, "what is missing or too many is a multiple of " + v
                + ", another one for each line along axis " + axis
                + ": a term with a sum over that axis, as that of a norm, or with a weight", axis)) : Option.none();
    }

    private static Cause projection(int axis, String along) {
        return Cause.of(Cause.Kind.PROJECTION_MISSING, "a term with a sum over " + (axis < 0 ? "all elements" : "axis " + axis)
                + " is missing or too many: the part" + along + ", " + vectorOf(axis), axis);
    }

    private boolean isNumeric(double[][] a) {
        return a.length > 0 && all((r, j) -> pair.isNegligible(a[r][j] - pair.numeric()[r][j]));
    }

    private boolean isSame(double[][] a) {
        return all((r, j) -> pair.isNegligible(a[r][j] - pair.analytic()[r][j]));
    }

    /** The elements that share a sum with j: all, or those along an axis. */
    private int lineOf(int axis, int j) {
        return axis < 0 ? 0 : j - j / input.strides()[axis] % input.dim(axis) * input.strides()[axis];
    }

    private int length(int axis) {
        return axis < 0 ? pair.columns() : input.dim(axis);
    }

    private double[][] centred(int axis) {
        if (length(axis) < FEWEST) {
            return new double[0][];
        }
        return Arrays.stream(pair.analytic()).map(row -> {
            double[] sums = new double[row.length];
            for (int j = 0; j < row.length; j++) {
                sums[lineOf(axis, j)] += row[j];
            }
            return IntStream.range(0, row.length).mapToDouble(j -> row[j] - sums[lineOf(axis, j)] / length(axis)).toArray();
        }).toArray(double[][]::new);
    }

    /** What is too much is, for every result, a multiple of one vector along each line of elements. */
    private Option<Cause> projectionAlong(int axis, double[][] a) {
        int n = pair.columns();
        int[] pivot = new int[n]; // by line: the element where the vector is known
        double[][] vector = new double[n][];
        Arrays.fill(pivot, -1);
        int multiples = 0;
        for (int r = 0; r < pair.rows(); r++) {
            for (int first = 0; first < n; first++) {
                if (lineOf(axis, first) != first) {
                    continue;
                }
                double[] d = new double[n];
                int largest = first;
                for (int j = 0; j < n; j++) {
                    if (lineOf(axis, j) == first) {
                        d[j] = a[r][j] - pair.numeric()[r][j];
                        largest = Math.abs(d[j]) > Math.abs(d[largest]) ? j : largest;
                    }
                }
                if (pair.isNegligible(d[largest])) {
                    continue;
                }
                if (pivot[first] < 0) {
                    pivot[first] = largest;
                    vector[first] = d;
                    continue;
                }
                double times = d[pivot[first]] / vector[first][pivot[first]];
                for (int j = 0; j < n; j++) {
                    if (!pair.isNegligible(d[j] - times * vector[first][j])) {
                        return Option.none();
                    }
                }
                multiples++;
            }
        }
        if (multiples < 2 || IntStream.range(0, n).anyMatch(pair::isColumnRight)) {
            return Option.none();
        }
        double[] whole = new double[n];
        int others = 0;
        for (int first = 0; first < n; first++) {
            for (int j = 0; j < n && pivot[first] >= 0; j++) {
                whole[j] += vector[first][j] / vector[first][pivot[first]];
                others += lineOf(axis, j) == first && j != pivot[first] && !pair.isNegligible(vector[first][j]) ? 1 : 0;
            }
        }
        if (others == 0) {
            return Option.none(); // each line has one element that is off: no vector
        }
        boolean even = IntStream.range(0, n).allMatch(j -> Math.abs(whole[j] - 1) < Thresholds.PROPORTIONAL); // 1 at each pivot
        String name = even ? "a constant vector" : terms.proportional(whole, j -> lineOf(axis, j)).getOrElse("one vector");
        return Option.of(projection(axis, " along " + name));
    }

    private static String vectorOf(int axis) {
        return "as that of a softmax or a norm" + (axis < 0 ? "" : " along that axis");
    }
}
