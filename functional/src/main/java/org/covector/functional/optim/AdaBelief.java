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
 * {@code m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) (g - m)^2 + eps; p = (1 - lr weightDecay) p - lr m' / (sqrt(s') + eps)}:
 * Adam that divides by how far the gradient is from what was expected.
 *
 * <p>Zhuang et al., "AdaBelief optimizer: adapting stepsizes by the belief in observed gradients", 2020, algorithm 2; decoupled weight
 * decay.
 *
 * {@snippet :
 * Optimizer o = AdaBelief.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.889]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to s and to the corrected root; default {@code 1e-16}
 * @param weightDecay times lr of the parameter is taken off; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record AdaBelief(
        double lr, double beta1, double beta2, double eps, double weightDecay, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final AdaBelief DEFAULT = new AdaBelief(1e-3, 0.9, 0.999, 1e-16, 0, false);

    private static final Expr M = average(number(1), slot(0), number(2), G);
    private static final Expr S = add(average(number(3), slot(1), number(4), square(sub(G, M))), number(5));
    private static final Kernel STEP = Kernel.of("adaBelief", 8,
            sub(mul(number(0), P), div(mul(number(6), M), add(mul(number(7), sqrt(S)), number(5)))), M, S);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public AdaBelief {
        Kernel.requireNonNegative("AdaBelief", "lr", lr);
        Kernel.requireFraction("AdaBelief", "beta1", beta1);
        Kernel.requireFraction("AdaBelief", "beta2", beta2);
        Kernel.requireNonNegative("AdaBelief", "eps", eps);
        Kernel.requireNonNegative("AdaBelief", "weightDecay", weightDecay);
    }

    @Override
    public AdaBelief withLr(double lr) {
        return new AdaBelief(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public AdaBelief withEps(double eps) {
        return new AdaBelief(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public AdaBelief withWeightDecay(double weightDecay) {
        return new AdaBelief(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public AdaBelief withMaximize(boolean maximize) {
        return new AdaBelief(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public AdaBelief withBetas(double beta1, double beta2) {
        return new AdaBelief(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    @Override
    public AdaBelief withMomentum(double momentum) {
        return new AdaBelief(lr, momentum, beta2, eps, weightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(AdaBelief options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expAvgVar");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / at.correction(options.beta1);
            double root = 1 / Math.sqrt(at.correction(options.beta2));
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), 0, 1 - options.lr * options.weightDecay, options.beta1,
                    1 - options.beta1,
                    options.beta2, 1 - options.beta2, options.eps, size, root);
        }
    }
}
