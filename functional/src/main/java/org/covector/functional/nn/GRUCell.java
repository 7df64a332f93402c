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
 * One step of {@link GRU}.
 *
 * {@snippet :
 * GRUCell cell = GRUCell.init(Key.of(1), RecurrentOptions.of(3, 5));
 * Tensor h = cell.apply(Tensor.ones(2, 3), Option.none());
 * Shape next = cell.apply(Tensor.ones(2, 3), Option.of(h)).shape(); // [2, 5]
 * }
 *
 * @param weights torch's weight_ih, weight_hh, bias_ih, bias_hh
 */
public record GRUCell(CellWeights weights) implements Model {
    /** Its tensors. */
    public static final Tree<GRUCell> TREE = Tree.of(MethodHandles.lookup(), GRUCell.class);

    /** Refuses null. */
    public GRUCell {
        Present.require(GRUCell.class, weights);
    }

    /** Weights from U(-1 / sqrt(hiddenSize), 1 / sqrt(hiddenSize)); only sizes, bias and dtype of the options count. */
    public static GRUCell init(Key key, RecurrentOptions options) {
        return new GRUCell(options.cell(key, 3, options.inputSize(), options.hiddenSize()));
    }

    /** The state after x [N, inputSize] or [inputSize] from the state hx; none means 0. */
    public Tensor apply(Tensor x, Option<Tensor> hx) {
        return F.gruCell(x, hx.getOrElse(() -> RecurrentOptions.zeros("GRUCell", x, weights)), weights);
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
    public Tree<GRUCell> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
