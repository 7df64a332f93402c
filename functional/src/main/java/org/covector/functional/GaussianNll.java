package org.covector.functional;

import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.gaussianNllLoss}.
 *
 * @param full whether {@code log(2 pi) / 2} is added
 * @param eps the least variance; smaller ones are replaced by it
 * @param reduction what becomes of the losses
 */
public record GaussianNll(boolean full, double eps, Reduction reduction) {
    /** No constant, eps 1e-6, mean. */
    public static final GaussianNll DEFAULT = new GaussianNll(false, 1e-6, Reduction.MEAN);

    /** Checks the numbers. */
    public GaussianNll {
        ArgumentException.require(eps > 0, "gaussianNllLoss", "eps", eps, "a number above 0");
    }

    /** With or without the constant. */
    public GaussianNll withFull(boolean given) {
        return new GaussianNll(given, eps, reduction);
    }

    /** With another least variance. */
    public GaussianNll withEps(double given) {
        return new GaussianNll(full, given, reduction);
    }

    /** With another reduction. */
    public GaussianNll withReduction(Reduction given) {
        return new GaussianNll(full, eps, given);
    }
}
