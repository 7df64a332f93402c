package org.covector.gradcheck.alone;

import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.gradcheck.assertj.GradientAssertions;
import org.covector.gradcheck.assertj.SoftGradientAssertions;

/** A program with AssertJ and no other test library. */
final class AssertJAlone {
    private AssertJAlone() {}

    /** Asserts something right and something wrong. */
    public static void main(String[] arguments) {
        GradientAssertions.assertThatGradient(F::tanh).at(Tensor.of(0.5)).isProven();
        try {
            SoftGradientAssertions.assertGradientsSoftly(softly -> softly.assertThatGradient(F::abs).at(0).isProven());
        } catch (AssertionError expected) {
            System.out.println("fine");
        }
    }
}
