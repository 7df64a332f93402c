package org.covector.functional.train;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.Autograd;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;
import org.covector.functional.nn.Mode;
import org.covector.functional.optim.Gradients;
import org.covector.functional.optim.Optimizer;

/**
 * {@code (state, batch) -> next state}: one step of training, a pure function.
 *
 * {@snippet :
 * Examples data = new Examples(Tensor.of(new double[] {1}, 1, 1), Tensor.of(new double[] {1}, 1, 1));
 * Linear model = new Linear(Tensor.of(new double[] {0}, 1, 1), Option.none());
 * Trainer<Linear, Examples> trainer = Trainer.of(Linear.TREE, SGD.DEFAULT.withLr(0.1), Objective.of(F::mseLoss));
 * Trainer.Step<Linear> step = trainer.step(trainer.begin(model, Key.of(1)), data);
 * Tensor weight = step.state().model().weight(); // [[0.2]]
 * }
 *
 * @param tree where the model's tensors are; parameters are trained, buffers are not
 * @param optimizer what moves parameters
 * @param objective what is made small
 * @param nonFinite what becomes of a step that is not finite
 */
public record Trainer<M, B>(Tree<M> tree, Optimizer optimizer, Objective<M, B> objective, NonFinite nonFinite) {
    private static final Tree<LinkedHashMap<String, Tensor>> NAMED = Tree.map(Tree.TENSOR);

    /** Refuses null. */
    public Trainer {
        Present.require(Trainer.class, tree, optimizer, objective, nonFinite);
    }

    /**
     * What a step gives.
     *
     * @param state the next state
     * @param loss of the batch, before the step
     * @param skipped whether model and optimiser stayed what they were
     */
    public record Step<M>(TrainState<M> state, double loss, boolean skipped) {
        /** Refuses null. */
        public Step {
            Present.require(Step.class, state);
        }
    }

    /** A trainer that refuses losses that are not finite. */
    public static <M, B> Trainer<M, B> of(Tree<M> tree, Optimizer optimizer, Objective<M, B> objective) {
        return new Trainer<>(tree, optimizer, objective, NonFinite.FAIL);
    }

    /** This trainer with another answer to losses and gradients that are not finite. */
    public Trainer<M, B> withNonFinite(NonFinite answer) {
        return new Trainer<>(tree, optimizer, objective, answer);
    }

    /** The state before the first step. */
    public TrainState<M> begin(M model, Key key) {
        return new TrainState<>(model, optimizer.init(tree, model), key, 0, 0, 0);
    }

    /** A loss with its gradient, and the model after the forward pass. */
    private record Evaluated<M>(double loss, M gradient, M next) {}

    /**
     * One step.
     *
     * @param state the state before
     * @param batch what to learn from
     * @return the next state and the loss of the batch before the step
     * @throws NonFiniteLossException if the loss is not finite and that is not allowed
     */
    public Step<M> step(TrainState<M> state, B batch) {
        Evaluated<M> at = evaluate(state, batch);
        boolean finite = Double.isFinite(at.loss);
        if (nonFinite == NonFinite.FAIL && !finite) {
            throw new NonFiniteLossException(at.loss, state);
        }
        if (nonFinite == NonFinite.SKIP && !(finite && Gradients.isFinite(tree, at.gradient))) {
            return new Step<>(state.stepped(state.model(), state.optimizer()), at.loss, true);
        }
        var moved = optimizer.update(at.gradient, state.optimizer(), at.next);
        return new Step<>(state.stepped(moved._1(), moved._2()), at.loss, false);
    }

    /** Only what the forward pass moved comes out beside the loss: for the rest no cotangent is made. */
    private Evaluated<M> evaluate(TrainState<M> state, B batch) {
        List<M> after = new ArrayList<>(1);
        Tuple2<Tuple2<Tensor, LinkedHashMap<String, Tensor>>, M> run = Autograd.valueAndGrad(tree, NAMED, (M model) -> {
            Objective.Result<M> result = objective.apply(model, batch, Mode.training(state.stepKey()));
            after.add(result.next());
            return Tuple.of(result.loss(), changed(tree.leaves(model), tree.leaves(result.next())));
        }).apply(state.model());
        List<Tensor> leaves = new ArrayList<>(tree.leaves(state.model()));
        run._1()._2().forEach((i, moved) -> leaves.set(Integer.parseInt(i), moved));
        return new Evaluated<>(run._1()._1().item(), run._2(), tree.with(after.getFirst(), leaves));
    }

    /** By number of the leaf. */
    private static LinkedHashMap<String, Tensor> changed(List<Tensor> before, List<Tensor> after) {
        ArgumentException.require(after.size() == before.size(), "step", "next model", after.size() + " tensors", before.size()
                + ", as before the step");
        LinkedHashMap<String, Tensor> changed = LinkedHashMap.empty();
        for (int i = 0; i < after.size(); i++) {
            if (after.get(i) != before.get(i)) {
                changed = changed.put(String.valueOf(i), after.get(i));
            }
        }
        return changed;
    }
}
