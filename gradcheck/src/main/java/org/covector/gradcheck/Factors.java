package org.covector.gradcheck;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Constants that are often forgotten, and the names of powers and quotients of them. */
final class Factors {
    private static final Map<String, Double> KNOWN = known();
    private static final int DIGITS = 8;

    private Factors() {}

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
        return all;
    }

    /**
     * What a factor between analytic and numeric derivative says.
     *
     * @param factor analytic over numeric
     * @param close relative error of it
     * @param inputs how many elements the input has
     * @param outputs how many elements the result has
     */
    static String explain(double factor, double close, int inputs, int outputs) {
        if (Math.abs(factor + 1) < close) {
            return "the sign is wrong";
        }
        String sign = factor < 0 ? "minus " : "";
        double size = Math.abs(factor);
        for (int n : new int[] {inputs, outputs, outputs == 0 ? 0 : inputs / outputs, inputs == 0 ? 0 : outputs / inputs}) {
            if (n > 1 && Math.abs(size * n - 1) < close) {
                return "it is " + sign + "1/" + n + " of what it should be: averaged instead of summed";
            }
            if (n > 1 && Math.abs(size / n - 1) < close) {
                return "it is " + sign + n + " times what it should be: summed instead of averaged";
            }
        }
        String number = String.format(Locale.ROOT, "it is %.9g times what it should be", factor);
        for (Map.Entry<String, Double> known : KNOWN.entrySet()) {
            if (Math.abs(size / known.getValue() - 1) < close) {
                return number + ": a factor " + sign + known.getKey() + " too many";
            }
            if (Math.abs(size * known.getValue() - 1) < close) {
                return number + ": a factor " + sign + known.getKey() + " is missing";
            }
        }
        return number + rest(factor, close);
    }

    /** 1 plus or minus a small power of ten. */
    private static String rest(double factor, double close) {
        for (int k = 1; k <= DIGITS; k++) {
            double small = Math.pow(10, -k);
            for (int sign = -1; sign <= 1; sign += 2) {
                if (Math.abs(factor - 1 - sign * small) < Math.min(close, 0.01 * small)) {
                    return ": 1 " + (sign > 0 ? "+" : "-") + " 1e-" + k;
                }
            }
        }
        long whole = Math.round(Math.abs(factor));
        return whole > 1 && whole < 1000 && Math.abs(Math.abs(factor) / whole - 1) < close ? ": a whole number" : "";
    }
}
