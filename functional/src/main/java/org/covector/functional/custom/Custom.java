package org.covector.functional.custom;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.functional.MissingFormulaException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Inlinable;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.UsersCode;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * A user's function with its own backward formula. Its tangent is the transpose of that formula; over many examples it is the same
 * function of examples, formula included.
 *
 * @param name what messages call it
 * @param body gives outputs and, for their cotangents, one lazy cotangent per input
 */
public record Custom(String name, Function<Tensor[], Result> body) implements Primitive, Inlinable, UsersCode {
    /**
     * What the body returns.
     *
     * @param outputs the values
     * @param pullback asked for the wanted inputs only
     */
    public record Result(Tensor[] outputs, Function<Tensor[], List<? extends Supplier<? extends Cotangent>>> pullback) {}

    @Override
    public NdArray[] compute(NdArray... x) {
        return Apply.closed(this, this::inlined, x);
    }

    @Override
    public Tensor[] inlined(Tensor... x) {
        return body.apply(x).outputs();
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Result result = body.apply(x);
        return new Vjp(result.outputs(), List.of(x), (dy, which) -> pullback(result, x, dy, which));
    }

    private Cotangent[] pullback(Result result, Tensor[] x, Cotangent[] dy, Wanted which) {
        Tensor[] y = result.outputs();
        Tensor[] dense = new Tensor[y.length];
        for (int i = 0; i < y.length; i++) {
            dense[i] = dy[i].dense(y[i]);
        }
        List<? extends Supplier<? extends Cotangent>> lazy = FromUser.of(FromUser.pullback(name), () -> result.pullback().apply(dense));
        Cotangent[] dx = new Cotangent[x.length];
        for (int i = 0; i < dx.length; i++) {
            dx[i] = which.has(i) ? checked(i, lazy.get(i), x[i]) : Cotangent.ZERO;
        }
        return FromUser.withLog(name, dx, lazy, which);
    }

    private Cotangent checked(int i, @Nullable Supplier<? extends @Nullable Cotangent> supplier, Tensor x) {
        Cotangent given = supplier == null ? null : FromUser.<@Nullable Cotangent>of(FromUser.pullback(name, i), supplier::get);
        Cotangent dx = FromUser.given(name, "cotangent of input " + i, given,
                x.dtype() + " " + x.shape() + ", noGradient() or notImplemented(reason)");
        if (dx instanceof Tensor t && (!t.shape().equals(x.shape()) || t.dtype() != x.dtype())) {
            throw new ArgumentException(name, "cotangent of input " + i, t.dtype() + " " + t.shape(),
                    x.dtype() + " " + x.shape() + ", as the input");
        }
        return dx;
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Result result = body.apply(x);
        int[] active = IntStream.range(0, x.length).filter(i -> dx[i] instanceof Tensor).toArray();
        boolean[] marked = new boolean[x.length];
        for (int i : active) {
            marked[i] = true;
        }
        Wanted which = Wanted.of(marked);
        Tangent[] dy = Transpose.of(cotangents -> {
            Cotangent[] all = pullback(result, x, cotangents, which);
            Tensor[] some = new Tensor[active.length];
            for (int k = 0; k < some.length; k++) {
                if (all[active[k]] instanceof Cotangent.Missing(String reason)) {
                    throw new MissingFormulaException("tangent of " + name + " along its input " + active[k] + " is not implemented ("
                            + reason + ")");
                }
                some[k] = all[active[k]].dense(x[active[k]]);
            }
            return some;
        }, result.outputs(), IntStream.of(active).mapToObj(i -> (Tensor) dx[i]).toArray(Tensor[]::new));
        return new Jvp(result.outputs(), dy);
    }

    /** An entry of a log for all examples: one that is a tensor has them as its first axis. */
    private static Object ofExamples(Batch at, Object entry) {
        return entry instanceof Tensor t ? at.left(new Tensor[] {t})[0] : entry;
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(new Custom(name, in -> {
            Result one = body.apply(at.entered(in));
            return new Result(at.left(one.outputs()), dy -> {
                Tensor[] each = new Tensor[dy.length];
                for (int i = 0; i < each.length; i++) {
                    each[i] = at.entered(dy[i]);
                }
                List<? extends Supplier<? extends Cotangent>> lazy = one.pullback().apply(each);
                Map<Supplier<?>, Supplier<?>> entries = new IdentityHashMap<>();
                return IntStream.range(0, in.length).<Supplier<Cotangent>>mapToObj(i -> {
                    Supplier<Cotangent> cotangent = () -> at.left(checked(i, lazy.get(i), at.has(i) ? at.entered(in[i]) : in[i]), i);
                    return lazy.get(i) instanceof LoggedCotangent<?>(_, Supplier<?> entry)
                            ? new LoggedCotangent<>(cotangent,
                                    entries.computeIfAbsent(entry, e -> () -> ofExamples(at, e.get()))) : cotangent;
                }).toList();
            });
        }), x);
    }
}
