package org.covector.engine.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalQuantileTest {
    /** p and its quantile from 40-digit arithmetic. */
    private static final double[][] QUANTILES = {
        {0.5, 0}, {0.25, -0.6744897501960817432}, {0.07, -1.4757910281791706856}, {0.075, -1.4395314709384559349},
        {0.001, -3.0902323061678135354}, {1e-10, -6.3613409024040561991}, {1e-12, -7.0344838253011319326},
        {1e-300, -37.047096299361199237}, {0.9, 1.2815515655446005935}, {0.999999, 4.7534243088170877657}
    };

    /** z and its probability from 40-digit arithmetic. */
    private static final double[][] PROBABILITIES = {
        {0, 0.5}, {1, 0.84134474606854294859}, {-1, 0.15865525393145705141}, {2.5, 0.99379033467422386483},
        {-2.9999, 0.0013503412829549249056}, {-3.0001, 0.0013494549132607171712}, {-3.5, 0.00023262907903552503635},
        {-8, 6.2209605742717841235e-16}, {-30, 4.9067139271481870595e-198}, {4, 0.99996832875816688008}
    };

    @Test
    void quantilesAgreeWithHighPrecisionValues() {
        for (double[] c : QUANTILES) {
            assertThat(NormalQuantile.quantile(c[0])).isCloseTo(c[1], within(4e-15 * Math.abs(c[1])));
        }
        assertThat(NormalQuantile.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(NormalQuantile.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void probabilitiesAgreeWithHighPrecisionValues() {
        for (double[] c : PROBABILITIES) {
            assertThat(NormalQuantile.probability(c[0])).as("at " + c[0]).isCloseTo(c[1], within(2e-13 * c[1]));
        }
        assertThat(NormalQuantile.probability(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(NormalQuantile.probability(Double.POSITIVE_INFINITY)).isEqualTo(1);
    }
}
