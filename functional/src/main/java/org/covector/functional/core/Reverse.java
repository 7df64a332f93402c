package org.covector.functional.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Reverse mode: runs a function at a fresh level and sweeps its graph backward.
 *
 * <p>The order of the sweep is found from the graph's structure once (depth-first from the outputs), so cotangents that meet are
 * added in the same order however many threads built or sweep the graph.
 */
public final class Reverse {
    private static final int UNSEEN = -1;
    private static final int SEEN = -2;

    private final Level level;
    private final Node[] order; // outputs first, inputs last
    private final int[] base; // by node number: where its outputs' cotangents stand in a sweep's table
    private final int slots;
    private final Tensor[] outputs; // one level below, what the user gets
    private final @Nullable Node[] outputNodes;
    private final int[] outputSlots;
    private final @Nullable Node[] leaves;

    private Reverse(Level level, @Nullable Node[] leaves, Tensor[] results) {
        this.level = level;
        this.leaves = leaves;
        this.outputs = new Tensor[results.length];
        this.outputNodes = new Node[results.length];
        this.outputSlots = new int[results.length];
        for (int i = 0; i < results.length; i++) {
            if (results[i] instanceof Tracked(Tensor primal, Level at, Node node, int slot) && at == level) {
                outputs[i] = primal;
                outputNodes[i] = node;
                outputSlots[i] = slot;
            } else {
                outputs[i] = results[i];
            }
        }
        this.base = new int[level.count()];
        this.order = order(outputNodes, base);
        int next = 0;
        for (Node n : order) {
            base[n.number] = next;
            next += n.outputs;
        }
        this.slots = next;
    }

    /** The value of {@code f} at {@code x} and its pullback; the inputs not wanted are constants. */
    public static Vjp vjp(Function<Tensor[], Tensor[]> f, Tensor[] x, Wanted wanted) {
        Level level = new Level();
        Tensor[] tracked = x.clone();
        @Nullable Node[] leaves = new Node[x.length];
        for (int i = 0; i < x.length; i++) {
            if (wanted.has(i) && x[i].dtype().isFloating()) {
                Node leaf = Node.leaf(level);
                leaves[i] = leaf;
                tracked[i] = new Tracked(x[i], level, leaf, 0);
            }
        }
        Reverse sweep = new Reverse(level, leaves, f.apply(tracked));
        return new Vjp(sweep.outputs, List.of(x), sweep::pullback);
    }

    /** As above, with every input wanted. */
    public static Vjp vjp(Function<Tensor[], Tensor[]> f, Tensor... x) {
        boolean[] all = new boolean[x.length];
        Arrays.fill(all, true);
        return vjp(f, x, Wanted.of(all));
    }

    /** Depth-first post-order from the outputs, reversed; on an explicit stack, because chains can be 100,000 long. */
    private static Node[] order(@Nullable Node[] outputs, int[] base) {
        Arrays.fill(base, UNSEEN);
        List<Node> done = new ArrayList<>();
        Node[] stack = new Node[64];
        int[] child = new int[64];
        for (Node output : outputs) {
            if (output == null || base[output.number] != UNSEEN) {
                continue;
            }
            int depth = 0;
            stack[0] = output;
            child[0] = 0;
            base[output.number] = SEEN;
            while (depth >= 0) {
                Node node = stack[depth];
                if (child[depth] == node.parents.length) {
                    done.add(node);
                    depth--;
                    continue;
                }
                Node parent = node.parents[child[depth]++];
                if (parent != null && base[parent.number] == UNSEEN) {
                    base[parent.number] = SEEN;
                    if (++depth == stack.length) {
                        stack = Arrays.copyOf(stack, 2 * depth);
                        child = Arrays.copyOf(child, 2 * depth);
                    }
                    stack[depth] = parent;
                    child[depth] = 0;
                }
            }
        }
        return done.reversed().toArray(Node[]::new);
    }

    private Cotangent[] pullback(Cotangent[] dy, Wanted wanted) {
        @Nullable Cotangent[] table = new Cotangent[slots];
        for (int i = 0; i < outputNodes.length; i++) {
            Node node = outputNodes[i];
            if (node != null) {
                accumulate(table, base[node.number] + outputSlots[i], dy[i]);
            }
        }
        for (Node node : order) {
            if (node.pullback != null) {
                step(node, node.pullback, table);
            }
        }
        Cotangent[] dx = new Cotangent[leaves.length];
        for (int i = 0; i < dx.length; i++) {
            Node leaf = leaves[i];
            Cotangent found = leaf == null || base[leaf.number] == UNSEEN ? null : table[base[leaf.number]];
            dx[i] = found == null ? Cotangent.ZERO : found;
        }
        return dx;
    }

    private void step(Node node, Pullback pullback, @Nullable Cotangent[] table) {
        int at = base[node.number];
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
            accumulate(table, base[parent.number] + node.slots[i], dx[i]);
        }
    }

    private static void accumulate(@Nullable Cotangent[] table, int at, Cotangent more) {
        if (more instanceof Tensor t) {
            table[at] = table[at] instanceof Tensor sum ? Pointwise.sum(sum, t) : t;
        }
    }

    /** Operations from an output down to {@code target}. */
    private String path(Node target) {
        @Nullable Node[] consumer = new Node[base.length];
        for (Node n : order) {
            for (Node parent : n.parents) {
                if (parent != null && consumer[parent.number] == null) {
                    consumer[parent.number] = n;
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (Node n = target; n != null; n = consumer[n.number]) {
            names.add(n.primitive.name());
        }
        return String.join(" <- ", names.reversed());
    }

    /** The cotangent of an output as the user gave it, checked. */
    public static void checkCotangent(String function, Tensor value, Tensor dy) {
        if (!dy.shape().equals(value.shape()) || dy.dtype() != value.dtype()) {
            throw new ArgumentException(function, "cotangent", dy.dtype() + " " + dy.shape(),
                    value.dtype() + " " + value.shape() + ", as the output");
        }
    }
}
