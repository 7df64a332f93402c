package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.covector.engine.op.Scans.Bound.EXCLUSIVE;
import static org.covector.engine.op.Scans.Bound.INCLUSIVE;
import static org.covector.engine.op.Scans.Direction.FORWARD;
import static org.covector.engine.op.Scans.Direction.REVERSE;

import java.util.List;
import java.util.function.BiFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class ScansTest {
    @Test
    void eachElementComesFromTheOneBefore() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64)) {
            NdArray x = NdArray.of(3, -1, 4, -1, 5).to(dtype);
            assertThat(Scans.cumsum(x, 0).toDoubleArray()).containsExactly(3, 2, 6, 5, 10);
            assertThat(Scans.cumprod(x, 0).toDoubleArray()).containsExactly(3, -3, -12, 12, 60);
            assertThat(Scans.cummax(x, 0).values().toDoubleArray()).containsExactly(3, 3, 4, 4, 5);
            assertThat(Scans.cummax(x, 0).indices().toLongArray()).containsExactly(0, 0, 2, 2, 4);
            assertThat(Scans.cummin(x, -1).values().toDoubleArray()).containsExactly(3, -1, -1, -1, -1);
            assertThat(Scans.cummin(x, -1).indices().toLongArray()).containsExactly(0, 1, 1, 3, 3);
        }
        assertThat(Scans.cumsum(NdArray.of(true, true, false), 0).toLongArray()).containsExactly(1, 2, 2);
    }

    @Test
    void extremesKeepTheFirstNaN() {
        NdArray x = NdArray.of(1f, Float.NaN, 7f, Float.NaN);
        assertThat(Scans.cummax(x, 0).values().toFloatArray()).containsExactly(1, Float.NaN, Float.NaN, Float.NaN);
        assertThat(Scans.cummin(x, 0).indices().toLongArray()).containsExactly(0, 1, 1, 3);
    }

    @Test
    void theLogarithmOfRunningSumsOfExponentials() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double[] v = OperandLayouts.random(dtype, 2, 100).toDoubleArray();
            double[] y = Scans.logcumsumexp(NdArray.of(v).to(dtype), 0).toDoubleArray();
            double s = 0;
            for (int i = 0; i < v.length; i++) {
                s += Math.exp(v[i]);
                assertThat(y[i]).isCloseTo(Math.log(s), within(dtype == DType.FLOAT32 ? 5e-5 : 1e-13));
            }
        }
        double inf = Double.POSITIVE_INFINITY;
        assertThat(Scans.logcumsumexp(NdArray.of(-inf, -inf, 2, 1000, inf, 3, Double.NaN, 1), 0).toDoubleArray())
                .containsExactly(-inf, -inf, 2, 1000, inf, inf, Double.NaN, Double.NaN);
    }

    @Test
    void neitherLayoutNorAxisChangesABit() {
        List<BiFunction<NdArray, Integer, NdArray>> all = List.of(Scans::cumsum, Scans::cumprod, Scans::logcumsumexp,
                (x, a) -> Scans.cummax(x, a).values(), (x, a) -> Scans.cummin(x, a).indices());
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int[] dims : new int[][] {{3, 40, 19}, {2, 5, 3}, {1, 300, 600}}) {
                NdArray x = OperandLayouts.random(dtype, 6, dims);
                for (BiFunction<NdArray, Integer, NdArray> f : all) {
                    long[] rows = OperandLayouts.bits(f.apply(x.transpose(1, 2).dense(), 2).transpose(1, 2));
                    for (NdArray y : OperandLayouts.of(x)) {
                        assertThat(OperandLayouts.bits(f.apply(y, 1))).isEqualTo(rows);
                    }
                }
            }
        }
    }

    @Test
    void scalarsEmptyArraysAndErrors() {
        assertThat(Scans.cumsum(NdArray.scalar(DType.FLOAT32, 3), 0).item()).isEqualTo(3);
        assertThat(Scans.cummax(NdArray.scalar(DType.FLOAT32, 3), 0).indices().item()).isEqualTo(0);
        assertThat(Scans.cumprod(NdArray.zeros(DType.FLOAT32, Shape.of(0, 3)), 0).shape()).isEqualTo(Shape.of(0, 3));
        assertThatThrownBy(() -> Scans.cumsum(NdArray.of(1f), 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("cumsum");
        assertThatThrownBy(() -> Scans.logcumsumexp(NdArray.of(1L), 0)).isInstanceOf(ArgumentException.class).hasMessageContaining("dtype");
    }

    @Test
    void reversedAndExclusiveScansAreScansOfTheFlippedAndShifted() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64)) {
            NdArray x = NdArray.of(3, -1, 4, -1, 5).to(dtype);
            assertThat(Scans.cumsum(x, 0, REVERSE, INCLUSIVE).toDoubleArray()).containsExactly(10, 7, 8, 4, 5);
            assertThat(Scans.cumsum(x, 0, FORWARD, EXCLUSIVE).toDoubleArray()).containsExactly(0, 3, 2, 6, 5);
            assertThat(Scans.cumsum(x, 0, REVERSE, EXCLUSIVE).toDoubleArray()).containsExactly(7, 8, 4, 5, 0);
            assertThat(Scans.cumprod(x, 0, REVERSE, EXCLUSIVE).toDoubleArray()).containsExactly(20, -20, -5, 5, 1);
            for (int[] dims : new int[][] {{3, 40, 19}, {7, 5, 3}, {1, 300, 600}, {2, 5, 1}}) {
                NdArray y = OperandLayouts.random(dtype, 8, dims);
                for (int axis = 0; axis < 3; axis++) {
                    NdArray reversed = Scans.cumsum(y.flip(axis), axis).flip(axis);
                    assertThat(OperandLayouts.bits(Scans.cumsum(y, axis, REVERSE, INCLUSIVE))).isEqualTo(OperandLayouts.bits(reversed));
                    NdArray shifted = Scans.cumprod(y, axis, FORWARD, EXCLUSIVE).slice(axis, 1, dims[axis], 1);
                    assertThat(OperandLayouts.bits(shifted)).isEqualTo(OperandLayouts.bits(Scans.cumprod(y, axis).slice(axis, 0,
                            dims[axis] - 1, 1)));
                }
            }
        }
        assertThat(Scans.logcumsumexp(NdArray.of(0.0, 0.0), 0, REVERSE).toDoubleArray()).containsExactly(Math.log(2), 0);
    }

    @Test
    void sumsOfMillionsOfFloatsAreAccurate() {
        int n = 5_000_000;
        java.util.Random random = new java.util.Random(3);
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = random.nextFloat() - 0.3f;
        }
        float[] y = Scans.cumsum(NdArray.of(v), 0).toFloatArray();
        double sum = 0;
        double magnitudes = 0;
        double worst = 0;
        for (int i = 0; i < n; i++) {
            sum += v[i];
            magnitudes += Math.abs(v[i]);
            worst = Math.max(worst, Math.abs(y[i] - sum) / magnitudes);
        }
        assertThat(worst).isLessThan(1e-7);
    }

    @Test
    void extremesOfColumnsAreThoseOfRows() {
        java.util.Random random = new java.util.Random(5);
        double[] v = new double[6 * 50 * 21];
        for (int i = 0; i < v.length; i++) {
            v[i] = random.nextInt(40) == 0 ? Double.NaN : random.nextInt(9) - 4;
        }
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64)) {
            NdArray x = NdArray.of(v).to(dtype).reshape(Shape.of(6, 50, 21));
            for (int c = 0; c < 21; c++) {
                NdArray line = x.select(2, c).dense();
                assertThat(OperandLayouts.bits(Scans.cummax(x, 1).values().select(2, c))).isEqualTo(OperandLayouts.bits(Scans.cummax(line,
                        1).values()));
                assertThat(Scans.cummin(x, 1).indices().select(2, c).toLongArray()).isEqualTo(Scans.cummin(line,
                        1).indices().toLongArray());
            }
        }
    }
}
