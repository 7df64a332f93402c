package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.abs;
import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.G;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.average;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.expr.Expr;
import org.covector.functional.Tensor;

/**
 * {@code m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + eps); p = p - lr / (1 - beta1^t) m / u}: Adam by the maximum norm.
 *
 * <p>torch.optim.Adamax. Kingma, Ba, "Adam: a method for stochastic optimization", 2015.
 *
 * {@snippet :
 * Optimizer o = Adamax.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 2e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to |g|; default {@code 1e-8}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Adamax(double lr, double beta1, double beta2, double eps, double weightDecay, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final Adamax DEFAULT = new Adamax(2e-3, 0.9, 0.999, 1e-8, 0, false);

    private static final Expr M = average(number(0), slot(0), number(1), G);
    private static final Expr U = maximum(mul(number(2), slot(1)), add(abs(G), number(3)));
    private static final Kernel STEP = Kernel.of("adamax", 5, sub(P, div(mul(number(4), M), U)), M, U);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Adamax {
        Kernel.requireNonNegative("Adamax", "lr", lr);
        Kernel.requireFraction("Adamax", "beta1", beta1);
        Kernel.requireFraction("Adamax", "beta2", beta2);
        Kernel.requireNonNegative("Adamax", "eps", eps);
        Kernel.requireNonNegative("Adamax", "weightDecay", weightDecay);
    }

    @Override
    public Adamax withLr(double lr) {
        return new Adamax(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public Adamax withEps(double eps) {
        return new Adamax(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Adamax withWeightDecay(double weightDecay) {
        return new Adamax(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Adamax withMaximize(boolean maximize) {
        return new Adamax(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public Adamax withBetas(double beta1, double beta2) {
        return new Adamax(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    @Override
    public Adamax withMomentum(double momentum) {
        return new Adamax(lr, momentum, beta2, eps, weightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Adamax options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expInf");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / at.correction(options.beta1);
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, options.beta1, 1 - options.beta1,
                    options.beta2, options.eps, size);
        }
    }
}
