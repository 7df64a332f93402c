package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Reductions where plain formulas leave the range of the dtype, views larger than memory, and options beyond torch's. */
class ReductionFunctionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Percentage FLOAT = Percentage.withPercentage(1e-4);
    private static final Percentage DOUBLE = Percentage.withPercentage(1e-13);

    private static Tensor d(double... v) {
        return Tensor.of(v);
    }

    private static Tensor f(float... v) {
        return Tensor.of(v);
    }

    private static double[] values(Tensor x) {
        return x.array().toDoubleArray();
    }

    private static double[] gradient(Function1<Tensor, Tensor> g, Tensor x) {
        return values(Autograd.grad((Tensor t) -> F.sum(g.apply(t))).apply(x));
    }

    @Test
    void normsNeitherOverflowNorUnderflowAlone() {
        assertThat(F.norm(f(3e20f, 4e20f)).item()).isCloseTo(5e20, FLOAT);
        assertThat(F.norm(d(3e200, 4e200)).item()).isCloseTo(5e200, DOUBLE);
        assertThat(F.norm(d(3e-200, 4e-200)).item()).isCloseTo(5e-200, DOUBLE);
        assertThat(F.norm(d(3e-320, 4e-320)).item()).isCloseTo(5e-320, within(1e-323));
        assertThat(F.norm(f(3e-20f, 4e-20f), 3, false).item()).isCloseTo(Math.cbrt(91) * 1e-20, FLOAT);
        assertThat(F.norm(d(3e200, 4e200), -2, false).item()).isCloseTo(2.4e200, DOUBLE);
        assertThat(F.norm(d(1e308, 1e308), 1, false).item()).isEqualTo(INF);
        assertThat(F.norm(d(0, 0)).item()).isZero();
        assertThat(F.norm(d(Double.NaN, 1e200)).item()).isNaN();
        assertThat(F.norm(d(INF, 1e200)).item()).isEqualTo(INF);
        double root = Math.cbrt(91); // x^2 / |x|_3^2, whose squares alone would vanish
        assertThat(gradient(t -> F.vectorNorm(t, 3, DType.FLOAT64, false), d(3e-200, 4e-200)))
                .containsExactly(new double[] {9 / (root * root), 16 / (root * root)},
                within(1e-14));
        assertThat(F.norm(d(1e300, 1, -1e200, 3)).item()).isCloseTo(1e300, DOUBLE);
        assertThat(gradient(x -> F.norm(x), d(3e200, 4e200))).containsExactly(new double[] {0.6, 0.8}, within(1e-15));
    }

    @Test
    void normsOfColumnsAreRepairedOneByOne() {
        Tensor x = Tensor.of(new double[] {3e200, 3, 0, 4e200, 4, 0}, 2, 3);
        double[] y = values(F.norm(x, 2, false, 0));
        assertThat(y[0]).isCloseTo(5e200, DOUBLE);
        assertThat(y[1]).isEqualTo(5);
        assertThat(y[2]).isZero();
    }

    @Test
    void deviationsNeitherOverflowNorUnderflowAlone() {
        assertThat(F.std(f(1e30f, 3e30f)).item()).isCloseTo(Math.sqrt(2) * 1e30, FLOAT);
        assertThat(F.std(d(1e-200, 3e-200)).item()).isCloseTo(Math.sqrt(2) * 1e-200, DOUBLE);
        assertThat(F.std(d(1.5e308, 1.7e308)).item()).isCloseTo(Math.sqrt(0.02) * 1e308, Percentage.withPercentage(1e-10));
        assertThat(F.std(d(5, 5, 5)).item()).isZero();
        assertThat(F.std(d(5)).item()).isNaN();
        assertThat(F.varMean(d(1.5e308, 1.7e308), 1, false)._2().item()).isCloseTo(1.6e308, DOUBLE);
        assertThat(values(F.corrcoef(Tensor.of(new double[] {1e200, 2e200, 4e200, 1e-200, 2e-200, 4e-200}, 2, 3)))[1]).isCloseTo(1,
                within(1e-14));
    }

    @Test
    void sumsAndProductsOverflowOnlyWhereTheirResultsDo() {
        assertThat(F.mean(d(1.7e308, 1.7e308)).item()).isCloseTo(1.7e308, DOUBLE);
        assertThat(F.mean(f(3e38f, 3e38f)).item()).isCloseTo(3e38, FLOAT);
        assertThat(F.sum(d(1.7e308, 1.7e308, -1.7e308, 1)).item()).isCloseTo(1.7e308, DOUBLE);
        assertThat(F.sum(d(1.7e308, 1.7e308)).item()).isEqualTo(INF);
        assertThat(F.sum(d(INF, 1)).item()).isEqualTo(INF);
        assertThat(F.sum(d(INF, -INF)).item()).isNaN();
        assertThat(F.prod(d(1e200, 1e200, 1e-300)).item()).isCloseTo(1e100, DOUBLE);
        assertThat(F.prod(d(1e-200, 1e-200, 1e300, -4)).item()).isCloseTo(-4e-100, DOUBLE);
        assertThat(F.prod(d(1e-200, 1e-200, 0)).item()).isZero();
        assertThat(F.mean(Tensor.zeros(DType.FLOAT64, Shape.of(0))).item()).isNaN();
    }

    @Test
    void logarithmsOfSumsHaveLimits() {
        assertThat(gradient(x -> F.logsumexp(x), d(INF, 1))).containsExactly(1, 0);
        assertThat(gradient(x -> F.logsumexp(x), d(-INF, -INF))).containsExactly(0, 0);
        assertThat(gradient(x -> F.logsumexp(x), d(-INF, 2))).containsExactly(0, 1);
        assertThat(gradient(x -> F.logcumsumexp(x, 0), d(-INF, -INF, 2))).containsExactly(0, 0, 1);
        assertThat(gradient(x -> F.logcumsumexp(x, 0), d(1, INF, 2))).containsExactly(1, 2, 0);
        assertThat(values(F.logcumsumexp(d(1000, 1001), 0))[1]).isCloseTo(1001 + Math.log1p(Math.exp(-1)), DOUBLE);
    }

    @Test
    void runningSumsKeepTheirDigits() {
        float[] x = new float[5_000_000];
        Arrays.fill(x, 0.0005f);
        assertThat(F.cumsum(f(x), 0).getDouble(x.length - 1)).isCloseTo(2500.00011874, within(0.005));
        assertThat(F.sum(f(x)).item()).isCloseTo(2500.00011874, within(0.025));
    }

    @Test
    void viewsLargerThanMemoryAreReduced() {
        Tensor x = F.expand(Tensor.scalar(1.0), 1 << 16, 1 << 16);
        double n = 4294967296.0;
        assertThat(F.sum(x).item()).isEqualTo(n);
        assertThat(F.mean(x).item()).isEqualTo(1);
        assertThat(F.max(x).item()).isEqualTo(1);
        assertThat(F.norm(x).item()).isEqualTo(65536);
        assertThat(F.norm(x, INF, false).item()).isEqualTo(1);
        assertThat(F.prod(x).item()).isEqualTo(1);
        assertThat(F.logsumexp(x).item()).isCloseTo(1 + 32 * Math.log(2), DOUBLE);
        assertThat(F.var(x).item()).isZero();
        assertThat(F.argmax(x).item()).isZero();
        assertThat(values(F.argmax(F.narrow(x, 0, 0, 40000), 1, false))).hasSize(40000).containsOnly(0);
        assertThat(F.countNonzero(x).item()).isEqualTo(n);
        assertThat(F.all(x).array().getBoolean()).isTrue();
        assertThat(values(F.sum(x, 0))[17]).isEqualTo(65536);
        assertThat(F.sum(x, true, 0).shape()).isEqualTo(Shape.of(1, 1 << 16));
        assertThat(gradient(t -> F.mean(F.expand(t, 1 << 16, 1 << 16)), d(2))).containsExactly(1);
        assertThat(F.sum(F.expand(Tensor.scalar(1f), 50000, 50000)).item()).isEqualTo(2.5e9);
        assertThat(F.sum(F.expand(F.reshape(d(1, 3), 2, 1, 1), 2, 1 << 30, 2)).item()).isEqualTo(4.0 * (1L << 31));
        assertThat(F.argmax(F.expand(F.reshape(d(1, 3), 2, 1, 1), 2, 1 << 30, 2)).item()).isEqualTo((double) (1L << 31));
    }

    @Test
    void overlappingWindowsLargerThanMemoryAreReduced() {
        Tensor x = F.unfold(Tensor.ones(DType.FLOAT32, Shape.of(100_000)), 0, 50_000, 1);
        assertThat(x.size()).isGreaterThan(Integer.MAX_VALUE);
        assertThat(F.sum(x).item()).isCloseTo(50_001.0 * 50_000, FLOAT);
    }

    @Test
    void scansRunFromEitherEndWithOrWithoutTheElement() {
        Tensor x = d(1, 2, 3, 4);
        Cumulative exclusive = Cumulative.DEFAULT.withExclusive();
        assertThat(values(F.cumsum(x, 0, exclusive))).containsExactly(0, 1, 3, 6);
        assertThat(values(F.cumsum(x, 0, Cumulative.DEFAULT.withReversed()))).containsExactly(10, 9, 7, 4);
        assertThat(values(F.cumsum(x, 0, exclusive.withReversed()))).containsExactly(9, 7, 4, 0);
        assertThat(values(F.cumprod(x, 0, exclusive))).containsExactly(1, 1, 2, 6);
        assertThat(values(F.cumprod(x, 0, exclusive.withReversed()))).containsExactly(24, 12, 4, 1);
        assertThat(F.cumsum(Tensor.of(true, true), 0).dtype()).isEqualTo(DType.INT64);
        assertThat(F.cumsum(x, 0, Cumulative.DEFAULT.withDtype(DType.FLOAT32)).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void tiesAreBrokenAsAsked() {
        Tensor x = d(3, 1, 3, 1);
        assertThat(F.argmax(x, 0, false).item()).isEqualTo(0);
        assertThat(F.argmax(x, 0, false, Ties.LAST).item()).isEqualTo(2);
        assertThat(F.argmin(x, 0, false, Ties.LAST).item()).isEqualTo(3);
    }

    @Test
    void mediansNameTheElementThatAStableSortHasThere() {
        assertThat(F.median(d(2, 2, 2), 0, false).indices().item()).isEqualTo(1);
        assertThat(F.median(d(5, 1, 5, 5, 9), 0, false).indices().item()).isEqualTo(2);
        assertThat(F.nanmedian(d(Double.NaN, 4, 4), 0, false).indices().item()).isEqualTo(1);
    }

    @Test
    void nothingHasNoExtremum() {
        Tensor none = Tensor.zeros(DType.FLOAT64, Shape.of(2, 0));
        assertThatThrownBy(() -> F.amax(none, 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("amax");
        assertThatThrownBy(() -> F.median(none, 1, false)).isInstanceOf(ArgumentException.class).hasMessageContaining("median");
        assertThatThrownBy(() -> F.argmax(none)).isInstanceOf(ArgumentException.class).hasMessageContaining("argmax");
        assertThat(F.amax(none, 0).shape()).isEqualTo(Shape.of(0));
        assertThat(F.median(none).item()).isNaN();
    }

    @Test
    void quantilesOfInfiniteElementsAreLimits() {
        assertThat(F.quantile(d(INF, INF, 1), 0.75).item()).isEqualTo(INF);
        assertThat(F.quantile(d(-INF, 1), 0.5).item()).isEqualTo(-INF);
        assertThat(F.quantile(d(1, 2, INF), 0.5).item()).isEqualTo(2);
        assertThat(F.quantile(d(-1.5e308, 1.5e308), 0.5).item()).isZero();
        assertThat(F.quantile(d(1, Double.NaN), 0).item()).isNaN();
        assertThat(F.nanquantile(d(1, Double.NaN), 1).item()).isEqualTo(1);
        assertThatThrownBy(() -> F.quantile(d(1, 2), 1.5)).isInstanceOf(ArgumentException.class).hasMessageContaining("quantile");
    }

    @Test
    void segmentsNeedNotBeSorted() {
        Tensor ids = Tensor.of(2L, 0, 2, 0);
        Tensor x = d(1, 2, 5, 4);
        assertThat(values(F.segmentSum(x, ids, 4))).containsExactly(6, 0, 6, 0);
        assertThat(values(F.segmentMean(x, ids, 4))).containsExactly(3, 0, 3, 0);
        assertThat(values(F.segmentMax(x, ids, 4))).containsExactly(4, -INF, 5, -INF);
        assertThat(values(F.segmentMin(x, ids, 3))).containsExactly(2, INF, 1);
        assertThat(gradient(t -> F.segmentMax(t, Tensor.of(0L, 0, 0), 1), d(3, 1, 3))).containsExactly(0.5, 0, 0.5);
        assertThatThrownBy(() -> F.segmentSum(x, ids, 2)).isInstanceOf(ArgumentException.class).hasMessageContaining("segmentSum");
    }

    @Test
    void weightsOfZeroExclude() {
        Tensor w = d(1, 0, 1);
        assertThat(F.weightedMean(d(1, Double.NaN, 3), w, false).item()).isEqualTo(2);
        assertThat(gradient(x -> F.weightedMean(x, w, false), d(1, INF, 3))).containsExactly(0.5, 0, 0.5);
        assertThat(F.nanvar(d(1, Double.NaN, 3), 1, false).item()).isEqualTo(2);
    }

    @Test
    void nanReachesNeitherValueNorGradient() {
        Tensor x = d(1, Double.NaN, 3, 8);
        assertThat(gradient(t -> F.nansum(t), x)).containsExactly(1, 0, 1, 1);
        assertThat(gradient(t -> F.nanmean(t), d(1, Double.NaN, 3))).containsExactly(0.5, 0, 0.5);
        assertThat(gradient(t -> F.nanvar(t, 1, false), d(1, Double.NaN, 3))).containsExactly(-2, 0, 2);
        assertThat(gradient(t -> F.nanmedian(t), x)).containsExactly(0, 0, 1, 0);
        assertThat(gradient(t -> F.nanquantile(t, 0.75), x)).containsExactly(0, 0, 0.5, 0.5);
        assertThat(gradient(t -> F.median(t), d(2, 1, 2, 3))).containsExactly(0.5, 0, 0.5, 0);
    }

    @Test
    void factorsOfZeroExclude() {
        Tensor nan = Tensor.full(DType.FLOAT64, Shape.of(1, 1), Double.NaN);
        Tensor two = Tensor.of(new double[] {2}, 1, 1);
        assertThat(F.addmm(nan, two, two, 0, 1).item()).isEqualTo(4);
        assertThat(values(F.einsum(List.of(two, two), List.of(new int[] {0, 1}, new int[] {1, 2}),
                Option.of(new int[] {2, 0})))).containsExactly(4);
        assertThat(values(F.einsum("ii", F.diag(d(1, 2, 3))))).containsExactly(6);
    }

    @Test
    void chainsAreMultipliedInTheCheapestOrder() {
        Tensor a = Tensor.ones(DType.FLOAT64, Shape.of(1, 200));
        Tensor b = Tensor.ones(DType.FLOAT64, Shape.of(200, 200));
        assertThat(F.chainMatmul(b, b, F.t(a)).shape()).isEqualTo(Shape.of(200, 1));
        assertThat(F.multiDot(List.of(F.ravel(a), b, b, F.ravel(a))).item()).isEqualTo(200.0 * 200 * 200);
    }

    @Test
    void slicesGoBackwards() {
        Tensor x = d(0, 1, 2, 3, 4);
        assertThat(values(F.slice(x, 0, -1, Integer.MIN_VALUE, -2))).containsExactly(4, 2, 0);
        assertThat(values(F.slice(x, 0, 3, 0, -1))).containsExactly(3, 2, 1);
        assertThat(values(F.slice(x, 0, 1, 3, -1))).isEmpty();
        assertThat(values(F.slice(x, 0, 100, -100, -3))).containsExactly(4, 1);
        assertThat(values(F.combinations(d(1, 2, 3), 2, true))).containsExactly(1, 1, 1, 2, 1, 3, 2, 2, 2, 3, 3, 3);
        assertThat(F.combinations(d(1, 2), 3).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void lengthsBeyondAnyArrayAreRefused() {
        Tensor x = Tensor.ones(DType.FLOAT64, Shape.of(2));
        assertThatThrownBy(() -> F.repeatInterleave(x, Integer.MAX_VALUE)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.repeat(x, Integer.MAX_VALUE)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.flatten(F.expand(x, 1 << 20, 1 << 20, 2))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.combinations(F.expand(Tensor.scalar(1.0), 1000), 10)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.diagEmbed(x, Integer.MAX_VALUE, 0, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.diagEmbed(x, Integer.MIN_VALUE, 0, 1)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void histogramsCountWithinTheirRange() {
        var y = F.histogram(d(0, 1, 1.5, 2, 9), 2, Histogram.DEFAULT.withRange(0, 2));
        assertThat(values(y._1())).containsExactly(1, 3);
        assertThat(values(y._2())).containsExactly(0, 1, 2);
        assertThat(values(F.histogram(d(1, 2, 3, 4), 3, Histogram.DEFAULT.withDensity())._1())[0]).isCloseTo(0.25, within(1e-12));
        assertThat(values(F.bincount(Tensor.of(1L, 3, 1), 6))).containsExactly(0, 2, 0, 1, 0, 0);
    }
}
