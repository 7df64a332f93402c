package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

class CtcLossTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static NdArray logProbs(DType dtype, long seed, int... dims) {
        Random r = new Random(seed);
        int classes = dims[2];
        double[] v = r.doubles((long) dims[0] * dims[1] * classes, -2, 2).toArray();
        for (int row = 0; row < v.length; row += classes) {
            double s = 0;
            for (int c = 0; c < classes; c++) {
                s += Math.exp(v[row + c]);
            }
            for (int c = 0; c < classes; c++) {
                v[row + c] -= Math.log(s);
            }
        }
        return NdArray.of(v).to(dtype).reshape(Shape.of(dims));
    }

    /** Minus the logarithm of the probabilities of all paths that collapse to the labels. */
    private static double allPaths(NdArray p, int b, int times, int blank, List<Integer> labels) {
        int classes = p.shape().dim(2);
        double sum = 0;
        for (long code = 0; code < Math.pow(classes, times); code++) {
            List<Integer> collapsed = new ArrayList<>();
            double log = 0;
            long rest = code;
            int before = -1;
            for (int t = 0; t < times; t++) {
                int c = (int) (rest % classes);
                rest /= classes;
                log += p.getDouble(t, b, c);
                if (c != before && c != blank) {
                    collapsed.add(c);
                }
                before = c;
            }
            sum += collapsed.equals(labels) ? Math.exp(log) : 0;
        }
        return -Math.log(sum);
    }

    @Test
    void theLossIsThatOfAllPaths() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            NdArray p = logProbs(dtype, 1, 6, 5, 4);
            NdArray targets = NdArray.of(1L, 2, 3, 1, 1, 9, 0, 0, 9, 3, 9, 9, 1, 3, 3).reshape(Shape.of(5, 3));
            NdArray sizes = NdArray.of(3L, 2, 0, 1, 3);
            long[] times = {6, 5, 4, 6, 4};
            for (int blank : new int[] {0, 2}) {
                NdArray t = blank == 0 ? targets : NdArray.of(1L, 0, 3, 1, 1, 9, 0, 0, 9, 3, 9, 9, 1, 3, 3).reshape(Shape.of(5, 3));
                double[] y = CtcLoss.of(p, t, NdArray.of(times), sizes, blank).forward().losses().toDoubleArray();
                for (int b = 0; b < 5; b++) {
                    List<Integer> labels = new ArrayList<>();
                    for (int i = 0; i < sizes.getLong(b); i++) {
                        labels.add((int) t.getLong(b, i));
                    }
                    assertThat(y[b]).isCloseTo(allPaths(p, b, (int) times[b], blank, labels),
                            within(dtype == DType.FLOAT32 ? 1e-5 : 1e-12));
                }
            }
            NdArray flat = NdArray.of(1L, 2, 3, 1, 1, 3, 1, 3, 3);
            assertThat(OperandLayouts.bits(CtcLoss.of(p, flat, NdArray.of(times), sizes, 0).forward().losses()))
                    .isEqualTo(OperandLayouts.bits(CtcLoss.of(p.transpose(0, 1).dense().transpose(0, 1), targets, NdArray.of(times), sizes,
                            0).forward().losses()));
        }
    }

    @Test
    void theGradientIsThatOfDifferences() {
        NdArray p = logProbs(DType.FLOAT64, 2, 5, 3, 4);
        NdArray targets = NdArray.of(1L, 1, 2, 3, 0, 0).reshape(Shape.of(3, 2));
        NdArray times = NdArray.of(5L, 4, 3);
        NdArray sizes = NdArray.of(2L, 2, 0);
        double[] dy = {0.7, -1.3, 2};
        CtcLoss loss = CtcLoss.of(p, targets, times, sizes, 0);
        NdArray exact = loss.backward(NdArray.of(dy), loss.forward(), CtcLoss.Gradient.EXACT);
        NdArray torch = loss.backward(NdArray.of(dy), loss.forward(), CtcLoss.Gradient.NORMALISED);
        double h = 1e-5;
        double[] v = p.toDoubleArray();
        for (int i = 0; i < v.length; i++) {
            double sum = 0;
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] w = v.clone();
                w[i] += sign * h;
                double[] y = CtcLoss.of(NdArray.of(w).reshape(p.shape()), targets, times, sizes, 0).forward().losses().toDoubleArray();
                for (int b = 0; b < 3; b++) {
                    sum += sign * dy[b] * y[b] / (2 * h);
                }
            }
            assertThat(exact.toDoubleArray()[i]).isCloseTo(sum, within(1e-8));
            int b = i / 4 % 3;
            boolean within = i / 12 < times.getLong(b);
            assertThat(torch.toDoubleArray()[i]).isCloseTo(exact.toDoubleArray()[i] + (within ? dy[b] * Math.exp(v[i]) : 0), within(1e-12));
        }
    }

    @Test
    void impossibleLabelsAndLargeNumbers() {
        NdArray p = logProbs(DType.FLOAT64, 3, 2, 3, 3);
        NdArray targets = NdArray.of(1L, 1, 1, 2, 1, 2).reshape(Shape.of(3, 2));
        NdArray times = NdArray.of(2L, 2, 0);
        CtcLoss loss = CtcLoss.of(p, targets, times, NdArray.of(2L, 2, 2), 0);
        CtcLoss.Result y = loss.forward();
        assertThat(y.losses().toDoubleArray()[0]).isEqualTo(INF); // equal labels need a blank between them
        assertThat(y.losses().toDoubleArray()[1]).isFinite();
        assertThat(y.losses().toDoubleArray()[2]).isEqualTo(INF);
        NdArray g = loss.backward(NdArray.of(0.0, 1, 0), y, CtcLoss.Gradient.NORMALISED);
        assertThat(g.select(1, 0).toDoubleArray()).containsOnly(0);
        assertThat(g.select(1, 1).toDoubleArray()).doesNotContain(Double.NaN);
        assertThat(loss.backward(NdArray.of(1.0, 1, 1), y, CtcLoss.Gradient.NORMALISED).getDouble(0, 0, 0)).isNaN();
        NdArray far = NdArray.full(DType.FLOAT64, Shape.of(400, 1, 3), -700);
        CtcLoss deep = CtcLoss.of(far, NdArray.of(1L, 2), NdArray.of(400L), NdArray.of(2L), 0);
        assertThat(deep.forward().losses().item()).isBetween(279_000.0, 280_000.0);
        assertThat(Arrays.stream(deep.backward(NdArray.of(1.0), deep.forward(),
                CtcLoss.Gradient.EXACT).toDoubleArray())).allMatch(Double::isFinite);
        NdArray none = NdArray.zeros(DType.FLOAT32, Shape.of(4, 0, 3));
        NdArray nothing = NdArray.of(new long[0]);
        assertThat(CtcLoss.of(none, nothing, nothing, nothing, 0).forward().losses().shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void badArgumentsAreNamed() {
        NdArray p = logProbs(DType.FLOAT32, 4, 3, 1, 3);
        NdArray one = NdArray.of(1L);
        assertThatThrownBy(() -> CtcLoss.of(p, NdArray.of(3L), one, one,
                0)).isInstanceOf(ArgumentException.class).hasMessageContaining("label 0 of sequence 0 is 3");
        assertThatThrownBy(() -> CtcLoss.of(p, one, NdArray.of(4L), one,
                0)).hasMessageContaining("inputLengths[0] is 4; accepted: from 0 to 3");
        assertThatThrownBy(() -> CtcLoss.of(p, one, one, NdArray.of(2L), 0)).hasMessageContaining("targetLengths[0] is 2");
        assertThatThrownBy(() -> CtcLoss.of(p, NdArray.of(1L, 2), one, one, 0)).hasMessageContaining("targets' length is 2; accepted: 1");
        assertThatThrownBy(() -> CtcLoss.of(p, one, one, one, 3)).hasMessageContaining("blank is 3");
    }
}
