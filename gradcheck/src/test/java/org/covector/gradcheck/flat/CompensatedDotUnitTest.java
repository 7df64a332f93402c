package org.covector.gradcheck.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of products against sums in unlimited precision. */
class CompensatedDotUnitTest {
    private static double exact(float[] v, int offset, double[] y, int count) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.add(new BigDecimal(v[offset + i]).multiply(new BigDecimal(y[i])));
        }
        return sum.doubleValue();
    }

    private static double dot(float[] v, int offset, double[] y, int count) {
        CompensatedDot all = new CompensatedDot();
        all.add(v, offset, y, count);
        return all.value();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 127, 128, 129, 131, 300})
    void everyProductCountsOnce(int count) {
        Random random = new Random(count);
        float[] v = new float[count + 9];
        double[] y = new double[count + 3];
        for (int i = 0; i < v.length; i++) {
            v[i] = 1 + random.nextInt(128) / 64f;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextInt(1, 1000);
        }
        assertThat(dot(v, 4, y, count)).as("few bits: no rounding at all").isEqualTo(exact(v, 4, y, count));
    }

    @Test
    void partsAreAddedUp() {
        float[] v = {1, 2, 3, 4, 5};
        CompensatedDot all = new CompensatedDot();
        all.add(v, 0, new double[] {10, 100}, 2);
        all.add(v, 2, new double[] {1000, 10_000, 100_000, -1}, 3);
        assertThat(all.value()).isEqualTo(10 + 200 + 3000 + 40_000 + 500_000);
    }

    @Test
    void whatTheSumOfBlocksLosesIsKept() {
        int blocks = 1000;
        double[] y = new double[blocks * CompensatedDot.BLOCK];
        float[] v = new float[y.length];
        java.util.Arrays.fill(v, 1);
        y[0] = 0x1p53;
        for (int b = 1; b < blocks; b++) {
            y[b * CompensatedDot.BLOCK] = 1; // lost one by one without the compensation
        }
        assertThat(dot(v, 0, y, y.length)).isEqualTo(0x1p53 + (blocks - 1));
        y[0] = 1;
        y[CompensatedDot.BLOCK] = 0x1p53; // and when the larger one comes later
        assertThat(dot(v, 0, y, y.length)).isCloseTo(0x1p53 + (blocks - 1), within(2.0));
    }
}
