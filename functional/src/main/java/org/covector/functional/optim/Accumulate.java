package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * One step of an optimiser for every n updates, by the mean of their gradients: large batches in the memory of small ones. A parameter
 * that had no gradient in any of them has none in the step.
 *
 * {@snippet :
 * Optimizer o = new Accumulate(SGD.DEFAULT.withLr(0.1), 2);
 * Tensor p = Tensor.of(1.0);
 * var one = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p);
 * Tensor before = one._1(); // [1]
 * }
 *
 * @param optimizer what makes the step
 * @param n updates for a step
 */
public record Accumulate(Optimizer optimizer, int n) implements Optimizer {
    /** Checks the options. */
    public Accumulate {
        Present.require(Accumulate.class, optimizer);
        ArgumentException.require(n >= 1, "Accumulate", "n", n, "1 or more");
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public Accumulate withLr(double lr) {
        return new Accumulate(optimizer.withLr(lr), n);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public Accumulate withMomentum(double momentum) {
        return new Accumulate(optimizer.withMomentum(momentum), n);
    }

    private static Leaves zeros(Leaves like) {
        return like.pointwise(LeafOptimizer.Rule::zeros);
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("count", 0L).with("present", Tensor.of(new long[params.size()])).with("sum", zeros(params))
                .with("optimizer", optimizer.begin(params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        long[] present = at.value("present").toLongArray();
        for (int i = 0; i < present.length; i++) {
            present[i] += grads.has(i) ? 1 : 0;
        }
        Leaves old = at.copy("sum");
        Leaves sum = Leaves.of(params.layout, i -> grads.has(i) ? F.add(old.get(i), grads.get(i)) : old.get(i));
        long count = at.count("count") + 1;
        if (count < n) {
            return new Moved(params, at.with("count", count).with("present", Tensor.of(present)).with("sum", sum));
        }
        Leaves mean = Leaves.of(params.layout, i -> present[i] > 0 ? F.div(sum.get(i), n) : null);
        Moved moved = optimizer.step(mean, at.part("optimizer"), params);
        Branch next = at.with("count", 0L).with("present", Tensor.of(new long[present.length])).with("sum", zeros(params));
        return new Moved(moved.leaves(), next.with("optimizer", moved.state()));
    }
}
