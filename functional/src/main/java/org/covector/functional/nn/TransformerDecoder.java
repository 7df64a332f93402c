package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Decoder layers one after the other.
 *
 * {@snippet :
 * TransformerOptions o = TransformerOptions.of(8, 2).withDimFeedforward(16).withBatchFirst();
 * MultiheadAttention.Masks all = MultiheadAttention.Masks.NONE;
 * TransformerDecoder decoder = TransformerDecoder.init(Key.of(1), o, 2);
 * Shape y = decoder.apply(Tensor.ones(2, 4, 8), Tensor.ones(2, 6, 8), all, all, Mode.EVALUATION).shape(); // [2, 4, 8]
 * }
 *
 * @param layers from the first to the last
 * @param norm after the last
 */
public record TransformerDecoder(List<TransformerDecoderLayer> layers, Option<LayerNorm> norm) implements Model {
    /** Its tensors. */
    public static final Tree<TransformerDecoder> TREE = Tree.of(MethodHandles.lookup(), TransformerDecoder.class);

    /** Refuses null. */
    public TransformerDecoder {
        Present.require(TransformerDecoder.class, layers, norm);
    }

    /** {@code numLayers} layers, each of its own numbers (torch copies the first). */
    public static TransformerDecoder init(Key key, TransformerOptions o, int numLayers) {
        return new TransformerDecoder(IntStream.range(0, numLayers).mapToObj(i -> TransformerDecoderLayer.init(key.fold(i), o)).toList(),
                Option.none());
    }

    /** The result for targets and memory, with the masks of each, of the targets' shape. */
    public Tensor apply(Tensor tgt, Tensor memory, MultiheadAttention.Masks tgtMasks, MultiheadAttention.Masks memoryMasks, Mode mode) {
        List<Mode> modes = mode.split(layers.size());
        Tensor y = tgt;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).apply(y, memory, tgtMasks, memoryMasks, modes.get(i));
        }
        Tensor last = y;
        return norm.fold(() -> last, n -> n.apply(last));
    }

    @Override
    public Tree<TransformerDecoder> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
