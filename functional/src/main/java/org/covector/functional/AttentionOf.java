package org.covector.functional;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Assembly;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Expand;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reshape;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Scaled dot-product attention: a fused kernel and a fused pullback whose memory is linear in the sequence length (Dao et al., 2022);
 * the composition that defines them gives higher derivatives, and dropout.
 */
final class AttentionOf {
    private AttentionOf() {}

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

    /** Inputs q, k, v, and the mask where there is one. Outputs o and the scores' logsumexp. */
    private record Fused(Settings settings) implements Structural {
        @Override
        public String name() {
            return "scaledDotProductAttention";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            org.covector.engine.op.Attention.Result y = org.covector.engine.op.Attention.forward(settings.inputs(x));
            return new NdArray[] {y.o(), y.logSumExp()};
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
            Tangent dy = Forward.jvp(in -> new Tensor[] {defined(settings, Option.none(), in)}, x, dx).tangents()[0];
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
            return "scaledDotProductAttentionPullback";
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
            Cotangent[] dx = Reverse.vjp(at -> new Tensor[] {defined(settings, Option.none(), at)}, in).pullback().apply(new Cotangent[] {x[n + 2]}, Wanted.NONE);
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

    /** What attention means, with the scores written out. */
    private static Tensor defined(Settings settings, Option<Attention.Dropout> dropout, Tensor... in) {
        Tensor q = in[0];
        Tensor k = heads(in[1], q);
        Tensor v = heads(in[2], q);
        Tensor scores = F.mul(Matrix.matmul(q, Matrix.transposed(k)), settings.scale);
        if (settings.mask) {
            scores = in[3].dtype() == DType.BOOL ? F.where(in[3], scores, Double.NEGATIVE_INFINITY) : F.add(scores, in[3]);
        }
        if (settings.causal) {
            NdArray sees = Assembly.tril(NdArray.ones(DType.BOOL, Shape.of(q.dim(-2), k.dim(-2))), 0);
            scores = F.where(Tensor.of(sees), scores, Double.NEGATIVE_INFINITY);
        }
        Tensor blind = F.eq(F.amax(Autograd.stopGradient(scores), true, -1), Double.NEGATIVE_INFINITY); // rows that see nothing give zeros
        Tensor weights = F.where(blind, 0, SoftmaxFamily.softmax(F.where(blind, 0, scores), -1));
        Tensor kept = dropout.fold(() -> weights, d -> Gate.dropout(weights, d.p(), true, d.key()));
        return Matrix.matmul(kept, v);
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

    /** Batch axes before the heads broadcast. */
    private static List<Tensor> leading(String function, Tensor... x) {
        Shape lead = Shape.SCALAR;
        for (Tensor t : x) {
            lead = lead.broadcast(function, t.shape().sub(0, Math.max(0, t.rank() - 3)));
        }
        List<Tensor> all = new ArrayList<>();
        for (Tensor t : x) {
            all.add(Expand.to(t, lead.concat(t.shape().sub(Math.max(0, t.rank() - 3), t.rank()))));
        }
        return all;
    }

    static Tensor attention(Tensor q, Tensor k, Tensor v, Attention o) {
        String f = "scaledDotProductAttention";
        AxisReduction.floating(f, q);
        ArgumentException.require(q.rank() >= 2 && k.rank() >= 2 && v.rank() >= 2, f, "shapes", q.shape() + ", " + k.shape() + ", " + v.shape(), "[..., L, E], [..., S, E], [..., S, Ev]");
        ArgumentException.require(q.dtype() == k.dtype() && q.dtype() == v.dtype(), f, "dtypes", q.dtype() + ", " + k.dtype() + ", " + v.dtype(), "equal dtypes");
        ArgumentException.require(!(o.causal() && o.mask().isDefined()), f, "mask", "given with causal", "a mask or causal, not both");
        Settings settings = new Settings(o.scale().getOrElse(() -> 1 / Math.sqrt(q.dim(-1))), o.causal(), o.mask().isDefined());
        List<Tensor> in = new ArrayList<>(leading(f, q, k, v));
        o.mask().forEach(in::add);
        Tensor[] x = in.toArray(Tensor[]::new);
        return o.dropout().filter(d -> d.p() > 0).fold(() -> Apply.all(new Fused(settings), x)[0], d -> defined(settings, Option.of(d), x));
    }
}
