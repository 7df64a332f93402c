package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.kernel.random.NormalQuantile;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomNumbersTest {
    private static final int N = 1_000_000;
    private static final Shape MANY = Shape.of(N);

    /** Chi-square of counts against equal expectations, as a deviation in standard units (Wilson and Hilferty, 1931). */
    private static double deviation(long[] counts) {
        double expected = Arrays.stream(counts).sum() / (double) counts.length;
        double chi = Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
        double k = counts.length - 1;
        return (Math.cbrt(chi / k) - (1 - 2 / (9 * k))) / Math.sqrt(2 / (9 * k));
    }

    private static double uniformity(double[] inUnit, int bins) {
        long[] counts = new long[bins];
        for (double v : inUnit) {
            counts[(int) (v * bins)]++;
        }
        return deviation(counts);
    }

    /**
     * Kolmogorov's and Smirnov's statistic {@code sqrt(n) sup |F_n - F|} of values whose distribution function is known; beyond 2 it is
     * by chance once in 1500 times (Kolmogorov, 1933).
     */
    private static double smirnov(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double most = 0;
        for (int i = 0; i < n; i++) {
            double f = distribution.applyAsDouble(sorted[i]);
            most = Math.max(most, Math.max((i + 1) / n - f, f - i / n));
        }
        return Math.sqrt(n) * most;
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void continuousDistributionsPassKolmogorovAndSmirnov(DType dtype) {
        assertThat(smirnov(RandomNumbers.uniform(PhiloxKey.of(11), MANY, dtype).toDoubleArray(), x -> x)).isLessThan(2);
        assertThat(smirnov(RandomNumbers.normal(PhiloxKey.of(12), MANY, dtype).toDoubleArray(), NormalQuantile::probability)).isLessThan(2);
        for (double[] b : new double[][] {{-2, 2}, {-0.5, 3}, {-1.5, -1}, {Double.NEGATIVE_INFINITY, -4}}) {
            double low = NormalQuantile.probability(b[0]);
            double width = NormalQuantile.probability(b[1]) - low;
            double[] v = RandomNumbers.truncatedNormal(PhiloxKey.of(13), b[0], b[1], MANY, dtype).toDoubleArray();
            assertThat(smirnov(v, x -> (NormalQuantile.probability(x) - low) / width)).as(Arrays.toString(b)).isLessThan(2);
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void uniformFillsTheUnitIntervalEvenlyAlsoInPairs(DType dtype) {
        double[] v = RandomNumbers.uniform(PhiloxKey.of(1), MANY, dtype).toDoubleArray();
        assertThat(Arrays.stream(v).min().orElseThrow()).isBetween(0.0, 1e-4);
        assertThat(Arrays.stream(v).max().orElseThrow()).isBetween(0.9999, Math.nextDown(1.0));
        assertThat(Math.abs(uniformity(v, 256))).isLessThan(4);
        long[] pairs = new long[32 * 32];
        for (int i = 0; i + 1 < N; i += 2) {
            pairs[(int) (v[i] * 32) * 32 + (int) (v[i + 1] * 32)]++;
        }
        assertThat(Math.abs(deviation(pairs))).isLessThan(4);
        double[] low = Arrays.stream(v).map(x -> x * 1024 % 1).toArray();
        assertThat(Math.abs(uniformity(low, 256))).isLessThan(4);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void normalHasTheMomentsAndTheDistributionOfTheNormal(DType dtype) {
        double[] v = RandomNumbers.normal(PhiloxKey.of(2), MANY, dtype).toDoubleArray();
        double mean = Arrays.stream(v).average().orElseThrow();
        double variance = Arrays.stream(v).map(x -> x * x).average().orElseThrow();
        double fourth = Arrays.stream(v).map(x -> x * x * x * x).average().orElseThrow();
        assertThat(Math.abs(mean)).isLessThan(4 / Math.sqrt(N));
        assertThat(Math.abs(variance - 1)).isLessThan(4 * Math.sqrt(2.0 / N));
        assertThat(Math.abs(fourth - 3)).isLessThan(4 * Math.sqrt(96.0 / N));
        assertThat(Math.abs(uniformity(Arrays.stream(v).map(NormalQuantile::probability).toArray(), 200))).isLessThan(4);
    }

    @Test
    void truncatedNormalIsTheNormalBetweenItsBounds() {
        double[][] bounds = {{-2, 2}, {-0.5, 3}, {1, 1.5}, {4, Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY, -9}, {10, 11}};
        for (double[] b : bounds) {
            double[] v = RandomNumbers.truncatedNormal(PhiloxKey.of(3), b[0], b[1], MANY, DType.FLOAT64).toDoubleArray();
            assertThat(Arrays.stream(v).allMatch(x -> x >= b[0] && x <= b[1])).isTrue();
            double sign = b[0] > 0 ? -1 : 1;
            double low = NormalQuantile.probability(sign > 0 ? b[0] : -b[1]);
            double width = NormalQuantile.probability(sign > 0 ? b[1] : -b[0]) - low;
            double[] u = Arrays.stream(v).map(x -> Math.clamp((NormalQuantile.probability(sign * x) - low) / width, 0, 0.999999999))
                    .toArray();
            assertThat(Math.abs(uniformity(u, 64))).as(Arrays.toString(b)).isLessThan(4);
        }
    }

    @Test
    void bernoulliIsTrueAsOftenAsAsked() {
        for (double p : new double[] {0, 0.001, 0.3, 0.5, 1}) {
            NdArray y = RandomNumbers.bernoulli(PhiloxKey.of(4), p, MANY);
            assertThat(y.dtype()).isEqualTo(DType.BOOL);
            double count = Arrays.stream(y.toLongArray()).sum();
            assertThat(Math.abs(count - p * N)).isLessThanOrEqualTo(4 * Math.sqrt(N * p * (1 - p)));
            NdArray each = RandomNumbers.bernoulli(PhiloxKey.of(4), NdArray.full(DType.FLOAT64, MANY, p));
            assertThat(each.toBooleanArray()).isEqualTo(y.toBooleanArray());
        }
    }

    @Test
    void randintCoversItsRangeEvenlyHoweverWide() {
        long[] v = RandomNumbers.randint(PhiloxKey.of(5), -3, 97, MANY).toLongArray();
        long[] counts = new long[100];
        for (long x : v) {
            counts[(int) (x + 3)]++;
        }
        assertThat(Math.abs(deviation(counts))).isLessThan(4);
        long[] wide = RandomNumbers.randint(PhiloxKey.of(5), Long.MIN_VALUE, Long.MAX_VALUE, MANY).toLongArray();
        double[] u = Arrays.stream(wide).mapToDouble(x -> x * 0x1p-64 + 0.5).toArray();
        assertThat(Math.abs(uniformity(u, 256))).isLessThan(4);
    }

    @Test
    void permutationHoldsEveryNumberOnceAndEveryOrderEquallyOften() {
        for (int n : new int[] {0, 1, 2, 5000}) {
            long[] v = RandomNumbers.permutation(PhiloxKey.of(6), n).toLongArray();
            Arrays.sort(v);
            long[] want = new long[n];
            Arrays.setAll(want, i -> i);
            assertThat(v).isEqualTo(want);
        }
        long[] counts = new long[24];
        for (int i = 0; i < 1_000_000; i++) {
            long[] v = RandomNumbers.permutation(PhiloxKey.of(6).fold(i), 4).toLongArray();
            int code = (int) v[0] * 6;
            code += (int) (v[1] - (v[1] > v[0] ? 1 : 0)) * 2;
            counts[code + (v[2] > v[3] ? 1 : 0)]++;
        }
        assertThat(Math.abs(deviation(counts))).isLessThan(4);
    }

    @Test
    void categoricalDrawsInProportionToTheExponentialOfTheLogits() {
        double[] p = {0.1, 0, 0.2, 0.7};
        NdArray logits = NdArray.of(Arrays.stream(p).map(x -> Math.log(x) + 1000).toArray()).expand(Shape.of(N, 4));
        long[] counts = new long[4];
        for (long i : RandomNumbers.categorical(PhiloxKey.of(7), logits).toLongArray()) {
            counts[(int) i]++;
        }
        for (int i = 0; i < 4; i++) {
            assertThat(Math.abs(counts[i] - N * p[i])).isLessThanOrEqualTo(4 * Math.sqrt(N * p[i] * (1 - p[i])));
        }
        double chi = IntStream.of(0, 2, 3).mapToDouble(i -> (counts[i] - N * p[i]) * (counts[i] - N * p[i]) / (N * p[i])).sum();
        assertThat(chi).isLessThan(18.4); // of two degrees of freedom: once in 10,000 times
        assertThat(RandomNumbers.categorical(PhiloxKey.of(7), NdArray.of(0f, 1f)).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void theBitsAreTheSameForAnyNumberOfThreads() {
        IntFunction<NdArray> all = threads -> {
            EngineRuntime.threads(threads);
            return Assembly.cat(java.util.List.of(
                    RandomNumbers.uniform(PhiloxKey.of(8), MANY, DType.FLOAT64), RandomNumbers.normal(PhiloxKey.of(8), MANY, DType.FLOAT32)
                            .to(DType.FLOAT64)), 0);
        };
        int before = EngineRuntime.threads();
        try {
            double[] one = all.apply(1).toDoubleArray();
            assertThat(all.apply(2).toDoubleArray()).isEqualTo(one);
            assertThat(all.apply(3).toDoubleArray()).isEqualTo(one);
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void anArrayIsTheBeginningOfEveryLongerOne() {
        float[] few = RandomNumbers.uniform(PhiloxKey.of(9), Shape.of(5), DType.FLOAT32).toFloatArray();
        assertThat(Arrays.copyOf(RandomNumbers.uniform(PhiloxKey.of(9), Shape.of(100, 100), DType.FLOAT32).toFloatArray(), 5))
                .isEqualTo(few);
    }

    @Test
    void theBitsOfSeedZeroAreTheseForever() {
        assertThat(RandomNumbers.uniform(PhiloxKey.of(0), Shape.of(3), DType.FLOAT32).toFloatArray())
                .containsExactly((0x6627e8d5 >>> 8) * 0x1p-24f, (0xe169c58d >>> 8) * 0x1p-24f, (0xbc57ac4c >>> 8) * 0x1p-24f);
        assertThat(RandomNumbers.uniform(PhiloxKey.of(0), Shape.of(1), DType.FLOAT64).item())
                .isEqualTo((0xe169c58d6627e8d5L >>> 11) * 0x1p-53);
    }

    /** Numbers that no later version may change: what was drawn with a key is drawn with it forever. */
    @Test
    void theStreamsOfSeedZeroAreTheseForever() {
        PhiloxKey key = PhiloxKey.of(0);
        Shape three = Shape.of(3);
        assertThat(RandomNumbers.normal(key, three, DType.FLOAT64).toDoubleArray())
                .containsExactly(1.1775912390542727, 0.26756224953309987, -0.35287489660161836);
        assertThat(RandomNumbers.normal(key, three, DType.FLOAT32).toFloatArray()).containsExactly(-0.25581598f, 1.1775912f, 0.63018364f);
        assertThat(RandomNumbers.truncatedNormal(key, -1, 2, three, DType.FLOAT64).toDoubleArray())
                .containsExactly(1.172213601579929, 0.39695435152736414, -0.11288442798644671);
        assertThat(RandomNumbers.truncatedNormal(key, -1, 2, three, DType.FLOAT32).toFloatArray())
                .containsExactly(-0.03682431f, 1.1722136f, 0.7092192f);
        assertThat(RandomNumbers.bernoulli(key, 0.4, Shape.of(8)).toBooleanArray())
                .containsExactly(true, false, false, false, false, true, false, true);
        assertThat(RandomNumbers.randint(key, -5, 1000, Shape.of(5)).toLongArray()).containsExactly(879, 603, 358, 32, 316);
        assertThat(RandomNumbers.permutation(key, 8).toLongArray()).containsExactly(3, 5, 6, 7, 2, 4, 1, 0);
        assertThat(RandomNumbers.categorical(key, NdArray.of(0.0, 1, 2, 1).expand(Shape.of(6, 4))).toLongArray())
                .containsExactly(3, 2, 2, 0, 2, 2);
        assertThat(key.split(3)).containsExactly(new PhiloxKey(5854828442007243983L, -5293836936904116241L),
                new PhiloxKey(-744740958390149951L, 2396233918454951804L), new PhiloxKey(-1895071865664036083L, 3545616340802733829L));
        assertThat(key.fold(7)).isEqualTo(new PhiloxKey(7391985326919122380L, -3789730319935246555L));
        assertThat(key.fold(-1)).isEqualTo(new PhiloxKey(-6583909971758213223L, 8128868253679374619L));
    }

    @Test
    void badArgumentsAreNamed() {
        PhiloxKey key = PhiloxKey.of(0);
        assertThatThrownBy(() -> RandomNumbers.uniform(key, MANY, DType.INT64)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("uniform: dtype is INT64");
        assertThatThrownBy(() -> RandomNumbers.bernoulli(key, 1.5, MANY)).hasMessageContaining("bernoulli: p is 1.5");
        assertThatThrownBy(() -> RandomNumbers.bernoulli(key, NdArray.of(0.5, Double.NaN))).hasMessageContaining("p[1] is NaN");
        assertThatThrownBy(() -> RandomNumbers.randint(key, 3, 3, MANY)).hasMessageContaining("low, high is 3, 3");
        assertThatThrownBy(() -> RandomNumbers.permutation(key, -1)).hasMessageContaining("n is -1");
        assertThatThrownBy(() -> RandomNumbers.truncatedNormal(key, 1, Double.NaN, MANY, DType.FLOAT32))
                .hasMessageContaining("lower below upper");
        assertThatThrownBy(() -> RandomNumbers.truncatedNormal(key, 50, 51, MANY, DType.FLOAT32))
                .hasMessageContaining("positive probability");
        assertThatThrownBy(() -> RandomNumbers.categorical(key, NdArray.of(0.0, Double.NaN))).hasMessageContaining("row 0 is NaN");
        assertThatThrownBy(() -> RandomNumbers.categorical(key, NdArray.of(new double[0]))).hasMessageContaining("logits' shape is [0]");
    }
}
