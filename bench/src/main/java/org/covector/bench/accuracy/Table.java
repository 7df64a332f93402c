package org.covector.bench.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.covector.bench.accuracy.Audit.Worst;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;

/** The page: worst errors by function, order and format, what misses the goal, and special values. */
final class Table {
    private static final double[] SPECIAL = {Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.POSITIVE_INFINITY, Double.NaN};

    private Table() {}

    static String of(List<Worst> all, Points points) {
        StringBuilder page = new StringBuilder("# Errors of the pointwise functions and their derivatives\n\n");
        page.append("Written by `mvn -Paccuracy -Daccuracy.density=" + points.density() + " -Daccuracy.stride=" + points.stride()
                + "` (of random points; from one binary exponent of FLOAT64 to the next, and a 16th of it, at least 1, of FLOAT32), "
                + "read with [accuracy.md](accuracy.md). Each entry is the "
                + "worst error found, in units in the last place of the\n"
                + "true value, of the value, the first and the second derivative. Where a derivative crosses zero at an irrational "
                        + "point, as many\n"
                + "digits are lost as its argument's rounding takes; there an error up to 8 u |x f''| (u half a unit of 1, f'' the next "
                        + "derivative)\n"
                + "is within the goal, and the second number of an entry, if there is one, is the worst error elsewhere in units of the "
                        + "goal (4 ulp\n"
                + "for values, 16 for derivatives): above 1 it is missed.\n\n");
        page.append("| function | FLOAT32 value | 1st | 2nd | FLOAT64 value | 1st | 2nd |\n|---|---|---|---|---|---|---|\n");
        Map<String, List<Worst>> byName = new LinkedHashMap<>();
        all.forEach(w -> byName.computeIfAbsent(w.function(), _ -> new ArrayList<>()).add(w));
        byName.forEach((name, of) -> {
            page.append("| " + name);
            of.forEach(w -> page.append(" | " + entry(w)));
            page.append(" |\n");
        });
        page.append("\n## What misses the goal\n\n| function | order | format | worst error, ulp | at |\n|---|---|---|---|---|\n");
        all.stream().filter(w -> w.excess() > 1)
                .forEach(w -> page.append("| " + w.function() + " | " + w.order() + " | " + w.format() + " | "
                + number(w.excessError()) + " | " + w.excessAt() + " |\n"));
        page.append("\n## Special values\n\nValue, first and second derivative in FLOAT64.\n\n| function | -inf | -0 | 0 | inf | NaN "
                + "|\n|---|---|---|---|---|---|\n");
        Cases.all().stream().filter(c -> c.arguments() == 1 && byName.containsKey(c.name()))
                .forEach(c -> page.append("| " + c.name() + specials(c) + " |\n"));
        return page.toString();
    }

    private static String entry(Worst w) {
        String error = number(w.error());
        return w.order() > 0 && w.error() > 16 || w.excess() > 1 ? error + " (" + number(w.excess()) + ")" : error;
    }

    private static String number(double x) {
        return Double.isInfinite(x) ? "inf" : x < 100 ? String.format(Locale.ROOT, "%.2f", x) : String.format(Locale.ROOT, "%.1e", x);
    }

    /** Three numbers for each special argument. */
    private static String specials(Case c) {
        double[][] y = new double[3][];
        Tensor none = Tensor.of(new double[SPECIAL.length]);
        for (int order = 0; order < 3; order++) {
            UnaryOperator<Tensor> f = Audit.derivative(t -> c.ours().apply(t, none), order);
            y[order] = Convert.to(f.apply(Tensor.of(SPECIAL)), none.dtype()).array().toDoubleArray();
        }
        StringBuilder cells = new StringBuilder();
        for (int i = 0; i < SPECIAL.length; i++) {
            cells.append(" | " + shown(y[0][i]) + ", " + shown(y[1][i]) + ", " + shown(y[2][i]));
        }
        return cells.toString();
    }

    private static String shown(double x) {
        return Double.isInfinite(x) ? x > 0 ? "inf" : "-inf" : x == Math.rint(x) && Math.abs(x) < 100
                ? String.format(Locale.ROOT, "%.0f", x) : Double.isNaN(x) ? "NaN" : String.format(Locale.ROOT, "%.4g", x);
    }
}
