package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EuclideanNormUnitTest {
    private static double norm(double... parts) {
        EuclideanNorm norm = new EuclideanNorm();
        for (double p : parts) {
            norm.add(p);
        }
        return norm.value();
    }

    @Test
    void itIsTheRootOfTheSquares() {
        assertThat(norm()).isZero();
        assertThat(norm(3, -4)).isEqualTo(5);
        assertThat(norm(2, 3, 6)).isEqualTo(7);
    }

    @Test
    void whereSquaresLeaveTheRangeItIsTheSum() {
        assertThat(norm(3e200, -4e200)).isCloseTo(7e200, within(1e185));
        assertThat(norm(3e-200, -4e-200)).isCloseTo(7e-200, within(1e-215));
        assertThat(norm(1, Double.NaN)).isNaN();
    }
}
