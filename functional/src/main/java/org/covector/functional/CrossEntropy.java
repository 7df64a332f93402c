package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Options of {@code F.crossEntropy} and {@code F.nllLoss}.
 *
 * @param weight one per class
 * @param ignoreIndex samples of this class contribute nothing
 * @param reduction of the samples' losses
 * @param labelSmoothing how much of the target is spread evenly over the classes, 0 to 1
 */
public record CrossEntropy(Option<Tensor> weight, long ignoreIndex, Reduction reduction, double labelSmoothing) {
    /** Mean over samples, nothing ignored (index -100 as in torch), no weights. */
    public static final CrossEntropy DEFAULT = new CrossEntropy(Option.none(), -100, Reduction.MEAN, 0);

    /** Checks the smoothing. */
    public CrossEntropy {
        ArgumentException.require(labelSmoothing >= 0 && labelSmoothing <= 1, "crossEntropy", "labelSmoothing", labelSmoothing, "0 to 1");
    }

    /** With one weight per class. */
    public CrossEntropy withWeight(Tensor classWeights) {
        return new CrossEntropy(Option.of(classWeights), ignoreIndex, reduction, labelSmoothing);
    }

    /** With samples of one class ignored. */
    public CrossEntropy withIgnoreIndex(long index) {
        return new CrossEntropy(weight, index, reduction, labelSmoothing);
    }

    /** With another reduction. */
    public CrossEntropy withReduction(Reduction how) {
        return new CrossEntropy(weight, ignoreIndex, how, labelSmoothing);
    }

    /** With smoothed labels. */
    public CrossEntropy withLabelSmoothing(double amount) {
        return new CrossEntropy(weight, ignoreIndex, reduction, amount);
    }
}
