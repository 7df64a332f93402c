package org.covector.functional.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.covector.functional.Tensor;

/** {@code |got - want| <= atol + rtol |want|}, NaN equal to NaN, infinities by sign, integers exact; or our own values where listed. */
record Check(double rtol, double atol, Map<String, double[]> ours) {
    void same(String what, Tensor got, Tensor want, double factor) {
        assertThat(got.dtype()).as("dtype of %s", what).isEqualTo(want.dtype());
        assertThat(got.shape()).as("shape of %s", what).isEqualTo(want.shape());
        double[] expected = ours.getOrDefault(what, want.array().toDoubleArray());
        double[] values = got.array().toDoubleArray();
        assertThat(values.length).as("elements of %s", what).isEqualTo(expected.length);
        boolean exact = !want.dtype().isFloating();
        for (int i = 0; i < values.length; i++) {
            double g = values[i];
            double w = expected[i];
            double tolerance = exact || Double.isInfinite(w) ? 0 : factor * (atol + rtol * Math.abs(w));
            boolean ok = g == w || Double.isNaN(g) && Double.isNaN(w) || Math.abs(g - w) <= tolerance;
            assertThat(ok).as("%s[%d]: got %s, want %s, tolerance %s; all: got %s, want %s", what, i, g, w, tolerance,
                    Arrays.toString(values), Arrays.toString(expected)).isTrue();
        }
    }
}
