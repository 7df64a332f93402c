package org.covector.functional.sequence;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.MultiHeadAttention;
import org.covector.functional.Recurrent;
import org.covector.functional.RotaryEmbedding;
import org.covector.functional.Tensor;
import org.covector.functional.index.IndexFunctions;
import org.covector.functional.norm.NormalizationFunctions;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.sequence.Recurrence.Cell;

/** Attention, recurrent networks, positions; part of {@link F}. */
public abstract sealed class SequenceFunctions extends IndexFunctions permits NormalizationFunctions {
    protected SequenceFunctions() {}

    // ---- attention

    /**
     * {@code softmax(c tanh(q k^T scale / c) + mask) v}, the cap c only where one is set (A. Vaswani et al., Attention is all you need,
     * 2017); fused, with memory linear in the sequence length, unless weights are dropped or scores are capped (T. Dao et al.,
     * FlashAttention, 2022).
     *
     * <p>Query heads are a multiple of key heads: head h sees key head {@code h / (Hq / Hk)}; one head, and batch axes of length 1, serve
     * all. A mask and causal attention may be given together. A query that sees no key gives 0, with gradient 0.
     *
     * {@snippet :
     * Tensor q = Tensor.of(new double[][] {{1, 0}, {0, 1}});
     * Tensor v = Tensor.of(new double[][] {{1}, {3}});
     * Tensor y = F.scaledDotProductAttention(q, q, v, Attention.CAUSAL.withScale(1)); // [[1], [2.4621]]
     * }
     *
     * @param q queries [..., Hq, L, E] or [L, E], FLOAT32 or FLOAT64
     * @param k keys [..., Hk, S, E] or [S, E], of q's dtype
     * @param v values [..., Hk, S, Ev] or [S, Ev], of q's dtype
     * @param options mask, causal with the offset of a cache, window, scale (default {@code 1 / sqrt(E)}), soft cap, dropout
     * @return [..., Hq, L, Ev], of q's dtype
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or heads do not fit each other, or the mask the scores
     */
    public static Tensor scaledDotProductAttention(Tensor q, Tensor k, Tensor v, Attention options) {
        return DotProductAttention.attention(q, k, v, options, false)[0];
    }

    /**
     * {@code softmax(q k^T / sqrt(E)) v}: everyone sees everyone.
     *
     * @param q queries [..., Hq, L, E] or [L, E], FLOAT32 or FLOAT64
     * @param k keys [..., Hk, S, E] or [S, E], of q's dtype
     * @param v values [..., Hk, S, Ev] or [S, Ev], of q's dtype
     * @return [..., Hq, L, Ev], of q's dtype
     * @throws org.covector.engine.ArgumentException if shapes, dtypes or heads do not fit each other
     */
    public static Tensor scaledDotProductAttention(Tensor q, Tensor k, Tensor v) {
        return DotProductAttention.attention(q, k, v, Attention.DEFAULT, false)[0];
    }

    /**
     * {@code w v} and {@code w = softmax(c tanh(q k^T scale / c) + mask)}: as {@link #scaledDotProductAttention} with the weights beside
     * the result, after dropout, both differentiable. Memory grows with L S.
     *
     * {@snippet :
     * Tensor q = Tensor.of(new double[][] {{1, 0}, {0, 1}});
     * Tensor v = Tensor.of(new double[][] {{1}, {3}});
     * Tensor weights = F.scaledDotProductAttentionWithWeights(q, q, v, Attention.CAUSAL.withScale(1))._2(); // [[1, 0], [0.2689, 0.7311]]
     * }
     *
     * @param q queries [..., Hq, L, E] or [L, E], FLOAT32 or FLOAT64
     * @param k keys [..., Hk, S, E] or [S, E], of q's dtype
     * @param v values [..., Hk, S, Ev] or [S, Ev], of q's dtype
     * @param options as of scaledDotProductAttention
     * @return [..., Hq, L, Ev] and [..., Hq, L, S], of q's dtype
     * @throws org.covector.engine.ArgumentException as scaledDotProductAttention
     */
    public static Tuple2<Tensor, Tensor> scaledDotProductAttentionWithWeights(Tensor q, Tensor k, Tensor v, Attention options) {
        Tensor[] y = DotProductAttention.attention(q, k, v, options, true);
        return Tuple.of(y[0], y[1]);
    }

    /**
     * {@code concat_h(softmax(Q_h K_h^T / sqrt(E / heads)) V_h) W_out^T + b_out} with {@code Q, K, V = q W_q^T + b_q, k W_k^T + b_k, v
     * W_v^T + b_v}: torch's multi_head_attention_forward.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 0}, {0, 2}});
     * Tensor i = Tensor.eye(DType.FLOAT64, 2, 2);
     * MultiHeadAttention.Weights weights = new MultiHeadAttention.Weights(i, i, i, Option.none(), i, Option.none());
     * Tensor y = F.multiHeadAttention(x, x, x, MultiHeadAttention.of(2, weights)); // [[0.7311, 1], [0.5, 1.9640]]
     * }
     *
     * @param q queries [L, N, E] or [L, E], FLOAT32 or FLOAT64
     * @param k keys [S, N, Ek] or [S, Ek], of q's dtype
     * @param v values [S, N, Ev] or [S, Ev], of q's dtype
     * @param options heads, weights, further keys, padding (BOOL, true is padding), mask (BOOL, true takes part: the opposite of torch's
     *     here), causal, dropout (torch's {@code training=False} is no dropout)
     * @return [L, N, E] or [L, E], of q's dtype
     * @throws org.covector.engine.ArgumentException if heads do not divide E, or shapes or dtypes do not fit each other
     */
    public static Tensor multiHeadAttention(Tensor q, Tensor k, Tensor v, MultiHeadAttention options) {
        return MultiHead.attention(q, k, v, options, false)[0];
    }

    /**
     * {@code multiHeadAttention(q, k, v, options)} and its weights {@code softmax(Q_h K_h^T / sqrt(E / heads))}, after dropout, both
     * differentiable: torch's {@code need_weights}.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 0}, {0, 2}});
     * Tensor i = Tensor.eye(DType.FLOAT64, 2, 2);
     * MultiHeadAttention.Weights weights = new MultiHeadAttention.Weights(i, i, i, Option.none(), i, Option.none());
     * Tensor w = F.multiHeadAttentionWithWeights(x, x, x, MultiHeadAttention.of(1, weights), true)._2();
     * // [[0.6698, 0.3302], [0.0558, 0.9442]]
     * }
     *
     * @param q queries [L, N, E] or [L, E], FLOAT32 or FLOAT64
     * @param k keys [S, N, Ek] or [S, Ek], of q's dtype
     * @param v values [S, N, Ev] or [S, Ev], of q's dtype
     * @param options as of multiHeadAttention
     * @param average whether weights are averaged over the heads: torch's {@code average_attn_weights}
     * @return [L, N, E] and [N, L, S], or [N, heads, L, S] of every head; without N if q is; S with the keys added
     * @throws org.covector.engine.ArgumentException as multiHeadAttention
     */
    public static Tuple2<Tensor, Tensor> multiHeadAttentionWithWeights(Tensor q, Tensor k, Tensor v, MultiHeadAttention options,
            boolean average) {
        Tensor[] y = MultiHead.attention(q, k, v, options, true);
        return Tuple.of(y[0], average ? AxisReduction.mean(y[1], new int[] {-3}, false) : y[1]);
    }

    /**
     * {@code y[i, j] = (j <= i + offset)}: the mask of causal attention.
     *
     * {@snippet :
     * Tensor y = F.causalMask(2, 3, 1); // [[true, true, false], [true, true, true]]
     * }
     *
     * @param queries L, 0 or more
     * @param keys S, 0 or more
     * @param offset position of the first query among the keys
     * @return BOOL [L, S], true taking part
     * @throws org.covector.engine.ArgumentException if a length is negative
     */
    public static Tensor causalMask(int queries, int keys, int offset) {
        ArgumentException.require(queries >= 0 && keys >= 0, "causalMask", "lengths", queries + ", " + keys, "0 or more");
        return DotProductAttention.sees("causalMask", queries, keys, new Attention.Span(Option.none(), Option.of(0), offset));
    }

    // ---- positions

    /**
     * {@code y[2 i], y[2 i + 1] = (x[2 i], x[2 i + 1])} turned by {@code position base^(-2 i / d)}; or so elements i and i + d / 2, unless
     * interleaved (J. Su et al., RoFormer, 2021). Angles are computed in FLOAT64.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 0}, {1, 0}});
     * Tensor y = F.rotaryEmbedding(x, RotaryEmbedding.DEFAULT); // [[1, 0], [0.5403, 0.8415]]
     * }
     *
     * @param x [..., L, E], FLOAT32 or FLOAT64
     * @param options base (default 10000), interleaved (default no), positions (default 0 to L - 1), how many elements turn (default E)
     * @return of x's shape and dtype
     * @throws org.covector.engine.ArgumentException if the number of elements that turn is odd or positions do not broadcast
     */
    public static Tensor rotaryEmbedding(Tensor x, RotaryEmbedding options) {
        return Sequences.rotary(x, options);
    }

    /**
     * {@code y[p, 2 i] = sin(p base^(-2 i / depth)), y[p, 2 i + 1] = cos(p base^(-2 i / depth))}: positions as waves (A. Vaswani et al.,
     * Attention is all you need, 2017).
     *
     * {@snippet :
     * Tensor y = F.sinusoidalPositions(DType.FLOAT64, 2, 2, 10_000); // [[0, 1], [0.8415, 0.5403]]
     * }
     *
     * @param dtype FLOAT32 or FLOAT64
     * @param length number of positions
     * @param depth of an embedding
     * @param base 10000 in the paper
     * @return [length, depth]
     * @throws org.covector.engine.ArgumentException if a length is negative or base not positive
     */
    public static Tensor sinusoidalPositions(DType dtype, int length, int depth, double base) {
        return Sequences.sinusoidal(dtype, length, depth, base);
    }

    /**
     * {@code scores', beams, tokens = the largest of scores[..., b] + logProbs[..., b, t]}: one step of a beam search.
     *
     * <p>The gradient goes to the scores and probabilities chosen.
     *
     * {@snippet :
     * Tensor logProbs = F.log(Tensor.of(new double[][] {{0.5, 0.5}, {0.1, 0.9}}));
     * Tuple3<Tensor, Tensor, Tensor> y = F.beamSearchStep(F.log(Tensor.of(0.4, 0.6)), logProbs, 2);
     * Tensor scores = F.exp(y._1()); // [0.54, 0.2]
     * Tensor beams = y._2(); // [1, 0]
     * Tensor tokens = y._3(); // [1, 0]
     * }
     *
     * @param scores log probabilities of the K sequences so far [..., K], FLOAT32 or FLOAT64
     * @param logProbs of their next tokens [..., K, V], of scores' dtype
     * @param beams number of continuations to keep, at most K V
     * @return scores [..., beams], descending; which sequences they continue and with which token, INT64 [..., beams]
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit, or there are fewer continuations
     */
    public static Tuple3<Tensor, Tensor, Tensor> beamSearchStep(Tensor scores, Tensor logProbs, int beams) {
        Tensor[] y = Sequences.beamSearchStep(scores, logProbs, beams);
        return Tuple.of(y[0], y[1], y[2]);
    }

    // ---- recurrent cells and networks

    /**
     * {@code h' = tanh(W_ih x + b_ih + W_hh h + b_hh)}: one step of an Elman network.
     *
     * {@snippet :
     * CellWeights weights = CellWeights.of(Tensor.of(new double[][] {{1}}), Tensor.of(new double[][] {{0.5}}));
     * Tensor y = F.rnnTanhCell(Tensor.of(1.0), Tensor.of(0.0), weights); // [0.7616]
     * }
     *
     * @param x [N, input length] or [input length], FLOAT32 or FLOAT64
     * @param h the state [N, H] or [H], of x's dtype
     * @param weights of the cell, one gate
     * @return the next state, of h's shape
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor rnnTanhCell(Tensor x, Tensor h, CellWeights weights) {
        return Recurrence.cell("rnnTanhCell", Cell.RNN_TANH, x, weights, h)[0];
    }

    /**
     * {@code h' = relu(W_ih x + b_ih + W_hh h + b_hh)}: one step of a network of rectified units; gradient 0 at 0.
     *
     * {@snippet :
     * CellWeights weights = CellWeights.of(Tensor.of(new double[][] {{1}}), Tensor.of(new double[][] {{0.5}}));
     * Tensor y = F.rnnReluCell(Tensor.of(1.0), Tensor.of(4.0), weights); // [3]
     * }
     *
     * @param x [N, input length] or [input length], FLOAT32 or FLOAT64
     * @param h the state [N, H] or [H], of x's dtype
     * @param weights of the cell, one gate
     * @return the next state, of h's shape
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor rnnReluCell(Tensor x, Tensor h, CellWeights weights) {
        return Recurrence.cell("rnnReluCell", Cell.RNN_RELU, x, weights, h)[0];
    }

    /**
     * {@code c' = sigmoid(f) c + sigmoid(i) tanh(g), h' = sigmoid(o) tanh(c')} with {@code (i, f, g, o) = W_ih x + b_ih + W_hh h + b_hh}:
     * one step of long short-term memory (S. Hochreiter, J. Schmidhuber, 1997). ONNX orders its gates i, o, f, c.
     *
     * {@snippet :
     * Tensor zeros = Tensor.zeros(DType.FLOAT64, 4, 1);
     * Tuple2<Tensor, Tensor> y = F.lstmCell(Tensor.of(1.0), Tensor.of(0.0), Tensor.of(2.0), CellWeights.of(zeros, zeros));
     * // ([0.3808], [1])
     * }
     *
     * @param x [N, input length] or [input length], FLOAT32 or FLOAT64
     * @param h the state [N, H], or [N, P] with a projection, of x's dtype
     * @param c the cell's state [N, H]
     * @param weights of the cell, four gates, maybe a projection of h'
     * @return h' and c', of the shapes of h and c
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tuple2<Tensor, Tensor> lstmCell(Tensor x, Tensor h, Tensor c, CellWeights weights) {
        Tensor[] y = Recurrence.cell("lstmCell", Cell.LSTM, x, weights, h, c);
        return Tuple.of(y[0], y[1]);
    }

    /**
     * {@code h' = (1 - z) n + z h} with {@code r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)}, z likewise, {@code n = tanh(W_in x + b_in + r
     * (W_hn h + b_hn))}: one step of a gated recurrent unit (K. Cho et al., 2014). ONNX orders its gates z, r, h; this is its
     * {@code linear_before_reset = 1}.
     *
     * {@snippet :
     * Tensor zeros = Tensor.zeros(DType.FLOAT64, 3, 1);
     * Tensor y = F.gruCell(Tensor.of(1.0), Tensor.of(2.0), CellWeights.of(zeros, zeros)); // [1]
     * }
     *
     * @param x [N, input length] or [input length], FLOAT32 or FLOAT64
     * @param h the state [N, H] or [H], of x's dtype
     * @param weights of the cell, three gates: r, z, n
     * @return the next state, of h's shape
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tensor gruCell(Tensor x, Tensor h, CellWeights weights) {
        return Recurrence.cell("gruCell", Cell.GRU, x, weights, h)[0];
    }

    /**
     * {@code h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)} over all steps and layers: torch's rnn_tanh.
     *
     * {@snippet :
     * CellWeights weights = CellWeights.of(Tensor.of(new double[][] {{1}}), Tensor.of(new double[][] {{0.5}}));
     * Tensor x = Tensor.of(new double[][] {{1}, {0}});
     * Tuple2<Tensor, Tensor> y = F.rnnTanh(x, Option.none(), List.of(weights), Recurrent.DEFAULT); // ([[0.7616], [0.3634]], [[0.3634]])
     * }
     *
     * @param x [T, N, input length], [N, T, input length] with batchFirst, or [T, input length]; FLOAT32 or FLOAT64
     * @param h0 the first states [layers directions, N, H]; none means 0
     * @param weights of every layer, with two directions forward and backward in turn
     * @param options directions, batchFirst, lengths, dropout between layers
     * @return outputs [T, N, directions H] of the last layer, and the last states [layers directions, N, H]
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tuple2<Tensor, Tensor> rnnTanh(Tensor x, Option<Tensor> h0, List<CellWeights> weights, Recurrent options) {
        Tensor[] y = Recurrence.network("rnnTanh", Cell.RNN_TANH, x, List.of(h0), weights, options);
        return Tuple.of(y[0], y[1]);
    }

    /**
     * {@code h_t = relu(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)} over all steps and layers: torch's rnn_relu.
     *
     * {@snippet :
     * CellWeights weights = CellWeights.of(Tensor.of(new double[][] {{1}}), Tensor.of(new double[][] {{0.5}}));
     * Tensor x = Tensor.of(new double[][] {{1}, {0}});
     * Tuple2<Tensor, Tensor> y = F.rnnRelu(x, Option.none(), List.of(weights), Recurrent.DEFAULT); // ([[1], [0.5]], [[0.5]])
     * }
     *
     * @param x [T, N, input length], [N, T, input length] with batchFirst, or [T, input length]; FLOAT32 or FLOAT64
     * @param h0 the first states [layers directions, N, H]; none means 0
     * @param weights of every layer, with two directions forward and backward in turn
     * @param options directions, batchFirst, lengths, dropout between layers
     * @return outputs [T, N, directions H] of the last layer, and the last states [layers directions, N, H]
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tuple2<Tensor, Tensor> rnnRelu(Tensor x, Option<Tensor> h0, List<CellWeights> weights, Recurrent options) {
        Tensor[] y = Recurrence.network("rnnRelu", Cell.RNN_RELU, x, List.of(h0), weights, options);
        return Tuple.of(y[0], y[1]);
    }

    /**
     * {@code h_t, c_t = lstmCell(x_t, h_(t-1), c_(t-1))} over all steps and layers: long short-term memory. With lengths a sequence's last
     * states are those after its last step, and the backward direction begins there, as with torch's packed sequences.
     *
     * {@snippet :
     * Tensor zeros = Tensor.zeros(DType.FLOAT64, 4, 1);
     * Tensor x = Tensor.of(new double[][] {{1}, {0}});
     * Option<Tensor> c0 = Option.of(Tensor.of(new double[][] {{2}}));
     * Tensor y = F.lstm(x, Option.none(), c0, List.of(CellWeights.of(zeros, zeros)), Recurrent.DEFAULT)._1(); // [[0.3808], [0.2311]]
     * }
     *
     * @param x [T, N, input length], [N, T, input length] with batchFirst, or [T, input length]; FLOAT32 or FLOAT64
     * @param h0 the first states [layers directions, N, H], P instead of H with projections; none means 0
     * @param c0 the first cell states [layers directions, N, H]; none means 0
     * @param weights of every layer, with two directions forward and backward in turn
     * @param options directions, batchFirst, lengths, dropout between layers
     * @return outputs [T, N, directions H] of the last layer, last states and cell states [layers directions, N, H]
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tuple3<Tensor, Tensor, Tensor> lstm(Tensor x, Option<Tensor> h0, Option<Tensor> c0, List<CellWeights> weights,
            Recurrent options) {
        Tensor[] y = Recurrence.network("lstm", Cell.LSTM, x, List.of(h0, c0), weights, options);
        return Tuple.of(y[0], y[1], y[2]);
    }

    /**
     * {@code h_t = gruCell(x_t, h_(t-1))} over all steps and layers: gated recurrent units.
     *
     * {@snippet :
     * Tensor zeros = Tensor.zeros(DType.FLOAT64, 3, 1);
     * Tensor x = Tensor.of(new double[][] {{1}, {0}});
     * Option<Tensor> h0 = Option.of(Tensor.of(new double[][] {{2}}));
     * Tensor y = F.gru(x, h0, List.of(CellWeights.of(zeros, zeros)), Recurrent.DEFAULT)._1(); // [[1], [0.5]]
     * }
     *
     * @param x [T, N, input length], [N, T, input length] with batchFirst, or [T, input length]; FLOAT32 or FLOAT64
     * @param h0 the first states [layers directions, N, H]; none means 0
     * @param weights of every layer, with two directions forward and backward in turn
     * @param options directions, batchFirst, lengths, dropout between layers
     * @return outputs [T, N, directions H] of the last layer, and the last states [layers directions, N, H]
     * @throws org.covector.engine.ArgumentException if shapes or dtypes do not fit
     */
    public static Tuple2<Tensor, Tensor> gru(Tensor x, Option<Tensor> h0, List<CellWeights> weights, Recurrent options) {
        Tensor[] y = Recurrence.network("gru", Cell.GRU, x, List.of(h0), weights, options);
        return Tuple.of(y[0], y[1]);
    }
}
