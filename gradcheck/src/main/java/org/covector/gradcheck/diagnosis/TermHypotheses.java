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

    /** A factor that has no name. */
    Option<Cause> nameless() {
        return pair.rows() > 1 && (known(byColumn()).length > 1 || known(byRow()).length > 1)
                ? Option.of(Cause.of(Cause.Kind.ELEMENT_FACTOR,
                "it is off by a factor that differs from element to element: a part of the chain rule, of a quotient or of a power is "
                + "missing"))
                : Option.none();
    }

    /** Analytic over numeric, if it is the same down each column. */
    private double[] byColumn() {
        return ratios(pair.columns(), pair.rows(), (j, r) -> pair.analytic()[r][j], (j, r) -> pair.numeric()[r][j]);
    }

    private double[] byRow() {
        return ratios(pair.rows(), pair.columns(), (r, j) -> pair.analytic()[r][j], (r, j) -> pair.numeric()[r][j]);
    }

    private interface MatrixEntry {
        double at(int line, int entry);
    }

    /** By line: the ratio, NaN where both are 0; empty if there is none. */
    private double[] ratios(int lines, int entries, MatrixEntry analytic, MatrixEntry numeric) {
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
        double[] over = Arrays.stream(known).mapToDouble(k -> 1 / ratio[k]).toArray();
        double[] under = Arrays.stream(known).mapToDouble(k -> ratio[k]).toArray();
        return nameOf(over, of, known).map(f -> Cause.of(Cause.Kind.ELEMENT_FACTOR, "a factor " + f + " is missing"))
                .orElse(() -> nameOf(under, of, known).map(f -> Cause.of(Cause.Kind.ELEMENT_FACTOR, "a factor " + f + " is too many")));
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
        return known.length < 2 ? Option.none() : nameOf(Arrays.stream(known).mapToDouble(j -> off[j]).toArray(), columns, known)
                .map(t -> Cause.of(Cause.Kind.TERM, "the term " + t + " is missing, or has the other sign"
                + (known.length < n ? ", for " + known.length + " of " + n + " elements" : "")));
    }

    /** The name of a vector up to a factor for each line of elements. */
    Option<String> proportional(double[] values, IntUnaryOperator line) {
        if (pair.close() > Thresholds.TOO_COARSE) {
            return Option.none();
        }
        for (Candidate c : candidates(columns, IntStream.range(0, values.length).toArray())) {
            double[] times = new double[values.length];
            Arrays.fill(times, Double.NaN);
            boolean fits = true;
            for (int j = 0; j < values.length && fits; j++) {
                int k = line.applyAsInt(j);
                if (values[j] != 0 && Double.isNaN(times[k])) {
                    times[k] = c.values[j] / values[j];
                }
                fits = Math.abs(c.values[j] - (Double.isNaN(times[k]) ? 0 : times[k] * values[j])) 
                        <= Thresholds.PROPORTIONAL * (Math.abs(c.values[j]) + Thresholds.PROPORTIONAL_FLOOR);
            }
            if (fits) {
                return Option.of(c.name);
            }
        }
        return Option.none();
    }

    private Option<String> nameOf(double[] values, Map<String, double[]> of, int... known) {
        List<Candidate> single = candidates(of, known);
        for (Candidate c : single) {
            double times = times(values, c.values);
            if (!Double.isNaN(times)) {
                String coefficient = FactorHypotheses.coefficient(times, Thresholds.SAME_TERM * pair.close(), counts);
                return Option.of((coefficient.equals("?") ? FactorHypotheses.number(times) + " " : coefficient) + c.name);
            }
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

    private static List<Candidate> candidates(Map<String, double[]> of, int... known) {
        List<Candidate> all = new ArrayList<>();
        FUNCTIONS.forEach((pattern, f) -> of.forEach((name, values) -> {
            double[] v = Arrays.stream(known).mapToDouble(k -> f.applyAsDouble(values[k])).toArray();
            if (Arrays.stream(v).allMatch(Double::isFinite) && Arrays.stream(v).anyMatch(x -> x != 0)) {
                all.add(new Candidate(pattern.replace("%s", name), v));
            }
        }));
        return all;
    }
}
