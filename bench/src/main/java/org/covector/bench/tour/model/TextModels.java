package org.covector.bench.tour.model;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.nn.Embedding;
import org.covector.functional.nn.LSTM;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.LayerNorm;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Mode;
import org.covector.functional.nn.MultiheadAttention.Masks;
import org.covector.functional.nn.RecurrentOptions;
import org.covector.functional.nn.TransformerEncoder;
import org.covector.functional.nn.TransformerOptions;

/** Models that say which character follows: logits [n, length, alphabet] for characters [n, length]. */
public final class TextModels {
    private TextModels() {}

    /** The cross-entropy of logits [n, length, alphabet] and targets [n, length]. */
    public static Tensor loss(Tensor logits, Tensor target) {
        return F.crossEntropy(rows(logits), F.reshape(target, (int) target.size()));
    }

    /** Logits of one character in each row. */
    public static Tensor rows(Tensor logits) {
        return F.reshape(logits, -1, logits.dim(-1));
    }

    /** A recurrent one. */
    public record Recurrent(Embedding embedding, LSTM lstm, Linear head) implements Layer {
        /** Its tensors. */
        public static final Tree<Recurrent> TREE = Tree.of(MethodHandles.lookup(), Recurrent.class);

        /** With a state of a length. */
        public static Recurrent init(Key key, int alphabet, int hidden) {
            return new Recurrent(Embedding.init(key.fold(0), alphabet, hidden / 2), LSTM.init(key.fold(1), RecurrentOptions.of(hidden / 2, hidden).withBatchFirst()),
                    Linear.init(key.fold(2), hidden, alphabet));
        }

        @Override
        public Step<Recurrent> apply(Tensor x, Mode mode) {
            return new Step<>(head.apply(lstm.apply(embedding.apply(x), Option.none(), mode).output()), this);
        }

        @Override
        public Tree<Recurrent> tree() {
            return TREE;
        }
    }

    /** An attentive one, in which each character sees those before it. */
    public record Transformer(Embedding characters, Embedding positions, TransformerEncoder encoder, LayerNorm norm, Linear head) implements Layer {
        /** Its tensors. */
        public static final Tree<Transformer> TREE = Tree.of(MethodHandles.lookup(), Transformer.class);

        /** With two layers of a width and four heads, for pieces of a length at most. */
        public static Transformer init(Key key, int alphabet, int width, int length) {
            TransformerOptions o = TransformerOptions.of(width, 4).withDimFeedforward(4 * width).withDropout(0).withActivation(F::gelu).withBatchFirst().withNormFirst();
            return new Transformer(Embedding.init(key.fold(0), alphabet, width), Embedding.init(key.fold(1), length, width), TransformerEncoder.init(key.fold(2), o, 2),
                    LayerNorm.init(width), Linear.init(key.fold(3), width, alphabet));
        }

        @Override
        public Step<Transformer> apply(Tensor x, Mode mode) {
            Tensor place = Tensor.arange(x.dim(1));
            Tensor before = F.ge(F.unsqueeze(place, 1), place);
            Tensor in = F.add(characters.apply(x), positions.apply(place));
            return new Step<>(head.apply(norm.apply(encoder.apply(in, Masks.attn(before), mode))), this);
        }

        @Override
        public Tree<Transformer> tree() {
            return TREE;
        }
    }
}
