package org.covector.functional.nn;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.MultiHeadAttention;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code concat_h(softmax(Q_h K_h^T / sqrt(E / heads)) V_h) W_out^T + b_out} with projected q, k, v: {@code F.multiHeadAttention}.
 *
 * {@snippet :
 * MultiheadAttention mha = MultiheadAttention.init(Key.of(1), MultiheadAttention.options(8, 2).withBatchFirst());
 * Tensor q = Tensor.ones(2, 3, 8);
 * Tensor kv = Tensor.ones(2, 5, 8);
 * Shape y = mha.apply(q, kv, kv, MultiheadAttention.Masks.NONE, Mode.EVALUATION).shape(); // [2, 3, 8]
 * }
 *
 * @param inProjWeight [3 E, E], where keys and values have length E; else the three projections stand alone
 * @param qProjWeight [E, E]
 * @param kProjWeight [E, kdim]
 * @param vProjWeight [E, vdim]
 * @param inProjBias [3 E]; none means 0
 * @param outProj E to E
 * @param biasK a further key [1, 1, E]
 * @param biasV its value [1, 1, E]
 * @param options heads, dropout, batchFirst and so on
 */
public record MultiheadAttention(Option<Tensor> inProjWeight, Option<Tensor> qProjWeight, Option<Tensor> kProjWeight,
        Option<Tensor> vProjWeight,
        Option<Tensor> inProjBias, Linear outProj, Option<Tensor> biasK, Option<Tensor> biasV, Options options) implements Layer {
    /** Its tensors. */
    public static final Tree<MultiheadAttention> TREE = Tree.of(MethodHandles.lookup(), MultiheadAttention.class);

    /** Checks that there are projections of queries, keys and values. */
    public MultiheadAttention {
        Present.require(MultiheadAttention.class, inProjWeight, qProjWeight, kProjWeight, vProjWeight, inProjBias,
                outProj, biasK, biasV, options);
        ArgumentException.require(inProjWeight.isDefined() || qProjWeight.isDefined() && kProjWeight.isDefined() && vProjWeight.isDefined(),
                "MultiheadAttention", "inProjWeight", "none", "one, or qProjWeight, kProjWeight and vProjWeight");
    }

    /**
     * Options.
     *
     * @param embedDim E
     * @param numHeads a divisor of E
     * @param dropout probability of dropping a weight in training
     * @param bias whether projections have biases
     * @param addBiasKv whether there are a further key and value
     * @param addZeroAttn whether a key and value of zeros are added
     * @param kdim length of a key
     * @param vdim length of a value
     * @param batchFirst whether inputs and outputs are [N, L, E], or else [L, N, E]
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(int embedDim, int numHeads, double dropout, boolean bias, boolean addBiasKv, boolean addZeroAttn, int kdim,
            int vdim,
            boolean batchFirst, DType dtype) {
        /** Checks the heads. */
        public Options {
            Present.require(Options.class, dtype);
            Draws.positive("MultiheadAttention", "embedDim", embedDim);
            Draws.positive("MultiheadAttention", "numHeads", numHeads);
            ArgumentException.require(embedDim % numHeads == 0, "MultiheadAttention", "embedDim", embedDim,
                    "a multiple of numHeads = " + numHeads);
            ArgumentException.require(kdim >= 0 && vdim >= 0, "MultiheadAttention", "kdim, vdim", kdim + ", " + vdim, "0 or more");
            ArgumentException.require(dropout >= 0 && dropout <= 1, "MultiheadAttention", "dropout", dropout, "0 to 1");
        }

        /** With inputs and outputs [N, L, E]. */
        public Options withBatchFirst() {
            return new Options(embedDim, numHeads, dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, true, dtype);
        }

        /** With weights dropped in training. */
        public Options withDropout(double p) {
            return new Options(embedDim, numHeads, p, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst, dtype);
        }

        /** Without biases. */
        public Options withoutBias() {
            return new Options(embedDim, numHeads, dropout, false, addBiasKv, addZeroAttn, kdim, vdim, batchFirst, dtype);
        }

        /** Of another dtype than FLOAT32. */
        public Options withDtype(DType other) {
            return new Options(embedDim, numHeads, dropout, bias, addBiasKv, addZeroAttn, kdim, vdim, batchFirst, other);
        }
    }

    /**
     * Who sees whom.
     *
     * @param attnMask [L, S], [N heads, L, S]: BOOL, where true takes part (torch's Transformer has the opposite), or added to the scores
     * @param keyPaddingMask [N, S] or [S]: BOOL, where <b>true</b> is padding that nobody sees, or added to the scores
     */
    public record Masks(Option<Tensor> attnMask, Option<Tensor> keyPaddingMask) {
        /** Everyone sees everyone. */
        public static final Masks NONE = new Masks(Option.none(), Option.none());

        /** Refuses null. */
        public Masks {
            Present.require(Masks.class, attnMask, keyPaddingMask);
        }

        /** With a mask of attention. */
        public static Masks attn(Tensor mask) {
            return new Masks(Option.some(mask), Option.none());
        }

        /** With padding that nobody sees. */
        public Masks withKeyPadding(Tensor padding) {
            return new Masks(attnMask, Option.some(padding));
        }
    }

    /** The result, and the weights [N, L, S] averaged over heads, or [N, heads, L, S]. */
    public record Result(Tensor output, Tensor weights) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, output, weights);
        }
    }

    /** Biases, [L, N, E], FLOAT32. */
    public static Options options(int embedDim, int numHeads) {
        return new Options(embedDim, numHeads, 0, true, false, false, embedDim, embedDim, false, DType.FLOAT32);
    }

    /** Projections in from torch's xavier_uniform_, out from U(-1 / sqrt(E), 1 / sqrt(E)), biases 0, biasK and biasV from N(0, 1 / E). */
    public static MultiheadAttention init(Key key, Options o) {
        int e = o.embedDim;
        boolean packed = o.kdim == e && o.vdim == e;
        Option<Tensor> none = Option.none();
        Linear out = new Linear(Draws.uniform(o.dtype, key.fold(3), Draws.bound(e), e, e), o.bias
                ? Option.of(Tensor.zeros(o.dtype, Shape.of(e))) : none);
        return new MultiheadAttention(
                packed ? Option.of(Draws.uniform(o.dtype, key.fold(0), Draws.xavier(3 * e, e), 3 * e, e)) : none,
                packed ? none : Option.of(Draws.uniform(o.dtype, key.fold(0), Draws.xavier(e, e), e, e)),
                packed ? none : Option.of(Draws.uniform(o.dtype, key.fold(1), Draws.xavier(e, o.kdim), e, o.kdim)),
                packed ? none : Option.of(Draws.uniform(o.dtype, key.fold(2), Draws.xavier(e, o.vdim), e, o.vdim)),
                o.bias ? Option.of(Tensor.zeros(o.dtype, Shape.of(3 * e))) : none, out,
                o.addBiasKv ? Option.of(F.mul(Tensor.normal(o.dtype, key.fold(4), 1, 1, e), 1 / Math.sqrt(e))) : none,
                o.addBiasKv ? Option.of(F.mul(Tensor.normal(o.dtype, key.fold(5), 1, 1, e), 1 / Math.sqrt(e))) : none, o);
    }

    private MultiHeadAttention settings(Masks masks, Mode mode) {
        MultiHeadAttention.Weights weights = inProjWeight.fold(
                () -> new MultiHeadAttention.Weights(qProjWeight.get(), kProjWeight.get(), vProjWeight.get(), inProjBias, outProj.weight(),
                outProj.bias()),
                w -> MultiHeadAttention.Weights.packed(w, inProjBias, outProj.weight(), outProj.bias()));
        Attention attention = masks.attnMask.fold(() -> Attention.DEFAULT, Attention.DEFAULT::withMask);
        if (options.dropout > 0 && mode instanceof Mode.Training(Key key)) {
            attention = attention.withDropout(options.dropout, key);
        }
        MultiHeadAttention.Added added = new MultiHeadAttention.Added(biasK, biasV, options.addZeroAttn, Option.none(), Option.none());
        return new MultiHeadAttention(options.numHeads, weights, added, masks.keyPaddingMask, attention);
    }

    private Tensor turned(Tensor x) {
        return options.batchFirst && x.rank() == 3 ? F.transpose(x, 0, 1) : x;
    }

    /** Self-attention without masks: q, k and v are x. */
    @Override
    public Step<MultiheadAttention> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x, x, x, Masks.NONE, mode), this);
    }

    /** [L, N, E] for queries [L, N, E], keys [S, N, kdim], values [S, N, vdim]; N first with batchFirst, or without N. */
    public Tensor apply(Tensor q, Tensor k, Tensor v, Masks masks, Mode mode) {
        Tensor queries = turned(q);
        Tensor keys = k == q ? queries : turned(k); // of self-attention one tensor, not three
        Tensor values = v == q ? queries : v == k ? keys : turned(v);
        return turned(F.multiHeadAttention(queries, keys, values, settings(masks, mode)));
    }

    /** The same with the weights, averaged over the heads or of every head. */
    public Result applyWithWeights(List<Tensor> qkv, Masks masks, boolean average, Mode mode) {
        ArgumentException.require(qkv.size() == 3, "MultiheadAttention", "qkv", qkv.size(), "queries, keys, values");
        Tuple2<Tensor, Tensor> y = F.multiHeadAttentionWithWeights(turned(qkv.get(0)), turned(qkv.get(1)), turned(qkv.get(2)),
                settings(masks, mode), average);
        return new Result(turned(y._1()), y._2());
    }

    /** Of self-attention: four projections, scores and their products with values. */
    @Override
    public long flops(Shape x, Shape y) {
        long length = x.rank() == 2 || !options.batchFirst() ? x.dim(0) : x.dim(1);
        return 8 * x.size() * options.embedDim() + 4 * x.size() * length;
    }

    @Override
    public Tree<MultiheadAttention> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
