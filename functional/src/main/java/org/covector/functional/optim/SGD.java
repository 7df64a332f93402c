package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.G;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.functional.Tensor;

/**
 * {@code b = momentum b + (1 - dampening) g; p = p - lr b}, with Nesterov {@code p = p - lr (g + momentum b)}: stochastic gradient
 * descent. The first b is g itself.
 *
 * <p>torch.optim.SGD. Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
 *
 * {@snippet :
 * Optimizer o = SGD.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.8]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param momentum how much of the last direction is kept; default {@code 0}
 * @param dampening how much of the gradient is left out of the momentum; default {@code 0}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param nesterov whether to look ahead along the momentum; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record SGD(
        double lr, double momentum, double dampening, double weightDecay, boolean nesterov, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final SGD DEFAULT = new SGD(1e-3, 0, 0, 0, false, false);

    private static final Kernel PLAIN = Kernel.of("sgd", 1, sub(P, mul(number(0), G)));
    private static final Expr BUFFER = add(scale(number(1), slot(0)), mul(number(2), G));
    private static final Kernel MOMENTUM = Kernel.of("sgdMomentum", 5,
            sub(P, mul(number(0), add(scale(number(3), G), mul(number(4), BUFFER)))), BUFFER);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public SGD {
        Kernel.requireNonNegative("SGD", "lr", lr);
        Kernel.requireNonNegative("SGD", "momentum", momentum);
        Kernel.requireNumber("SGD", "dampening", dampening);
        Kernel.requireNonNegative("SGD", "weightDecay", weightDecay);
        ArgumentException.require(!nesterov || momentum > 0 && dampening == 0, "SGD", "nesterov", "momentum " + momentum + ", dampening "
                + dampening,
                "a momentum above 0 and no dampening");
    }

    @Override
    public SGD withLr(double lr) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    @Override
    public SGD withMomentum(double momentum) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** These options with another {@link #dampening}. */
    public SGD withDampening(double dampening) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public SGD withWeightDecay(double weightDecay) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** These options with another {@link #nesterov}. */
    public SGD withNesterov(boolean nesterov) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** These options with another {@link #maximize}. */
    public SGD withMaximize(boolean maximize) {
        return new SGD(lr, momentum, dampening, weightDecay, nesterov, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(momentum);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(SGD options) implements Rule {
        @Override
        public List<String> slots() {
            return options.momentum == 0 ? List.of() : List.of("momentumBuffer");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double sign = Kernel.sign(options.maximize);
            if (options.momentum == 0) {
                return PLAIN.step(leaf, grad, slots, sign, options.weightDecay, options.lr);
            }
            boolean first = at.step() == 1;
            double keep = first ? 0 : options.momentum;
            double take = first ? 1 : 1 - options.dampening;
            double ofGradient = options.nesterov ? 1 : 0;
            double ofBuffer = options.nesterov ? options.momentum : 1;
            return MOMENTUM.step(leaf, grad, slots, sign, options.weightDecay, options.lr, keep, take, ofGradient, ofBuffer);
        }
    }
}
