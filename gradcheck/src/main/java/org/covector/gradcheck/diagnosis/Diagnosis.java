package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.Element;
import org.covector.gradcheck.InputDomain;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.flat.FlatFunction;
import org.covector.gradcheck.flat.ResultRange;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Guesses what went wrong, by trying hypotheses on the analytic against the numeric Jacobian: special ones first, and more than one
 * where several fit.
 */
final class Diagnosis {
    private static final int MOST = 2;
    private static final int FEWEST = 3; // wrong elements that a term is told by
    private static final Set<Cause.Kind> BY_ELEMENT = Set.of(Cause.Kind.BORDER, Cause.Kind.RANGE, Cause.Kind.TIES);

    private final FlatFunction function;
    private final double[][] analytic;
    private final double[][] numeric;
    private final double close;

    Diagnosis(FlatFunction function, double[][] analytic, double[][] numeric) {
        this.function = function;
        this.analytic = analytic;
        this.numeric = numeric;
        this.close = function.isSinglePrecision() ? Thresholds.FITS_SINGLE : Thresholds.FITS;
    }

    /** Causes that fit the gradient of one input, some of whose elements are wrong. */
    List<Cause> of(int input, List<Element> wrong) {
        if (wrong.stream().allMatch(e -> e.verdict() == Verdict.KINK)) {
            return List.of(Cause.of(Cause.Kind.KINKS, "it is wrong only at kinks: it lies outside of the one-sided derivatives there"));
        }
        if (wrong.stream().allMatch(e -> Double.isNaN(e.analytic()) && Double.isNaN(e.numeric()))) {
            return List.of(Cause.of(Cause.Kind.NOT_A_NUMBER, "it is not a number where the value is finite"));
        }
        JacobianPair pair = block(input);
        double size = JacobianPair.norm(pair.numeric());
        if (JacobianPair.norm(pair.analytic()) == 0) {
            return size == 0 ? List.of() : List.of(Cause.of(Cause.Kind.DETACHED, "it is 0: the path from this input is detached"));
        }
        if (size == 0) {
            return List.of(Cause.of(Cause.Kind.SHOULD_BE_ZERO, "it should be 0: the result does not depend on this input"));
        }
        if (Arrays.stream(pair.analytic()).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN)) {
            return patterns(pair, input).commonProperty().orElse(() ->
                    Option.of(Cause.of(Cause.Kind.NOT_A_NUMBER, "it is not a number where the derivative is one"))).toJavaList();
        }
        List<Cause> all = byResult(pair, input);
        all = all.isEmpty() ? explain(pair, input, result(pair)) : all;
        return all.isEmpty() ? someElements(pair).toJavaList() : all.subList(0, Math.min(MOST, all.size()));
    }

    private List<Cause> explain(JacobianPair pair, int input, Option<Shape> result) {
        Shape shape = function.inputs().get(input).shape();
        double factor = pair.factor();
        if (!Double.isNaN(factor)) {
            return FactorHypotheses.explain(factor, close, pair.columns(), pair.rows(), lengths(shape, result));
        }
        if (pair.equalsNumeric(pair.numeric())) {
            return nearlyRight(pair, input);
        }
        TermHypotheses terms = new TermHypotheses(pair, Quantities.of(function, shape),
                result.map(y -> Quantities.of(function, y)).getOrElse(Map.of()),
                lengths(shape, result));
        CouplingHypotheses couplings = new CouplingHypotheses(pair, shape, result, terms);
        List<Cause> moved = couplings.diagonal().orElse(couplings::wrongDirection).map(List::of)
                .getOrElse(() -> permuted(pair, shape, result));
        List<Cause> known = !moved.isEmpty() ? moved : swapped(pair, input).orElse(() -> domain(pair, input)).toJavaList();
        if (!known.isEmpty()) {
            return known;
        }
        List<Cause> coupled = couplings.explain();
        if (!coupled.isEmpty()) {
            return coupled;
        }
        OtherPointHypotheses elsewhere = new OtherPointHypotheses(function, pair, input, result(pair));
        OperandHypotheses operands = new OperandHypotheses(elsewhere);
        Option<Cause> operand = operands.explain().orElse(() -> new PermutationHypotheses(pair, shape, result).movedTerm());
        if (operand.isDefined()) {
            return operand.toJavaList();
        }
        List<Cause> placed = new ArrayList<>(placed(pair, input, elsewhere));
        if (!placed.isEmpty()) {
            if (placed.stream().allMatch(c -> BY_ELEMENT.contains(c.kind()))) {
                placed.addAll(amongWrongElements(pair, terms, placed));
            }
            return placed;
        }
        Option<Cause> point = elsewhere.explain();
        Option<Cause> rearranged = misplaced(pair);
        List<Cause> named = point.isDefined() || rearranged.isDefined()
                ? Stream.concat(point.toJavaStream(), rearranged.toJavaStream()).toList()
                : terms.explain();
        return named.isEmpty()
                ? approximate(pair).orElse(couplings::multipleByLine).orElse(terms::wrongQuantity).orElse(terms::nameless)
                .orElse(operands::otherOperand).orElse(() -> patterns(pair, input).maskedEntries()).toJavaList() : named;
    }

    /** What the wrong elements have in common; an end of an axis only where it is not their values. */
    private List<Cause> placed(JacobianPair pair, int input, OtherPointHypotheses elsewhere) {
        PatternHypotheses patterns = patterns(pair, input);
        return patterns.explain().stream().flatMap(c -> {
            int axis = c.kind() == Cause.Kind.BORDER ? c.parameters().getFirst().intValue() : -1;
            return axis < 0 || !patterns.isEndByChance(axis) ? Stream.of(c) : placeOrValue(c, elsewhere, axis).toJavaStream();
        }).toList();
    }

    /** A few wrong elements at an end: whether they are wrong there with other values too, or it is the values that are, elsewhere too. */
    private Option<Cause> placeOrValue(Cause border, OtherPointHypotheses elsewhere, int axis) {
        JacobianPair pair = elsewhere.pair();
        Shape shape = function.inputs().get(elsewhere.input()).shape();
        int from = function.offset(elsewhere.input());
        int length = shape.dim(axis);
        int stride = shape.strides()[axis];
        double[] x = function.point();
        double[] moved = x.clone();
        IntUnaryOperator source = j -> j + ((j / stride % length + length / 2) % length - j / stride % length) * stride;
        for (int j = 0; j < pair.columns(); j++) {
            moved[from + j] = x[from + source.applyAsInt(j)];
        }
        double[][] there = elsewhere.result().isDefined() && pair.rows() <= OtherPointHypotheses.FEW ? elsewhere.formulaAt(moved)
                : new double[0][];
        if (there.length == 0) {
            return Option.of(border);
        }
        int[] columns = IntStream.range(0, pair.columns()).toArray();
        boolean[] wrong = new boolean[columns.length];
        for (int j : columns) {
            double[] slope = OtherPointHypotheses.slope(function, moved, from + j);
            for (int r = 0; r < slope.length; r++) {
                wrong[j] |= !(Math.abs(slope[r] - there[r][j]) <= Thresholds.PROPORTIONAL * (pair.typical() + Math.abs(slope[r])));
            }
        }
        if (Arrays.stream(columns).anyMatch(j -> wrong[j] && !pair.isColumnRight(j))) {
            return Option.of(border);
        }
        double[] values = Arrays.stream(columns).filter(j -> !pair.isColumnRight(j)).mapToDouble(j -> x[from + j]).sorted().toArray();
        return Option.when(Arrays.stream(columns).allMatch(j -> wrong[j] != pair.isColumnRight(source.applyAsInt(j))), () -> Cause.of(
                Cause.Kind.RANGE, "it is wrong for " + (values.length == 1 ? "the element " + FactorHypotheses.number(values[0])
                : values.length + " elements from " + FactorHypotheses.number(values[0]) + " to "
                        + FactorHypotheses.number(values[values.length - 1]))
                + ", in other places along axis " + axis + " too: for a range of values", values[0], values[values.length - 1]));
    }

    /** What is wrong in the last digits, or small next to the rest. */
    private List<Cause> nearlyRight(JacobianPair pair, int input) {
        Option<Cause> digits = digits(pair);
        List<Cause> placed = digits.isDefined() ? digits.toJavaList() : patterns(pair, input).explain();
        return placed.isEmpty() ? approximate(pair).toJavaList() : placed;
    }

    private static int[] lengths(Shape shape, Option<Shape> result) {
        return IntStream.concat(Arrays.stream(shape.dims()), result.map(y -> Arrays.stream(y.dims())).getOrElse(IntStream.empty()))
                .distinct().toArray();
    }

    // ---- several results

    /** The rows of each floating result, if there is a row for each of their elements and more than one result. */
    private List<ResultRange> ranges(JacobianPair pair) {
        List<ResultRange> all = ResultRange.of(function.outputs());
        return all.size() > 1 && all.getLast().to() == pair.rows() ? all : List.of();
    }

    private List<Cause> byResult(JacobianPair pair, int input) {
        List<ResultRange> ranges = ranges(pair);
        List<ResultRange> wrong = ranges.stream()
                .filter(s -> IntStream.range(s.from(), s.to()).anyMatch(r -> !pair.isRowRight(r))).toList();
        if (wrong.size() == 2 && areSwapped(pair, wrong.getFirst(), wrong.getLast())) {
            int s = wrong.getFirst().result();
            int t = wrong.getLast().result();
            return List.of(Cause.of(Cause.Kind.RESULTS_SWAPPED, "the cotangents of results " + s + " and " + t + " are exchanged", s, t));
        }
        if (wrong.isEmpty() || wrong.size() == ranges.size() && !Double.isNaN(pair.factor())) {
            return List.of();
        }
        List<Cause> all = new ArrayList<>();
        for (ResultRange s : wrong) {
            JacobianPair rows = pair.rows(s.from(), s.to());
            if (JacobianPair.norm(rows.analytic()) == 0) {
                all.add(Cause.of(Cause.Kind.RESULT_DROPPED, "the cotangent of result " + s.result() + " is dropped", s.result()));
            } else {
                explain(rows, input, Option.of(function.outputs().get(s.result()).shape()))
                        .forEach(c -> all.add(c.withText("by the cotangent of result " + s.result() + ": " + c.text())));
            }
        }
        return all;
    }

    private static boolean areSwapped(JacobianPair pair, ResultRange s, ResultRange t) {
        return s.size() == t.size() && pair.isRearranged(
                r -> s.contains(r) ? r - s.from() + t.from() : t.contains(r) ? r - t.from() + s.from() : r, j -> j);
    }

    /** The shape of the only floating result, if there is a row for each of its elements. */
    private Option<Shape> result(JacobianPair pair) {
        List<Tensor> floating = function.outputs().stream().filter(t -> t.dtype().isFloating()).toList();
        return floating.size() == 1 && floating.getFirst().size() == pair.rows() ? Option.of(floating.getFirst().shape()) : Option.none();
    }

    // ---- hypotheses

    /** Right values in wrong places, and, beside that, a factor. */
    private List<Cause> permuted(JacobianPair pair, Shape shape, Option<Shape> result) {
        Option<Cause> plain = new PermutationHypotheses(pair, shape, result).explain();
        if (plain.isDefined()) {
            return plain.toJavaList();
        }
        double size = JacobianPair.norm(pair.analytic()) / JacobianPair.norm(pair.numeric());
        for (double factor : new double[] {size, -size}) {
            Option<Cause> with = new PermutationHypotheses(pair.divided(factor), shape, result).explain();
            if (with.isDefined()) {
                return List.of(with.get(), FactorHypotheses.explain(factor, close, pair.columns(), pair.rows(), lengths(shape, result))
                        .getFirst());
            }
        }
        return List.of();
    }

    private Option<Cause> swapped(JacobianPair pair, int input) {
        for (int other = 0; other < function.inputs().size(); other++) {
            if (other != input && function.size(other) == function.size(input) && pair.equalsNumeric(block(other).numeric())) {
                return Option.of(Cause.of(Cause.Kind.SWAPPED, "it is the gradient of input " + other + ": swapped", other));
            }
        }
        return Option.none();
    }

    /** Right along every direction that stays inside a domain that the input lies in. */
    private Option<Cause> domain(JacobianPair pair, int input) {
        Tensor x = function.inputs().get(input);
        if (x.dtype() != DType.FLOAT64 || x.size() < 3) {
            return Option.none();
        }
        return Option.ofOptional(Stream.of(InputDomain.values()).filter(d -> d.contains(x)).filter(d -> agreesInside(d, x, pair))
                .map(d -> Cause.of(Cause.Kind.DOMAIN, "it is right for " + d.words()
                + " inputs as long as they stay so: to check it there, ask with withDomain(" + input + ", InputDomain."
                        + d.name() + ")", d.ordinal())).findFirst());
    }

    /** Whether the two Jacobians agree along all directions inside the domain. */
    private static boolean agreesInside(InputDomain domain, Tensor x, JacobianPair pair) {
        var run = Autograd.vjp(p -> domain.retract(x, p), x);
        for (int r = 0; r < pair.rows(); r++) {
            double[] off = new double[pair.columns()];
            for (int j = 0; j < off.length; j++) {
                off[j] = pair.analytic()[r][j] - pair.numeric()[r][j];
            }
            double[] inside = FlatFunction.flatten(List.of(run.pullback().apply(FlatFunction.unflatten(x, off))));
            if (!Arrays.stream(inside).allMatch(pair::isNegligible)) {
                return false;
            }
        }
        return true;
    }

    private Option<Cause> digits(JacobianPair pair) {
        double floor = Thresholds.SINGLE_FLOOR * close * JacobianPair.norm(pair.numeric());
        for (int r = 0; r < pair.rows(); r++) {
            for (int j = 0; j < pair.columns(); j++) {
                double n = pair.numeric()[r][j];
                if (Math.abs(pair.analytic()[r][j] - n) > Thresholds.SINGLE_DIGITS * Math.abs(n) + floor) {
                    return Option.none();
                }
            }
        }
        return Option.of(Cause.of(Cause.Kind.SINGLE_PRECISION, "it is right to the digits of FLOAT32 only"));
    }

    private PatternHypotheses patterns(JacobianPair pair, int input) {
        double[] x = Arrays.copyOfRange(function.point(), function.offset(input), function.offset(input) + function.size(input));
        return new PatternHypotheses(pair, function.inputs().get(input).shape(), x,
                function.inputs().stream().anyMatch(t -> !t.dtype().isFloating()));
    }

    /** What is wrong with the elements that have something in common. */
    private List<Cause> amongWrongElements(JacobianPair pair, TermHypotheses terms, List<Cause> placed) {
        int[] wrong = IntStream.range(0, pair.columns()).filter(j -> !pair.isColumnRight(j)).toArray();
        JacobianPair part = pair.columns(wrong);
        if (wrong.length == 1 && placed.stream().allMatch(c -> c.kind() == Cause.Kind.RANGE)) {
            return terms.explain(); // by the others, which are right
        }
        if (wrong.length < 2 || wrong.length == pair.columns() || JacobianPair.norm(part.analytic()) == 0
                || JacobianPair.norm(part.numeric()) == 0) {
            return List.of();
        }
        double factor = part.factor();
        List<Cause> all = !Double.isNaN(factor) ? FactorHypotheses.explain(factor, close, 0, 0)
                : wrong.length < FEWEST ? List.of() : terms.of(part, wrong).explain();
        return all.stream().map(c -> c.withText("there " + c.text())).toList();
    }

    /** Near everywhere, right nowhere. */
    private static Option<Cause> approximate(JacobianPair pair) {
        double most = 0;
        int wrong = 0;
        int all = 0;
        for (int r = 0; r < pair.rows(); r++) {
            for (int j = 0; j < pair.columns(); j++) {
                double n = pair.numeric()[r][j];
                most = Math.max(most, Math.abs(pair.analytic()[r][j] - n) / (Math.abs(n) + pair.typical()));
                wrong += pair.isRight(r, j) ? 0 : 1;
                all += pair.isNegligible(n) ? 0 : 1;
            }
        }
        int digits = (int) -Math.floor(Math.log10(most));
        return most < Thresholds.APPROXIMATE && 2 * wrong > all ? Option.of(Cause.of(Cause.Kind.APPROXIMATE,
                "it is right to about " + digits + " digits: an approximation, a difference quotient, or a constant of few digits", digits))
                : Option.none();
    }

    /** All the numbers in another order. */
    private static Option<Cause> misplaced(JacobianPair pair) {
        double[] found = ascending(pair.analytic());
        double[] right = ascending(pair.numeric());
        return IntStream.range(0, found.length).allMatch(k -> pair.isNegligible(found[k] - right[k]))
                ? Option.of(Cause.of(Cause.Kind.MISPLACED, "it has the right values in wrong places")) : Option.none();
    }

    private static double[] ascending(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    private static Option<Cause> someElements(JacobianPair pair) {
        int wrong = 0;
        int all = 0;
        for (int r = 0; r < pair.rows(); r++) {
            for (int j = 0; j < pair.columns(); j++) {
                wrong += pair.isRight(r, j) ? 0 : 1;
                all += pair.isNegligible(pair.numeric()[r][j]) && pair.isRight(r, j) ? 0 : 1;
            }
        }
        return wrong < all ? Option.of(Cause.of(Cause.Kind.SOME_ELEMENTS,
                wrong + " of " + all + " elements of its Jacobian are wrong, the others right", wrong, all)) : Option.none();
    }

    private JacobianPair block(int input) {
        return JacobianPair.of(analytic, numeric, function.offset(input), function.size(input), close);
    }
}
