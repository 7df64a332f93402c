package org.covector.functional;

import io.vavr.control.Option;

/**
 * Weights of a recurrent cell of one layer and direction; G is H for rnn, 4 H for lstm (input, forget, cell, output gate) and 3 H for gru
 * (reset, update, new gate), one gate after the other as torch has them.
 *
 * @param input [G, length of an input]: torch's weight_ih
 * @param hidden [G, length of a hidden state]: weight_hh
 * @param inputBias [G]: bias_ih; none means 0
 * @param hiddenBias [G]: bias_hh; none means 0
 * @param projection [P, H]: weight_hr, which makes hidden states of length P, for lstm only; none means hidden states as they are
 */
public record CellWeights(Tensor input, Tensor hidden, Option<Tensor> inputBias, Option<Tensor> hiddenBias, Option<Tensor> projection) {
    /** Without biases. */
    public static CellWeights of(Tensor input, Tensor hidden) {
        return new CellWeights(input, hidden, Option.none(), Option.none(), Option.none());
    }

    /** With both biases. */
    public static CellWeights of(Tensor input, Tensor hidden, Tensor inputBias, Tensor hiddenBias) {
        return new CellWeights(input, hidden, Option.of(inputBias), Option.of(hiddenBias), Option.none());
    }

    /** With a projection of the hidden state. */
    public CellWeights withProjection(Tensor matrix) {
        return new CellWeights(input, hidden, inputBias, hiddenBias, Option.of(matrix));
    }
}
