package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.fusion.Fused;
import org.covector.functional.transform.TreeFunction;

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
     * {@code x -> last(..second(first(x)))}, of any number of functions: one after another, where a chain of {@code andThen} nests a call
     * for each.
     *
     * {@snippet :
     * Tensor y = Functions.compose(F::square, F::neg).apply(Tensor.of(1.0, 2)); // [-1, -4]
     * }
     *
     * @param functions one or more, the first first
     * @return the function from x to the last result
     * @throws ArgumentException if there is no function
     */
    @SafeVarargs
    public static Function1<Tensor, Tensor> compose(Function<Tensor, Tensor>... functions) {
        ArgumentException.require(functions.length > 0, "compose", "functions", "none", "one or more");
        List<Function<Tensor, Tensor>> all = new ArrayList<>();
        for (Function<Tensor, Tensor> f : functions) {
            all.add(f);
        }
        return x -> {
            Tensor y = x;
            for (Function<Tensor, Tensor> f : all) {
                y = f.apply(y);
            }
            return y;
        };
    }

    /**
     * {@code f} in as few kernels as possible, with the same bits.
     *
     * {@snippet :
     * Tensor y = Functions.fuse(x -> F.add(F.square(x), 1)).apply(Tensor.of(1.0, 2)); // [2, 5]
     * }
     *
     * @param f of a tensor; its course must not depend on elements
     * @return a function with the values and derivatives of f, traced once for each dtype and shape; it throws what f throws, and {@link
     *     ElementReadException} if f reads elements
     */
    public static Function1<Tensor, Tensor> fuse(Function<Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0])});
        return x -> fused.apply(new Tensor[] {x})[0];
    }

    /**
     * {@code f} of two tensors in as few kernels as possible, as {@link #fuse(Function)}.
     *
     * {@snippet :
     * Tensor z = Functions.fuse2((x, y) -> F.square(F.sub(x, y))).apply(Tensor.of(1.0, 2), Tensor.of(3.0, 5)); // [4, 9]
     * }
     *
     * @param f of two tensors; its course must not depend on elements
     * @return a function with the values and derivatives of f
     */
    public static Function2<Tensor, Tensor, Tensor> fuse2(BiFunction<Tensor, Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0], x[1])});
        return (x, y) -> fused.apply(new Tensor[] {x, y})[0];
    }

    /**
     * {@code f} of three tensors in as few kernels as possible, as {@link #fuse(Function)}.
     *
     * {@snippet :
     * Tensor w = Functions.fuse3((x, y, z) -> F.add(F.mul(x, y), z)).apply(Tensor.of(2.0), Tensor.of(3.0), Tensor.of(4.0)); // [10]
     * }
     *
     * @param f of three tensors; its course must not depend on elements
     * @return a function with the values and derivatives of f
     */
    public static Function3<Tensor, Tensor, Tensor, Tensor> fuse3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        Function<Tensor[], Tensor[]> fused = Fused.function(x -> new Tensor[] {f.apply(x[0], x[1], x[2])});
        return (x, y, z) -> fused.apply(new Tensor[] {x, y, z})[0];
    }

    /**
     * {@code f} between trees in as few kernels as possible, traced once per structure of its argument: dtypes and shapes of the leaves,
     * which options are present, how long lists are, and what is no leaf, by its {@code equals}. What is no leaf of the result is that of
     * the trace.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function; its course must not depend on elements
     * @return a function with the values and derivatives of f
     */
    public static <X, Y> Function1<X, Y> fuse(Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        record Form(DType dtype, Shape shape) {}

        record Traced<X, Y>(TreeFunction<X, Y> flat, Function<Tensor[], Tensor[]> fused) {}

        ConcurrentHashMap<Form, Tensor> blanks = new ConcurrentHashMap<>(); // one for each form, so that equal structures are equal values
        Function1<Tensor, Tensor> blank = t -> blanks.computeIfAbsent(new Form(t.dtype(), t.shape()), form ->
                Tensor.zeros(form.dtype(), form.shape()));
        ConcurrentHashMap<X, Traced<X, Y>> programs = new ConcurrentHashMap<>();
        return x -> {
            Traced<X, Y> traced = programs.computeIfAbsent(in.map(x, blank), like -> {
                TreeFunction<X, Y> flat = new TreeFunction<>("fuse", in, out, f, like);
                return new Traced<>(flat, Fused.function(flat));
            });
            return traced.flat.result(traced.fused.apply(in.leaves(x).toArray(Tensor[]::new)));
        };
    }

    /**
     * {@code fuse(f)} as text: the program that it runs for arguments like {@code x}, a line for each step, and each kernel's loop.
     *
     * {@snippet :
     * String program = Functions.explain(x -> F.add(F.square(x), 1), Tensor.of(1.0, 2));
     * boolean one = program.lines().filter(line -> line.contains("square")).count() > 0; // true
     * }
     *
     * @param f of a tensor
     * @param x of the dtype and shape asked about
     * @return the text
     * @throws ElementReadException if f reads elements
     */
    public static String explain(Function<Tensor, Tensor> f, Tensor x) {
        return explain(TENSOR, TENSOR, f, x);
    }

    /**
     * {@code fuse(in, out, f)} as text: the program that it runs for arguments like {@code x}.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @param x of the structure asked about
     * @return the text
     * @throws ElementReadException if f reads elements
     */
    public static <X, Y> String explain(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        TreeFunction<X, Y> flat = new TreeFunction<>("explain", in, out, f, x);
        return Fused.explain(flat, flat.arguments());
    }
}
