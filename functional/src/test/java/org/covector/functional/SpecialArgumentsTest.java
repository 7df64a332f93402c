package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.collection.List;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Right values, by mathematics, at infinite, singular, huge and tiny arguments of functions that see several elements at once. */
class SpecialArgumentsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static double[] grad(Function1<Tensor, Tensor> f, Tensor x) {
        return Autograd.grad((Tensor t) -> F.sum(f.apply(t))).apply(x).array().toDoubleArray();
    }

    private static double[] second(Function1<Tensor, Tensor> f, Tensor x) {
        return grad(t -> Autograd.grad((Tensor u) -> F.sum(f.apply(u))).apply(t), x);
    }

    private static void near(double[] got, double... right) {
        assertThat(got).hasSize(right.length);
        for (int i = 0; i < right.length; i++) {
            if (Double.isFinite(right[i])) {
                assertThat(got[i]).as("element %d", i).isCloseTo(right[i], within(1e-14 * Math.abs(right[i])));
            } else {
                assertThat(got[i]).as("element %d", i).isEqualTo(Double.valueOf(right[i]));
            }
        }
    }

    @Test
    void normsOfInfiniteElements() {
        for (double p : new double[] {1.5, 2, 3, 7}) {
            Function1<Tensor, Tensor> norm = x -> F.norm(x, p, false);
            near(grad(norm, Tensor.of(3, -INF, 1)), 0, -1, 0);
            near(grad(norm, Tensor.of(INF, -INF, 1)), NAN, NAN, 0);
            near(second(norm, Tensor.of(3, -INF, 1)), 0, 0, 0);
        }
        near(grad(x -> F.norm(x, 0.5, false), Tensor.of(3.0, -INF)), INF, -1);
        near(grad(x -> F.norm(x, -2, false), Tensor.of(3.0, -INF)), 1, 0);
        Function1<Tensor, Tensor> first = x -> F.where(Tensor.of(true, false), F.norm(x, 2, false, 1), 0);
        near(grad(first, Tensor.of(new double[][] {{3, 4}, {INF, INF}})), 0.6, 0.8, 0, 0);
    }

    /** {@code (y / |x|)^(1 - p)} where {@code y / |x|} overflows. */
    @Test
    void normsBelowOneOfTinyElements() {
        double y = Math.pow(Math.sqrt(2) + Math.sqrt(5e-324), 2);
        near(grad(x -> F.norm(x, 0.5, false), Tensor.of(2, 5e-324)), Math.sqrt(y / 2), Math.sqrt(y) / Math.sqrt(Double.MIN_VALUE));
        near(grad(x -> F.norm(x, 0.5, false), Tensor.of(2, -1e-308)), 1, -Math.sqrt(2) * 1e154);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e200, 1e307, 1e-200, 1e-305})
    void normsOfWindowsHaveNoRange(double scale) {
        Tensor x = Tensor.of(new double[] {3 * scale, 4 * scale, 1, 0, 0, 0, 5 * scale, 12 * scale}, 1, 8);
        near(F.lpPool1d(x, 2, 2).array().toDoubleArray(), 5 * scale, 1, 0, 13 * scale);
        near(grad(t -> F.lpPool1d(t, 2, 2), x), 0.6, 0.8, 1, 0, 0, 0, 5.0 / 13, 12.0 / 13);
        Tensor two = F.narrow(x, 1, 0, 2);
        near(F.lpPool1d(two, 3, 2).array().toDoubleArray(), Math.cbrt(91) * scale);
        near(grad(t -> F.lpPool1d(t, 3, 2), two), 9 / Math.pow(91, 2 / 3.0), 16 / Math.pow(91, 2 / 3.0));
        double[] s = second(t -> F.mul(F.lpPool1d(t, 2, 2), scale), two); // row sums of scale (I - u u^T) / y
        near(s, 0.8 * (0.8 - 0.6) / 5, 0.6 * (0.6 - 0.8) / 5);
    }

    @Test
    void normsOfWindowsAtInfinity() {
        Tensor x = Tensor.of(new double[] {1, INF, 2, -3, INF, -INF}, 1, 6);
        near(F.lpPool1d(x, 2, 2).array().toDoubleArray(), INF, Math.sqrt(13), INF);
        near(grad(t -> F.lpPool1d(t, 2, 2), x), 0, 1, 2 / Math.sqrt(13), -3 / Math.sqrt(13), NAN, NAN);
        near(grad(t -> F.lpPool1d(t, 3, 2), F.narrow(x, 1, 0, 2)), 0, 1);
    }

    /** Windows written out against sums of powers: overlapping, padded, dilated, and the last one partial. */
    @Test
    void normsOfWindowsAreTheSameBothWays() {
        Tensor x = F.add(F.abs(Tensor.normal(DType.FLOAT64, Key.of(1), 2, 3, 9, 8)), 0.1);
        PoolOptions o = PoolOptions.stride(2).withPadding(1).withCeilMode(true);
        for (PoolOptions options : new PoolOptions[] {o, o.withDilation(2), PoolOptions.stride(1)}) {
            for (double p : new double[] {2, 3, 1.5, 0.5}) {
                Function1<Tensor, Tensor> f = t -> F.lpPool2d(t, p, new int[] {3, 2}, options);
                double scale = 0x1p700;
                double[] y = f.apply(x).array().toDoubleArray();
                double[] huge = F.div(f.apply(F.mul(x, scale)), scale).array().toDoubleArray();
                assertThat(huge).containsExactly(y, within(1e-12 * 50));
                Tensor dy = Tensor.normal(DType.FLOAT64, Key.of(2), f.apply(x).shape().dims());
                double[] d = grad(t -> F.mul(f.apply(t), dy), x);
                assertThat(grad(t -> F.mul(f.apply(t), dy), F.mul(x, scale))).containsExactly(d, within(1e-10));
            }
        }
    }

    @Test
    void determinantsOfSingularMatrices() {
        Tensor a = Tensor.of(new double[][][] {{{1, 2}, {2, 4}}, {{2, 0}, {0, 3}}, {{0, 0}, {0, 0}}});
        near(F.slogdet(a)._1().array().toDoubleArray(), 0, 1, 0);
        near(F.slogdet(a)._2().array().toDoubleArray(), -INF, Math.log(6), -INF);
        near(F.logdet(a).array().toDoubleArray(), -INF, Math.log(6), -INF);
        near(grad(F::logdet, a), NAN, NAN, NAN, NAN, 0.5, 0, 0, 1.0 / 3, NAN, NAN, NAN, NAN);
        Function1<Tensor, Tensor> regular = t -> F.where(Tensor.of(false, true, false), F.logdet(t), 0);
        near(grad(regular, a), 0, 0, 0, 0, 0.5, 0, 0, 1.0 / 3, 0, 0, 0, 0);
        near(second(regular, a), 0, 0, 0, 0, -0.25, -1.0 / 6, -1.0 / 6, -1.0 / 9, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(MatrixNorm.class)
    void conditionOfSingularMatrices(MatrixNorm ord) {
        Tensor a = Tensor.of(new double[][][] {{{1, 0}, {0, 0}}, {{2, 0}, {0, 2}}});
        double least = ord == MatrixNorm.NUCLEAR ? 4 : ord == MatrixNorm.FROBENIUS ? 2 : 1;
        near(F.cond(a, ord).array().toDoubleArray(), ord == MatrixNorm.MINUS_TWO ? 0 : INF, least);
    }

    @ParameterizedTest
    @EnumSource(GridSample.Padding.class)
    void coordinatesThatAreNaN(GridSample.Padding padding) {
        Tensor x = Tensor.ones(DType.FLOAT64, Shape.of(1, 2, 3, 3));
        Tensor grid = Tensor.of(new double[][][][] {{{{0, NAN}, {0.1, 0.2}, {NAN, NAN}}}});
        for (GridSample.Mode mode : GridSample.Mode.values()) {
            GridSample options = GridSample.DEFAULT.withMode(mode).withPadding(padding);
            double[] y = F.gridSample(x, grid, options).array().toDoubleArray();
            for (int i = 0; i < y.length; i++) {
                assertThat(Double.isNaN(y[i])).as("value %d", i).isEqualTo(i % 3 != 1);
            }
            double[] d = grad(t -> F.gridSample(x, t, options), grid);
            boolean moves = mode != GridSample.Mode.NEAREST;
            assertThat(d[0]).isEqualTo(Double.valueOf(moves ? NAN : 0));
            assertThat(d[4]).isEqualTo(Double.valueOf(moves ? NAN : 0));
            assertThat(Math.abs(d[2]) + Math.abs(d[3])).isFinite();
            assertThat(grad(t -> F.where(F.isnan(F.gridSample(x, t, options)), 0, F.gridSample(x, t, options)), grid)[0]).isZero();
        }
    }

    /** The variance is raised in value alone: derivatives of all orders are those at what it was raised to. */
    @Test
    void variancesBelowTheLeast() {
        double v = 1e-2;
        Function1<Tensor, Tensor> f = t -> F.gaussianNllLoss(Tensor.of(3.0), Tensor.of(1.0), t, new GaussianNll(false, v, Reduction.SUM));
        near(grad(f, Tensor.of(1e-3)), 0.5 / v * (1 - 4 / v));
        near(second(f, Tensor.of(1e-3)), -0.5 / (v * v) + 4 / (v * v * v));
    }

    @Test
    void poissonLossOfLargeRates() {
        Function1<Tensor, Tensor> f = t -> F.poissonNllLoss(t, Tensor.of(1e308, 1e200, 3), new PoissonNll(false, false, 0, Reduction.NONE));
        near(second(f, Tensor.of(1e308, 1e200, 2)), 1e-308, 1e-200, 0.75);
    }

    @Test
    void rowsOfAttentionThatNobodySees() {
        List<Tensor> x = List.of(Tensor.ones(DType.FLOAT64, Shape.of(2, 2)), Tensor.of(new double[][] {{1, 2}, {NAN, INF}}),
                Tensor.of(new double[][] {{5, 6}, {INF, NAN}}));
        Attention o = Attention.DEFAULT.withMask(Tensor.of(true, false)).withSoftCap(3);
        near(F.scaledDotProductAttention(x.get(0), x.get(1), x.get(2), o).array().toDoubleArray(), 5, 6, 5, 6);
        near(grad(q -> F.scaledDotProductAttention(q, x.get(1), x.get(2), o), x.get(0)), 0, 0, 0, 0);
    }
}
