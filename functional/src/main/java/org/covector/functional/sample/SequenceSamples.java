package org.covector.functional.sample;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.MultiHeadAttention;
import org.covector.functional.Recurrent;
import org.covector.functional.RotaryEmbedding;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.Convert;

/** Samples of attention and recurrent networks. */
final class SequenceSamples {
    private static final Tensor ADDED = Memory.keep(Tensor.of(new double[] {0.5, -1, 0.2, 0.7, 0.1, -0.3}, 2, 3));

    private interface Network {
        List<Tensor> of(Tensor x, Option<Tensor> h0, List<CellWeights> weights, Recurrent options);
    }

    private SequenceSamples() {}

    static List<OpInfo> all() {
        List<OpInfo> all = new ArrayList<>();
        attention(all, "causal with an offset", Attention.DEFAULT.withCausal(1), false);
        attention(all, "window", Attention.DEFAULT.withWindow(1, 0), false);
        attention(all, "causal and added mask", Attention.CAUSAL, true);
        attention(all, "window, capped", Attention.DEFAULT.withWindow(1, 1).withSoftCap(1.5), true);
        attention(all, "blind rows", Attention.DEFAULT.withMask(Tensor.of(false, true)).withCausal(0), false);
        attention(all, "dropout", Attention.DEFAULT.withDropout(0.4, Key.of(3)), false);
        all.add(new OpInfo("scaledDotProductAttention, added mask",
                random -> new Sample(in -> List.of(F.scaledDotProductAttention(in.get(0), in.get(1), in.get(2),
                Attention.DEFAULT.withMask(in.get(3)).withWindow(1, 1))), List.of(random.x(2, 2, 2), random.x(2, 3, 2), random.x(2, 3, 2),
                        random.x(2, 1, 3)))));
        all.add(new OpInfo("scaledDotProductAttention, broadcast heads",
                random -> Sample.of((q, k, v) -> F.scaledDotProductAttention(q, k, v, Attention.DEFAULT),
                random.x(2, 4, 2, 2), random.x(1, 2, 3, 2), random.x(3, 1))));
        all.add(new OpInfo("scaledDotProductAttentionWithWeights", random -> {
            Attention o = random.coin() ? Attention.CAUSAL : Attention.DEFAULT.withSoftCap(2);
            return new Sample(in -> {
                var y = F.scaledDotProductAttentionWithWeights(in.get(0), in.get(1), in.get(2), o);
                return List.of(y._1(), y._2());
            }, List.of(random.x(2, 2, 2), random.x(2, 3, 2), random.x(2, 3, 1)));
        }));
        all.add(new OpInfo("multiHeadAttention", SequenceSamples::multiHead));
        all.add(new OpInfo("multiHeadAttentionWithWeights", SequenceSamples::multiHeadWithWeights));
        all.add(new OpInfo("rotaryEmbedding", random -> {
            RotaryEmbedding o = random.coin() ? RotaryEmbedding.DEFAULT
                    : RotaryEmbedding.DEFAULT.withInterleaved().withDepth(2).withPositions(random.indices(9, 2));
            return Sample.of(t -> F.rotaryEmbedding(t, o), random.x(2, 2, 4));
        }));
        all.add(new OpInfo("beamSearchStep", random -> new Sample(in -> {
            var y = F.beamSearchStep(in.get(0), in.get(1), 3);
            return List.of(y._1(), y._2(), y._3());
        }, List.of(random.x(2, 2), random.x(2, 2, 3)))));
        all.add(new OpInfo("rnnTanhCell", random -> cell(1, random, F::rnnTanhCell)));
        all.add(new OpInfo("rnnReluCell", random -> cell(1, random, F::rnnReluCell)));
        all.add(new OpInfo("gruCell", random -> cell(3, random, F::gruCell)));
        all.add(new OpInfo("lstmCell", random -> new Sample(in -> {
            var y = F.lstmCell(in.get(0), in.get(1), in.get(2), CellWeights.of(in.get(3), in.get(4)).withProjection(in.get(5)));
            return List.of(y._1(), y._2());
        }, List.of(random.x(2, 3), random.x(2, 1), random.x(2, 2), random.x(8, 3), random.x(8, 1), random.x(1, 2)))));
        all.add(new OpInfo("rnnTanh", random -> network(1, random, (x, h, w, o) -> pair(F.rnnTanh(x, h, w, o)))));
        all.add(new OpInfo("rnnRelu", random -> network(1, random, (x, h, w, o) -> pair(F.rnnRelu(x, h, w, o)))));
        all.add(new OpInfo("gru", random -> network(3, random, (x, h, w, o) -> pair(F.gru(x, h, w, o)))));
        all.add(new OpInfo("lstm", random -> network(4, random, (x, h, w, o) -> {
            var y = F.lstm(x, h, Option.none(), w, o);
            return List.of(y._1(), y._2(), y._3());
        })));
        return all;
    }

    private static List<Tensor> pair(Tuple2<Tensor, Tensor> y) {
        return List.of(y._1(), y._2());
    }

    private static void attention(List<OpInfo> all, String form, Attention o, boolean added) {
        int keys = o.mask().fold(() -> 3, m -> m.dim(-1));
        all.add(new OpInfo("scaledDotProductAttention, " + form, random -> Sample.of(
                (q, k, v) -> F.scaledDotProductAttention(q, k, v, added ? o.withMask(added(q)) : o), random.x(2, 2, 2),
                        random.x(2, keys, 2), random.x(2, keys, 3))));
    }

    /** An added mask of the dtype of {@code like}. */
    private static Tensor added(Tensor like) {
        return Convert.to(ADDED, like.dtype());
    }

    /** Smaller, so that sums of products do not saturate what follows. */
    private static Tensor less(Tensor weights) {
        return F.mul(weights, 0.2);
    }

    private static MultiHeadAttention.Weights weights(List<Tensor> in, int first) {
        return MultiHeadAttention.Weights.packed(less(in.get(first)), Option.of(in.get(first + 1)), in.get(first + 2), Option.none());
    }

    private static Sample multiHead(Arguments random) {
        Tensor padding = F.eq(random.indices(3, 2, 3), 0);
        boolean causal = random.coin();
        return new Sample(in -> {
            MultiHeadAttention o = MultiHeadAttention.of(2, weights(in, 2)).withAttention(causal ? Attention.CAUSAL
                    : Attention.DEFAULT.withMask(added(in.get(0))));
            return List.of(F.multiHeadAttention(in.get(0), in.get(1), in.get(1), causal ? o.withKeyPaddingMask(padding) : o));
        }, List.of(random.x(2, 2, 4), random.x(3, 2, 4), random.plain(12, 4), random.plain(12), random.plain(4, 4)));
    }

    private static Sample multiHeadWithWeights(Arguments random) {
        boolean average = random.coin();
        boolean zero = random.coin();
        Tensor padding = F.eq(random.indices(3, 1, 3), 0);
        return new Sample(in -> {
            MultiHeadAttention.Added added = new MultiHeadAttention.Added(Option.of(in.get(4)), Option.of(in.get(5)), zero, Option.none(),
                    Option.none());
            MultiHeadAttention o = MultiHeadAttention.of(2,
                    weights(in, 1)).withAdded(added).withKeyPaddingMask(padding).withAttention(Attention.CAUSAL);
            var y = F.multiHeadAttentionWithWeights(in.get(0), in.get(0), in.get(0), o, average);
            return List.of(y._1(), y._2());
        }, List.of(random.x(3, 1, 4), random.plain(12, 4), random.plain(12), random.plain(4, 4), random.x(1, 1, 4), random.x(1, 1, 4)));
    }

    private interface Cell {
        Tensor of(Tensor x, Tensor h, CellWeights w);
    }

    private static Sample cell(int gates, Arguments random, Cell f) {
        int h = random.between(1, 2);
        return new Sample(in -> List.of(f.of(in.get(0), in.get(1), CellWeights.of(less(in.get(2)), less(in.get(3)), in.get(4), in.get(5)))),
                List.of(random.x(2, 3), random.x(2, h), random.plain(gates * h, 3), random.plain(gates * h, h), random.x(gates * h),
                        random.x(gates * h)));
    }

    private static Sample network(int gates, Arguments random, Network f) {
        int directions = random.between(1, 2);
        boolean lengths = random.coin();
        Recurrent plain = directions == 2 ? Recurrent.DEFAULT.withBidirectional() : Recurrent.DEFAULT;
        Recurrent o = lengths ? plain.withBatchFirst().withLengths(Tensor.of(2L, 1)) : plain;
        int layers = random.between(1, 2);
        List<Tensor> in = new ArrayList<>(List.of(random.x(2, 2, 2), random.x(layers * directions, 2, 2)));
        for (int i = 0; i < layers * directions; i++) {
            in.add(random.plain(gates * 2, i < directions ? 2 : 2 * directions));
            in.add(random.plain(gates * 2, 2));
        }
        return new Sample(t -> {
            List<CellWeights> weights = new ArrayList<>();
            for (int i = 2; i < t.size(); i += 2) {
                weights.add(CellWeights.of(less(t.get(i)), less(t.get(i + 1))));
            }
            return f.of(t.get(0), Option.of(t.get(1)), weights, o);
        }, in);
    }
}
