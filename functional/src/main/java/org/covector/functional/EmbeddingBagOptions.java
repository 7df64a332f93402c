package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of {@link F#embeddingBag(Tensor, Tensor, EmbeddingBagOptions)}.
 *
 * @param mode how the rows of a bag become one
 * @param offsets INT64 [bags]: where in an index of one axis each bag begins, ascending from 0; without it the index is [bags, n]
 * @param perSampleWeights of the index's shape and the table's dtype: a factor for each row, with {@link Mode#SUM} only
 * @param includeLastOffset whether offsets is [bags + 1] and its last element the size of the index
 * @param rows options of the rows; of those in bags, padding does not count at all
 */
public record EmbeddingBagOptions(Mode mode, Option<Tensor> offsets, Option<Tensor> perSampleWeights, boolean includeLastOffset,
        EmbeddingOptions rows) {
    /** How the rows of a bag become one. */
    public enum Mode {
        /** Their sum. */
        SUM,
        /** Their mean; 0 for none. */
        MEAN,
        /** The largest in each column; 0 for none. Rows that tie share the gradient evenly. */
        MAX
    }

    /** Means of an index [bags, n]. */
    public static final EmbeddingBagOptions DEFAULT = new EmbeddingBagOptions(Mode.MEAN, Option.none(), Option.none(), false,
            EmbeddingOptions.DEFAULT);

    /** With another mode than the mean. */
    public EmbeddingBagOptions withMode(Mode other) {
        return new EmbeddingBagOptions(other, offsets, perSampleWeights, includeLastOffset, rows);
    }

    /** With bags that begin at these places of an index of one axis. */
    public EmbeddingBagOptions withOffsets(Tensor begins) {
        return new EmbeddingBagOptions(mode, Option.of(begins), perSampleWeights, false, rows);
    }

    /** With bags that begin at these places but for the last one, which is the size of the index. */
    public EmbeddingBagOptions withOffsetsAndEnd(Tensor beginsAndEnd) {
        return new EmbeddingBagOptions(mode, Option.of(beginsAndEnd), perSampleWeights, true, rows);
    }

    /** With a factor for each row, which is differentiated too. */
    public EmbeddingBagOptions withPerSampleWeights(Tensor factors) {
        return new EmbeddingBagOptions(mode, offsets, Option.of(factors), includeLastOffset, rows);
    }

    /** With a row that does not count. */
    public EmbeddingBagOptions withPaddingIdx(int row) {
        return new EmbeddingBagOptions(mode, offsets, perSampleWeights, includeLastOffset, rows.withPaddingIdx(row));
    }

    /** With a largest norm of rows. */
    public EmbeddingBagOptions withMaxNorm(double norm) {
        return new EmbeddingBagOptions(mode, offsets, perSampleWeights, includeLastOffset, rows.withMaxNorm(norm));
    }

    /** With other options of the rows. */
    public EmbeddingBagOptions withRows(EmbeddingOptions options) {
        return new EmbeddingBagOptions(mode, offsets, perSampleWeights, includeLastOffset, options);
    }
}
