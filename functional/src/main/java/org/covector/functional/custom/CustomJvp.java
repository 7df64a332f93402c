package org.covector.functional.custom;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
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

/**
 * A user's function with its own forward formula. Its pullback is the transpose of that formula; over many examples it is the same
 * function of examples, formula included.
 *
 * @param name what messages call it
 * @param body gives outputs and the linear map from the inputs' tangents to the outputs'
 */
public record CustomJvp(String name, Function<Tensor[], Result> body) implements Primitive, Inlinable, UsersCode {
    /**
     * What the body returns.
     *
     * @param outputs the values
     * @param tangent given one tangent for each input, one for each output
     */
    public record Result(Tensor[] outputs, Function<Tensor[], Tensor[]> tangent) {}

    @Override
    public NdArray[] compute(NdArray... x) {
        return Apply.closed(this, this::inlined, x);
    }

    @Override
    public Tensor[] inlined(Tensor... x) {
        return body.apply(x).outputs();
    }

    private Tensor[] tangents(Result result, Tensor... dx) {
        Tensor[] dy = FromUser.of("tangent of " + name, () -> result.tangent().apply(dx));
        Tensor[] y = result.outputs();
        ArgumentException.require(dy.length == y.length, name, "number of tangents", dy.length, String.valueOf(y.length));
        for (int i = 0; i < y.length; i++) {
            String accepted = y[i].dtype() + " " + y[i].shape() + ", as the output";
            Tensor t = FromUser.given(name, "tangent of output " + i, dy[i], accepted);
            if (!t.shape().equals(y[i].shape()) || t.dtype() != y[i].dtype()) {
                throw new ArgumentException(name, "tangent of output " + i, t.dtype() + " " + t.shape(), accepted);
            }
        }
        return dy;
    }

    @Override
    public Vjp vjp(Tensor[] x, Wanted wanted) {
        Result result = body.apply(x);
        int[] active = IntStream.range(0, x.length).filter(i -> wanted.has(i) && x[i].dtype().isFloating()).toArray();
        Tensor[] some = IntStream.of(active).mapToObj(i -> x[i]).toArray(Tensor[]::new);
        return new Vjp(result.outputs(), List.of(x), (dy, _) -> {
            Tensor[] dense = new Tensor[dy.length];
            for (int i = 0; i < dense.length; i++) {
                dense[i] = dy[i].dense(result.outputs()[i]);
            }
            Tangent[] transposed = Transpose.of(in -> {
                Tensor[] all = new Tensor[x.length];
                Arrays.setAll(all, i -> Tensor.zeros(x[i].dtype(), x[i].shape()));
                for (int k = 0; k < active.length; k++) {
                    all[active[k]] = in[k];
                }
                return tangents(result, all);
            }, some, dense);
            Cotangent[] dx = new Cotangent[x.length];
            Arrays.fill(dx, Cotangent.ZERO);
            for (int k = 0; k < active.length; k++) {
                dx[active[k]] = transposed[k] instanceof Tensor t ? t : Cotangent.ZERO;
            }
            return dx;
        });
    }

    @Override
    public Jvp jvp(Tensor[] x, Tangent[] dx) {
        Result result = body.apply(x);
        Tensor[] dense = new Tensor[x.length];
        Arrays.setAll(dense, i -> dx[i].orZeros(x[i]));
        Tangent[] dy = tangents(result, dense);
        return new Jvp(result.outputs(), IntStream.range(0, dy.length)
                .mapToObj(i -> result.outputs()[i].dtype().isFloating() ? dy[i] : Cotangent.ZERO).toArray(Tangent[]::new));
    }

    @Override
    public Tensor[] batch(Batch at, Tensor... x) {
        return Apply.all(new CustomJvp(name, in -> {
            Result one = body.apply(at.entered(in));
            return new Result(at.left(one.outputs()), dx -> at.left(one.tangent().apply(at.entered(dx))));
        }), x);
    }
}
