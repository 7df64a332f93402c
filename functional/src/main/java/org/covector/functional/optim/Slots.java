package org.covector.functional.optim;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The state of an optimiser of single leaves: for each leaf its step count, numbers and tensors. The tensors of small leaves are kept
 * bundled if the optimiser is pointwise.
 *
 * {@snippet :
 * State<Linear> state = SGD.DEFAULT.withMomentum(0.9).init(Linear.TREE, Linear.init(Key.of(1), 2, 1));
 * Seq<String> names = state.toMap().keySet().toList(); // [weight.step, weight.momentumBuffer, bias.step, bias.momentumBuffer]
 * }
 */
public final class Slots implements Node {
    private final Layout layout;
    final List<String> names;
    private final List<String> numberNames;
    /** By slot. */
    final Leaves[] tensors;
    /** By leaf: steps done. */
    final long[] steps;
    /** By leaf: numbers of its own; the arrays are not changed. */
    final double[][] numbers;

    Slots(Layout layout, List<String> names, List<String> numberNames, Leaves[] tensors, long[] steps, double[][] numbers) {
        this.layout = layout;
        this.names = names;
        this.numberNames = numberNames;
        this.tensors = tensors;
        this.steps = steps;
        this.numbers = numbers;
    }

    /** The state before the first step. */
    static Slots begin(LeafOptimizer.Rule rule, Leaves params) {
        List<String> names = rule.slots();
        Leaves[] tensors = new Leaves[names.size()];
        for (int s = 0; s < tensors.length; s++) {
            String name = names.get(s);
            tensors[s] = Leaves.of(params.layout, i -> rule.start(name, params.get(i)));
        }
        double[][] numbers = new double[params.size()][];
        Arrays.fill(numbers, new double[rule.numbers().size()]);
        return new Slots(params.layout, names, rule.numbers(), tensors, new long[params.size()], numbers);
    }

    Slots next(Leaves[] newTensors, long[] newSteps, double[][] newNumbers) {
        return new Slots(layout, names, numberNames, newTensors, newSteps, newNumbers);
    }

    /** A tensor by slot and leaf. */
    Tensor get(String slot, int leaf) {
        int s = names.indexOf(slot);
        ArgumentException.require(s >= 0, "state", "slot", slot, "one of " + names);
        return tensors[s].get(leaf);
    }

    @Override
    public void held(Consumer<Tensor> holds) {
        for (Leaves slot : tensors) {
            slot.held(holds);
        }
    }

    @Override
    public Node traverse(Tree.Path at, Visitor visitor) {
        int n = steps.length;
        long[] newSteps = new long[n];
        double[][] newNumbers = new double[n][numberNames.size()];
        @Nullable Tensor[][] made = new Tensor[names.size()][n];
        Tensor step = Tensor.scalar(0L);
        boolean isSame = true;
        for (int i = 0; i < n; i++) {
            Tree.Path leaf = at.then(layout.places.get(i).path());
            step = i > 0 && steps[i] == steps[i - 1] ? step : Tensor.scalar(steps[i]); // leaves mostly are where others are
            Tensor newStep = visitor.leaf(leaf.then("step"), step);
            newSteps[i] = newStep == step ? steps[i] : newStep.array().getLong();
            for (int k = 0; k < numberNames.size(); k++) {
                newNumbers[i][k] = visitor.leaf(leaf.then(numberNames.get(k)), Tensor.scalar(numbers[i][k])).array().getDouble();
            }
            for (int s = 0; s < made.length; s++) {
                Tensor old = tensors[s].get(i);
                made[s][i] = visitor.leaf(leaf.then(names.get(s)), old);
                isSame &= made[s][i] == old;
            }
        }
        if (isSame) { // laid together as they are
            return next(tensors, newSteps, newNumbers);
        }
        Leaves[] newTensors = new Leaves[made.length];
        for (int s = 0; s < made.length; s++) {
            newTensors[s] = new Leaves(layout, made[s]);
        }
        return next(newTensors, newSteps, newNumbers);
    }
}
