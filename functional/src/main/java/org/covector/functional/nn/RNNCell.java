package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.functional.CellWeights;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code h = f(W_ih x + b_ih + W_hh h + b_hh)} with f tanh or relu: one step.
 *
 * {@snippet :
 * RNNCell cell = RNNCell.init(Key.of(1), RecurrentOptions.of(3, 5), false);
 * Tensor h = cell.apply(Tensor.ones(2, 3), Option.none());
 * Shape next = cell.apply(Tensor.ones(2, 3), Option.of(h)).shape(); // [2, 5]
 * }
 *
 * @param weights torch's weight_ih, weight_hh, bias_ih, bias_hh
 * @param relu whether f is relu
 */
public record RNNCell(CellWeights weights, boolean relu) implements Model {
    /** Its tensors. */
    public static final Tree<RNNCell> TREE = Tree.of(MethodHandles.lookup(), RNNCell.class);

    /** Refuses null. */
    public RNNCell {
        Present.require(RNNCell.class, weights);
    }

    /** Weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)); only sizes, bias and dtype of the options count. */
    public static RNNCell init(Key key, RecurrentOptions options, boolean relu) {
        return new RNNCell(options.cell(key, 1, options.inputSize(), options.hiddenSize()), relu);
    }

    /** The state after x [N, inputSize] or [inputSize] from the state hx; none means 0. */
    public Tensor apply(Tensor x, Option<Tensor> hx) {
        Tensor h = hx.getOrElse(() -> RecurrentOptions.zeros("RNNCell", x, weights));
        return relu ? F.rnnReluCell(x, h, weights) : F.rnnTanhCell(x, h, weights);
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
    public Tree<RNNCell> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
