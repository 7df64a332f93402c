package org.covector.functional.golden;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.DType;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.nn.Bilinear;
import org.covector.functional.nn.ConvTranspose1d;
import org.covector.functional.nn.ConvTranspose2d;
import org.covector.functional.nn.ConvTranspose3d;
import org.covector.functional.nn.EmbeddingBag;
import org.covector.functional.nn.GRU;
import org.covector.functional.nn.GRUCell;
import org.covector.functional.nn.LSTM;
import org.covector.functional.nn.LSTMCell;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.Mode;
import org.covector.functional.nn.Model;
import org.covector.functional.nn.MultiheadAttention;
import org.covector.functional.nn.RNN;
import org.covector.functional.nn.RNNCell;
import org.covector.functional.nn.TransformerDecoder;
import org.covector.functional.nn.TransformerDecoderLayer;
import org.covector.functional.nn.TransformerEncoder;
import org.covector.functional.nn.TransformerEncoderLayer;

/** forward's arguments by torch's names. */
final class LayerCalls {
    private LayerCalls() {}

    static LayerDispatch.Result call(Model model, Arguments a, Mode mode) {
        return switch (model) {
            case Bilinear m -> of(m, m.apply(a.tensor("input1"), a.tensor("input2")));
            case ConvTranspose1d m when a.has("output_size") -> of(m, m.applyTo(a.tensor("input"), a.ints("output_size")));
            case ConvTranspose2d m when a.has("output_size") -> of(m, m.applyTo(a.tensor("input"), a.ints("output_size")));
            case ConvTranspose3d m when a.has("output_size") -> of(m, m.applyTo(a.tensor("input"), a.ints("output_size")));
            case EmbeddingBag m -> of(m.apply(a.tensor("input"), a.maybe("offsets"), a.maybe("per_sample_weights")));
            case RNN m -> {
                RNN.Result r = m.apply(a.tensor("input"), a.maybe("hx"), mode);
                yield of(m, r.output(), r.hn());
            }
            case GRU m -> {
                GRU.Result r = m.apply(a.tensor("input"), a.maybe("hx"), mode);
                yield of(m, r.output(), r.hn());
            }
            case LSTM m -> {
                LSTM.Result r = m.apply(a.tensor("input"), state(a), mode);
                yield of(m, r.output(), r.hn(), r.cn());
            }
            case RNNCell m -> of(m, m.apply(a.tensor("input"), a.maybe("hx")));
            case GRUCell m -> of(m, m.apply(a.tensor("input"), a.maybe("hx")));
            case LSTMCell m -> {
                LSTM.State s = m.apply(a.tensor("input"), state(a));
                yield of(m, s.h(), s.c());
            }
            case MultiheadAttention m -> attention(m, a, mode);
            case TransformerEncoderLayer m ->
                    of(m, m.apply(a.tensor("src"), masks(a, "src_mask", "src_key_padding_mask", "is_causal", "src"), mode));
            case TransformerEncoder m ->
                    of(m, m.apply(a.tensor("src"), masks(a, "mask", "src_key_padding_mask", "is_causal", "src"), mode));
            case TransformerDecoderLayer m -> of(m, m.apply(a.tensor("tgt"), a.tensor("memory"),
                    masks(a, "tgt_mask", "tgt_key_padding_mask", "tgt_is_causal", "tgt"),
                    masks(a, "memory_mask", "memory_key_padding_mask", "memory_is_causal", "memory"), mode));
            case TransformerDecoder m -> of(m, m.apply(a.tensor("tgt"), a.tensor("memory"),
                    masks(a, "tgt_mask", "tgt_key_padding_mask", "tgt_is_causal", "tgt"),
                    masks(a, "memory_mask", "memory_key_padding_mask", "memory_is_causal", "memory"), mode));
            case Layer m -> of(m.apply(a.tensor("input"), mode));
            default -> throw new UnsupportedCase("calls of " + model.getClass());
        };
    }

    private static LayerDispatch.Result of(Model model, Tensor... outputs) {
        return new LayerDispatch.Result(List.of(outputs), model);
    }

    private static LayerDispatch.Result of(Layer.Step<? extends Layer> step) {
        return new LayerDispatch.Result(List.of(step.y()), step.next());
    }

    private static Option<LSTM.State> state(Arguments a) {
        List<Tensor> hx = a.list("hx");
        return hx.isEmpty() ? Option.none() : Option.of(new LSTM.State(hx.get(0), hx.get(1)));
    }

    /** torch's true: not attended; ours: takes part. */
    private static MultiheadAttention.Masks masks(Arguments a, String mask, String padding, String causal, String target) {
        UnsupportedCase.require(!a.flag(causal, false) || a.has(mask), causal + " without a mask"); // a hint that the mask is causal
        return new MultiheadAttention.Masks(a.maybe(mask).map(m -> m.dtype() == DType.BOOL ? F.logicalNot(m) : m), a.maybe(padding));
    }

    private static LayerDispatch.Result attention(MultiheadAttention m, Arguments a, Mode mode) {
        List<Tensor> qkv = List.of(a.tensor("query"), a.tensor("key"), a.tensor("value"));
        MultiheadAttention.Masks masks = masks(a, "attn_mask", "key_padding_mask", "is_causal", "query");
        boolean average = a.flag("average_attn_weights", true);
        if (a.flag("need_weights", true)) {
            MultiheadAttention.Result r = m.applyWithWeights(qkv, masks, average, mode);
            return of(m, r.output(), r.weights());
        }
        return of(m, m.apply(qkv.get(0), qkv.get(1), qkv.get(2), masks, mode));
    }
}
