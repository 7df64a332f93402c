package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.RAW;
import static org.covector.functional.optim.Kernel.average;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code m = beta1 m + (1 - beta1) d g; v = beta2 v + (1 - beta2) d^2 g^2; p = (1 - lr d weightDecay) p - lr d m / (sqrt(v) + d eps)},
 * where d estimates the distance from the start to the solution, over all leaves together: Adam that finds its own learning rate.
 *
 * <p>{@code r = b r + (1 - b) lr d^2 <g, p0 - p>; s = b s + (1 - b) lr d^2 g; d = max(d, dCoef r / |s|_1), b = sqrt(beta2)}. Mishchenko,
 * Defazio, "Prodigy: an expeditiously adaptive parameter-free learner", 2023, algorithm 4; decoupled weight decay. It reads the sums, so
 * it is not traceable.
 *
 * {@snippet :
 * Optimizer o = Prodigy.DEFAULT;
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.999997]
 * }
 *
 * @param lr factor of the rate found, to be left at 1 or scheduled; default {@code 1}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps times d is added to the root; default {@code 1e-8}
 * @param weightDecay times the rate of the parameter is taken off; default {@code 0}
 * @param d0 the first estimate; default {@code 1e-6}
 * @param dCoef factor of the estimates; default {@code 1}
 */
public record Prodigy(
        double lr, double beta1, double beta2, double eps, double weightDecay, double d0, double dCoef)
        implements Optimizer {
    /** The default options. */
    public static final Prodigy DEFAULT = new Prodigy(1, 0.9, 0.999, 1e-8, 0, 1e-6, 1);

    private static final Expr S = average(number(1), slot(1), number(2), RAW);
    private static final Expr M = average(number(3), slot(2), number(4), RAW);
    private static final Expr V = average(number(5), slot(3), number(6), square(RAW));
    private static final Expr NEXT = sub(mul(number(0), P), div(mul(number(7), M), add(sqrt(V), number(8))));
    private static final Kernel STEP = Kernel.of("prodigy", 9, NEXT, slot(0), S, M, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Prodigy {
        Kernel.requireNonNegative("Prodigy", "lr", lr);
        Kernel.requireFraction("Prodigy", "beta1", beta1);
        Kernel.requireFraction("Prodigy", "beta2", beta2);
        Kernel.requireNonNegative("Prodigy", "eps", eps);
        Kernel.requireNonNegative("Prodigy", "weightDecay", weightDecay);
        ArgumentException.require(d0 > 0, "Prodigy", "d0", d0, "more than 0");
        Kernel.requireNumber("Prodigy", "dCoef", dCoef);
    }

    @Override
    public Prodigy withLr(double lr) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    /** These options with another {@link #eps}. */
    public Prodigy withEps(double eps) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    /** These options with another {@link #weightDecay}. */
    public Prodigy withWeightDecay(double weightDecay) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    /** These options with another {@link #d0}. */
    public Prodigy withD0(double d0) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    /** These options with another {@link #dCoef}. */
    public Prodigy withDCoef(double dCoef) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public Prodigy withBetas(double beta1, double beta2) {
        return new Prodigy(lr, beta1, beta2, eps, weightDecay, d0, dCoef);
    }

    @Override
    public Prodigy withMomentum(double momentum) {
        return new Prodigy(lr, momentum, beta2, eps, weightDecay, d0, dCoef);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Node begin(Leaves params) {
        return Branch.EMPTY.with("d", d0).with("r", 0.0).with("leaves", Slots.begin(new Step(this, d0), params));
    }

    @Override
    public Moved step(Leaves grads, Node state, Leaves params) {
        Branch at = state.branch();
        double d = at.value("d").item();
        Slots slots = at.part("leaves").slots();
        double product = 0;
        for (int i = 0; i < params.size(); i++) {
            if (grads.has(i)) {
                product += F.sum(F.mul(grads.get(i), F.sub(slots.get("p0", i), params.get(i)))).item();
            }
        }
        double b = Math.sqrt(beta2);
        double r = b * at.value("r").item() + (1 - b) * lr * d * d * product;
        Moved moved = Stepping.step(new Step(this, d), grads, slots, params);
        Slots next = moved.state().slots();
        double size = 0;
        for (int i = 0; i < params.size(); i++) {
            size += F.sum(F.abs(next.get("s", i))).item();
        }
        double better = size > 0 ? Math.max(d, dCoef * r / size) : d;
        return new Moved(moved.leaves(), at.with("d", better).with("r", r).with("leaves", next));
    }

    private record Step(Prodigy options, double d) implements LeafOptimizer.Rule {
        @Override
        public List<String> slots() {
            return List.of("p0", "s", "expAvg", "expAvgSq");
        }

        @Override
        public Tensor start(String slot, Tensor leaf) {
            return slot.equals("p0") ? leaf : LeafOptimizer.Rule.zeros(leaf);
        }

        @Override
        public LeafOptimizer.Stepped step(Tensor leaf, Tensor grad, LeafOptimizer.Moment at, Tensor... slots) {
            double b = Math.sqrt(options.beta2);
            double rate = options.lr * d;
            return STEP.step(leaf, grad, slots, 1, 0, 1 - rate * options.weightDecay, b, (1 - b) * options.lr * d * d, options.beta1,
                    (1 - options.beta1) * d, options.beta2, (1 - options.beta2) * d * d, rate, d * options.eps);
        }
    }
}
