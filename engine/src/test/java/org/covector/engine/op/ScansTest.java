package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
            double[] v = Layouts.random(dtype, 2, 100).toDoubleArray();
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
                NdArray x = Layouts.random(dtype, 6, dims);
                for (BiFunction<NdArray, Integer, NdArray> f : all) {
                    long[] rows = Layouts.bits(f.apply(x.transpose(1, 2).dense(), 2).transpose(1, 2));
                    for (NdArray y : Layouts.of(x)) {
                        assertThat(Layouts.bits(f.apply(y, 1))).isEqualTo(rows);
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
}
