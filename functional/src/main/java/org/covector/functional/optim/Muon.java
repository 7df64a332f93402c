package org.covector.functional.optim;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code b = b + (1 - momentum) (g - b); p = (1 - lr weightDecay) p - rate orthogonal(g + momentum (b - g))}: the direction is the matrix
 * with all singular values near 1 that is closest to the averaged gradient's, found by Newton and Schulz's iteration {@code X = a X + (b A
 * + c A^2) X, A = X X'}. For matrices; biases, norms and embeddings belong to another {@linkplain Groups group}.
 *
 * <p>torch.optim.Muon, but that the iteration runs in the parameter's dtype. Jordan et al., "Muon: an optimizer for hidden layers in
 * neural networks", 2024. {@code rate} is {@code lr sqrt(max(1, rows / columns))}, or where it is matched to Adam's {@code 0.2 lr
 * sqrt(max(rows, columns))}.
 *
 * {@snippet :
 * Optimizer o = Muon.DEFAULT.withLr(0.1).withWeightDecay(0);
 * Tensor p = Tensor.of(new double[][] {{1, 0}, {0, 1}});
 * Tensor grad = Tensor.of(new double[][] {{0, 2}, {2, 0}});
 * Tensor next = o.update(grad, o.init(Tree.TENSOR, p), p)._1(); // [[1, -0.11], [-0.11, 1]]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param weightDecay times lr of the parameter is taken off; default {@code 0.1}
 * @param momentum decay of the average gradient; default {@code 0.95}
 * @param nesterov whether to look ahead along the momentum; default {@code true}
 * @param nsSteps iterations of Newton and Schulz; default {@code 5}
 * @param eps the least norm to divide by; default {@code 1e-7}
 * @param matchRmsAdamW whether steps are as large as AdamW would make them, so that its learning rate can be kept; default {@code false}
 */
public record Muon(
        double lr, double weightDecay, double momentum, boolean nesterov, int nsSteps, double eps, boolean matchRmsAdamW)
        implements LeafOptimizer {
    /** The default options. */
    public static final Muon DEFAULT = new Muon(1e-3, 0.1, 0.95, true, 5, 1e-7, false);

    /** Coefficients of the iteration: steep at 0, so that small singular values rise within few steps; they end between 0.7 and 1.2. */
    private static final double A = 3.4445;
    private static final double B = -4.775;
    private static final double C = 2.0315;

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Muon {
        Kernel.requireNonNegative("Muon", "lr", lr);
        Kernel.requireNonNegative("Muon", "weightDecay", weightDecay);
        Kernel.requireFraction("Muon", "momentum", momentum);
        Kernel.requireNonNegative("Muon", "nsSteps", nsSteps);
        Kernel.requireNonNegative("Muon", "eps", eps);
    }

    @Override
    public Muon withLr(double lr) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    /** These options with another {@link #weightDecay}. */
    public Muon withWeightDecay(double weightDecay) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    @Override
    public Muon withMomentum(double momentum) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    /** These options with another {@link #nesterov}. */
    public Muon withNesterov(boolean nesterov) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    /** These options with another {@link #nsSteps}. */
    public Muon withNsSteps(int nsSteps) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    /** These options with another {@link #eps}. */
    public Muon withEps(double eps) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    /** These options with another {@link #matchRmsAdamW}. */
    public Muon withMatchRmsAdamW(boolean matchRmsAdamW) {
        return new Muon(lr, weightDecay, momentum, nesterov, nsSteps, eps, matchRmsAdamW);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(momentum);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Muon options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("momentumBuffer");
        }

        @Override
        public boolean isPointwise() {
            return false;
        }

        @Override
        public Tensor start(String slot, Tensor leaf) {
            ArgumentException.require(leaf.rank() == 2, "Muon", "parameter", leaf.shape(), "a matrix; put others into another group");
            return Rule.zeros(leaf);
        }

        private Tensor orthogonal(Tensor g) {
            boolean tall = g.dim(0) > g.dim(1);
            Tensor x = tall ? g.t() : g;
            x = F.div(x, F.clamp(F.norm(x), options.eps, Double.POSITIVE_INFINITY));
            for (int i = 0; i < options.nsSteps; i++) {
                Tensor a = F.matmul(x, x.t());
                Tensor b = F.add(F.mul(a, B), F.mul(F.matmul(a, a), C));
                x = F.add(F.mul(x, A), F.matmul(b, x));
            }
            return tall ? x.t() : x;
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            Tensor buffer = F.add(slots[0], F.mul(F.sub(grad, slots[0]), 1 - options.momentum));
            Tensor direction = options.nesterov ? F.add(grad, F.mul(F.sub(buffer, grad), options.momentum)) : buffer;
            double rows = leaf.dim(0);
            double columns = leaf.dim(1);
            double factor = options.matchRmsAdamW ? 0.2 * Math.sqrt(Math.max(rows, columns)) : Math.sqrt(Math.max(1, rows / columns));
            Tensor kept = F.mul(leaf, 1 - options.lr * options.weightDecay);
            return Stepped.of(F.sub(kept, F.mul(orthogonal(direction), options.lr * factor)), buffer);
        }
    }
}
