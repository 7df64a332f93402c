package org.covector.gradcheck.jqwik;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.statistics.Statistics;
import org.covector.engine.DType;
import org.covector.functional.Tensor;
import org.covector.gradcheck.Report;
import org.covector.gradcheck.Verdict;
import org.covector.gradcheck.sample.Layout;
import org.covector.gradcheck.sample.Magnitude;

/**
 * What the checks of a property have seen. jqwik prints a table for each with the property's result, so that a green one can be read
 * as a certificate, and {@link #require} turns a thin one red.
 */
public enum Covered {
    /** A {@link org.covector.gradcheck.Conclusion}, in lower case; per check. */
    VERDICT,
    /** Whether there was a kink; per check. */
    KINKS,
    /** Whether floating elements are equal; per input. */
    TIES,
    /** A {@link Layout}; per input. */
    LAYOUT,
    /** A {@link Magnitude}, the largest; per floating input. */
    MAGNITUDE,
    /** A {@link DType}; per input. */
    DTYPE,
    /** The number of axes; per input. */
    RANK,
    /** {@code "0"}, {@code "1"}, {@code "2 to 9"}, {@code "10 to 99"}, {@code "100 and more"} elements; per input. */
    SIZE;

    private String label() {
        return "gradients by " + name().toLowerCase(Locale.ROOT);
    }

    /** Fails the property, when it ends, if a value was seen in less than so many percent of the cases. */
    public void require(Object value, double percent) {
        Statistics.label(label()).coverage(c -> c.check(value).percentage(p -> p >= percent));
    }

    private void see(Object value) {
        Statistics.label(label()).collect(value);
    }

    static void see(Report report, List<Tensor> inputs) {
        VERDICT.see(report.conclusion().toString().toLowerCase(Locale.ROOT));
        KINKS.see(report.count(Verdict.KINK) > 0);
        inputs.forEach(Covered::see);
    }

    private static void see(Tensor x) {
        LAYOUT.see(Layout.of(x));
        DTYPE.see(x.dtype());
        RANK.see(x.rank());
        SIZE.see(x.size() < 2 ? Long.toString(x.size()) : x.size() < 10 ? "2 to 9" : x.size() < 100 ? "10 to 99" : "100 and more");
        if (x.dtype().isFloating()) {
            double[] values = x.array().toDoubleArray();
            Set<Double> different = new HashSet<>();
            double largest = 0;
            for (double v : values) {
                different.add(v + 0.0);
                largest = Math.max(largest, Math.abs(v));
            }
            TIES.see(different.size() < values.length);
            MAGNITUDE.see(Magnitude.of(largest, x.dtype()));
        }
    }
}
