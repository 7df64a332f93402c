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
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Gated recurrent units over all steps and layers: {@code F.gru}.
 *
 * {@snippet :
 * GRU rnn = GRU.init(Key.of(1), RecurrentOptions.of(3, 5).withBatchFirst());
 * Shape y = rnn.apply(Tensor.ones(2, 7, 3)).shape(); // [2, 7, 5]
 * }
 *
 * @param cells weights of every layer, with two directions forward and backward in turn; torch's weight_ih_l0 and so on
 * @param options sizes, layers, directions
 */
public record GRU(List<CellWeights> cells, RecurrentOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<GRU> TREE = Tree.of(MethodHandles.lookup(), GRU.class);

    /** Refuses null. */
    public GRU {
        Present.require(GRU.class, cells, options);
    }

    /** Outputs of the last layer [T, N, directions H], and the last states [layers directions, N, H]. */
    public record Result(Tensor output, Tensor hn) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, output, hn);
        }
    }

    /** Weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)). */
    public static GRU init(Key key, RecurrentOptions options) {
        ArgumentException.require(options.projSize() == 0, "GRU", "projSize", options.projSize(), "0: projections are LSTM's");
        return new GRU(options.weights(key, 3), options);
    }

    /** Outputs and states from the states hx; none means 0. */
    public Result apply(Tensor x, Option<Tensor> hx, Mode mode) {
        return apply(x, hx, Option.none(), mode);
    }

    /** Outputs and states for sequences of lengths of their own, INT64 [N]. */
    public Result apply(Tensor x, Option<Tensor> hx, Option<Tensor> lengths, Mode mode) {
        Tuple2<Tensor, Tensor> y = F.gru(x, hx, cells, options.settings(mode, lengths));
        return new Result(y._1(), y._2());
    }

    /** The outputs alone, from states 0. */
    @Override
    public Step<GRU> apply(Tensor x, Mode mode) {
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
    public Tree<GRU> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
