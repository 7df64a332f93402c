package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.Shape;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Encoder layers one after the other.
 *
 * {@snippet :
 * TransformerOptions o = TransformerOptions.of(8, 2).withDimFeedforward(16).withBatchFirst();
 * Shape y = TransformerEncoder.init(Key.of(1), o, 3).apply(Tensor.ones(2, 5, 8)).shape(); // [2, 5, 8]
 * }
 *
 * @param layers from the first to the last
 * @param norm after the last
 */
public record TransformerEncoder(List<TransformerEncoderLayer> layers, Option<LayerNorm> norm) implements Layer {
    /** Its tensors. */
    public static final Tree<TransformerEncoder> TREE = Tree.of(MethodHandles.lookup(), TransformerEncoder.class);

    /** Refuses null. */
    public TransformerEncoder {
        Present.require(TransformerEncoder.class, layers, norm);
    }

    /** {@code numLayers} layers, each of its own numbers (torch copies the first). */
    public static TransformerEncoder init(Key key, TransformerOptions o, int numLayers) {
        return new TransformerEncoder(IntStream.range(0, numLayers).mapToObj(i -> TransformerEncoderLayer.init(key.fold(i), o)).toList(),
                Option.none());
    }

    /** The result without masks, of x's shape. */
    @Override
    public Step<TransformerEncoder> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x, MultiheadAttention.Masks.NONE, mode), this);
    }

    /** The result with masks, of x's shape. */
    public Tensor apply(Tensor x, MultiheadAttention.Masks masks, Mode mode) {
        List<Mode> modes = mode.split(layers.size());
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).apply(y, masks, modes.get(i));
        }
        Tensor last = y;
        return norm.fold(() -> last, n -> n.apply(last));
    }

    @Override
    public long flops(Shape x, Shape y) {
        return layers.stream().mapToLong(l -> l.flops(x, y)).sum() + norm.map(n -> n.flops(x, y)).getOrElse(0L);
    }

    @Override
    public Tree<TransformerEncoder> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
