package org.covector.functional.core;

import java.util.function.Function;
import org.covector.functional.Tensor;

/** Forward mode: a function runs once on values with tangents and keeps nothing. */
public final class Forward {
    private Forward() {}

    /** {@code f(x)} and {@code df/dx . dx}. */
    public static Jvp jvp(Function<Tensor[], Tensor[]> f, Tensor[] x, Tangent[] dx) {
        return at(new Level(), f, x, dx);
    }

    /**
     * The same by the rules of the library alone: through the bodies of functions with a backward or forward rule of the user's own, of
     * checkpoints and fused programs. An oracle for those rules.
     */
    public static Jvp throughBodies(Function<Tensor[], Tensor[]> f, Tensor[] x, Tangent[] dx) {
        return at(new Level(true), f, x, dx);
    }

    private static Jvp at(Level level, Function<Tensor[], Tensor[]> f, Tensor[] x, Tangent[] dx) {
        Tensor[] in = x.clone();
        for (int i = 0; i < in.length; i++) {
            if (dx[i] instanceof Tensor d && x[i].dtype().isFloating()) {
                in[i] = new Dual(x[i], d, level);
            }
        }
        Tensor[] y = f.apply(in);
        Tensor[] primals = new Tensor[y.length];
        Tangent[] tangents = new Tangent[y.length];
        for (int i = 0; i < y.length; i++) {
            Dual d = y[i] instanceof Dual k && k.level == level ? k : null;
            primals[i] = d == null ? y[i] : d.primal;
            tangents[i] = d == null ? Cotangent.ZERO : d.tangent;
        }
        return new Jvp(primals, tangents);
    }
}
