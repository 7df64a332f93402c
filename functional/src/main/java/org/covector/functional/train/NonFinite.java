package org.covector.functional.train;

/**
 * What becomes of a step whose loss, or a gradient, is NaN or infinite.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * Examples bad = new Examples(Tensor.full(Double.NaN, 1, 1), data.y());
 * var step = trainer.withNonFinite(NonFinite.SKIP).step(trainer.begin(model, Key.of(1)), bad);
 * boolean skipped = step.skipped(); // true
 * Tensor weight = step.state().model().weight(); // [[0]]
 * }
 */
public enum NonFinite {
    /** A loss that is not finite is a {@link NonFiniteLossException}. */
    FAIL,
    /** Where the loss or a gradient is not finite, model and optimiser stay what they were; the step counts. */
    SKIP,
    /** The optimiser gets what there is. */
    KEEP
}
