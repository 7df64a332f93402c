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
import org.covector.functional.optim.Adam;
import org.covector.functional.optim.schedule.Scheduled;
import org.covector.functional.optim.schedule.Schedules;
import org.covector.functional.train.Batches;
import org.covector.functional.train.Examples;
import org.covector.functional.train.Fit;
import org.covector.functional.train.Metrics;
import org.covector.functional.train.Objective;
import org.covector.functional.train.Trainer;

/** Models that say which character follows: logits [n, length, alphabet] for characters [n, length]. */
public final class TextModels {
    private static final int LENGTH = 32;
    private static final int BATCH = 32;

    private TextModels() {}

    /** The cross-entropy of logits [n, length, alphabet] and targets [n, length]. */
    static Tensor loss(Tensor logits, Tensor target) {
        return F.crossEntropy(rows(logits), F.reshape(target, (int) target.size()));
    }

    /** Logits of one character in each row. */
    private static Tensor rows(Tensor logits) {
        return F.reshape(logits, -1, logits.dim(-1));
    }

    /**
     * Trains on a text's pieces and says how well it goes on in those that were kept: the perplexity, among how many characters it
     * hesitates.
     *
     * @param tree where the model's tensors are
     * @param model before training
     * @param text to learn
     * @param epochs passes over the pieces
     * @param rate the learning rate at the start; it falls to 0 along a cosine
     */
    private static <L extends Layer> double perplexity(Tree<L> tree, L model, Text text, int epochs, double rate) {
        Batches<Examples> batches = text.training(LENGTH).batches(BATCH);
        Trainer<L, Examples> trainer = Trainer.of(tree, new Scheduled(Adam.DEFAULT.withLr(rate),
                new Schedules.CosineAnnealingLR(epochs * batches.count(), 0)),
                Objective.of(TextModels::loss));
        L trained = Fit.of(trainer, batches, epochs).run(trainer.begin(model, Key.of(5))).last().model();
        Examples test = text.test(LENGTH);
        return Metrics.perplexity(rows(trained.apply(test.x())), F.reshape(test.y(), (int) test.y().size()));
    }

    /** The perplexity of the recurrent one. */
    public static double recurrent(Text text) {
        return perplexity(Recurrent.TREE, Recurrent.init(Key.of(1), text.alphabet().length(), 96), text, 6, 1e-2);
    }

    /** The perplexity of the attentive one. */
    public static double transformer(Text text) {
        return perplexity(Transformer.TREE, Transformer.init(Key.of(1), text.alphabet().length(), 64, LENGTH), text, 8, 3e-3);
    }

    /** A recurrent one. */
    public record Recurrent(Embedding embedding, LSTM lstm, Linear head) implements Layer {
        /** Its tensors. */
        public static final Tree<Recurrent> TREE = Tree.of(MethodHandles.lookup(), Recurrent.class);

        /** With a state of a length. */
        public static Recurrent init(Key key, int alphabet, int hidden) {
            return new Recurrent(Embedding.init(key.fold(0), alphabet, hidden / 2),
                    LSTM.init(key.fold(1), RecurrentOptions.of(hidden / 2, hidden).withBatchFirst()),
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
    public record Transformer(Embedding characters, Embedding positions, TransformerEncoder encoder, LayerNorm norm,
            Linear head) implements Layer {
        /** Its tensors. */
        public static final Tree<Transformer> TREE = Tree.of(MethodHandles.lookup(), Transformer.class);

        /** With two layers of a width and four heads, for pieces of a length at most. */
        public static Transformer init(Key key, int alphabet, int width, int length) {
            TransformerOptions o = TransformerOptions.of(width, 4).withDimFeedforward(4 * width).withDropout(0).withActivation(F::gelu)
                    .withBatchFirst().withNormFirst();
            return new Transformer(Embedding.init(key.fold(0), alphabet, width), Embedding.init(key.fold(1), length, width),
                    TransformerEncoder.init(key.fold(2), o, 2),
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
