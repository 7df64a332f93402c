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
import java.util.Map;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Adam's step for the rows of a leaf (its parts along the first axis) whose gradient is there; moments and parameters of the others stay
 * as they are, while the step count goes on.
 *
 * <p>torch.optim.SparseAdam, whose gradients are sparse tensors: here the rows are given {@linkplain #withRows by the leaf's path}, and
 * without that they are those with a gradient that is not 0 throughout. eps is added to the root before correction.
 *
 * {@snippet :
 * Optimizer o = SparseAdam.DEFAULT.withLr(0.1);
 * Tensor p = Tensor.of(1.0, 1);
 * Tensor next = o.update(Tensor.of(2.0, 0), o.init(Tree.TENSOR, p), p)._1(); // [0.900, 1]
 * }
 *
 * @param lr the learning rate; default {@code 1e-3}
 * @param beta1 decay of the first moment; default {@code 0.9}
 * @param beta2 decay of the second moment; default {@code 0.999}
 * @param eps added to the root; default {@code 1e-8}
 * @param maximize whether to go up instead of down; default {@code false}
 * @param rows INT64 numbers of the rows by the paths of their leaves; default {@code Map.of()}
 */
public record SparseAdam(
        double lr, double beta1, double beta2, double eps, boolean maximize, Map<String, Tensor> rows)
        implements LeafOptimizer {
    /** The default options. */
    public static final SparseAdam DEFAULT = new SparseAdam(1e-3, 0.9, 0.999, 1e-8, false, Map.of());

    private static final Expr M = average(number(0), slot(0), number(1), G);
    private static final Expr V = average(number(2), slot(1), number(3), square(G));
    private static final Kernel STEP = Kernel.of("sparseAdam", 6, sub(P, mul(number(5), div(M, add(sqrt(V), number(4))))), M, V);

    /**
     * Checks the options.
     *
     * @throws org.covector.engine.ArgumentException if one is out of its range
     */
    public SparseAdam {
        Present.require(SparseAdam.class, rows);
        Kernel.requireNonNegative("SparseAdam", "lr", lr);
        Kernel.requireFraction("SparseAdam", "beta1", beta1);
        Kernel.requireFraction("SparseAdam", "beta2", beta2);
        Kernel.requireNonNegative("SparseAdam", "eps", eps);
        ArgumentException.require(eps > 0, "SparseAdam", "eps", eps, "more than 0");
        rows = Map.copyOf(rows);
    }

    @Override
    public SparseAdam withLr(double lr) {
        return new SparseAdam(lr, beta1, beta2, eps, maximize, rows);
    }

    /** These options with another {@link #eps}. */
    public SparseAdam withEps(double eps) {
        return new SparseAdam(lr, beta1, beta2, eps, maximize, rows);
    }

    /** These options with another {@link #maximize}. */
    public SparseAdam withMaximize(boolean maximize) {
        return new SparseAdam(lr, beta1, beta2, eps, maximize, rows);
    }

    /** These options with another {@link #rows}. */
    public SparseAdam withRows(Map<String, Tensor> rows) {
        return new SparseAdam(lr, beta1, beta2, eps, maximize, rows);
    }

    /** These options with other {@link #beta1} and {@link #beta2}. */
    public SparseAdam withBetas(double beta1, double beta2) {
        return new SparseAdam(lr, beta1, beta2, eps, maximize, rows);
    }

    @Override
    public SparseAdam withMomentum(double momentum) {
        return new SparseAdam(lr, momentum, beta2, eps, maximize, rows);
    }

    @Override
    public Option<Double> cycledMomentum() {
        return Option.of(beta1);
    }

    @Override
    public Rule rule() {
        return new Step(this);
    }

    private record Step(SparseAdam options) implements Rule {
        @Override
        public List<String> slots() {
            return List.of("expAvg", "expAvgSq");
        }

        @Override
        public boolean isPointwise() {
            return false;
        }

        /** Which rows have a gradient: BOOL, to be broadcast with the leaf. */
        private Tensor touched(String path, Tensor grad) {
            if (grad.rank() == 0) {
                return F.ne(grad, 0);
            }
            Tensor given = options.rows.get(path);
            if (given == null) {
                Tensor nonzero = F.ne(grad, 0);
                return grad.rank() == 1 ? nonzero : F.any(nonzero, true, IntStream.range(1, grad.rank()).toArray());
            }
            ArgumentException.require(given.dtype() == DType.INT64 && given.rank() == 1, "SparseAdam", "rows of " + path, given.dtype()
                    + " " + given.shape(), "INT64 [n]");
            int[] shape = new int[grad.rank()];
            java.util.Arrays.fill(shape, 1);
            shape[0] = grad.dim(0);
            return F.reshape(F.any(F.eq(F.unsqueeze(Tensor.arange(grad.dim(0)), 1), given), false, 1), shape);
        }

        @Override
        public Stepped step(Tensor leaf, Tensor grad, Moment at, Tensor... slots) {
            double size = options.lr * Math.sqrt(at.correction(options.beta2)) / at.correction(options.beta1);
            Stepped made = STEP.step(leaf, grad, slots, Kernel.sign(options.maximize), 0, options.beta1, 1 - options.beta1, options.beta2,
                    1 - options.beta2,
                    options.eps, size);
            Tensor touched = touched(at.path(), grad);
            Tensor[] next = new Tensor[slots.length];
            for (int k = 0; k < next.length; k++) {
                next[k] = F.where(touched, made.slots[k], slots[k]);
            }
            return Stepped.of(F.where(touched, made.leaf, leaf), next);
        }
    }
}
