package org.covector.functional.nn;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.CellWeights;
import org.covector.functional.Key;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Options of {@link RNN}, {@link LSTM} and {@link GRU}.
 *
 * {@snippet :
 * RecurrentOptions o = RecurrentOptions.of(3, 5).withNumLayers(2).withBidirectional().withBatchFirst();
 * Shape y = GRU.init(Key.of(1), o).apply(Tensor.ones(2, 7, 3)).shape(); // [2, 7, 10]
 * }
 *
 * @param inputSize length of an input
 * @param hiddenSize length of a state
 * @param numLayers one above the other
 * @param bias whether there are biases
 * @param batchFirst whether inputs and outputs are [N, T, ...], or else [T, N, ...]
 * @param dropout probability of dropping an output between layers in training
 * @param bidirectional whether every layer reads from both ends
 * @param projSize length of the projected states of LSTM; 0 means none
 * @param dtype FLOAT32 or FLOAT64
 */
public record RecurrentOptions(int inputSize, int hiddenSize, int numLayers, boolean bias, boolean batchFirst, double dropout,
        boolean bidirectional,
        int projSize, DType dtype) {
    /** Checks the sizes. */
    public RecurrentOptions {
        Present.require(RecurrentOptions.class, dtype);
        ArgumentException.require(inputSize >= 0, "RNN", "inputSize", inputSize, "0 or more");
        Draws.positive("RNN", "hiddenSize", hiddenSize);
        Draws.positive("RNN", "numLayers", numLayers);
        ArgumentException.require(dropout >= 0 && dropout <= 1, "RNN", "dropout", dropout, "0 to 1");
        ArgumentException.require(projSize >= 0 && projSize < hiddenSize, "RNN", "projSize", projSize,
                "0, or less than hiddenSize = " + hiddenSize);
    }

    /** One layer and direction, with biases, [T, N, ...], FLOAT32. */
    public static RecurrentOptions of(int inputSize, int hiddenSize) {
        return new RecurrentOptions(inputSize, hiddenSize, 1, true, false, 0, false, 0, DType.FLOAT32);
    }

    /** With several layers. */
    public RecurrentOptions withNumLayers(int n) {
        return new RecurrentOptions(inputSize, hiddenSize, n, bias, batchFirst, dropout, bidirectional, projSize, dtype);
    }

    /** Without biases. */
    public RecurrentOptions withoutBias() {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, false, batchFirst, dropout, bidirectional, projSize, dtype);
    }

    /** With inputs and outputs [N, T, ...]. */
    public RecurrentOptions withBatchFirst() {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bias, true, dropout, bidirectional, projSize, dtype);
    }

    /** With outputs dropped between layers. */
    public RecurrentOptions withDropout(double p) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bias, batchFirst, p, bidirectional, projSize, dtype);
    }

    /** Reading from both ends. */
    public RecurrentOptions withBidirectional() {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, true, projSize, dtype);
    }

    /** With projected states. */
    public RecurrentOptions withProjSize(int length) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, length, dtype);
    }

    /** Of another dtype than FLOAT32. */
    public RecurrentOptions withDtype(DType other) {
        return new RecurrentOptions(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize, other);
    }

    int directions() {
        return bidirectional ? 2 : 1;
    }

    /** Weights of all layers and directions from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)). */
    List<CellWeights> weights(Key key, int gates) {
        List<CellWeights> all = new ArrayList<>();
        int state = projSize > 0 ? projSize : hiddenSize;
        for (int i = 0; i < numLayers * directions(); i++) {
            all.add(cell(key.fold(i), gates, i < directions() ? inputSize : state * directions(), state));
        }
        return List.copyOf(all);
    }

    CellWeights cell(Key key, int gates, int inputs, int state) {
        double b = Draws.bound(hiddenSize);
        int g = gates * hiddenSize;
        return new CellWeights(Draws.uniform(dtype, key.fold(0), b, g, inputs), Draws.uniform(dtype, key.fold(1), b, g, state),
                bias ? Option.of(Draws.uniform(dtype, key.fold(2), b, g)) : Option.none(), bias
                ? Option.of(Draws.uniform(dtype, key.fold(3), b, g)) : Option.none(),
                projSize > 0 ? Option.of(Draws.uniform(dtype, key.fold(4), b, projSize, hiddenSize)) : Option.none());
    }

    /** Two for each element of each matrix, at each place of each sequence. */
    static long flops(List<CellWeights> cells, Shape x) {
        long steps = x.size() / Math.max(1, x.dim(-1));
        return 2 * steps * cells.stream().mapToLong(c -> c.input().size() + c.hidden().size()
                + c.projection().map(Tensor::size).getOrElse(0L)).sum();
    }

    Recurrent settings(Mode mode, Option<Tensor> lengths) {
        return new Recurrent(bidirectional, batchFirst, lengths,
                dropout > 0 && mode instanceof Mode.Training(Key key) ? Option.of(new Attention.Dropout(dropout, key)) : Option.none());
    }

    /** torch's name of a component of a cell: weight_ih for input. */
    static String cellName(String component) {
        return switch (component) {
            case "input" -> "weight_ih";
            case "hidden" -> "weight_hh";
            case "inputBias" -> "bias_ih";
            case "hiddenBias" -> "bias_hh";
            case "projection" -> "weight_hr";
            default -> throw new ArgumentException("stateName", "path", component, "input, hidden, inputBias, hiddenBias or projection");
        };
    }

    /** torch's name of weights.input: weight_ih. */
    static String weightName(String path) {
        ArgumentException.require(path.startsWith("weights."), "stateName", "path", path, "a component of weights");
        return cellName(path.substring("weights.".length()));
    }

    /** States of 0 for x [N, inputSize] or [inputSize]. */
    static Tensor zeros(String cell, Tensor x, CellWeights weights) {
        ArgumentException.require(x.rank() == 1 || x.rank() == 2, cell, "x", x.shape(), "[N, inputSize] or [inputSize]");
        ArgumentException.require(weights.hidden().rank() == 2, cell, "weights.hidden", weights.hidden().shape(),
                "[gates hiddenSize, hiddenSize]");
        return Tensor.zeros(x.dtype(), x.shape().with(x.rank() - 1, weights.hidden().dim(1)));
    }

    /** torch's name of cells.3.input: weight_ih_l1_reverse with two directions. */
    String stateName(String path) {
        String[] parts = path.split("\\.");
        ArgumentException.require(parts.length == 3 && parts[0].equals("cells") && parts[1].matches("\\d{1,9}"), "stateName", "path", path,
                "a component of one of cells");
        int i = Integer.parseInt(parts[1]);
        return cellName(parts[2]) + "_l" + i / directions() + (i % directions() == 1 ? "_reverse" : "");
    }

    String extra() {
        return inputSize + ", " + hiddenSize + ", numLayers=" + numLayers + ", bias=" + bias + ", batchFirst=" + batchFirst + ", dropout="
                + dropout
                + ", bidirectional=" + bidirectional + (projSize > 0 ? ", projSize=" + projSize : "");
    }
}
