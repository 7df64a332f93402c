package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.multiMarginLoss}.
 *
 * @param p the power of what is lacking, 1 or 2
 * @param margin by how much the own class should lead
 * @param weight one per class
 * @param reduction what becomes of the losses
 */
public record MultiMargin(int p, double margin, Option<Tensor> weight, Reduction reduction) {
    /** Power 1, margin 1, no weights, mean. */
    public static final MultiMargin DEFAULT = new MultiMargin(1, 1, Option.none(), Reduction.MEAN);

    /** Checks the numbers. */
    public MultiMargin {
        ArgumentException.require(p == 1 || p == 2, "multiMarginLoss", "p", p, "1 or 2");
    }

    /** With another power, 1 or 2. */
    public MultiMargin withP(int given) {
        return new MultiMargin(given, margin, weight, reduction);
    }

    /** With another margin. */
    public MultiMargin withMargin(double given) {
        return new MultiMargin(p, given, weight, reduction);
    }

    /** With one weight per class. */
    public MultiMargin withWeight(Tensor given) {
        return new MultiMargin(p, margin, Option.of(given), reduction);
    }

    /** With another reduction. */
    public MultiMargin withReduction(Reduction given) {
        return new MultiMargin(p, margin, weight, given);
    }
}
