package org.covector.functional;

import io.vavr.control.Option;

/**
 * Parameters and options of {@code F.batchNorm}.
 *
 * @param weight scale per channel
 * @param bias shift per channel
 * @param runningMean the running mean per channel so far
 * @param runningVar the running unbiased variance per channel so far
 * @param training whether to normalise with this batch's statistics and move the running ones
 * @param momentum how far the running statistics move toward this batch's
 * @param eps added to the variance
 */
public record BatchNorm(Option<Tensor> weight, Option<Tensor> bias, Option<Tensor> runningMean, Option<Tensor> runningVar,
        boolean training, double momentum, double eps) {
    /** Training, without parameters or running statistics; momentum 0.1, eps 1e-5. */
    public static final BatchNorm TRAINING = new BatchNorm(Option.none(), Option.none(), Option.none(), Option.none(), true, 0.1, 1e-5);

    /**
     * The normalised tensor and the new running statistics, which no gradient flows through.
     *
     * @param y the result
     * @param runningMean moved, if it was given
     * @param runningVar moved, if it was given
     */
    public record Result(Tensor y, Option<Tensor> runningMean, Option<Tensor> runningVar) {}

    /** With scale and shift. */
    public BatchNorm withParameters(Tensor scale, Tensor shift) {
        return new BatchNorm(Option.of(scale), Option.of(shift), runningMean, runningVar, training, momentum, eps);
    }

    /** With running statistics. */
    public BatchNorm withRunning(Tensor mean, Tensor variance) {
        return new BatchNorm(weight, bias, Option.of(mean), Option.of(variance), training, momentum, eps);
    }

    /** Normalising with the running statistics. */
    public BatchNorm forEvaluation() {
        return new BatchNorm(weight, bias, runningMean, runningVar, false, momentum, eps);
    }

    /** With another momentum. */
    public BatchNorm withMomentum(double fraction) {
        return new BatchNorm(weight, bias, runningMean, runningVar, training, fraction, eps);
    }

    /** With another eps. */
    public BatchNorm withEps(double added) {
        return new BatchNorm(weight, bias, runningMean, runningVar, training, momentum, added);
    }
}
