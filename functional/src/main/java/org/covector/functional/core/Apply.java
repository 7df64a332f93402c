package org.covector.functional.core;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.jspecify.annotations.Nullable;

/** Applies a primitive to tensors: the one place where levels are stripped and nodes are made. */
public final class Apply {
    private Apply() {}

    /** The only output of a primitive with one. */
    public static Tensor one(Primitive primitive, Tensor... x) {
        Level top = primitive instanceof Pointwise ? highest(x) : null;
        return top != null && primitive instanceof Pointwise p && p.isSingle() ? recorded(p, top, x) : all(primitive, x)[0];
    }

    /** All outputs of a primitive. */
    public static Tensor[] all(Primitive primitive, Tensor... x) {
        Level top = highest(x);
        if (top != null) {
            return tracked(primitive, top, x);
        }
        for (Tensor t : x) {
            if (t instanceof Symbolic s) {
                return s.trace().record(primitive, x);
            }
        }
        return plain(primitive, x);
    }

    static @Nullable Level highest(Tensor... x) {
        Level top = null;
        for (Tensor t : x) {
            if (t instanceof Tracked k && (top == null || k.level().height > top.height)) {
                top = k.level();
            }
        }
        return top;
    }

    private static Tensor[] plain(Primitive primitive, Tensor... x) {
        NdArray[] arrays = new NdArray[x.length];
        for (int i = 0; i < x.length; i++) {
            arrays[i] = x[i].array();
        }
        NdArray[] values = primitive.compute(arrays);
        Tensor[] out = new Tensor[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = new Plain(values[i]);
        }
        return out;
    }

    /**
     * The inputs one level down.
     *
     * @param slots which output of its node each tracked input is
     */
    private record Stripped(Tensor[] below, @Nullable Node[] parents, int[] slots) {
        static Stripped of(Level top, Tensor... x) {
            Tensor[] below = new Tensor[x.length];
            @Nullable Node[] parents = new Node[x.length];
            int[] slots = Node.firstSlots(x.length);
            for (int i = 0; i < x.length; i++) {
                below[i] = x[i];
                if (x[i] instanceof Tracked t && t.level() == top) {
                    below[i] = t.primal();
                    parents[i] = t.node();
                    if (t.slot() != 0) {
                        slots = slots.clone();
                        slots[i] = t.slot();
                    }
                }
            }
            return new Stripped(below, parents, slots);
        }
    }

    private static Tensor[] tracked(Primitive primitive, Level top, Tensor... x) {
        Stripped in = Stripped.of(top, x);
        Wanted which = Wanted.of(in.parents());
        Vjp rule = primitive.vjp(in.below(), which);
        if (rule.isConstant()) {
            return rule.outputs();
        }
        Node node = new Node(primitive, in.parents(), in.slots(), which, rule.outputs().length, rule.pullback());
        Tensor[] out = new Tensor[rule.outputs().length];
        for (int i = 0; i < out.length; i++) {
            Tensor y = rule.outputs()[i];
            checkCapture(primitive, y, top);
            out[i] = y.dtype().isFloating() ? new Tracked(y, top, node, i) : y; // indices and masks are never differentiable
        }
        return out;
    }

    /** The same for a row of the table with one result, the most frequent of small operations: nothing allocated on the way. */
    private static Tensor recorded(Pointwise primitive, Level top, Tensor... x) {
        Stripped in = Stripped.of(top, x);
        Wanted which = Wanted.of(in.parents());
        Tensor y = primitive.value(in.below());
        Pullback pullback = y.dtype().isFloating() ? primitive.pullback(in.below(), y, which) : null;
        return pullback == null ? y : new Tracked(y, top, new Node(primitive, in.parents(), in.slots(), which, 1, pullback), 0);
    }

    /** Runs a function of tensors on arrays. A tensor that it closes over while that is being differentiated or traced is refused. */
    static NdArray[] closed(Primitive primitive, Function<Tensor[], Tensor[]> f, NdArray... x) {
        Tensor[] y = f.apply(Arrays.stream(x).map(Plain::new).toArray(Tensor[]::new));
        NdArray[] out = new NdArray[y.length];
        for (int i = 0; i < out.length; i++) {
            if (!(y[i] instanceof Plain(NdArray value))) {
                throw captured(primitive, y[i]);
            }
            out[i] = value;
        }
        return out;
    }

    /** A rule sees its inputs one level down; whatever comes out at the level itself was closed over, and its gradient lost. */
    static void checkCapture(Primitive primitive, Cotangent result, Level level) {
        if (result instanceof Tracked k && k.level() == level) {
            throw captured(primitive, k);
        }
    }

    private static ArgumentException captured(Primitive primitive, Tensor t) {
        String maker = t instanceof Tracked k ? " (made by " + k.node().primitive.name() + ")" : "";
        return new ArgumentException(primitive.name(), "body", "a closure over a " + t.dtype() + " " + t.shape()
                + " tensor that is being differentiated or traced" + maker, "tensors passed as arguments");
    }
}
