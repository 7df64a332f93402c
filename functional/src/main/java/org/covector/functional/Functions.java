package org.covector.functional;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Fused;

/**
 * Composing functions of tensors, and fusing what was composed.
 *
 * <p>Calls of {@code F} run one by one. {@code fuse(f)} traces f once per dtypes and shapes of its arguments and runs it as few kernels as
 * possible, forward and backward, with the same bits. Numbers that f closes over become part of the trace; tensors too, as constants. A
 * function whose course depends on elements is refused.
 */
public final class Functions {
    private Functions() {}

    /**
     * {@code x -> last(...second(first(x)))}, of any number of functions: one after another, where a chain of {@code andThen} nests a call
     * for each.
     */
    @SafeVarargs
    public static Function1<Tensor, Tensor> compose(Function1<Tensor, Tensor>... functions) {
        ArgumentException.require(functions.length > 0, "compose", "functions", "none", "one or more");
        Seq<Function1<Tensor, Tensor>> all = Vector.empty();
        for (Function1<Tensor, Tensor> f : functions) {
            all = all.append(f);
        }
        return sequence(all);
    }

    private static Function1<Tensor, Tensor> sequence(Seq<Function1<Tensor, Tensor>> all) {
        return x -> {
            Tensor y = x;
            for (Function1<Tensor, Tensor> f : all) {
                y = f.apply(y);
            }
            return y;
        };
    }

    /** {@code f} in as few kernels as possible. */
    public static Function1<Tensor, Tensor> fuse(Function1<Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0])});
        return x -> fused.apply(new Tensor[] {x})[0];
    }

    /** A function of two tensors in as few kernels as possible. */
    public static Function2<Tensor, Tensor, Tensor> fuse2(Function2<Tensor, Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0], x[1])});
        return (x, y) -> fused.apply(new Tensor[] {x, y})[0];
    }

    /** A function of three tensors in as few kernels as possible. */
    public static Function3<Tensor, Tensor, Tensor, Tensor> fuse3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0], x[1], x[2])});
        return (x, y, z) -> fused.apply(new Tensor[] {x, y, z})[0];
    }

    /** The program that {@code fuse(f)} runs for arguments like {@code x}: a line for each step, and each kernel's loop. */
    public static String explain(Function1<Tensor, Tensor> f, Tensor x) {
        return Fused.explain(t -> new Tensor[] {f.apply(t[0])}, x);
    }
}
