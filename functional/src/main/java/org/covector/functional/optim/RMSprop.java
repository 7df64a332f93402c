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
 * {@code s = alpha s + (1 - alpha) g^2; p = p - lr g / (sqrt(s) + eps)}; centered: s less the square of the gradient's average, that is
 * its variance; with momentum: {@code b = momentum b + g / (sqrt(s) + eps); p = p - lr b}.
 *
 * <p>torch.optim.RMSprop. Tieleman, Hinton, lecture 6.5 of "Neural networks for machine learning", 2012; centered: Graves, 2013.
 *
 * {@snippet :
 * Optimizer o = RMSprop.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.000]
 * }
 *
 * @param lr the learning rate; default {@code 1e-2}
 * @param alpha decay of the averages; default {@code 0.99}
 * @param eps added to the root; default {@code 1e-8}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param momentum how much of the last direction is kept; default {@code 0}
 * @param centered whether to divide by the standard deviation; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record RMSprop(
        double lr, double alpha, double eps, double weightDecay, double momentum, boolean centered, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final RMSprop DEFAULT = new RMSprop(1e-2, 0.99, 1e-8, 0, 0, false, false);

    private static final Expr S = average(number(0), slot(0), number(1), square(G));
    private static final Kernel PLAIN = Kernel.of("rmsprop", 5, sub(P, mul(number(3), scaled(sqrt(S)))), S);
    private static final Kernel MOMENTUM = Kernel.of("rmspropMomentum", 5, sub(P, mul(number(3), buffer(1, sqrt(S)))), S,
            buffer(1, sqrt(S)));
    private static final Expr MEAN = average(number(0), slot(1), number(1), G);
    private static final Expr DEVIATION = sqrt(sub(S, square(MEAN)));
    private static final Kernel CENTERED = Kernel.of("rmspropCentered", 5, sub(P, mul(number(3), scaled(DEVIATION))), S, MEAN);
    private static final Kernel CENTERED_MOMENTUM = Kernel.of("rmspropCenteredMomentum", 5, sub(P, mul(number(3), buffer(2, DEVIATION))), S,
            MEAN, buffer(2, DEVIATION));

    private static Expr scaled(Expr root) {
        return div(G, add(root, number(2)));
    }

    private static Expr buffer(int at, Expr root) {
        return add(mul(number(4), slot(at)), scaled(root));
    }

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public RMSprop {
        Kernel.requireNonNegative("RMSprop", "lr", lr);
        Kernel.requireNonNegative("RMSprop", "alpha", alpha);
        Kernel.requireNonNegative("RMSprop", "eps", eps);
        Kernel.requireNonNegative("RMSprop", "weightDecay", weightDecay);
        Kernel.requireNonNegative("RMSprop", "momentum", momentum);
    }

    @Override
    public RMSprop withLr(double lr) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    /** These options with another {@link #alpha}. */
    public RMSprop withAlpha(double alpha) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    /** These options with another {@link #eps}. */
    public RMSprop withEps(double eps) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public RMSprop withWeightDecay(double weightDecay) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    @Override
    public RMSprop withMomentum(double momentum) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    /** These options with another {@link #centered}. */
    public RMSprop withCentered(boolean centered) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    /** These options with another {@link #maximize}. */
    public RMSprop withMaximize(boolean maximize) {
        return new RMSprop(lr, alpha, eps, weightDecay, momentum, centered, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(momentum);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(RMSprop options) implements Rule {
        @Override
        public List<String> slots() {
            return options.names();
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double sign = Kernel.sign(options.maximize);
            double[] numbers = {sign, options.weightDecay, options.alpha, 1 - options.alpha, options.eps, options.lr, options.momentum};
            Kernel kernel = options.momentum > 0 ? options.centered ? CENTERED_MOMENTUM : MOMENTUM : options.centered ? CENTERED : PLAIN;
            return kernel.step(leaf, grad, slots, numbers);
        }
    }

    private List<String> names() {
        List<String> names = new java.util.ArrayList<>(List.of("squareAvg"));
        if (centered) {
            names.add("gradAvg");
        }
        if (momentum > 0) {
            names.add("momentumBuffer");
        }
        return List.copyOf(names);
    }
}
