package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.G;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import java.util.List;
import org.covector.engine.expr.Expr;
import org.covector.functional.Tensor;

/**
 * {@code p = (1 - lambd eta_t) p - eta_t g; a = a + mu_t (p - a)}, {@code eta_(t+1) = lr / (1 + lambd lr t)^alpha, mu_(t+1) = 1 / max(1, t
 * - t0)}: stochastic gradient descent with a as the average of its path.
 *
 * <p>torch.optim.ASGD; the average is the state's {@code ax}. Polyak, Juditsky, "Acceleration of stochastic approximation by averaging",
 * 1992.
 *
 * {@snippet :
 * Optimizer o = ASGD.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.79999]
 * }
 *
 * @param lr the learning rate; default {@code 1e-2}
 * @param lambd decay; default {@code 1e-4}
 * @param alpha power of the learning rate; default {@code 0.75}
 * @param t0 step from which on to average; default {@code 1e6}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record ASGD(double lr, double lambd, double alpha, double t0, double weightDecay, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final ASGD DEFAULT = new ASGD(1e-2, 1e-4, 0.75, 1e6, 0, false);

    private static final Expr NEXT = sub(mul(number(0), P), mul(number(1), G));
    private static final Expr AVERAGE = scale(number(2), slot(0)); // forgotten where the average is the last value
    private static final Kernel STEP = Kernel.of("asgd", 4, NEXT, add(AVERAGE, mul(number(3), sub(NEXT, AVERAGE))));

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public ASGD {
        Kernel.requireNonNegative("ASGD", "lr", lr);
        Kernel.requireNonNegative("ASGD", "weightDecay", weightDecay);
        Kernel.requireNumber("ASGD", "lambd", lambd);
        Kernel.requireNumber("ASGD", "alpha", alpha);
        Kernel.requireNumber("ASGD", "t0", t0);
    }

    @Override
    public ASGD withLr(double lr) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    /** These options with another {@link #lambd}. */
    public ASGD withLambd(double lambd) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    /** These options with another {@link #alpha}. */
    public ASGD withAlpha(double alpha) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    /** These options with another {@link #t0}. */
    public ASGD withT0(double t0) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public ASGD withWeightDecay(double weightDecay) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public ASGD withMaximize(boolean maximize) {
        return new ASGD(lr, lambd, alpha, t0, weightDecay, maximize);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(ASGD options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("ax");
        }

        @Override
        public List<String> numbers() {
            return List.of("eta", "mu");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double eta = at.step() == 1 ? options.lr : at.number(0);
            double mu = at.step() == 1 ? 1 : at.number(1);
            long t = at.step();
            double nextEta = options.lr / Math.pow(1 + options.lambd * options.lr * t, options.alpha);
            double nextMu = 1 / Math.max(1, t - options.t0);
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, 1 - options.lambd * eta, eta, mu == 1
                    ? 0 : 1, mu)
                    .with(nextEta, nextMu);
        }
    }
}
