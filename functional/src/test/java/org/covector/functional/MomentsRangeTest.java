package org.covector.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vavr.Function1;
import io.vavr.control.Option;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.junit.jupiter.api.Test;

/** Normalisation does not see the scale of its input: neither squares nor sums leave the range of the dtype. */
class MomentsRangeTest {
    private static final double[] SHAPE = {1, -2, 4, 0.5, 3, -1, 2, 0.25};

    private static Tensor scaled(DType dtype, double scale) {
        double[] all = new double[SHAPE.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = SHAPE[i] * scale;
        }
        Tensor x = Tensor.of(org.covector.engine.NdArray.of(all).to(dtype));
        return F.reshape(x, 2, 2, 2);
    }

    private static Tensor layer(Tensor x) {
        return F.layerNorm(x, new int[] {2}, Option.none(), Option.none(), 0);
    }

    private static Tensor rms(Tensor x) {
        return F.rmsNorm(x, new int[] {2, 2}, Option.none(), 0);
    }

    private static Tensor group(Tensor x) {
        return F.groupNorm(x, 1, Option.none(), Option.none(), 0);
    }

    private static Tensor batch(Tensor x) {
        return F.batchNorm(x, BatchNorm.TRAINING.withEps(0)).y();
    }

    private static double[] weighted(Function1<Tensor, Tensor> f, Tensor x) {
        Tensor weights = F.reshape(Tensor.of(org.covector.engine.NdArray.of(new double[] {1, 2, -1, 0.5, 3, -2, 1, 1}).to(x.dtype())), 2,
                2, 2);
        return Autograd.grad(t -> F.sum(F.mul(f.apply(t), weights))).apply(x).array().toDoubleArray();
    }

    private static void sameAtEveryScale(Function1<Tensor, Tensor> f) {
        double[] value = f.apply(scaled(DType.FLOAT64, 1)).array().toDoubleArray();
        double[] slope = weighted(f, scaled(DType.FLOAT64, 1));
        double[] curvature = Autograd.hvp(t -> F.sum(F.mul(F.square(f.apply(t)), t)), scaled(DType.FLOAT64, 1),
                scaled(DType.FLOAT64, 1)).array().toDoubleArray();
        for (double s : new double[] {0x1p700, 0x1p1000, 0x1p-600, 0x1p-900}) {
            Tensor x = scaled(DType.FLOAT64, s);
            assertThat(f.apply(x).array().toDoubleArray()).as("scale %s", s).containsExactly(value, within(1e-14));
            double[] dx = weighted(f, x);
            for (int i = 0; i < dx.length; i++) {
                assertThat(dx[i] * s).as("gradient at scale %s", s).isCloseTo(slope[i], within(1e-12));
            }
            double[] second = Autograd.hvp(t -> F.sum(F.mul(F.square(f.apply(t)), t)), x, x).array().toDoubleArray();
            assertThat(second).as("curvature at scale %s", s).containsExactly(curvature, within(1e-11));
        }
        for (double s : new double[] {0x1p70, 0x1p120, 0x1p-70}) {
            double[] y = f.apply(scaled(DType.FLOAT32, s)).array().toDoubleArray();
            assertThat(y).as("FLOAT32, scale %s", s).containsExactly(value, within(1e-5));
        }
    }

    @Test
    void normalisationIsTheSameAtEveryScale() {
        sameAtEveryScale(MomentsRangeTest::layer);
        sameAtEveryScale(MomentsRangeTest::rms);
        sameAtEveryScale(MomentsRangeTest::group);
        sameAtEveryScale(MomentsRangeTest::batch);
    }

    @Test
    void largeRowsDoNotDisturbTheirNeighbours() {
        Tensor x = Tensor.of(new double[] {1e200, -1e200, 1, 2, 1e-3, 5e-3}, 3, 2);
        double[] together = F.layerNorm(x, new int[] {2}, Option.none(), Option.none(), 1e-5).array().toDoubleArray();
        double[] apart = F.layerNorm(F.narrow(x, 0, 1, 2), new int[] {2}, Option.none(), Option.none(), 1e-5).array().toDoubleArray();
        assertThat(together[0]).isEqualTo(1);
        assertThat(together[1]).isEqualTo(-1);
        for (int i = 0; i < apart.length; i++) {
            assertThat(together[i + 2]).isEqualTo(apart[i]);
        }
    }

    @Test
    void equalLargeElementsGiveZeros() {
        Tensor x = Tensor.full(DType.FLOAT32, Shape.of(2, 8), 1e38);
        assertThat(F.layerNorm(x, new int[] {8}, Option.none(), Option.none(), 1e-5).array().toDoubleArray()).containsOnly(0);
        var y = F.layerNormWithStatistics(x, new int[] {8}, Option.none(), Option.none(), 1e-5);
        assertThat(y._2().getDouble(0, 0)).isCloseTo(1e38, within(1e32));
    }

    @Test
    void noSamplesHaveSecondDerivatives() {
        Tensor x = Tensor.zeros(DType.FLOAT64, Shape.of(0, 4, 3));
        Function1<Tensor, Tensor> f = t -> F.sum(F.square(F.groupNorm(t, 2, Option.none(), Option.none(), 1e-5)));
        assertThat(Autograd.grad(t -> F.sum(Autograd.grad(f).apply(t))).apply(x).shape()).isEqualTo(x.shape());
    }
}
