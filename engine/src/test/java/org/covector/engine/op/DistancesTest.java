package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class DistancesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] POWERS = {0, 0.5, 1, 2, 3.5, INF};

    private static NdArray random(DType dtype, long seed, int... dims) {
        return OperandLayouts.random(dtype, seed, dims);
    }

    /** By the formula, in double. */
    private static double norm(NdArray x, int i, NdArray y, int j, double p) {
        double sum = 0;
        for (int k = 0; k < x.shape().dim(1); k++) {
            double size = Math.abs(x.getDouble(i, k) - y.getDouble(j, k));
            sum = p == INF ? Math.max(sum, size) : sum + (p == 0 ? Math.signum(size) : Math.pow(size, p));
        }
        return p == 0 || p == INF ? sum : Math.pow(sum, 1 / p);
    }

    @Test
    void distancesAreNormsOfDifferences() {
        for (double p : POWERS) {
            for (int[] s : new int[][] {{1, 1, 1}, {3, 2, 5}, {37, 41, 67}, {1030, 3, 2}, {2, 70, 1500}}) {
                NdArray x = random(DType.FLOAT32, 1, s[0], s[2]);
                NdArray y = random(DType.FLOAT32, 2, s[1], s[2]);
                NdArray d = Distances.cdist(x, y, p);
                assertThat(d.shape()).isEqualTo(Shape.of(s[0], s[1]));
                for (int i = 0; i < s[0]; i++) {
                    for (int j = 0; j < s[1]; j++) {
                        double want = norm(x, i, y, j, p);
                        assertThat(d.getDouble(i, j)).as("p = %s, %s", p, d.shape()).isCloseTo(want, within(3e-6 * want));
                    }
                }
            }
        }
    }

    @Test
    void layoutsDoNotChangeBits() {
        NdArray x = random(DType.FLOAT32, 1, 2, 9, 21);
        NdArray y = random(DType.FLOAT32, 2, 2, 35, 21);
        NdArray dd = random(DType.FLOAT32, 3, 2, 9, 35);
        NdArray want = Distances.cdist(x, y, 2);
        float[] pulled = Distances.pullback(dd, x, y, want, 2).get().toFloatArray();
        for (NdArray a : OperandLayouts.of(x)) {
            for (NdArray b : OperandLayouts.of(y)) {
                assertThat(Distances.cdist(a, b, 2).toFloatArray()).isEqualTo(want.toFloatArray());
                assertThat(Distances.pullback(dd, a, b, want, 2).get().toFloatArray()).isEqualTo(pulled);
            }
        }
        NdArray same = y.slice(0, 0, 1, 1).expand(y.shape());
        assertThat(Distances.cdist(x, same, 2).toFloatArray()).isEqualTo(Distances.cdist(x, same.dense(), 2).toFloatArray());
    }

    @Test
    void nothingCancelsOverflowsOrUnderflows() {
        NdArray far = NdArray.of(8192f, 8192.001f).reshape(Shape.of(1, 2));
        NdArray near = NdArray.of(8192f, 8192f).reshape(Shape.of(1, 2));
        assertThat(Distances.cdist(far, near, 2).item()).isEqualTo((double) (8192.001f - 8192f));
        for (double size : new double[] {1e-40, 1e-30, 1e30, 1e38}) {
            NdArray x = NdArray.of((float) (3 * size), 0f).reshape(Shape.of(1, 2));
            NdArray y = NdArray.of(0f, (float) (4 * size / 2)).reshape(Shape.of(1, 2));
            double want = Math.hypot((float) (3 * size), (float) (2 * size));
            double got = Distances.cdist(x, y, 2).item();
            if (size == 1e38) {
                assertThat(got).isInfinite(); // 3e38 and 2e38 make 3.6e38
            } else {
                assertThat(got).isCloseTo(want, within(1e-45 + 1e-7 * want));
            }
        }
        NdArray zero = NdArray.of(0.0, 0.0).reshape(Shape.of(1, 2));
        assertThat(Distances.cdist(zero, zero, 2).item()).isZero();
        assertThat(Distances.cdist(zero, NdArray.of(1e-320, 1e-200).reshape(Shape.of(1, 2)), 3).item()).isEqualTo(1e-200);
        assertThat(Distances.cdist(zero, NdArray.of(Double.NaN, 1).reshape(Shape.of(1, 2)), 2).item()).isNaN();
    }

    @Test
    void gradientsAreThoseOfTheFormula() {
        NdArray x = random(DType.FLOAT64, 1, 6, 37);
        NdArray y = random(DType.FLOAT64, 2, 70, 37);
        NdArray dd = random(DType.FLOAT64, 3, 6, 70);
        for (double p : new double[] {1, 2}) {
            NdArray d = Distances.cdist(x, y, p);
            NdArray dx = Distances.pullback(dd, x, y, d, p).get();
            for (int i = 0; i < 6; i++) {
                for (int k = 0; k < 37; k++) {
                    double want = 0;
                    for (int j = 0; j < 70; j++) {
                        double difference = x.getDouble(i, k) - y.getDouble(j, k);
                        want += dd.getDouble(i, j) * (p == 1 ? Math.signum(difference) : difference / norm(x, i, y, j, 2));
                    }
                    assertThat(dx.getDouble(i, k)).isCloseTo(want, within(1e-12));
                }
            }
        }
    }

    @Test
    void factorsOutOfRangeAreNotUsed() {
        NdArray tiny = NdArray.of(1e-40f).reshape(Shape.of(1, 1));
        NdArray zero = NdArray.of(0f).reshape(Shape.of(1, 1));
        NdArray one = NdArray.of(1f).reshape(Shape.of(1, 1));
        assertThat(Distances.pullback(one, tiny, zero, Distances.cdist(tiny, zero, 2), 2).isEmpty()).isTrue();
        assertThat(Distances.pullback(one, zero, zero, Distances.cdist(zero, zero, 2), 2).get().item()).isZero();
    }

    @Test
    void emptyAxes() {
        for (double p : POWERS) {
            NdArray two = random(DType.FLOAT32, 1, 2, 3);
            NdArray none = random(DType.FLOAT32, 2, 0, 3);
            assertThat(Distances.cdist(none, two, p).shape()).isEqualTo(Shape.of(0, 2));
            assertThat(Distances.cdist(two, none, p).shape()).isEqualTo(Shape.of(2, 0));
            assertThat(Distances.cdist(random(DType.FLOAT32, 1, 2, 0), random(DType.FLOAT32, 2, 1, 0), p).toFloatArray())
                    .containsExactly(0, 0);
        }
    }

    @Test
    void refusals() {
        NdArray x = random(DType.FLOAT32, 1, 2, 3);
        for (NdArray y : List.of(random(DType.FLOAT64, 1, 2, 3), random(DType.FLOAT32, 1, 2, 4), random(DType.FLOAT32, 1, 1, 2, 3))) {
            assertThatThrownBy(() -> Distances.cdist(x, y, 2)).isInstanceOf(ArgumentException.class).hasMessageContaining("cdist");
        }
        assertThatThrownBy(() -> Distances.cdist(x, x, -1)).isInstanceOf(ArgumentException.class).hasMessageContaining("p");
        assertThatThrownBy(() -> Distances.pullback(x, x, x, x, 3)).isInstanceOf(ArgumentException.class).hasMessageContaining("1 or 2");
    }
}
