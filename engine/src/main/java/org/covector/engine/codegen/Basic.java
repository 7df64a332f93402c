package org.covector.engine.codegen;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Lowering;
import org.covector.engine.expr.Op;

/** A formula in operations that the code generator knows, for one element type. */
final class Basic {
    private Basic() {}

    static List<Expr> of(Formula formula, DType element) {
        return switch (element) {
            case FLOAT32, FLOAT64 -> Lowering.lower(formula.outputs(), element);
            case INT64 -> Graph.rewrite(formula.outputs(), e -> e instanceof Apply a ? integer(formula, a) : e);
            case BOOL -> formula.outputs();
        };
    }

    /** One operation on integers: wrapping arithmetic, comparisons, and divisions that name their rounding. */
    private static Expr integer(Formula formula, Apply a) {
        Expr zero = Expr.constant(0);
        return switch (a.op()) {
            case MAXIMUM -> Expr.apply(Op.SELECT, Expr.apply(Op.LT, a.arg(0), a.arg(1)), a.arg(1), a.arg(0));
            case MINIMUM -> Expr.apply(Op.SELECT, Expr.apply(Op.LT, a.arg(1), a.arg(0)), a.arg(1), a.arg(0));
            case SIGN -> Expr.apply(Op.SELECT, Expr.apply(Op.LT, zero, a.arg(0)), Expr.constant(1),
                    Expr.apply(Op.SELECT, Expr.apply(Op.LT, a.arg(0), zero), Expr.constant(-1), zero));
            case FMA -> Expr.apply(Op.ADD, Expr.apply(Op.MUL, a.arg(0), a.arg(1)), a.arg(2));
            case SCALE -> Expr.apply(Op.MUL, a.arg(0), a.arg(1));
            case FLOOR, CEIL, RINT, TRUNC -> a.arg(0);
            default -> {
                ArgumentException.require(a.op().isIntegral(), formula.name(), "dtype", DType.INT64, "FLOAT32 or FLOAT64");
                yield a;
            }
        };
    }
}
