package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionsTest {
    private static final int[] ALL = {};
    private static final int[] LENGTHS = {0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 207, 702, 4095, 4098, 13000};
    private static final List<int[]> AXES = List.of(new int[] {}, new int[] {0}, new int[] {1}, new int[] {2}, new int[] {0, 2},
            new int[] {0, 1}, new int[] {1, 2}, new int[] {2, 0});

    static List<DType> floats() {
        return List.of(DType.FLOAT32, DType.FLOAT64);
    }

    private static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    }

    @ParameterizedTest
    @MethodSource("floats")
    void aSumIsWithinItsErrorBound(DType dtype) {
        for (int n : LENGTHS) {
            NdArray x = OperandLayouts.random(dtype, n, n);
            BigDecimal exact = BigDecimal.ZERO;
            double size = 0;
            for (double v : x.toDoubleArray()) {
                exact = exact.add(new BigDecimal(v));
                size += Math.abs(v);
            }
            double bound = 75 * unit(dtype) * size;
            assertThat(Reductions.sum(x, ALL, false).item()).as("n = %d", n).isCloseTo(exact.doubleValue(), within(bound));
        }
    }

    @ParameterizedTest
    @MethodSource("floats")
    void aProductIsWithinItsErrorBound(DType dtype) {
        for (int n : new int[] {0, 1, 5, 16, 17, 65, 300}) {
            NdArray x = OperandLayouts.random(dtype, n, n);
            double exact = Arrays.stream(x.toDoubleArray()).reduce(1, (a, b) -> a * b);
            assertThat(Reductions.prod(x, ALL, false).item()).isCloseTo(exact, within(Math.abs(exact) * (n + 1) * unit(dtype) + 1e-40));
        }
    }

    static List<Function<NdArray, NdArray>> everything() {
        List<Function<NdArray, NdArray>> all = new ArrayList<>();
        for (int[] axes : AXES) {
            all.add(x -> Reductions.sum(x, axes, true));
            all.add(x -> Reductions.prod(x, axes, true));
            all.add(x -> Reductions.max(x, axes, true));
            all.add(x -> Reductions.min(x, axes, true));
            all.add(x -> Reductions.logsumexp(x, axes, true));
            all.add(x -> Reductions.varMean(x, axes, 1, true).variance());
            all.add(x -> Reductions.norm(x, 2, axes, true));
            all.add(x -> Reductions.norm(x, 1, axes, true));
        }
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            all.add(x -> Reductions.argmax(x, a, false));
            all.add(x -> Reductions.argmin(x, a, false));
            all.add(x -> Reductions.max(x, a, false).values());
        }
        all.add(Reductions::argmax);
        return all;
    }

    @Test
    void noLayoutChangesABit() {
        for (DType dtype : floats()) {
            for (int[] dims : new int[][] {{2, 70, 19}, {5, 3, 8}, {1, 4500, 9}, {3, 2, 5000}, {0, 3, 2}}) {
                NdArray x = OperandLayouts.random(dtype, 5, dims);
                boolean empty = x.size() == 0;
                for (Function<NdArray, NdArray> f : empty ? List.<Function<NdArray, NdArray>>of(a -> Reductions.sum(a, ALL, false))
                        : everything()) {
                    long[] expected = OperandLayouts.bits(f.apply(x));
                    for (NdArray y : OperandLayouts.of(x)) {
                        assertThat(OperandLayouts.bits(f.apply(y))).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void noNumberOfThreadsChangesABit() {
        NdArray x = OperandLayouts.random(DType.FLOAT32, 9, 3, 700, 1500);
        int before = EngineRuntime.threads();
        try {
            for (Function<NdArray, NdArray> f : everything()) {
                EngineRuntime.threads(1);
                long[] one = OperandLayouts.bits(f.apply(x));
                EngineRuntime.threads(2);
                assertThat(OperandLayouts.bits(f.apply(x))).isEqualTo(one);
                EngineRuntime.threads(3);
                assertThat(OperandLayouts.bits(f.apply(x))).isEqualTo(one);
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void anExpandedAxisIsSummedElementByElement() {
        NdArray x = NdArray.of(0.1f).expand(Shape.of(5000));
        assertThat(OperandLayouts.bits(Reductions.sum(x, ALL, false))).isEqualTo(OperandLayouts.bits(Reductions.sum(x.dense(), ALL,
                false)));
    }

    @Test
    void theAxesOfTheResultAreThoseKept() {
        NdArray x = OperandLayouts.random(DType.FLOAT64, 1, 2, 3, 4);
        assertThat(Reductions.sum(x, new int[] {1}, false).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(Reductions.sum(x, new int[] {-1, 0}, true).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(Reductions.sum(x, ALL, true).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(Reductions.sum(NdArray.scalar(DType.FLOAT32, 3), ALL, false).item()).isEqualTo(3);
        assertThat(Reductions.argmax(NdArray.scalar(DType.FLOAT32, 3), 0, true).shape()).isEqualTo(Shape.SCALAR);
    }

    @Test
    void nothingSumsToZeroMultipliesToOneAndHasNoExtremum() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(0, 3));
        assertThat(Reductions.sum(x, new int[] {0}, false).toDoubleArray()).containsExactly(0, 0, 0);
        assertThat(Reductions.prod(x, new int[] {0}, false).toDoubleArray()).containsExactly(1, 1, 1);
        assertThat(Reductions.logsumexp(x, new int[] {0}, false).toDoubleArray()).containsOnly(Double.NEGATIVE_INFINITY);
        assertThat(Reductions.max(x, new int[] {1}, false).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> Reductions.max(x, new int[] {0}, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("max");
        assertThatThrownBy(() -> Reductions.argmin(x, 0, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("argmin");
        assertThatThrownBy(() -> Reductions.sum(x, new int[] {2}, false)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("axis");
        assertThatThrownBy(() -> Reductions.sum(x, new int[] {0, -2}, false)).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("once");
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void extremesKnowNaNZerosAndInfinities(DType dtype) {
        for (int n : new int[] {1, 3, 8, 15, 16, 17, 40, 64, 100, 5000}) {
            for (int at : new int[] {0, n / 2, n - 1}) {
                NdArray minusZeros = with(dtype, n, -0.0, at, -0.0);
                assertThat(OperandLayouts.bits(Reductions.max(minusZeros, ALL, false))).containsExactly(Double.doubleToLongBits(-0.0));
                assertThat(OperandLayouts.bits(Reductions.max(with(dtype, n, -0.0, at, 0.0), ALL, false))).containsExactly(0);
                assertThat(OperandLayouts.bits(Reductions.min(with(dtype, n, 0.0, at, -0.0), ALL, false)))
                        .containsExactly(Double.doubleToLongBits(-0.0));
                assertThat(Reductions.max(with(dtype, n, -1, at, Double.NaN), ALL, false).item()).isNaN();
                assertThat(Reductions.min(with(dtype, n, -1, at, Double.NaN), ALL, false).item()).isNaN();
                assertThat(Reductions.max(with(dtype, n, Double.NEGATIVE_INFINITY, at, Double.NEGATIVE_INFINITY), ALL, false).item())
                        .isEqualTo(Double.NEGATIVE_INFINITY);
                assertThat(Reductions.max(with(dtype, n, Double.NEGATIVE_INFINITY, at, Double.POSITIVE_INFINITY), ALL, false).item())
                        .isEqualTo(Double.POSITIVE_INFINITY);
                assertThat(Reductions.argmax(with(dtype, n, -1, at, Double.NaN)).item()).isEqualTo(at);
                assertThat(Reductions.argmin(with(dtype, n, -1, at, -2)).item()).isEqualTo(at);
                assertThat(Reductions.argmax(with(dtype, n, -0.0, at, 0.0)).item()).isEqualTo(0);
            }
        }
    }

    private static NdArray with(DType dtype, int n, double most, int at, double one) {
        double[] v = new double[n];
        Arrays.fill(v, most);
        v[at] = one;
        return NdArray.of(v).to(dtype);
    }

    @Test
    void columnsFindTheSameExtremesAsRows() {
        double[] v = OperandLayouts.random(DType.FLOAT64, 3, 50 * 40).toDoubleArray();
        IntStream.range(0, 200).forEach(i -> v[i * 9 % v.length] = i % 3 == 0 ? Double.NaN : i % 3 == 1 ? -0.0 : 0.0);
        for (DType dtype : floats()) {
            NdArray x = NdArray.of(v).to(dtype).reshape(Shape.of(50, 40));
            NdArray t = x.transpose(0, 1).dense();
            assertThat(OperandLayouts.bits(Reductions.max(x, new int[] {0}, false)))
                    .isEqualTo(OperandLayouts.bits(Reductions.max(t, new int[] {1}, false)));
            assertThat(OperandLayouts.bits(Reductions.min(x, new int[] {0}, false)))
                    .isEqualTo(OperandLayouts.bits(Reductions.min(t, new int[] {1}, false)));
            assertThat(Reductions.argmax(x, 0, false).toLongArray()).isEqualTo(Reductions.argmax(t, 1, false).toLongArray());
            assertThat(OperandLayouts.bits(Reductions.min(x, 0, false).values())).isEqualTo(OperandLayouts.bits(Reductions.min(t, 1,
                    false).values()));
        }
    }

    @Test
    void sumsKnowNaNInfinitiesAndNeverGiveMinusZero() {
        for (int n : new int[] {1, 5, 17, 64, 100}) {
            for (int columns : new int[] {1, 20}) {
                NdArray x = NdArray.full(DType.FLOAT32, Shape.of(n, columns), -0.0);
                assertThat(OperandLayouts.bits(Reductions.sum(x.dense(), new int[] {0}, false))).containsOnly(0);
                assertThat(Reductions.sum(with(DType.FLOAT32, n, 1, n / 2, Double.NaN), ALL, false).item()).isNaN();
                assertThat(Reductions.sum(with(DType.FLOAT64, n, 1, n / 2, Double.POSITIVE_INFINITY), ALL, false).item())
                        .isEqualTo(Double.POSITIVE_INFINITY);
            }
        }
    }

    @Test
    void integersAndTruthValues() {
        NdArray x = NdArray.of(3L, -5L, 9L, 9L, Long.MAX_VALUE - 20).reshape(Shape.of(5, 1)).expand(Shape.of(5, 9));
        assertThat(Reductions.sum(x, new int[] {0}, false).toLongArray()).containsOnly(3 - 5 + 18 + Long.MAX_VALUE - 20);
        assertThat(Reductions.max(x, ALL, false).toLongArray()).containsExactly(Long.MAX_VALUE - 20);
        assertThat(Reductions.min(x.dense(), new int[] {0}, false).toLongArray()).containsOnly(-5);
        assertThat(Reductions.argmax(x.slice(0, 0, 4, 1).dense(), 0, false).toLongArray()).containsOnly(2);
        assertThat(Reductions.prod(x.slice(0, 0, 3, 1), new int[] {0}, false).toLongArray()).containsOnly(-135);
        NdArray b = NdArray.of(true, false, true);
        assertThat(Reductions.sum(b, ALL, false).dtype()).isEqualTo(DType.INT64);
        assertThat(Reductions.sum(b, ALL, false).item()).isEqualTo(2);
        assertThat(Reductions.all(b, ALL, false).getBoolean()).isFalse();
        assertThat(Reductions.any(b, ALL, false).getBoolean()).isTrue();
        assertThat(Reductions.max(b, ALL, false).dtype()).isEqualTo(DType.BOOL);
        assertThat(Reductions.all(NdArray.of(new float[0]), ALL, false).getBoolean()).isTrue();
        assertThat(Reductions.any(NdArray.of(0f, Float.NaN, -0f), ALL, false).getBoolean()).isTrue();
        assertThat(Reductions.countNonzero(NdArray.of(0f, Float.NaN, -0f, 2f), ALL, false).item()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("floats")
    void logsumexpIsStableAndAccurate(DType dtype) {
        for (int n : LENGTHS) {
            if (n == 0) {
                continue;
            }
            for (double shift : new double[] {0, 800, -1e6}) {
                NdArray x = OperandLayouts.random(DType.FLOAT64, n, n);
                double exact = shift + Math.log(Arrays.stream(x.to(dtype).toDoubleArray()).map(Math::exp).sum());
                double[] v = Arrays.stream(x.to(dtype).toDoubleArray()).map(a -> a + shift).toArray();
                double bound = unit(dtype) * (100 + 4 * Math.abs(shift) + 4 * Math.abs(exact));
                assertThat(Reductions.logsumexp(NdArray.of(v).to(dtype), ALL, false).item()).isCloseTo(exact, within(bound));
            }
        }
        double minus = Double.NEGATIVE_INFINITY;
        assertThat(Reductions.logsumexp(with(dtype, 20, minus, 3, minus), ALL, false).item()).isEqualTo(minus);
        assertThat(Reductions.logsumexp(with(dtype, 20, minus, 3, 2), ALL, false).item()).isEqualTo(2);
        assertThat(Reductions.logsumexp(with(dtype, 20, minus, 3, -minus), ALL, false).item()).isEqualTo(-minus);
        assertThat(Reductions.logsumexp(with(dtype, 20, -minus, 3, Double.NaN), ALL, false).item()).isNaN();
    }

    @ParameterizedTest
    @MethodSource("floats")
    void varianceAndMeanAreTheirDefinition(DType dtype) {
        for (int n : new int[] {1, 2, 17, 702, 4098, 9000}) {
            double[] v = Arrays.stream(OperandLayouts.random(DType.FLOAT64, n, n).toDoubleArray()).map(a -> a + 30).toArray();
            NdArray x = NdArray.of(v).to(dtype);
            double[] a = x.toDoubleArray();
            double mean = Arrays.stream(a).sum() / n;
            double squares = Arrays.stream(a).map(b -> (b - mean) * (b - mean)).sum();
            Reductions.VarMean y = Reductions.varMean(x, ALL, 1, false);
            assertThat(y.mean().item()).isCloseTo(mean, within(100 * unit(dtype) * 32));
            if (n == 1) {
                assertThat(y.variance().item()).isNaN();
            } else {
                assertThat(y.variance().item()).isCloseTo(squares / (n - 1), within(200 * unit(dtype) * 4));
            }
        }
        assertThat(Reductions.varMean(NdArray.zeros(dtype, Shape.of(0)), ALL, 0, false).mean().item()).isNaN();
    }

    @ParameterizedTest
    @MethodSource("floats")
    void normsAreTheirDefinition(DType dtype) {
        NdArray x = OperandLayouts.random(dtype, 3, 500);
        double[] a = Arrays.stream(x.toDoubleArray()).map(Math::abs).toArray();
        for (double p : new double[] {1, 2, 3, 0.5}) {
            double exact = Math.pow(Arrays.stream(a).map(v -> Math.pow(v, p)).sum(), 1 / p);
            assertThat(Reductions.norm(x, p, ALL, false).item()).isCloseTo(exact, within(200 * unit(dtype) * exact));
        }
        assertThat(Reductions.norm(x, 0, ALL, false).item()).isEqualTo(500);
        assertThat(Reductions.norm(x, Double.POSITIVE_INFINITY, ALL, false).item()).isEqualTo(Arrays.stream(a).max().orElseThrow());
        assertThat(Reductions.norm(x, Double.NEGATIVE_INFINITY, ALL, false).item()).isEqualTo(Arrays.stream(a).min().orElseThrow());
        assertThat(Reductions.sumOfSquares(NdArray.of(3f, -4f), ALL, false).item()).isEqualTo(25);
        assertThat(Reductions.sumOfAbsolutes(NdArray.of(3.0, -4), ALL, false).item()).isEqualTo(7);
    }
}
