package org.covector.functional.train;

/**
 * A loss that is NaN or infinite, in a training that was not told to go on ({@link NonFinite}).
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * long at = -1;
 * try {
 *     trainer.step(trainer.begin(model, Key.of(1)), new Examples(Tensor.full(Double.NaN, 1, 1), data.y()));
 * } catch (NonFiniteLossException e) {
 *     at = e.step();
 * }
 * long step = at; // 0
 * }
 */
public final class NonFiniteLossException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private final double loss;
    private final long step;

    NonFiniteLossException(double loss, TrainState<?> state) {
        super("loss is " + loss + " in step " + state.step() + ", batch " + state.position() + " of epoch " + state.epoch()
                + "; a smaller learning rate, clipped gradients, or NonFinite.SKIP go on");
        this.loss = loss;
        this.step = state.step();
    }

    /** The loss. */
    public double loss() {
        return loss;
    }

    /** The number of the step, from 0. */
    public long step() {
        return step;
    }
}
