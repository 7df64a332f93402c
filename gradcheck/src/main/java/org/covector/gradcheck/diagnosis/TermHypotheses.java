package org.covector.gradcheck.diagnosis;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.threshold.Thresholds;

/**
 * Factors and terms that depend on the element: those of a chain, product or quotient rule, called by their names as functions of
 * the inputs and the result.
 *
 * @param pair analytic and numeric Jacobian
 * @param columns quantities with a value for each element of the input, by name
 * @param rows quantities with a value for each element of the result, by name
 * @param counts numbers of elements, which constants may be made of
 */
record TermHypotheses(JacobianPair pair, Map<String, double[]> columns, Map<String, double[]> rows, int... counts) {
    private static final int FEWEST = 3; // elements that a constant, or a term with a number that has no name, is told by
    private static final int FEWEST_OF_SOME = 4; // wrong elements among right ones
    private static final int FEWEST_SIGNS = 5; // signs, each of which says one bit
    private static final int FEWEST_TWO_VALUED = 6;
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = functions();

    private static Map<String, DoubleUnaryOperator> functions() {
        Map<String, DoubleUnaryOperator> all = new LinkedHashMap<>();
        all.put("%s", v -> v);
        all.put("%s^2", v -> v * v);
        all.put("(1 - %s)", v -> 1 - v);
        all.put("(1 - %s^2)", v -> 1 - v * v);
        all.put("(1 + %s)", v -> 1 + v);
        all.put("(1 + %s^2)", v -> 1 + v * v);
        all.put("exp(%s)", Math::exp);
        all.put("exp(-%s)", v -> Math.exp(-v));
        all.put("ln |%s|", v -> Math.log(Math.abs(v)));
        all.put("1/%s", v -> 1 / v);
        all.put("1/%s^2", v -> 1 / (v * v));
        all.put("sqrt(|%s|)", v -> Math.sqrt(Math.abs(v)));
        all.put("%s^3", v -> v * v * v);
        all.put("sign(%s)", Math::signum);
        all.put("|%s|", Math::abs);
        all.put("sin(%s)", Math::sin);
        all.put("cos(%s)", Math::cos);
        all.put("tanh(%s)", Math::tanh);
        all.put("sigmoid(%s)", v -> 1 / (1 + Math.exp(-v)));
        all.put("sigmoid(-%s)", v -> 1 / (1 + Math.exp(v)));
        all.put("exp(-%s^2)", v -> Math.exp(-v * v));
        all.put("exp(-%s^2/2)", v -> Math.exp(-v * v / 2));
        all.put("1/(1 + %s^2)", v -> 1 / (1 + v * v));
        all.put("1/sqrt(|1 - %s^2|)", v -> 1 / Math.sqrt(Math.abs(1 - v * v)));
        return all;
    }

    /** The same of some elements of the input, by number. */
    TermHypotheses of(JacobianPair part, int... elements) {
        Map<String, double[]> some = new LinkedHashMap<>();
        columns.forEach((name, values) -> some.put(name, Arrays.stream(elements).mapToDouble(j -> values[j]).toArray()));
        return new TermHypotheses(part, some, rows, counts);
    }

    private record Candidate(String name, double[] values) {}

    /** A factor that depends on the element, or on the result, and a term: one may be the other. */
    List<Cause> explain() {
        return pair.close() > Thresholds.TOO_COARSE || pair.rows() == 0 ? List.of()
                : Stream.concat(factor(byColumn(), columns).orElse(() -> factor(byRow(), rows)).toJavaStream(), term().toJavaStream())
                .toList();
    }

    /** The cotangent times a quantity, in the right places: the name of what is the wrong operand. */
    Option<Cause> wrongQuantity() {
        if (pair.close() > Thresholds.TOO_COARSE) {
            return Option.none();
        }
        return quantity(byColumn(), columns, pair.rows(), (j, r) -> pair.analytic()[r][j])
                .orElse(() -> quantity(byRow(), rows, pair.columns(), (r, j) -> pair.analytic()[r][j]))
                .map(name -> Cause.of(Cause.Kind.OPERAND, "it is the cotangent times " + name + ": another operand of the product belongs "
                        + "there"));
    }

    private Option<String> quantity(double[] ratio, Map<String, double[]> of, int entries, JacobianPair.Entry analytic) {
        int[] known = known(ratio);
        if (known.length < FEWEST_OF_SOME) {
            return Option.none();
        }
        double[] values = new double[known.length];
        for (int k = 0; k < values.length; k++) {
            int line = known[k];
            double[] some = IntStream.range(0, entries).mapToDouble(e -> analytic.at(line, e)).filter(v -> !pair.isNegligible(v)).toArray();
            if (some.length != 1) {
                return Option.none();
            }
            values[k] = some[0];
        }
        return Option.ofOptional(of.entrySet().stream().filter(q -> !q.getKey().contains("mean")).filter(q -> {
            double[] v = Arrays.stream(known).mapToDouble(k -> q.getValue()[k]).toArray();
            return !isConstant(v) && Math.abs(times(values, v) - 1) < pair.close();
        }).map(Map.Entry::getKey).findFirst());
    }

    /** A factor that has no name. */
    Option<Cause> nameless() {
        double[] ratio = byColumn();
        int[] known = known(ratio);
        int off = (int) Arrays.stream(known).filter(k -> isOff(ratio[k])).count();
        boolean few = off > 0 && off < FEWEST && off < known.length && isOneNumberByColumn(); // of one number any factor fits
        return pair.rows() > 1 && !few && (known.length > 1 || known(byRow()).length > 1)
                ? Option.of(Cause.of(Cause.Kind.ELEMENT_FACTOR,
                "it is off by a factor that differs from element to element" + where(off, known.length)
                + ": a part of the chain rule, of a quotient or of a power is missing"))
                : Option.none();
    }

    private boolean isOneNumberByColumn() {
        return IntStream.range(0, pair.columns()).allMatch(j -> Arrays.stream(pair.numeric()).filter(row -> !pair.isNegligible(row[j]))
                .count() <= 1);
    }

    /** Analytic over numeric, if it is the same down each column. */
    private double[] byColumn() {
        return ratios(pair.columns(), pair.rows(), (j, r) -> pair.analytic()[r][j], (j, r) -> pair.numeric()[r][j]);
    }

    private double[] byRow() {
        return ratios(pair.rows(), pair.columns(), (r, j) -> pair.analytic()[r][j], (r, j) -> pair.numeric()[r][j]);
    }

    /** By line: the ratio, NaN where both are 0; empty if there is none. */
    private double[] ratios(int lines, int entries, JacobianPair.Entry analytic, JacobianPair.Entry numeric) {
        double[] all = new double[lines];
        Arrays.fill(all, Double.NaN);
        for (int line = 0; line < lines; line++) {
            for (int k = 0; k < entries; k++) {
                double a = analytic.at(line, k);
                double n = numeric.at(line, k);
                if (pair.isNegligible(a) != pair.isNegligible(n)) {
                    return new double[0];
                }
                if (!pair.isNegligible(n)) {
                    double ratio = a / n;
                    if (!Double.isNaN(all[line]) && Math.abs(all[line] - ratio) > Thresholds.SAME_RATIO * pair.close() * Math.abs(ratio)) {
                        return new double[0];
                    }
                    all[line] = Double.isNaN(all[line]) ? ratio : all[line];
                }
            }
        }
        return all;
    }

    private static int[] known(double[] ratio) {
        return IntStream.range(0, ratio.length).filter(k -> !Double.isNaN(ratio[k])).toArray();
    }

    private Option<Cause> factor(double[] ratio, Map<String, double[]> of) {
        int[] known = known(ratio);
        if (known.length < 2) {
            return Option.none();
        }
        int[] off = Arrays.stream(known).filter(k -> isOff(ratio[k])).toArray();
        return factor(ratio, of, "", known).orElse(() -> off.length >= FEWEST_OF_SOME && off.length < known.length
                ? factor(ratio, of, where(off.length, known.length), off) : Option.none());
    }

    private boolean isOff(double ratio) {
        return Math.abs(ratio - 1) > Thresholds.SAME_RATIO * pair.close();
    }

    private static String where(int some, int all) {
        return some < all ? ", for " + some + " of " + all + " elements" : "";
    }

    private Option<Cause> factor(double[] ratio, Map<String, double[]> of, String where, int... known) {
        double[] over = Arrays.stream(known).mapToDouble(k -> 1 / ratio[k]).toArray();
        double[] under = Arrays.stream(known).mapToDouble(k -> ratio[k]).toArray();
        if (where.isEmpty() && isConstant(under)) {
            return Option.none(); // that of all elements is no factor of some
        }
        return nameOf(over, of, known).map(f -> Cause.of(Cause.Kind.ELEMENT_FACTOR, "a factor " + f + " is missing" + where)).orElse(() ->
                nameOf(under, of, known).map(f -> Cause.of(Cause.Kind.ELEMENT_FACTOR, "a factor " + f + " is too many" + where)));
    }

    /** The difference, where it concerns a single element of each result. */
    private Option<Cause> term() {
        int n = pair.columns();
        double[] off = new double[n];
        boolean[] used = new boolean[n];
        for (int r = 0; r < pair.rows(); r++) {
            int count = 0;
            for (int j = 0; j < n; j++) {
                double d = pair.numeric()[r][j] - pair.analytic()[r][j];
                if (!pair.isNegligible(d)) {
                    if (used[j] || ++count > 1 && pair.rows() > 1) {
                        return Option.none();
                    }
                    off[j] = d;
                    used[j] = true;
                }
            }
        }
        int[] known = IntStream.range(0, n).filter(j -> used[j]).toArray();
        double[] values = Arrays.stream(known).mapToDouble(j -> off[j]).toArray();
        return known.length < 2 ? Option.none() : nameOf(values, columns, known)
                .map(t -> Cause.of(Cause.Kind.TERM, "the term " + t + " is missing, or has the other sign"
                + where(known.length, n))).orElse(() -> twoValued(values));
    }

    /** A difference of two values: what targets, or a mask, take part in. */
    private Option<Cause> twoValued(double... values) {
        double first = values[0];
        double[] others = Arrays.stream(values).filter(v -> !pair.isNegligible(v - first)).toArray();
        int ones = values.length - others.length;
        return Option.when(values.length >= FEWEST_TWO_VALUED && ones >= 2 && others.length >= 2
                && Arrays.stream(others).allMatch(v -> pair.isNegligible(v - others[0])), () -> Cause.of(Cause.Kind.TERM,
                "it lacks one of two constants, " + FactorHypotheses.number(first) + " for " + ones + " elements and "
                        + FactorHypotheses.number(others[0]) + " for " + others.length
                        + ": a term that takes two values, as targets or a mask do, is wrong"));
    }

    private boolean isConstant(double... values) {
        double first = values[0];
        return Arrays.stream(values).allMatch(v -> Math.abs(v - first) <= Thresholds.SAME_TERM * pair.close() * Math.abs(first));
    }

    /** Whether all have one magnitude: nothing but signs is told by them. */
    private static boolean isOfSigns(double... values) {
        double first = Math.abs(values[0]);
        return Arrays.stream(values).allMatch(v -> Math.abs(v) == first);
    }

    /** The name of a vector up to a factor for each line of elements. */
    Option<String> proportional(double[] values, IntUnaryOperator line) {
        return proportional(values, line, false);
    }

    /** The same with factors that are not all alike: each is a sum of its own, and not a number in the formula. */
    Option<String> proportionalByLine(double[] values, IntUnaryOperator line) {
        return proportional(values, line, true);
    }

    private Option<String> proportional(double[] values, IntUnaryOperator line, boolean differing) {
        if (pair.close() > Thresholds.TOO_COARSE) {
            return Option.none();
        }
        for (Candidate c : candidates(columns, IntStream.range(0, values.length).toArray())) {
            double[] times = new double[values.length];
            Arrays.fill(times, Double.NaN);
            boolean fits = true;
            double floor = Thresholds.PROPORTIONAL_FLOOR * Math.min(1, Arrays.stream(c.values).map(Math::abs).max().orElse(0));
            for (int j = 0; j < values.length && fits; j++) {
                int k = line.applyAsInt(j);
                if (values[j] != 0 && Double.isNaN(times[k])) {
                    times[k] = c.values[j] / values[j];
                }
                fits = Math.abs(c.values[j] - (Double.isNaN(times[k]) ? 0 : times[k] * values[j]))
                        <= Thresholds.PROPORTIONAL * (Math.abs(c.values[j]) + floor);
            }
            double[] known = Arrays.stream(times).filter(v -> !Double.isNaN(v)).toArray();
            if (fits && (!differing || !isConstant(known) && !isOfSigns(c.values))) {
                return Option.of(c.name);
            }
        }
        return Option.none();
    }

    private Option<String> nameOf(double[] values, Map<String, double[]> of, int... known) {
        if (isConstant(values)) {
            return Option.when(values.length >= FEWEST, () -> constant(values[0]));
        }
        List<Candidate> single = candidates(of, known);
        String named = "";
        for (Candidate c : single) { // the first, but rather one without a coefficient
            double times = isOfSigns(c.values) && known.length < FEWEST_SIGNS ? Double.NaN : times(values, c.values);
            if (Double.isNaN(times)) {
                continue;
            }
            String coefficient = FactorHypotheses.coefficient(times, Thresholds.SAME_TERM * pair.close(), counts);
            boolean plain = coefficient.isEmpty() || coefficient.equals("-");
            boolean unknown = coefficient.equals("?");
            if (plain || named.isEmpty() && (!unknown || known.length >= FEWEST)) {
                named = (unknown ? FactorHypotheses.number(times) + " " : coefficient) + c.name;
            }
            if (plain) {
                break;
            }
        }
        if (!named.isEmpty()) {
            return Option.of(named);
        }
        for (int a = 0; a < single.size() && known.length > 2; a++) {
            for (int b = a; b < single.size(); b++) {
                double[] left = single.get(a).values;
                double[] right = single.get(b).values;
                double times = times(values, IntStream.range(0, left.length).mapToDouble(k -> left[k] * right[k]).toArray());
                String coefficient = Double.isNaN(times) ? "?"
                        : FactorHypotheses.coefficient(times, Thresholds.SAME_TERM * pair.close(), counts);
                if (!coefficient.equals("?")) {
                    return Option.of(coefficient + single.get(a).name + " " + single.get(b).name);
                }
            }
        }
        return Option.none();
    }

    private String constant(double value) {
        String name = FactorHypotheses.coefficient(value, Thresholds.SAME_TERM * pair.close(), counts);
        return name.equals("?") ? FactorHypotheses.number(value) : name.isEmpty() || name.equals("-") ? name + "1" : name.strip();
    }

    /** The factor of a candidate, NaN if it is none. */
    private double times(double[] values, double[] candidate) {
        double product = 0;
        double squares = 0;
        double size = 0;
        for (int k = 0; k < values.length; k++) {
            product += values[k] * candidate[k];
            squares += candidate[k] * candidate[k];
            size += values[k] * values[k];
        }
        double times = product / squares;
        double rest = 0;
        for (int k = 0; k < values.length; k++) {
            double d = values[k] - times * candidate[k];
            rest += d * d;
        }
        double off = Thresholds.SAME_TERM * pair.close();
        return rest <= off * off * size ? times : Double.NaN;
    }

    private List<Candidate> candidates(Map<String, double[]> of, int... known) {
        List<Candidate> all = new ArrayList<>();
        FUNCTIONS.forEach((pattern, f) -> of.forEach((name, values) -> {
            double[] v = Arrays.stream(known).mapToDouble(k -> f.applyAsDouble(values[k])).toArray();
            if (Arrays.stream(v).allMatch(Double::isFinite) && !isConstant(v)) {
                all.add(new Candidate(pattern.replace("%s", name), v));
            }
        }));
        return all;
    }
}
