package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
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
 * {@code rho_t = rho - 2 t beta2^t / (1 - beta2^t), rho = 2 / (1 - beta2) - 1}; {@code p = p - lr r_t m' sqrt(1 - beta2^t) / (sqrt(v) +
 * eps)} where rho_t > 5, else {@code p = p - lr m'}: Adam that goes without the second moment while that is uncertain; {@code r_t} is the
 * rectification.
 *
 * <p>torch.optim.RAdam. Liu et al., "On the variance of the adaptive learning rate and beyond", 2020.
 *
 * {@snippet :
 * Optimizer o = RAdam.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.800]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the root before correction; default {@code 1e-8}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param decoupledWeightDecay whether weight decay acts on the parameter, as in AdamW, and not through the gradient; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record RAdam(
        double lr, double beta1, double beta2, double eps, double weightDecay, boolean decoupledWeightDecay, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final RAdam DEFAULT = new RAdam(1e-3, 0.9, 0.999, 1e-8, 0, false, false);

    /** Degrees of freedom from which on the variance of the second moment is finite and known well enough: the paper's 4, torch's 5. */
    private static final double CERTAIN = 5;

    private static final Expr M = average(number(1), slot(0), number(2), G);
    private static final Expr V = average(number(3), slot(1), number(4), square(G));
    private static final Expr ADAPTIVE = scale(number(5), div(M, add(sqrt(V), number(6))));
    private static final Kernel STEP = Kernel.of("radam", 8, sub(sub(mul(number(0), P), ADAPTIVE), scale(number(7), M)), M, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public RAdam {
        Kernel.requireNonNegative("RAdam", "lr", lr);
        Kernel.requireFraction("RAdam", "beta1", beta1);
        Kernel.requireFraction("RAdam", "beta2", beta2);
        Kernel.requireNonNegative("RAdam", "eps", eps);
        Kernel.requireNonNegative("RAdam", "weightDecay", weightDecay);
    }

    @Override
    public RAdam withLr(double lr) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public RAdam withEps(double eps) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public RAdam withWeightDecay(double weightDecay) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #decoupledWeightDecay}. */
    public RAdam withDecoupledWeightDecay(boolean decoupledWeightDecay) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public RAdam withMaximize(boolean maximize) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public RAdam withBetas(double beta1, double beta2) {
        return new RAdam(lr, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    @Override
    public RAdam withMomentum(double momentum) {
        return new RAdam(lr, momentum, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(RAdam options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expAvgSq");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / at.correction(options.beta1);
            double limit = 2 / (1 - options.beta2) - 1;
            double rho = limit - 2 * at.step() * Math.pow(options.beta2, at.step()) / at.correction(options.beta2);
            boolean certain = rho > CERTAIN;
            double variance = (rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho) * at.correction(options.beta2);
            double rectified = certain ? size * Math.sqrt(variance) : 0;
            double decay = options.decoupledWeightDecay ? 0 : options.weightDecay;
            double keep = options.decoupledWeightDecay ? 1 - options.lr * options.weightDecay : 1;
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), decay, keep, options.beta1, 1 - options.beta1, options.beta2,
                    1 - options.beta2,
                    rectified, options.eps, certain ? 0 : size);
        }
    }
}
