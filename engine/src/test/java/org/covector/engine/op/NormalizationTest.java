package org.covector.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Normalization.Gradients;
import org.covector.engine.op.Normalization.Normalized;
import org.covector.engine.runtime.EngineRuntime;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final double EPS = 1e-5;
    private static final List<DType> FLOATS = List.of(DType.FLOAT32, DType.FLOAT64);

    private static double tolerance(DType dtype) {
        return dtype == DType.FLOAT32 ? 4e-5 : 1e-12;
    }

    /**
     * The definition in double: {@code stat} and {@code param} tell to which run and to which weight an element belongs. Gradients are
     * the derivative of sum(y dy) by central differences.
     */
    private record Reference(double[] x, double[] w, double[] b, int[] stat, int[] param, boolean centred) {
        double[] y() {
            int runs = Arrays.stream(stat).max().orElse(-1) + 1;
            double[] mean = new double[runs];
            double[] square = new double[runs];
            int[] count = new int[runs];
            for (int i = 0; i < x.length; i++) {
                mean[stat[i]] += x[i];
                count[stat[i]]++;
            }
            for (int r = 0; r < runs; r++) {
                mean[r] = centred ? mean[r] / count[r] : 0;
            }
            for (int i = 0; i < x.length; i++) {
                square[stat[i]] += (x[i] - mean[stat[i]]) * (x[i] - mean[stat[i]]);
            }
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                int r = stat[i];
                y[i] = (x[i] - mean[r]) / Math.sqrt(square[r] / count[r] + EPS) * w[param[i]] + b[param[i]];
            }
            return y;
        }

        double slope(double[] at, int i, double[] dy) {
            double h = 1e-4;
            double kept = at[i];
            double[] f = new double[4];
            double[] steps = {h, -h, 2 * h, -2 * h};
            for (int k = 0; k < 4; k++) {
                at[i] = kept + steps[k];
                double[] y = y();
                f[k] = IntStream.range(0, dy.length).mapToDouble(j -> y[j] * dy[j]).sum();
            }
            at[i] = kept;
            return (8 * (f[0] - f[1]) - (f[2] - f[3])) / (12 * h);
        }

        void check(DType dtype, Normalized n, Gradients g, double[] dy) {
            double tolerance = tolerance(dtype);
            assertClose(n.y(), y(), tolerance);
            double loose = Math.max(tolerance, 1e-9) * 10;
            assertClose(g.dx(), slopes(x, dy), loose);
            assertClose(g.dw(), slopes(w, dy), loose);
            assertClose(g.db(), slopes(b, dy), loose);
        }

        private double[] slopes(double[] of, double[] dy) {
            return IntStream.range(0, of.length).mapToDouble(i -> slope(of, i, dy)).toArray();
        }
    }

    private static void assertClose(NdArray given, double[] expected, double tolerance) {
        double[] v = given.toDoubleArray();
        assertThat(v).hasSameSizeAs(expected);
        for (int i = 0; i < v.length; i++) {
            assertThat(v[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    private static int[] map(int outer, int inner, IntBinaryOperator f) {
        return IntStream.range(0, outer * inner).map(i -> f.applyAsInt(i / inner, i % inner)).toArray();
    }

    @Test
    void layerNormAndItsPullbackAreTheirDefinition() {
        for (DType dtype : FLOATS) {
            for (int[] d : new int[][] {{3, 5}, {4, 17}, {1, 40}, {6, 1}, {70, 3}}) {
                NdArray x = OperandLayouts.random(dtype, 1, d);
                NdArray w = OperandLayouts.random(dtype, 2, d[1]);
                NdArray b = OperandLayouts.random(dtype, 3, d[1]);
                NdArray dy = OperandLayouts.random(dtype, 4, d);
                Reference r = new Reference(x.toDoubleArray(), w.toDoubleArray(), b.toDoubleArray(), map(d[0], d[1], (i, j) -> i),
                        map(d[0], d[1], (i, j) -> j), true);
                if (d[1] == 1) {
                    assertClose(Normalization.layerNorm(x, 1, Option.of(w), Option.of(b), EPS).y(), r.y(), tolerance(dtype));
                    continue;
                }
                Normalized n = Normalization.layerNorm(x, 1, Option.of(w), Option.of(b), EPS);
                r.check(dtype, n, Normalization.layerNormBackward(dy, x, 1, n.mean(), n.rstd(), Option.of(w)), dy.toDoubleArray());
                assertThat(n.mean().shape()).isEqualTo(Shape.of(d[0], 1));
            }
        }
    }

    @Test
    void rmsNormAndItsPullbackAreTheirDefinition() {
        for (DType dtype : FLOATS) {
            NdArray x = OperandLayouts.random(dtype, 1, 4, 19);
            NdArray w = OperandLayouts.random(dtype, 2, 19);
            NdArray dy = OperandLayouts.random(dtype, 4, 4, 19);
            Reference r = new Reference(x.toDoubleArray(), w.toDoubleArray(), new double[19], map(4, 19, (i, j) -> i),
                    map(4, 19, (i, j) -> j), false);
            Normalized n = Normalization.rmsNorm(x, 1, Option.of(w), EPS);
            r.check(dtype, n, Normalization.rmsNormBackward(dy, x, 1, n.rstd(), Option.of(w)), dy.toDoubleArray());
        }
    }

    @Test
    void groupNormAndItsPullbackAreTheirDefinition() {
        for (DType dtype : FLOATS) {
            for (int[] d : new int[][] {{2, 6, 5}, {3, 4, 1}, {1, 2, 37}}) {
                NdArray x = OperandLayouts.random(dtype, 1, d);
                NdArray w = OperandLayouts.random(dtype, 2, d[1]);
                NdArray b = OperandLayouts.random(dtype, 3, d[1]);
                NdArray dy = OperandLayouts.random(dtype, 4, d);
                int c = d[1];
                Reference r = new Reference(x.toDoubleArray(), w.toDoubleArray(), b.toDoubleArray(),
                        map(d[0] * c, d[2], (p, s) -> p / c * 2 + p % c / (c / 2)), map(d[0] * c, d[2], (p, s) -> p % c), true);
                if (d[2] * c / 2 == 1) {
                    continue;
                }
                Normalized n = Normalization.groupNorm(x, 2, Option.of(w), Option.of(b), EPS);
                r.check(dtype, n, Normalization.groupNormBackward(dy, x, 2, n.mean(), n.rstd(), Option.of(w)), dy.toDoubleArray());
                assertThat(n.mean().shape()).isEqualTo(Shape.of(d[0], 2));
            }
        }
    }

    @Test
    void batchNormAndItsPullbackAreTheirDefinition() {
        for (DType dtype : FLOATS) {
            for (int[] d : new int[][] {{3, 4, 5}, {2, 3, 33}, {9, 2, 1}}) {
                NdArray x = OperandLayouts.random(dtype, 1, d);
                NdArray w = OperandLayouts.random(dtype, 2, d[1]);
                NdArray b = OperandLayouts.random(dtype, 3, d[1]);
                NdArray dy = OperandLayouts.random(dtype, 4, d);
                int[] channel = map(d[0] * d[1], d[2], (p, s) -> p % d[1]);
                Reference r = new Reference(x.toDoubleArray(), w.toDoubleArray(), b.toDoubleArray(), channel, channel, true);
                Normalized n = Normalization.batchNorm(x, Option.of(w), Option.of(b), EPS);
                r.check(dtype, n, Normalization.batchNormBackward(dy, x, n.mean(), n.rstd(), Option.of(w)), dy.toDoubleArray());
                assertThat(n.variance().shape()).isEqualTo(Shape.of(d[1]));
                Normalized e = Normalization.batchNormEvaluation(x, n.mean(), n.variance(), Option.of(w), Option.of(b), EPS);
                assertThat(OperandLayouts.bits(e.y())).isEqualTo(OperandLayouts.bits(n.y()));
                Gradients g = Normalization.batchNormEvaluationBackward(dy, x, n.mean(), n.rstd(), Option.of(w));
                double[] expected = IntStream.range(0, channel.length).mapToDouble(i ->
                        dy.toDoubleArray()[i] * w.toDoubleArray()[channel[i]] * n.rstd().toDoubleArray()[channel[i]]).toArray();
                assertClose(g.dx(), expected, tolerance(dtype));
            }
        }
    }

    @Test
    void statisticsAreThoseOfVarMean() {
        for (DType dtype : FLOATS) {
            NdArray x = OperandLayouts.random(dtype, 8, 7, 5, 900);
            Normalized n = Normalization.batchNorm(x, Option.none(), Option.none(), EPS);
            Reductions.VarMean v = Reductions.varMean(x, new int[] {0, 2}, 0, false);
            assertThat(OperandLayouts.bits(n.mean())).isEqualTo(OperandLayouts.bits(v.mean()));
            assertThat(OperandLayouts.bits(n.variance())).isEqualTo(OperandLayouts.bits(v.variance()));
            Normalized l = Normalization.layerNorm(x, 2, Option.none(), Option.none(), EPS);
            Reductions.VarMean u = Reductions.varMean(x, new int[] {1, 2}, 0, true);
            assertThat(OperandLayouts.bits(l.mean())).isEqualTo(OperandLayouts.bits(u.mean()));
            assertThat(OperandLayouts.bits(l.variance())).isEqualTo(OperandLayouts.bits(u.variance()));
        }
    }

    @Test
    void neitherLayoutNorThreadsChangeABit() {
        int before = EngineRuntime.threads();
        try {
            NdArray x = OperandLayouts.random(DType.FLOAT32, 8, 9, 6, 3000);
            NdArray dy = OperandLayouts.random(DType.FLOAT32, 9, 9, 6, 3000);
            EngineRuntime.threads(1);
            long[][] expected = all(dy, x);
            for (int threads = 1; threads <= 3; threads++) {
                EngineRuntime.threads(threads);
                for (NdArray y : OperandLayouts.of(x)) {
                    assertThat(all(dy, y)).isDeepEqualTo(expected);
                }
            }
        } finally {
            EngineRuntime.threads(before);
        }
    }

    private static long[][] all(NdArray dy, NdArray x) {
        Option<NdArray> none = Option.none();
        Normalized l = Normalization.layerNorm(x, 1, none, none, EPS);
        Gradients gl = Normalization.layerNormBackward(dy, x, 1, l.mean(), l.rstd(), none);
        Normalized b = Normalization.batchNorm(x, none, none, EPS);
        Gradients gb = Normalization.batchNormBackward(dy, x, b.mean(), b.rstd(), none);
        Normalized g = Normalization.groupNorm(x, 3, none, none, EPS);
        Gradients gg = Normalization.groupNormBackward(dy, x, 3, g.mean(), g.rstd(), none);
        return new long[][] {OperandLayouts.bits(l.y()), OperandLayouts.bits(gl.dx()), OperandLayouts.bits(gl.dw()),
                OperandLayouts.bits(gl.db()), OperandLayouts.bits(b.y()),
            OperandLayouts.bits(gb.dx()), OperandLayouts.bits(gb.dw()), OperandLayouts.bits(g.y()), OperandLayouts.bits(gg.dx()),
                    OperandLayouts.bits(gg.dw())};
    }

    @Test
    void wrongShapesAndDtypesAreNamed() {
        NdArray x = OperandLayouts.random(DType.FLOAT32, 1, 2, 6);
        assertThatThrownBy(() -> Normalization.layerNorm(x, 3, Option.none(), Option.none(), EPS)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Normalization.layerNorm(x, 1, Option.of(NdArray.of(1f)), Option.none(), EPS))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("weight");
        assertThatThrownBy(() -> Normalization.groupNorm(x, 4, Option.none(), Option.none(), EPS))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("groups");
        assertThatThrownBy(() -> Normalization.batchNorm(NdArray.of(1L, 2L), Option.none(), Option.none(), EPS))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("batchNorm");
    }
}
