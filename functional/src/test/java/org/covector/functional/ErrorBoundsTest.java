package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that the Javadoc of reductions states, in FLOAT32 against compensated sums of double, at ordinary and at extreme scales. */
class ErrorBoundsTest {
    private static final double U = 0x1p-24;
    private static final int N = 70_001;

    private static float[] numbers(double scale) {
        Random r = new Random(5);
        float[] x = new float[N];
        for (int i = 0; i < N; i++) {
            x[i] = (float) (r.nextGaussian() * scale);
        }
        x[N / 3] = (float) (3000 * scale); // one huge among small
        return x;
    }

    private static double[] wide(float... x) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
    }

    private static void within(double got, double right, double bound) {
        assertThat(Math.abs(got - right)).as("%s, right %s", got, right).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e30, 1e-30, 1e-41})
    void sumsNormsAndMoments(double scale) {
        float[] x = numbers(scale);
        double[] v = wide(x);
        Tensor t = Tensor.of(x);
        double least = Float.MIN_VALUE;
        double magnitudes = Arrays.stream(v).map(Math::abs).sum();
        double sum = Arrays.stream(v).sum();
        double e = (72 + 17) * U;
        within(F.sum(t).item(), sum, e * magnitudes + least);
        within(F.mean(t).item(), sum / N, e * magnitudes / N + least);
        double norm = scale * Math.sqrt(Arrays.stream(v).map(a -> a / scale * (a / scale)).sum());
        within(F.norm(t).item(), norm, (40 + 17) * U * norm + least);
        double mean = sum / N;
        double variance = Arrays.stream(v).map(a -> (a - mean) / scale * ((a - mean) / scale)).sum() / (N - 1);
        double more = (80 + 17) * U;
        double rms = norm / scale / Math.sqrt(N);
        double relative = more + Math.pow(more * rms / Math.sqrt(variance), 2);
        if (scale == 1) {
            within(F.var(t).item(), variance, relative * variance);
        }
        within(F.std(t).item(), scale * Math.sqrt(variance), relative * scale * Math.sqrt(variance) + 2 * least);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 20, -300})
    void softmaxAndItsLogarithms(double shift) {
        float[] x = new float[N];
        Random r = new Random(6);
        for (int i = 0; i < N; i++) {
            x[i] = (float) (r.nextGaussian() * 4 + shift);
        }
        double[] v = wide(x);
        double max = Arrays.stream(v).max().orElseThrow();
        double s = Arrays.stream(v).map(a -> Math.exp(a - max)).sum();
        double y = max + Math.log(s);
        Tensor t = Tensor.of(x);
        double e = 80 + 17;
        within(F.logsumexp(t).item(), y, e * U * Math.max(1, Math.max(Math.abs(y), Math.abs(max))));
        double[] p = F.softmax(t, 0).array().toDoubleArray();
        double[] logs = F.logSoftmax(t, 0).array().toDoubleArray();
        for (int i = 0; i < N; i += 7) {
            double right = Math.exp(v[i] - max) / s;
            within(p[i], right, (e + max - v[i]) * U * right + Float.MIN_VALUE);
            within(logs[i], v[i] - y, e * U * Math.abs(v[i] - y));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e30, 1e-41})
    void runningSums(double scale) {
        float[] x = numbers(scale);
        double[] y = F.cumsum(Tensor.of(x), 0).array().toDoubleArray();
        double sum = 0;
        double magnitudes = 0;
        for (int i = 0; i < N; i++) {
            sum += x[i];
            magnitudes += Math.abs(x[i]);
            within(y[i], sum, U * magnitudes + Float.MIN_VALUE);
        }
        assertThat(F.cumsum(Tensor.of(x), 0).dtype()).isEqualTo(DType.FLOAT32);
    }
}
