package org.covector.functional;

/**
 * Options of {@code F.ctcLoss}.
 *
 * @param blank the class of no label
 * @param zeroInfinity whether infinite losses, of inputs too short for their labels, count as 0, and their gradients too
 * @param reduction what becomes of the losses
 */
public record Ctc(int blank, boolean zeroInfinity, Reduction reduction) {
    /** Blank 0, infinite losses stay, mean of losses divided by the lengths of their targets. */
    public static final Ctc DEFAULT = new Ctc(0, false, Reduction.MEAN);

    /** With another class of no label. */
    public Ctc withBlank(int given) {
        return new Ctc(given, zeroInfinity, reduction);
    }

    /** With or without infinite losses counting as 0. */
    public Ctc withZeroInfinity(boolean given) {
        return new Ctc(blank, given, reduction);
    }

    /** With another reduction. */
    public Ctc withReduction(Reduction given) {
        return new Ctc(blank, zeroInfinity, given);
    }
}
