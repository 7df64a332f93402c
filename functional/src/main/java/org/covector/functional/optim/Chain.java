package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.functional.core.Present;

/**
 * An optimiser that sees gradients as a transform changed them: {@code Chain.of(clipByNorm(1), trace(0.9)).then(SGD.DEFAULT)}.
 *
 * {@snippet :
 * Optimizer o = Chain.of(Transform.addDecayedWeights(0.5)).then(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.75]
 * }
 *
 * @param transform what is done to gradients
 * @param optimizer what is done with them
 */
public record Chain(Transform transform, Optimizer optimizer) implements Optimizer {
    /** Refuses null. */
    public Chain {
        Present.require(Chain.class, transform, optimizer);
    }

    /** Transforms to be ended by an optimiser. */
    public record Open(Transform transform) {
        /** Refuses null. */
        public Open {
            Present.require(Open.class, transform);
        }

        /** The optimiser that sees what the transforms leave. */
        public Chain then(Optimizer optimizer) {
            return new Chain(transform, optimizer);
        }

        /** {@code p = p - lr g} with what the transforms leave. */
        public Chain descend(double lr) {
            return then(SGD.DEFAULT.withLr(lr));
        }
    }

    /** Transforms, the first first. */
    public static Open of(Transform... transforms) {
        return new Open(Transform.all(transforms));
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public Chain withLr(double lr) {
        return new Chain(transform, optimizer.withLr(lr));
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public Chain withMomentum(double momentum) {
        return new Chain(transform, optimizer.withMomentum(momentum));
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("transform", transform.begin(params)).with("optimizer", optimizer.begin(params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        Moved changed = transform.change(grads, at.part("transform"), params);
        Moved moved = optimizer.step(changed.leaves(), at.part("optimizer"), params);
        return new Moved(moved.leaves(), at.with("transform", changed.state()).with("optimizer", moved.state()));
    }
}
