package org.covector.functional.optim;

import static org.covector.engine.expr.Expressions.add;
import static org.covector.engine.expr.Expressions.gt;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.maximum;
import static org.covector.engine.expr.Expressions.minimum;
import static org.covector.engine.expr.Expressions.mul;
import static org.covector.engine.expr.Expressions.scale;
import static org.covector.engine.expr.Expressions.select;
import static org.covector.engine.expr.Expressions.sign;
import static org.covector.engine.expr.Expressions.sub;
import static org.covector.functional.optim.Kernel.G;
import static org.covector.functional.optim.Kernel.P;
import static org.covector.functional.optim.Kernel.number;
import static org.covector.functional.optim.Kernel.slot;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.functional.Tensor;

/**
 * {@code p = p - sign(g) s}, where the step size s of an element grows by etaPlus while its gradient keeps its sign and shrinks by
 * etaMinus when that changes; then the step is left out and the gradient forgotten. For whole batches.
 *
 * <p>torch.optim.Rprop. Riedmiller, Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", 1993.
 *
 * {@snippet :
 * Optimizer o = Rprop.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0);
 * Tensor next = o.update(Tensor.of(2.0), o.init(Tree.TENSOR, p), p)._1(); // [0.9]
 * }
 *
 * @param lr the first step size; default {@code 1e-2}
 * @param etaMinus factor of a step size when the sign changes; default {@code 0.5}
 * @param etaPlus factor of a step size while the sign stays; default {@code 1.2}
 * @param minStep the smallest step size; default {@code 1e-6}
 * @param maxStep the largest step size; default {@code 50}
 * @param maximize whether to go up instead of down; default {@code false}
 */
public record Rprop(
        double lr, double etaMinus, double etaPlus, double minStep, double maxStep, boolean maximize)
        implements LeafOptimizer {
    /** The default options. */
    public static final Rprop DEFAULT = new Rprop(1e-2, 0.5, 1.2, 1e-6, 50, false);

    private static final Expr ZERO = Expressions.number(0);
    private static final Expr AGREE = mul(G, slot(0));
    private static final Expr FACTOR = select(gt(AGREE, ZERO), number(3), select(lt(AGREE, ZERO), number(2), Expressions.number(1)));
    private static final Expr SIZE = minimum(maximum(mul(add(scale(number(0), slot(1)), number(1)), FACTOR), number(4)), number(5));
    private static final Expr KEPT = select(lt(AGREE, ZERO), ZERO, G);
    private static final Kernel STEP = Kernel.of("rprop", 6, sub(P, mul(sign(KEPT), SIZE)), KEPT, SIZE);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public Rprop {
        Kernel.requireNonNegative("Rprop", "lr", lr);
        ArgumentException.require(0 < etaMinus && etaMinus < 1 && 1 < etaPlus, "Rprop", "etaMinus, etaPlus", etaMinus + ", " + etaPlus,
                "0 < etaMinus < 1 < etaPlus");
        Kernel.requireNumber("Rprop", "minStep", minStep);
        Kernel.requireNumber("Rprop", "maxStep", maxStep);
    }

    @Override
    public Rprop withLr(double lr) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    /** These options with another {@link #etaMinus}. */
    public Rprop withEtaMinus(double etaMinus) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    /** These options with another {@link #etaPlus}. */
    public Rprop withEtaPlus(double etaPlus) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    /** These options with another {@link #minStep}. */
    public Rprop withMinStep(double minStep) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    /** These options with another {@link #maxStep}. */
    public Rprop withMaxStep(double maxStep) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    /** These options with another {@link #maximize}. */
    public Rprop withMaximize(boolean maximize) {
        return new Rprop(lr, etaMinus, etaPlus, minStep, maxStep, maximize);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(Rprop options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("prev", "stepSize");
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            boolean first = at.step() == 1;
            return STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), 0, first ? 0 : 1, first ? options.lr : 0, options.etaMinus,
                    options.etaPlus,
                    options.minStep, options.maxStep);
        }
    }
}
