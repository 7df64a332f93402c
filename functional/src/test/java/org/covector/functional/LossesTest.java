package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.assertj.core.data.Offset;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Losses where numbers end: infinities, saturation, what is left out; and what is refused. Values by hand or from 60-digit arithmetic. */
class LossesTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double SIGMOID_MINUS_40 = 4.248354255291589e-18;

    private static double[] of(Tensor x) {
        return x.array().toDoubleArray();
    }

    private static Tensor d(double... v) {
        return Tensor.of(v);
    }

    private static double[] grad(Function1<Tensor, Tensor> f, Tensor x) {
        return of(Autograd.grad((Tensor t) -> F.sum(f.apply(t))).apply(x));
    }

    private static double[] magnitudes(Function1<Tensor, Tensor> f, Tensor x) {
        return of(F.abs(Tensor.of(grad(f, x))));
    }

    /** Hessian times a vector of ones but for signs. */
    private static double[] second(Function1<Tensor, Tensor> f, Tensor x) {
        Tensor v = F.add(F.mul(x, 0), 1);
        Tensor signs = F.where(F.isnan(v), 1, v);
        return of(Autograd.hvp((Tensor t) -> F.sum(f.apply(t)), x, signs));
    }

    private static Offset<Double> close(double value) {
        return within(Math.abs(value) * 1e-13);
    }

    @Test
    void anIgnoredSampleContributesNothing() {
        Tensor x = Tensor.of(new double[] {NAN, 2, 3, 4}, 2, 2);
        Tensor t = Tensor.of(-100L, 0);
        double loss = 1.3132616875182228;
        for (CrossEntropy o : List.of(CrossEntropy.DEFAULT, CrossEntropy.DEFAULT.withWeight(d(2, 3)))) {
            assertThat(F.crossEntropy(x, t, o).item()).isCloseTo(loss, close(loss));
            double[] g = grad(z -> F.crossEntropy(z, t, o), x);
            assertThat(g[0]).isZero();
            assertThat(g[1]).isZero();
            assertThat(g[2]).isCloseTo(-0.7310585786300049, close(1));
            assertThat(g[3]).isCloseTo(0.7310585786300049, close(1));
            double[] h = second(z -> F.crossEntropy(z, t, o), x);
            assertThat(h[0]).isZero();
            assertThat(h[1]).isZero();
            assertThat(h[2]).isCloseTo(0, within(1e-15));
        }
        CrossEntropy smooth = CrossEntropy.DEFAULT.withLabelSmoothing(0.1);
        assertThat(grad(z -> F.crossEntropy(z, t, smooth), x)).doesNotContain(NAN);
        assertThat(second(z -> F.crossEntropy(z, t, smooth), x)).doesNotContain(NAN);
        assertThat(grad(z -> F.nllLoss(z, t), x)).containsExactly(0, 0, -1, 0);
    }

    @Test
    void targetsOfGaussianNllLossBroadcast() {
        GaussianNll o = GaussianNll.DEFAULT.withReduction(Reduction.NONE);
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        Tensor one = Tensor.ones(DType.FLOAT64, 2, 2);
        assertThat(F.gaussianNllLoss(x, Tensor.of(new double[] {1, 2}, 2, 1), one, o).array().toDoubleArray())
                .containsExactly(0, 0.5, 0.5, 2);
        assertThat(grad(t -> F.gaussianNllLoss(x, t, one, GaussianNll.DEFAULT.withReduction(Reduction.SUM)), d(0, 1)))
                .containsExactly(-4, -4);
        assertThatThrownBy(() -> F.gaussianNllLoss(d(1, 2), d(1, 2, 3), d(1, 1), o)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void powersOfPairwiseDistanceMayBeNegative() {
        assertThat(F.pairwiseDistance(d(2, -2), d(0, 0), -1, 0, false).item()).isCloseTo(1, close(1));
        assertThat(grad(t -> F.pairwiseDistance(t, d(0, 0), -1, 0, false), d(2, -2))).containsExactly(new double[] {0.25, -0.25}, close(1));
        assertThat(F.pairwiseDistance(d(3, -1), d(0, 0), -INF, 0, false).item()).isEqualTo(1);
        assertThat(F.pairwiseDistance(d(3e200, 3e200), d(0, 0), -1, 0, false).item()).isCloseTo(1.5e200, close(1.5e200));
    }

    @Test
    void aSingleClassHasNoMargin() {
        Tensor x = Tensor.full(DType.FLOAT64, Shape.SCALAR, 3);
        assertThat(F.multilabelMarginLoss(x, Tensor.full(DType.INT64, Shape.SCALAR, 0)).item()).isZero();
    }

    @Test
    void aClassOfWeightZeroContributesNothing() {
        Tensor x = Tensor.of(new double[] {NAN, INF, 3, 4}, 2, 2);
        Tensor t = Tensor.of(1L, 0);
        CrossEntropy o = CrossEntropy.DEFAULT.withWeight(d(2, 0)).withReduction(Reduction.SUM);
        assertThat(F.crossEntropy(x, t, o).item()).isCloseTo(2 * 1.3132616875182228, close(2.6));
        assertThat(grad(z -> F.crossEntropy(z, t, o), x)).startsWith(0, 0).doesNotContain(NAN);
        assertThat(second(z -> F.crossEntropy(z, t, o), x)).startsWith(0, 0).doesNotContain(NAN);
    }

    @Test
    void elementsOfWeightZeroContributeNothing() {
        Tensor x = d(NAN, INF, 3);
        Tensor t = d(1, INF, 1);
        Tensor w = d(0, 0, 2);
        List<Function1<Tensor, Tensor>> losses = List.of(
                z -> F.mseLoss(z, t, Option.of(w), Reduction.MEAN), z -> F.l1Loss(z, t, Option.of(w), Reduction.SUM),
                z -> F.huberLoss(z, t, 1, Option.of(w), Reduction.SUM),
                z -> F.binaryCrossEntropyWithLogits(z, F.where(F.isinf(t), 1, t), Option.of(w), Option.none(), Reduction.SUM));
        for (Function1<Tensor, Tensor> f : losses) {
            assertThat(f.apply(x).item()).isFinite();
            assertThat(grad(f, x)).startsWith(0, 0).doesNotContain(NAN);
            assertThat(second(f, x)).startsWith(0, 0).doesNotContain(NAN);
        }
        assertThat(losses.getFirst().apply(x).item()).isEqualTo(4);
    }

    @Test
    void smallLossesKeepTheirDigits() {
        Tensor x = Tensor.of(new double[] {40, 0}, 1, 2);
        Tensor t = Tensor.of(0L);
        assertThat(F.crossEntropy(x, t).item()).isCloseTo(SIGMOID_MINUS_40, close(SIGMOID_MINUS_40));
        double[] g = grad(z -> F.crossEntropy(z, t), x);
        assertThat(g[0]).isCloseTo(-SIGMOID_MINUS_40, close(SIGMOID_MINUS_40));
        assertThat(g[1]).isCloseTo(SIGMOID_MINUS_40, close(SIGMOID_MINUS_40));
        assertThat(F.polyLoss(x, t).item()).isCloseTo(3 * SIGMOID_MINUS_40, close(3 * SIGMOID_MINUS_40));
        assertThat(grad(z -> F.binaryCrossEntropyWithLogits(z, d(1)), d(40))[0]).isCloseTo(-SIGMOID_MINUS_40, close(SIGMOID_MINUS_40));
        assertThat(F.gaussianKl(d(0), d(1e-9), Reduction.SUM).item()).isCloseTo(2.5e-19 * (1 + 1e-9 / 3), close(2.5e-19));
        Tensor near = F.add(d(3, 4), d(4e-9, -3e-9));
        assertThat(F.cosineEmbeddingLoss(near, d(3, 4), Tensor.scalar(1.0)).item()).isCloseTo(5e-19 + 4e-14, within(1e-19));
        assertThat(F.diceLoss(d(1 - 1e-12, 0), d(1, 0)).item()).isCloseTo(1e-12 / 3, within(1e-16));
    }

    @Test
    void infiniteLogitsGiveLimits() {
        Tensor x = d(-INF, INF, -INF, INF);
        Tensor t = d(0, 0, 1, 1);
        assertThat(of(F.binaryCrossEntropyWithLogits(x, t, Option.none(), Option.none(), Reduction.NONE))).containsExactly(0, INF, INF, 0);
        assertThat(of(F.binaryCrossEntropyWithLogits(x, t, Option.none(), Option.of(d(2)), Reduction.NONE))).containsExactly(0, INF, INF,
                0);
        assertThat(grad(z -> F.binaryCrossEntropyWithLogits(z, t), x)).containsExactly(0, 0.25, -0.25, 0);
        Tensor won = Tensor.of(new double[] {INF, 1}, 1, 2);
        Tensor lost = Tensor.of(new double[] {-INF, 1}, 1, 2);
        assertThat(F.crossEntropy(won, Tensor.of(0L)).item()).isZero();
        assertThat(F.crossEntropy(won, Tensor.of(1L)).item()).isEqualTo(INF);
        assertThat(F.crossEntropy(lost, Tensor.of(0L)).item()).isEqualTo(INF);
        assertThat(F.crossEntropy(lost, Tensor.of(1L)).item()).isZero();
        assertThat(grad(z -> F.crossEntropy(z, Tensor.of(0L)), won)).containsExactly(0, 0);
        assertThat(grad(z -> F.crossEntropy(z, Tensor.of(1L)), won)).containsExactly(1, -1);
        assertThat(grad(z -> F.crossEntropy(z, Tensor.of(0L)), lost)).containsExactly(-1, 1);
        assertThat(of(F.klDiv(d(-INF, 0, -INF), d(0, 0, 0.5), Reduction.NONE))).containsExactly(0, 0, INF);
        assertThat(of(F.klDiv(d(-1), d(-INF), true, Reduction.NONE))).containsExactly(0);
        assertThat(of(F.poissonNllLoss(d(-INF), d(0)))).containsExactly(0);
        assertThat(grad(z -> F.sigmoidFocalLoss(z, t), x)).doesNotContain(NAN);
    }

    /** Hessians of {@code 1 - x y / (sqrt(|x|^2 + e^2) sqrt(|y|^2 + e^2))} by x, e = 1e-6: 0 at x = 0. */
    @Test
    void cosinesHaveSecondDerivativesAtZero() {
        Tensor target = Tensor.scalar(1.0);
        Tensor y = d(3, 4);
        double[] at0 = Autograd.hessian(x -> F.cosineEmbeddingLoss(x, y, target)).apply(d(0, 0)).array().toDoubleArray();
        assertThat(at0).containsExactly(new double[4], within(1e-3)); // of parts of 1e12
        double[] beside = Autograd.hessian(x -> F.cosineEmbeddingLoss(x, y, target)).apply(d(1e-6, 0)).array().toDoubleArray();
        double h = 0.9e12 / Math.sqrt(8);
        assertThat(beside[0]).isCloseTo(h, close(h));
        double mixed = 0.8e12 / Math.sqrt(8);
        assertThat(beside[1]).isCloseTo(mixed, close(mixed));
        assertThat(beside[2]).isCloseTo(mixed, close(mixed));
        double other = 0.6e12 / Math.sqrt(8);
        assertThat(beside[3]).isCloseTo(other, close(other));
    }

    @Test
    void nothingOverflowsThatTheResultDoesNot() {
        assertThat(F.crossEntropy(Tensor.of(new float[] {1e30f, 0}, 1, 2), Tensor.of(1L)).item()).isEqualTo(1e30f);
        assertThat(F.gaussianNllLoss(d(1e200), d(0), d(1e300)).item()).isCloseTo(0.5 * (1e100 + 690.7755278982137), close(1e100));
        double half = 0.7071067811865475;
        assertThat(F.cosineSimilarity(d(1e200, 1e200), d(1e200, 0), 0, 1e-8).item()).isCloseTo(half, close(half));
        assertThat(F.cosineEmbeddingLoss(d(1e200, 1e200), d(1e200, 0), Tensor.scalar(1.0)).item()).isCloseTo(1 - half, close(1));
        assertThat(F.pairwiseDistance(d(3e200, 0), d(0, 4e200)).item()).isCloseTo(5e200, close(5e200));
        assertThat(F.huberLoss(d(1e200), d(0)).item()).isCloseTo(1e200, close(1e200));
        assertThat(F.smoothL1Loss(d(1e-200), d(0), 1e-200, Reduction.SUM).item()).isCloseTo(0.5e-200, close(1e-200));
        assertThat(F.logCoshLoss(d(1e200), d(0)).item()).isCloseTo(1e200, close(1e200));
        assertThat(F.softMarginLoss(d(-800), d(1)).item()).isEqualTo(800);
    }

    @Test
    void distancesOfZeroHaveGradientZero() {
        Tensor x = Tensor.of(new double[] {1, 2, 1, 2}, 2, 2);
        for (double p : new double[] {0.5, 1, 1.5, 2, 3, INF}) {
            assertThat(grad(z -> F.pdist(z, p), x)).as("p = %s", p).containsOnly(0);
            assertThat(grad(z -> F.cdist(z, x, p), x)).as("p = %s", p).containsOnly(0);
        }
        assertThat(F.pdist(Tensor.of(new double[] {1, 2}, 1, 2)).size()).isZero();
    }

    @Test
    void kinksHaveTheSubgradientOfLeastNorm() {
        Tensor x = d(1, 2);
        assertThat(magnitudes(z -> F.l1Loss(z, x, Reduction.SUM), x)).containsOnly(0);
        assertThat(magnitudes(z -> F.quantileLoss(z, x, 0.3, Reduction.SUM), x)).containsOnly(0);
        assertThat(magnitudes(z -> F.marginRankingLoss(z, x, d(1, 1)), x)).containsOnly(0);
        assertThat(magnitudes(z -> F.hingeEmbeddingLoss(z, d(-1, -1), 1, Reduction.SUM), d(1, 1))).containsOnly(0);
        assertThat(magnitudes(z -> F.tripletMarginLoss(z, d(1, 0), d(1, 0), TripletMargin.DEFAULT.withMargin(0)), x)).containsOnly(0);
        assertThat(magnitudes(z -> F.multiMarginLoss(z, Tensor.of(new long[] {0})), Tensor.of(new double[] {2, 1}, 1, 2))).containsOnly(0);
    }

    @Test
    void chunksAreWhatTheWholeIs() {
        Tensor x = Tensor.normal(DType.FLOAT64, Key.of(1), 7, 3);
        Tensor w = Tensor.normal(DType.FLOAT64, Key.of(2), 5, 3);
        Tensor b = Tensor.normal(DType.FLOAT64, Key.of(3), 5);
        Tensor t = Tensor.of(0L, 4, -100, 2, 1, 1, 3);
        for (CrossEntropy o : List.of(CrossEntropy.DEFAULT, CrossEntropy.DEFAULT.withLabelSmoothing(0.2).withWeight(d(1, 2, 0.5, 1, 3)))) {
            double want = F.crossEntropy(F.linear(x, w, b), t, o).item();
            double[] dw = grad(z -> F.crossEntropy(F.linear(x, z, b), t, o), w);
            for (int chunk : new int[] {1, 2, 3, 7, 100}) {
                assertThat(F.linearCrossEntropy(x, w, Option.of(b), t, o, chunk).item()).isCloseTo(want, close(want));
                assertThat(grad(z -> F.linearCrossEntropy(x, z, Option.of(b), t, o, chunk), w)).containsExactly(dw, within(1e-14));
            }
        }
        Tensor bad = Tensor.of(new double[] {NAN, 1, 2, INF, 0, 1, 1, 2, 3}, 3, 3);
        assertThat(grad(z -> F.linearCrossEntropy(bad, z, Tensor.of(-100L, -100, -100)), w)).containsOnly(0);
    }

    @Test
    void sidesThatWouldBroadcastAreRefused() {
        Map<String, BinaryOperator<Tensor>> losses = Map.ofEntries(Map.entry("mseLoss", F::mseLoss), Map.entry("l1Loss", F::l1Loss),
                Map.entry("huberLoss", F::huberLoss), Map.entry("smoothL1Loss", F::smoothL1Loss), Map.entry("logCoshLoss", F::logCoshLoss),
                Map.entry("softMarginLoss", F::softMarginLoss), Map.entry("hingeEmbeddingLoss", F::hingeEmbeddingLoss),
                Map.entry("binaryCrossEntropy", F::binaryCrossEntropy), Map.entry("binaryCrossEntropyWithLogits",
                        F::binaryCrossEntropyWithLogits),
                Map.entry("poissonNllLoss", F::poissonNllLoss), Map.entry("klDiv", F::klDiv), Map.entry("sigmoidFocalLoss",
                        F::sigmoidFocalLoss),
                Map.entry("multilabelSoftMarginLoss", F::multilabelSoftMarginLoss), Map.entry("diceLoss", F::diceLoss),
                Map.entry("rankingSoftmaxLoss", F::rankingSoftmaxLoss), Map.entry("quantileLoss", (x, t) -> F.quantileLoss(x, t, 0.5)));
        losses.forEach((name, f) -> assertThatThrownBy(() -> f.apply(d(0.1, 0.2, 0.3), Tensor.of(new double[] {1, 0, 1}, 3, 1)))
                .as(name).isInstanceOf(ArgumentException.class).hasMessageContaining(name + ":").hasMessageContaining("[3, 1]"));
    }

    @Test
    void aWrongClassIsNamedWithItsPlace() {
        Tensor x = Tensor.of(new double[12], 2, 3, 2);
        assertThatThrownBy(() -> F.crossEntropy(x, Tensor.of(new long[] {0, 1, 2, 7}, 2, 2)))
                .isInstanceOf(ArgumentException.class).hasMessageContaining("crossEntropy").hasMessageContaining("7")
                .hasMessageContaining("[1, 1]");
        assertThatThrownBy(() -> F.gaussianNllLoss(d(1), d(1),
                d(-1))).hasMessageContaining("gaussianNllLoss").hasMessageContaining("variance");
        assertThatThrownBy(() -> F.mseLoss(d(1), d(1), Reduction.BATCHMEAN)).hasMessageContaining("mseLoss").hasMessageContaining("klDiv");
    }
}
