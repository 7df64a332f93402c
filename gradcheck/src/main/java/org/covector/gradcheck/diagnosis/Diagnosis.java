package org.covector.gradcheck.diagnosis;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.F;
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
    private static final int FEW = 64; // results up to which the formula is tried at other points
    private static final double[] FACTORS = {2, 3, 4, 5, 10, Math.PI, 2 * Math.PI, Math.sqrt(2)}; // of an argument, forgotten most often
    private static final double STEP = 0x1p-10; // of an element: where the derivative at another point is taken

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
        List<Cause> placed = new ArrayList<>(patterns(pair, input).explain());
        if (!placed.isEmpty()) {
            placed.addAll(amongWrongElements(pair, input, terms));
            return placed;
        }
        Option<Cause> point = atAnotherPoint(pair, input).orElse(() -> formulaAtAnotherPoint(pair, input))
                .orElse(() -> alongOtherAxis(pair, input));
        Option<Cause> rearranged = misplaced(pair);
        List<Cause> named = point.isDefined() || rearranged.isDefined()
                ? Stream.concat(point.toJavaStream(), rearranged.toJavaStream()).toList()
                : terms.explain();
        return named.isEmpty() ? approximate(pair).orElse(terms::nameless).orElse(() -> otherOperand(pair)).toJavaList() : named;
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
    private List<Cause> amongWrongElements(JacobianPair pair, int input, TermHypotheses terms) {
        int[] wrong = IntStream.range(0, pair.columns()).filter(j -> !pair.isColumnRight(j)).toArray();
        JacobianPair part = pair.columns(wrong);
        if (wrong.length < 2 || wrong.length == pair.columns() || JacobianPair.norm(part.analytic()) == 0
                || JacobianPair.norm(part.numeric()) == 0) {
            return List.of();
        }
        double factor = part.factor();
        List<Cause> all = Double.isNaN(factor) ? terms.of(part, wrong).explain() : FactorHypotheses.explain(factor, close, 0, 0);
        return all.stream().map(c -> c.withText("there " + c.text())).toList();
    }

    /** The gradient at another point: of other signs, at the result, with inputs exchanged. */
    private Option<Cause> atAnotherPoint(JacobianPair pair, int input) {
        if (result(pair).isEmpty() || close > Thresholds.TOO_COARSE) {
            return Option.none();
        }
        double[] x = function.point();
        if (isAt(pair, input, Arrays.stream(x).map(v -> -v).toArray())) {
            return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it is the gradient at the inputs of the other sign"));
        }
        int from = function.offset(input);
        if (function.value().length == function.size(input)) {
            double[] there = x.clone();
            System.arraycopy(function.value(), 0, there, from, function.value().length);
            if (isAt(pair, input, there)) {
                return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                        "it is the gradient at the result: the output is used where the input belongs"));
            }
        }
        for (int other = 0; other < function.inputs().size(); other++) {
            if (other != input && function.size(other) == function.size(input)) {
                double[] there = x.clone();
                System.arraycopy(x, function.offset(other), there, from, function.size(input));
                System.arraycopy(x, from, there, function.offset(other), function.size(input));
                if (isAt(pair, input, there)) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                            "it is the gradient with inputs " + input + " and " + other + " exchanged", other));
                }
            }
        }
        return Option.none();
    }

    /** The formula is right at another point: where the result belongs, or a factor or a shift inside of the function. */
    private Option<Cause> formulaAtAnotherPoint(JacobianPair pair, int input) {
        if (result(pair).isEmpty() || close > Thresholds.TOO_COARSE || pair.rows() > FEW) {
            return Option.none();
        }
        double[] y = function.value();
        int from = function.offset(input);
        if (y.length == function.size(input) && isFormulaAt(pair, input, (j, _) -> y[j - from])) {
            return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                    "it would be right at the result: the input is used where the output belongs"));
        }
        for (double c : FACTORS) {
            for (double by : new double[] {c, 1 / c}) {
                if (isFormulaAt(pair, input, (_, x) -> x * by)) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it would be right at " + FactorHypotheses.number(by)
                            + " times the input: a factor inside is forgotten"));
                }
            }
        }
        for (double by : new double[] {1, -1}) {
            if (isFormulaAt(pair, input, (_, x) -> x + by)) {
                return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it would be right at the input " + (by > 0 ? "+" : "-")
                        + " 1: a constant added inside is forgotten"));
            }
        }
        return Option.none();
    }

    private interface Move {
        double of(int j, double x);
    }

    private boolean isFormulaAt(JacobianPair pair, int input, Move move) {
        double[] x = function.point().clone();
        int from = function.offset(input);
        for (int j = from; j < from + pair.columns(); j++) {
            x[j] = move.of(j, x[j]);
        }
        try {
            Function1<double[], double[]> back = function.pullback(x);
            double[][] there = new double[pair.rows()][];
            for (int r = 0; r < there.length; r++) {
                double[] one = new double[there.length];
                one[r] = 1;
                there[r] = Arrays.copyOfRange(back.apply(one), from, from + pair.columns());
            }
            return new JacobianPair(there, pair.numeric(), close, pair.typical()).equalsNumeric(pair.numeric());
        } catch (RuntimeException outside) {
            return false;
        }
    }

    /** What the function's own gradient is along the other of the last two axes: that of the transposed input, transposed back. */
    private Option<Cause> alongOtherAxis(JacobianPair pair, int input) {
        Tensor x = function.inputs().get(input);
        if (x.rank() < 2 || close > Thresholds.TOO_COARSE || !result(pair).exists(y -> y.rank() < x.rank())) {
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
            JacobianPair other = new JacobianPair(new double[][] {found}, new double[][] {back}, close, pair.typical());
            return Option.when(other.equalsNumeric(other.numeric()) || !Double.isNaN(other.factor()), () -> Cause.of(
                    Cause.Kind.WRONG_AXIS, "it is the gradient along the other axis: the formula sums over the wrong axis"));
        } catch (RuntimeException refused) {
            return Option.none();
        }
    }

    /** Where the same numbers of the one Jacobian stand, so do the same numbers of the other: a product, but with another operand. */
    private static Option<Cause> otherOperand(JacobianPair pair) {
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
        return Option.when(numbers > MOST, () -> Cause.of(Cause.Kind.OPERAND,
                "it has other numbers in the right places: an operand of a product is another one, of an earlier call or another input"));
    }

    private boolean isAt(JacobianPair pair, int input, double[] x) {
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
    private static double[] slope(FlatFunction function, double[] x, int j) {
        double h = Math.scalb(1.0, Math.getExponent(x[j] == 0 ? 1 : x[j])) * STEP;
        double[][] y = IntStream.of(-2, -1, 1, 2).mapToObj(k -> {
            double[] moved = x.clone();
            moved[j] += k * h;
            return function.evaluate(moved);
        }).toArray(double[][]::new);
        return IntStream.range(0, y[0].length).mapToDouble(r -> (8 * (y[2][r] - y[1][r]) - (y[3][r] - y[0][r])) / (12 * h)).toArray();
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
