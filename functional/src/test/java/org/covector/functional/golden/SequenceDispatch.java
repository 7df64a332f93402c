package org.covector.functional.golden;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.MultiHeadAttention;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;

/** Reference functions of this family, by their names. */
final class SequenceDispatch {
    private static final String N = "torch.nn.functional.";

    private SequenceDispatch() {}

    static void addTo(Dispatch d) {
        d.one(N + "scaled_dot_product_attention", a -> {
            UnsupportedCase.require(a.number("dropout_p", 0) == 0, "random");
            a.flag("enable_gqa", false);
            Attention o = a.flag("is_causal", false) ? Attention.CAUSAL : Attention.DEFAULT;
            o = a.isTensor("attn_mask") ? o.withMask(a.tensor("attn_mask")) : o;
            o = a.has("scale") ? o.withScale(a.number("scale", 1)) : o;
            return F.scaledDotProductAttention(a.tensor("query"), a.tensor("key"), a.tensor("value"), o);
        });
        d.many(N + "multi_head_attention_forward", SequenceDispatch::multiHead);
        d.one("torch.rnn_tanh_cell", a -> F.rnnTanhCell(a.tensor("input"), a.tensor("hx"), cell(a)));
        d.one("torch.rnn_relu_cell", a -> F.rnnReluCell(a.tensor("input"), a.tensor("hx"), cell(a)));
        d.one("torch.gru_cell", a -> F.gruCell(a.tensor("input"), a.tensor("hx"), cell(a)));
        d.many("torch.lstm_cell", a -> {
            var y = F.lstmCell(a.tensor("input"), a.list("hx").get(0), a.list("hx").get(1), cell(a));
            return List.of(y._1(), y._2());
        });
        d.many("torch.rnn_tanh", a -> {
            var y = F.rnnTanh(a.tensor("input"), Option.of(a.tensor("hx")), network(a, false), options(a));
            return List.of(y._1(), y._2());
        });
        d.many("torch.rnn_relu", a -> {
            var y = F.rnnRelu(a.tensor("input"), Option.of(a.tensor("hx")), network(a, false), options(a));
            return List.of(y._1(), y._2());
        });
        d.many("torch.gru", a -> {
            var y = F.gru(a.tensor("input"), Option.of(a.tensor("hx")), network(a, false), options(a));
            return List.of(y._1(), y._2());
        });
        d.many("torch.lstm", a -> {
            List<Tensor> hx = a.list("hx");
            boolean projected = hx.get(0).dim(-1) != hx.get(1).dim(-1);
            var y = F.lstm(a.tensor("input"), Option.of(hx.get(0)), Option.of(hx.get(1)), network(a, projected), options(a));
            return List.of(y._1(), y._2(), y._3());
        });
    }

    private static List<Tensor> multiHead(Arguments a) {
        a.whole("embed_dim_to_check", 0);
        UnsupportedCase.require(!a.flag("training", true) || a.number("dropout_p", 0) == 0, "random");
        a.has("dropout_p");
        boolean causal = a.flag("is_causal", false); // says of the mask that it is causal
        MultiHeadAttention.Weights w = a.flag("use_separate_proj_weight", false)
                ? new MultiHeadAttention.Weights(a.tensor("q_proj_weight"), a.tensor("k_proj_weight"), a.tensor("v_proj_weight"),
                        a.maybe("in_proj_bias"), a.tensor("out_proj_weight"), a.maybe("out_proj_bias"))
                : MultiHeadAttention.Weights.packed(a.tensor("in_proj_weight"), a.maybe("in_proj_bias"), a.tensor("out_proj_weight"),
                        a.maybe("out_proj_bias"));
        a.has("in_proj_weight");
        Attention attention = a.isTensor("attn_mask") ? Attention.DEFAULT.withMask(takesPart(a.tensor("attn_mask"))) : causal
                ? Attention.CAUSAL : Attention.DEFAULT;
        MultiHeadAttention o = MultiHeadAttention.of(a.whole("num_heads", 1),
                w).withAttention(attention).withAdded(new MultiHeadAttention.Added(a.maybe("bias_k"), a.maybe("bias_v"),
                a.flag("add_zero_attn", false), a.maybe("static_k"), a.maybe("static_v")));
        o = a.isTensor("key_padding_mask") ? o.withKeyPaddingMask(a.tensor("key_padding_mask")) : o;
        boolean average = a.flag("average_attn_weights", true);
        if (!a.flag("need_weights", true)) {
            return List.of(F.multiHeadAttention(a.tensor("query"), a.tensor("key"), a.tensor("value"), o));
        }
        var y = F.multiHeadAttentionWithWeights(a.tensor("query"), a.tensor("key"), a.tensor("value"), o, average);
        return List.of(y._1(), y._2());
    }

    /** In torch true means masked here. */
    private static Tensor takesPart(Tensor mask) {
        return mask.dtype() == DType.BOOL ? F.logicalNot(mask) : mask;
    }

    private static CellWeights cell(Arguments a) {
        return new CellWeights(a.tensor("w_ih"), a.tensor("w_hh"), a.maybe("b_ih"), a.maybe("b_hh"), Option.none());
    }

    /** torch's flat list: of each layer and direction w_ih, w_hh, with biases b_ih, b_hh, with projections w_hr. */
    private static List<CellWeights> network(Arguments a, boolean projected) {
        List<Tensor> params = a.list("params");
        boolean biases = a.flag("has_biases", true);
        int each = 2 + (biases ? 2 : 0) + (projected ? 1 : 0);
        List<CellWeights> all = new ArrayList<>();
        for (int i = 0; i < params.size(); i += each) {
            all.add(new CellWeights(params.get(i), params.get(i + 1), biases ? Option.of(params.get(i + 2)) : Option.none(), biases
                    ? Option.of(params.get(i + 3)) : Option.none(),
                    projected ? Option.of(params.get(i + each - 1)) : Option.none()));
        }
        a.whole("num_layers", 1);
        return all;
    }

    private static Recurrent options(Arguments a) {
        UnsupportedCase.require(!a.flag("train", false) || a.number("dropout", 0) == 0, "random");
        a.has("dropout");
        Recurrent o = a.flag("batch_first", false) ? Recurrent.DEFAULT.withBatchFirst() : Recurrent.DEFAULT;
        return a.flag("bidirectional", false) ? o.withBidirectional() : o;
    }
}
