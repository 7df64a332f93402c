package org.covector.engine.expr;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.covector.engine.expr.Expr.Apply;

/** Walks over shared graphs: every node once, without recursion, so that depth costs nothing but time. */
public final class Graph {
    private Graph() {}

    /** The nodes under {@code roots}, each once, arguments before those that use them. */
    public static List<Expr> order(Collection<? extends Expr> roots) {
        List<Expr> order = new ArrayList<>();
        Set<Expr> entered = new HashSet<>();
        Set<Expr> placed = new HashSet<>();
        Deque<Expr> stack = new ArrayDeque<>();
        for (Expr root : roots) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Expr e = stack.peek();
                if (entered.add(e) && e instanceof Apply a) {
                    for (int i = a.args().size() - 1; i >= 0; i--) {
                        if (!entered.contains(a.arg(i))) {
                            stack.push(a.arg(i));
                        }
                    }
                } else {
                    stack.pop();
                    if (placed.add(e)) {
                        order.add(e);
                    }
                }
            }
        }
        return order;
    }

    /** How often each node is used: by other nodes and as a root. */
    public static Map<Expr, Integer> uses(Collection<? extends Expr> roots) {
        Map<Expr, Integer> uses = new HashMap<>();
        for (Expr e : order(roots)) {
            if (e instanceof Apply a) {
                count(a.args(), uses);
            }
        }
        count(roots, uses);
        return uses;
    }

    private static void count(Collection<? extends Expr> used, Map<Expr, Integer> uses) {
        for (Expr x : used) {
            uses.put(x, uses.getOrDefault(x, 0) + 1);
        }
    }

    /**
     * The graph with some nodes replaced: {@code replace} is asked for every node from the leaves up, after its arguments have
     * been replaced, and returns the node itself where nothing is to change.
     */
    public static List<Expr> rewrite(List<Expr> roots, Function<Expr, Expr> replace) {
        Map<Expr, Expr> done = new HashMap<>();
        for (Expr e : order(roots)) {
            done.put(e, replace.apply(e instanceof Apply a ? withArguments(a, done) : e));
        }
        return roots.stream().map(done::get).toList();
    }

    /** {@code a} with each argument replaced by what {@code known} has for it. */
    static Expr withArguments(Apply a, Map<Expr, Expr> known) {
        Expr[] args = new Expr[a.args().size()];
        boolean changed = false;
        for (int i = 0; i < args.length; i++) {
            args[i] = known.getOrDefault(a.arg(i), a.arg(i));
            changed |= args[i] != a.arg(i);
        }
        return changed ? Expr.apply(a.op(), args) : a;
    }

    /** Number of operations, each counted once. */
    public static int operations(Collection<? extends Expr> roots) {
        int n = 0;
        for (Expr e : order(roots)) {
            n += e instanceof Apply ? 1 : 0;
        }
        return n;
    }
}
