package org.covector.functional.core;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Scope;
import org.covector.engine.runtime.VectorModuleCheck;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.StopGradient;
import org.jspecify.annotations.Nullable;

/** Applies a primitive to tensors: the one place where levels are stripped, highest first, and rules are called. */
public final class Apply {
    private static final NdArray[] NONE = {};

    private Apply() {}

    /** The only output of a primitive with one. */
    public static Tensor one(Primitive primitive, Tensor... x) {
        Leveled top = primitive instanceof Pointwise ? highest(x) : null;
        return top instanceof Tracked t && primitive instanceof Pointwise p && p.isSingle() ? recorded(p, t.level, x)
                : all(primitive, x)[0];
    }

    /** All outputs of a primitive. */
    public static Tensor[] all(Primitive primitive, Tensor... x) {
        Leveled top = highest(x);
        return top == null ? plain(primitive, x) : switch (top) {
            case Tracked t -> reverse(primitive, t.level, x);
            case Dual d -> forward(primitive, d.level, x);
            case Batched b -> batch(primitive, b.level, b.value.dim(0), x);
            case Symbolic s -> s.recorder.record(primitive, x);
        };
    }

    static @Nullable Leveled highest(Tensor... x) {
        Leveled top = null;
        for (Tensor t : x) {
            if (!(t instanceof Plain)) {
                Leveled k = (Leveled) t;
                if (top == null || k.level().height > top.level().height) {
                    top = k;
                }
            }
        }
        return top;
    }

    private static Tensor[] plain(Primitive primitive, Tensor... x) {
        NdArray[] arrays = new NdArray[x.length];
        for (int i = 0; i < x.length; i++) {
            arrays[i] = x[i].array();
        }
        NdArray[] values = compute(primitive, arrays);
        Tensor[] out = new Tensor[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = new Plain(values[i]);
        }
        return out;
    }

    /** The values of a primitive. In a scope of memory, what the library's own make on the way ends here. */
    public static NdArray[] compute(Primitive primitive, NdArray... x) {
        Scope scope = Scope.current();
        return scope == null || primitive instanceof UsersCode ? computed(primitive, x) : computed(scope, primitive, x);
    }

    private static NdArray[] computed(Scope scope, Primitive primitive, NdArray... x) {
        int mark = scope.enter();
        NdArray[] y = NONE;
        try {
            y = computed(primitive, x);
            return y;
        } finally {
            scope.exit(mark, y);
        }
    }

    /**
     * What a primitive computes, where vectors are there to compute with. What a kernel needs beside its results may be too much too: that
     * is told by the function's name.
     */
    static NdArray[] computed(Primitive primitive, NdArray... x) {
        VectorModuleCheck.requireVectors();
        try {
            return primitive.compute(x);
        } catch (OutOfMemoryError e) {
            ArgumentException refused = new ArgumentException(primitive.name(), "arguments",
                    "of shapes " + Arrays.stream(x).map(NdArray::shape).toList(),
                    "ones for which the heap of " + Runtime.getRuntime().maxMemory() + " bytes (-Xmx) has room");
            refused.initCause(e);
            throw refused;
        }
    }

    // ---- reverse

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
                if (x[i] instanceof Tracked t && t.level == top) {
                    below[i] = t.primal;
                    parents[i] = t.node;
                    if (t.slot != 0) {
                        slots = slots.clone();
                        slots[i] = t.slot;
                    }
                }
            }
            return new Stripped(below, parents, slots);
        }
    }

    private static Tensor[] reverse(Primitive primitive, Level top, Tensor... x) {
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

    // ---- forward

    private static Tensor[] forward(Primitive primitive, Level top, Tensor... x) {
        if (top.inlines && primitive instanceof Inlinable f) {
            return f.inlined(x);
        }
        if (top.inlines && primitive instanceof StopGradient) {
            throw new MissingFormulaException("the function stops a gradient on its way"); // so what it does says nothing of its derivative
        }
        Tensor[] primals = new Tensor[x.length];
        Tangent[] dx = new Tangent[x.length];
        for (int i = 0; i < x.length; i++) {
            Dual d = x[i] instanceof Dual k && k.level == top ? k : null;
            primals[i] = d == null ? x[i] : d.primal;
            dx[i] = d == null ? Cotangent.ZERO : d.tangent;
        }
        Jvp rule = primitive.jvp(primals, dx);
        Tensor[] out = new Tensor[rule.outputs().length];
        for (int i = 0; i < out.length; i++) {
            Tensor y = rule.outputs()[i];
            checkCapture(primitive, y, top);
            out[i] = rule.tangents()[i] instanceof Tensor dy ? new Dual(y, dy, top) : y;
        }
        return out;
    }

    // ---- batch

    private static Tensor[] batch(Primitive primitive, Level top, int size, Tensor... x) {
        Tensor[] below = new Tensor[x.length];
        boolean[] mapped = new boolean[x.length];
        for (int i = 0; i < x.length; i++) {
            mapped[i] = x[i] instanceof Batched b && b.level == top;
            below[i] = x[i] instanceof Batched b && b.level == top ? b.value : x[i];
        }
        Tensor[] y = primitive.batch(new Batch(top, size, mapped), below);
        Tensor[] out = new Tensor[y.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = new Batched(y[i], top);
        }
        return out;
    }

    // ---- captures

    /** Runs a function of tensors on arrays. A tensor that it closes over while that is being transformed is refused. */
    public static NdArray[] closed(Primitive primitive, Function<Tensor[], Tensor[]> f, NdArray... x) {
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

    /** A rule sees its inputs one level down; whatever comes out at the level itself was closed over, and its derivative lost. */
    static void checkCapture(Primitive primitive, Object result, Level level) {
        if (result instanceof Leveled k && k.level() == level) {
            throw captured(primitive, k);
        }
    }

    private static ArgumentException captured(Primitive primitive, Tensor t) {
        String maker = t instanceof Tracked k ? " (made by " + k.node.primitive.name() + ")" : "";
        return new ArgumentException(primitive.name(), "body", "a closure over a " + t.dtype() + " " + t.shape()
                + " tensor that is being " + (t instanceof Batched ? "mapped by vmap" : "differentiated or traced") + maker,
                "tensors passed as arguments");
    }
}
