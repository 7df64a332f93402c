package org.covector.engine.expr;

import static org.covector.engine.expr.Expr.apply;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.covector.engine.expr.Expr.Apply;
import org.covector.engine.expr.Expr.Constant;
import org.covector.engine.expr.Expr.Kind;

/**
 * Symbolic differentiation of shared graphs, backward and forward, by one table ({@link Partials}).
 *
 * <p>Every product of what comes in and a local derivative is a strong zero, {@link Op#SCALE}: exactly 0 where the former is 0, yet
 * linear in it there. Zero derivatives are absent, not multiplied. Simplifications keep every bit: {@code x * 1} is x, but
 * {@code x * 0} is not 0.
 */
final class Derivative {
    private Derivative() {}

    /**
     * Backward: the cotangents of {@code wanted}, given those of some nodes.
     *
     * @return no entry where the derivative is zero everywhere
     */
    static Map<Expr, Expr> backward(Map<Expr, Expr> cotangents, Set<Expr> wanted) {
        List<Expr> order = Graph.order(cotangents.keySet());
        Set<Expr> active = active(order, wanted);
        Map<Expr, Expr> dy = new HashMap<>(cotangents);
        for (Expr e : order.reversed()) {
            Expr incoming = dy.get(e);
            if (incoming != null && e instanceof Apply a) {
                for (int i = 0; i < a.args().size(); i++) {
                    if (active.contains(a.arg(i))) {
                        accumulate(dy, a.arg(i), term(a, i, incoming));
                    }
                }
            }
        }
        dy.keySet().retainAll(wanted);
        return dy;
    }

    /** Forward: the tangents of {@code roots}, given those of inputs. No entry where they are zero everywhere. */
    static Map<Expr, Expr> forward(Map<Expr, Expr> tangents, Collection<Expr> roots) {
        Map<Expr, Expr> dx = new HashMap<>(tangents);
        for (Expr e : Graph.order(roots)) {
            if (e instanceof Apply a && e.kind() != Kind.BOOL && !dx.containsKey(e)) {
                for (int i = 0; i < a.args().size(); i++) {
                    Expr incoming = dx.get(a.arg(i));
                    if (incoming != null) {
                        accumulate(dx, e, term(a, i, incoming));
                    }
                }
            }
        }
        return dx;
    }

    private static void accumulate(Map<Expr, Expr> sums, Expr at, Expr term) {
        if (term != Partials.ZERO) {
            sums.merge(at, term, (old, more) -> apply(Op.ADD, old, more));
        }
    }

    /** Nodes of kind VALUE that depend on {@code wanted} through VALUE nodes. */
    private static Set<Expr> active(List<Expr> order, Set<Expr> wanted) {
        Set<Expr> active = new HashSet<>();
        for (Expr e : order) {
            boolean depends = wanted.contains(e) || e instanceof Apply a && a.args().stream().anyMatch(active::contains);
            if (depends && e.kind() != Kind.BOOL) {
                active.add(e);
            }
        }
        return active;
    }

    /** The derivative of {@code y} by argument {@code i}, times {@code d}: a cotangent on its way back or a tangent on its way forth. */
    private static Expr term(Apply y, int i, Expr d) {
        if (y.op() == Op.SELECT || y.op() == Op.SELECT_RARE) {
            return i == 1 ? choose(y, d, Partials.ZERO) : choose(y, Partials.ZERO, d);
        }
        if (y.op() == Op.DIV && i == 0 && y.arg(1) instanceof Constant c && c.value() != 0) {
            return apply(Op.DIV, d, c);
        }
        if ((y.op() == Op.SCALE && i == 1) || y.op() == Op.SCALE_BOTH) {
            return apply(Op.SCALE_BOTH, d, y.arg(1 - i)); // what a mask has zeroed stays zero, whatever comes in
        }
        return scale(d, Partials.of(y, i));
    }

    /** The same values without the derivatives that go with them: what a kernel computes. */
    static List<Expr> values(List<Expr> roots) {
        return Graph.rewrite(roots, e -> e instanceof Apply a && a.op() == Op.WITH_DERIVATIVE ? a.arg(0) : e);
    }

    private static Expr choose(Apply select, Expr a, Expr b) {
        return a == b ? a : apply(select.op(), select.arg(0), a, b);
    }

    /** {@code d * local}, exactly 0 where d is. */
    static Expr scale(Expr d, Expr local) {
        if (local instanceof Constant c) {
            double v = c.value();
            return v == 0 ? Partials.ZERO : v == 1 ? d : v == -1 ? apply(Op.NEG, d) : times(d, c);
        }
        if (d instanceof Constant c && c.value() != 0) {
            return c.value() == 1 ? local : apply(Op.MUL, local, d);
        }
        return apply(Op.SCALE, d, local);
    }

    private static Expr times(Expr d, Constant c) {
        boolean isFinite = Math.abs(c.value()) < Double.POSITIVE_INFINITY;
        return apply(isFinite ? Op.MUL : Op.SCALE, d, c);
    }
}
