package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.PhiloxKey;
import org.covector.engine.Shape;
import org.covector.engine.kernel.NormalQuantile;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomNumbersTest {
    private static final int N = 200_000;
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
            double[] v = RandomNumbers.truncatedNormal(PhiloxKey.of(3), b[0], b[1], Shape.of(50_000), DType.FLOAT64).toDoubleArray();
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
        for (int i = 0; i < 24_000; i++) {
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
