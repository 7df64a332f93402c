package org.covector.functional.custom;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.functional.Tensor;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Wanted;

/** The transpose of a linear function: its pullback, which is the same at every point. */
final class Transpose {
    private Transpose() {}

    /**
     * {@code f^T y}.
     *
     * @param f linear
     * @param x values of the shapes and dtypes of the arguments of f; of those that are not floating nothing flows
     * @param y values of the shapes and dtypes of the results of f
     */
    static Tangent[] of(Function<Tensor[], Tensor[]> f, Tensor[] x, Tensor... y) {
        Tangent[] out = new Tangent[x.length];
        Arrays.fill(out, Cotangent.ZERO);
        if (Arrays.stream(x).noneMatch(t -> t.dtype().isFloating())) {
            return out;
        }
        Tensor[] zeros = new Tensor[x.length];
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = Tensor.zeros(x[i].dtype(), x[i].shape());
        }
        Cotangent[] dx = Reverse.vjp(f, zeros).pullback().apply(y, Wanted.NONE);
        for (int i = 0; i < out.length; i++) {
            out[i] = dx[i] instanceof Tensor t ? t : out[i];
        }
        return out;
    }
}
