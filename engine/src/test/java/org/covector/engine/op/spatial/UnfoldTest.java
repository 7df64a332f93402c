package org.covector.engine.op.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.OperandLayouts;
import org.junit.jupiter.api.Test;

class UnfoldTest {
    @Test
    void columnsAreWhatWindowsSeeAndFoldingAddsThemUp() {
        Random random = new Random(5);
        for (int trial = 0; trial < 200; trial++) {
            int n = 1 + random.nextInt(3);
            int[][] w = new int[5][n]; // kernel, stride, begin, end, dilation
            int[] size = new int[n];
            for (int i = 0; i < n; i++) {
                w[0][i] = 1 + random.nextInt(3);
                w[1][i] = 1 + random.nextInt(3);
                w[2][i] = random.nextInt(3);
                w[3][i] = random.nextInt(3);
                w[4][i] = 1 + random.nextInt(3);
                size[i] = w[4][i] * (w[0][i] - 1) + 1 + random.nextInt(5);
            }
            Shape lead = trial % 3 == 0 ? Shape.of(2) : Shape.of(random.nextInt(3), 2);
            NdArray x = OperandLayouts.random(trial % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64, trial, lead.concat(Shape.of(size)).dims());
            ConvWindow window = ConvWindow.of(n).stride(w[1]).padding(w[2], w[3]).dilation(w[4]);
            NdArray y = Unfold.unfold("unfold", trial % 5 == 0 ? x.transpose(0, 1).dense().transpose(0, 1) : x, w[0], window);
            NdArray back = Unfold.fold("fold", y, size, w[0], window);
            assertThat(back.shape()).isEqualTo(x.shape());
            check(x, y, back, w, size);
        }
    }

    private static void check(NdArray x, NdArray y, NdArray back, int[][] w, int[] size) {
        int n = size.length;
        int[] in = PoolGeometry.lead(size, 1);
        int[] k = PoolGeometry.lead(w[0], 1);
        int[] s = PoolGeometry.lead(w[1], 1);
        int[] p = PoolGeometry.lead(w[2], 0);
        int[] e = PoolGeometry.lead(w[3], 0);
        int[] d = PoolGeometry.lead(w[4], 1);
        int[] out = new int[3];
        for (int i = 0; i < 3; i++) {
            out[i] = (in[i] + p[i] + e[i] - d[i] * (k[i] - 1) - 1) / s[i] + 1;
        }
        int planes = (int) x.shape().sub(0, x.rank() - n).size();
        double[] v = x.toDoubleArray();
        double[] columns = y.toDoubleArray();
        double[] sums = new double[v.length];
        int at = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int t = 0; t < k[0] * k[1] * k[2]; t++) {
                int[] tap = {t / (k[1] * k[2]), t / k[2] % k[1], t % k[2]};
                for (int q = 0; q < out[0] * out[1] * out[2]; q++) {
                    int[] window = {q / (out[1] * out[2]), q / out[2] % out[1], q % out[2]};
                    int i = 0;
                    boolean inside = true;
                    for (int a = 0; a < 3; a++) {
                        int place = window[a] * s[a] - p[a] + tap[a] * d[a];
                        inside &= place >= 0 && place < in[a];
                        i = i * in[a] + place;
                    }
                    int from = plane * in[0] * in[1] * in[2] + i;
                    assertThat(columns[at++]).isEqualTo(inside ? v[from] : 0);
                    if (inside) {
                        sums[from] += v[from];
                    }
                }
            }
        }
        assertThat(at).isEqualTo(columns.length);
        for (int i = 0; i < sums.length; i++) {
            assertThat(back.toDoubleArray()[i]).isCloseTo(sums[i], org.assertj.core.api.Assertions.within(1e-5));
        }
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray x = NdArray.zeros(DType.FLOAT32, Shape.of(1, 2, 3, 4));
        ConvWindow w = ConvWindow.of(2);
        assertThatThrownBy(() -> Unfold.unfold("unfold", x, new int[] {4, 1},
                w)).isInstanceOf(ArgumentException.class).hasMessageContaining("span 4");
        assertThatThrownBy(() -> Unfold.unfold("unfold", x, new int[] {2}, w)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Unfold.unfold("unfold", x.to(DType.INT64), new int[] {2, 2}, w)).hasMessageContaining("INT64");
        NdArray columns = Unfold.unfold("unfold", x, new int[] {2, 2}, w);
        assertThat(columns.shape()).isEqualTo(Shape.of(1, 8, 6));
        assertThatThrownBy(() -> Unfold.fold("fold", columns, new int[] {3, 5}, new int[] {2, 2},
                w)).hasMessageContaining("shape [1, 8, 8]");
        assertThatThrownBy(() -> Unfold.fold("fold", columns, new int[] {3, 4}, new int[] {3, 1}, w)).hasMessageContaining("multiple of 3");
    }
}
