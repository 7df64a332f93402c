package org.covector.functional.train;

/** A loss that is NaN or infinite, in a training that was not told to go on ({@link NonFinite}). */
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
