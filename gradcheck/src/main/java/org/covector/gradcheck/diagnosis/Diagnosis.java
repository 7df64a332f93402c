package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.covector.gradcheck.flat.Subject;

/**
 * Guesses what went wrong, by trying hypotheses on the analytic against the numeric Jacobian: special ones first, and more than one
 * where several fit.
 */
final class Diagnosis {
    private static final int MOST = 2;
    private static final double NEAR = 1e-2; // relative error up to which a value is an approximation
    private static final double STEP = 0x1p-10; // of an element: where the derivative at another point is taken

    private final Subject subject;
    private final double[][] analytic;
    private final double[][] numeric;
    private final double close;

    Diagnosis(Subject subject, double[][] analytic, double[][] numeric) {
        this.subject = subject;
        this.analytic = analytic;
        this.numeric = numeric;
        this.close = subject.epsilon() > 0x1p-40 ? 1e-2 : 1e-7;
    }

    /** Causes that fit the gradient of one input, some of whose elements are wrong. */
    List<Cause> of(int input, List<Element> wrong) {
        if (wrong.stream().allMatch(e -> e.verdict() == Verdict.KINK)) {
            return List.of(Cause.of(Cause.Kind.KINKS, "it is wrong only at kinks: it lies outside of the one-sided derivatives there"));
        }
        Block block = block(input);
        double size = Block.norm(block.numeric());
        if (Block.norm(block.analytic()) == 0) {
            return size == 0 ? List.of() : List.of(Cause.of(Cause.Kind.DETACHED, "it is 0: the path from this input is detached"));
        }
        if (size == 0) {
            return List.of(Cause.of(Cause.Kind.SHOULD_BE_ZERO, "it should be 0: the result does not depend on this input"));
        }
        if (Arrays.stream(block.analytic()).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN)) {
            return places(block, input).common().orElse(() ->
                    Option.of(Cause.of(Cause.Kind.NOT_A_NUMBER, "it is not a number where the derivative is one"))).toJavaList();
        }
        List<Cause> all = byResult(block, input);
        all = all.isEmpty() ? explain(block, input, result(block)) : all;
        return all.isEmpty() ? rest(block).toJavaList() : all.subList(0, Math.min(MOST, all.size()));
    }

    private List<Cause> explain(Block block, int input, Option<Shape> result) {
        Shape shape = subject.inputs().get(input).shape();
        double factor = block.factor();
        if (!Double.isNaN(factor)) {
            return Factors.explain(factor, close, block.columns(), block.rows(), lengths(shape, result));
        }
        if (block.is(block.numeric())) {
            return nearlyRight(block, input);
        }
        Terms terms = new Terms(block, Quantities.of(subject, shape), result.map(y -> Quantities.of(subject, y)).getOrElse(Map.of()),
                lengths(shape, result));
        Couplings couplings = new Couplings(block, shape, result, terms);
        List<Cause> moved = couplings.diagonal().map(List::of).getOrElse(() -> moved(block, shape, result));
        List<Cause> known = !moved.isEmpty() ? moved : swapped(block, input).orElse(() -> domain(block, input)).toJavaList();
        if (!known.isEmpty()) {
            return known;
        }
        List<Cause> coupled = couplings.explain();
        if (!coupled.isEmpty()) {
            return coupled;
        }
        List<Cause> placed = new ArrayList<>(places(block, input).explain());
        if (!placed.isEmpty()) {
            placed.addAll(there(block, input, terms));
            return placed;
        }
        Option<Cause> point = elsewhere(block, input);
        Option<Cause> places = misplaced(block);
        List<Cause> named = point.isDefined() || places.isDefined() ? Stream.concat(point.toJavaStream(), places.toJavaStream()).toList()
                : terms.explain();
        return named.isEmpty() ? approximate(block).orElse(terms::nameless).toJavaList() : named;
    }

    /** What is wrong in the last digits, or small next to the rest. */
    private List<Cause> nearlyRight(Block block, int input) {
        Option<Cause> digits = digits(block);
        List<Cause> placed = digits.isDefined() ? digits.toJavaList() : places(block, input).explain();
        return placed.isEmpty() ? approximate(block).toJavaList() : placed;
    }

    private static int[] lengths(Shape shape, Option<Shape> result) {
        return IntStream.concat(Arrays.stream(shape.dims()), result.map(y -> Arrays.stream(y.dims())).getOrElse(IntStream.empty()))
                .distinct().toArray();
    }

    // ---- several results

    private record Span(int number, int from, int to) {}

    /** The rows of each floating result, if there is a row for each of their elements and more than one result. */
    private List<Span> spans(Block block) {
        List<Span> all = new ArrayList<>();
        int from = 0;
        for (int k = 0; k < subject.outputs().size(); k++) {
            Tensor y = subject.outputs().get(k);
            if (y.dtype().isFloating()) {
                all.add(new Span(k, from, from + (int) y.size()));
                from += (int) y.size();
            }
        }
        return from == block.rows() && all.size() > 1 ? all : List.of();
    }

    private List<Cause> byResult(Block block, int input) {
        List<Span> spans = spans(block);
        List<Span> wrong = spans.stream().filter(s -> IntStream.range(s.from, s.to).anyMatch(r -> !block.rowRight(r))).toList();
        for (Span s : wrong) {
            for (Span t : wrong) {
                if (t.number > s.number && t.to - t.from == s.to - s.from && wrong.size() == 2
                        && block.moved(r -> r >= s.from && r < s.to ? r - s.from + t.from : r >= t.from && r < t.to ? r - t.from + s.from
                        : r, j -> j)) {
                    return List.of(Cause.of(Cause.Kind.RESULTS_SWAPPED,
                            "the cotangents of results " + s.number + " and " + t.number + " are exchanged", s.number, t.number));
                }
            }
        }
        if (wrong.isEmpty() || wrong.size() == spans.size() && !Double.isNaN(block.factor())) {
            return List.of();
        }
        List<Cause> all = new ArrayList<>();
        for (Span s : wrong) {
            Block rows = block.rows(s.from, s.to);
            if (Block.norm(rows.analytic()) == 0) {
                all.add(Cause.of(Cause.Kind.RESULT_DROPPED, "the cotangent of result " + s.number + " is dropped", s.number));
            } else {
                explain(rows, input, Option.of(subject.outputs().get(s.number).shape()))
                        .forEach(c -> all.add(new Cause(c.kind(), c.input(), c.parameters(),
                        "by the cotangent of result " + s.number + ": " + c.text())));
            }
        }
        return all;
    }

    /** The shape of the only floating result, if there is a row for each of its elements. */
    private Option<Shape> result(Block block) {
        List<Tensor> floating = subject.outputs().stream().filter(t -> t.dtype().isFloating()).toList();
        return floating.size() == 1 && floating.getFirst().size() == block.rows() ? Option.of(floating.getFirst().shape()) : Option.none();
    }

    // ---- hypotheses

    /** Right values in wrong places, and, beside that, a factor. */
    private List<Cause> moved(Block block, Shape shape, Option<Shape> result) {
        Option<Cause> plain = new Moves(block, shape, result).explain();
        if (plain.isDefined()) {
            return plain.toJavaList();
        }
        double size = Block.norm(block.analytic()) / Block.norm(block.numeric());
        for (double factor : Math.abs(size - 1) < close ? new double[] {-1} : new double[] {size, -size}) {
            Option<Cause> with = new Moves(block.divided(factor), shape, result).explain();
            if (with.isDefined()) {
                return List.of(with.get(), Factors.explain(factor, close, block.columns(), block.rows(), lengths(shape, result))
                        .getFirst());
            }
        }
        return List.of();
    }

    private Option<Cause> swapped(Block block, int input) {
        for (int other = 0; other < subject.inputs().size(); other++) {
            if (other != input && subject.size(other) == subject.size(input) && block.is(block(other).numeric())) {
                return Option.of(Cause.of(Cause.Kind.SWAPPED, "it is the gradient of input " + other + ": swapped", other));
            }
        }
        return Option.none();
    }

    /** Right along every direction that stays inside a domain that the input lies in. */
    private Option<Cause> domain(Block block, int input) {
        Tensor x = subject.inputs().get(input);
        if (x.dtype() != DType.FLOAT64 || x.size() < 3) {
            return Option.none();
        }
        return Option.ofOptional(Stream.of(InputDomain.values()).filter(d -> d.contains(x)).filter(d -> agreesInside(d, x, block))
                .map(d -> Cause.of(Cause.Kind.DOMAIN, "it is right for " + d.words()
                + " inputs as long as they stay so: to check it there, ask with withDomain(" + input + ", InputDomain."
                        + d.name() + ")", d.ordinal())).findFirst());
    }

    /** Whether the two Jacobians agree along all directions inside the domain. */
    private static boolean agreesInside(InputDomain domain, Tensor x, Block block) {
        var run = Autograd.vjp(p -> domain.retract(x, p), x);
        for (int r = 0; r < block.rows(); r++) {
            double[] off = new double[block.columns()];
            for (int j = 0; j < off.length; j++) {
                off[j] = block.analytic()[r][j] - block.numeric()[r][j];
            }
            double[] inside = Subject.numbers(List.of(run.pullback().apply(Subject.tensor(x, off))));
            if (!Arrays.stream(inside).allMatch(block::zero)) {
                return false;
            }
        }
        return true;
    }

    private Option<Cause> digits(Block block) {
        double floor = close / 100 * Block.norm(block.numeric());
        for (int r = 0; r < block.rows(); r++) {
            for (int j = 0; j < block.columns(); j++) {
                double n = block.numeric()[r][j];
                if (Math.abs(block.analytic()[r][j] - n) > 0x1p-22 * Math.abs(n) + floor) {
                    return Option.none();
                }
            }
        }
        return Option.of(Cause.of(Cause.Kind.SINGLE_PRECISION, "it is right to the digits of FLOAT32 only"));
    }

    private Places places(Block block, int input) {
        double[] x = Arrays.copyOfRange(subject.point(), subject.start(input), subject.start(input) + subject.size(input));
        return new Places(block, subject.inputs().get(input).shape(), x, subject.inputs().stream().anyMatch(t -> !t.dtype().isFloating()));
    }

    /** What is wrong with the elements that have something in common. */
    private List<Cause> there(Block block, int input, Terms terms) {
        int[] wrong = IntStream.range(0, block.columns()).filter(j -> !block.columnRight(j)).toArray();
        Block part = block.columns(wrong);
        if (wrong.length < 2 || wrong.length == block.columns() || Block.norm(part.analytic()) == 0 || Block.norm(part.numeric()) == 0) {
            return List.of();
        }
        double factor = part.factor();
        List<Cause> all = Double.isNaN(factor) ? terms.of(part, wrong).explain() : Factors.explain(factor, close, 0, 0);
        return all.stream().map(c -> new Cause(c.kind(), c.input(), c.parameters(), "there " + c.text())).toList();
    }

    /** The gradient at another point: of other signs, at the result, with inputs exchanged. */
    private Option<Cause> elsewhere(Block block, int input) {
        if (result(block).isEmpty() || close > 1e-3) {
            return Option.none();
        }
        double[] x = subject.point();
        if (isAt(block, input, Arrays.stream(x).map(v -> -v).toArray())) {
            return Option.of(Cause.of(Cause.Kind.WRONG_POINT, "it is the gradient at the inputs of the other sign"));
        }
        int from = subject.start(input);
        if (subject.origin().length == subject.size(input)) {
            double[] there = x.clone();
            System.arraycopy(subject.origin(), 0, there, from, subject.origin().length);
            if (isAt(block, input, there)) {
                return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                        "it is the gradient at the result: the output is used where the input belongs"));
            }
        }
        for (int other = 0; other < subject.inputs().size(); other++) {
            if (other != input && subject.size(other) == subject.size(input)) {
                double[] there = x.clone();
                System.arraycopy(x, subject.start(other), there, from, subject.size(input));
                System.arraycopy(x, from, there, subject.start(other), subject.size(input));
                if (isAt(block, input, there)) {
                    return Option.of(Cause.of(Cause.Kind.WRONG_POINT,
                            "it is the gradient with inputs " + input + " and " + other + " exchanged", other));
                }
            }
        }
        return Option.none();
    }

    private boolean isAt(Block block, int input, double[] x) {
        double[][] there = new double[block.rows()][block.columns()];
        try {
            for (int j = 0; j < block.columns(); j++) {
                double[] slope = slope(x, subject.start(input) + j);
                for (int r = 0; r < slope.length; r++) {
                    there[r][j] = slope[r];
                }
            }
        } catch (RuntimeException outside) {
            return false;
        }
        return block.is(there);
    }

    /** By an extrapolated central difference. */
    private double[] slope(double[] x, int j) {
        double h = Math.scalb(1.0, Math.getExponent(x[j] == 0 ? 1 : x[j])) * STEP;
        double[][] y = IntStream.of(-2, -1, 1, 2).mapToObj(k -> {
            double[] moved = x.clone();
            moved[j] += k * h;
            return subject.at(moved);
        }).toArray(double[][]::new);
        return IntStream.range(0, y[0].length).mapToDouble(r -> (8 * (y[2][r] - y[1][r]) - (y[3][r] - y[0][r])) / (12 * h)).toArray();
    }

    /** Near everywhere, right nowhere. */
    private static Option<Cause> approximate(Block block) {
        double most = 0;
        int wrong = 0;
        int all = 0;
        for (int r = 0; r < block.rows(); r++) {
            for (int j = 0; j < block.columns(); j++) {
                double n = block.numeric()[r][j];
                most = Math.max(most, Math.abs(block.analytic()[r][j] - n) / (Math.abs(n) + block.typical()));
                wrong += block.right(r, j) ? 0 : 1;
                all += block.zero(n) ? 0 : 1;
            }
        }
        int digits = (int) -Math.floor(Math.log10(most));
        return most < NEAR && 2 * wrong > all ? Option.of(Cause.of(Cause.Kind.APPROXIMATE,
                "it is right to about " + digits + " digits: an approximation, a difference quotient, or a constant of few digits", digits))
                : Option.none();
    }

    /** The numbers of each result, or of all, in another order. */
    private static Option<Cause> misplaced(Block block) {
        boolean rows = IntStream.range(0, block.rows()).allMatch(r -> alike(block, block.analytic()[r], block.numeric()[r]));
        boolean all = rows || alike(block, Arrays.stream(block.analytic()).flatMapToDouble(Arrays::stream).toArray(),
                Arrays.stream(block.numeric()).flatMapToDouble(Arrays::stream).toArray());
        return all ? Option.of(Cause.of(Cause.Kind.MISPLACED, "it has the right values in wrong places")) : Option.none();
    }

    private static boolean alike(Block block, double[] a, double[] b) {
        double[] sorted = a.clone();
        double[] other = b.clone();
        Arrays.sort(sorted);
        Arrays.sort(other);
        return IntStream.range(0, a.length).allMatch(k -> block.zero(sorted[k] - other[k]));
    }

    private static Option<Cause> rest(Block block) {
        int wrong = 0;
        int all = 0;
        for (int r = 0; r < block.rows(); r++) {
            for (int j = 0; j < block.columns(); j++) {
                wrong += block.right(r, j) ? 0 : 1;
                all += block.zero(block.numeric()[r][j]) && block.right(r, j) ? 0 : 1;
            }
        }
        return wrong < all ? Option.of(Cause.of(Cause.Kind.SOME_ELEMENTS,
                wrong + " of " + all + " elements of its Jacobian are wrong, the others right", wrong, all)) : Option.none();
    }

    private Block block(int input) {
        return Block.of(analytic, numeric, subject.start(input), subject.size(input), close);
    }
}
