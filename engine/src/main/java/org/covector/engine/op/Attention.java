package org.covector.engine.op;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.codegen.MicroKernelCompiler;
import org.covector.engine.dispatch.TieredKernel;
import org.covector.engine.expr.Expressions;
import org.covector.engine.expr.Formula;
import org.covector.engine.kernel.attention.AttentionGradientKernel;
import org.covector.engine.kernel.attention.AttentionKernel;
import org.covector.engine.kernel.attention.AttentionLoops;
import org.covector.engine.kernel.attention.AttentionMask;
import org.covector.engine.kernel.attention.AttentionShape;
import org.covector.engine.kernel.attention.StridedMatrix;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * {@code softmax(scale Q K^T + mask) V}, fused: memory grows with L + S, never with L S. The bits do not depend on threads, vector
 * width or strides.
 */
public final class Attention {
    private static final String NAME = "scaledDotProductAttention";
    private static final int LEAST_CHUNKS = 8;
    private static final int FLOPS_PER_NANO = 60;

    private static final Pointwise SUM = Pointwise.of(Formula.of("add", 2, Expressions.add(Expressions.X, Expressions.Y)));

    /** What the loops of a dtype are shared under. */
    private record Key(DType dtype) {}

    private Attention() {}

    /**
     * {@code x}, but rows that are hidden and not finite are 0: a weight of 0 times NaN or infinity is NaN, which would be seen.
     *
     * @param x keys or values, {@code (..., S, E)}
     * @param hidden BOOL {@code (..., S)}: which rows no query looks at
     */
    public static NdArray withoutHidden(NdArray x, NdArray hidden) {
        boolean[] isHidden = hidden.toBooleanArray();
        int width = x.shape().dim(-1);
        NdArray from = x.dense();
        NdArray to = from;
        for (int r = 0; r < isHidden.length; r++) {
            if (isHidden[r] && !from.storage().isFinite(from.offset() + r * width, width)) {
                to = to == from ? Operands.copy(from) : to;
                for (int i = 0; i < width; i++) {
                    to.storage().set(to.offset() + r * width + i, 0);
                }
            }
        }
        return to;
    }

    private static AttentionLoops loops(DType dtype) {
        return TieredKernel.kernel(new Key(dtype),
                new TieredKernel.Plan<>(vector -> AttentionLoops.of(dtype, vector, MicroKernelCompiler::compile), AttentionLoops::warmup));
    }

    /**
     * The arguments.
     *
     * @param q (..., Hq, L, E), at least (L, E)
     * @param k (..., Hk, S, E), Hq a multiple of Hk: query head h uses head {@code h / (Hq / Hk)}
     * @param v (..., Hk, S, Ev); the axes before the heads broadcast
     * @param mask BOOL (true: takes part) or the dtype of q (added to the scores), broadcastable to (..., Hq, L, S)
     * @param scale factor of the scores
     * @param causal whether query i takes part only with keys 0 to i (the first query with the first key alone)
     */
    @SuppressWarnings("exports")
    public record Inputs(NdArray q, NdArray k, NdArray v, Option<NdArray> mask, double scale, boolean causal) {
        private boolean hides() {
            return causal || mask.isDefined();
        }

        /** Whether what is infinite or NaN is so because scores left the range of FLOAT32. */
        private boolean overflows() {
            return q.dtype() == DType.FLOAT32 && isFinite(q.dense()) && isFinite(k.dense()) && isFinite(v.dense());
        }

        /** In FLOAT64, whose range has the products of two numbers of FLOAT32. */
        private Inputs wide() {
            Option<NdArray> same = mask.map(m -> m.dtype() == DType.BOOL ? m : m.to(DType.FLOAT64));
            return new Inputs(q.to(DType.FLOAT64), k.to(DType.FLOAT64), v.to(DType.FLOAT64), same, scale, causal);
        }

        private Inputs with(HiddenRows rows) {
            return new Inputs(q, rows.k(), rows.v(), mask, scale, causal);
        }
    }

    /**
     * {@code o} (..., Hq, L, Ev); {@code normalizers} (..., Hq, L, 2): of each row of scores its maximum m, minus infinity where every key
     * is masked, and the sum of exp(score - m).
     */
    public record Result(NdArray o, NdArray normalizers) {}

    /** Cotangents; those of k and v have the broadcast leading axes, that of the mask, where wanted, the mask's own shape. */
    @SuppressWarnings("exports")
    public record Gradients(NdArray dq, NdArray dk, NdArray dv, Option<NdArray> dMask) {}

    /**
     * The result and what its pullback needs beside the arguments. A query all of whose keys are masked gives zeros. Weights below
     * 2^-125 (float64: 2^-1021) of the largest count as zero. What is masked is not seen, be it NaN or infinite.
     */
    public static Result forward(Inputs inputs) {
        Heads heads = Heads.of(inputs);
        Result y = results(inputs, heads);
        if (isFinite(y.o())) {
            return y;
        }
        if (inputs.overflows()) {
            Result wide = forward(inputs.wide());
            return new Result(wide.o().to(DType.FLOAT32), wide.normalizers().to(DType.FLOAT32));
        }
        return !inputs.hides() ? y : heads.hiddenRows().map(hidden -> {
            Result seen = forwardOf(inputs.with(hidden));
            return new Result(HiddenRows.chosen(hidden.spoilt(), seen.o(), y.o()),
                    HiddenRows.chosen(hidden.spoilt(), seen.normalizers(), y.normalizers()));
        }).getOrElse(y);
    }

    private static Result forwardOf(Inputs inputs) {
        return results(inputs, Heads.of(inputs));
    }

    private static Result results(Inputs inputs, Heads heads) {
        AttentionShape shape = heads.shape;
        DType dtype = inputs.q().dtype();
        Storage o = Storage.uninitialised(dtype, heads.leading.size() * shape.queries() * shape.valueDepth());
        Storage normalizers = Storage.uninitialised(dtype, 2 * heads.leading.size() * shape.queries());
        AttentionLoops loops = loops(dtype);
        int blocks = shape.queryBlocks();
        int items = heads.group * blocks;
        int parts = heads.keyHeads == 0 ? 1 : Math.clamp(LEAST_CHUNKS / heads.keyHeads, 1, Math.max(1, items)); // heads may be few
        EngineRuntime.parallel(heads.keyHeads * parts, heads.nanos(4), chunk -> {
            int head = chunk / parts;
            int part = chunk % parts;
            try (AttentionKernel kernel = loops.forward(shape)) {
                kernel.keys(heads.key(head), heads.value(head));
                int end = (int) ((long) items * (part + 1) / parts);
                for (int item = (int) ((long) items * part / parts); item < end; item++) {
                    int queryHead = head * heads.group + item / blocks;
                    kernel.queries(heads.query(queryHead), heads.mask(queryHead), item % blocks, o.array(),
                            queryHead * shape.queries() * shape.valueDepth(), normalizers.array(), 2 * queryHead * shape.queries());
                }
            }
        });
        Shape rows = heads.leading.concat(Shape.of(shape.queries()));
        return new Result(NdArray.wrap(o, rows.concat(Shape.of(shape.valueDepth()))), NdArray.wrap(normalizers, rows.concat(Shape.of(2))));
    }

    /**
     * The cotangents of q, k, v, and of an added mask if {@code maskWanted} (on one thread then), from the cotangent of {@code o}.
     */
    public static Gradients backward(NdArray dy, Inputs inputs, Result result, boolean maskWanted) {
        Gradients dx = gradients(dy, inputs, result, maskWanted);
        if (isFinite(dx.dq()) && isFinite(dx.dk()) && isFinite(dx.dv())) {
            return dx;
        }
        if (inputs.overflows()) {
            Inputs in = inputs.wide();
            Gradients wide = gradients(dy.to(DType.FLOAT64), in, forwardOf(in), maskWanted);
            return new Gradients(wide.dq().to(DType.FLOAT32), wide.dk().to(DType.FLOAT32), wide.dv().to(DType.FLOAT32),
                    wide.dMask().map(d -> d.to(DType.FLOAT32)));
        }
        return !inputs.hides() ? dx : Heads.of(inputs).hiddenRows()
                .map(hidden -> gradients(dy.expand(result.o().shape()).dense(), inputs, result, maskWanted, hidden)).getOrElse(dx);
    }

    private static boolean isFinite(NdArray dense) {
        return dense.storage().isFinite(dense.offset(), (int) dense.size());
    }

    /** Queries that see rows that are not finite contribute by themselves, unless their cotangents are 0. */
    private static Gradients gradients(NdArray dy, Inputs inputs, Result result, boolean maskWanted, HiddenRows hidden) {
        boolean[] alive = hidden.alive(dy);
        boolean[] others = Storage.of(alive).booleans();
        boolean isAnyAlive = false;
        for (int r = 0; r < alive.length; r++) {
            others[r] = !alive[r];
            isAnyAlive |= alive[r];
        }
        Inputs seen = inputs.with(hidden);
        Gradients dx = gradients(HiddenRows.without(alive, dy), seen, forwardOf(seen), maskWanted);
        if (!isAnyAlive) {
            return dx;
        }
        Gradients more = gradients(HiddenRows.without(others, dy), inputs, result, maskWanted);
        return new Gradients(HiddenRows.chosen(alive, dx.dq(), more.dq()), SUM.apply(dx.dk(), more.dk()), SUM.apply(dx.dv(), more.dv()),
                dx.dMask().map(d -> SUM.apply(d, more.dMask().get())));
    }

    private static Gradients gradients(NdArray dy, Inputs inputs, Result result, boolean maskWanted) {
        Heads heads = Heads.of(inputs);
        AttentionShape shape = heads.shape;
        DType dtype = inputs.q().dtype();
        Inputs x = heads.expanded;
        Cotangents d = new Cotangents(Storage.zeros(dtype, x.q().size()), Storage.uninitialised(dtype, x.k().size()),
                Storage.uninitialised(dtype, x.v().size()));
        NdArray cotangent = dy.expand(result.o().shape());
        Option<NdArray> dMask = inputs.mask().filter(m -> maskWanted && m.dtype() != DType.BOOL)
                .map(m -> NdArray.wrap(Storage.zeros(dtype, m.size()), m.shape()));
        Pullback pullback = new Pullback(heads, cotangent, result, dMask.map(m -> m.expand(heads.scores)), d);
        pullback.run();
        return new Gradients(NdArray.wrap(d.q, x.q().shape()), NdArray.wrap(d.k, x.k().shape()), NdArray.wrap(d.v, x.v().shape()), dMask);
    }

    private record Cotangents(Storage q, Storage k, Storage v) {}

    /** One backward pass: heads of keys are independent; where they are few, ranges of their keys are. */
    private record Pullback(Heads heads, NdArray dy, Result result, Option<NdArray> dMask, Cotangents d) {
        void run() {
            AttentionShape shape = heads.shape;
            int keyBlocks = Math.max(1, shape.keyBlocks());
            int parts = heads.keyHeads == 0 ? 1 : Math.clamp(LEAST_CHUNKS / heads.keyHeads, 1, keyBlocks);
            int rows = Math.ceilDiv(keyBlocks, parts) * AttentionShape.KEYS;
            int size = heads.group * shape.queries() * shape.depth(); // of dq for one head of keys
            Storage found = parts == 1 ? d.q : Storage.zeros(d.q.dtype(), (long) heads.keyHeads * parts * size);
            long nanos = dMask.isDefined() ? 0 : heads.nanos(10); // heads may share elements of the mask: one after the other
            EngineRuntime.parallel(heads.keyHeads * parts, nanos, chunk -> {
                try (AttentionGradientKernel kernel = kernel(Math.min(rows, shape.keys()))) {
                    int from = Math.min(shape.keys(), chunk % parts * rows);
                    part(kernel, chunk / parts, from, Math.min(shape.keys(), from + rows), found.array(), chunk * size);
                }
            });
            if (parts > 1) {
                try (AttentionGradientKernel kernel = kernel(0)) {
                    for (int chunk = 0; chunk < heads.keyHeads * parts; chunk++) {
                        kernel.add(found.array(), chunk * size, d.q.array(), chunk / parts * size, size);
                    }
                }
            }
        }

        private AttentionGradientKernel kernel(int keys) {
            return loops(d.q.dtype()).backward(heads.shape, keys);
        }

        private void part(AttentionGradientKernel kernel, int head, int from, int to, Object found, int at) {
            AttentionShape shape = heads.shape;
            kernel.keys(heads.key(head), heads.value(head), from, to);
            for (int g = 0; g < heads.group; g++) {
                int h = head * heads.group + g;
                AttentionGradientKernel.Queries queries = new AttentionGradientKernel.Queries(heads.query(h), Heads.matrix(result.o(), h),
                        Heads.matrix(dy, h), Heads.matrix(result.normalizers(), h), found,
                        at + g * shape.queries() * shape.depth());
                kernel.queries(queries, heads.mask(h),
                        dMask.<AttentionMask>map(m -> new AttentionMask.Adds(Heads.matrix(m, h))).getOrElse(new AttentionMask.None()));
            }
            kernel.finish(d.k.array(), head * shape.keys() * shape.depth(), d.v.array(), head * shape.keys() * shape.valueDepth());
        }
    }

    /** The arguments, checked, leading axes broadcast. */
    private record Heads(Inputs expanded, AttentionShape shape, Shape leading, Shape scores, int group, int keyHeads) {

        static Heads of(Inputs in) {
            check("q", in.q(), in.q().dtype());
            check("k", in.k(), in.q().dtype());
            check("v", in.v(), in.q().dtype());
            Shape qs = in.q().shape();
            Shape ks = in.k().shape();
            Shape vs = in.v().shape();
            if (ks.dim(-1) != qs.dim(-1)) {
                throw new ArgumentException(NAME, "k", "of shape " + ks, "the last axis of q, " + qs.dim(-1) + ", as its last");
            }
            if (vs.dim(-2) != ks.dim(-2)) {
                throw new ArgumentException(NAME, "v", "of shape " + vs, "as many rows as k, " + ks.dim(-2));
            }
            int heads = heads(qs);
            int keyHeads = heads(ks);
            if (heads(vs) != keyHeads || keyHeads == 0 ? heads != 0 : heads % keyHeads != 0) {
                throw new ArgumentException(NAME, "heads", heads + " of q, " + keyHeads + " of k, " + heads(vs) + " of v",
                        "equally many of k and v, those of q a multiple");
            }
            Shape batch = batch(qs).broadcast(NAME, batch(ks)).broadcast(NAME, batch(vs));
            boolean headAxis = Math.max(qs.rank(), Math.max(ks.rank(), vs.rank())) > 2;
            Shape leading = headAxis ? batch.concat(Shape.of(heads)) : Shape.SCALAR;
            Shape keyLeading = headAxis ? batch.concat(Shape.of(keyHeads)) : Shape.SCALAR;
            Shape scores = leading.concat(Shape.of(qs.dim(-2), ks.dim(-2)));
            AttentionShape shape = new AttentionShape(qs.dim(-2), ks.dim(-2), qs.dim(-1), vs.dim(-1), in.scale(), in.causal());
            Inputs expanded = new Inputs(in.q().expand(leading.concat(qs.sub(qs.rank() - 2, qs.rank()))),
                    in.k().expand(keyLeading.concat(ks.sub(ks.rank() - 2, ks.rank()))),
                    in.v().expand(keyLeading.concat(vs.sub(vs.rank() - 2, vs.rank()))),
                    in.mask().map(m -> expandMask(m, scores, in.q().dtype())), in.scale(), in.causal());
            return new Heads(expanded, shape, leading, scores, keyHeads == 0 ? 1 : heads / keyHeads,
                    (int) keyLeading.size());
        }

        private static void check(String argument, NdArray x, DType dtype) {
            if (!x.dtype().isFloating() || x.dtype() != dtype) {
                throw new ArgumentException(NAME, argument, x.dtype(), "FLOAT32 or FLOAT64, the same for q, k and v");
            }
            if (x.rank() < 2) {
                throw new ArgumentException(NAME, argument, "of shape " + x.shape(), "(..., heads, length, depth) or (length, depth)");
            }
        }

        private static int heads(Shape s) {
            return s.rank() > 2 ? s.dim(-3) : 1;
        }

        private static Shape batch(Shape s) {
            return s.sub(0, Math.max(0, s.rank() - 3));
        }

        private static NdArray expandMask(NdArray mask, Shape scores, DType dtype) {
            if (mask.dtype() != DType.BOOL && mask.dtype() != dtype) {
                throw new ArgumentException(NAME, "mask", mask.dtype(), "BOOL or " + dtype);
            }
            if (mask.rank() > scores.rank() || !mask.shape().broadcast(NAME, scores).equals(scores)) {
                throw new ArgumentException(NAME, "mask", "of shape " + mask.shape(), "a shape that broadcasts to " + scores);
            }
            return mask.expand(scores);
        }

        Option<HiddenRows> hiddenRows() {
            Option<HiddenRows.Mask> mask = expanded.mask().map(m -> head -> matrix(m, head));
            return HiddenRows.of(expanded.k(), expanded.v(), mask, shape.causal(), group, shape.queries());
        }

        StridedMatrix query(int head) {
            return matrix(expanded.q(), head);
        }

        StridedMatrix key(int head) {
            return matrix(expanded.k(), head);
        }

        StridedMatrix value(int head) {
            return matrix(expanded.v(), head);
        }

        AttentionMask mask(int head) {
            return expanded.mask().<AttentionMask>map(m -> m.dtype() == DType.BOOL
                    ? new AttentionMask.Selects(matrix(m, head))
                    : new AttentionMask.Adds(matrix(m, head))).getOrElse(new AttentionMask.None());
        }

        long nanos(int flops) {
            return (long) ((double) flops * leading.size() * shape.queries() * shape.keys()
                    * (shape.depth() + shape.valueDepth()) / 2 / FLOPS_PER_NANO);
        }

        /** Matrix {@code index} of the leading axes. */
        static StridedMatrix matrix(NdArray x, int index) {
            int at = x.offset();
            int rest = index;
            for (int axis = x.rank() - 3; axis >= 0; axis--) {
                at += rest % x.shape().dim(axis) * x.stride(axis);
                rest /= x.shape().dim(axis);
            }
            return new StridedMatrix(x.storage().array(), at, x.stride(x.rank() - 2), x.stride(x.rank() - 1));
        }
    }
}
