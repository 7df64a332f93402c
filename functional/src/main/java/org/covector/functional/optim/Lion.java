package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sign;
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
 * {@code p = p - lr (sign(beta1 m + (1 - beta1) g) + weightDecay p); m = beta2 m + (1 - beta2) g}: every element moves by lr; one moment
 * to remember.
 *
 * <p>Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2.
 *
 * {@snippet :
 * Optimizer o = Lion.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 1e-4}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.99}
 * @param weightDecay times lr of the parameter is taken off; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Lion(double lr, double beta1, double beta2, double weightDecay, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final Lion DEFAULT = new Lion(1e-4, 0.9, 0.99, 0, false);

    private static final Expr DIRECTION = sign(average(number(0), slot(0), number(1), G));
    private static final Expr MOMENT = average(number(2), slot(0), number(3), G);
    private static final Kernel STEP = Kernel.of("lion", 6, sub(P, mul(number(4), add(DIRECTION, scale(number(5), P)))), MOMENT);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Lion {
        Kernel.requireNonNegative("Lion", "lr", lr);
        Kernel.requireFraction("Lion", "beta1", beta1);
        Kernel.requireFraction("Lion", "beta2", beta2);
        Kernel.requireNonNegative("Lion", "weightDecay", weightDecay);
    }

    @Override
    public Lion withLr(double lr) {
        return new Lion(lr, beta1, beta2, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Lion withWeightDecay(double weightDecay) {
        return new Lion(lr, beta1, beta2, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Lion withMaximize(boolean maximize) {
        return new Lion(lr, beta1, beta2, weightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public Lion withBetas(double beta1, double beta2) {
        return new Lion(lr, beta1, beta2, weightDecay, maximize);
    }

    @Override
    public Lion withMomentum(double momentum) {
        return new Lion(lr, momentum, beta2, weightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Lion options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), 0, options.beta1, 1 - options.beta1, options.beta2,
                    1 - options.beta2, options.lr,
                    options.weightDecay);
        }
    }
}
