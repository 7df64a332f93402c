package org.covector.functional.sample;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.List;
import org.covector.functional.Tensor;

/**
 * An operation with its options fixed, and where to try it.
 *
 * @param f from the inputs to all results
 * @param inputs what it is tried at
 */
public record Sample(Function1<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
    /** A function of one tensor. */
    public static Sample of(Function1<Tensor, Tensor> f, Tensor x) {
        return new Sample(in -> List.of(f.apply(in.get(0))), List.of(x));
    }

    /** A function of two tensors. */
    public static Sample of(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return new Sample(in -> List.of(f.apply(in.get(0), in.get(1))), List.of(x, y));
    }

    /** A function of three tensors. */
    public static Sample of(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return new Sample(in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))), List.of(x, y, z));
    }

    /** A function with several results. */
    public static Sample several(Function1<Tensor, List<Tensor>> f, Tensor x) {
        return new Sample(in -> f.apply(in.get(0)), List.of(x));
    }

    /** The results. */
    public Tensor[] values(Tensor... x) {
        return f.apply(List.of(x)).toArray(Tensor[]::new);
    }
}
