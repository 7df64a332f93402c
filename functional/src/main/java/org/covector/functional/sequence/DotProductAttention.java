package org.covector.functional.sequence;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.Attention;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.SoftmaxFamily;

/**
 * Scaled dot-product attention: a fused kernel and a fused pullback whose memory is linear in the sequence length (Dao et al., 2022);
 * the composition that defines them gives higher derivatives, and dropout.
 */
final class DotProductAttention {
    private static final String NAME = "scaledDotProductAttention";

    private DotProductAttention() {}

    private record Settings(double scale, boolean causal, boolean mask) {
        org.covector.engine.op.Attention.Inputs inputs(NdArray... x) {
            return new org.covector.engine.op.Attention.Inputs(x[0], x[1], x[2], mask ? Option.of(x[3]) : Option.none(), scale, causal);
        }

        int count() {
            return mask ? 4 : 3;
        }

        /** Inputs for many examples: what they all see, heads and batches included, along one further axis. */
        Tensor[] examples(Batch at, Tensor... x) {
            Tensor[] in = at.full(x);
            if (mask && at.has(3)) {
                in[3] = at.aligned(x, 3, at.rank(x, 0));
            } else if (mask) {
                in[3] = x[3];
            }
            return in;
        }
    }

    /**
     * Keys or values of which rows that no query sees are 0 where they are not finite. The others stay what they are: nobody looks at them.
     * So of tangents and cotangents. Inputs x {@code [.., S, E]} and BOOL {@code [.., S]}.
     */
    private record WithoutHidden() implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.Attention.withoutHidden(x[0], x[1])};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[1]), (dy, _) -> new Cotangent[] {Apply.one(this, dy, x[1]), Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, at.full(x));
        }
    }

    /** Rows hidden from all queries of all heads that share them. */
    private static Tensor withoutHidden(Tensor x, Tensor mask) {
        Tensor sees = mask.dtype() == DType.BOOL ? mask : F.ne(Autograd.stopGradient(mask), Double.NEGATIVE_INFINITY);
        boolean isEachItsOwn = sees.rank() > 2 && x.rank() > 2 && sees.dim(-3) == x.dim(-3);
        int[] over = sees.rank() < 2 ? new int[0] : sees.rank() == 2 || isEachItsOwn ? new int[] {-2} : new int[] {-2, -3};
        Tensor any = over.length == 0 ? sees : F.any(sees, true, over);
        Shape rows = x.shape().sub(0, x.rank() - 1);
        Tensor seen = over.length == 0 ? any : Shapes.reshape(any, any.shape().without(any.rank() - 2));
        return Apply.one(new WithoutHidden(), x, Expand.to(F.logicalNot(seen), rows));
    }

    /** Inputs q, k, v, and the mask where there is one. Outputs o and what its pullback needs of the scores. */
    private record Fused(Settings settings) implements Structural {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(2);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            org.covector.engine.op.Attention.Result y = org.covector.engine.op.Attention.forward(settings.inputs(x));
            return new NdArray[] {y.o(), y.normalizers()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            List<Tensor> saved = new ArrayList<>(List.of(x));
            saved.addAll(List.of(y));
            boolean ofMask = settings.mask && wanted.has(3);
            return new Vjp(y, saved, (dy, _) -> {
                List<Tensor> in = new ArrayList<>(saved);
                in.add(dy[0].dense(y[0]));
                Tensor[] g = Apply.all(new Backward(settings, ofMask), in.toArray(Tensor[]::new));
                Cotangent[] dx = new Cotangent[x.length];
                Arrays.fill(dx, Cotangent.ZERO);
                System.arraycopy(g, 0, dx, 0, g.length);
                return dx;
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tangent dy = Forward.jvp(in -> new Tensor[] {defined(settings, Extras.NONE, in)[0]}, x, dx).tangents()[0];
            return new Jvp(Apply.all(this, x), new Tangent[] {dy, Cotangent.ZERO});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, settings.examples(at, x));
        }
    }

    /** Inputs those of Fused, then its outputs, then the cotangent of o. Outputs dq, dk, dv, and the mask's where wanted. */
    private record Backward(Settings settings, boolean ofMask) implements Composed {
        @Override
        public String name() {
            return NAME + "Pullback";
        }

        @Override
        public Linearity linearity() {
            return Linearity.jointly(settings.count() + 2);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            int n = settings.count();
            org.covector.engine.op.Attention.Gradients g = org.covector.engine.op.Attention.backward(x[n + 2], settings.inputs(x),
                    new org.covector.engine.op.Attention.Result(x[n], x[n + 1]), ofMask);
            return ofMask ? new NdArray[] {g.dq(), g.dk(), g.dv(), g.dMask().get()} : new NdArray[] {g.dq(), g.dk(), g.dv()};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            int n = settings.count();
            Tensor[] in = Arrays.copyOf(x, n);
            Vjp run = Reverse.vjp(at -> new Tensor[] {defined(settings, Extras.NONE, at)[0]}, in);
            Cotangent[] dx = run.pullback().apply(new Cotangent[] {x[n + 2]}, Wanted.NONE);
            Tensor[] dense = new Tensor[ofMask ? 4 : 3];
            for (int i = 0; i < dense.length; i++) {
                dense[i] = dx[i].dense(in[i]);
            }
            return dense;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            Tensor[] in = settings.examples(at, x);
            if (!ofMask) {
                return Apply.all(this, in);
            }
            Tensor mask = at.full(x, 3); // each example has a cotangent of its own
            Shape aligned = mask.shape();
            for (int i = at.rank(x, 3); i < at.rank(x, 0); i++) {
                aligned = aligned.insert(1, 1);
            }
            in[3] = Reshape.to(mask, aligned);
            Tensor[] g = Apply.all(this, in);
            g[3] = Reshape.to(g[3], mask.shape());
            return g;
        }
    }

    /** What attention means, with the scores written out: the result and the weights. */
    private static Tensor[] written(Settings settings, Extras extras, Tensor... in) {
        Tensor q = in[0];
        Tensor k = heads(in[1], q);
        Tensor v = heads(in[2], q);
        Tensor product = F.mul(Matrix.matmul(q, Matrix.transposed(k)), settings.scale);
        Tensor scores = extras.softCap == 0 ? product : F.mul(F.tanh(F.div(product, extras.softCap)), extras.softCap);
        if (settings.mask) {
            scores = in[3].dtype() == DType.BOOL ? F.where(in[3], scores, Double.NEGATIVE_INFINITY) : F.add(scores, in[3]);
        }
        if (settings.causal) {
            NdArray sees = Assembly.tril(NdArray.ones(DType.BOOL, Shape.of(q.dim(-2), k.dim(-2))), 0);
            scores = F.where(Tensor.of(sees), scores, Double.NEGATIVE_INFINITY);
        }
        Tensor weights = visible(scores);
        Tensor kept = extras.dropout.fold(() -> weights, d -> F.dropout(weights, d.p(), true, d.key()));
        return new Tensor[] {Matrix.matmul(kept, v), kept};
    }

    /** Softmax, of which rows that see nothing are zeros. */
    private static Tensor visible(Tensor scores) {
        if (scores.dim(-1) == 0) {
            return scores;
        }
        Tensor blind = F.eq(F.amax(Autograd.stopGradient(scores), true, -1), Double.NEGATIVE_INFINITY);
        return F.where(blind, 0, SoftmaxFamily.softmax(F.where(blind, 0, scores), -1));
    }

    /**
     * As written, of rows that are not finite as zeros; NaN for queries that see one, 0 for cotangents of 0 all the same. The weights know
     * of keys alone.
     */
    private static Tensor[] defined(Settings settings, Extras extras, Tensor... in) {
        if (!settings.mask && !settings.causal) {
            return written(settings, extras, in);
        }
        Tensor spoiltKeys = F.logicalNot(finiteRows(in[1]));
        Tensor spoiltValues = F.logicalNot(finiteRows(in[2]));
        Tensor[] seen = in.clone();
        seen[1] = Apply.one(new WithoutHidden(), in[1], Expand.to(spoiltKeys, in[1].shape().sub(0, in[1].rank() - 1)));
        seen[2] = Apply.one(new WithoutHidden(), in[2], Expand.to(spoiltValues, in[2].shape().sub(0, in[2].rank() - 1)));
        Tensor[] y = written(settings, extras, seen);
        Tensor sees = visibleKeys(settings, in);
        Tensor ofKeys = spoilt(spoiltKeys, sees, in[0]);
        Tensor ofValues = spoilt(spoiltValues, sees, in[0]);
        return new Tensor[] {F.mul(y[0], F.mul(ofKeys, ofValues)), F.mul(y[1], ofKeys)};
    }

    /** 1 for each query, NaN for those that see a spoilt row. */
    private static Tensor spoilt(Tensor rows, Tensor sees, Tensor q) {
        Tensor meets = F.any(F.logicalAnd(Matrix.transposed(heads(Shapes.unsqueeze(rows, rows.rank()), q)), sees), true, -1);
        return F.where(meets, Double.NaN, Tensor.ones(q.dtype(), meets.shape()));
    }

    private static Tensor finiteRows(Tensor x) {
        return F.all(F.isfinite(Autograd.stopGradient(x)), false, -1);
    }

    /** BOOL, of a shape that broadcasts to that of the scores. */
    private static Tensor visibleKeys(Settings settings, Tensor... in) {
        Tensor causal = Tensor.of(NdArray.ones(DType.BOOL, Shape.of(in[0].dim(-2), in[1].dim(-2))));
        if (settings.causal) {
            causal = Tensor.of(Assembly.tril(causal.array(), 0));
        }
        return settings.mask ? F.logicalAnd(causal, in[3].dtype() == DType.BOOL ? in[3]
                : F.ne(Autograd.stopGradient(in[3]), Double.NEGATIVE_INFINITY)) : causal;
    }

    /** What only the composition has. */
    private record Extras(double softCap, Option<Attention.Dropout> dropout) {
        static final Extras NONE = new Extras(0, Option.none());
    }

    /** Key or value heads repeated to the query's: grouped query attention. */
    private static Tensor heads(Tensor k, Tensor q) {
        if (q.rank() < 3 || k.rank() < 3 || k.dim(-3) == q.dim(-3)) {
            return k;
        }
        int a = k.rank() - 3;
        int each = q.dim(-3) / k.dim(-3);
        Tensor spread = Expand.to(Shapes.unsqueeze(k, a + 1), k.shape().insert(a + 1, each));
        return Shapes.reshape(spread, k.shape().with(a, q.dim(-3)));
    }

    /** q, k, v with one head axis and equal batch axes; heads of one tensor alone serve all of the others. */
    private static List<Tensor> aligned(Tensor... x) {
        if (Arrays.stream(x).allMatch(t -> t.rank() == 2)) {
            return List.of(x);
        }
        Tensor[] t = Arrays.stream(x).map(e -> e.rank() == 2 ? Shapes.unsqueeze(e, 0) : e).toArray(Tensor[]::new);
        int queries = t[0].dim(-3);
        int keys = t[1].dim(-3) == 1 ? t[2].dim(-3) : t[1].dim(-3);
        boolean fits = (t[2].dim(-3) == keys || t[2].dim(-3) == 1) && (queries == 1 || (keys == 0 ? queries == 0 : queries % keys == 0));
        ArgumentException.require(fits, NAME, "heads", queries + " of q, " + t[1].dim(-3) + " of k, " + t[2].dim(-3) + " of v",
                "equally many of k and v, those of q a multiple; or 1");
        int[] heads = {queries == 1 ? keys : queries, keys, keys};
        Shape lead = Shape.SCALAR;
        for (Tensor e : t) {
            lead = lead.broadcast(NAME, e.shape().sub(0, e.rank() - 3));
        }
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < t.length; i++) {
            all.add(Expand.to(t[i], lead.concat(Shape.of(heads[i])).concat(t[i].shape().sub(t[i].rank() - 2, t[i].rank()))));
        }
        return all;
    }

    /** The positions that queries see, BOOL [L, S]. */
    static Tensor sees(String function, int queries, int keys, Attention.Span span) {
        ArgumentException.require((long) queries * keys <= Integer.MAX_VALUE, function, "lengths", queries + " queries, " + keys + " keys",
                "a mask of less than 2^31 elements");
        boolean[] all = Create.booleans((long) queries * keys);
        for (int i = 0; i < queries; i++) {
            long at = (long) i + span.offset();
            long from = Math.clamp(span.before().fold(() -> 0L, n -> at - n), 0, keys);
            long to = Math.clamp(span.after().fold(() -> (long) keys, n -> at + n + 1), from, keys);
            Arrays.fill(all, i * keys + (int) from, i * keys + (int) to, true);
        }
        return Tensor.of(NdArray.of(all).reshape(Shape.of(queries, keys)));
    }

    /** A mask that also says what a span says. */
    static Tensor masked(Option<Tensor> mask, Tensor sees) {
        return mask.fold(() -> sees, m -> m.dtype() == DType.BOOL ? F.logicalAnd(m, sees) : F.where(sees, m, Double.NEGATIVE_INFINITY));
    }

    private static void check(Tensor q, Tensor k, Tensor v) {
        AxisReduction.floating(NAME, q);
        ArgumentException.require(q.rank() >= 2 && k.rank() >= 2 && v.rank() >= 2 && k.dim(-1) == q.dim(-1) && v.dim(-2) == k.dim(-2),
                NAME, "shapes",
                q.shape() + ", " + k.shape() + ", " + v.shape(), "[..., L, E], [..., S, E], [..., S, Ev]");
        ArgumentException.require(q.dtype() == k.dtype() && q.dtype() == v.dtype(), NAME, "dtypes",
                q.dtype() + ", " + k.dtype() + ", " + v.dtype(), "equal dtypes");
    }

    private static void checkMask(Tensor mask, Tensor q, Tensor k) {
        Shape scores = q.shape().with(q.rank() - 1, k.dim(-2));
        boolean fits = (mask.dtype() == DType.BOOL || mask.dtype() == q.dtype()) && mask.rank() <= scores.rank()
                && IntStream.rangeClosed(1, mask.rank()).allMatch(i -> mask.dim(-i) == 1 || mask.dim(-i) == scores.dim(-i));
        ArgumentException.require(fits, NAME, "mask", mask.dtype() + " " + mask.shape(),
                "BOOL or " + q.dtype() + ", a shape that broadcasts to " + scores);
    }

    /** The result, and the weights if they are wanted. */
    static Tensor[] attention(Tensor q, Tensor k, Tensor v, Attention o, boolean weights) {
        check(q, k, v);
        List<Tensor> in = new ArrayList<>(aligned(q, k, v));
        o.mask().forEach(m -> checkMask(m, in.get(0), in.get(1)));
        boolean causal = isPlainlyCausal(o.span());
        Option<Tensor> mask = causal || isAll(o.span()) ? o.mask()
                : Option.of(masked(o.mask(), sees(NAME, q.dim(-2), k.dim(-2), o.span())));
        mask.forEach(m -> {
            in.set(1, withoutHidden(in.get(1), m));
            in.set(2, withoutHidden(in.get(2), m));
            in.add(m);
        });
        Settings settings = new Settings(o.scale().getOrElse(() -> 1 / Math.sqrt(q.dim(-1))), causal, mask.isDefined());
        Tensor[] x = in.toArray(Tensor[]::new);
        Option<Attention.Dropout> dropout = o.dropout().filter(d -> d.p() > 0);
        return weights || dropout.isDefined() || o.softCap() > 0 ? defined(settings, new Extras(o.softCap(), dropout), x)
                : new Tensor[] {Apply.all(new Fused(settings), x)[0]};
    }

    static boolean isAll(Attention.Span span) {
        return span.before().isEmpty() && span.after().isEmpty();
    }

    /** Whether the kernel knows it: keys 0 to i. */
    private static boolean isPlainlyCausal(Attention.Span span) {
        return span.before().isEmpty() && span.after().contains(0) && span.offset() == 0;
    }
}
