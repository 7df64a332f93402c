package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SoftmaxTest {
    private static final List<BiFunction<NdArray, Integer, NdArray>> ALL = List.of(
            Softmax::softmax,
            Softmax::logSoftmax,
            (x, axis) -> Softmax.softmaxBackward(x, Softmax.softmax(x, axis), axis),
            (x, axis) -> Softmax.logSoftmaxBackward(x, Softmax.logSoftmax(x, axis), axis));

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void rowsAreWithinTheirErrorBounds(DType dtype) {
        double unit = dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
        for (int n : new int[] {1, 2, 7, 8, 15, 16, 17, 63, 207, 702, 4098}) {
            for (double shift : new double[] {0, 500}) {
                NdArray x = NdArray.of(Arrays.stream(OperandLayouts.random(dtype, n, n).toDoubleArray()).map(v -> v * 4 + shift).toArray())
                        .to(dtype);
                NdArray dy = OperandLayouts.random(dtype, n + 1, n);
                double[] v = x.toDoubleArray();
                double max = Arrays.stream(v).max().orElseThrow();
                double sum = Arrays.stream(v).map(a -> Math.exp(a - max)).sum();
                double[] y = Softmax.softmax(x, 0).toDoubleArray();
                double[] logs = Softmax.logSoftmax(x, 0).toDoubleArray();
                double[] d = dy.toDoubleArray();
                double dot = 0;
                double total = 0;
                for (int i = 0; i < n; i++) {
                    assertThat(y[i]).isCloseTo(Math.exp(v[i] - max) / sum, within(100 * unit * Math.exp(v[i] - max) / sum + 1e-300));
                    assertThat(logs[i]).isCloseTo(v[i] - max - Math.log(sum), within(100 * unit * 20));
                    dot += d[i] * y[i];
                    total += d[i];
                }
                double[] dx = Softmax.softmaxBackward(dy, Softmax.softmax(x, 0), 0).toDoubleArray();
                double[] dl = Softmax.logSoftmaxBackward(dy, Softmax.logSoftmax(x, 0), 0).toDoubleArray();
                for (int i = 0; i < n; i++) {
                    assertThat(dx[i]).isCloseTo(y[i] * (d[i] - dot), within(100 * unit * y[i] * 4));
                    assertThat(dl[i]).isCloseTo(d[i] - Math.exp(logs[i]) * total, within(100 * unit * (4 + Math.exp(logs[i]) * 3 * n)));
                }
            }
        }
    }

    @Test
    void neitherLayoutNorAxisNorThreadsChangeABit() {
        int before = EngineRuntime.threads();
        try {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
                for (int[] dims : new int[][] {{3, 70, 19}, {2, 5, 3}, {2, 4200, 17}, {90, 2, 700}}) {
                    NdArray x = OperandLayouts.random(dtype, 4, dims);
                    for (BiFunction<NdArray, Integer, NdArray> f : ALL) {
                        EngineRuntime.threads(1);
                        NdArray rows = f.apply(x.transpose(1, 2).dense(), 2).transpose(1, 2);
                        EngineRuntime.threads(2);
                        for (NdArray y : OperandLayouts.of(x)) {
                            assertThat(OperandLayouts.bits(f.apply(y, 1))).isEqualTo(OperandLayouts.bits(rows));
                        }
                    }
                }
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void infinitiesAndNaN(DType dtype) {
        double inf = Double.POSITIVE_INFINITY;
        for (int n : new int[] {3, 16, 33}) {
            double[] v = new double[n];
            Arrays.fill(v, -inf);
            assertThat(Softmax.softmax(NdArray.of(v).to(dtype), 0).toDoubleArray()).containsOnly(Double.NaN);
            assertThat(Softmax.logSoftmax(NdArray.of(v).to(dtype), 0).toDoubleArray()).containsOnly(Double.NaN);
            v[1] = 3;
            double[] y = Softmax.softmax(NdArray.of(v).to(dtype), 0).toDoubleArray();
            assertThat(y[1]).isEqualTo(1);
            assertThat(y[0]).isEqualTo(0);
            assertThat(Softmax.logSoftmax(NdArray.of(v).to(dtype), 0).toDoubleArray()[n - 1]).isEqualTo(-inf);
            v[2] = inf;
            isLimit(NdArray.of(v).to(dtype), 2, 1);
            v[0] = inf;
            isLimit(NdArray.of(v).to(dtype), 2, Double.NaN);
            v[2] = Double.NaN;
            assertThat(Softmax.softmax(NdArray.of(v).to(dtype), 0).toDoubleArray()).containsOnly(Double.NaN);
        }
    }

    /** Rows and columns of which element {@code at} is infinite: its share, and 0 for those that are not. */
    private static void isLimit(NdArray x, int at, double share) {
        NdArray columns = x.reshape(Shape.of((int) x.size(), 1)).expand(Shape.of((int) x.size(), 5));
        for (NdArray in : new NdArray[] {x, columns}) {
            double[] y = Softmax.softmax(in, 0).toDoubleArray();
            double[] logs = Softmax.logSoftmax(in, 0).toDoubleArray();
            int w = y.length / (int) x.size();
            for (int c = 0; c < w; c++) {
                assertThat(y[at * w + c]).isEqualTo(Double.valueOf(share));
                assertThat(logs[at * w + c]).isEqualTo(Double.valueOf(share == 1 ? 0 : share));
                assertThat(y[w + c]).isZero();
                assertThat(logs[w + c]).isEqualTo(Double.NEGATIVE_INFINITY);
            }
        }
    }

    @Test
    void scalarsEmptyArraysAndErrors() {
        assertThat(Softmax.softmax(NdArray.scalar(DType.FLOAT32, 5), 0).item()).isEqualTo(1);
        assertThat(Softmax.logSoftmax(NdArray.scalar(DType.FLOAT64, 5), -1).item()).isEqualTo(0);
        assertThat(Softmax.softmax(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 1).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Softmax.softmax(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 0).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> Softmax.softmax(NdArray.of(1L), 0)).isInstanceOf(ArgumentException.class).hasMessageContaining("softmax");
        assertThatThrownBy(() -> Softmax.softmax(NdArray.of(1f), 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("axis");
        assertThatThrownBy(() -> Softmax.softmaxBackward(NdArray.of(1f), NdArray.of(1f, 2f), 0)).isInstanceOf(ArgumentException.class);
    }

    /** Peaked runs: along rows, along wide columns (peaks in some), and of each length around the vector's. */
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void nearlyCertainProbabilitiesKeepTheRest(DType dtype) {
        double unit = dtype == DType.FLOAT32 ? 0x1p-24 : 0x1p-53;
        for (int n : new int[] {2, 3, 8, 17, 64, 702}) {
            double[] x = new double[n];
            double[] dy = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = i % 5;
                dy[i] = 1 + i % 3;
            }
            int w = n / 2;
            x[w] = 40;
            double[] e = Arrays.stream(x).map(v -> v == 40 ? 0 : Math.exp(v - 40)).toArray();
            double rest = Arrays.stream(e).sum(); // compensated
            // (dy - dy[w]) p over the others, times s
            double shifted = IntStream.range(0, n).mapToDouble(i -> (dy[i] - dy[w]) * e[i]).sum();
            double others = Arrays.stream(dy).sum() - dy[w];
            double s = 1 + rest;
            NdArray row = NdArray.of(x).to(dtype);
            NdArray cotangent = NdArray.of(dy).to(dtype);
            NdArray logs = Softmax.logSoftmax(row, 0);
            NdArray p = Softmax.softmax(row, 0);
            double tolerance = (80 + 40 + 10) * unit; // as stated
            near(logs, w, -Math.log1p(rest), tolerance);
            near(Softmax.softmaxBackward(cotangent, p, 0), w, -shifted / s / s, tolerance);
            near(Softmax.logSoftmaxBackward(cotangent, logs, 0), w, dy[w] * rest / s - others / s, tolerance);
            near(Reductions.logsumexp(NdArray.of(Arrays.stream(x).map(v -> v - 40).toArray()).to(dtype), new int[] {0}, false), 0,
                    Math.log1p(rest), tolerance);
            for (BiFunction<NdArray, Integer, NdArray> f : ALL) {
                NdArray wide = NdArray.of(x).to(dtype).reshape(Shape.of(n, 1)).expand(Shape.of(n, 37));
                NdArray mixed = Pointwise.of(org.covector.engine.expr.Formula.of("scale", 2, org.covector.engine.expr.Expressions.mul(
                        org.covector.engine.expr.Expressions.X, org.covector.engine.expr.Expressions.Y)))
                        .apply(wide, OperandLayouts.random(dtype, n, n, 37));
                assertThat(OperandLayouts.bits(f.apply(mixed, 0)))
                        .isEqualTo(OperandLayouts.bits(f.apply(mixed.transpose(0, 1).dense(), 1).transpose(0, 1)));
            }
        }
    }

    private static void near(NdArray y, int at, double right, double tolerance) {
        assertThat(y.toDoubleArray()[at]).isCloseTo(right, within(tolerance * Math.abs(right)));
    }

    @Test
    void thePullbackOfItsOwnValueIsThatOfACopy() {
        NdArray y = Softmax.softmax(OperandLayouts.random(DType.FLOAT64, 3, 5, 19), 1);
        NdArray copy = NdArray.of(y.toDoubleArray()).reshape(y.shape());
        assertThat(OperandLayouts.bits(Softmax.softmaxBackward(y, y, 1))).isEqualTo(OperandLayouts.bits(Softmax.softmaxBackward(copy, y,
                1)));
        NdArray l = Softmax.logSoftmax(OperandLayouts.random(DType.FLOAT64, 3, 5, 19), 1);
        assertThat(OperandLayouts.bits(Softmax.logSoftmaxBackward(l, l, 1)))
                .isEqualTo(OperandLayouts.bits(Softmax.logSoftmaxBackward(NdArray.of(l.toDoubleArray()).reshape(l.shape()), l, 1)));
    }
}
