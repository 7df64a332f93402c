package org.covector.functional;

import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.functional.core.Pointwise;

/** The weight that a term has in a sum of exponentials, from their logarithms. */
final class LogWeights {
    private static final Expr TERM = Expr.input(0);
    private static final Expr SUM = Expr.input(1);

    /** Where the sum is infinite the limit: 1 for an infinite term, 0 for others; where it is log 0, nothing has weight. */
    private static final Expr LIMIT = Expressions.select(Expressions.eq(TERM, SUM), Expressions.select(Expressions.gt(SUM, 0), 1.0, 0.0),
            Expressions.number(0));

    private static final Pointwise WEIGHT = Pointwise.row(Formula.of("logWeight", 2, Expressions.select(
            Expressions.eq(Expressions.abs(SUM), Double.POSITIVE_INFINITY), LIMIT, Expressions.exp(Expressions.sub(TERM, SUM)))));

    private LogWeights() {}

    /** {@code e^(term - sum)}, broadcast; term at most sum. */
    static Tensor of(Tensor term, Tensor sum) {
        return WEIGHT.of(term, sum);
    }
}
