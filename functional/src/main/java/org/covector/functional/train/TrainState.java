package org.covector.functional.train;

import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;
import org.covector.functional.optim.State;

/**
 * All that training goes on from: a value, and a tree of tensors.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * TrainState<Linear> state = trainer.step(trainer.begin(model, Key.of(1)), data).state();
 * long step = state.step(); // 1
 * Seq<String> names = TrainState.tree(Linear.TREE).toMap(state).keySet().toList();
 * // [model.weight, optimizer.weight.step, key, step, epoch, position]
 * }
 *
 * @param model parameters and buffers
 * @param optimizer what the optimiser remembers
 * @param key all randomness, of orders and of steps, is derived from it and the counts
 * @param step steps so far
 * @param epoch passes over the data that are complete
 * @param position batches of the next pass that are done
 */
public record TrainState<M>(M model, State<M> optimizer, Key key, long step, long epoch, long position) {
    /** Refuses null. */
    public TrainState {
        Present.require(TrainState.class, model, optimizer, key);
    }

    /** Where the tensors of a state are: those of the model, and buffers. */
    public static <M> Tree<TrainState<M>> tree(Tree<M> model) {
        Tree<State<M>> optimizer = State.tree();
        return (s, at, visitor) -> new TrainState<>(model.traverse(s.model, at.then("model"), visitor),
                optimizer.traverse(s.optimizer, at.then("optimizer"), visitor), Tree.KEY.traverse(s.key, at.then("key"), visitor),
                count(s.step, at.then("step"), visitor), count(s.epoch, at.then("epoch"), visitor),
                count(s.position, at.then("position"), visitor));
    }

    private static long count(long value, Tree.Path at, Tree.Visitor visitor) {
        return visitor.leaf(at, Tree.Kind.BUFFER, Tensor.scalar(value)).array().getLong();
    }

    /** The key of the order of the pass that is under way. */
    Key orderKey() {
        return key.fold(0).fold(epoch);
    }

    /** The key of the next step. */
    Key stepKey() {
        return key.fold(1).fold(step);
    }

    /** After a step. */
    TrainState<M> stepped(M nextModel, State<M> nextOptimizer) {
        return new TrainState<>(nextModel, nextOptimizer, key, step + 1, epoch, position + 1);
    }

    /** After a pass. */
    TrainState<M> passed() {
        return new TrainState<>(model, optimizer, key, step, epoch + 1, 0);
    }
}
