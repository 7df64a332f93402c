package org.covector.functional.optim;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.core.Present;

/**
 * After every k steps of the optimiser {@code slow = slow + alpha (fast - slow); fast = slow}. Zhang et al., "Lookahead optimizer: k steps
 * forward, 1 step back", 2019.
 *
 * {@snippet :
 * Optimizer o = new Lookahead(SGD.DEFAULT.withLr(0.1), 1, 0.5);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9]
 * }
 *
 * @param optimizer what moves the fast parameters
 * @param k steps between two of the slow parameters, by default 5
 * @param alpha how far the slow ones follow, by default 0.5
 */
public record Lookahead(Optimizer optimizer, int k, double alpha) implements Optimizer {
    /** Checks the options. */
    public Lookahead {
        Present.require(Lookahead.class, optimizer);
        ArgumentException.require(k >= 1, "Lookahead", "k", k, "1 or more");
        ArgumentException.require(alpha >= 0 && alpha <= 1, "Lookahead", "alpha", alpha, "0 to 1");
    }

    /** Five steps, half the way. */
    public static Lookahead of(Optimizer optimizer) {
        return new Lookahead(optimizer, 5, 0.5);
    }

    @Override
    public double lr() {
        return optimizer.lr();
    }

    @Override
    public Lookahead withLr(double lr) {
        return new Lookahead(optimizer.withLr(lr), k, alpha);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return optimizer.cycledMomentum();
    }

    @Override
    public Lookahead withMomentum(double momentum) {
        return new Lookahead(optimizer.withMomentum(momentum), k, alpha);
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("step", 0L).with("slow", params).with("optimizer", optimizer.begin(params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        Moved moved = optimizer.step(grads, at.part("optimizer"), params);
        long step = at.count("step") + 1;
        Branch next = at.with("step", step).with("optimizer", moved.state());
        if (step % k != 0) {
            return new Moved(moved.leaves(), next);
        }
        Leaves fast = moved.leaves();
        Leaves old = at.copy("slow");
        Leaves slow = Leaves.of(params.layout, i -> F.add(old.get(i), F.mul(F.sub(fast.get(i), old.get(i)), alpha)));
        return new Moved(slow, next.with("slow", slow));
    }
}
