package org.covector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClosenessTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Closeness exact(NdArray got, NdArray want) {
        return Closeness.compare(got, want, 0, 0, true);
    }

    @Test
    void theToleranceIsAbsolutePlusRelativeToWhatIsWanted() {
        NdArray want = NdArray.of(100.0, -1);
        assertThat(Closeness.compare(NdArray.of(101.5, -1), want, 0.01, 0.5, false).ok()).isTrue();
        Closeness c = Closeness.compare(NdArray.of(101.51, -1), want, 0.01, 0.5, false);
        assertThat(c.ok()).isFalse();
        assertThat(c.differing()).isEqualTo(1);
        assertThat(c.worst()).containsExactly(0);
        assertThat(c.got()).isEqualTo(101.51);
        assertThat(c.want()).isEqualTo(100);
        assertThat(c.absolute()).isEqualTo(101.51 - 100);
        assertThat(c.relative()).isEqualTo((101.51 - 100) / 100);
    }

    @Test
    void infinitiesMatchBySignAndNaNOnlyIfAsked() {
        assertThat(exact(NdArray.of(INF, -INF, Double.NaN), NdArray.of(INF, -INF, Double.NaN)).ok()).isTrue();
        assertThat(Closeness.compare(NdArray.of(Double.NaN), NdArray.of(Double.NaN), 1, 1, false).ok()).isFalse();
        for (double got : new double[] {-INF, 0, 1e300, Double.NaN}) {
            assertThat(Closeness.compare(NdArray.of(got), NdArray.of(INF), 1, 1e308, true).ok()).isFalse();
            assertThat(Closeness.compare(NdArray.of(INF), NdArray.of(got), 1, 1e308, true).ok()).isFalse();
        }
    }

    @Test
    void theReportListsTheWorstFiveFromTheTop() {
        NdArray want = NdArray.zeros(DType.FLOAT64, Shape.of(2, 4));
        NdArray got = NdArray.of(0.0, 3, -7, 1e-3, 2, Double.NaN, 5, 4).reshape(Shape.of(2, 4));
        Closeness c = Closeness.compare(got, want, 0, 0.01, true);
        assertThat(c.differing()).isEqualTo(6);
        assertThat(c.worst()).containsExactly(1, 1);
        assertThat(c.text()).isEqualTo("""
                6 of 8 elements differ (rtol 0.0, atol 0.01)
                  [1, 1]: got NaN, want 0.0, absolute NaN, relative NaN
                  [0, 2]: got -7.0, want 0.0, absolute 7.0, relative Infinity
                  [1, 2]: got 5.0, want 0.0, absolute 5.0, relative Infinity
                  [1, 3]: got 4.0, want 0.0, absolute 4.0, relative Infinity
                  [0, 1]: got 3.0, want 0.0, absolute 3.0, relative Infinity""");
    }

    @Test
    void shapesAreReportedAndNothingIsCloseToNothing() {
        assertThat(exact(NdArray.of(1f), NdArray.of(1f, 1)).text()).isEqualTo("shape [1] instead of [2]");
        assertThat(exact(NdArray.of(new float[0]), NdArray.of(new float[0])).ok()).isTrue();
        assertThat(exact(NdArray.scalar(DType.INT64, 2), NdArray.scalar(DType.FLOAT32, 2)).ok()).isTrue();
    }

    @Test
    void longsAreComparedExactlyAboveThePrecisionOfDoubles() {
        assertThat(exact(NdArray.of(Long.MAX_VALUE), NdArray.of(Long.MAX_VALUE - 1)).ok()).isFalse();
        assertThat(exact(NdArray.of(Long.MAX_VALUE), NdArray.of(Long.MIN_VALUE)).ok()).isFalse();
        assertThat(exact(NdArray.of(Long.MAX_VALUE), NdArray.of(Long.MAX_VALUE)).ok()).isTrue();
    }

    @Test
    void equalBitsTellsSignsOfZeroApartAndTakesNaNForNaN() {
        float other = Float.intBitsToFloat(0x7fc00001);
        assertThat(Closeness.equalBits(NdArray.of(Float.NaN, 1), NdArray.of(other, 1))).isTrue();
        assertThat(Closeness.equalBits(NdArray.of(0.0), NdArray.of(-0.0))).isFalse();
        assertThat(Closeness.equalBits(NdArray.of(1f), NdArray.of(1.0))).isFalse();
        assertThat(Closeness.equalBits(NdArray.of(1L, 2), NdArray.of(1L, 2).reshape(Shape.of(2, 1)))).isFalse();
        NdArray x = NdArray.of(true, false, true, true).reshape(Shape.of(2, 2));
        assertThat(Closeness.equalBits(x.transpose(0, 1), x.transpose(0, 1).dense())).isTrue();
        assertThat(Closeness.equalBits(x, x.transpose(0, 1))).isFalse();
    }

    @Test
    void negativeTolerancesAreRefused() {
        assertThatThrownBy(() -> Closeness.compare(NdArray.of(1f), NdArray.of(1f), -1, 0, true)).isInstanceOf(ArgumentException.class);
    }
}
