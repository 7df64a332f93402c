package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.sigmoidFocalLoss}.
 *
 * @param alpha the weight of positives, against 1 - alpha of negatives; absent for none
 * @param gamma how much easy examples count less; 0 for not at all
 * @param reduction what becomes of the losses
 */
public record SigmoidFocal(Option<Double> alpha, double gamma, Reduction reduction) {
    /** No weights, gamma 2, mean. */
    public static final SigmoidFocal DEFAULT = new SigmoidFocal(Option.none(), 2, Reduction.MEAN);

    /** Checks the numbers. */
    public SigmoidFocal {
        ArgumentException.require(gamma >= 0, "sigmoidFocalLoss", "gamma", gamma, "0 or more");
    }

    /** With a weight of positives, against 1 minus it of negatives. */
    public SigmoidFocal withAlpha(double given) {
        return new SigmoidFocal(Option.of(given), gamma, reduction);
    }

    /** With another exponent. */
    public SigmoidFocal withGamma(double given) {
        return new SigmoidFocal(alpha, given, reduction);
    }

    /** With another reduction. */
    public SigmoidFocal withReduction(Reduction given) {
        return new SigmoidFocal(alpha, gamma, given);
    }
}
