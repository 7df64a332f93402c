package org.covector.functional;

import io.vavr.control.Option;

/**
 * Options of {@code F.rnnTanh, rnnRelu, lstm, gru}.
 *
 * @param bidirectional whether every layer reads from both ends; weights are then given forward, backward for layer after layer
 * @param batchFirst whether inputs and outputs are [N, T, ...], or else [T, N, ...]
 * @param lengths INT64 [N]: steps of each sequence, what comes later is padding, whose outputs are 0; none means all
 * @param dropout probability of dropping an output between layers, with the key of its randomness
 */
public record Recurrent(boolean bidirectional, boolean batchFirst, Option<Tensor> lengths, Option<Attention.Dropout> dropout) {
    /** One direction, [T, N, ...], all steps, nothing dropped. */
    public static final Recurrent DEFAULT = new Recurrent(false, false, Option.none(), Option.none());

    /** Reading from both ends. */
    public Recurrent withBidirectional() {
        return new Recurrent(true, batchFirst, lengths, dropout);
    }

    /** With inputs and outputs [N, T, ...]. */
    public Recurrent withBatchFirst() {
        return new Recurrent(bidirectional, true, lengths, dropout);
    }

    /** With sequences of lengths of their own, INT64 [N]. */
    public Recurrent withLengths(Tensor steps) {
        return new Recurrent(bidirectional, batchFirst, Option.of(steps), dropout);
    }

    /** With outputs dropped between layers. */
    public Recurrent withDropout(double p, Key key) {
        return new Recurrent(bidirectional, batchFirst, lengths, Option.of(new Attention.Dropout(p, key)));
    }
}
