package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.Scope;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.runtime.ThreadState;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode: runs a function at a fresh level and sweeps its graph backward.
 *
 * <p>The order of the sweep is found from the graph's structure at the first pullback (depth-first from the outputs), so cotangents
 * that meet are added in the same order however many threads built or sweep the graph.
 */
public final class Reverse {
    private static final int SEEN = -2;

    private final Level level;
    private final @Nullable Node[] leaves;
    private final Tensor[] results;
    private volatile Node @Nullable [] order; // outputs first, inputs last; found by the first pullback, with the next
    private int slots; // of a sweep's table
    private boolean runsUsersCode; // found with the order

    private Reverse(Level level, @Nullable Node[] leaves, Tensor[] results) {
        this.level = level;
        this.leaves = leaves;
        this.results = results;
    }

    /**
     * The value of {@code f} at {@code x} and its pullback; the inputs not wanted are constants.
     *
     * @throws ArgumentException if no wanted input is floating: every gradient would be zero
     */
    public static Vjp vjp(Function<Tensor[], Tensor[]> f, Tensor[] x, Wanted wanted) {
        Level level = new Level();
        Tensor[] tracked = x.clone();
        @Nullable Node[] leaves = new Node[x.length];
        boolean any = x.length == 0;
        for (int i = 0; i < x.length; i++) {
            if (wanted.has(i) && x[i].dtype().isFloating()) {
                Node leaf = Node.leaf();
                leaves[i] = leaf;
                tracked[i] = new Tracked(x[i], level, leaf, 0);
                any = true;
            }
        }
        if (!any) {
            throw constant("vjp", Arrays.stream(x).map(t -> t.dtype() + " " + t.shape()).toList(), "a wanted tensor");
        }
        Reverse sweep = new Reverse(level, leaves, within(() -> f.apply(tracked)));
        Tensor[] values = new Tensor[sweep.results.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sweep.value(i);
        }
        return new Vjp(values, List.of(x), sweep::pullback);
    }

    /** The refusal of a point where every derivative would be zero. */
    public static ArgumentException constant(String function, Object point, String what) {
        return ArgumentException.of(function, "point", point, what + " of FLOAT32 or FLOAT64; convert numbers with x.to(DType.FLOAT64)");
    }

    /** As above, with every input wanted. */
    public static Vjp vjp(Function<Tensor[], Tensor[]> f, Tensor... x) {
        boolean[] all = new boolean[x.length];
        Arrays.fill(all, true);
        return vjp(f, x, Wanted.of(all));
    }

    /** A run of a function of one tensor with one result. */
    public static Reverse run(Function<? super Tensor, ? extends Tensor> f, Tensor x) {
        Level level = new Level();
        Node leaf = x.dtype().isFloating() ? Node.leaf() : null;
        Tensor y = within(() -> f.apply(leaf == null ? x : new Tracked(x, level, leaf, 0)));
        return new Reverse(level, new @Nullable Node[] {leaf}, new Tensor[] {y});
    }

    /** Runs a function being differentiated: no scope of memory that it opens may end what the graph holds. */
    private static <R> R within(Supplier<R> function) {
        ThreadState thread = EngineRuntime.thread();
        thread.open();
        try {
            return function.get();
        } finally {
            thread.close();
        }
    }

    /** The result of {@link #run}, one level below: what the user gets. */
    public Tensor value() {
        return value(0);
    }

    /** The cotangent of the argument of {@link #run} for one of its result. */
    public Cotangent pullback(Tensor dy) {
        return pullback(new Cotangent[] {dy}, Wanted.NONE)[0];
    }

    private Tensor value(int i) {
        return results[i] instanceof Tracked t && t.level == level ? t.primal : results[i];
    }

    private @Nullable Node node(int i) {
        return results[i] instanceof Tracked t && t.level == level ? t.node : null;
    }

    private Node[] order() {
        Node[] known = order;
        if (known == null) {
            synchronized (this) {
                known = order;
                if (known == null) {
                    known = depthFirst();
                    order = known;
                }
            }
        }
        return known;
    }

    /** Post-order from the outputs, reversed, with places in the table; on an explicit stack: chains can be 100,000 long. */
    private Node[] depthFirst() {
        List<Node> done = new ArrayList<>();
        Node[] stack = new Node[16];
        int[] child = new int[16];
        for (int i = 0; i < results.length; i++) {
            Node output = node(i);
            if (output == null || output.place != Node.UNSEEN) {
                continue;
            }
            int depth = 0;
            stack[0] = output;
            child[0] = 0;
            output.place = SEEN;
            while (depth >= 0) {
                Node node = stack[depth];
                if (child[depth] == node.parents.length) {
                    done.add(node);
                    depth--;
                    continue;
                }
                Node parent = node.parents[child[depth]++];
                if (parent != null && parent.place == Node.UNSEEN) {
                    parent.place = SEEN;
                    if (++depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                        child = Arrays.copyOf(child, 2 * depth);
                    }
                    stack[depth] = parent;
                    child[depth] = 0;
                }
            }
        }
        Node[] found = new Node[done.size()];
        for (int i = 0; i < found.length; i++) {
            Node n = done.get(found.length - 1 - i);
            found[i] = n;
            n.place = slots;
            slots += n.outputs;
            runsUsersCode |= n.primitive instanceof UsersCode;
        }
        return found;
    }

    /** In a scope of memory, the cotangents on the way end with the sweep, unless a graph around or the user may hold them. */
    private Cotangent[] pullback(Cotangent[] dy, Wanted wanted) {
        Node[] sweep = order();
        Scope scope = runsUsersCode || EngineRuntime.thread().levels() > 0 ? null : Scope.current();
        if (scope == null) {
            return swept(sweep, dy);
        }
        int mark = scope.enter();
        Cotangent[] dx = {};
        try {
            dx = swept(sweep, dy);
            return dx;
        } finally {
            scope.exit(mark, Held.arrays(dx));
        }
    }

    private Cotangent[] swept(Node[] sweep, Cotangent[] dy) {
        @Nullable Cotangent[] table = new Cotangent[slots];
        List<Cotangent> log = new ArrayList<>(0);
        for (int i = 0; i < results.length; i++) {
            if (results[i] instanceof Tracked t && t.level == level) {
                accumulate(table, t.node.place + t.slot, dy[i]);
            }
        }
        for (Node node : sweep) {
            if (node.pullback != null) {
                step(node, node.pullback, table, log);
            }
        }
        Cotangent[] dx = new Cotangent[leaves.length + log.size()];
        for (int i = 0; i < log.size(); i++) {
            dx[leaves.length + i] = log.get(i);
        }
        for (int i = 0; i < leaves.length; i++) {
            Node leaf = leaves[i];
            Cotangent found = leaf == null || leaf.place == Node.UNSEEN ? null : table[leaf.place];
            dx[i] = found == null ? Cotangent.ZERO : found;
        }
        return dx;
    }

    private void step(Node node, Pullback pullback, @Nullable Cotangent[] table, List<Cotangent> log) {
        int at = node.place;
        Cotangent[] dy = new Cotangent[node.outputs];
        boolean any = false;
        for (int i = 0; i < dy.length; i++) {
            Cotangent c = table[at + i];
            table[at + i] = null; // what has been passed on can be collected
            dy[i] = c == null ? Cotangent.ZERO : c;
            any |= c instanceof Tensor;
        }
        if (!any) {
            return;
        }
        Cotangent[] dx = pullback.apply(dy, node.wanted);
        for (int i = node.parents.length; i < dx.length; i++) {
            log.add(dx[i]);
        }
        for (int i = 0; i < node.parents.length; i++) {
            Node parent = node.parents[i];
            if (parent == null) {
                continue;
            }
            if (dx[i] instanceof Cotangent.Missing(String reason)) {
                throw new MissingFormulaException("gradient of " + node.primitive.name() + " with respect to its input " + i
                        + " is not implemented (" + reason + "); path from the output: " + path(node));
            }
            Apply.checkCapture(node.primitive, dx[i], level);
            accumulate(table, parent.place + node.slots[i], dx[i]);
        }
    }

    private static void accumulate(@Nullable Cotangent[] table, int at, Cotangent more) {
        if (more instanceof Tensor t) {
            table[at] = table[at] instanceof Tensor sum ? Pointwise.sum(sum, t) : t;
        }
    }

    /** Operations from an output down to {@code target}. */
    private String path(Node target) {
        @Nullable Node[] consumer = new Node[slots];
        for (Node n : order()) {
            for (Node parent : n.parents) {
                if (parent != null && consumer[parent.place] == null) {
                    consumer[parent.place] = n;
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (Node n = target; n != null; n = consumer[n.place]) {
            names.add(n.primitive.name());
        }
        return String.join(" <- ", names.reversed());
    }
}
