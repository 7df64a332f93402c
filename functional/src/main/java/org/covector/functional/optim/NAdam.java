package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.mul;
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
 * {@code mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2); p = p - lr ((1 - mu_t) / (1 - mu_1 ... mu_t) g + mu_(t+1) / (1 - mu_1 ...
 * mu_(t+1)) m) / (sqrt(v') + eps)}: Adam with Nesterov's momentum.
 *
 * <p>torch.optim.NAdam, by its documented formula. Dozat, "Incorporating Nesterov momentum into Adam", 2016.
 *
 * {@snippet :
 * Optimizer o = NAdam.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.894]
 * }
 *
 * @param lr the learning rate; default {@code 2e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the corrected root; default {@code 1e-8}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param momentumDecay how fast the momentum reaches beta1; default {@code 4e-3}
 * @param decoupledWeightDecay whether weight decay acts on the parameter, as in AdamW, and not through the gradient; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record NAdam(
        double lr, double beta1, double beta2, double eps, double weightDecay, double momentumDecay, boolean decoupledWeightDecay,
                boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final NAdam DEFAULT = new NAdam(2e-3, 0.9, 0.999, 1e-8, 0, 4e-3, false, false);

    private static final Expr M = average(number(1), slot(0), number(2), G);
    private static final Expr V = average(number(3), slot(1), number(4), square(G));
    private static final Expr ROOT = add(mul(number(5), sqrt(V)), number(6));
    private static final Kernel STEP = Kernel.of("nadam", 9,
            sub(mul(number(0), P), div(add(mul(number(7), G), mul(number(8), M)), ROOT)), M, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public NAdam {
        Kernel.requireNonNegative("NAdam", "lr", lr);
        Kernel.requireFraction("NAdam", "beta1", beta1);
        Kernel.requireFraction("NAdam", "beta2", beta2);
        Kernel.requireNonNegative("NAdam", "eps", eps);
        Kernel.requireNonNegative("NAdam", "weightDecay", weightDecay);
        Kernel.requireNonNegative("NAdam", "momentumDecay", momentumDecay);
    }

    @Override
    public NAdam withLr(double lr) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public NAdam withEps(double eps) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public NAdam withWeightDecay(double weightDecay) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #momentumDecay}. */
    public NAdam withMomentumDecay(double momentumDecay) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #decoupledWeightDecay}. */
    public NAdam withDecoupledWeightDecay(boolean decoupledWeightDecay) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public NAdam withMaximize(boolean maximize) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public NAdam withBetas(double beta1, double beta2) {
        return new NAdam(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    @Override
    public NAdam withMomentum(double momentum) {
        return new NAdam(lr, momentum, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(NAdam options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expAvgSq");
        }

        @Override
        public List<String> numbers() {
            return List.of("muProduct");
        }

        private double momentum(long t) {
            return options.beta1 * (1 - 0.5 * Math.pow(0.96, t * options.momentumDecay));
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double mu = momentum(at.step());
            double next = momentum(at.step() + 1);
            double product = (at.step() == 1 ? 1 : at.number(0)) * mu;
            double ofGradient = options.lr * (1 - mu) / (1 - product);
            double ofMoment = options.lr * next / (1 - product * next);
            double root = 1 / Math.sqrt(at.correction(options.beta2));
            double decay = options.decoupledWeightDecay ? 0 : options.weightDecay;
            double keep = options.decoupledWeightDecay ? 1 - options.lr * options.weightDecay : 1;
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), decay, keep, options.beta1, 1 - options.beta1, options.beta2,
                    1 - options.beta2,
                    root, options.eps, ofGradient, ofMoment).with(product);
        }
    }
}
