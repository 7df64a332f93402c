package org.covector.functional.optim;

import io.vavr.control.Option;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code l = trust |p| / (|g| + weightDecay |p| + eps); b = momentum b + lr l (g + weightDecay p); p = p - b} with the norms of the whole
 * leaf; l is 1 where one of them is 0: momentum with a learning rate for each leaf, for large batches.
 *
 * <p>You, Gitman, Ginsburg, "Large batch training of convolutional networks", 2017, algorithm 1.
 *
 * {@snippet :
 * Optimizer o = LARS.DEFAULT;
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9999]
 * }
 *
 * @param lr the learning rate; default {@code 0.1}
 * @param momentum how much of the last step is kept; default {@code 0.9}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param trust the trust coefficient; default {@code 1e-3}
 * @param eps added to the norms; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record LARS(double lr, double momentum, double weightDecay, double trust, double eps, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final LARS DEFAULT = new LARS(0.1, 0.9, 0, 1e-3, 0, false);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public LARS {
        Kernel.requireNonNegative("LARS", "lr", lr);
        Kernel.requireNonNegative("LARS", "momentum", momentum);
        Kernel.requireNonNegative("LARS", "weightDecay", weightDecay);
        Kernel.requireNonNegative("LARS", "trust", trust);
        Kernel.requireNonNegative("LARS", "eps", eps);
    }

    @Override
    public LARS withLr(double lr) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    @Override
    public LARS withMomentum(double momentum) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public LARS withWeightDecay(double weightDecay) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    /** These options with another {@link #trust}. */
    public LARS withTrust(double trust) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    /** These options with another {@link #eps}. */
    public LARS withEps(double eps) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    /** These options with another {@link #maximize}. */
    public LARS withMaximize(boolean maximize) {
        return new LARS(lr, momentum, weightDecay, trust, eps, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(momentum);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(LARS options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("momentumBuffer");
        }

        @Override
        public boolean isPointwise() {
            return false;
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            Tensor p = F.norm(leaf);
            Tensor g = F.norm(grad);
            Tensor local = Kernel.quotient(F.mul(p, options.trust), F.add(F.add(g, F.mul(p, options.weightDecay)), options.eps));
            Tensor rate = F.mul(F.where(F.logicalAnd(F.gt(p, 0), F.gt(g, 0)), local, 1), options.lr);
            Tensor decayed = F.add(F.mul(grad, Kernel.sign(options.maximize)), F.mul(leaf, options.weightDecay));
            Tensor buffer = F.add(F.mul(slots[0], options.momentum), F.mul(decayed, rate));
            return Stepped.of(F.sub(leaf, buffer), buffer);
        }
    }
}
