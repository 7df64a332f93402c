package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds that the Javadoc of reductions states, in FLOAT32 against compensated sums of double, at ordinary and at extreme scales. */
class ErrorBoundsTest {
    private static final double U = 0x1p-24;
    private static final int N = 70_001;
    private static final MathContext DIGITS = new MathContext(40);

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
        Tensor gaps = F.cat(List.of(t, Tensor.of(Float.NaN), t, Tensor.of(Float.NaN)), 0);
        within(F.nansum(gaps).item(), 2 * sum, (e + U) * 2 * magnitudes + least);
        within(F.nanmean(gaps).item(), sum / N, (e + U) * magnitudes / N + least);
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

    /** FLOAT64 against exact sums and 40 digits. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e200, 1e-200, 1e-310})
    void sumsNormsAndMomentsOfDoubles(double scale) {
        int n = 5001;
        Random r = new Random(7);
        double[] x = r.doubles(n, -1, 1).map(v -> v * scale).toArray();
        x[n / 3] = 3000 * scale;
        List<BigDecimal> v = Arrays.stream(x).mapToObj(BigDecimal::new).toList();
        BigDecimal sum = v.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        double magnitudes = v.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
        BigDecimal squares = v.stream().map(a -> a.multiply(a)).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal count = BigDecimal.valueOf(n);
        BigDecimal mean = sum.divide(count, DIGITS);
        BigDecimal deviations = squares.subtract(sum.multiply(mean));
        double norm = squares.sqrt(DIGITS).doubleValue();
        double std = deviations.divide(BigDecimal.valueOf(n - 1L), DIGITS).sqrt(DIGITS).doubleValue();
        double log = 13; // log2 n, rounded up
        double u = 0x1p-53;
        Tensor t = Tensor.of(x);
        within(F.sum(t).item(), sum.doubleValue(), (72 + log) * u * magnitudes + Double.MIN_VALUE);
        within(F.mean(t).item(), mean.doubleValue(), (72 + log) * u * magnitudes / n + Double.MIN_VALUE);
        within(F.norm(t).item(), norm, (40 + log) * u * norm + Double.MIN_VALUE);
        double e = (80 + log) * u;
        double rms = norm / Math.sqrt(n);
        within(F.std(t).item(), std, (e + Math.pow(e * rms / std, 2)) * std + 2 * Double.MIN_VALUE);
        Tensor gaps = F.cat(List.of(Tensor.of(Double.NaN), t), 0);
        within(F.nansum(gaps).item(), sum.doubleValue(), (72 + log) * u * magnitudes + Double.MIN_VALUE);
        within(F.nanmean(gaps).item(), mean.doubleValue(), (72 + log) * u * magnitudes / n + Double.MIN_VALUE);
        double[] group = F.groupNorm(F.reshape(t, 1, n), 1, Option.none(), Option.none(), 0).array().toDoubleArray();
        BigDecimal whole = deviations.divide(count, DIGITS).sqrt(DIGITS);
        for (int i = 0; i < n; i += 7) {
            double y = v.get(i).subtract(mean).divide(whole, DIGITS).doubleValue();
            within(group[i], y, e * (2 * Math.abs(y) + rms / whole.doubleValue()));
        }
        double[] runs = F.cumsum(t, 0).array().toDoubleArray();
        BigDecimal run = BigDecimal.ZERO;
        for (int i = 0; i < n; i += 1) {
            run = run.add(v.get(i));
            if (i % 97 == 0) {
                within(runs[i], run.doubleValue(), (i + 1) * u * magnitudes);
            }
        }
    }

    @Test
    void infiniteElements() {
        float[] x = numbers(1);
        x[N / 2] = Float.POSITIVE_INFINITY;
        Tensor t = Tensor.of(x);
        double inf = Double.POSITIVE_INFINITY;
        assertThat(List.of(F.sum(t).item(), F.mean(t).item(), F.norm(t).item(), F.logsumexp(t).item(), F.nansum(t).item(),
                F.nanmean(t).item())).containsOnly(inf);
        double[] p = F.softmax(t, 0).array().toDoubleArray();
        double[] run = F.cumsum(t, 0).array().toDoubleArray();
        double[] logs = F.logcumsumexp(t, 0).array().toDoubleArray();
        for (int i = 0; i < N; i += 1) {
            assertThat(p[i]).isEqualTo(i == N / 2 ? 1 : 0);
            assertThat(run[i] == inf).isEqualTo(i >= N / 2);
            assertThat(logs[i] == inf).isEqualTo(i >= N / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e30, 1e-30, 1e-41})
    void normalisations(double scale) {
        int n = 1001;
        float[] x = Arrays.copyOfRange(numbers(scale), 0, n);
        x[n / 3] = (float) (300 * scale);
        double[] v = wide(x);
        double mean = Arrays.stream(v).sum() / n;
        double rms = scale * Math.sqrt(Arrays.stream(v).map(a -> a / scale * (a / scale)).sum() / n);
        double std = scale * Math.sqrt(Arrays.stream(v).map(a -> (a - mean) / scale * ((a - mean) / scale)).sum() / n);
        Tensor t = Tensor.of(x);
        double[] layer = F.layerNorm(t, new int[] {n}, Option.none(), Option.none(), 0).array().toDoubleArray();
        double[] root = F.rmsNorm(t, new int[] {n}, Option.none(), 0).array().toDoubleArray();
        double[] group = F.groupNorm(F.reshape(t, 1, n), 1, Option.none(), Option.none(), 0).array().toDoubleArray();
        double[] unit = F.normalize(t, 2, 0, 0).array().toDoubleArray();
        double e = (80 + 10) * U;
        for (int i = 0; i < n; i++) {
            double y = (v[i] - mean) / std;
            within(layer[i], y, e * (2 * Math.abs(y) + rms / std));
            within(group[i], y, e * (2 * Math.abs(y) + rms / std));
            within(root[i], v[i] / rms, e * Math.abs(v[i]) / rms);
            within(unit[i], v[i] / (rms * Math.sqrt(n)), e * Math.abs(v[i]) / (rms * Math.sqrt(n)));
        }
    }

    /** Losses whose terms are not negative: relative. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e15, 1e-15})
    void meansOfLosses(double scale) {
        float[] x = numbers(scale);
        float[] y = new float[N];
        for (int i = 0; i < N; i++) {
            y[i] = i % 3 == 0 ? 0 : x[N - 1 - i];
        }
        double squares = IntStream.range(0, N).mapToDouble(i -> ((double) x[i] - y[i]) * ((double) x[i] - y[i])).sum() / N;
        double sizes = IntStream.range(0, N).mapToDouble(i -> Math.abs((double) x[i] - y[i])).sum() / N;
        double e = (80 + 17) * U;
        within(F.mseLoss(Tensor.of(x), Tensor.of(y), Reduction.MEAN).item(), squares, e * squares);
        within(F.l1Loss(Tensor.of(x), Tensor.of(y), Reduction.MEAN).item(), sizes, e * sizes);
        double logistic = IntStream.range(0, N).mapToDouble(i -> Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs((double) x[i])))).sum()
                / N;
        within(F.binaryCrossEntropyWithLogits(Tensor.of(x), Tensor.of(new float[N])).item(), logistic, e * logistic);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 1e30})
    void crossEntropies(double scale) {
        int classes = 100;
        int samples = N / classes;
        float[] x = Arrays.copyOf(numbers(scale), samples * classes);
        x[N / 3] = (float) (2 * scale);
        long[] target = new long[samples];
        double right = 0;
        double bound = 0;
        for (int s = 0; s < samples; s++) {
            int at = s * classes;
            target[s] = s % classes;
            double max = IntStream.range(0, classes).mapToDouble(c -> x[at + c]).max().orElseThrow();
            double rest = IntStream.range(0, classes).filter(c -> x[at + c] != max).mapToDouble(c -> Math.exp(x[at + c] - max)).sum();
            double loss = max - x[at + (int) target[s]] + Math.log1p(rest);
            double next = IntStream.range(0, classes).mapToDouble(c -> max - x[at + c]).filter(d -> d > 0).min().orElseThrow();
            right += loss / samples;
            bound += loss * (80 + 7 + (x[at + (int) target[s]] == max ? next : 0)) * U / samples;
        }
        within(F.crossEntropy(F.reshape(Tensor.of(x), samples, classes), Tensor.of(target)).item(), right, bound + (72 + 10) * U * right);
    }

    @Test
    void productsAndRunningLogsums() {
        Random r = new Random(8);
        float[] x = new float[1000];
        float[] z = new float[N];
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (0.5 + r.nextDouble());
            product *= x[i];
        }
        for (int i = 0; i < N; i++) {
            z[i] = (float) (4 * r.nextGaussian());
        }
        within(F.prod(Tensor.of(x)).item(), product, 1000 * U * product);
        double[] got = F.logcumsumexp(Tensor.of(z), 0).array().toDoubleArray();
        double sum = 0;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < N; i++) {
            sum += Math.exp(z[i]);
            max = Math.max(max, z[i]);
            double y = Math.log(sum);
            within(got[i], y, (80 + 17) * U * Math.max(1, Math.max(Math.abs(y), Math.abs(max))));
        }
    }
}
