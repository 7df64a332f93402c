package org.covector.functional;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.covector.engine.NdArray;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.fusion.Steps;
import org.covector.functional.sample.Sample;
import org.covector.functional.transform.Vmap;

/** What laws of rules are asked with: values, tangents and pullbacks of a sample as functions, and random numbers for them. */
final class Laws {
    private Laws() {}

    static Tensor random(Tensor like, long seed) {
        if (!like.dtype().isFloating()) {
            return Tensor.zeros(like.dtype(), like.shape());
        }
        SplittableRandom r = new SplittableRandom(seed);
        return F.reshape(Tensor.of(r.doubles(like.size(), -1, 1).toArray()), like.shape().dims());
    }

    static Tensor[] random(Tensor[] like, long seed) {
        Tensor[] all = new Tensor[like.length];
        Arrays.setAll(all, i -> random(like[i], seed + i));
        return all;
    }

    /** Whether there is nothing to differentiate by, which reverse mode refuses. */
    static boolean isConstant(Tensor... x) {
        return Arrays.stream(x).noneMatch(t -> t.dtype().isFloating());
    }

    static Tensor[] inputs(Sample s) {
        return s.inputs().toArray(Tensor[]::new);
    }

    static Tensor[] tangents(Sample s, Tensor[] x, Tensor... dx) {
        return tangents(s::values, x, dx);
    }

    static Tensor[] tangents(Function<Tensor[], Tensor[]> f, Tensor[] x, Tensor... dx) {
        Jvp jvp = Forward.jvp(f, x, dx);
        Tensor[] dy = new Tensor[jvp.outputs().length];
        Arrays.setAll(dy, i -> jvp.tangents()[i].orZeros(jvp.outputs()[i]));
        return dy;
    }

    static Tensor[] cotangents(Sample s, Tensor[] x, Tensor... dy) {
        return isConstant(x) ? random(x, 0) : cotangents(s::values, x, dy);
    }

    static Tensor[] cotangents(Function<Tensor[], Tensor[]> f, Tensor[] x, Tensor... dy) {
        Vjp vjp = Reverse.vjp(f, x);
        Cotangent[] dx = vjp.pullback().apply(dy, Wanted.NONE);
        Tensor[] dense = new Tensor[x.length];
        Arrays.setAll(dense, i -> dx[i].dense(x[i]));
        return dense;
    }

    /** A function of tensors where it is looked at. */
    record At(Function<Tensor[], Tensor[]> f, Tensor... x) {
        /** What it applies there. */
        Steps steps() {
            return Steps.of(f, Arrays.stream(x).map(Tensor::array).toArray(NdArray[]::new));
        }

        /** The same under vmap, of the same example many times. */
        At examples(int count) {
            boolean[] mapped = new boolean[x.length];
            Arrays.fill(mapped, true);
            return new At(in -> Vmap.map(f, in, mapped), Arrays.stream(x).map(t -> F.stack(Collections.nCopies(count, t), 0))
                    .toArray(Tensor[]::new));
        }
    }

    /** A sample's values, its tangents as a function of inputs and tangents, and its pullback as one of inputs and cotangents. */
    static List<At> functions(Sample s) {
        Tensor[] x = inputs(s);
        int n = x.length;
        return List.of(new At(s::values, x),
                new At(in -> tangents(s, Arrays.copyOf(in, n), Arrays.copyOfRange(in, n, in.length)), joined(x, random(x, 9))),
                new At(in -> cotangents(s, Arrays.copyOf(in, n), Arrays.copyOfRange(in, n, in.length)),
                        joined(x, random(s.values(x), 33))));
    }

    private static Tensor[] joined(Tensor[] a, Tensor... b) {
        Tensor[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
