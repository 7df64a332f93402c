package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.Function1;
import org.covector.engine.ArgumentException;
import org.covector.engine.Closeness;
import org.covector.engine.DType;
import org.junit.jupiter.api.Test;

/** Where formulas divide 0 by 0, leave their domain, or meet truth values. */
class EdgesTest {
    private static double[] slope(Function1<Tensor, Tensor> f, double... x) {
        return Autograd.grad(t -> F.sum(f.apply(t))).apply(Tensor.of(x)).array().toDoubleArray();
    }

    private static void same(Tensor got, Tensor want) {
        assertThat(Closeness.equalBits(got.array(), want.array())).as("%s, %s", got, want).isTrue();
    }

    @Test
    void slopesNearZeroAreLimits() {
        assertThat(slope(F::sinc, 0, Double.MIN_VALUE, 1e-300))
                .containsExactly(new double[] {0, 0, -Math.PI * Math.PI / 3 * 1e-300}, org.assertj.core.data.Offset.offset(1e-312));
        assertThat(slope(F::sinc, 1e-8)[0]).isCloseTo(-Math.PI * Math.PI / 3 * 1e-8,
                org.assertj.core.data.Percentage.withPercentage(1e-12));
        assertThat(slope(F::i1, 0, Double.MIN_VALUE)).containsExactly(0.5, 0.5);
        assertThat(slope(F::i1e, 0, Double.MIN_VALUE)).containsExactly(0.5, 0.5);
    }

    @Test
    void sincKeepsItsDigitsWhereSeriesAndQuotientMeet() {
        double edge = 0.5 / Math.PI;
        double[] both = slope(F::sinc, Math.nextDown(edge), Math.nextUp(edge));
        assertThat(both[0]).isCloseTo(both[1], org.assertj.core.data.Percentage.withPercentage(1e-12));
    }

    @Test
    void logitOutsideProbabilitiesHasNoSlope() {
        assertThat(slope(F::logit, -0.5, 1.5)).containsExactly(Double.NaN, Double.NaN);
        assertThat(slope(F::logit, 0.5)).containsExactly(4);
    }

    @Test
    void nothingTimesALogarithmHasSlopeZeroWhereTheLogarithmHasNone() {
        Tensor y = Tensor.of(0.0, -1.0, 2.0);
        assertThat(slope(x -> F.xlogy(x, y), 0, 0, 0)).containsExactly(0, 0, Math.log(2));
        assertThat(slope(x -> F.xlog1py(x, F.sub(y, 1)), 0, 0, 0)).containsExactly(0, 0, Math.log(2));
    }

    @Test
    void slopesOfZeroKeepNaN() {
        Tensor x = Tensor.of(Double.NaN, Double.NEGATIVE_INFINITY, 2.0);
        same(F.leakyRelu(x, 0), Tensor.of(Double.NaN, 0.0, 2.0));
        same(F.prelu(x, Tensor.of(0.0, 0.0, 0.0)), Tensor.of(Double.NaN, 0.0, 2.0));
        assertThat(slope(t -> F.leakyRelu(t, 0.5), Double.NaN, -1, 2)).containsExactly(0.5, 0.5, 1);
        assertThat(slope(t -> F.prelu(t, Tensor.of(0.5, 0.5, 0.5)), Double.NaN, -1, 2)).containsExactly(0.5, 0.5, 1);
        assertThat(slope(w -> F.prelu(Tensor.of(-3.0, 3.0), w), 0.5, 0.5)).containsExactly(-3, 0);
    }

    @Test
    void scatteredExtremaGiveTheirGradientToNaN() {
        Tensor index = Tensor.of(0L, 0L, 1L);
        Tensor dy = Tensor.of(3.0, 5.0);
        Tensor x = Tensor.of(1.0, 4.0);
        for (ScatterReduction how : new ScatterReduction[] {ScatterReduction.AMAX, ScatterReduction.AMIN}) {
            assertThat(slope(t -> F.mul(dy, F.scatterReduce(x, 0, index, t, how)), Double.NaN, 2, 4)).containsExactly(3, 0, 2.5);
        }
    }

    @Test
    void trianglesOfTruthValuesAreTruthValues() {
        Tensor x = F.reshape(Tensor.of(true, true, false, true), 2, 2);
        same(F.tril(x), F.reshape(Tensor.of(true, false, false, true), 2, 2));
        same(F.triu(x, 1), F.reshape(Tensor.of(false, true, false, false), 2, 2));
    }

    @Test
    void oneVariableHasAScalarCovariance() {
        Tensor x = F.reshape(Tensor.of(1.0, 2.0, 4.0), 1, 3);
        assertThat(F.cov(x).shape().rank()).isZero();
        assertThat(F.cov(x).item()).isCloseTo(7 / 3.0, org.assertj.core.data.Offset.offset(1e-15));
        assertThat(F.corrcoef(x).shape().rank()).isZero();
    }

    @Test
    void aHistogramOfNothingRangesFromZeroToOne() {
        var y = F.histogram(Tensor.zeros(DType.FLOAT64, 0), 2, Histogram.DEFAULT);
        assertThat(y._1().array().toDoubleArray()).containsExactly(0, 0);
        assertThat(y._2().array().toDoubleArray()).containsExactly(0, 0.5, 1);
    }

    @Test
    void bartlettsWindowIsATriangle() {
        assertThat(F.bartlettWindow(DType.FLOAT64, 4, true).array().toDoubleArray()).containsExactly(0, 0.5, 1, 0.5);
        assertThat(F.bartlettWindow(DType.FLOAT64, 5, false).array().toDoubleArray()).containsExactly(0, 0.5, 1, 0.5, 0);
        assertThat(F.bartlettWindow(DType.FLOAT32, 1, false).array().toDoubleArray()).containsExactly(1);
    }

    @Test
    void truthValuesStayTruthValues() {
        Tensor a = Tensor.of(true, true, false, false);
        Tensor b = Tensor.of(true, false, true, false);
        same(F.add(a, b), F.logicalOr(a, b));
        same(F.mul(a, b), F.logicalAnd(a, b));
        same(F.maximum(a, b), F.logicalOr(a, b));
        same(F.minimum(a, b), F.logicalAnd(a, b));
        same(F.sign(a), a);
        assertThat(F.add(a, Tensor.of(1L)).dtype()).isEqualTo(DType.INT64);
    }

    private static double[] clampSlopes(double x, double low, double high) {
        var slopes = Autograd.grad3((Tensor a, Tensor b, Tensor c) -> F.sum(F.clamp(a, b, c)))
                .apply(Tensor.of(x), Tensor.of(low), Tensor.of(high));
        return new double[] {slopes._1().item(), slopes._2().item(), slopes._3().item()};
    }

    @Test
    void tensorsAsBoundsShareAtTiesWhatIsTheirs() {
        assertThat(clampSlopes(1, 1, 2)).containsExactly(0.5, 0.5, 0);
        assertThat(clampSlopes(2, 1, 2)).containsExactly(0.5, 0, 0.5);
        assertThat(clampSlopes(0, 1, 1)).containsExactly(0, 0.5, 0.5);
        assertThat(clampSlopes(2, 1, 1)).containsExactly(0, 0, 1);
        assertThat(clampSlopes(1, 2, 1)).containsExactly(0, 0, 1);
        assertThat(clampSlopes(1, 1, 1)).as("constant in x, and in low").containsExactly(0, 0, 1);
    }

    @Test
    void clampingBetweenEqualBoundsIsTheBound() {
        for (double x : new double[] {0, 1, 2}) {
            Tensor a = Tensor.of(x);
            Tensor b = Tensor.of(1.0);
            var between = Autograd.grad2((Tensor t, Tensor u) -> F.sum(F.clamp(t, u, u))).apply(a, b);
            assertThat(between._1().item()).as("clamp(a, b, b) by a at %s", x).isZero();
            assertThat(between._2().item()).as("clamp(a, b, b) by b at %s", x).isOne();
            var below = Autograd.grad2((Tensor t, Tensor u) -> F.sum(F.clamp(u, t, u))).apply(a, b); // min(max(b, a), b) = b
            assertThat(below._1().item()).as("clamp(b, a, b) by a at %s", x).isZero();
            assertThat(below._2().item()).as("clamp(b, a, b) by b at %s", x).isOne();
        }
        same(F.clamp(Tensor.of(true, false), Tensor.of(true, false), Tensor.of(true, true)), Tensor.of(true, false));
    }

    @Test
    void truthValuesAreChosen() {
        Tensor condition = Tensor.of(true, false);
        same(F.where(condition, Tensor.of(false, false), Tensor.of(true)), Tensor.of(false, true));
        same(F.where(condition, Tensor.of(true), Tensor.of(5L, 7L)), Tensor.of(1L, 7L));
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> F.softshrink(Tensor.of(1.0), -0.5)).isInstanceOf(ArgumentException.class).hasMessageContaining("lambda");
        assertThatThrownBy(() -> F.softshrink(Tensor.of(1.0), Double.NaN)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> F.nextafter(Tensor.of(1L), Tensor.of(2L))).isInstanceOf(ArgumentException.class)
                .hasMessageContaining("FLOAT32 or FLOAT64");
        assertThatThrownBy(() -> F.softmax(Tensor.scalar(1.0), 1)).isInstanceOf(ArgumentException.class).hasMessageContaining("axis");
        assertThatThrownBy(() -> F.logSoftmax(Tensor.scalar(1.0), -2)).isInstanceOf(ArgumentException.class);
        assertThat(F.softmax(Tensor.scalar(7.0), -1).item()).isOne();
    }

    @Test
    void circularBordersWrapWhatIsLeftAfterTheCut() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5}, 1, 5);
        same(F.pad(x, Pad.CIRCULAR, 0, -1, 2), Tensor.of(new double[] {2, 3, 4, 5, 2, 3}, 1, 6));
        same(F.pad(x, Pad.CIRCULAR, 0, 2, -2), Tensor.of(new double[] {2, 3, 1, 2, 3}, 1, 5));
        assertThatThrownBy(() -> F.pad(x, Pad.CIRCULAR, 0, 4, -2)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void logsumexpTakesIntegers() {
        assertThat(F.logsumexp(Tensor.of(0L, 0L), 0).dtype()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void tiesOfLogaddexpBendAsTheirNeighboursDo() {
        Tensor zero = Tensor.of(0.0);
        assertThat(Autograd.grad((Tensor x) -> F.sum(Autograd.grad((Tensor t) -> F.sum(F.logaddexp(t, zero))).apply(x))).apply(zero).array()
                .toDoubleArray())
                .containsExactly(0.25);
        Tensor infinite = Tensor.of(Double.NEGATIVE_INFINITY);
        assertThat(slope(x -> F.logaddexp(x, infinite), Double.NEGATIVE_INFINITY)).containsExactly(0.5);
        assertThat(slope(x -> F.logaddexp2(x, infinite), Double.NEGATIVE_INFINITY)).containsExactly(0.5);
    }

    @Test
    void slopeOfErfcxFarOutKeepsItsDigits() {
        double x = 1.95e9;
        assertThat(slope(F::erfcx, x)[0]).isCloseTo(-1 / (Math.sqrt(Math.PI) * x * x),
                org.assertj.core.data.Percentage.withPercentage(1e-12));
        double[] both = slope(F::erfcx, 20, Math.nextUp(20.0));
        assertThat(both[0]).isCloseTo(both[1], org.assertj.core.data.Percentage.withPercentage(1e-9));
    }

    @Test
    void convolutionsByTransformsOfAnyLengthAreRefusedInNoTime() {
        Tensor one = F.broadcastTo(Tensor.of(1.0), 1);
        for (int n : new int[] {2_000_000_000, 2_125_764_001}) { // after the second no int has the prime factors 2, 3 and 5 alone
            Tensor x = F.broadcastTo(one, n);
            assertThatThrownBy(() -> F.fftConvolve(x, one)).isInstanceOf(ArgumentException.class).hasMessageStartingWith("fftConvolve");
            assertThatThrownBy(() -> F.fftConvolve(x, x)).isInstanceOf(ArgumentException.class).hasMessageStartingWith("fftConvolve");
        }
    }
}
