package org.covector.functional.primitive;

import java.util.List;
import org.covector.engine.NdArray;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
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
            return new NdArray[] {LogWeights.of(Tensor.of(x[0]), Tensor.of(x[1])).array()};
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

    /** The weights in the sum over axes whose logarithm, with the axes kept, is {@code sum}. */
    public static Tensor of(Tensor x, Tensor sum, Ints axes) {
        return axes.size() == 0 ? of(x, sum) : Apply.one(new Softmax(axes), x, sum);
    }

    /** {@code e^(term - sum)}, broadcast; term at most sum. */
    public static Tensor of(Tensor term, Tensor sum) {
        return WEIGHT.of(term, sum);
    }
}
