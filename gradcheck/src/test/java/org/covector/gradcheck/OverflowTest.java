package org.covector.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.junit.jupiter.api.Test;

class OverflowTest {
    /** i1 near 712 has derivatives of 1e307: combinations of cotangents go beyond the largest number, and accuse nobody. */
    @Test
    void multiplesOfHugeGradientsThatOverflowAccuseNobody() {
        Tensor x = Tensor.of(-3.1439574632371836, -0.011050947195929015, -712.2999984903594);
        for (long seed = 0; seed < 200; seed++) {
            assertThat(Gradcheck.check(F::i1, x, Options.DEFAULT.withOrder(1).withSeed(seed).withVariations()).isWrong())
                    .as("seed %d", seed).isFalse();
        }
    }
}
