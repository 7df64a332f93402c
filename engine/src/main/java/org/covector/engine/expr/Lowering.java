package org.covector.engine.expr;

import java.util.List;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr.Apply;

/** Elementary functions in basic operations. */
public final class Lowering {
    private Lowering() {}

    /** The same function in basic and opaque operations only. */
    public static Expr lower(Expr root, DType element) {
        return Graph.rewrite(List.of(root), e -> e instanceof Apply a ? one(a) : e).getFirst();
    }

    private static Expr one(Apply a) {
        Expr zero = Expr.constant(0);
        return switch (a.op()) {
            case SCALE -> Expr.apply(Op.SELECT, Expr.apply(Op.EQ, a.arg(0), zero), zero, Expr.apply(Op.MUL, a.arg(0), a.arg(1)));
            case MAXIMUM -> Expr.apply(Op.SELECT, Expr.apply(Op.LT, a.arg(0), a.arg(1)), a.arg(1), a.arg(0));
            case MINIMUM -> Expr.apply(Op.SELECT, Expr.apply(Op.LT, a.arg(1), a.arg(0)), a.arg(1), a.arg(0));
            default -> a;
        };
    }
}
