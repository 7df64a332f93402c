package org.covector.functional;

import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.tverskyLoss}, and, with alpha and beta 1/2, of the Dice loss.
 *
 * @param alpha the weight of false positives
 * @param beta the weight of false negatives
 * @param smooth added above and below
 * @param reduction what becomes of the losses
 */
public record Tversky(double alpha, double beta, double smooth, Reduction reduction) {
    /** Both weights 1/2, smooth 1, mean over samples. */
    public static final Tversky DEFAULT = new Tversky(0.5, 0.5, 1, Reduction.MEAN);

    /** Checks the numbers. */
    public Tversky {
        ArgumentException.require(alpha >= 0 && beta >= 0 && smooth >= 0, "tverskyLoss", "alpha, beta and smooth",
                alpha + ", " + beta + ", " + smooth, "0 or more");
    }

    /** With another weight of false positives. */
    public Tversky withAlpha(double given) {
        return new Tversky(given, beta, smooth, reduction);
    }

    /** With another weight of false negatives. */
    public Tversky withBeta(double given) {
        return new Tversky(alpha, given, smooth, reduction);
    }

    /** With another number added above and below. */
    public Tversky withSmooth(double given) {
        return new Tversky(alpha, beta, given, reduction);
    }

    /** With another reduction. */
    public Tversky withReduction(Reduction given) {
        return new Tversky(alpha, beta, smooth, given);
    }
}
