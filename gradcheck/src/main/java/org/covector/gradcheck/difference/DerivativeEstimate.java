package org.covector.gradcheck.difference;

import org.covector.gradcheck.threshold.Thresholds;

/**
 * Derivatives of several results along one line, from one family of steps; NaN where values were not finite.
 *
 * @param step the largest step
 * @param value the derivatives
 * @param error of each, estimated
 * @param jump right minus left derivative
 * @param jumpError of each, estimated
 */
public record DerivativeEstimate(double step, double[] value, double[] error, double[] jump, double[] jumpError) {
    public boolean isKnown(int i) {
        return !Double.isNaN(value[i]) && error[i] < Double.POSITIVE_INFINITY;
    }

    /** Whether two estimates of result i contradict each other. */
    boolean agreesWith(DerivativeEstimate other, int i) {
        return Math.abs(value[i] - other.value[i]) <= Thresholds.CONSISTENT * (error[i] + other.error[i]);
    }

    boolean hasSameJumpAs(DerivativeEstimate other, int i) {
        return Math.abs(jump[i] - other.jump[i]) <= Thresholds.CONSISTENT * (jumpError[i] + other.jumpError[i]);
    }

    public boolean hasJump(int i) {
        return Math.abs(jump[i]) > Thresholds.KINK * jumpError[i] && Math.abs(jump[i]) > Thresholds.KINK * error[i];
    }

    /** The same with errors that hold for values of this noise too. */
    public DerivativeEstimate withNoise(double[] noise) {
        double[] more = error.clone();
        double[] moreJump = jumpError.clone();
        for (int i = 0; i < more.length; i++) {
            more[i] += Thresholds.NOISE_IN_SLOPE * noise[i] / step;
            moreJump[i] += Thresholds.NOISE_IN_KINK * noise[i] / step;
        }
        return new DerivativeEstimate(step, value, more, jump, moreJump);
    }

    /** Whether two estimates of result i exclude each other, even if both are overconfident. */
    boolean contradicts(DerivativeEstimate other, int i) {
        return Math.abs(value[i] - other.value[i]) > Thresholds.CONTRADICTS * (error[i] + other.error[i]);
    }

    boolean isConsistentWith(double analytic, int i) {
        return Math.abs(value[i] - analytic) <= Thresholds.CONSISTENT * error[i];
    }
}
