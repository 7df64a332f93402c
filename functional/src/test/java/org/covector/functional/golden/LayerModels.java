package org.covector.functional.golden;

import com.google.gson.JsonObject;
import io.vavr.control.Option;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.functional.Approximation;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.EmbeddingBagOptions;
import org.covector.functional.EmbeddingOptions;
import org.covector.functional.Ints;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.Pad;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tree;
import org.covector.functional.nn.Activation;
import org.covector.functional.nn.BatchNorm1d;
import org.covector.functional.nn.BatchNorm2d;
import org.covector.functional.nn.BatchNorm3d;
import org.covector.functional.nn.Bilinear;
import org.covector.functional.nn.Conv1d;
import org.covector.functional.nn.Conv2d;
import org.covector.functional.nn.Conv3d;
import org.covector.functional.nn.ConvLayerOptions;
import org.covector.functional.nn.ConvTranspose1d;
import org.covector.functional.nn.ConvTranspose2d;
import org.covector.functional.nn.ConvTranspose3d;
import org.covector.functional.nn.ConvTransposeLayerOptions;
import org.covector.functional.nn.Dropout;
import org.covector.functional.nn.Embedding;
import org.covector.functional.nn.EmbeddingBag;
import org.covector.functional.nn.Flatten;
import org.covector.functional.nn.GRU;
import org.covector.functional.nn.GRUCell;
import org.covector.functional.nn.GroupNorm;
import org.covector.functional.nn.InstanceNorm1d;
import org.covector.functional.nn.InstanceNorm2d;
import org.covector.functional.nn.InstanceNorm3d;
import org.covector.functional.nn.LSTM;
import org.covector.functional.nn.LSTMCell;
import org.covector.functional.nn.Layer;
import org.covector.functional.nn.LayerNorm;
import org.covector.functional.nn.Linear;
import org.covector.functional.nn.Model;
import org.covector.functional.nn.MultiheadAttention;
import org.covector.functional.nn.NormOptions;
import org.covector.functional.nn.PReLU;
import org.covector.functional.nn.Pooling;
import org.covector.functional.nn.RMSNorm;
import org.covector.functional.nn.RNN;
import org.covector.functional.nn.RNNCell;
import org.covector.functional.nn.RecurrentOptions;
import org.covector.functional.nn.Sequential;
import org.covector.functional.nn.TransformerDecoder;
import org.covector.functional.nn.TransformerDecoderLayer;
import org.covector.functional.nn.TransformerEncoder;
import org.covector.functional.nn.TransformerEncoderLayer;
import org.covector.functional.nn.TransformerOptions;

/** Layers by torch's names and options, FLOAT64. */
final class LayerModels {
    private static final DType D = DType.FLOAT64;
    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(1));

    private LayerModels() {}

    static Model build(String op, Arguments o) {
        return build(op, o, KEY);
    }

    static Model build(String op, Arguments o, Key key) {
        return switch (op) {
            case "Linear" ->
                    Linear.init(key, new Linear.Options(o.whole("in_features", 0), o.whole("out_features", 0), o.flag("bias", true), D));
            case "Bilinear" -> Bilinear.init(key, new Bilinear.Options(o.whole("in1_features", 0), o.whole("in2_features", 0),
                    o.whole("out_features", 0), o.flag("bias", true), D));
            case "Conv1d" -> Conv1d.init(key, conv(o));
            case "Conv2d" -> Conv2d.init(key, conv(o));
            case "Conv3d" -> Conv3d.init(key, conv(o));
            case "ConvTranspose1d" -> ConvTranspose1d.init(key, transposed(o));
            case "ConvTranspose2d" -> ConvTranspose2d.init(key, transposed(o));
            case "ConvTranspose3d" -> ConvTranspose3d.init(key, transposed(o));
            case "BatchNorm1d" -> BatchNorm1d.init(norm(o, true));
            case "BatchNorm2d" -> BatchNorm2d.init(norm(o, true));
            case "BatchNorm3d" -> BatchNorm3d.init(norm(o, true));
            case "InstanceNorm1d" -> InstanceNorm1d.init(norm(o, false));
            case "InstanceNorm2d" -> InstanceNorm2d.init(norm(o, false));
            case "InstanceNorm3d" -> InstanceNorm3d.init(norm(o, false));
            case "GroupNorm" -> GroupNorm.init(new GroupNorm.Options(o.whole("num_groups", 0), o.whole("num_channels", 0),
                    o.number("eps", 1e-5), o.flag("affine", true), D));
            case "LayerNorm" -> LayerNorm.init(new LayerNorm.Options(Ints.of(o.ints("normalized_shape")), o.number("eps", 1e-5),
                    o.flag("elementwise_affine", true), o.flag("bias", true), D));
            case "RMSNorm" -> RMSNorm.init(new RMSNorm.Options(Ints.of(o.ints("normalized_shape")), o.has("eps")
                    ? Option.of(o.number("eps", 0)) : Option.none(), o.flag("elementwise_affine", true), D));
            case "Embedding" ->
                    Embedding.init(key, new Embedding.Options(o.whole("num_embeddings", 0), o.whole("embedding_dim", 0), rows(o), D));
            case "EmbeddingBag" -> EmbeddingBag.init(key, o.whole("num_embeddings", 0), o.whole("embedding_dim", 0), bags(o), D);
            case "PReLU" -> PReLU.init(o.whole("num_parameters", 1), o.number("init", 0.25), D);
            case "RNN" -> RNN.init(key, recurrent(o), o.text("nonlinearity", "tanh").equals("relu"));
            case "GRU" -> GRU.init(key, recurrent(o));
            case "LSTM" -> LSTM.init(key, recurrent(o));
            case "RNNCell" -> RNNCell.init(key, recurrent(o), o.text("nonlinearity", "tanh").equals("relu"));
            case "GRUCell" -> GRUCell.init(key, recurrent(o));
            case "LSTMCell" -> LSTMCell.init(key, recurrent(o));
            case "MultiheadAttention" -> MultiheadAttention.init(key, attention(o));
            case "TransformerEncoderLayer" -> TransformerEncoderLayer.init(key, transformer(o));
            case "TransformerDecoderLayer" -> TransformerDecoderLayer.init(key, transformer(o));
            case "TransformerEncoder" -> new TransformerEncoder(stack(o, "encoder_layer", TransformerEncoderLayer.class, key), norm(o));
            case "TransformerDecoder" -> new TransformerDecoder(stack(o, "decoder_layer", TransformerDecoderLayer.class, key), norm(o));
            case "Sequential" -> sequential(o, key);
            default -> function(op, o);
        };
    }

    private static Sequential sequential(Arguments o, Key key) {
        Sequential all = Sequential.EMPTY;
        for (var e : o.raw("modules").getAsJsonArray()) {
            JsonObject m = e.getAsJsonObject();
            Arguments options = new Arguments(m.getAsJsonObject("options"));
            Model made = build(m.get("fn").getAsString().replaceAll(".*\\.", ""), options, key);
            options.requireAllRead();
            if (!(made instanceof Layer layer)) {
                throw new UnsupportedCase("Sequential of " + made.getClass());
            }
            all = all.then(layer);
        }
        return all;
    }

    /** The layers of a stack, whose module is given as those of Sequential are: {@code fn} and {@code options}. */
    private static <L> List<L> stack(Arguments o, String name, Class<L> type, Key key) {
        return IntStream.range(0, o.whole("num_layers", 1)).mapToObj(i -> type.cast(module(o, name, key.fold(i)))).toList();
    }

    private static Option<LayerNorm> norm(Arguments o) {
        return o.has("norm") ? Option.of((LayerNorm) module(o, "norm", KEY)) : Option.none();
    }

    private static Model module(Arguments o, String name, Key key) {
        JsonObject m = o.raw(name).getAsJsonObject();
        Arguments options = new Arguments(m.getAsJsonObject("options"));
        Model made = build(m.get("fn").getAsString().replaceAll(".*\\.", ""), options, key);
        options.requireAllRead();
        return made;
    }

    private static ConvLayerOptions conv(Arguments o) {
        ConvOptions c = ConvOptions.stride(o.ints("stride", 1)).withDilation(o.ints("dilation", 1)).withGroups(o.whole("groups", 1));
        c = o.isText("padding") ? o.text("padding", "").equals("same") ? c.withSamePadding() : c.withValidPadding()
                : c.withPadding(o.ints("padding", 0));
        String mode = o.text("padding_mode", "zeros");
        return new ConvLayerOptions(o.whole("in_channels", 0), o.whole("out_channels", 0), Ints.of(o.ints("kernel_size")), c,
                mode.equals("zeros") ? Pad.CONSTANT : Pad.valueOf(mode.toUpperCase(Locale.ROOT)), o.flag("bias", true), D);
    }

    private static ConvTransposeLayerOptions transposed(Arguments o) {
        UnsupportedCase.require(o.text("padding_mode", "zeros").equals("zeros"), "padding_mode");
        ConvTransposeOptions c = ConvTransposeOptions.stride(o.ints("stride", 1)).withPadding(o.ints("padding", 0))
                .withOutputPadding(o.ints("output_padding", 0))
                .withDilation(o.ints("dilation", 1)).withGroups(o.whole("groups", 1));
        return new ConvTransposeLayerOptions(o.whole("in_channels", 0), o.whole("out_channels", 0), Ints.of(o.ints("kernel_size")), c,
                o.flag("bias", true), D);
    }

    private static NormOptions norm(Arguments o, boolean batch) {
        boolean none = o.raw("momentum") != null && o.raw("momentum").isJsonNull();
        return new NormOptions(o.whole("num_features", 0), o.number("eps", 1e-5), none ? Option.none()
                : Option.of(o.number("momentum", 0.1)), o.flag("affine", batch),
                o.flag("track_running_stats", batch), D);
    }

    private static EmbeddingOptions rows(Arguments o) {
        return new EmbeddingOptions(o.has("padding_idx") ? Option.of(o.whole("padding_idx", 0)) : Option.none(),
                o.has("max_norm") ? Option.of(o.number("max_norm", 0)) : Option.none(), o.number("norm_type", 2),
                o.flag("scale_grad_by_freq", false));
    }

    private static EmbeddingBagOptions bags(Arguments o) {
        EmbeddingBagOptions.Mode mode = EmbeddingBagOptions.Mode.valueOf(o.text("mode", "mean").toUpperCase(Locale.ROOT));
        return new EmbeddingBagOptions(mode, Option.none(), Option.none(), o.flag("include_last_offset", false), rows(o));
    }

    private static RecurrentOptions recurrent(Arguments o) {
        return new RecurrentOptions(o.whole("input_size", 0), o.whole("hidden_size", 0), o.whole("num_layers", 1), o.flag("bias", true),
                o.flag("batch_first", false),
                o.number("dropout", 0), o.flag("bidirectional", false), o.whole("proj_size", 0), D);
    }

    private static MultiheadAttention.Options attention(Arguments o) {
        int e = o.whole("embed_dim", 0);
        return new MultiheadAttention.Options(e, o.whole("num_heads", 0), o.number("dropout", 0), o.flag("bias", true),
                o.flag("add_bias_kv", false),
                o.flag("add_zero_attn", false), o.whole("kdim", e), o.whole("vdim", e), o.flag("batch_first", false), D);
    }

    private static TransformerOptions transformer(Arguments o) {
        String activation = o.text("activation", "relu");
        return new TransformerOptions(o.whole("d_model", 0), o.whole("nhead", 0), o.whole("dim_feedforward", 2048),
                o.number("dropout", 0.1),
                activation.equals("gelu") ? new Activation.GELU(Approximation.NONE) : Activation.RELU,
                        o.number("layer_norm_eps", 1e-5), o.flag("batch_first", false),
                o.flag("norm_first", false), o.flag("bias", true), D);
    }

    private static PoolOptions pool(Arguments o) {
        PoolOptions p = PoolOptions.DEFAULT.withStride(o.ints("stride")).withPadding(o.ints("padding", 0))
                .withDilation(o.ints("dilation", 1))
                .withCeilMode(o.flag("ceil_mode", false)).withCountIncludePad(o.flag("count_include_pad", true));
        UnsupportedCase.require(!o.flag("return_indices", false), "indices within Sequential");
        return o.has("divisor_override") ? p.withDivisorOverride(o.whole("divisor_override", 1)) : p;
    }

    /** Modules without state, and dropouts. */
    private static Layer function(String op, Arguments o) {
        o.granting("inplace");
        return switch (op) {
            case "Dropout" -> new Dropout(o.number("p", 0.5), Dropout.Kind.ELEMENT);
            case "Dropout1d" -> new Dropout(o.number("p", 0.5), Dropout.Kind.CHANNEL_1D);
            case "Dropout2d" -> new Dropout(o.number("p", 0.5), Dropout.Kind.CHANNEL_2D);
            case "Dropout3d" -> new Dropout(o.number("p", 0.5), Dropout.Kind.CHANNEL_3D);
            case "AlphaDropout" -> new Dropout(o.number("p", 0.5), Dropout.Kind.ALPHA);
            case "FeatureAlphaDropout" -> new Dropout(o.number("p", 0.5), Dropout.Kind.FEATURE_ALPHA);
            case "MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d", "LPPool1d", "LPPool2d", "LPPool3d",
                    "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool1d", "AdaptiveMaxPool2d",
                    "AdaptiveMaxPool3d" -> pooling(op, o);
            default -> activation(op, o);
        };
    }

    /** The layer for the last so many axes as its name says. */
    private static Layer pooling(String op, Arguments o) {
        int axes = op.charAt(op.length() - 2) - '0';
        return switch (op.substring(0, op.length() - 2)) {
            case "MaxPool" -> new Pooling.MaxPool(axes, Ints.of(o.ints("kernel_size")), pool(o));
            case "AvgPool" -> new Pooling.AvgPool(axes, Ints.of(o.ints("kernel_size")), pool(o));
            case "LPPool" -> new Pooling.LPPool(axes, o.number("norm_type", 2), Ints.of(o.ints("kernel_size")), pool(o));
            case "AdaptiveAvgPool" -> new Pooling.AdaptiveAvgPool(axes, Ints.of(o.ints("output_size")));
            default -> new Pooling.AdaptiveMaxPool(axes, Ints.of(o.ints("output_size")));
        };
    }

    private static Layer activation(String op, Arguments o) {
        return switch (op) {
            case "Identity" -> Layer.of(op, x -> x);
            case "ReLU" -> Activation.RELU;
            case "ReLU6" -> Activation.RELU6;
            case "Tanh" -> Activation.TANH;
            case "Sigmoid" -> Activation.SIGMOID;
            case "GELU" -> new Activation.GELU(o.text("approximate", "none").equals("tanh") ? Approximation.TANH : Approximation.NONE);
            case "SiLU" -> Activation.SILU;
            case "Mish" -> Activation.MISH;
            case "SELU" -> Activation.SELU;
            case "ELU" -> new Activation.ELU(o.number("alpha", 1));
            case "CELU" -> new Activation.CELU(o.number("alpha", 1));
            case "LeakyReLU" -> new Activation.LeakyReLU(o.number("negative_slope", 0.01));
            case "Hardtanh" -> new Activation.Hardtanh(o.number("min_val", -1), o.number("max_val", 1));
            case "Hardswish" -> Activation.HARDSWISH;
            case "Hardsigmoid" -> Activation.HARDSIGMOID;
            case "Hardshrink" -> new Activation.Hardshrink(o.number("lambd", 0.5));
            case "Softshrink" -> new Activation.Softshrink(o.number("lambd", 0.5));
            case "Tanhshrink" -> Activation.TANHSHRINK;
            case "Softsign" -> Activation.SOFTSIGN;
            case "LogSigmoid" -> Activation.LOG_SIGMOID;
            case "Softplus" -> new Activation.Softplus(o.number("beta", 1), o.number("threshold", 20));
            case "Threshold" -> new Activation.Threshold(o.number("threshold", 0), o.number("value", 0));
            case "GLU" -> new Activation.GLU(o.whole("dim", -1));
            case "Softmax" -> new Activation.Softmax(o.whole("dim", -1));
            case "LogSoftmax" -> new Activation.LogSoftmax(o.whole("dim", -1));
            case "Softmin" -> new Activation.Softmin(o.whole("dim", -1));
            case "Flatten" -> new Flatten(o.whole("start_dim", 1), o.whole("end_dim", -1));
            default -> throw new UnsupportedCase("layer " + op);
        };
    }
}
