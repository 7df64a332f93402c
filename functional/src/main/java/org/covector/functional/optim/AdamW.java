package org.covector.functional.optim;

import io.vavr.control.Option;
import java.util.List;
import org.covector.functional.Tensor;

/**
 * {@code p = (1 - lr weightDecay) p}, then Adam's step by the gradient alone: Adam with decoupled weight decay.
 *
 * <p>torch.optim.AdamW. Loshchilov, Hutter, "Decoupled weight decay regularization", 2019.
 *
 * {@snippet :
 * Optimizer o = AdamW.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.899]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the corrected root; default {@code 1e-8}
 * @param weightDecay times lr of the parameter is taken off; default {@code 1e-2}
 * @param amsgrad whether to divide by the largest second moment so far; default {@code false}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record AdamW(
        double lr, double beta1, double beta2, double eps, double weightDecay, boolean amsgrad, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final AdamW DEFAULT = new AdamW(1e-3, 0.9, 0.999, 1e-8, 1e-2, false, false);

    private static final List<String> SLOTS = List.of("expAvg", "expAvgSq");
    private static final List<String> AMSGRAD_SLOTS = List.of("expAvg", "expAvgSq", "maxExpAvgSq");

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public AdamW {
        Kernel.requireNonNegative("AdamW", "lr", lr);
        Kernel.requireFraction("AdamW", "beta1", beta1);
        Kernel.requireFraction("AdamW", "beta2", beta2);
        Kernel.requireNonNegative("AdamW", "eps", eps);
        Kernel.requireNonNegative("AdamW", "weightDecay", weightDecay);
    }

    @Override
    public AdamW withLr(double lr) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #eps}. */
    public AdamW withEps(double eps) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public AdamW withWeightDecay(double weightDecay) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #amsgrad}. */
    public AdamW withAmsgrad(boolean amsgrad) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with another {@link #maximize}. */
    public AdamW withMaximize(boolean maximize) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public AdamW withBetas(double beta1, double beta2) {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize);
    }

    @Override
    public AdamW withMomentum(double momentum) {
        return new AdamW(lr, momentum, beta2, eps, weightDecay, amsgrad, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(AdamW options) implements Rule {
        @Override
        public List<String> slots() {
            return options.amsgrad ? AMSGRAD_SLOTS : SLOTS;
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr / at.correction(options.beta1);
            double root = 1 / Math.sqrt(at.correction(options.beta2));
            Kernel kernel = options.amsgrad ? Adam.AMSGRAD : Adam.PLAIN;
            return kernel.step(leaf, grad, slots, Kernel.sign(options.maximize), 0, 1 - options.lr * options.weightDecay, options.beta1,
                    1 - options.beta1,
                    options.beta2, 1 - options.beta2, size, root, options.eps);
        }
    }
}
