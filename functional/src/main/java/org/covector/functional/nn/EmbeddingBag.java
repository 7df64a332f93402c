package org.covector.functional.nn;

import io.vavr.control.Option;
import org.covector.engine.DType;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Sums, means or maxima of rows of a table bag by bag: {@code F.embeddingBag}. With maxNorm the next layer has the rows that were scaled.
 *
 * {@snippet :
 * EmbeddingBag bag = EmbeddingBag.init(Key.of(1), 3, 4);
 * Shape y = bag.apply(Tensor.of(new long[] {0, 2, 1, 1}, 2, 2)).shape(); // [2, 4]
 * }
 *
 * @param weight [numEmbeddings, embeddingDim]
 * @param options mode, padding, largest norm, gradients by frequency; offsets and weights are given with each index
 * @param includeLastOffset whether offsets end with the size of the index
 */
public record EmbeddingBag(Tensor weight, EmbeddingBagOptions options, boolean includeLastOffset) implements Layer {
    /** Its tensors. */
    public static final Tree<EmbeddingBag> TREE = Tree.of(
            "weight", EmbeddingBag::weight, Tree.TENSOR,
            "options", EmbeddingBag::options, Tree.fixed(),
            "includeLastOffset", EmbeddingBag::includeLastOffset, Tree.fixed(),
            EmbeddingBag::new);

    /** Refuses null. */
    public EmbeddingBag {
        Present.require(EmbeddingBag.class, weight, options);
    }

    /**
     * Rows from N(0, 1); that of padding is 0.
     *
     * @param numEmbeddings rows of the table
     * @param embeddingDim length of a row
     */
    public static EmbeddingBag init(Key key, int numEmbeddings, int embeddingDim, EmbeddingBagOptions options, DType dtype) {
        return new EmbeddingBag(Embedding.table(key, dtype, numEmbeddings, embeddingDim, options.rows().paddingIdx()), options,
                options.includeLastOffset());
    }

    /** Means of bags, FLOAT32, rows from N(0, 1). */
    public static EmbeddingBag init(Key key, int numEmbeddings, int embeddingDim) {
        return init(key, numEmbeddings, embeddingDim, EmbeddingBagOptions.DEFAULT, DType.FLOAT32);
    }

    /** Of x, INT64 [bags, n]: [bags, embeddingDim]. */
    @Override
    public Step<EmbeddingBag> apply(Tensor x, Mode mode) {
        return apply(x, Option.none(), Option.none());
    }

    /** Of x, INT64 [n] with offsets, [bags, n] without, with a factor for each row: [bags, embeddingDim]. */
    public Step<EmbeddingBag> apply(Tensor x, Option<Tensor> offsets, Option<Tensor> perSampleWeights) {
        boolean last = offsets.isDefined() && includeLastOffset;
        EmbeddingBagOptions o = new EmbeddingBagOptions(options.mode(), offsets, perSampleWeights, last, options.rows());
        Tensor table = options.rows().maxNorm().isEmpty() ? weight : Embedding.moved(weight, F.embeddingBag(x, weight, o).weight());
        Tensor y = F.embeddingBag(x, table, o.withRows(Embedding.unbounded(options.rows()))).y();
        return new Step<>(y, new EmbeddingBag(table, options, includeLastOffset));
    }

    @Override
    public String extra() {
        return "numEmbeddings=" + weight.dim(0) + ", embeddingDim=" + weight.dim(1) + ", mode=" + options.mode();
    }

    @Override
    public Tree<EmbeddingBag> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
