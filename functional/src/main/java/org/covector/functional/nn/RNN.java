package org.covector.functional.nn;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Recurrent;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code h_t = f(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)} with f tanh or relu, over all steps and layers.
 *
 * {@snippet :
 * RNN rnn = RNN.init(Key.of(1), RecurrentOptions.of(3, 5).withBatchFirst(), false);
 * Shape y = rnn.apply(Tensor.ones(2, 7, 3)).shape(); // [2, 7, 5]
 * }
 *
 * @param cells weights of every layer, with two directions forward and backward in turn; torch's weight_ih_l0 and so on
 * @param relu whether f is relu
 * @param options sizes, layers, directions
 */
public record RNN(List<CellWeights> cells, boolean relu, RecurrentOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<RNN> TREE = Tree.of(MethodHandles.lookup(), RNN.class);

    /** Refuses null. */
    public RNN {
        Present.require(RNN.class, cells, options);
    }

    /** Outputs of the last layer [T, N, directions H], and the last states [layers directions, N, H]. */
    public record Result(Tensor output, Tensor hn) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, output, hn);
        }
    }

    /** With tanh, weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)). */
    public static RNN init(Key key, RecurrentOptions options) {
        return init(key, options, false);
    }

    /** With tanh or relu, weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)). */
    public static RNN init(Key key, RecurrentOptions options, boolean relu) {
        ArgumentException.require(options.projSize() == 0, "RNN", "projSize", options.projSize(), "0: projections are LSTM's");
        return new RNN(options.weights(key, 1), relu, options);
    }

    /** Outputs and states from the states hx; none means 0. */
    public Result apply(Tensor x, Option<Tensor> hx, Mode mode) {
        return apply(x, hx, Option.none(), mode);
    }

    /** Outputs and states for sequences of lengths of their own, INT64 [N]. */
    public Result apply(Tensor x, Option<Tensor> hx, Option<Tensor> lengths, Mode mode) {
        Recurrent r = options.settings(mode, lengths);
        Tuple2<Tensor, Tensor> y = relu ? F.rnnRelu(x, hx, cells, r) : F.rnnTanh(x, hx, cells, r);
        return new Result(y._1(), y._2());
    }

    /** The outputs alone, from states 0. */
    @Override
    public Step<RNN> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x, Option.none(), mode).output(), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return RecurrentOptions.flops(cells, x);
    }

    @Override
    public String stateName(String path) {
        return options.stateName(path);
    }

    @Override
    public String extra() {
        return options.extra();
    }

    @Override
    public Tree<RNN> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
