package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatmulTest {
    private static final int[] SIZES = {1, 2, 7, 8, 9, 13, 16, 31, 33, 70};
    private static final int[] DEPTHS = {1, 3, 15, 17, 64, 255, 256, 257, 520};

    private final Random random = new Random(7);

    private NdArray random(DType dtype, int... dims) {
        Shape shape = Shape.of(dims);
        double[] values = random.doubles(shape.size(), -1, 1).toArray();
        return NdArray.of(values).to(dtype).reshape(shape);
    }

    /** Sums in double, and the sums of absolute values that bound their error. */
    private static void assertProduct(NdArray a, NdArray b, NdArray y, double unit) {
        int m = a.shape().dim(0);
        int k = a.shape().dim(1);
        int n = b.shape().dim(1);
        double[] x = a.toDoubleArray();
        double[] z = b.toDoubleArray();
        double[] given = y.toDoubleArray();
        assertThat(y.shape()).isEqualTo(Shape.of(m, n));
        double gamma = k * unit / (1 - k * unit);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                double rest = 0; // twice the precision: Ogita, Rump and Oishi's dot product
                double bound = 0;
                for (int p = 0; p < k; p++) {
                    double s = x[i * k + p];
                    double t = z[p * n + j];
                    double product = s * t;
                    double next = sum + product;
                    double back = next - sum;
                    rest += (sum - (next - back)) + (product - back) + Math.fma(s, t, -product);
                    sum = next;
                    bound += Math.abs(product);
                }
                assertThat(Math.abs((given[i * n + j] - sum) - rest)).isLessThanOrEqualTo(gamma * bound);
            }
        }
    }

    private static double unit(DType dtype) {
        return dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    }

    private static NdArray transposedStorage(NdArray x) {
        return x.transpose(-1, -2).dense().transpose(-1, -2);
    }

    /** The same values with gaps between columns, and backwards in memory. */
    private static NdArray steppedStorage(NdArray x) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        double[] wide = new double[rows * (2 * columns + 1)];
        double[] values = x.flip(0).toDoubleArray();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                wide[i * (2 * columns + 1) + 1 + 2 * j] = values[i * columns + j];
            }
        }
        return NdArray.of(wide).to(x.dtype()).reshape(Shape.of(rows, 2 * columns + 1)).slice(1, 1, 2 * columns + 1, 2).flip(0);
    }

    private static void assertSameBits(NdArray y, NdArray expected, String what) {
        assertThat(y.shape()).isEqualTo(expected.shape());
        assertThat(y.toDoubleArray()).as(what).isEqualTo(expected.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void everyElementIsWithinTheBoundAndEveryLayoutGivesTheSameBits(DType dtype) {
        for (int m : SIZES) {
            for (int n : SIZES) {
                int k = DEPTHS[random.nextInt(DEPTHS.length)];
                NdArray a = random(dtype, m, k);
                NdArray b = random(dtype, k, n);
                NdArray y = Matmul.matmul(a, b);
                assertProduct(a, b, y, unit(dtype));
                String what = m + "x" + k + "x" + n;
                assertSameBits(Matmul.matmul(transposedStorage(a), b), y, what + " a transposed");
                assertSameBits(Matmul.matmul(a, transposedStorage(b)), y, what + " b transposed");
                assertSameBits(Matmul.matmul(transposedStorage(a), transposedStorage(b)), y, what + " both transposed");
                assertSameBits(Matmul.matmul(steppedStorage(a), steppedStorage(b)), y, what + " stepped and flipped");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void vectorsOfAnyLayoutGiveTheSameBits(DType dtype) {
        for (int k : new int[] {1, 15, 16, 17, 700, 4095, 4096, 4097, 9000}) {
            for (int m : new int[] {1, 5, 8, 9, 40}) {
                NdArray a = random(dtype, m, k);
                NdArray x = random(dtype, k, 1);
                NdArray y = Matmul.matmul(a, x);
                assertProduct(a, x, y, unit(dtype));
                assertSameBits(Matmul.matmul(transposedStorage(a), x), y, m + "x" + k + " columns");
                assertSameBits(Matmul.matmul(steppedStorage(a), steppedStorage(x)), y, m + "x" + k + " stepped");
                assertSameBits(Matmul.matmul(x.transpose(0, 1), a.transpose(0, 1)), y.transpose(0, 1), m + "x" + k + " row vector");
                assertSameBits(Matmul.linear(x.transpose(0, 1).reshape(Shape.of(k)), a, Option.none()), y.reshape(Shape.of(m)), "linear");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void anyNumberOfThreadsGivesTheSameBits(DType dtype) {
        NdArray a = random(dtype, 613, 530);
        NdArray b = random(dtype, 530, 701);
        NdArray column = random(dtype, 530, 1);
        NdArray batch = random(dtype, 24, 40, 50);
        NdArray shared = random(dtype, 50, 60);
        int before = EngineRuntime.threads();
        try {
            EngineRuntime.threads(1);
            NdArray y = Matmul.matmul(a, b);
            NdArray v = Matmul.matmul(a, column);
            NdArray z = Matmul.matmul(batch, shared);
            for (int threads : new int[] {2, 3, 8}) {
                EngineRuntime.threads(threads);
                assertSameBits(Matmul.matmul(a, b), y, threads + " threads");
                assertSameBits(Matmul.matmul(a, column), v, threads + " threads");
                assertSameBits(Matmul.matmul(batch, shared), z, threads + " threads");
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @Test
    void batchAxesBroadcastAsIfExpanded() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
            NdArray a = dtype == DType.INT64 ? integers(2, 1, 3, 4, 5) : random(dtype, 2, 1, 3, 4, 5);
            NdArray b = dtype == DType.INT64 ? integers(4, 1, 5, 6) : random(dtype, 4, 1, 5, 6);
            NdArray y = Matmul.matmul(a, b);
            assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 3, 4, 6));
            for (int i = 0; i < 2; i++) {
                for (int j = 0; j < 4; j++) {
                    for (int l = 0; l < 3; l++) {
                        NdArray one = Matmul.matmul(a.select(0, i).select(0, 0).select(0, l), b.select(0, j).select(0, 0));
                        assertSameBits(y.select(0, i).select(0, j).select(0, l), one, i + " " + j + " " + l);
                    }
                }
            }
        }
    }

    @Test
    void aSharedMatrixMultipliesABatchAsIfItWereTallOrOneByOne() {
        NdArray b = random(DType.FLOAT32, 40, 35);
        NdArray a = random(DType.FLOAT32, 5, 6, 40);
        NdArray y = Matmul.matmul(a, b);
        NdArray strided = a.permute(1, 0, 2).dense().permute(1, 0, 2);
        assertSameBits(Matmul.matmul(strided, b), y, "strided batch");
        NdArray rows = random(DType.FLOAT32, 7, 1, 40);
        NdArray tall = Matmul.matmul(rows.reshape(Shape.of(7, 40)), b);
        assertSameBits(Matmul.matmul(rows, b), tall.reshape(Shape.of(7, 1, 35)), "rows");
        NdArray gapped = random(DType.FLOAT32, 7, 2, 40).slice(1, 0, 1, 1);
        assertSameBits(Matmul.matmul(gapped, b), Matmul.matmul(gapped.dense(), b), "rows with gaps");
    }

    private NdArray integers(int... dims) {
        return NdArray.of(random.longs(Shape.of(dims).size()).toArray()).reshape(Shape.of(dims));
    }

    @Test
    void integersWrap() {
        NdArray a = NdArray.of(Long.MAX_VALUE, 3L).reshape(Shape.of(1, 2));
        NdArray b = NdArray.of(2L, 5L).reshape(Shape.of(2, 1));
        assertThat(Matmul.matmul(a, b).toLongArray()).containsExactly(Long.MAX_VALUE * 2 + 15);
    }

    @Test
    void sumsOfNothingAreZeroAndEmptyAxesGiveEmptyResults() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
            assertThat(Matmul.matmul(NdArray.zeros(dtype, Shape.of(2, 0)), NdArray.zeros(dtype, Shape.of(0, 3))).toDoubleArray())
                    .containsExactly(0, 0, 0, 0, 0, 0);
            assertThat(Matmul.matmul(NdArray.zeros(dtype, Shape.of(0, 4)), NdArray.zeros(dtype, Shape.of(4, 3))).shape())
                    .isEqualTo(Shape.of(0, 3));
            assertThat(Matmul.matmul(NdArray.zeros(dtype, Shape.of(2, 4)), NdArray.zeros(dtype, Shape.of(4, 0))).shape())
                    .isEqualTo(Shape.of(2, 0));
            assertThat(Matmul.matmul(NdArray.zeros(dtype, Shape.of(0, 2, 4)), NdArray.zeros(dtype, Shape.of(1, 4, 3))).shape())
                    .isEqualTo(Shape.of(0, 2, 3));
        }
        NdArray bias = NdArray.of(1f, 2f);
        assertThat(Matmul.linear(NdArray.zeros(DType.FLOAT32, Shape.of(3, 0)), NdArray.zeros(DType.FLOAT32, Shape.of(2, 0)),
                Option.of(bias))
                .toDoubleArray()).containsExactly(1, 2, 1, 2, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void linearIsTheProductWithTheTransposedWeightPlusTheBias(DType dtype) {
        for (int n : new int[] {1, 3, 10, 33, 64}) {
            for (int k : new int[] {1, 20, 300}) {
                NdArray x = random(dtype, 2, 7, k);
                NdArray w = random(dtype, n, k);
                NdArray bias = random(dtype, 2 * n).slice(0, 0, 2 * n, 2);
                NdArray plain = Matmul.matmul(x.reshape(Shape.of(14, k)), w.transpose(0, 1));
                assertSameBits(Matmul.linear(x, w, Option.none()), plain.reshape(Shape.of(2, 7, n)), "n " + n);
                NdArray y = Matmul.linear(x, w, Option.of(bias)).reshape(Shape.of(14, n));
                for (int i = 0; i < 14; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = plain.getDouble(i, j) + bias.getDouble(j);
                        assertThat(y.getDouble(i, j)).isEqualTo(dtype == DType.FLOAT32 ? (float) sum : sum);
                    }
                }
            }
        }
    }

    @Test
    void nonFiniteElementsReachTheSumsTheyBelongToAndNoOthers() {
        for (int k : new int[] {1, 9, 300}) {
            double[] values = new double[9 * k];
            java.util.Arrays.fill(values, 1);
            values[3 * k] = Double.NaN;
            values[5 * k + k - 1] = Double.POSITIVE_INFINITY;
            NdArray a = NdArray.of(values).to(DType.FLOAT32).reshape(Shape.of(9, k));
            NdArray y = Matmul.matmul(a, NdArray.ones(DType.FLOAT32, Shape.of(k, 17)));
            for (int i = 0; i < 9; i++) {
                for (int j = 0; j < 17; j++) {
                    assertThat(Double.compare(y.getDouble(i, j), i == 3 ? Double.NaN : i == 5 ? Double.POSITIVE_INFINITY : k)).isZero();
                }
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        NdArray a = NdArray.zeros(DType.FLOAT32, Shape.of(2, 3));
        assertThatThrownBy(() -> Matmul.matmul(a, NdArray.zeros(DType.FLOAT32, Shape.of(4, 5))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("matmul").hasMessageContaining("[2, 3] and [4, 5]");
        assertThatThrownBy(() -> Matmul.matmul(a, NdArray.zeros(DType.FLOAT64, Shape.of(3, 5))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("FLOAT32 and FLOAT64");
        assertThatThrownBy(() -> Matmul.matmul(a, NdArray.zeros(DType.FLOAT32, Shape.of(3))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("two or more axes");
        assertThatThrownBy(() -> Matmul.matmul(NdArray.zeros(DType.FLOAT32, Shape.of(2, 2, 3)),
                NdArray.zeros(DType.FLOAT32, Shape.of(3, 3, 5))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("matmul").hasMessageContaining("[2] and [3]");
        assertThatThrownBy(() -> Matmul.linear(a, NdArray.zeros(DType.FLOAT32, Shape.of(5, 4)), Option.none()))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("linear");
        assertThatThrownBy(() -> Matmul.linear(a, NdArray.zeros(DType.FLOAT32, Shape.of(5, 3)), Option.of(NdArray.of(1f))))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("bias");
    }
}
