package org.covector.functional.nn;

import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * One step of {@link LSTM}.
 *
 * {@snippet :
 * LSTMCell cell = LSTMCell.init(Key.of(1), RecurrentOptions.of(3, 5));
 * LSTM.State state = cell.apply(Tensor.ones(2, 3), Option.none());
 * Shape next = cell.apply(Tensor.ones(2, 3), Option.of(state)).h().shape(); // [2, 5]
 * }
 *
 * @param weights torch's weight_ih, weight_hh, bias_ih, bias_hh
 */
public record LSTMCell(CellWeights weights) implements Model {
    /** Its tensors. */
    public static final Tree<LSTMCell> TREE = Tree.of(MethodHandles.lookup(), LSTMCell.class);

    /** Refuses null. */
    public LSTMCell {
        Present.require(LSTMCell.class, weights);
    }

    /** Weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)); only sizes, bias and dtype of the options count. */
    public static LSTMCell init(Key key, RecurrentOptions options) {
        return new LSTMCell(options.cell(key, 4, options.inputSize(), options.hiddenSize()));
    }

    /** The states after x [N, inputSize] or [inputSize] from the states hx; none means 0. */
    public LSTM.State apply(Tensor x, Option<LSTM.State> hx) {
        Tuple2<Tensor, Tensor> y = F.lstmCell(x, hx.map(LSTM.State::h).getOrElse(() -> RecurrentOptions.zeros("LSTMCell", x, weights)),
                hx.map(LSTM.State::c).getOrElse(() -> RecurrentOptions.zeros("LSTMCell", x, weights)), weights);
        return new LSTM.State(y._1(), y._2());
    }

    @Override
    public String stateName(String path) {
        return RecurrentOptions.weightName(path);
    }

    @Override
    public String extra() {
        return weights.input().dim(1) + ", " + weights.hidden().dim(1) + ", bias=" + weights.inputBias().isDefined();
    }

    @Override
    public Tree<LSTMCell> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
