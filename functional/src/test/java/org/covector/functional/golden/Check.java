package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Predicate;
import org.covector.functional.Tensor;
import org.covector.functional.golden.Deviations.Difference;

/**
 * {@code |got - want| <= atol + rtol |want|}, NaN equal to NaN, infinities by sign, integers exact; or a {@linkplain Deviations
 * deviation}.
 */
record Check(double rtol, double atol, Predicate<Difference> explained) {
    Check(double rtol, double atol) {
        this(rtol, atol, _ -> false);
    }

    void same(String what, Tensor got, Tensor want, double factor) {
        assertThat(got.dtype()).as("dtype of %s", what).isEqualTo(want.dtype());
        assertThat(got.shape()).as("shape of %s", what).isEqualTo(want.shape());
        double[] expected = want.array().toDoubleArray();
        double[] values = got.array().toDoubleArray();
        boolean exact = !want.dtype().isFloating();
        for (int i = 0; i < values.length; i++) {
            double g = values[i];
            double w = expected[i];
            double tolerance = exact || Double.isInfinite(w) ? 0 : factor * (atol + rtol * Math.abs(w));
            boolean ok = g == w || Double.isNaN(g) && Double.isNaN(w) || Math.abs(g - w) <= tolerance
                    || explained.test(new Difference(what, i, g, w, tolerance, values));
            assertThat(ok).as("%s[%d]: got %s, want %s, tolerance %s; all: got %s, want %s", what, i, g, w, tolerance,
                    Arrays.toString(values), Arrays.toString(expected)).isTrue();
        }
    }
}
