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

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.functional.Tensor;

/**
 * {@code s = rho s + (1 - rho) g^2; d = sqrt(a + eps) / sqrt(s + eps) g; a = rho a + (1 - rho) d^2; p = p - lr d}.
 *
 * <p>torch.optim.Adadelta. Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
 *
 * {@snippet :
 * Optimizer o = Adadelta.DEFAULT;
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9968]
 * }
 *
 * @param lr the learning rate; default {@code 1}
 * @param rho decay of both averages; default {@code 0.9}
 * @param eps added under the roots; default {@code 1e-6}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Adadelta(double lr, double rho, double eps, double weightDecay, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final Adadelta DEFAULT = new Adadelta(1, 0.9, 1e-6, 0, false);

    private static final Expr S = average(number(0), slot(0), number(1), square(G));
    private static final Expr DELTA = mul(div(sqrt(add(slot(1), number(2))), sqrt(add(S, number(2)))), G);
    private static final Kernel STEP = Kernel.of("adadelta", 4, sub(P, mul(number(3), DELTA)), S, average(number(0), slot(1), number(1),
            square(DELTA)));

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Adadelta {
        Kernel.requireNonNegative("Adadelta", "lr", lr);
        Kernel.requireNonNegative("Adadelta", "eps", eps);
        Kernel.requireNonNegative("Adadelta", "weightDecay", weightDecay);
        ArgumentException.require(rho >= 0 && rho <= 1, "Adadelta", "rho", rho, "0 to 1");
    }

    @Override
    public Adadelta withLr(double lr) {
        return new Adadelta(lr, rho, eps, weightDecay, maximize);
    }

    /** These options with another {@link #rho}. */
    public Adadelta withRho(double rho) {
        return new Adadelta(lr, rho, eps, weightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public Adadelta withEps(double eps) {
        return new Adadelta(lr, rho, eps, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Adadelta withWeightDecay(double weightDecay) {
        return new Adadelta(lr, rho, eps, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Adadelta withMaximize(boolean maximize) {
        return new Adadelta(lr, rho, eps, weightDecay, maximize);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Adadelta options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("squareAvg", "accDelta");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, options.rho, 1 - options.rho,
                    options.eps, options.lr);
        }
    }
}
