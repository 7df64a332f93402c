package org.covector.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against special.csv, computed with 40 digits by mpmath. */
class SpecialTest {
    private static double value(String function, double x) {
        return switch (function) {
            case "lgamma" -> Special.lgamma(x);
            case "digamma" -> Special.digamma(x);
            case "polygamma1" -> Special.polygamma(1, x);
            case "polygamma2" -> Special.polygamma(2, x);
            case "polygamma3" -> Special.polygamma(3, x);
            case "polygamma7" -> Special.polygamma(7, x);
            case "erfinv" -> Special.erfinv(x);
            case "erfcx" -> Special.erfcx(x);
            case "ndtri" -> Special.ndtri(x);
            case "logNdtr" -> Special.logNdtr(x);
            case "i0" -> Special.i0(x);
            case "i1" -> Special.i1(x);
            case "i0e" -> Special.i0e(x);
            case "i1e" -> Special.i1e(x);
            default -> throw new IllegalArgumentException(function);
        };
    }

    @Test
    void everyFunctionIsExactToFourteenDigits() throws IOException {
        List<String> wrong = new ArrayList<>();
        int lines = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(SpecialTest.class.getResourceAsStream("special.csv")), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] f = line.split(",");
                double x = Double.parseDouble(f[1]);
                double expected = Double.parseDouble(f[2]);
                double actual = value(f[0], x);
                boolean hasZeros = f[0].equals("digamma") || x < 0 && (f[0].equals("lgamma") || f[0].startsWith("polygamma"));
                double scale = hasZeros ? Math.max(1, Math.abs(expected)) : Math.abs(expected);
                if (!(Math.abs(actual - expected) <= 1e-14 * scale) && actual != expected) {
                    wrong.add("%s(%s) = %s, expected %s: %.1e".formatted(f[0], f[1], actual, f[2], Math.abs(actual - expected) / scale));
                }
                lines++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).isGreaterThan(600);
    }

    @Test
    void edgesOfTheDomains() {
        double inf = Double.POSITIVE_INFINITY;
        double nan = Double.NaN;
        double[][] cases = {
            {Special.lgamma(0), inf}, {Special.lgamma(-3), inf}, {Special.lgamma(inf), inf}, {Special.lgamma(-inf), inf},
            {Special.lgamma(1), 0}, {Special.lgamma(2), 0}, {Special.lgamma(nan), nan},
            {Special.digamma(0.0), -inf}, {Special.digamma(-0.0), inf}, {Special.digamma(-1), nan}, {Special.digamma(inf), inf},
            {Special.polygamma(1, 0), inf}, {Special.polygamma(1, inf), 0}, {Special.polygamma(0.5, 1), nan},
            {Special.erfinv(1), inf}, {Special.erfinv(-1), -inf}, {Special.erfinv(1.1), nan}, {Special.erfinv(-0.0), -0.0},
            {Special.erfcx(inf), 0}, {Special.erfcx(-30), inf}, {Special.erfcx(nan), nan}, {Special.erfcx(-inf), inf},
            {Special.ndtri(0), -inf}, {Special.ndtri(1), inf}, {Special.ndtri(-0.1), nan}, {Special.ndtri(0.5), 0},
            {Special.logNdtr(-inf), -inf}, {Special.logNdtr(inf), -0.0}, {Special.logNdtr(nan), nan},
            {Special.i0(0), 1}, {Special.i0(inf), inf}, {Special.i0e(inf), 0}, {Special.i1(-0.0), -0.0}, {Special.i1(-inf), -inf},
            {Special.i0e(nan), nan}, {Special.i0(nan), nan}, {Special.i1e(-inf), -0.0}, {Special.i0(1000), inf},
        };
        for (int i = 0; i < cases.length; i++) {
            assertThat(Double.compare(cases[i][0], cases[i][1])).as("case %d: %s", i, cases[i][0]).isZero();
        }
    }
}
