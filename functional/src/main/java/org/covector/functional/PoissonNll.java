package org.covector.functional;

/**
 * Options of {@code F.poissonNllLoss}.
 *
 * @param logInput whether x is the logarithm of the rate
 * @param full whether Stirling's approximation of {@code log t!} is added where t is above 1
 * @param eps added to a rate before its logarithm is taken
 * @param reduction what becomes of the losses
 */
public record PoissonNll(boolean logInput, boolean full, double eps, Reduction reduction) {
    /** x is a logarithm, no term of the target alone, eps 1e-8, mean. */
    public static final PoissonNll DEFAULT = new PoissonNll(true, false, 1e-8, Reduction.MEAN);

    /** With x as the logarithm of the rate, or the rate itself. */
    public PoissonNll withLogInput(boolean given) {
        return new PoissonNll(given, full, eps, reduction);
    }

    /** With or without the term of the target alone. */
    public PoissonNll withFull(boolean given) {
        return new PoissonNll(logInput, given, eps, reduction);
    }

    /** With another number added to rates. */
    public PoissonNll withEps(double given) {
        return new PoissonNll(logInput, full, given, reduction);
    }

    /** With another reduction. */
    public PoissonNll withReduction(Reduction given) {
        return new PoissonNll(logInput, full, eps, given);
    }
}
