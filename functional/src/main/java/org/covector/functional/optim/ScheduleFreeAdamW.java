package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.gt;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.RAW;
import static org.covector.functional.optim.Kernel.average;
import static org.covector.functional.optim.Kernel.lerp;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code v = beta2 v + (1 - beta2) g^2; z = z - lr_t (g / (sqrt(v') + eps) + weightDecay y); x = (1 - c) x + c z; y = (1 - beta1) z +
 * beta1 x}: AdamW that needs no schedule. Gradients are taken at y, the parameters that go in and come out; x, the average that is to be
 * used, is {@link #evaluation}.
 *
 * <p>{@code lr_t = lr min(1, t / warmupSteps)}; {@code c = w_t / (w_1 + ... + w_t)}, {@code w_t = t^r max(lr_1 ... lr_t)^weightLrPower}.
 * Defazio et al., "The road less scheduled", 2024, algorithm 1 and its reference implementation.
 *
 * {@snippet :
 * Optimizer o = ScheduleFreeAdamW.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 2.5e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the corrected root; default {@code 1e-8}
 * @param weightDecay times lr of y is taken off; default {@code 0}
 * @param warmupSteps steps over which the learning rate rises; default {@code 0}
 * @param r power of the step in an average's weight; default {@code 0}
 * @param weightLrPower power of the learning rate in an average's weight; default {@code 2}
 */
public record ScheduleFreeAdamW(
        double lr, double beta1, double beta2, double eps, double weightDecay, int warmupSteps, double r, double weightLrPower)
        implements LeafOptimizer {
    /** The default options. */
    public static final ScheduleFreeAdamW DEFAULT = new ScheduleFreeAdamW(2.5e-3, 0.9, 0.999, 1e-8, 0, 0, 0, 2);

    private static final Expr V = average(number(0), slot(1), number(1), square(RAW));
    private static final Expr OLD_Z = select(gt(number(8), Expressions.number(0)), P, slot(0)); // z begins where y does
    private static final Expr OLD_X = div(sub(P, mul(number(7), OLD_Z)), number(6));
    private static final Expr DIRECTION = add(div(RAW, add(mul(number(2), sqrt(V)), number(3))), scale(Expr.scalar(1), P));
    private static final Expr Z = sub(OLD_Z, mul(number(4), DIRECTION));
    private static final Expr X = lerp(OLD_X, Z, number(5));
    private static final Kernel STEP = Kernel.of("scheduleFreeAdamW", 9, lerp(Z, X, number(6)), Z, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public ScheduleFreeAdamW {
        Kernel.requireNonNegative("ScheduleFreeAdamW", "lr", lr);
        Kernel.requireFraction("ScheduleFreeAdamW", "beta1", beta1);
        Kernel.requireFraction("ScheduleFreeAdamW", "beta2", beta2);
        Kernel.requireNonNegative("ScheduleFreeAdamW", "eps", eps);
        Kernel.requireNonNegative("ScheduleFreeAdamW", "weightDecay", weightDecay);
        Kernel.requireNonNegative("ScheduleFreeAdamW", "warmupSteps", warmupSteps);
        Kernel.requireNonNegative("ScheduleFreeAdamW", "r", r);
        Kernel.requireNonNegative("ScheduleFreeAdamW", "weightLrPower", weightLrPower);
        ArgumentException.require(beta1 > 0, "ScheduleFreeAdamW", "beta1", beta1, "more than 0");
    }

    @Override
    public ScheduleFreeAdamW withLr(double lr) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with another {@link #eps}. */
    public ScheduleFreeAdamW withEps(double eps) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with another {@link #weightDecay}. */
    public ScheduleFreeAdamW withWeightDecay(double weightDecay) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with another {@link #warmupSteps}. */
    public ScheduleFreeAdamW withWarmupSteps(int warmupSteps) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with another {@link #r}. */
    public ScheduleFreeAdamW withR(double r) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with another {@link #weightLrPower}. */
    public ScheduleFreeAdamW withWeightLrPower(double weightLrPower) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public ScheduleFreeAdamW withBetas(double beta1, double beta2) {
        return new ScheduleFreeAdamW(lr, beta1, beta2, eps, weightDecay, warmupSteps, r, weightLrPower);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(ScheduleFreeAdamW options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("z", "expAvgSq");
        }

        @Override
        public List<String> numbers() {
            return List.of("lrMax", "weightSum");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            long t = at.step();
            boolean first = t == 1;
            double lr = options.lr * (t <= options.warmupSteps ? (double) t / options.warmupSteps : 1);
            double largest = Math.max(lr, at.number(0));
            double weight = Math.pow(t, options.r) * Math.pow(largest, options.weightLrPower);
            double sum = at.number(1) + weight;
            double c = sum == 0 ? 0 : weight / sum;
            double root = 1 / Math.sqrt(at.correction(options.beta2));
            return STEP.step(leaf, grad, slots, 1, options.weightDecay, options.beta2, 1 - options.beta2, root, options.eps, lr, c,
                    options.beta1, 1 - options.beta1, first ? 1 : 0)
                    .with(largest, sum);
        }
    }

    /** {@code x = (y - (1 - beta1) z) / beta1}: the average, to be used for evaluation. */
    public <Q> Q evaluation(State<Q> state, Q params) {
        Slots slots = state.node.slots();
        Leaves y = state.params.layout.params(state.tree, params);
        Leaves x = Leaves.of(y.layout, i -> slots.steps[i] == 0 ? y.get(i)
                : F.div(F.sub(y.get(i), F.mul(slots.get("z", i), 1 - beta1)), beta1));
        return y.layout.put(state.tree, params, x);
    }
}
