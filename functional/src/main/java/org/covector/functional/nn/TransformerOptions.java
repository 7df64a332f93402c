package org.covector.functional.nn;

import io.vavr.Function1;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Options of transformer layers.
 *
 * {@snippet :
 * TransformerOptions o = TransformerOptions.of(8, 2).withDimFeedforward(16).withBatchFirst().withNormFirst().withActivation(F::silu);
 * Shape y = TransformerEncoderLayer.init(Key.of(1), o).apply(Tensor.ones(2, 5, 8)).shape(); // [2, 5, 8]
 * }
 *
 * @param dModel E
 * @param nhead a divisor of E
 * @param dimFeedforward between the two linear layers
 * @param dropout probability in training
 * @param activation without state, between the two linear layers
 * @param layerNormEps added to the variance
 * @param batchFirst whether inputs and outputs are [N, L, E], or else [L, N, E]
 * @param normFirst whether norms come before attention and linear layers, not after
 * @param bias whether linear layers and norms have biases
 * @param dtype FLOAT32 or FLOAT64
 */
public record TransformerOptions(int dModel, int nhead, int dimFeedforward, double dropout, Layer activation, double layerNormEps,
        boolean batchFirst, boolean normFirst, boolean bias, DType dtype) {
    /** Checks sizes, dropout and eps. */
    public TransformerOptions {
        Present.require(TransformerOptions.class, activation, dtype);
        Draws.positive("Transformer", "dModel", dModel);
        Draws.positive("Transformer", "nhead", nhead);
        ArgumentException.require(dimFeedforward >= 0, "Transformer", "dimFeedforward", dimFeedforward, "0 or more");
        ArgumentException.require(dropout >= 0 && dropout <= 1, "Transformer", "dropout", dropout, "0 to 1");
        Draws.eps("Transformer", layerNormEps);
    }

    /** torch's defaults: 2048, dropout 0.1, relu, eps 1e-5, [L, N, E], norms after, biases, FLOAT32. */
    public static TransformerOptions of(int dModel, int nhead) {
        return new TransformerOptions(dModel, nhead, 2048, 0.1, Activation.RELU, 1e-5, false, false, true, DType.FLOAT32);
    }

    /** With another length between the linear layers. */
    public TransformerOptions withDimFeedforward(int length) {
        return new TransformerOptions(dModel, nhead, length, dropout, activation, layerNormEps, batchFirst, normFirst, bias, dtype);
    }

    /** With another probability of dropping. */
    public TransformerOptions withDropout(double p) {
        return new TransformerOptions(dModel, nhead, dimFeedforward, p, activation, layerNormEps, batchFirst, normFirst, bias, dtype);
    }

    /** With another activation. */
    public TransformerOptions withActivation(Function1<Tensor, Tensor> function) {
        return new TransformerOptions(dModel, nhead, dimFeedforward, dropout, Layer.of(function), layerNormEps, batchFirst, normFirst, bias,
                dtype);
    }

    /** With inputs and outputs [N, L, E]. */
    public TransformerOptions withBatchFirst() {
        return new TransformerOptions(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, true, normFirst, bias, dtype);
    }

    /** With norms before attention and linear layers. */
    public TransformerOptions withNormFirst() {
        return new TransformerOptions(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, true, bias, dtype);
    }

    /** Of another dtype than FLOAT32. */
    public TransformerOptions withDtype(DType other) {
        return new TransformerOptions(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias, other);
    }

    MultiheadAttention attention(Key key) {
        return MultiheadAttention.init(key, new MultiheadAttention.Options(dModel, nhead, dropout, bias, false, false, dModel, dModel,
                batchFirst, dtype));
    }

    Linear linear1(Key key) {
        return Linear.init(key, new Linear.Options(dModel, dimFeedforward, bias, dtype));
    }

    Linear linear2(Key key) {
        return Linear.init(key, new Linear.Options(dimFeedforward, dModel, bias, dtype));
    }

    LayerNorm norm() {
        LayerNorm.Options o = LayerNorm.options(dModel).withEps(layerNormEps).withDtype(dtype);
        return LayerNorm.init(bias ? o : o.withoutBias());
    }

    Tensor dropped(Tensor x, Mode mode) {
        return Dropout.of(dropout).apply(x, mode).y();
    }

    Tensor feedForward(Tensor x, Linear linear1, Linear linear2, List<Mode> modes) {
        Tensor inner = dropped(activation.apply(linear1.apply(x)), modes.get(0));
        return dropped(linear2.apply(inner), modes.get(1));
    }
}
