package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.div;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.sqrt;
import static org.covector.engine.expr.Expressions.square;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.average;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.expr.Expr;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * {@code r = m' / (sqrt(v') + eps) + weightDecay p; p = p - lr |p| / |r| r} with the norms of the whole leaf, their quotient 1 where one
 * of them is 0: Adam's direction with a length in proportion to the parameter's, for large batches.
 *
 * <p>You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020, algorithm 2 with phi(z) = z.
 *
 * {@snippet :
 * Optimizer o = LAMB.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.900]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the corrected root; default {@code 1e-6}
 * @param weightDecay times the parameter is added to the direction; default {@code 0}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record LAMB(double lr, double beta1, double beta2, double eps, double weightDecay, boolean maximize) implements LeafOptimizer {
    /** The default options. */
    public static final LAMB DEFAULT = new LAMB(1e-3, 0.9, 0.999, 1e-6, 0, false);

    private static final Expr G = mul(Expr.scalar(0), Kernel.RAW);
    private static final Expr M = average(number(0), slot(0), number(1), G);
    private static final Expr V = average(number(2), slot(1), number(3), square(G));
    private static final Expr ADAM = div(mul(number(4), M), add(mul(number(5), sqrt(V)), number(6)));
    private static final Kernel DIRECTION = Kernel.of("lamb", 7, add(ADAM, scale(Expr.scalar(1), P)), M, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public LAMB {
        Kernel.requireNonNegative("LAMB", "lr", lr);
        Kernel.requireFraction("LAMB", "beta1", beta1);
        Kernel.requireFraction("LAMB", "beta2", beta2);
        Kernel.requireNonNegative("LAMB", "eps", eps);
        Kernel.requireNonNegative("LAMB", "weightDecay", weightDecay);
    }

    @Override
    public LAMB withLr(double lr) {
        return new LAMB(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #eps}. */
    public LAMB withEps(double eps) {
        return new LAMB(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #weightDecay}. */
    public LAMB withWeightDecay(double weightDecay) {
        return new LAMB(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with another {@link #maximize}. */
    public LAMB withMaximize(boolean maximize) {
        return new LAMB(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public LAMB withBetas(double beta1, double beta2) {
        return new LAMB(lr, beta1, beta2, eps, weightDecay, maximize);
    }

    @Override
    public LAMB withMomentum(double momentum) {
        return new LAMB(lr, momentum, beta2, eps, weightDecay, maximize);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(LAMB options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expAvgSq");
        }

        @Override
        public boolean isPointwise() {
            return false;
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            Stepped made = DIRECTION.step(leaf, grad, slots, Kernel.sign(options.maximize), options.weightDecay, options.beta1,
                    1 - options.beta1,
                    options.beta2, 1 - options.beta2, 1 / at.correction(options.beta1), 1 / Math.sqrt(at.correction(options.beta2)),
                            options.eps);
            Tensor trust = Kernel.quotient(F.norm(leaf), F.norm(made.leaf));
            return Stepped.of(F.sub(leaf, F.mul(made.leaf, F.mul(trust, options.lr))), made.slots);
        }
    }
}
