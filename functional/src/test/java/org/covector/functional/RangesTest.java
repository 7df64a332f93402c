package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.primitive.Convert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Means, directions, responses and products, at numbers whose sums, squares and products on the way leave the range of the dtype. */
class RangesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static double[] grad(Function1<Tensor, Tensor> f, Tensor x) {
        return Autograd.grad((Tensor t) -> F.sum(f.apply(t))).apply(x).array().toDoubleArray();
    }

    private static double[] second(Function1<Tensor, Tensor> f, Tensor x) {
        return grad(t -> Autograd.grad((Tensor u) -> F.sum(f.apply(u))).apply(t), x);
    }

    private static void near(double tolerance, Tensor got, double... right) {
        near(tolerance, got.array().toDoubleArray(), right);
    }

    private static void near(double tolerance, double[] got, double... right) {
        assertThat(got).hasSize(right.length);
        for (int i = 0; i < right.length; i++) {
            if (Double.isFinite(right[i])) {
                assertThat(got[i]).as("element %d", i).isCloseTo(right[i], within(tolerance * Math.abs(right[i])));
            } else {
                assertThat(got[i]).as("element %d", i).isEqualTo(Double.valueOf(right[i]));
            }
        }
    }

    @Test
    void momentsOfWhatIsNotNaN() {
        near(0, F.nanmean(Tensor.of(3e38f, Float.NaN, 3e38f)), 3e38f);
        near(1e-15, F.nanmean(Tensor.of(1.7e308, 1.7e308, 1.7e308)), 1.7e308);
        assertThat(grad(x -> F.nanmean(x), Tensor.of(3e38f, Float.NaN, 3e38f))).containsExactly(0.5, 0, 0.5);
        Tensor far = F.cat(List.of(Tensor.of(3e19f), Tensor.zeros(DType.FLOAT32, 1001), Tensor.of(Float.NaN)), 0);
        near(1e-6, F.nanvar(far, 1, false), 9e38 / 1002); // a^2 (1 / n)
        near(1e-15, F.nanvar(Tensor.of(1e-200, 3e-200), 1, false), 0);
        near(1e-15, F.nanvar(Tensor.of(1e-150, NAN, 3e-150), 1, false), 2e-300);
        near(1e-15, grad(x -> F.nanvar(x, 1, false), Tensor.of(1e200, NAN, 3e200)), -2e200, 0, 2e200);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e300, 1e-300})
    void weightsOfAnySize(double w) {
        Tensor weight = Tensor.of(w, 2 * w);
        near(1e-15, F.weightedMean(Tensor.of(1e30, 4e30), weight, false), 3e30);
        near(1e-15, F.weightedMean(Tensor.of(1.2e308, 1.5e308), weight, false), 1.4e308);
        near(1e-15, F.mseLoss(Tensor.of(1e10, 2e10), Tensor.of(0.0, 0), Option.of(weight), Reduction.MEAN), 3e20);
        near(1e-15, F.l1Loss(Tensor.of(1e30, 4e30), Tensor.of(0.0, 0), Option.of(weight), Reduction.MEAN), 3e30);
        near(1e-15, grad(t -> F.l1Loss(t, Tensor.of(0.0, 0), Option.of(weight), Reduction.MEAN), Tensor.of(1e30, 4e30)),
                1.0 / 3, 2.0 / 3);
        double[] byWeight = grad(t -> F.l1Loss(Tensor.of(1.0, 4), Tensor.of(0.0, 0), Option.of(t), Reduction.MEAN), weight);
        near(1e-14, byWeight, -2 / (3 * w), 1 / (3 * w)); // (loss - mean) / sum of weights
        Tensor x = Tensor.of(new double[][] {{0, 1e10}, {1e10, 0}});
        Tensor target = Tensor.of(0L, 1L);
        CrossEntropy options = CrossEntropy.DEFAULT.withWeight(weight);
        near(1e-15, F.crossEntropy(x, target, options), 1e10);
        near(1e-15, F.crossEntropy(x, target, options.withLabelSmoothing(0.5)), 0.5 * 1e10 + 0.25 * 1e10);
        near(1e-15, F.nllLoss(F.neg(x), Tensor.of(1L, 0L), options), 1e10);
    }

    @Test
    void logarithmsOfMeansNearZero() {
        near(1e-15, F.logmeanexp(Tensor.of(1e-20, 3e-20), false), 2e-20);
        near(1e-15, F.logmeanexp(Tensor.of(-INF, 0), false), Math.log(0.5));
        near(1e-15, F.logmeanexp(Tensor.of(INF, 0), false), INF);
        near(1e-15, F.logmeanexp(Tensor.of(-INF, -INF), false), -INF);
        Tensor one = F.cat(List.of(Tensor.of(0.0), Tensor.full(DType.FLOAT64, Shape.of(999_999), -INF)), 0);
        near(1e-15, F.logmeanexp(one, false), -Math.log(1e6));
        near(1e-15, F.logmeanexp(Tensor.of(1000.0, 1000 + Math.log(3)), false), 1000 + Math.log(2));
        near(1e-15, grad(x -> F.logmeanexp(x, false), Tensor.of(0, Math.log(3))), 0.25, 0.75);
        assertThat(F.logmeanexp(Tensor.zeros(DType.FLOAT64, 2, 0), false, 1).array().toDoubleArray()).containsExactly(NAN, NAN);
    }

    @Test
    void runningProductsThatComeBack() {
        Tensor x = Tensor.of(1e200, 1e200, 1e-200, 1e-200, 1e-200, 1e-200, 1e-200, 1e200, 1e200);
        double[] right = {1e200, INF, 1e200, 1, 1e-200, 0, 0, 0, 1e-200};
        near(1e-15, F.cumprod(x, 0), right);
        double[] twice = new double[18];
        for (int i = 0; i < 9; i++) {
            twice[2 * i] = right[i];
            twice[2 * i + 1] = right[i];
        }
        near(1e-15, F.cumprod(F.broadcastTo(F.unsqueeze(x, 1), 9, 2), 0), twice);
        near(1e-15, F.cumprod(x, 0, Cumulative.DEFAULT.withExclusive()), 1, 1e200, INF, 1e200, 1, 1e-200, 0, 0, 0);
        near(1e-6, F.cumprod(Tensor.of(1e30f, 1e30f, 1e-30f, 1e-30f), 0), 1e30, INF, 1e30, 1);
        near(0, F.cumprod(Tensor.of(1e200, 1e200, 0, INF), 0), 1e200, INF, 0, NAN);
        near(1e-15, F.cumprod(Tensor.of(Double.MIN_VALUE, 1e300), 0), Double.MIN_VALUE, Double.MIN_VALUE * 1e300);
    }

    @Test
    void responsesOfHugeElements() {
        Tensor x = Tensor.of(new double[][][] {{{1e200}, {1}, {2e200}}});
        double s = Math.sqrt(1e-4 / 2);
        near(1e-14, F.localResponseNorm(x, LocalResponse.of(2)), Math.pow(s, -1.5) * 1e-100, Math.pow(s, -1.5) * 1e-300,
                Math.pow(2 * s, -1.5) * 2e-100);
        near(1e-14, grad(t -> F.localResponseNorm(t, LocalResponse.of(2).withBeta(0.25)), F.narrow(x, 1, 0, 1)),
                0.5 * Math.pow(s, -0.5) * 1e-100);
        near(1e-6, F.localResponseNorm(Tensor.of(new float[][][] {{{1e30f}}}), LocalResponse.of(2)), Math.pow(s, -1.5) * 1e-15);
        near(1e-14, F.localResponseNorm(Tensor.of(new double[][][] {{{INF}, {1}}}), LocalResponse.of(1)), 0, 1 / Math.pow(1.0001, 0.75));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3, Double.POSITIVE_INFINITY})
    void directionsOfInfiniteElements(double p) {
        Function1<Tensor, Tensor> unit = t -> F.normalize(t, p, 0, 1e-12);
        near(0, unit.apply(Tensor.of(3, -INF, 1)), 0, -1, 0);
        assertThat(grad(unit, Tensor.of(3, -INF, 1))).containsOnly(0);
        assertThat(second(unit, Tensor.of(3, -INF, 1))).containsOnly(0);
        near(0, unit.apply(Tensor.of(INF, -INF)), NAN, NAN);
        near(0, grad(unit, Tensor.of(INF, -INF)), NAN, NAN);
        Tensor rows = Tensor.of(new double[][] {{INF, 5}, {3, -3}});
        double half = Math.pow(0.5, 1 / p);
        near(1e-15, Autograd.vmap((Tensor t) -> unit.apply(t)).apply(rows), 1, 0, half, -half);
    }

    @Test
    void directionsWhoseNormLeavesTheRange() {
        double third = Math.sqrt(1.0 / 3);
        near(1e-15, F.normalize(Tensor.of(1.7e308, 1.7e308, 1.7e308), 0), third, third, third);
        near(1e-15, F.normalize(Tensor.of(Double.MIN_VALUE, Double.MIN_VALUE), 2, 0, 0), Math.sqrt(0.5), Math.sqrt(0.5));
        near(1e-6, F.normalize(Tensor.of(3e38f, 3e38f), 0), Math.sqrt(0.5), Math.sqrt(0.5));
        near(1e-15, F.normalize(Tensor.of(3e-200, 4e-200), 0), 3e-188, 4e-188);
        near(1e-15, F.cosineSimilarity(Tensor.of(INF, 1), Tensor.of(3.0, 4), 0, 1e-8), 0.6);
        assertThat(grad(t -> F.cosineSimilarity(t, Tensor.of(3.0, 4), 0, 1e-8), Tensor.of(INF, 1))).containsOnly(0);
        near(1e-14, grad(t -> F.cosineSimilarity(Tensor.of(INF, 1), t, 0, 1e-8), Tensor.of(3.0, 4)), 0.64 / 5, -0.48 / 5);
        Tensor x = Tensor.of(new double[][] {{1.7e308, 1.7e308}, {INF, 1}, {0.3, 0.4}});
        near(1e-15, F.renorm(x, 2, 0, 1), Math.sqrt(0.5), Math.sqrt(0.5), 1, 0, 0.3, 0.4);
        near(1e-15, grad(t -> F.renorm(t, 2, 0, 1), x), 0, 0, 0, 0, 1, 1);
    }

    @Test
    void conditionOfNothing() {
        Tensor zero = Tensor.zeros(DType.FLOAT64, 2, 2);
        for (MatrixNorm ord : MatrixNorm.values()) {
            near(0, F.cond(zero, ord), ord == MatrixNorm.MINUS_TWO ? 0 : INF);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NUCLEAR", "TWO", "MINUS_TWO"})
    void normsOfSingularMatrices(MatrixNorm ord) {
        assertThat(grad(t -> F.matrixNorm(t, ord), Tensor.zeros(DType.FLOAT64, 2, 2))).containsOnly(0);
        assertThat(second(t -> F.matrixNorm(t, ord), Tensor.zeros(DType.FLOAT64, 2, 2))).containsOnly(0);
        double[] g = grad(t -> F.matrixNorm(t, ord), Tensor.ones(DType.FLOAT64, 3, 3));
        for (double d : g) {
            assertThat(d).isCloseTo(ord == MatrixNorm.MINUS_TWO ? 0 : 1.0 / 3, within(1e-14));
        }
    }

    @Test
    void gridsAtInfinity() {
        Tensor x = Tensor.of(new double[][][][] {{{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}}});
        for (double far : new double[] {INF, -INF}) {
            Tensor grid = Tensor.of(new double[][][][] {{{{far, 0}}}});
            for (GridSample.Mode mode : GridSample.Mode.values()) {
                GridSample o = GridSample.DEFAULT.withMode(mode);
                near(0, F.gridSample(x, grid, o.withPadding(GridSample.Padding.ZEROS)), 0);
                GridSample border = o.withPadding(GridSample.Padding.BORDER);
                near(1e-15, F.gridSample(x, grid, border), far > 0 ? 6 : 4);
                assertThat(grad(t -> F.gridSample(x, t, border), grid)[0]).isZero();
                near(0, F.gridSample(x, grid, o.withPadding(GridSample.Padding.REFLECTION)), NAN);
            }
        }
        Tensor image = Tensor.of(new float[][][][] {{{{1, 2, 3}}}});
        near(0, F.gridSample(image, Tensor.of(new float[][][][] {{{{3e38f, 0}}}}), GridSample.DEFAULT.withMode(GridSample.Mode.BICUBIC)
                .withPadding(GridSample.Padding.BORDER)), 3);
    }

    @Test
    void targetsThatAreLogarithmsOfZero() {
        Function1<Tensor, Tensor> f = t -> F.klDiv(Tensor.of(-1.0, -2), t, true, Reduction.SUM);
        near(1e-15, f.apply(Tensor.of(-INF, -1)), Math.exp(-1));
        near(1e-15, grad(f, Tensor.of(-INF, -1)), 0, 2 * Math.exp(-1));
        near(1e-15, second(f, Tensor.of(-INF, -1)), 0, 3 * Math.exp(-1));
    }

    @Test
    void areasUnderHugeCurves() {
        near(0, F.trapezoid(Tensor.of(1.7e308, 1.7e308), 1, 0), 1.7e308);
        near(0, F.cumulativeTrapezoid(Tensor.of(-1.7e308, 1.7e308), 1, 0), 0);
    }

    /** References: mpmath, 60 digits. */
    @Test
    void gammaOfTinyAndHugeParameters() {
        Tensor a = Tensor.of(Double.MIN_VALUE, 1e-300, 1e-281, 1e300);
        near(1e-15, F.gammainc(a, Tensor.of(1.0, 1, 1e-320, 1e300)), 1, 1, 1, 0.5);
        near(1e-15, F.gammaincc(a, Tensor.of(1.0, 1, 1e-10, 1e300)), 0, 2.193839343955203e-301, 2.2448635265138924e-280, 0.5);
        Tensor large = Tensor.of(1e300, 1e15, 1e15, 2e14);
        Tensor x = Tensor.of(1e300, 1e15, 1.00000001e15, 2.0000001e14);
        double[] density = {3.9894228040143266747e-151, 1.261566261010079919e-8, 1.2000389368297594914e-8, 2.1969563557987630641e-8};
        near(1e-13, grad(t -> F.gammainc(large, t), x), density);
        near(1e-13, grad(t -> F.neg(F.gammaincc(large, t)), x), density);
    }

    @Test
    void numbersBetweenTheEndsOfTheRange() {
        near(0, Tensor.linspace(DType.FLOAT64, -1.6e308, 1.6e308, 5), -1.6e308, -0.8e308, 0, 0.8e308, 1.6e308);
        near(0, Tensor.linspace(DType.FLOAT64, 1.7e308, -1.7e308, 2), 1.7e308, -1.7e308);
    }

    @Test
    void integersAreNumbers() {
        Tensor w = Tensor.of(new long[][] {{1, 2}, {3, 4}});
        assertThat(F.linear(Tensor.of(1L, 1L << 62), w, Tensor.of(5L, 6L)).array().toLongArray())
                .containsExactly(1 + 2 * (1L << 62) + 5, 3 + 6);
        assertThat(F.linear(Tensor.of(1L, 2L), Tensor.of(3L, 4L), Tensor.of(5L)).array().toLongArray()).containsExactly(16);
        near(1e-6, F.corrcoef(Tensor.of(new long[][] {{1, 2, 3}, {3, 2, 1}})), 1, -1, -1, 1);
        assertThat(F.cov(Tensor.of(1L, 2, 4)).dtype()).isEqualTo(DType.FLOAT32);
        near(1e-15, F.cov(Tensor.of(1.0, 2, 4), Covariance.DEFAULT.withWeights(Tensor.of(1f, 1f, 1f))), 7.0 / 3);
    }

    @Test
    void anEllipsisThatTheOutputLacksIsSummed() {
        Tensor x = Tensor.of(new double[][][] {{{1, 2}}, {{3, 4}}});
        near(0, F.einsum("...ik,...j->ij", x, Tensor.of(1.0, 10)), 10, 100);
    }

    @Test
    void productsOfLengthsBesideAnEmptyAxis() {
        Tensor huge = F.broadcastTo(Tensor.of(1.0), Integer.MAX_VALUE - 1, (1 << 30) + 1, 2);
        assertThat(F.kron(huge, Tensor.zeros(DType.FLOAT64, 1, 0, 2)).size()).isZero();
        assertThatThrownBy(() -> F.kron(huge, Tensor.zeros(DType.FLOAT64, 1, 1, 2))).isInstanceOf(ArgumentException.class);
    }

    /** c + d + a / c + b - a d / c for [[a, b], [c, d]], whose rows change places. */
    @Test
    void theLastPivotMayBeZero() {
        Tensor a = Tensor.of(new double[][] {{1, 2}, {2, 4}});
        Tensor g = Autograd.grad((Tensor x) -> F.sum(F.luFactor(x)._1())).apply(a);
        assertThat(g.toDoubleArray()).containsExactly(-1.5, 1, 1.75, 0.5);
        assertThat(Autograd.jvp((Tensor x) -> F.luFactor(x)._1(), a, Tensor.onesLike(a))._2().toDoubleArray())
                .containsExactly(1, 1, 0.25, -0.5);
        assertThat(Autograd.grad((Tensor x) -> F.sum(F.luFactor(x)._1())).apply(Tensor.of(new double[][] {{0, 3}})).toDoubleArray())
                .containsExactly(1, 1);
    }

    @Test
    void windowsWhoseSumsOverflow() {
        Tensor x = Tensor.of(new float[][][] {{{3e38f, 3e38f, 3e38f, 1, 2, 3}}});
        near(1e-6, F.avgPool1d(x, 3), 3e38, 2);
        near(1e-6, F.adaptiveAvgPool1d(x, 2), 3e38, 2);
        Tensor dy = Tensor.of(new float[][][] {{{3e38f, 3e38f, -3e38f}}});
        Function1<Tensor, Tensor> overlapping = t -> F.avgPool1d(t, new int[] {3}, PoolOptions.DEFAULT.withStride(1));
        Tensor met = Autograd.vjp((Tensor t) -> overlapping.apply(t), F.narrow(x, -1, 0, 5)).pullback().apply(dy);
        near(1e-6, met, 1e38, 2e38, 1e38, 0, -1e38);
        near(1e-6, F.avgPool2d(F.reshape(x, 1, 1, 2, 3), new int[] {2, 3}, PoolOptions.DEFAULT), 1.5e38);
        near(1e-6, F.adaptiveAvgPool3d(F.reshape(x, 1, 1, 1, 2, 3), 1, 1, 1), 1.5e38);
        near(1e-6, F.interpolate(x, Interpolate.size(2).withMode(Interpolate.Mode.AREA)), 3e38, 2);
        Tensor infinite = Tensor.of(new float[][][] {{{Float.POSITIVE_INFINITY, 3e38f, 3e38f, -3e38f, -3e38f, 3e38f}}});
        near(1e-6, F.avgPool1d(infinite, 3), INF, -1e38);
        near(1e-6, F.avgPool1d(Tensor.of(new float[][][] {{{3e38f, 3e38f, -3e38f, -3e38f}}}), 4), 0);
        near(1e-15, F.avgPool1d(Tensor.of(new double[][][] {{{1.5e308, 1.5e308, NAN, 1}}}), 2), 1.5e308, NAN);
        Tensor source = Tensor.of(3e38f, 2.4e38f, 2f);
        near(1e-6, F.scatterReduce(Tensor.of(3e38f, 1f), 0, Tensor.of(0L, 0L, 1L), source, ScatterReduction.MEAN, true), 2.8e38, 1.5);
        EmbeddingBagOptions mean = EmbeddingBagOptions.DEFAULT.withMode(EmbeddingBagOptions.Mode.MEAN);
        near(1e-6, F.embeddingBag(Tensor.of(new long[][] {{0, 1}}), Tensor.of(new float[][] {{3e38f}, {2e38f}}), mean).y(), 2.5e38);
        near(1e-6, F.segmentMean(Tensor.of(3e38f, 2e38f, 1f), Tensor.of(0L, 0L, 1L), 2), 2.5e38, 1);
    }

    /** The product of the elements before {@code end} but some. */
    private static BigDecimal product(double[] x, int end, int... but) {
        BigDecimal y = BigDecimal.ONE;
        for (int i = 0; i < end; i++) {
            int at = i;
            y = IntStream.of(but).anyMatch(b -> b == at) ? y : y.multiply(new BigDecimal(x[i]), MathContext.DECIMAL64);
        }
        return y;
    }

    /** Gradients, and second derivatives in the direction of ones, of the sum of products of the first {@code k} elements, k in a range. */
    private static double[][] derivativesOfProducts(double[] x, int from, DType dtype) {
        double[][] y = new double[2][x.length];
        for (int i = 0; i < x.length; i++) {
            BigDecimal first = BigDecimal.ZERO;
            BigDecimal second = BigDecimal.ZERO;
            for (int end = Math.max(from, i + 1); end <= x.length; end++) {
                first = first.add(product(x, end, i));
                for (int j = 0; j < end; j++) {
                    second = j == i ? second : second.add(product(x, end, i, j));
                }
            }
            y[0][i] = dtype == DType.FLOAT32 ? first.floatValue() : first.doubleValue();
            y[1][i] = dtype == DType.FLOAT32 ? second.floatValue() : second.doubleValue();
        }
        return y;
    }

    /** Some of the products of all but one, or two, leave the range; others are numbers although what is multiplied on the way is not. */
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void derivativesOfProductsThatComeBack(DType dtype) {
        double big = dtype == DType.FLOAT32 ? 1e30f : 1e200;
        double[][] points = {{1 / big, big, 2, 1 / big, big}, {big, 3, big, 1 / big, 1 / big, 7, 1 / big}, {big, 0, big, 1 / big, 1 / big},
            {1 / big, 1 / big, 1 / big, big, big}, {0, big, big, 0, 1 / big}, {1 / big, 1 / big, 1 / big}, {1.5, -2, 0.25, 3}};
        for (double[] point : points) {
            Tensor x = Convert.to(Tensor.of(point), dtype);
            double[] exact = x.array().toDoubleArray();
            double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-14;
            Tensor at = Tensor.full(DType.INT64, x.shape(), 1);
            Tensor self = Convert.to(Tensor.of(NAN, NAN), dtype);
            List<Function1<Tensor, Tensor>> functions = List.of(F::prod, t -> F.cumprod(t, 0),
                    t -> F.slice(F.scatterReduce(self, 0, at, t, ScatterReduction.PROD, false), 0, 1, 2, 1));
            for (int f = 0; f < 3; f++) {
                Function1<Tensor, Tensor> of = functions.get(f);
                double[][] right = derivativesOfProducts(exact, f == 1 ? 1 : exact.length, dtype);
                near(tolerance, grad(of, x), right[0]);
                near(tolerance, second(of, x), right[1]);
                Tensor ones = Tensor.ones(dtype, x.shape());
                near(tolerance, Autograd.hvp((Tensor t) -> F.sum(of.apply(t)), x, ones), right[1]);
                double sum = DoubleStream.of(right[0]).sum();
                double tangent = F.sum(Autograd.jvp((Tensor t) -> of.apply(t), x, ones)._2(), DType.FLOAT64, false).item();
                assertThat(Double.isInfinite(sum) ? 0 : tangent - sum).isCloseTo(0, within(4 * tolerance * Math.abs(tangent)));
            }
        }
    }

    /** Places in any order, with what is in them; a place that nothing goes to keeps what it has. */
    @Test
    void productsByPlaceThatComeBack() {
        Tensor x = Tensor.of(1e-300, 5.0, 2.0);
        Tensor at = Tensor.of(2L, 0L, 2L, 0L, 2L, 0L);
        Tensor src = Tensor.of(1e300, 1e-300, 1e300, 1e300, 1e-300, 1e300);
        Function1<Tensor, Tensor> bySelf = t -> F.scatterReduce(t, 0, at, src, ScatterReduction.PROD, true);
        Function1<Tensor, Tensor> bySource = t -> F.scatterReduce(x, 0, at, t, ScatterReduction.PROD, true);
        near(1e-15, bySelf.apply(x), 1, 5, 2e300);
        near(1e-15, grad(bySelf, x), 1e300, 1, 1e300);
        near(1e-15, grad(bySource, src), 2, 1e300, 2, 1e-300, INF, 1e-300);
        Tensor toPlace0 = Tensor.of(0.0, 1, 0, 0, 0, 0);
        Function1<Tensor, Tensor> slope = t -> F.sum(F.mul(Autograd.grad((Tensor u) -> F.sum(bySource.apply(u))).apply(t), toPlace0));
        near(1e-15, grad(slope, src), 0, 0, 0, 1, 0, 1); // of x0 s3 s5 by s3 and s5
        Tensor whole = F.scatterReduce(Tensor.of(new float[][] {{2, 3}, {4, 5}}), 0, Tensor.of(new long[][] {{1}, {1}}),
                Tensor.of(new float[][] {{1e30f, 0}, {1e-20f, 0}}), ScatterReduction.PROD, true);
        near(1e-6, whole, 2, 3, 4e10, 5);
        Tensor nowhere = Tensor.zeros(DType.INT64, 0);
        Tensor nothing = Tensor.zeros(DType.FLOAT64, 0);
        assertThat(grad(t -> F.scatterReduce(t, 0, nowhere, nothing, ScatterReduction.PROD, true), x)).containsExactly(1, 1, 1);
    }

    /** Sums that are numbers although what is added up on the way to them is not. */
    @Test
    void sumsByPlaceThatComeBack() {
        Tensor x = Tensor.of(1.5e308, 1.5e308, -1.5e308);
        Tensor one = Tensor.of(0.0);
        Tensor at = Tensor.of(0L, 0L, 0L);
        near(0, F.cumsum(x, 0), 1.5e308, INF, 1.5e308);
        near(0, F.cumsum(F.flip(x, 0), 0, Cumulative.DEFAULT.withReversed()), 1.5e308, INF, 1.5e308);
        near(0, F.cumsum(Tensor.of(3e38f, 3e38f, -3e38f), 0), 3e38f, INF, 3e38f);
        near(0, F.scatterAdd(one, 0, at, x), 1.5e308);
        near(0, F.scatterAdd(Tensor.of(0f, 7, 0, 0, 0), 0, at, Tensor.of(3e38f, 3e38f, -3e38f)), 3e38f, 7, 0, 0, 0);
        near(0, F.scatterReduce(Tensor.of(-1.5e308), 0, at, x, ScatterReduction.SUM, true), 0);
        near(0, F.indexAdd(one, 0, at, x), 1.5e308);
        near(0, F.segmentSum(x, at, 2), 1.5e308, 0);
        near(0, F.bincount(at, x, 2), 1.5e308, 0);
        near(0, Autograd.vjp((Tensor t) -> F.gather(t, 0, at), one).pullback().apply(x), 1.5e308);
        near(0, Autograd.vjp((Tensor t) -> F.embedding(at, t), F.unsqueeze(one, 1)).pullback().apply(F.unsqueeze(x, 1)), 1.5e308);
        EmbeddingBagOptions sum = EmbeddingBagOptions.DEFAULT.withMode(EmbeddingBagOptions.Mode.SUM);
        near(0, F.embeddingBag(Tensor.of(new long[][] {{0, 1, 2}}), F.unsqueeze(x, 1), sum).y(), 1.5e308);
        near(0, F.scatterAdd(one, 0, at, Tensor.of(INF, 1.5e308, 1.5e308)), INF);
        near(0, F.scatterAdd(one, 0, at, Tensor.of(1.5e308, 1.5e308, 1.5e308)), INF);
        near(0, F.scatterAdd(one, 0, at, Tensor.of(INF, -INF, 0)), NAN);
    }

    /** Gates of e^-800 beside factors of 10^300; from 40 digits. */
    @Test
    void closedGatesBesideHugeFactors() {
        double gate = 3.66787458417768721e-48;
        near(1e-13, F.glu(Tensor.of(1e300, -800), 0), gate);
        near(1e-13, grad(t -> F.glu(t, 0), Tensor.of(1e300, -800)), 0, gate);
        near(1e-13, second(t -> F.glu(t, 0), Tensor.of(1e300, -800)), 0, gate); // the mixed one is e^-800
        near(1e-13, grad(t -> F.glu(t, 0), Tensor.of(1e300, 800)), 1, gate);
        near(1e-6, F.glu(Tensor.of(1e37f, -100f), 0), 3.72007597602e-7);
        near(1e-13, F.swiglu(Tensor.of(-800, 1e300), 0), -2.93429966734214977e-45);
        near(1e-13, grad(t -> F.swiglu(t, 0), Tensor.of(-800, 1e300)), -2.93063179275797208e-45, 0);
        near(1e-13, F.swiglu(Tensor.of(-2000, 1e300), 0), -0.0);
    }

    /** Densities and powers that are subnormal, times numbers above 1: within two units of what is left of the digits; from 60 digits. */
    @Test
    void productsOfSubnormalDensitiesAndPowers() {
        units(2, second(F::gelu, Tensor.of(-14.216927528381348f))[0], -1.02844044548e-42, Float.MIN_VALUE);
        units(2, F.gelu(Tensor.of(-13.241978645324707f)).item(), -3.32429326703e-39, Float.MIN_VALUE);
        units(4, F.gelu(Tensor.of(-37.64616765229532)).item(), -7.1148303705025417494e-309, Double.MIN_VALUE);
        units(2, second(F::erf, Tensor.of(-27.294337684696288))[0], 1.7720533977642271051e-322, Double.MIN_VALUE);
        units(2, second(F::erfc, Tensor.of(-27.294337684696288))[0], -1.7720533977642271051e-322, Double.MIN_VALUE);
        units(2, second(F::logNdtr, Tensor.of(38.5801219958949))[0], -9.5436600453023805387e-323, Double.MIN_VALUE);
        double base = 27.136741638183594;
        Tensor exponent = Tensor.of(-27.096302032470703f);
        units(4, second(t -> F.pow(t, exponent), Tensor.of((float) base))[0], 1.48023739408e-39, Float.MIN_VALUE);
        Function1<Tensor, Tensor> ofExponent = t -> F.pow(Tensor.of(1e300), t);
        units(2, grad(ofExponent, Tensor.of(-1.07))[0], 6.9077552789818403831e-319, 4 * Double.MIN_VALUE);
        near(1e-12, second(ofExponent, Tensor.of(-1.07)), 4.7717082994303532778e-316);
    }

    private static void units(int n, double got, double right, double unit) {
        assertThat(got).isCloseTo(right, within(n * unit));
    }

    /** Where its terms cancel, of which each is rounded. */
    @Test
    void numbersBetweenNumbersOfBothSigns() {
        near(1e-7, F.lerp(Tensor.of(-0.6666666865348816f), Tensor.of(2f), 0.25), -1.49011611938e-8);
        near(2e-16, F.lerp(Tensor.of(-0.6666666666666666), Tensor.of(2.0), 0.25), 2.7755575615628913511e-17);
        near(2e-16, F.lerp(Tensor.of(1.0), Tensor.of(-7 / 3.0), Tensor.of(0.3)), -7.4014868308343752927e-18);
        near(2e-16, F.lerp(Tensor.of(1e308, -1.5e308), Tensor.of(-1.7e308, 1.5e308), 0.5), -3.5e307, 0);
        near(0, F.lerp(Tensor.of(INF, 2, NAN, 3), Tensor.of(1, INF, 4, NAN), Tensor.of(1.0, 0, 1, 0)), 1, 2, 4, 3);
    }

    @Test
    void thirdDerivativesOfProducts() {
        Tensor x = Tensor.of(2.0, 3, 5, 7);
        Tensor v = Tensor.of(1.0, 2, 3, 4);
        Tensor w = Tensor.of(2.0, 1, 5, 3);
        Function1<Tensor, Tensor> alongV = t -> F.sum(F.mul(Autograd.grad((Tensor u) -> F.prod(u)).apply(t), v));
        double[] third = grad(t -> F.sum(F.mul(Autograd.grad((Tensor u) -> alongV.apply(u)).apply(t), w)), x);
        // of x0: the sum over ordered pairs j, k of the others of v_j w_k times the fourth element
        assertThat(third).containsExactly(228, 190, 88, 84);
        Function1<Tensor, Tensor> exclusive = t -> F.cumprod(t, 0, Cumulative.DEFAULT.withExclusive().withReversed());
        near(1e-15, grad(exclusive, Tensor.of(2.0, 3, 4)), 0, 4, 4); // 12 + 4 + 1
        assertThat(grad(t -> F.prod(t, 1), Tensor.zeros(DType.FLOAT64, 2, 0))).isEmpty();
        assertThat(second(t -> F.cumprod(t, 1), Tensor.zeros(DType.FLOAT64, 2, 0))).isEmpty();
    }

    /** Cofactors of rows and columns times powers of two are those of the matrix times the other ones. */
    @Test
    void determinantsOfGradedMatrices() {
        Tensor plain = Tensor.of(new double[][] {{4, 3, 2}, {1, 5, 2}, {3, 1, 7}});
        double[] cofactors = {33, -1, -14, -19, 22, 5, -4, -6, 17};
        int[] rows = {300, -300, 0};
        int[] columns = {-200, 250, 10};
        double[] graded = plain.array().toDoubleArray();
        double[] right = cofactors.clone();
        for (int i = 0; i < 9; i++) {
            graded[i] = Math.scalb(graded[i], rows[i / 3] + columns[i % 3]);
            right[i] = Math.scalb(right[i], 60 - rows[i / 3] - columns[i % 3]);
        }
        Tensor a = Tensor.of(graded, 3, 3);
        near(1e-14, F.det(a), Math.scalb(101.0, 60));
        near(1e-13, grad(F::det, a), right);
        near(1e-13, F.div(Autograd.hvp((Tensor t) -> F.det(t), a, a), 2.0), right); // of degree 2
        Tensor small = Tensor.of(new float[][] {{1e30f, 0, 0}, {0, 1e30f, 0}, {0, 0, 1e-30f}});
        near(1e-6, grad(F::det, small), 1, 0, 0, 0, 1, 0, 0, 0, INF);
        near(0, grad(F::det, Tensor.of(new double[][] {{0, 0}, {0, 0}})), 0, 0, 0, 0);
    }

    @Test
    void directionsOfRootMeanSquares() {
        Function1<Tensor, Tensor> rms = t -> F.rmsNorm(t, new int[] {3}, Option.none(), 1e-5);
        Tensor x = Tensor.of(new double[][] {{1, INF, 3}, {-INF, 2, 5}, {1, 1, 1}, {INF, 1, -INF}, {1, NAN, 1}});
        double r = Math.sqrt(3);
        double one = 1 / Math.sqrt(1 + 1e-5);
        near(1e-15, rms.apply(x), 0, r, 0, -r, 0, 0, one, one, one, NAN, NAN, NAN, NAN, NAN, NAN);
        double slope = one - one * one * one;
        near(1e-9, grad(rms, x), 0, 0, 0, 0, 0, 0, slope, slope, slope, NAN, NAN, NAN, NAN, NAN, NAN);
        assertThat(second(rms, F.narrow(x, 0, 0, 2))).containsOnly(0);
        near(0, Autograd.jvp((Tensor t) -> rms.apply(t), F.narrow(x, 0, 0, 2), Tensor.ones(DType.FLOAT64, 2, 3))._2(), 0, 0, 0, 0, 0, 0);
        near(1e-15, grad(t -> F.rmsNorm(F.narrow(x, 0, 0, 2), new int[] {3}, Option.of(t), 1e-5), Tensor.of(1.0, 1, 1)), -r, r, 0);
        near(1e-15, rms.apply(Tensor.of(1e300, 0, 0)), r, 0, 0);
        assertThat(second(t -> F.rmsNorm(t, new int[] {0}, Option.none(), 1e-5), Tensor.zeros(DType.FLOAT64, 3, 0))).isEmpty();
        assertThat(F.layerNorm(Tensor.of(1, INF, 3), new int[] {3}, Option.none(), Option.none(), 1e-5).array().toDoubleArray())
                .containsOnly(NAN);
    }

    @Test
    void responsesBesideInfinity() {
        Tensor x = Tensor.of(new double[][][] {{{1}, {INF}, {3}}});
        Function1<Tensor, Tensor> response = t -> F.localResponseNorm(t, LocalResponse.of(3));
        near(0, response.apply(x), 0, 0, 0);
        assertThat(grad(response, x)).containsOnly(0);
        assertThat(second(response, x)).containsOnly(0);
        near(0, Autograd.jvp((Tensor t) -> response.apply(t), x, Tensor.ones(DType.FLOAT64, x.shape()))._2(), 0, 0, 0);
    }

    /** The rounding of a large logarithm of a sum is not in the weights of its terms. */
    @Test
    void weightsBesideLargeLogarithms() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-14;
            double large = dtype == DType.FLOAT32 ? 1e9 : 1e20;
            for (double of : new double[] {large, -large}) {
                Tensor x = Tensor.full(dtype, Shape.of(3), of);
                near(tolerance, grad(t -> F.logcumsumexp(t, 0), x), 1 + 1 / 2. + 1 / 3., 1 / 2. + 1 / 3., 1 / 3.);
                Tensor direction = Convert.to(Tensor.of(1.0, 2, 6), dtype);
                near(tolerance, Autograd.jvp((Tensor t) -> F.logcumsumexp(t, 0), x, direction)._2(), 1, 1.5, 3);
                near(tolerance, grad(t -> F.logsumexp(t, 0), x), 1 / 3., 1 / 3., 1 / 3.);
                near(tolerance, grad(t -> F.logmeanexp(t, false, 0), x), 1 / 3., 1 / 3., 1 / 3.);
                double[] ofOne = second(t -> F.logsumexp(t, 0), x); // of a sum that is 1
                assertThat(DoubleStream.of(ofOne).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(tolerance);
            }
            Tensor x = Convert.to(Tensor.of(1000, 1000.5, -INF, 999), dtype);
            double a = 1;
            double b = Math.exp(0.5);
            double c = Math.exp(-1);
            near(4 * tolerance, grad(t -> F.logcumsumexp(t, 0), x), 1 + 2 * a / (a + b) + a / (a + b + c),
                    2 * b / (a + b) + b / (a + b + c), 0, c / (a + b + c));
            near(4 * tolerance, grad(t -> F.logsumexp(t, 0), x), a / (a + b + c), b / (a + b + c), 0, c / (a + b + c));
        }
    }

    @Test
    void deviationsOfHugeElements() {
        Tensor x = Tensor.of(3e38f, -3e38f, 0f);
        near(1e-6, grad(F::std, x), 0.5, -0.5, 0);
        near(1e-6, Autograd.jvp((Tensor t) -> F.std(t), x, Tensor.of(1f, -2f, 5f))._2(), 1.5);
        near(1e-15, grad(F::std, Tensor.of(1e308, -1e308, 0)), 0.5, -0.5, 0);
        near(1e-15, grad(F::std, Tensor.of(1e-310, -1e-310, 0)), 0.5, -0.5, 0);
    }

    /** Products of queries and keys overflow, their softmax does not. */
    @Test
    void scoresThatOverflow() {
        Tensor q = Tensor.of(new float[][] {{1e20f, 1e10f}, {1e-21f, 2e-21f}});
        Tensor k = Tensor.of(new float[][] {{1e20f, 1e20f}, {-1e20f, 1e20f}});
        Tensor v = Tensor.of(new float[][] {{1, 2}, {3, 4}});
        double w = 1 / (1 + Math.exp(-0.2 / Math.sqrt(2))); // of scores 0.3 and 0.1
        Attention masked = Attention.DEFAULT.withMask(Tensor.of(new boolean[] {true, true, true, true}, 2, 2));
        for (Attention options : new Attention[] {Attention.DEFAULT, masked}) {
            Function1<Tensor, Tensor> ofQueries = t -> F.scaledDotProductAttention(t, k, v, options);
            near(1e-5, ofQueries.apply(q), 1, 2, 3 - 2 * w, 4 - 2 * w);
            double slope = -4 * w * (1 - w) / Math.sqrt(2); // both results fall by 2 from the second value to the first
            double[] g = grad(ofQueries, q);
            near(1e-4, new double[] {g[0], g[1], g[2]}, 0, 0, slope * 2e20);
            assertThat(Math.abs(g[3])).isLessThan(1e15); // of equal elements
            near(1e-4, grad(t -> F.scaledDotProductAttention(q, t, v, options), k), slope * 1e-21, slope * 2e-21, -slope * 1e-21,
                    -slope * 2e-21);
        }
    }

    /** Slopes whose doubles are beyond the range; from 60 digits. */
    @Test
    void slopesNearTheEndOfTheRange() {
        near(1e-6, grad(F::rsqrt, Tensor.of(1.4308032461180144E-26f)), -2.9214612427805116E38);
        near(1e-14, grad(F::rsqrt, Tensor.of(2.1172268752820336E-206)), -1.6230014474604475E308);
    }
}
