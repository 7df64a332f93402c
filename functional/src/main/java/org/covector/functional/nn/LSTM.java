package org.covector.functional.nn;

import io.vavr.Tuple3;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.covector.engine.Shape;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Long short-term memory over all steps and layers: {@code F.lstm}.
 *
 * {@snippet :
 * LSTM rnn = LSTM.init(Key.of(1), RecurrentOptions.of(3, 5).withBatchFirst());
 * Shape y = rnn.apply(Tensor.ones(2, 7, 3)).shape(); // [2, 7, 5]
 * }
 *
 * @param cells weights of every layer, with two directions forward and backward in turn; torch's weight_ih_l0 and so on
 * @param options sizes, layers, directions, projections
 */
public record LSTM(List<CellWeights> cells, RecurrentOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<LSTM> TREE = Tree.of(MethodHandles.lookup(), LSTM.class);

    /** Refuses null. */
    public LSTM {
        Present.require(LSTM.class, cells, options);
    }

    /** Outputs of the last layer [T, N, directions H], the last states and cell states [layers directions, N, H]. */
    public record Result(Tensor output, Tensor hn, Tensor cn) {
        /** Refuses null. */
        public Result {
            Present.require(Result.class, output, hn, cn);
        }

        /** The states, for the next piece of a sequence. */
        public State state() {
            return new State(hn, cn);
        }
    }

    /** States h [layers directions, N, H or P] and c [layers directions, N, H]. */
    public record State(Tensor h, Tensor c) {
        /** Refuses null. */
        public State {
            Present.require(State.class, h, c);
        }
    }

    /** Weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)). */
    public static LSTM init(Key key, RecurrentOptions options) {
        return new LSTM(options.weights(key, 4), options);
    }

    /** Outputs and states from the states hx; none means 0. */
    public Result apply(Tensor x, Option<State> hx, Mode mode) {
        return apply(x, hx, Option.none(), mode);
    }

    /** Outputs and states for sequences of lengths of their own, INT64 [N]. */
    public Result apply(Tensor x, Option<State> hx, Option<Tensor> lengths, Mode mode) {
        Tuple3<Tensor, Tensor, Tensor> y = F.lstm(x, hx.map(State::h), hx.map(State::c), cells, options.settings(mode, lengths));
        return new Result(y._1(), y._2(), y._3());
    }

    /** The outputs alone, from states 0. */
    @Override
    public Step<LSTM> apply(Tensor x, Mode mode) {
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
    public Tree<LSTM> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
