package org.covector.functional.nn;

import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Self-attention, attention to a memory, then two linear layers, each with a residual and a norm.
 *
 * {@snippet :
 * TransformerOptions o = TransformerOptions.of(8, 2).withDimFeedforward(16).withBatchFirst();
 * MultiheadAttention.Masks all = MultiheadAttention.Masks.NONE;
 * TransformerDecoderLayer layer = TransformerDecoderLayer.init(Key.of(1), o);
 * Shape y = layer.apply(Tensor.ones(2, 4, 8), Tensor.ones(2, 6, 8), all, all, Mode.EVALUATION).shape(); // [2, 4, 8]
 * }
 *
 * @param selfAttn self-attention
 * @param multiheadAttn attention to the memory
 * @param linear1 E to dimFeedforward
 * @param linear2 dimFeedforward to E
 * @param norm1 of the self-attention's part
 * @param norm2 of the memory's part
 * @param norm3 of the linear layers' part
 * @param options activation, dropout, whether norms come first
 */
public record TransformerDecoderLayer(MultiheadAttention selfAttn, MultiheadAttention multiheadAttn, Linear linear1, Linear linear2,
        LayerNorm norm1,
        LayerNorm norm2, LayerNorm norm3, TransformerOptions options) implements Model {
    /** Its tensors. */
    public static final Tree<TransformerDecoderLayer> TREE = Tree.of(MethodHandles.lookup(), TransformerDecoderLayer.class);

    /** Refuses null. */
    public TransformerDecoderLayer {
        Present.require(TransformerDecoderLayer.class, selfAttn, multiheadAttn, linear1, linear2, norm1, norm2, norm3, options);
    }

    /** Its parts' own distributions. */
    public static TransformerDecoderLayer init(Key key, TransformerOptions o) {
        return new TransformerDecoderLayer(o.attention(key.fold(0)), o.attention(key.fold(1)), o.linear1(key.fold(2)),
                o.linear2(key.fold(3)), o.norm(), o.norm(),
                o.norm(), o);
    }

    /** The result for targets and memory, with the masks of each, of the targets' shape. */
    public Tensor apply(Tensor tgt, Tensor memory, MultiheadAttention.Masks tgtMasks, MultiheadAttention.Masks memoryMasks, Mode mode) {
        List<Mode> modes = mode.split(6);
        List<Mode> last = modes.subList(4, 6);
        if (options.normFirst()) {
            Tensor a = norm1.apply(tgt);
            Tensor x = F.add(tgt, options.dropped(selfAttn.apply(a, a, a, tgtMasks, modes.get(0)), modes.get(1)));
            Tensor y = F.add(x, options.dropped(multiheadAttn.apply(norm2.apply(x), memory, memory, memoryMasks, modes.get(2)),
                    modes.get(3)));
            return F.add(y, options.feedForward(norm3.apply(y), linear1, linear2, last));
        }
        Tensor x = norm1.apply(F.add(tgt, options.dropped(selfAttn.apply(tgt, tgt, tgt, tgtMasks, modes.get(0)), modes.get(1))));
        Tensor y = norm2.apply(F.add(x, options.dropped(multiheadAttn.apply(x, memory, memory, memoryMasks, modes.get(2)), modes.get(3))));
        return norm3.apply(F.add(y, options.feedForward(y, linear1, linear2, last)));
    }

    @Override
    public String extra() {
        return "";
    }

    @Override
    public Tree<TransformerDecoderLayer> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
