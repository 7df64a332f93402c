package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.functional.core.Present;

/**
 * Leaves out the steps in which some gradient is NaN or infinite: parameters and the optimiser's state stay, and {@code skipped} counts.
 *
 * {@snippet :
 * Optimizer o = new SkipNonFinite(SGD.DEFAULT.withLr(0.1));
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(Double.NaN), o.init(Tree.TENSOR, p), p)._1(); // [1]
 * }
 *
 * @param optimizer what makes the others
 */
public record SkipNonFinite(Optimizer optimizer) implements Optimizer {
    /** Refuses null. */
    public SkipNonFinite {
        Present.require(SkipNonFinite.class, optimizer);
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public SkipNonFinite withLr(double lr) {
        return new SkipNonFinite(optimizer.withLr(lr));
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public SkipNonFinite withMomentum(double momentum) {
        return new SkipNonFinite(optimizer.withMomentum(momentum));
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("skipped", 0L).with("optimizer", optimizer.begin(params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        if (!Gradients.areFinite(grads.present())) {
            return new Moved(params, at.with("skipped", at.count("skipped") + 1));
        }
        Moved moved = optimizer.step(grads, at.part("optimizer"), params);
        return new Moved(moved.leaves(), at.with("optimizer", moved.state()));
    }
}
