package org.covector.functional.optim;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tree;

/**
 * {@code (params, state) = update(grads, state, params)}: a pure function that makes parameters better.
 *
 * {@snippet :
 * Optimizer adam = Adam.DEFAULT.withLr(0.1);
 * Linear model = new Linear(Tensor.of(new double[][] {{1}}), Option.none());
 * Linear grads = Autograd.grad(Linear.TREE, (Linear m) -> F.sum(F.square(m.weight()))).apply(model);
 * var next = adam.update(grads, adam.init(Linear.TREE, model), model);
 * Tensor weight = next._1().weight(); // [[0.900]]
 * }
 *
 * <p>Hyperparameters belong to the optimiser, not to the state: {@code adam.withLr(rate).update(...)} goes on from any state that an Adam
 * of the same slots made. Only parameters of FLOAT32 and FLOAT64 are updated, never buffers. A parameter whose gradient is absent (an
 * {@code Option} that is none, a map without the name) is left alone in that step, and its own step count stays.
 */
public interface Optimizer {
    /** The learning rate. */
    double lr();

    /** This optimiser with another learning rate. */
    Optimizer withLr(double lr);

    /** The momentum that schedules may cycle, beta1 for Adam and its kin; none where there is no such thing. */
    default Option<Double> cycledMomentum() {
        return Option.none();
    }

    /**
     * This optimiser with another {@linkplain #cycledMomentum() momentum}.
     *
     * @throws ArgumentException if it has none
     */
    default Optimizer withMomentum(double momentum) {
        throw new ArgumentException("withMomentum", "optimizer", getClass().getSimpleName(), "an optimiser with a momentum or beta1");
    }

    /** What a schedule sets, by group of parameters. */
    default Seq<Rate> rates() {
        return Vector.of(new Rate(lr(), cycledMomentum(), !(this instanceof SGD || this instanceof RMSprop)));
    }

    /** This optimiser with other {@link #rates}: one for each group. */
    default Optimizer withRates(Seq<Rate> rates) {
        ArgumentException.require(rates.size() == 1, "withRates", "rates", rates.size(), "1, as there is one group");
        Rate rate = rates.head();
        Optimizer made = withLr(rate.lr());
        return rate.momentum().isDefined() && made.cycledMomentum().isDefined() ? made.withMomentum(rate.momentum().get()) : made;
    }

    /** The state before the first step: for authors of optimisers. */
    Node begin(Leaves params);

    /** One step: for authors of optimisers. */
    Moved step(Leaves grads, Node state, Leaves params);

    /**
     * The state before the first step.
     *
     * @param tree where the tensors of the parameters are
     * @param params their values; shapes and dtypes stay those for good
     * @return a tree of buffers: moments and counts by the paths of their parameters
     */
    default <P> State<P> init(Tree<P> tree, P params) {
        Layout layout = Layout.of(tree, params);
        Leaves leaves = layout.params(tree, params);
        return new State<>(tree, leaves, begin(leaves));
    }

    /**
     * One step.
     *
     * @param grads the gradients, in the structure of the parameters; absent ones may be left out
     * @param state of the step before
     * @param params the parameters
     * @return the next parameters and the next state
     * @throws ArgumentException if a gradient or parameter has another path, shape or dtype than {@code init} saw
     */
    default <P> Tuple2<P, State<P>> update(P grads, State<P> state, P params) {
        Layout layout = state.params.layout;
        Moved moved = step(layout.grads(state.tree, grads), state.node, state.leaves(params));
        P next = layout.put(state.tree, params, moved.leaves());
        return Tuple.of(next, state.after(next, moved.leaves(), moved.state()));
    }
}
