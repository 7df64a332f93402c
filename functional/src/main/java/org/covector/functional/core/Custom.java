package org.covector.functional.core;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;

/**
 * A user's function with its own backward formula.
 *
 * @param name what messages call it
 * @param body gives outputs and, for their cotangents, one lazy cotangent per input
 */
public record Custom(String name, Function<Tensor[], Result> body) implements Primitive {
    /**
     * What the body returns.
     *
     * @param outputs the values
     * @param pullback asked for the wanted inputs only
     */
    public record Result(Tensor[] outputs, Function<Tensor[], List<? extends Supplier<? extends Cotangent>>> pullback) {}

    @Override
    public NdArray[] compute(NdArray... x) {
        return Apply.closed(this, in -> body.apply(in).outputs(), x);
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Result result = body.apply(x);
        Tensor[] y = result.outputs();
        return new Vjp(y, List.of(x), (dy, which) -> {
            Tensor[] dense = new Tensor[y.length];
            for (int i = 0; i < y.length; i++) {
                dense[i] = dy[i].dense(y[i]);
            }
            List<? extends Supplier<? extends Cotangent>> lazy = result.pullback().apply(dense);
            Cotangent[] dx = new Cotangent[x.length];
            for (int i = 0; i < dx.length; i++) {
                dx[i] = which.has(i) ? checked(i, lazy.get(i).get(), x[i]) : Cotangent.ZERO;
            }
            return dx;
        });
    }

    private Cotangent checked(int i, Cotangent dx, Tensor x) {
        if (dx instanceof Tensor t && (!t.shape().equals(x.shape()) || t.dtype() != x.dtype())) {
            throw new ArgumentException(name, "cotangent of input " + i, t.dtype() + " " + t.shape(), x.dtype() + " " + x.shape() + ", as the input");
        }
        return dx;
    }
}
