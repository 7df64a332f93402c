package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y[...] = weight[x[...]]}: rows of a table, {@code F.embedding}. With maxNorm the next layer has the rows that were scaled.
 *
 * {@snippet :
 * Embedding table = new Embedding(Tensor.of(new float[] {0, 1, 10, 11, 20, 21}, 3, 2), EmbeddingOptions.DEFAULT);
 * Tensor y = table.apply(Tensor.of(2L, 0L)); // [[20, 21], [0, 1]]
 * }
 *
 * @param weight [numEmbeddings, embeddingDim]
 * @param options padding, largest norm, gradients by frequency
 */
public record Embedding(Tensor weight, EmbeddingOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<Embedding> TREE = Tree.of(MethodHandles.lookup(), Embedding.class);

    /** Refuses null. */
    public Embedding {
        Present.require(Embedding.class, weight, options);
    }

    /**
     * Options.
     *
     * @param numEmbeddings rows of the table
     * @param embeddingDim length of a row
     * @param rows padding, largest norm, gradients by frequency
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(int numEmbeddings, int embeddingDim, EmbeddingOptions rows, DType dtype) {
        /** Checks the row of padding. */
        public Options {
            Present.require(Options.class, rows, dtype);
            ArgumentException.require(numEmbeddings >= 0 && embeddingDim >= 0, "Embedding", "numEmbeddings, embeddingDim",
                    numEmbeddings + ", " + embeddingDim, "0 or more");
            requirePadding(numEmbeddings, rows.paddingIdx());
        }

        /** With padding, largest norm, gradients by frequency. */
        public Options withRows(EmbeddingOptions other) {
            return new Options(numEmbeddings, embeddingDim, other, dtype);
        }
    }

    /** No padding, FLOAT32. */
    public static Options options(int numEmbeddings, int embeddingDim) {
        return new Options(numEmbeddings, embeddingDim, EmbeddingOptions.DEFAULT, DType.FLOAT32);
    }

    /** Rows from N(0, 1), FLOAT32. */
    public static Embedding init(Key key, int numEmbeddings, int embeddingDim) {
        return init(key, options(numEmbeddings, embeddingDim));
    }

    /** Rows from N(0, 1); that of padding is 0. */
    public static Embedding init(Key key, Options o) {
        return new Embedding(table(key, o.dtype, o.numEmbeddings, o.embeddingDim, o.rows.paddingIdx()), o.rows);
    }

    private static void requirePadding(int rows, Option<Integer> padding) {
        padding.forEach(i -> ArgumentException.require(i >= -rows && i < rows, "Embedding", "paddingIdx", i, -rows + " to " + (rows - 1)));
    }

    static Tensor table(Key key, DType dtype, int rows, int length, Option<Integer> padding) {
        requirePadding(rows, padding);
        Tensor weight = Tensor.normal(dtype, key, rows, length);
        return padding.fold(() -> weight, i -> {
            boolean[] is = new boolean[rows];
            is[Math.floorMod(i, rows)] = true;
            return F.where(F.unsqueeze(Tensor.of(is), 1), 0, weight);
        });
    }

    /** The scaled table, as which the given one is differentiated: torch scales it in place, outside the graph. */
    static Tensor moved(Tensor weight, Tensor scaled) {
        return F.add(weight, Autograd.stopGradient(F.sub(scaled, weight)));
    }

    static EmbeddingOptions unbounded(EmbeddingOptions o) {
        return new EmbeddingOptions(o.paddingIdx(), Option.none(), o.normType(), o.scaleGradByFreq());
    }

    /** The rows of x, INT64 of any shape: [..., embeddingDim]. */
    @Override
    public Step<Embedding> apply(Tensor x, Mode mode) {
        Tensor table = options.maxNorm().isEmpty() ? weight : moved(weight, F.embedding(x, weight, options).weight());
        return new Step<>(F.embedding(x, table, unbounded(options)).y(), new Embedding(table, options));
    }

    @Override
    public Tree<Embedding> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
