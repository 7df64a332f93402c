package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.maximum;
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
 * {@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = p - lr m' / (sqrt(v') + eps)} with the moments m', v' corrected
 * for their start at 0: steps of a size that does not depend on the gradient's.
 *
 * <p>torch.optim.Adam. Kingma, Ba, "Adam: a method for stochastic optimization", 2015; amsgrad: Reddi et al., 2018.
 *
 * {@snippet :
 * Optimizer o = Adam.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the corrected root; default {@code 1e-8}
 * @param weightDecay times the parameter is added to the gradient; default {@code 0}
 * @param amsgrad whether to divide by the largest second moment so far; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Adam(
        double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false, false);

    private static final Expr M = average(number(1), slot(0), number(2), G);
    private static final Expr V = average(number(3), slot(1), number(4), square(G));
    private static final Expr DECAYED = mul(number(0), P);
    private static final Expr MAXIMUM = maximum(slot(2), V);
    static final Kernel PLAIN = Kernel.of("adam", 8, sub(DECAYED, step(V)), M, V);
    static final Kernel AMSGRAD = Kernel.of("adamAmsgrad", 8, sub(DECAYED, step(MAXIMUM)), M, V, MAXIMUM);

    private static Expr step(Expr v) {
        return div(mul(number(5), M), add(mul(number(6), sqrt(v)), number(7)));
    }

    private static final List<String> SLOTS = List.of("expAvg", "expAvgSq");
    private static final List<String> AMSGRAD_SLOTS = List.of("expAvg", "expAvgSq", "maxExpAvgSq");

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Adam {
        Kernel.requireNonNegative("Adam", "lr", lr);
        Kernel.requireFraction("Adam", "beta1", beta1);
        Kernel.requireFraction("Adam", "beta2", beta2);
        Kernel.requireNonNegative("Adam", "eps", eps);
        Kernel.requireNonNegative("Adam", "weightDecay", weightDecay);
    }

    @Override
    public Adam withLr(double lr) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #eps}. */
    public Adam withEps(double eps) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public Adam withWeightDecay(double weightDecay) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #amsgrad}. */
    public Adam withAmsgrad(boolean amsgrad) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Adam withMaximize(boolean maximize) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public Adam withBetas(double beta1, double beta2) {
        return new Adam(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    @Override
    public Adam withMomentum(double momentum) {
        return new Adam(lr, momentum, beta2, eps, weightDecay, amsgrad, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Adam options) implements Rule {
        @Override
        public List<String> slots() {
            return options.amsgrad ? AMSGRAD_SLOTS : SLOTS;
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / at.correction(options.beta1);
            double root = 1 / Math.sqrt(at.correction(options.beta2));
            Kernel kernel = options.amsgrad ? AMSGRAD : PLAIN;
            return kernel.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, 1, options.beta1, 1 - options.beta1,
                    options.beta2, 1 - options.beta2, size, root, options.eps);
        }
    }
}
