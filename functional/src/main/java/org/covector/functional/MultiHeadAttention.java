package org.covector.functional;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;

/**
 * Parameters and options of {@code F.multiHeadAttention}.
 *
 * @param heads number of heads, a divisor of the embedding's length
 * @param weights projections into and out of the heads
 * @param added keys and values beyond the given ones
 * @param keyPaddingMask [N, S] (or [S]): BOOL, where <b>true</b> is padding that nobody sees, or added to the scores
 * @param attention mask (BOOL, true takes part), causal or window, scale, dropout, as of scaledDotProductAttention; the mask is [L, S],
 *     [N heads, L, S], or broadcasts to [N, heads, L, S]
 */
public record MultiHeadAttention(int heads, Weights weights, Added added, Option<Tensor> keyPaddingMask, Attention attention) {
    /** Checks the number of heads. */
    public MultiHeadAttention {
        ArgumentException.require(heads >= 1, "multiHeadAttention", "heads", heads, "1 or more");
    }

    /** The projections of queries, keys and values. */
    public sealed interface InProjection {
        /** Of queries, [E, E]. */
        Tensor q();

        /** Of keys, [E, length of a key]. */
        Tensor k();

        /** Of values, [E, length of a value]. */
        Tensor v();
    }

    /** Three matrices. */
    public record Separate(Tensor q, Tensor k, Tensor v) implements InProjection {}

    /**
     * One matrix, as torch's {@code in_proj_weight}: where queries, keys and values are one tensor, they are projected in one product.
     *
     * @param qkv [3 E, E]
     */
    public record Packed(Tensor qkv) implements InProjection {
        /** Checks the shape. */
        public Packed {
            ArgumentException.require(qkv.rank() == 2 && qkv.dim(0) % 3 == 0, "multiHeadAttention", "weights", qkv.shape(), "[3 E, E]");
        }

        @Override
        public Tensor q() {
            return part(0);
        }

        @Override
        public Tensor k() {
            return part(1);
        }

        @Override
        public Tensor v() {
            return part(2);
        }

        private Tensor part(int i) {
            int e = qkv.dim(0) / 3;
            return F.narrow(qkv, 0, i * e, e);
        }
    }

    /**
     * Projections.
     *
     * @param in of queries, keys and values
     * @param bias [3 E]: of q, k and v
     * @param out [E, E]
     * @param outBias [E]
     */
    public record Weights(InProjection in, Option<Tensor> bias, Tensor out, Option<Tensor> outBias) {
        /** With a projection each of queries [E, E], keys [E, length of a key] and values [E, length of a value]. */
        public Weights(Tensor q, Tensor k, Tensor v, Option<Tensor> bias, Tensor out, Option<Tensor> outBias) {
            this(new Separate(q, k, v), bias, out, outBias);
        }

        /** With the three projections as one matrix [3 E, E], as torch's {@code in_proj_weight}. */
        public static Weights packed(Tensor qkv, Option<Tensor> bias, Tensor out, Option<Tensor> outBias) {
            return new Weights(new Packed(qkv), bias, out, outBias);
        }
    }

    /**
     * Keys and values beyond the given ones.
     *
     * @param biasK a further key [1, 1, E], with biasV
     * @param biasV its value [1, 1, E]
     * @param zero whether to add a key and value of zeros
     * @param staticK projected keys [N heads, S, E / heads] instead of k
     * @param staticV projected values [N heads, S, E / heads] instead of v
     */
    public record Added(Option<Tensor> biasK, Option<Tensor> biasV, boolean zero, Option<Tensor> staticK, Option<Tensor> staticV) {
        /** Nothing added. */
        public static final Added NONE = new Added(Option.none(), Option.none(), false, Option.none(), Option.none());

        /** Checks that keys have values. */
        public Added {
            ArgumentException.require(biasK.isDefined() == biasV.isDefined(), "multiHeadAttention", "biasK and biasV", "one of them",
                    "both or none");
            ArgumentException.require(biasK.isEmpty() || staticK.isEmpty() && staticV.isEmpty(), "multiHeadAttention", "biasK",
                    "given with staticK or staticV", "one of them");
        }
    }

    /** Without additions, masks or dropout. */
    public static MultiHeadAttention of(int heads, Weights weights) {
        return new MultiHeadAttention(heads, weights, Added.NONE, Option.none(), Attention.DEFAULT);
    }

    /** With keys and values beyond the given ones. */
    public MultiHeadAttention withAdded(Added more) {
        return new MultiHeadAttention(heads, weights, more, keyPaddingMask, attention);
    }

    /** With padding that nobody sees. */
    public MultiHeadAttention withKeyPaddingMask(Tensor padding) {
        return new MultiHeadAttention(heads, weights, added, Option.of(padding), attention);
    }

    /** With a mask, causal or window, scale, dropout. */
    public MultiHeadAttention withAttention(Attention options) {
        return new MultiHeadAttention(heads, weights, added, keyPaddingMask, options);
    }
}
