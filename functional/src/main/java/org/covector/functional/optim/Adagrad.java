package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.G;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import java.util.List;
import org.covector.engine.expr.Expr;
import org.covector.functional.Tensor;

/**
 * {@code s = s + g^2; p = p - lr / (1 + (t - 1) lrDecay) g / (sqrt(s) + eps)}.
 *
 * <p>torch.optim.Adagrad. Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011.
 *
 * {@snippet :
 * Optimizer o = Adagrad.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 1e-2}
 * @param lrDecay how fast the learning rate falls with the steps; default {@code 0}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param initialAccumulatorValue what s begins with; default {@code 0}
 * @param eps added to the root; default {@code 1e-10}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Adagrad(
        double lr, double lrDecay, double weightDecay, double initialAccumulatorValue, double eps, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final Adagrad DEFAULT = new Adagrad(1e-2, 0, 0, 0, 1e-10, false);

    private static final Expr SUM = add(slot(0), square(G));
    private static final Kernel STEP = Kernel.of("adagrad", 2, sub(P, div(mul(number(0), G), add(sqrt(SUM), number(1)))), SUM);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Adagrad {
        Kernel.requireNonNegative("Adagrad", "lr", lr);
        Kernel.requireNonNegative("Adagrad", "lrDecay", lrDecay);
        Kernel.requireNonNegative("Adagrad", "weightDecay", weightDecay);
        Kernel.requireNonNegative("Adagrad", "initialAccumulatorValue", initialAccumulatorValue);
        Kernel.requireNonNegative("Adagrad", "eps", eps);
    }

    @Override
    public Adagrad withLr(double lr) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    /** These options with another {@link #lrDecay}. */
    public Adagrad withLrDecay(double lrDecay) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Adagrad withWeightDecay(double weightDecay) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    /** These options with another {@link #initialAccumulatorValue}. */
    public Adagrad withInitialAccumulatorValue(double initialAccumulatorValue) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    /** These options with another {@link #eps}. */
    public Adagrad withEps(double eps) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Adagrad withMaximize(boolean maximize) {
        return new Adagrad(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Adagrad options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("sum");
        }

        @Override
        public Tensor start(String slot, Tensor leaf) {
            return Tensor.fullLike(Rule.zeros(leaf), options.initialAccumulatorValue);
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / (1 + (at.step() - 1) * options.lrDecay);
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, size, options.eps);
        }
    }
}
