package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of {@link F#embedding(Tensor, Tensor, EmbeddingOptions)}.
 *
 * @param paddingIdx a row that gets no gradient; negative ones count from the end
 * @param maxNorm rows that are looked up and whose norm is larger are scaled to have this norm
 * @param normType p of that norm
 * @param scaleGradByFreq whether the gradient of each row is divided by how often the row is looked up: no derivative of the value, but a
 *     rule for training
 */
public record EmbeddingOptions(Option<Integer> paddingIdx, Option<Double> maxNorm, double normType, boolean scaleGradByFreq) {
    /** Nothing of it; the norm is Euclidean. */
    public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(Option.none(), Option.none(), 2, false);

    /**
     * What was looked up, and the table as it is now.
     *
     * @param y the rows, or the bags
     * @param weight the table, with the rows that maxNorm scaled; the table that was given without maxNorm
     */
    public record Result(Tensor y, Tensor weight) {}

    /** With a row that gets no gradient. */
    public EmbeddingOptions withPaddingIdx(int row) {
        return new EmbeddingOptions(Option.of(row), maxNorm, normType, scaleGradByFreq);
    }

    /** With a largest norm of rows. */
    public EmbeddingOptions withMaxNorm(double norm) {
        return new EmbeddingOptions(paddingIdx, Option.of(norm), normType, scaleGradByFreq);
    }

    /** With another norm than the Euclidean one. */
    public EmbeddingOptions withNormType(double p) {
        return new EmbeddingOptions(paddingIdx, maxNorm, p, scaleGradByFreq);
    }

    /** With gradients divided by how often a row is looked up. */
    public EmbeddingOptions withScaleGradByFreq() {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, true);
    }
}
