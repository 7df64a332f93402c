package org.covector.functional.sequence;

import io.vavr.control.Option;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Attention;
import org.covector.functional.F;
import org.covector.functional.MultiHeadAttention;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.Unstack;

/** Attention of several heads, with their projections: composed. */
final class MultiHead {
    private static final String NAME = "multiHeadAttention";

    private final MultiHeadAttention o;
    private final int batch;
    private final int embedding;
    private final DType dtype;

    private MultiHead(MultiHeadAttention o, Tensor q) {
        this.o = o;
        this.batch = q.dim(1);
        this.embedding = q.dim(2);
        this.dtype = q.dtype();
    }

    /** The result, and the weights of the heads if they are wanted. */
    static Tensor[] attention(Tensor q, Tensor k, Tensor v, MultiHeadAttention o, boolean weights) {
        AxisReduction.floating(NAME, q);
        boolean ranks = (q.rank() == 2 || q.rank() == 3) && k.rank() == q.rank() && v.rank() == q.rank();
        ArgumentException.require(ranks && k.dim(0) == v.dim(0), NAME, "shapes", q.shape() + ", " + k.shape() + ", " + v.shape(),
                "[L, N, E], [S, N, Ek], [S, N, Ev], or without N");
        if (q.rank() == 3) {
            return new MultiHead(o, q).run(q, k, v, weights);
        }
        Tensor one = Shapes.unsqueeze(q, 1);
        MultiHeadAttention batched = o.keyPaddingMask().fold(() -> o, m -> o.withKeyPaddingMask(m.rank() == 1 ? Shapes.unsqueeze(m, 0)
                : m));
        Tensor keys = k == q ? one : Shapes.unsqueeze(k, 1);
        Tensor[] y = new MultiHead(batched, one).run(one, keys, v == k ? keys : Shapes.unsqueeze(v, 1), weights);
        y[0] = Shapes.squeeze(y[0], 1);
        if (weights) {
            y[1] = Shapes.squeeze(y[1], 0);
        }
        return y;
    }

    private void require(String argument, Tensor t, int... dims) {
        ArgumentException.require(t.shape().equals(Shape.of(dims)) && t.dtype() == dtype, NAME, argument, t.dtype() + " " + t.shape(),
                dtype + " " + Shape.of(dims));
    }

    private Tensor[] run(Tensor q, Tensor k, Tensor v, boolean weights) {
        ArgumentException.require(k.dim(1) == batch && v.dim(1) == batch && k.dtype() == dtype && v.dtype() == dtype, NAME, "k and v",
                k.dtype() + " " + k.shape() + ", " + v.dtype() + " " + v.shape(), dtype + ", and a batch of " + batch);
        ArgumentException.require(embedding % o.heads() == 0, NAME, "heads", o.heads(), "a divisor of E = " + embedding);
        Heads projected = k == q && v == q && o.added().staticK().isEmpty() && o.added().staticV().isEmpty()
                && o.weights().in() instanceof MultiHeadAttention.Packed(Tensor w) ? together(q, w) : each(q, k, v);
        Tensor keys = projected.keys();
        Tensor values = projected.values();
        ArgumentException.require(keys.dim(2) == values.dim(2), NAME, "keys and values", keys.dim(2) + " and " + values.dim(2),
                "equally many");
        int given = keys.dim(2) - (o.added().biasK().isDefined() ? 1 : 0);
        if (o.added().zero()) {
            Tensor zero = Tensor.zeros(dtype, keys.shape().with(2, 1));
            keys = Joining.cat(List.of(keys, zero), 2);
            values = Joining.cat(List.of(values, zero), 2);
        }
        Attention attention = masked(q.dim(0), given, keys.dim(2) - given);
        Tensor[] y = DotProductAttention.attention(projected.queries(), keys, values, attention, weights).clone();
        Tensor joined = Shapes.reshape(Shapes.permute(y[0], 2, 0, 1, 3), Shape.of(q.dim(0), batch, embedding));
        require("weights.out", o.weights().out(), embedding, embedding);
        o.weights().outBias().forEach(b -> require("weights.outBias", b, embedding));
        y[0] = Matrix.linear(joined, o.weights().out(), o.weights().outBias());
        return y;
    }

    /** [N, heads, L, E / heads] each. */
    private record Heads(Tensor queries, Tensor keys, Tensor values) {}

    private Heads each(Tensor q, Tensor k, Tensor v) {
        MultiHeadAttention.InProjection in = o.weights().in();
        return new Heads(split(projected("q", q, in.q(), 0)),
                o.added().staticK().fold(() -> split(biased("biasK", projected("k", k, in.k(), 1), o.added().biasK())),
                        t -> fixed("staticK", t)),
                o.added().staticV().fold(() -> split(biased("biasV", projected("v", v, in.v(), 2), o.added().biasV())),
                        t -> fixed("staticV", t)));
    }

    /** Self-attention: one product, of which the pullback puts the three cotangents together in one pass. */
    private Heads together(Tensor x, Tensor w) {
        require("weights", w, 3 * embedding, embedding);
        o.weights().bias().forEach(b -> require("weights.bias", b, 3 * embedding));
        Tensor all = Matrix.linear(x, w, o.weights().bias());
        List<Tensor> parts = Unstack.of(Shapes.reshape(all, Shape.of(x.dim(0), batch, 3, embedding)), 2);
        return new Heads(split(parts.get(0)), split(biased("biasK", parts.get(1), o.added().biasK())),
                split(biased("biasV", parts.get(2), o.added().biasV())));
    }

    private Tensor projected(String which, Tensor x, Tensor w, int part) {
        require("weights." + which, w, embedding, x.dim(2));
        return Matrix.linear(x, w, o.weights().bias().map(b -> {
            require("weights.bias", b, 3 * embedding);
            return Shapes.narrow(b, 0, part * embedding, embedding);
        }));
    }

    private Tensor biased(String argument, Tensor x, Option<Tensor> bias) {
        return bias.fold(() -> x, b -> {
            require(argument, b, 1, 1, embedding);
            return Joining.cat(List.of(x, Expand.to(b, Shape.of(1, batch, embedding))), 0);
        });
    }

    /** [L, N, E] as [N, heads, L, E / heads]. */
    private Tensor split(Tensor x) {
        Tensor heads = Shapes.reshape(x, Shape.of(x.dim(0), batch, o.heads(), embedding / o.heads()));
        return Shapes.permute(heads, 1, 2, 0, 3);
    }

    private Tensor fixed(String argument, Tensor t) {
        ArgumentException.require(t.rank() == 3, NAME, argument, t.shape(), "[N heads, S, E / heads]");
        require(argument, t, batch * o.heads(), t.dim(1), embedding / o.heads());
        return Shapes.reshape(t, Shape.of(batch, o.heads(), t.dim(1), embedding / o.heads()));
    }

    // ---- masks

    /** The options with one mask of all there are. What was added everybody sees. */
    private Attention masked(int queries, int given, int added) {
        Attention a = o.attention();
        Option<Tensor> perHead = a.mask().map(m -> perHead(m, queries, given));
        Option<Tensor> mask = o.keyPaddingMask().fold(() -> perHead, p -> Option.of(both(perHead, padding(p, given))));
        if (added == 0) {
            return mask.fold(a::withoutMask, a::withMask);
        }
        if (!DotProductAttention.isAll(a.span())) {
            mask = Option.of(DotProductAttention.masked(mask, DotProductAttention.sees(NAME, queries, given, a.span())));
        }
        return mask.fold(a::withoutMask, m -> a.withMask(extended(m, given, added))).withSpan(Attention.Span.ALL);
    }

    private Tensor perHead(Tensor mask, int queries, int given) {
        boolean perHead = mask.rank() == 3 && mask.dim(0) == batch * o.heads();
        Tensor m = perHead ? Shapes.reshape(mask, Shape.of(batch, o.heads(), mask.dim(1), mask.dim(2))) : mask;
        Shape scores = Shape.of(batch, o.heads(), queries, given);
        boolean fits = (m.dtype() == DType.BOOL || m.dtype() == dtype) && m.rank() <= 4;
        for (int i = 1; fits && i <= m.rank(); i++) {
            fits = m.dim(-i) == 1 || m.dim(-i) == scores.dim(-i);
        }
        ArgumentException.require(fits, NAME, "mask", mask.dtype() + " " + mask.shape(),
                "BOOL or " + dtype + ", [L, S], [N heads, L, S], or a shape that broadcasts to " + scores);
        return m;
    }

    /** [N, S] as it meets the scores, true taking part. */
    private Tensor padding(Tensor p, int given) {
        ArgumentException.require(p.shape().equals(Shape.of(batch, given)) && (p.dtype() == DType.BOOL || p.dtype() == dtype), NAME,
                "keyPaddingMask",
                p.dtype() + " " + p.shape(), "BOOL or " + dtype + ", " + Shape.of(batch, given));
        Tensor met = Shapes.reshape(p, Shape.of(batch, 1, 1, given));
        return p.dtype() == DType.BOOL ? F.logicalNot(met) : met;
    }

    private static Tensor both(Option<Tensor> mask, Tensor other) {
        return mask.fold(() -> other, m -> m.dtype() == DType.BOOL ? DotProductAttention.masked(Option.of(other), m)
                : other.dtype() == DType.BOOL ? DotProductAttention.masked(mask, other) : F.add(m, other));
    }

    private static Tensor extended(Tensor mask, int given, int added) {
        Tensor m = mask.rank() == 0 ? Shapes.unsqueeze(mask, 0) : mask;
        Tensor full = Expand.to(m, m.shape().with(m.rank() - 1, given));
        Shape more = m.shape().with(m.rank() - 1, added);
        Tensor seen = m.dtype() == DType.BOOL ? Tensor.ones(DType.BOOL, more) : Tensor.zeros(m.dtype(), more);
        return Joining.cat(List.of(full, seen), m.rank() - 1);
    }
}
