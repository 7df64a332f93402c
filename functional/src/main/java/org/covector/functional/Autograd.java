package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;
import static org.covector.functional.transform.TreeFunction.PAIR;
import static org.covector.functional.transform.TreeFunction.RESULT;
import static org.covector.functional.transform.TreeFunction.TRIPLE;
import static org.covector.functional.transform.TreeFunction.spread2;
import static org.covector.functional.transform.TreeFunction.spread3;
import static org.covector.functional.transform.TreeFunction.tupled;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.custom.Checkpoint;
import org.covector.functional.custom.FromUser;
import org.covector.functional.fusion.Linearization;
import org.covector.functional.primitive.Shapes;
import org.covector.functional.primitive.StopGradient;
import org.covector.functional.transform.Jacobian;
import org.covector.functional.transform.TreeFunction;
import org.covector.functional.transform.Vmap;

/**
 * Functions on functions: derivatives of every order in reverse and forward mode, and many examples at once.
 *
 * <p>Each call opens a level of its own, so calls nest in any way: {@code grad(x -> grad(y -> f(x, y)))} keeps x and y apart,
 * {@code vmap(grad(f))} gives a gradient for each example, and a value that an inner function closes over stays differentiable by the
 * outer one.
 *
 * <p>All read alike. What gives a function has a name for each number of tensors: {@code grad(f)}, {@code grad2(f)}, {@code grad3(f)}, so
 * that {@code F::sum}, {@code F::mseLoss}, lambdas, Vavr's and {@code java.util.function}'s types all fit. What takes the point at once has
 * one name: {@code vjp(f, x)}, {@code vjp(f, x, y)}; tangents of several come as a tuple, {@code jvp(f, Tuple.of(x, y), Tuple.of(dx, dy))}.
 * Any other argument is a {@link Tree}, which comes first: {@code grad(tree, f)}, {@code vjp(in, out, f, x)}.
 */
public final class Autograd {
    private Autograd() {}

    /**
     * A value and the closure that takes its cotangent back to the arguments'. The closure may be called any number of times, from
     * any thread.
     */
    public record ValueAndPullback<Y, X>(Y value, Function1<Y, X> pullback) {
        /**
         * {@code (value, pullback)}: the tensors of the value, for {@link Memory#scope(Tree, java.util.function.Supplier)}; everything made
         * in the scope lives on, since the pullback holds it.
         *
         * {@snippet :
         * Tensor x = Tensor.of(1.0, 2);
         * Tree<Autograd.ValueAndPullback<Tensor, Tensor>> tree = Autograd.ValueAndPullback.tree(Tree.TENSOR);
         * Autograd.ValueAndPullback<Tensor, Tensor> y = Memory.scope(tree, () -> Autograd.vjp(F::square, x));
         * Tensor dx = y.pullback().apply(Tensor.of(1.0, 10)); // [2, 40]
         * }
         *
         * @param <X> the argument
         * @param <Y> the result
         * @param value the tree of the value
         * @return the tree of both
         */
        public static <Y, X> Tree<ValueAndPullback<Y, X>> tree(Tree<Y> value) {
            return (pulled, at, visitor) -> {
                visitor.holdsMore();
                return new ValueAndPullback<>(value.traverse(pulled.value(), at, visitor), pulled.pullback());
            };
        }
    }

    /** A value and the linear map from tangents of the arguments to the tangent of the value. */
    public record Linearized<Y, X>(Y value, Function1<X, Y> tangent) {
        /**
         * {@code (value, tangent)}: the tensors of the value, for {@link Memory#scope(Tree, java.util.function.Supplier)}; see {@link
         * ValueAndPullback#tree}.
         *
         * @param <X> the argument
         * @param <Y> the result
         * @param value the tree of the value
         * @return the tree of both
         */
        public static <Y, X> Tree<Linearized<Y, X>> tree(Tree<Y> value) {
            return (linearized, at, visitor) -> {
                visitor.holdsMore();
                return new Linearized<>(value.traverse(linearized.value(), at, visitor), linearized.tangent());
            };
        }
    }

    // ---- vjp

    /**
     * {@code y = f(x)} and {@code dy -> dy . df/dx}: a value and its pullback.
     *
     * {@snippet :
     * Autograd.ValueAndPullback<Tensor, Tensor> y = Autograd.vjp(F::square, Tensor.of(1.0, 2));
     * Tensor value = y.value(); // [1, 4]
     * Tensor dx = y.pullback().apply(Tensor.of(1.0, 10)); // [2, 40]
     * }
     *
     * @param f from a tensor to a tensor
     * @param x any shape, FLOAT32 or FLOAT64
     * @return y, and the closure from a cotangent of y's shape and dtype to one of x's
     * @throws ArgumentException if x is not floating, f gives nothing, or a cotangent has another shape or dtype than y
     */
    public static ValueAndPullback<Tensor, Tensor> vjp(Function<Tensor, Tensor> f, Tensor x) {
        Reverse run = run("vjp", f, x); // without the tree: half the time of an operation on few elements
        Tensor y = run.value();
        return new ValueAndPullback<>(y, dy -> {
            if (dy == null || !TreeFunction.alike(dy, y)) {
                throw TreeFunction.unlike("pullback", "cotangent", dy, y);
            }
            return run.pullback(dy).dense(x);
        });
    }

    /**
     * {@code z = f(x, y)} and {@code dz -> (dx, dy)}: a value and its pullback.
     *
     * @param f of two tensors
     * @param x any shape and dtype
     * @param y any shape and dtype
     * @return z, and the closure from a cotangent of z's shape to cotangents of both
     * @throws ArgumentException if nothing is floating, or a cotangent has another shape or dtype than z
     */
    public static ValueAndPullback<Tensor, Tuple2<Tensor, Tensor>> vjp(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return vjp(PAIR, TENSOR, tupled(f), Tuple.of(x, y));
    }

    /**
     * {@code f(x, y, z)} and {@code d -> (dx, dy, dz)}: a value and its pullback.
     *
     * @param f of three tensors
     * @param x any shape and dtype
     * @param y any shape and dtype
     * @param z any shape and dtype
     * @return the value, and the closure from a cotangent of its shape to cotangents of all
     * @throws ArgumentException if nothing is floating, or a cotangent has another shape or dtype than the value
     */
    public static ValueAndPullback<Tensor, Tuple3<Tensor, Tensor, Tensor>> vjp(Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x,
            Tensor y, Tensor z) {
        return vjp(TRIPLE, TENSOR, tupled(f), Tuple.of(x, y, z));
    }

    /**
     * {@code y = f(x)} and {@code dy -> dy . df/dx} between trees of tensors. INT64 and BOOL tensors, buffers and fixed leaves have zeros
     * as cotangents.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @param x the argument
     * @return the value, and the closure from a cotangent of its structure to one of x's
     * @throws ArgumentException if nothing is floating, or a cotangent has another structure, shape or dtype
     */
    public static <X, Y> ValueAndPullback<Y, X> vjp(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        Run<X, Y> run = Run.of(new TreeFunction<>("vjp", in, out, f, x));
        return new ValueAndPullback<>(run.value(), run::pullback);
    }

    /**
     * Cotangents, and what users' formulas said of them.
     *
     * @param <X> the argument
     * @param cotangent of the argument
     * @param log entries in the order of the sweep, from the result to the argument
     */
    public record Logged<X>(X cotangent, List<LogEntry> log) {}

    /**
     * {@code (function, input, entry)}: what the pullback of a user's formula said by {@link CustomVjp#logged}.
     *
     * {@snippet :
     * Function1<Tensor, Tensor> twice = CustomVjp.customVjp("twice", x -> CustomVjp.withPullback(F.mul(x, 2), dy -> Tuple.of(
     *         CustomVjp.logged(() -> F.mul(dy, 2), () -> "doubled"))));
     * Autograd.LogEntry said = Autograd.vjpLogged(twice, Tensor.of(1.0)).pullback().apply(Tensor.of(1.0)).log().getFirst();
     * String function = said.function(); // twice
     * Object entry = said.entry(); // doubled
     * }
     *
     * @param function the formula's name
     * @param input number of the input whose cotangent it goes with
     * @param entry what it said
     */
    public record LogEntry(String function, int input, Object entry) {}

    /**
     * {@code y = f(x)} and {@code dy -> (dx, log)}: as {@link #vjp(Function, Tensor)}, with what users' formulas log on the way back.
     *
     * <p>Only formulas whose cotangents are wanted speak, and nobody else asks them; inside {@link Functions#fuse} they do not. No
     * derivative flows through a log.
     *
     * {@snippet :
     * Function1<Tensor, Tensor> clipped = CustomVjp.customVjp("clipped", x -> CustomVjp.withPullback(x, dy -> Tuple.of(
     *         CustomVjp.logged(() -> F.clamp(dy, -1, 1), () -> "norm " + F.norm(dy).item()))));
     * Autograd.Logged<Tensor> back = Autograd.vjpLogged(clipped, Tensor.of(1.0, 2)).pullback().apply(Tensor.of(3.0, 4));
     * Tensor dx = back.cotangent(); // [1, 1]
     * String said = back.log().getFirst().entry().toString(); // norm 5.0
     * }
     *
     * @param f from a tensor to a tensor
     * @param x any shape, FLOAT32 or FLOAT64
     * @return y, and the closure from a cotangent of y's shape and dtype to one of x's with the log
     * @throws ArgumentException if x is not floating, f gives nothing, or a cotangent has another shape or dtype than y
     */
    public static ValueAndPullback<Tensor, Logged<Tensor>> vjpLogged(Function<Tensor, Tensor> f, Tensor x) {
        return vjpLogged(TENSOR, TENSOR, f, x);
    }

    /**
     * {@code y = f(x)} and {@code dy -> (dx, log)}: as {@link #vjp(Tree, Tree, Function, Object)}, with what users' formulas log.
     *
     * {@snippet :
     * Tree<Tuple2<Tensor, Tensor>> pair = Tree.tuple(Tree.TENSOR, Tree.TENSOR);
     * var back = Autograd.vjpLogged(pair, Tree.TENSOR, p -> F.mul(p._1(), p._2()), Tuple.of(Tensor.of(1.0, 2), Tensor.of(3.0, 4)))
     *         .pullback().apply(Tensor.of(1.0, 1));
     * Tensor dx = back.cotangent()._1(); // [3, 4]
     * int entries = back.log().size(); // 0
     * }
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @param x the argument
     * @return the value, and the closure from a cotangent of its structure to one of x's with the log
     * @throws ArgumentException if nothing is floating, or a cotangent has another structure, shape or dtype
     */
    public static <X, Y> ValueAndPullback<Y, Logged<X>> vjpLogged(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        Run<X, Y> run = Run.of(new TreeFunction<>("vjpLogged", in, out, f, x));
        return new ValueAndPullback<>(run.value(), run::loggedPullback);
    }

    /** One differentiated run of a function at an argument with these tensors. */
    private record Run<X, Y>(TreeFunction<X, Y> f, Tensor[] leaves, Vjp vjp, Y value) {
        static <X, Y> Run<X, Y> of(TreeFunction<X, Y> f) {
            Tensor[] leaves = f.arguments();
            Vjp vjp = Reverse.vjp(f, leaves, f.parameters(leaves));
            return new Run<>(f, leaves, vjp, f.result(vjp.outputs()));
        }

        X pullback(Y dy) {
            return pullback("pullback", "cotangent", dy);
        }

        Logged<X> loggedPullback(Y dy) {
            Cotangent[] dx = cotangents("pullback", "cotangent", dy);
            return new Logged<>(argument(dx), Arrays.stream(dx).skip(leaves.length).map(c -> (Cotangent.Log) c)
                    .map(c -> new LogEntry(c.function(), c.input(), c.entry().get())).toList());
        }

        /** The same, in the words of who asked for it. */
        X pullback(String function, String cotangent, Y dy) {
            return argument(cotangents(function, cotangent, dy));
        }

        private Cotangent[] cotangents(String function, String cotangent, Y dy) {
            return vjp.pullback().apply(TreeFunction.matching(function, cotangent, f.out, dy, value), Wanted.NONE);
        }

        private X argument(Cotangent... dx) {
            List<Tensor> dense = new ArrayList<>(leaves.length);
            for (int i = 0; i < leaves.length; i++) {
                dense.add(dx[i].dense(leaves[i]));
            }
            return f.in.with(f.x, dense);
        }
    }

    private static Reverse run(String function, Function<Tensor, Tensor> f, Tensor x) {
        if (!x.dtype().isFloating()) {
            throw Reverse.constant(function, x.dtype() + " " + x.shape(), "a tensor");
        }
        return Reverse.run(t -> FromUser.given(function, RESULT, f.apply(t), "a tensor"), x);
    }

    // ---- grad

    /**
     * {@code x -> df/dx} of a function with a scalar result.
     *
     * {@snippet :
     * Tensor dx = Autograd.grad(x -> F.sum(F.square(x))).apply(Tensor.of(1.0, 2)); // [2, 4]
     * }
     *
     * @param f from a tensor to one number
     * @return the function from x, FLOAT32 or FLOAT64, to the gradient, of x's shape and dtype; it throws {@link ArgumentException} if x is
     *     not floating, or f(x) is not one floating number
     */
    public static Function1<Tensor, Tensor> grad(Function<Tensor, Tensor> f) {
        return gradient("grad", f);
    }

    private static Function1<Tensor, Tensor> gradient(String function, Function<Tensor, Tensor> f) {
        return x -> {
            Reverse run = run(function, f, x);
            return run.pullback(seed(function, run.value())).dense(x);
        };
    }

    /**
     * {@code (x, y) -> (df/dx, df/dy)} of a function with a scalar result.
     *
     * @param f from two tensors to one number
     * @return the function from both to the gradients by both
     */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tensor>> grad2(BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(grad(PAIR, tupled(f)));
    }

    /**
     * {@code (x, y, z) -> (df/dx, df/dy, df/dz)} of a function with a scalar result.
     *
     * @param f from three tensors to one number
     * @return the function from all to the gradients by all
     */
    public static Function3<Tensor, Tensor, Tensor, Tuple3<Tensor, Tensor, Tensor>> grad3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(grad(TRIPLE, tupled(f)));
    }

    /**
     * {@code x -> df/dx} of a function of a tree with a scalar result: a tree of the same structure. In the place of a buffer, of a fixed
     * leaf and of a tensor of INT64 or BOOL stand zeros of its shape and dtype; what is no leaf is that of the argument.
     *
     * @param <X> the argument
     * @param tree the tree of the argument
     * @param f from the argument to one number
     * @return the function from x to the gradient
     */
    public static <X> Function1<X, X> grad(Tree<X> tree, Function<X, Tensor> f) {
        return gradient("grad", tree, f);
    }

    private static <X> Function1<X, X> gradient(String function, Tree<X> tree, Function<X, Tensor> f) {
        return x -> valueAndGrad(new TreeFunction<>(function, tree, TENSOR, f, x))._2();
    }

    /**
     * {@code x -> (f(x), df/dx)} of a function with a scalar result, in one run.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = Autograd.valueAndGrad(x -> F.sum(F.square(x))).apply(Tensor.of(1.0, 2)); // (5, [2, 4])
     * }
     *
     * @param f from a tensor to one number
     * @return the function from x to the value and the gradient, of x's shape and dtype
     */
    public static Function1<Tensor, Tuple2<Tensor, Tensor>> valueAndGrad(Function<Tensor, Tensor> f) {
        return x -> {
            Reverse run = run("valueAndGrad", f, x);
            return Tuple.of(run.value(), run.pullback(seed("valueAndGrad", run.value())).dense(x));
        };
    }

    /**
     * {@code (x, y) -> (f(x, y), (df/dx, df/dy))} of a function with a scalar result.
     *
     * @param f from two tensors to one number
     * @return the function from both to the value and the gradients
     */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tuple2<Tensor, Tensor>>> valueAndGrad2(BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(valueAndGrad(PAIR, tupled(f)));
    }

    /**
     * {@code (x, y, z) -> (f(x, y, z), (df/dx, df/dy, df/dz))} of a function with a scalar result.
     *
     * @param f from three tensors to one number
     * @return the function from all to the value and the gradients
     */
    public static Function3<Tensor, Tensor, Tensor, Tuple2<Tensor, Tuple3<Tensor, Tensor, Tensor>>> valueAndGrad3(
            Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(valueAndGrad(TRIPLE, tupled(f)));
    }

    /**
     * {@code x -> (f(x), df/dx)} of a function of a tree with a scalar result, as of {@link #grad(Tree, Function)}.
     *
     * @param <X> the argument
     * @param tree the tree of the argument
     * @param f from the argument to one number
     * @return the function from x to the value and the gradient
     */
    public static <X> Function1<X, Tuple2<Tensor, X>> valueAndGrad(Tree<X> tree, Function<X, Tensor> f) {
        return x -> valueAndGrad(new TreeFunction<>("valueAndGrad", tree, TENSOR, f, x));
    }

    private static <X> Tuple2<Tensor, X> valueAndGrad(TreeFunction<X, Tensor> f) {
        Run<X, Tensor> run = Run.of(f);
        return Tuple.of(run.value(), run.pullback(seed(f.function, run.value())));
    }

    /**
     * {@code x -> ((f(x), aux), df/dx)} of a function that returns something beside its scalar result (new running statistics,
     * predictions). No cotangent flows through what is returned beside.
     *
     * @param <X> the argument
     * @param <A> what is returned beside
     * @param tree the tree of the argument
     * @param aux the tree of what is returned beside
     * @param f from the argument to one number and what is beside
     * @return the function from x to both and the gradient
     */
    public static <X, A> Function1<X, Tuple2<Tuple2<Tensor, A>, X>> valueAndGrad(
            Tree<X> tree, Tree<A> aux, Function<X, Tuple2<Tensor, A>> f) {
        return x -> {
            Run<X, Tuple2<Tensor, A>> run = Run.of(new TreeFunction<>("valueAndGrad", tree, Tree.tuple(TENSOR, aux), f, x));
            A zeros = aux.map(run.value()._2(), t -> Tensor.zeros(t.dtype(), t.shape()));
            return Tuple.of(run.value(), run.pullback(Tuple.of(seed("valueAndGrad", run.value()._1()), zeros)));
        };
    }

    private static Tensor seed(String function, Tensor y) {
        if (y.size() != 1 || !y.dtype().isFloating()) {
            throw new ArgumentException(function, RESULT, y.dtype() + " " + y.shape(),
                    "one number of FLOAT32 or FLOAT64; for others use vjp or jacobian");
        }
        return Tensor.ones(y.dtype(), y.shape());
    }

    // ---- forward

    /**
     * {@code (f(x), df/dx . dx)} in one run that keeps nothing, whatever the depth of f.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = Autograd.jvp(F::square, Tensor.of(1.0, 2), Tensor.of(1.0, 10)); // ([1, 4], [2, 40])
     * }
     *
     * @param f from a tensor to a tensor
     * @param x any shape, FLOAT32 or FLOAT64
     * @param dx the tangent, of the shape and dtype of x
     * @return value and tangent, of one shape and dtype
     * @throws ArgumentException if the tangent has another shape or dtype than x
     */
    public static Tuple2<Tensor, Tensor> jvp(Function<Tensor, Tensor> f, Tensor x, Tensor dx) {
        return jvp(TENSOR, TENSOR, f, x, dx);
    }

    /**
     * {@code (f(x, y), df/dx . dx + df/dy . dy)} in one run that keeps nothing.
     *
     * @param f of two tensors
     * @param x both, any shape and dtype
     * @param dx the tangents, each of the shape and dtype of its tensor
     * @return value and tangent, of one shape and dtype
     * @throws ArgumentException if a tangent has another shape or dtype than its tensor
     */
    public static Tuple2<Tensor, Tensor> jvp(BiFunction<Tensor, Tensor, Tensor> f, Tuple2<Tensor, Tensor> x, Tuple2<Tensor, Tensor> dx) {
        return jvp(PAIR, TENSOR, tupled(f), x, dx);
    }

    /**
     * {@code (f(x, y, z), df/dx . dx + df/dy . dy + df/dz . dz)} in one run that keeps nothing.
     *
     * @param f of three tensors
     * @param x all, any shape and dtype
     * @param dx the tangents, each of the shape and dtype of its tensor
     * @return value and tangent, of one shape and dtype
     * @throws ArgumentException if a tangent has another shape or dtype than its tensor
     */
    public static Tuple2<Tensor, Tensor> jvp(
            Function3<Tensor, Tensor, Tensor, Tensor> f, Tuple3<Tensor, Tensor, Tensor> x, Tuple3<Tensor, Tensor, Tensor> dx) {
        return jvp(TRIPLE, TENSOR, tupled(f), x, dx);
    }

    /**
     * {@code (f(x), df/dx . dx)} between trees. Nothing flows from and to tensors of INT64 and BOOL. Every other leaf moves by its tangent,
     * a buffer too: zeros there keep it constant.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @param x the argument
     * @param dx the tangent, of the structure of x
     * @return value and tangent
     * @throws ArgumentException if the tangent has another structure, shape or dtype than x
     */
    public static <X, Y> Tuple2<Y, Y> jvp(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x, X dx) {
        return pushed(new TreeFunction<>("jvp", in, out, f, x), "tangent", dx);
    }

    /** A run forward; {@code tangent} is what messages call dx. */
    private static <X, Y> Tuple2<Y, Y> pushed(TreeFunction<X, Y> f, String tangent, X dx) {
        Jvp jvp = Forward.jvp(f, f.floating(), f.tangents(tangent, dx));
        return Tuple.of(f.result(jvp.outputs()), f.result(jvp.dense()));
    }

    /**
     * {@code f(x)} and {@code dx -> df/dx . dx}: a value and the linear map of tangents, which runs without f as often as one likes.
     *
     * {@snippet :
     * Autograd.Linearized<Tensor, Tensor> y = Autograd.linearize(F::square, Tensor.of(1.0, 2));
     * Tensor dy = y.tangent().apply(Tensor.of(1.0, 10)); // [2, 40]
     * }
     *
     * @param f from a tensor to a tensor
     * @param x any shape, FLOAT32 or FLOAT64
     * @return the value, and the map from tangents of x's shape and dtype to tangents of the value's; it throws {@link ArgumentException}
     *     for others
     */
    public static Linearized<Tensor, Tensor> linearize(Function<Tensor, Tensor> f, Tensor x) {
        return linearize(TENSOR, TENSOR, f, x);
    }

    /**
     * {@code f(x, y)} and {@code (dx, dy) -> df/dx . dx + df/dy . dy}: a value and the linear map of tangents.
     *
     * @param f of two tensors
     * @param x any shape and dtype
     * @param y any shape and dtype
     * @return the value, and the map from tangents of both, of their shapes and dtypes, to tangents of the value
     * @throws ArgumentException if f refuses them
     */
    public static Linearized<Tensor, Tuple2<Tensor, Tensor>> linearize(BiFunction<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return linearize(PAIR, TENSOR, tupled(f), Tuple.of(x, y));
    }

    /**
     * {@code f(x, y, z)} and {@code (dx, dy, dz) -> df/dx . dx + df/dy . dy + df/dz . dz}: a value and the linear map of tangents.
     *
     * @param f of three tensors
     * @param x any shape and dtype
     * @param y any shape and dtype
     * @param z any shape and dtype
     * @return the value, and the map from tangents of all, of their shapes and dtypes, to tangents of the value
     * @throws ArgumentException if f refuses them
     */
    public static Linearized<Tensor, Tuple3<Tensor, Tensor, Tensor>> linearize(
            Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return linearize(TRIPLE, TENSOR, tupled(f), Tuple.of(x, y, z));
    }

    /**
     * {@code f(x)} and {@code dx -> df/dx . dx} between trees.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @param x the argument
     * @return the value, and the map from tangents of x's structure to tangents of the value's
     */
    public static <X, Y> Linearized<Y, X> linearize(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        TreeFunction<X, Y> flat = new TreeFunction<>("linearize", in, out, f, x);
        Linearization run = Linearization.of(flat, flat.floating());
        return new Linearized<>(flat.result(run.outputs()), dx -> flat.result(run.tangents(flat.tangents("tangent", dx))));
    }

    // ---- many examples

    /**
     * {@code y[i] = f(x[i])} for every example i along the first axis: f runs once, each operation on all examples together. Reading
     * elements inside f is refused.
     *
     * {@snippet :
     * Tensor y = Autograd.vmap(x -> F.sum(F.square(x))).apply(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // [5, 25]
     * Tensor dx = Autograd.vmap(Autograd.grad(x -> F.prod(x))).apply(Tensor.of(new double[][] {{1, 2}, {3, 4}})); // [[2, 1], [4, 3]]
     * }
     *
     * @param f of one example
     * @return the function from x, {@code [n, ..]}, to the results, {@code [n, ..]}; it throws {@link ArgumentException} if x is a scalar
     */
    public static Function1<Tensor, Tensor> vmap(Function<Tensor, Tensor> f) {
        return vmap(VmapAxes.FIRST, f);
    }

    /**
     * {@code y[i] = f(x[.., i, ..])} for every example i along the axes given: {@link #vmap(Function)} along other axes.
     *
     * @param axes where the examples lie in argument and result
     * @param f of one example
     * @return the function from all examples to all results
     */
    public static Function1<Tensor, Tensor> vmap(VmapAxes axes, Function<Tensor, Tensor> f) {
        return vmap(axes, TENSOR, TENSOR, f);
    }

    /**
     * {@code z[i] = f(x[i], y[i])} for every pair of examples along the first axes.
     *
     * @param f of one pair
     * @return the function from x, {@code [n, ..]}, and y, {@code [n, ..]}, to the results, {@code [n, ..]}
     */
    public static Function2<Tensor, Tensor, Tensor> vmap2(BiFunction<Tensor, Tensor, Tensor> f) {
        return vmap2(VmapAxes.FIRST, f);
    }

    /**
     * {@code z[i] = f(x[.., i, ..], y[.., i, ..])} for every pair of examples along the axes given.
     *
     * @param axes where the examples lie in arguments and result
     * @param f of one pair
     * @return the function from all examples to all results
     */
    public static Function2<Tensor, Tensor, Tensor> vmap2(VmapAxes axes, BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(vmap(axes, PAIR, TENSOR, tupled(f)));
    }

    /**
     * {@code w[i] = f(x[i], y[i], z[i])} for every triple of examples along the first axes.
     *
     * @param f of one triple
     * @return the function from x, y and z, each {@code [n, ..]}, to the results, {@code [n, ..]}
     */
    public static Function3<Tensor, Tensor, Tensor, Tensor> vmap3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return vmap3(VmapAxes.FIRST, f);
    }

    /**
     * {@code w[i] = f(x[.., i, ..], y[.., i, ..], z[.., i, ..])} for every triple of examples along the axes given.
     *
     * @param axes where the examples lie in arguments and result
     * @param f of one triple
     * @return the function from all examples to all results
     */
    public static Function3<Tensor, Tensor, Tensor, Tensor> vmap3(VmapAxes axes, Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(vmap(axes, TRIPLE, TENSOR, tupled(f)));
    }

    /**
     * {@code y[i] = f(x[i])} between trees, for every example i along the first axis of every tensor.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f of one example
     * @return the function from all examples to all results
     */
    public static <X, Y> Function1<X, Y> vmap(Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return vmap(VmapAxes.FIRST, in, out, f);
    }

    /**
     * {@code y[i] = f(x[.., i, ..])} between trees, for every example i along the axes given.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param axes one for each tensor, or one for all, in argument and result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f of one example
     * @return the function from all examples to all results; it throws {@link ArgumentException} if numbers of examples differ
     */
    public static <X, Y> Function1<X, Y> vmap(VmapAxes axes, Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return x -> {
            TreeFunction<X, Y> flat = new TreeFunction<>("vmap", in, out, f, x);
            Tensor[] at = flat.arguments();
            boolean[] mapped = new boolean[at.length];
            int first = -1;
            for (int i = 0; i < at.length; i++) {
                int axis = VmapAxes.axis("in", axes.in(), i, at.length);
                mapped[i] = axis != VmapAxes.NONE;
                if (mapped[i]) {
                    if (at[i].rank() == 0) {
                        throw new ArgumentException("vmap", TreeFunction.leaf("argument " + i, in, x, i), "a scalar",
                                "a tensor with an axis of examples, or VmapAxes.NONE");
                    }
                    at[i] = Shapes.movedim(at[i], at[i].shape().axis("vmap", axis), 0);
                    first = first < 0 ? i : first;
                    if (at[i].dim(0) != at[first].dim(0)) {
                        throw new ArgumentException("vmap", "number of examples of " + TreeFunction.leaf("argument " + i, in, x, i),
                                at[i].dim(0), at[first].dim(0) + ", as the arguments before");
                    }
                }
            }
            Tensor[] y = Vmap.map(flat, at, mapped);
            for (int i = 0; i < y.length; i++) {
                y[i] = Shapes.movedim(y[i], 0, y[i].shape().axis("vmap", VmapAxes.axis("out", axes.out(), i, y.length)));
            }
            return flat.result(y);
        };
    }

    // ---- matrices of derivatives

    /** How a matrix of derivatives is found. */
    public enum Mode {
        /** Column by column, by tangents: for functions with fewer arguments than results. */
        FORWARD,
        /** Row by row, by the pullback: for functions with fewer results than arguments. */
        REVERSE,
        /** Whichever of them has less to do. */
        CHEAPER
    }

    /**
     * {@code J[i.., j..] = dy[i..] / dx[j..]}, forward or in reverse, whichever has less to do.
     *
     * {@snippet :
     * Tensor j = Autograd.jacobian(F::square).apply(Tensor.of(1.0, 2)); // [[2, 0], [0, 4]]
     * }
     *
     * @param f from a tensor to a tensor
     * @return the function from x to J, with the axes of y, then those of x
     */
    public static Function1<Tensor, Tensor> jacobian(Function<Tensor, Tensor> f) {
        return jacobian(Mode.CHEAPER, f);
    }

    /**
     * {@code J[i.., j..] = dy[i..] / dx[j..]}, forward or in reverse.
     *
     * @param mode which
     * @param f from a tensor to a tensor
     * @return the function from x to J, with the axes of y, then those of x
     */
    public static Function1<Tensor, Tensor> jacobian(Mode mode, Function<Tensor, Tensor> f) {
        return jacobian(mode, TENSOR, TENSOR, f).andThen(Seq::head);
    }

    /**
     * {@code (x, y) -> (dz/dx, dz/dy)} as matrices.
     *
     * @param f of two tensors
     * @return the function from both to both, each with the axes of z, then those of the argument
     */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tensor>> jacobian2(BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(jacobian(Mode.CHEAPER, PAIR, TENSOR, tupled(f)).andThen(Seq::head));
    }

    /**
     * {@code (x, y, z) -> (dw/dx, dw/dy, dw/dz)} as matrices.
     *
     * @param f of three tensors
     * @return the function from all to all, each with the axes of the result, then those of the argument
     */
    public static Function3<Tensor, Tensor, Tensor, Tuple3<Tensor, Tensor, Tensor>> jacobian3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(jacobian(Mode.CHEAPER, TRIPLE, TENSOR, tupled(f)).andThen(Seq::head));
    }

    /**
     * {@code J_k[i.., j..] = dy_k[i..] / dx[j..]} of every tensor k of the result by every parameter of the argument. For buffers and fixed
     * leaves they are zeros.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param mode forward or in reverse
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @return the function from x to, for each tensor of the result, in order, a tree of x's structure whose tensors have the axes of the
     *     result's, then those of the argument's
     */
    public static <X, Y> Function1<X, Seq<X>> jacobian(Mode mode, Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return x -> matrix(mode, new TreeFunction<>("jacobian", in, out, f, x));
    }

    private static <X, Y> Seq<X> matrix(Mode mode, TreeFunction<X, Y> f) {
        Tensor[] at = f.arguments();
        return new Jacobian<>(f, at, f.parameters(at)).by(mode);
    }

    /**
     * {@code H[i.., j..] = d^2 f / (dx[i..] dx[j..])} of a function with a scalar result: forward over reverse.
     *
     * {@snippet :
     * Tensor h = Autograd.hessian(x -> F.prod(x)).apply(Tensor.of(1.0, 2, 3)); // [[0, 3, 2], [3, 0, 1], [2, 1, 0]]
     * }
     *
     * @param f from a tensor to one number
     * @return the function from x to H, with the axes of x twice
     */
    public static Function1<Tensor, Tensor> hessian(Function<Tensor, Tensor> f) {
        return x -> matrix(Mode.FORWARD, new TreeFunction<>("hessian", TENSOR, TENSOR, gradient("hessian", f), x)).head();
    }

    /**
     * {@code (x, y) -> ((fxx, fxy), (fyx, fyy))} of a function with a scalar result.
     *
     * @param f from two tensors to one number
     * @return the function from both to the blocks, each with the axes of its row's argument, then those of its column's
     */
    public static Function2<Tensor, Tensor, Tuple2<Tuple2<Tensor, Tensor>, Tuple2<Tensor, Tensor>>> hessian2(
            BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(hessian(PAIR, tupled(f)).andThen(rows -> Tuple.of(rows.get(0), rows.get(1))));
    }

    /**
     * {@code (x, y, z) -> ((fxx, fxy, fxz), (fyx, fyy, fyz), (fzx, fzy, fzz))} of a function with a scalar result.
     *
     * @param f from three tensors to one number
     * @return the function from all to the blocks, row by row
     */
    public static Function3<Tensor, Tensor, Tensor,
            Tuple3<Tuple3<Tensor, Tensor, Tensor>, Tuple3<Tensor, Tensor, Tensor>, Tuple3<Tensor, Tensor, Tensor>>> hessian3(
            Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(hessian(TRIPLE, tupled(f)).andThen(rows -> Tuple.of(rows.get(0), rows.get(1), rows.get(2))));
    }

    /**
     * {@code H_k[i.., j..] = d^2 f / (dx_k[i..] dx[j..])} of a function of a tree with a scalar result.
     *
     * @param <X> the argument
     * @param tree the tree of the argument
     * @param f from the argument to one number
     * @return the function from x to, for each tensor of x, in order, a tree of blocks as of {@link #jacobian(Mode, Tree, Tree, Function)}
     */
    public static <X> Function1<X, Seq<X>> hessian(Tree<X> tree, Function<X, Tensor> f) {
        return x -> matrix(Mode.FORWARD, new TreeFunction<>("hessian", tree, tree, gradient("hessian", tree, f), x));
    }

    /**
     * {@code H v}, the Hessian times a vector, without the matrix: forward over reverse.
     *
     * {@snippet :
     * Tensor y = Autograd.hvp(x -> F.prod(x), Tensor.of(1.0, 2, 3), Tensor.of(1.0, 0, 0)); // [0, 3, 2]
     * }
     *
     * @param f from a tensor to one number
     * @param x any shape, FLOAT32 or FLOAT64
     * @param v of the shape and dtype of x
     * @return of the shape and dtype of x
     * @throws ArgumentException if v has another shape or dtype than x, or f(x) is not one number
     */
    public static Tensor hvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) {
        return pushed(new TreeFunction<>("hvp", TENSOR, TENSOR, gradient("hvp", f), x), "v", v)._2();
    }

    /**
     * {@code H v} of a function of two tensors, without the matrix.
     *
     * @param f from two tensors to one number
     * @param x both, any shape and dtype
     * @param v one of the shape and dtype of each
     * @return one of the shape and dtype of each
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static Tuple2<Tensor, Tensor> hvp(BiFunction<Tensor, Tensor, Tensor> f, Tuple2<Tensor, Tensor> x, Tuple2<Tensor, Tensor> v) {
        return hvp(PAIR, tupled(f), x, v);
    }

    /**
     * {@code H v} of a function of three tensors, without the matrix.
     *
     * @param f from three tensors to one number
     * @param x all, any shape and dtype
     * @param v one of the shape and dtype of each
     * @return one of the shape and dtype of each
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static Tuple3<Tensor, Tensor, Tensor> hvp(
            Function3<Tensor, Tensor, Tensor, Tensor> f, Tuple3<Tensor, Tensor, Tensor> x, Tuple3<Tensor, Tensor, Tensor> v) {
        return hvp(TRIPLE, tupled(f), x, v);
    }

    /**
     * {@code H v} of a function of a tree, without the matrix.
     *
     * @param <X> the argument
     * @param tree the tree of the argument
     * @param f from the argument to one number
     * @param x the argument
     * @param v of the structure of x
     * @return of the structure of x
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static <X> X hvp(Tree<X> tree, Function<X, Tensor> f, X x, X v) {
        return pushed(new TreeFunction<>("hvp", tree, tree, gradient("hvp", tree, f), x), "v", v)._2();
    }

    /**
     * {@code v^T H}, a vector times the Hessian, without the matrix: reverse over reverse.
     *
     * {@snippet :
     * Tensor y = Autograd.vhp(x -> F.prod(x), Tensor.of(1.0, 2, 3), Tensor.of(1.0, 0, 0)); // [0, 3, 2]
     * }
     *
     * @param f from a tensor to one number
     * @param x any shape, FLOAT32 or FLOAT64
     * @param v of the shape and dtype of x
     * @return of the shape and dtype of x
     * @throws ArgumentException if v has another shape or dtype than x, or f(x) is not one number
     */
    public static Tensor vhp(Function<Tensor, Tensor> f, Tensor x, Tensor v) {
        return Run.of(new TreeFunction<>("vhp", TENSOR, TENSOR, gradient("vhp", f), x)).pullback("vhp", "v", v);
    }

    /**
     * {@code v^T H} of a function of two tensors, without the matrix.
     *
     * @param f from two tensors to one number
     * @param x both, any shape and dtype
     * @param v one of the shape and dtype of each
     * @return one of the shape and dtype of each
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static Tuple2<Tensor, Tensor> vhp(BiFunction<Tensor, Tensor, Tensor> f, Tuple2<Tensor, Tensor> x, Tuple2<Tensor, Tensor> v) {
        return vhp(PAIR, tupled(f), x, v);
    }

    /**
     * {@code v^T H} of a function of three tensors, without the matrix.
     *
     * @param f from three tensors to one number
     * @param x all, any shape and dtype
     * @param v one of the shape and dtype of each
     * @return one of the shape and dtype of each
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static Tuple3<Tensor, Tensor, Tensor> vhp(
            Function3<Tensor, Tensor, Tensor, Tensor> f, Tuple3<Tensor, Tensor, Tensor> x, Tuple3<Tensor, Tensor, Tensor> v) {
        return vhp(TRIPLE, tupled(f), x, v);
    }

    /**
     * {@code v^T H} of a function of a tree, without the matrix.
     *
     * @param <X> the argument
     * @param tree the tree of the argument
     * @param f from the argument to one number
     * @param x the argument
     * @param v of the structure of x
     * @return of the structure of x
     * @throws ArgumentException if v does not fit x, or f(x) is not one number
     */
    public static <X> X vhp(Tree<X> tree, Function<X, Tensor> f, X x, X v) {
        return Run.of(new TreeFunction<>("vhp", tree, tree, gradient("vhp", tree, f), x)).pullback("vhp", "v", v);
    }

    // ---- control

    /**
     * {@code y = x}, as a constant: its derivative is zero at every level.
     *
     * {@snippet :
     * Tensor dx = Autograd.grad(x -> F.sum(F.mul(x, Autograd.stopGradient(x)))).apply(Tensor.of(3.0)); // [3]
     * }
     *
     * @param x any shape and dtype
     * @return the shape and dtype of x
     */
    public static Tensor stopGradient(Tensor x) {
        return Apply.one(new StopGradient(), x);
    }

    /**
     * {@code f}, keeping only its arguments for backward, which runs {@code f} again: memory for time.
     *
     * {@snippet :
     * Tensor dx = Autograd.grad(Autograd.checkpoint(x -> F.sum(F.square(x)))).apply(Tensor.of(1.0, 2)); // [2, 4]
     * }
     *
     * @param f from a tensor to a tensor
     * @return a function with the values and derivatives of f
     */
    public static Function1<Tensor, Tensor> checkpoint(Function<Tensor, Tensor> f) {
        return checkpoint(TENSOR, TENSOR, f);
    }

    /**
     * {@code f} of two tensors, keeping only its arguments for backward, as {@link #checkpoint(Function)}.
     *
     * @param f of two tensors
     * @return a function with the values and derivatives of f
     */
    public static Function2<Tensor, Tensor, Tensor> checkpoint2(BiFunction<Tensor, Tensor, Tensor> f) {
        return spread2(checkpoint(PAIR, TENSOR, tupled(f)));
    }

    /**
     * {@code f} of three tensors, keeping only its arguments for backward, as {@link #checkpoint(Function)}.
     *
     * @param f of three tensors
     * @return a function with the values and derivatives of f
     */
    public static Function3<Tensor, Tensor, Tensor, Tensor> checkpoint3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return spread3(checkpoint(TRIPLE, TENSOR, tupled(f)));
    }

    /**
     * {@code f} between trees, keeping only its arguments for backward, as {@link #checkpoint(Function)}.
     *
     * @param <X> the argument
     * @param <Y> the result
     * @param in the tree of the argument
     * @param out the tree of the result
     * @param f the function
     * @return a function with the values and derivatives of f
     */
    public static <X, Y> Function1<X, Y> checkpoint(Tree<X> in, Tree<Y> out, Function<X, Y> f) {
        return x -> {
            TreeFunction<X, Y> flat = new TreeFunction<>("checkpoint", in, out, f, x);
            return flat.result(Apply.all(new Checkpoint(flat), flat.arguments()));
        };
    }
}
