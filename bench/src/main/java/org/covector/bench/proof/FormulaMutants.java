package org.covector.bench.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Constant;
import org.covector.engine.expr.Expr.Kind;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Graph;
import org.covector.engine.expr.Op;
import org.covector.functional.core.Pointwise;

/** Corruptions of a pointwise formula, node by node of its expression tree. */
final class FormulaMutants {
    private static final Map<Op, Op> EXCHANGED = Map.ofEntries(Map.entry(Op.SIN, Op.COS), Map.entry(Op.COS, Op.SIN),
            Map.entry(Op.SINH, Op.COSH), Map.entry(Op.COSH, Op.SINH),
            Map.entry(Op.EXP, Op.EXPM1), Map.entry(Op.EXPM1, Op.EXP), Map.entry(Op.LOG, Op.LOG1P), Map.entry(Op.LOG1P, Op.LOG),
                    Map.entry(Op.TANH, Op.SIGMOID),
            Map.entry(Op.SIGMOID, Op.TANH), Map.entry(Op.ERF, Op.TANH), Map.entry(Op.MAXIMUM, Op.MINIMUM),
                    Map.entry(Op.MINIMUM, Op.MAXIMUM),
            Map.entry(Op.FLOOR, Op.CEIL), Map.entry(Op.FLOOR_DIV, Op.TRUNC_DIV), Map.entry(Op.TRUNC_DIV, Op.FLOOR_DIV),
                    Map.entry(Op.MUL, Op.DIV), Map.entry(Op.DIV, Op.MUL),
            Map.entry(Op.ADD, Op.SUB), Map.entry(Op.SUB, Op.ADD), Map.entry(Op.LT, Op.LE), Map.entry(Op.LE, Op.LT),
                    Map.entry(Op.AND, Op.OR), Map.entry(Op.OR, Op.AND));
    private static final Set<Op> TWO_TERMS = Set.of(Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.SCALE, Op.MAXIMUM, Op.MINIMUM, Op.HYPOT, Op.POW);

    private final Place place;
    private final Pointwise right;
    private final List<Mutant> all = new ArrayList<>();

    private FormulaMutants(Place place, Pointwise right) {
        this.place = place;
        this.right = right;
    }

    static List<Mutant> of(Place place, Pointwise right) {
        FormulaMutants mutants = new FormulaMutants(place, right);
        Graph.order(right.formula().outputs()).forEach(mutants::node);
        return mutants.all;
    }

    private void node(Expr e) {
        if (e.kind() == Kind.VALUE) {
            replace(e, "sign", Expr.apply(Op.NEG, e));
            if (e instanceof Constant c) {
                replace(e, "factor 1 + 1e-3", Expr.constant(c.value() * (1 + 1e-3)));
                replace(e, "factor 1 + 1e-6", Expr.constant(c.value() * (1 + 1e-6)));
                replace(e, "one more", Expr.constant(c.value() + 1));
            } else {
                replace(e, "factor 1 + 1e-3", Expr.apply(Op.MUL, e, Expr.constant(1 + 1e-3)));
                replace(e, "factor 1 + 1e-6", Expr.apply(Op.MUL, e, Expr.constant(1 + 1e-6)));
            }
        } else if (e.kind() == Kind.BOOL) {
            replace(e, "turned", Expr.apply(Op.NOT, e));
        }
        if (e instanceof Apply a) {
            operation(a);
        }
    }

    private void operation(Apply a) {
        Op other = EXCHANGED.get(a.op());
        if (other != null) {
            replace(a, other.name() + " for " + a.op(), Expr.apply(other, a.args().toArray(Expr[]::new)));
        }
        if (TWO_TERMS.contains(a.op())) {
            replace(a, "first operand only", a.arg(0));
            replace(a, "second operand only", a.arg(1));
        } else if (a.op() == Op.FMA) {
            replace(a, "without the sum", Expr.apply(Op.MUL, a.arg(0), a.arg(1)));
            replace(a, "without the product", a.arg(2));
        } else if (a.op() == Op.SELECT) {
            replace(a, "always the first choice", a.arg(1));
            replace(a, "always the second choice", a.arg(2));
        } else if (a.args().size() == 1 && a.kind() == Kind.VALUE && a.arg(0).kind() == Kind.VALUE) {
            replace(a, "operation left out", a.arg(0));
        }
    }

    private void replace(Expr at, String what, Expr instead) {
        Formula f = right.formula();
        List<Expr> corrupted = substituted(f.outputs(), at, instead);
        if (corrupted.equals(f.outputs())) {
            return;
        }
        Pointwise wrong = Pointwise.row(new Formula(f.name(), f.inputs(), f.scalars(), corrupted)).with(right.scalars());
        all.add(new Mutant(place, what + " at " + shortened(at), (_, x, _) -> org.covector.functional.core.Apply.all(wrong, x)));
    }

    /** {@code at} exchanged for {@code instead} wherever it is used; {@code instead} may itself contain {@code at}. */
    private static List<Expr> substituted(List<Expr> roots, Expr at, Expr instead) {
        return Graph.rewrite(roots, e -> e.equals(at) ? instead : e);
    }

    private static String shortened(Expr e) {
        String text = e.toString().replaceAll("Input\\[index=(\\d+), kind=\\w+\\]", "x$1").replaceAll("Scalar\\[index=(\\d+)\\]", "s$1");
        for (Expr part : Graph.order(List.of(e))) {
            if (part instanceof Constant c) {
                text = text.replace(c.toString(), String.valueOf((float) c.value()));
            }
        }
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
