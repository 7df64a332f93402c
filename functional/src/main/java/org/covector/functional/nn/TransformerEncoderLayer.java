package org.covector.functional.nn;

import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Self-attention, then two linear layers, each with a residual and a norm (Vaswani et al., Attention is all you need, 2017).
 *
 * {@snippet :
 * TransformerOptions o = TransformerOptions.of(8, 2).withDimFeedforward(16).withBatchFirst();
 * Shape y = TransformerEncoderLayer.init(Key.of(1), o).apply(Tensor.ones(2, 5, 8)).shape(); // [2, 5, 8]
 * }
 *
 * @param selfAttn self-attention
 * @param linear1 E to dimFeedforward
 * @param linear2 dimFeedforward to E
 * @param norm1 of the attention's part
 * @param norm2 of the linear layers' part
 * @param options activation, dropout, whether norms come first
 */
public record TransformerEncoderLayer(MultiheadAttention selfAttn, Linear linear1, Linear linear2, LayerNorm norm1, LayerNorm norm2,
        TransformerOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<TransformerEncoderLayer> TREE = Tree.of(MethodHandles.lookup(), TransformerEncoderLayer.class);

    /** Refuses null. */
    public TransformerEncoderLayer {
        Present.require(TransformerEncoderLayer.class, selfAttn, linear1, linear2, norm1, norm2, options);
    }

    /** Its parts' own distributions. */
    public static TransformerEncoderLayer init(Key key, TransformerOptions o) {
        return new TransformerEncoderLayer(o.attention(key.fold(0)), o.linear1(key.fold(1)), o.linear2(key.fold(2)), o.norm(), o.norm(), o);
    }

    /** The result without masks, of x's shape. */
    @Override
    public Step<TransformerEncoderLayer> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x, MultiheadAttention.Masks.NONE, mode), this);
    }

    /** The result with masks, of x's shape [L, N, E], [N, L, E] with batchFirst, or [L, E]. */
    public Tensor apply(Tensor x, MultiheadAttention.Masks masks, Mode mode) {
        List<Mode> modes = mode.split(4);
        if (options.normFirst()) {
            Tensor y = F.add(x, attended(norm1.apply(x), masks, modes));
            return F.add(y, options.feedForward(norm2.apply(y), linear1, linear2, modes.subList(2, 4)));
        }
        Tensor y = norm1.apply(F.add(x, attended(x, masks, modes)));
        return norm2.apply(F.add(y, options.feedForward(y, linear1, linear2, modes.subList(2, 4))));
    }

    private Tensor attended(Tensor x, MultiheadAttention.Masks masks, List<Mode> modes) {
        return options.dropped(selfAttn.apply(x, x, x, masks, modes.get(0)), modes.get(1));
    }

    @Override
    public String extra() {
        return "";
    }

    @Override
    public long flops(Shape x, Shape y) {
        return selfAttn.flops(x, y) + 4 * x.size() * options.dimFeedforward() + norm1.flops(x, y) + norm2.flops(x, y);
    }

    @Override
    public Tree<TransformerEncoderLayer> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
