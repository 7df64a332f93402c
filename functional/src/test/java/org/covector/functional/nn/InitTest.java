package org.covector.functional.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Key;
import org.junit.jupiter.api.Test;

/** Distributions by their moments: n numbers, so the mean is known to std / sqrt(n), the standard deviation to std / sqrt(2 n). */
class InitTest {
    private static final int N = 200_000;
    private static final double SIGMAS = 5;

    private static double mean(double... x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double std(double... x) {
        double mean = mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    private static void hasMoments(double[] x, double mean, double std) {
        assertThat(mean(x)).isCloseTo(mean, within(SIGMAS * std / Math.sqrt(x.length)));
        assertThat(std(x)).isCloseTo(std, within(SIGMAS * std / Math.sqrt(x.length)));
    }

    /** The mean is mean + std (pdf(a) - pdf(b)) / Z, the variance std^2 (1 + (a pdf(a) - b pdf(b)) / Z - ((pdf(a) - pdf(b)) / Z)^2). */
    @Test
    void aTruncatedNormalIsANormalWithinItsBounds() {
        double[] x = Init.truncatedNormal(DType.FLOAT64, Key.of(1), Shape.of(N), 1, 2, 0, 5).toDoubleArray();
        assertThat(Arrays.stream(x).min().orElseThrow()).isBetween(0.0, 0.001);
        assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(4.99, 5.0);
        double a = -0.5;
        double b = 2;
        double pa = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
        double pb = Math.exp(-b * b / 2) / Math.sqrt(2 * Math.PI);
        double z = 0.977249868051821 - 0.308537538725987; // P(N(0, 1) <= 2), P(N(0, 1) <= -0.5)
        double shift = (pa - pb) / z;
        hasMoments(x, 1 + 2 * shift, 2 * Math.sqrt(1 + (a * pa - b * pb) / z - shift * shift));
    }

    @Test
    void lecunHasTheVarianceOfOneOverItsInputs() {
        Shape shape = Shape.of(1000, 8, 5, 5);
        for (Init.Kind kind : Init.Kind.values()) {
            double[] x = Init.lecun(DType.FLOAT64, Key.of(2), shape, kind).toDoubleArray();
            hasMoments(x, 0, 1 / Math.sqrt(8 * 25));
            double largest = Arrays.stream(x).map(Math::abs).max().orElseThrow();
            switch (kind) {
                case UNIFORM -> assertThat(largest).isLessThanOrEqualTo(Math.sqrt(3.0 / 200)).isGreaterThan(0.999 * Math.sqrt(3.0 / 200));
                case NORMAL -> assertThat(largest).isGreaterThan(4 / Math.sqrt(200));
                case TRUNCATED_NORMAL -> assertThat(largest).isLessThanOrEqualTo(2 / 0.8796256610342398 / Math.sqrt(200))
                        .isGreaterThan(2 / Math.sqrt(200));
            }
        }
    }
}
