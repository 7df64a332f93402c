package org.covector.gradcheck.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.gradcheck.Cause;
import org.covector.gradcheck.threshold.Thresholds;

/** Constants that are often forgotten, and the names of powers and quotients of them and of numbers of elements. */
final class FactorHypotheses {
    private static final Map<String, Double> KNOWN = known();
    private static final int DIGITS = 8;
    private static final int CAUSES = 2;
    private static final int SMALL = 3; // numbers that are constants of formulas more often than numbers of elements
    private static final int DENOMINATORS = 12;

    private FactorHypotheses() {}

    private static Map<String, Double> known() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("2", 2.0);
        all.put("3", 3.0);
        all.put("4", 4.0);
        all.put("pi", Math.PI);
        all.put("2 pi", 2 * Math.PI);
        all.put("sqrt(2)", Math.sqrt(2));
        all.put("sqrt(pi)", Math.sqrt(Math.PI));
        all.put("sqrt(2 pi)", Math.sqrt(2 * Math.PI));
        all.put("2 / sqrt(pi)", 2 / Math.sqrt(Math.PI));
        all.put("ln 2", Math.log(2));
        all.put("ln 10", Math.log(10));
        all.put("e", Math.E);
        all.put("180 / pi", 180 / Math.PI);
        return all;
    }

    /**
     * What a factor between analytic and numeric derivative says, the likeliest first.
     *
     * @param factor analytic over numeric
     * @param close relative error of it
     * @param inputs how many elements the input has
     * @param outputs how many elements the result has
     * @param lengths of the axes of both
     */
    static List<Cause> explain(double factor, double close, int inputs, int outputs, int... lengths) {
        if (Math.abs(factor + 1) < close) {
            return List.of(Cause.of(Cause.Kind.SIGN, "the sign is wrong", -1));
        }
        List<Cause> all = new ArrayList<>();
        int ratio = outputs == 0 ? 0 : inputs / outputs;
        int inverse = inputs == 0 ? 0 : outputs / inputs;
        int[] counts = IntStream.concat(IntStream.of(inputs, outputs, ratio, inverse), IntStream.of(lengths)).filter(n -> n > 1).distinct()
                .toArray();
        counts(factor, close, all, IntStream.of(counts).filter(n -> n > SMALL).toArray());
        constants(factor, close, all);
        counts(factor, close, all, IntStream.of(counts)
                .filter(n -> n <= SMALL && all.stream().noneMatch(c -> c.kind() != Cause.Kind.FACTOR)).toArray());
        freedom(factor, close, all, IntStream.concat(IntStream.of(inputs), IntStream.of(lengths)).filter(n -> n > 2).distinct().toArray());
        axes(factor, close, all, IntStream.of(lengths).filter(n -> n > 1).distinct().toArray());
        if (all.isEmpty()) {
            all.add(Cause.of(Cause.Kind.FACTOR, times(factor) + rest(factor, close), factor));
        }
        return List.copyOf(all.subList(0, Math.min(CAUSES, all.size())));
    }

    private static boolean isOne(double quotient, double close) {
        return Math.abs(quotient - 1) < close;
    }

    private static void counts(double factor, double close, List<Cause> all, int... counts) {
        String sign = factor < 0 ? "minus " : "";
        double size = Math.abs(factor);
        for (int n : counts) {
            if (isOne(size * n, close)) {
                all.add(Cause.of(Cause.Kind.AVERAGED, "it is " + sign + "1/" + n + " of what it should be: averaged instead of summed", n));
                return;
            }
            if (isOne(size / n, close)) {
                all.add(Cause.of(Cause.Kind.SUMMED, "it is " + sign + n + " times what it should be: summed instead of averaged", n));
                return;
            }
        }
    }

    private static void constants(double factor, double close, List<Cause> all) {
        String sign = factor < 0 ? "minus " : "";
        double size = Math.abs(factor);
        for (Map.Entry<String, Double> known : KNOWN.entrySet()) {
            if (isOne(size / known.getValue(), close)) {
                all.add(Cause.of(Cause.Kind.FACTOR, times(factor) + ": a factor " + sign + known.getKey() + " too many", factor));
                return;
            }
            if (isOne(size * known.getValue(), close)) {
                all.add(Cause.of(Cause.Kind.FACTOR, times(factor) + ": a factor " + sign + known.getKey() + " is missing", factor));
                return;
            }
        }
    }

    /** n against n - 1, and their roots. */
    private static void freedom(double factor, double close, List<Cause> all, int... counts) {
        for (int n : counts) {
            double ratio = (n - 1.0) / n;
            if (isOne(factor / ratio, close) || isOne(factor / Math.sqrt(ratio), close)) {
                all.add(Cause.of(Cause.Kind.DEGREES_OF_FREEDOM, times(factor) + ": divided by n = " + n + " where n - 1 is right", n));
                return;
            }
            if (isOne(factor * ratio, close) || isOne(factor * Math.sqrt(ratio), close)) {
                all.add(Cause.of(Cause.Kind.DEGREES_OF_FREEDOM, times(factor) + ": divided by n - 1 where n = " + n + " is right", n));
                return;
            }
        }
    }

    /** The length of another axis, or the root of one. */
    private static void axes(double factor, double close, List<Cause> all, int... lengths) {
        for (int n : lengths) {
            if (all.isEmpty() && (isOne(factor / Math.sqrt(n), close) || isOne(factor * Math.sqrt(n), close))) {
                all.add(Cause.of(Cause.Kind.FACTOR, times(factor) + ": a factor sqrt(" + n + ") of an axis's length is "
                        + (factor > 1 ? "too many" : "missing"), factor));
                return;
            }
            for (int m : lengths) {
                if (n != m && isOne(factor * m / n, close)) {
                    all.add(Cause.of(Cause.Kind.WRONG_AXIS, times(factor) + ": divided by " + m
                            + ", the length of another axis, instead of " + n));
                    return;
                }
            }
        }
    }

    private static String times(double factor) {
        return "it is " + number(factor) + " times what it should be";
    }

    /** A number with the digits that say something. */
    static String number(double value) {
        double beyond = value - 1;
        if (beyond != 0 && Math.abs(beyond) < Thresholds.BESIDE_ONE) {
            return "1 " + (beyond > 0 ? "+ " : "- ") + String.format(Locale.ROOT, "%.3g", Math.abs(beyond)).replaceFirst("\\.?0+e", "e");
        }
        String digits = String.format(Locale.ROOT, Math.abs(beyond) < Thresholds.NEAR_ONE ? "%.9g" : "%.7g", value);
        return digits.contains(".") && !digits.contains("e") ? digits.replaceFirst("\\.?0+$", "") : digits;
    }

    /** 1 plus or minus a small power of ten, a whole number, a fraction. */
    private static String rest(double factor, double close) {
        for (int k = 1; k <= DIGITS; k++) {
            double small = Math.pow(10, -k);
            if (Math.abs(Math.abs(factor - 1) - small) < Math.min(close, Thresholds.CONSTANT_FACTOR * small)) {
                return ": 1 " + (factor > 1 ? "+" : "-") + " 1e-" + k;
            }
        }
        if (isOne(factor, Thresholds.BESIDE_ONE)) {
            return ": an approximation, or a constant of few digits";
        }
        double size = Math.abs(factor);
        long whole = Math.round(size);
        if (whole > 1 && whole < Thresholds.WHOLE && isOne(size / whole, close)) {
            return ": a whole number";
        }
        for (int q = 2; q <= DENOMINATORS; q++) {
            long p = Math.round(size * q);
            if (p != q && p <= DENOMINATORS && isOne(size * q / p, Math.min(close, Thresholds.FRACTION))) {
                return ": " + p + "/" + q;
            }
        }
        return "";
    }

    /** The name of a constant in front of a term: empty for 1, and nothing nameable for others than simple ones. */
    static String coefficient(double c, double close, int... counts) {
        String sign = c < 0 ? "-" : "";
        double size = Math.abs(c);
        if (isOne(size, close)) {
            return sign;
        }
        for (int n : IntStream.concat(IntStream.of(2, 3, 4), IntStream.of(counts)).toArray()) {
            if (isOne(size / n, close)) {
                return sign + n + " ";
            }
            if (isOne(size * n, close)) {
                return sign + "1/" + n + " ";
            }
            if (isOne(size * n / 2, close)) {
                return sign + "2/" + n + " ";
            }
        }
        for (Map.Entry<String, Double> known : KNOWN.entrySet()) {
            if (isOne(size / known.getValue(), close)) {
                return sign + known.getKey() + " ";
            }
            if (isOne(size * known.getValue(), close)) {
                return sign + "1/(" + known.getKey() + ") ";
            }
        }
        return "?";
    }
}
