package org.covector.functional.optim;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code v = v + t^beta2Decay (g^2 - v)}, for matrices kept as the means of its rows and columns, {@code u = g / sqrt(v)}, {@code p = (1 -
 * lr weightDecay) p - max(eps2, rms(p)) min(lr, 1 / sqrt(t)) / max(1, rms(u) / d) u}: Adam's second moment in the memory of a row and a
 * column.
 *
 * <p>torch.optim.Adafactor. Shazeer, Stern, "Adafactor: adaptive learning rates with sublinear memory cost", 2018. A leaf of three or more
 * axes is a stack of matrices. An {@code eps1} of 0 is the dtype's distance from 1 to the next number.
 *
 * {@snippet :
 * Optimizer o = Adafactor.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 1e-2}
 * @param beta2Decay power of the step number that is the weight of a new square; default {@code -0.8}
 * @param eps1 the least second moment; default {@code 0}
 * @param eps2 the least size of a parameter; default {@code 1e-3}
 * @param d the largest root mean square of an update; default {@code 1}
 * @param weightDecay times lr of the parameter is taken off; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Adafactor(
        double lr, double beta2Decay, double eps1, double eps2, double d, double weightDecay, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final Adafactor DEFAULT = new Adafactor(1e-2, -0.8, 0, 1e-3, 1, 0, false);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Adafactor {
        Kernel.requireNonNegative("Adafactor", "lr", lr);
        Kernel.requireNonNegative("Adafactor", "eps1", eps1);
        Kernel.requireNonNegative("Adafactor", "eps2", eps2);
        Kernel.requireNonNegative("Adafactor", "weightDecay", weightDecay);
        ArgumentException.require(beta2Decay <= 0, "Adafactor", "beta2Decay", beta2Decay, "0 or less");
        ArgumentException.require(d >= 1, "Adafactor", "d", d, "1 or more");
    }

    @Override
    public Adafactor withLr(double lr) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #eps1}. */
    public Adafactor withEps1(double eps1) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #eps2}. */
    public Adafactor withEps2(double eps2) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #d}. */
    public Adafactor withD(double d) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Adafactor withWeightDecay(double weightDecay) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Adafactor withMaximize(boolean maximize) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    /** These options with another {@link #beta2Decay}. */
    public Adafactor withBeta2Decay(double beta2Decay) {
        return new Adafactor(lr, beta2Decay, eps1, eps2, d, weightDecay, maximize);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Adafactor options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("rowVar", "colVar", "variance");
        }

        @Override
        public boolean isPointwise() {
            return false;
        }

        @Override
        public Tensor start(String slot, Tensor leaf) {
            Shape shape = leaf.shape();
            boolean matrix = leaf.rank() > 1;
            Shape kept = switch (slot) {
                case "rowVar" -> matrix ? shape.with(leaf.rank() - 1, 1) : Shape.of(0);
                case "colVar" -> matrix ? shape.with(leaf.rank() - 2, 1) : Shape.of(0);
                default -> matrix ? Shape.of(0) : shape;
            };
            return Rule.zeros(Tensor.zeros(leaf.dtype(), kept));
        }

        private static Tensor lerp(Tensor old, Tensor value, double weight) {
            return F.add(old, F.mul(F.sub(value, old), weight));
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double eps1 = options.eps1 > 0 ? options.eps1 : leaf.dtype().epsilon();
            double take = Math.pow(at.step(), options.beta2Decay);
            Tensor g = F.mul(grad, Kernel.sign(options.maximize));
            Tensor[] next = slots.clone();
            Tensor estimate;
            if (leaf.rank() > 1) {
                Tensor square = F.square(g);
                next[0] = lerp(slots[0], F.mean(square, true, -1), take);
                next[1] = lerp(slots[1], F.mean(square, true, -2), take);
                estimate = F.div(F.matmul(next[0], next[1]), F.clamp(F.mean(next[0], true, -2), eps1, Double.POSITIVE_INFINITY));
            } else {
                next[2] = lerp(slots[2], F.square(g), take);
                estimate = next[2];
            }
            Tensor u = F.div(g, F.sqrt(F.clamp(estimate, eps1 * eps1, Double.POSITIVE_INFINITY)));
            double root = Math.sqrt(Math.max(1, leaf.size()));
            Tensor size = F.mul(F.clamp(F.div(F.norm(leaf), root), options.eps2, Double.POSITIVE_INFINITY),
                    Math.min(options.lr, 1 / Math.sqrt(at.step())));
            Tensor clipped = F.clamp(F.div(F.norm(u), root * options.d), 1, Double.POSITIVE_INFINITY);
            return Stepped.of(F.sub(F.mul(leaf, 1 - options.lr * options.weightDecay), F.mul(u, F.div(size, clipped))), next);
        }
    }
}
