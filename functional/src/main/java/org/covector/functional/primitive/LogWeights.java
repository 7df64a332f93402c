package org.covector.functional.primitive;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Scans;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** The weight that a term has in a sum of exponentials, from their logarithms. */
public final class LogWeights {
    private static final Expr TERM = Expr.input(0);
    private static final Expr SUM = Expr.input(1);

    /** Where the sum is infinite the limit: 1 for an infinite term, 0 for others; where it is log 0, nothing has weight. */
    private static final Expr LIMIT = Expressions.select(Expressions.eq(TERM, SUM), Expressions.select(Expressions.gt(SUM, 0), 1.0, 0.0),
            Expressions.number(0));

    private static final Pointwise WEIGHT = Pointwise.row(Formula.of("logWeight", 2, Expressions.select(
            Expressions.eq(Expressions.abs(SUM), Double.POSITIVE_INFINITY), LIMIT, Expressions.exp(Expressions.sub(TERM, SUM)))));

    /** Half a unit in the last place of larger logarithms is more than a few roundings. */
    private static final double COARSE = 64;

    private LogWeights() {}

    /**
     * {@code e^(x - log sum e^x)} over the axes, the gradient of logsumexp: a function of x alone, though it is computed from both, so that
     * its derivative has no difference from 1. Inputs x and its logsumexp with the axes kept.
     */
    private record Softmax(Ints axes) implements Structural {
        @Override
        public String name() {
            return "logsumexp";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor sum = Tensor.of(x[1]);
            Tensor w = LogWeights.of(Tensor.of(x[0]), sum);
            if (!isRounded(sum)) {
                return new NdArray[] {w.array()};
            }
            Tensor finite = F.logicalAnd(F.gt(F.abs(sum), COARSE), F.isfinite(sum));
            return new NdArray[] {F.div(w, F.where(finite, AxisReduction.sum(w, axes, true), 1)).array()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor w = Apply.one(this, x);
            return Vjp.of(w, List.of(w), (dy, _) -> new Cotangent[] {SoftmaxFamily.tangent(dy, w, axes.toArray()), Cotangent.ZERO});
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor w = Apply.one(this, x);
            return new Jvp(new Tensor[] {w}, new Tangent[] {dx[0] instanceof Tensor d ? SoftmaxFamily.tangent(d, w, axes.toArray())
                    : Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Softmax(axes.plus(1)), at.full(x));
        }
    }

    /** Whether a logarithm of a sum is so large that its rounding is seen in the weights. */
    private static boolean isRounded(Tensor sum) {
        return sum.size() > 0 && F.norm(F.where(F.isfinite(sum), sum, 0), Double.POSITIVE_INFINITY, false).item() > COARSE;
    }

    /**
     * For running sums along an axis, {@code sum[i] = log(e^x[0] + ... + e^x[i])} as it was rounded, the factors that make
     * {@code e^(x[i] - sum[i])} weights: 1 where the rounding is not seen. Inputs x and the sums.
     */
    private record Corrections(int axis) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor sum = Tensor.of(x[1]);
            if (!isRounded(sum)) {
                return new NdArray[] {NdArray.full(x[0].dtype(), Shape.SCALAR, 1).expand(x[0].shape())};
            }
            return new NdArray[] {Scans.roundingOfLogcumsumexp(x[0], x[1], axis, COARSE)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Corrections(axis + 1), at.full(x));
        }
    }

    /** The factors by which {@code e^(x - sum)} of running sums along an axis differ from weights, because sums are rounded. */
    public static Tensor corrections(Tensor x, Tensor sum, int axis) {
        return Apply.one(new Corrections(axis), x, sum);
    }

    /** The weights in the sum over axes whose logarithm, with the axes kept, is {@code sum}. */
    public static Tensor of(Tensor x, Tensor sum, Ints axes) {
        return axes.size() == 0 ? of(x, sum) : Apply.one(new Softmax(axes), x, sum);
    }

    /** {@code e^(term - sum)}, broadcast; term at most sum. */
    public static Tensor of(Tensor term, Tensor sum) {
        return WEIGHT.of(term, sum);
    }
}
