package org.covector.functional;

import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.tripletMarginLoss} and, but for p and eps, of {@code F.tripletMarginWithDistanceLoss}.
 *
 * @param margin by how much the negative should be farther
 * @param p of the norm
 * @param eps added to each difference
 * @param swap whether the distance of positive and negative counts if it is the smaller one
 * @param reduction what becomes of the losses
 */
public record TripletMargin(double margin, double p, double eps, boolean swap, Reduction reduction) {
    /** Margin 1, Euclidean, eps 1e-6, no swap, mean. */
    public static final TripletMargin DEFAULT = new TripletMargin(1, 2, 1e-6, false, Reduction.MEAN);

    /** Checks the numbers. */
    public TripletMargin {
        ArgumentException.require(p >= 0, "tripletMarginLoss", "p", p, "0 or more");
    }

    /** With another margin. */
    public TripletMargin withMargin(double given) {
        return new TripletMargin(given, p, eps, swap, reduction);
    }

    /** With another norm. */
    public TripletMargin withP(double given) {
        return new TripletMargin(margin, given, eps, swap, reduction);
    }

    /** With another number added to differences. */
    public TripletMargin withEps(double given) {
        return new TripletMargin(margin, p, given, swap, reduction);
    }

    /** With or without the swap of anchor and positive (Balntas et al., 2016). */
    public TripletMargin withSwap(boolean given) {
        return new TripletMargin(margin, p, eps, given, reduction);
    }

    /** With another reduction. */
    public TripletMargin withReduction(Reduction given) {
        return new TripletMargin(margin, p, eps, swap, given);
    }
}
