package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.engine.Shape;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Checkpoint;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linearization;
import org.covector.functional.core.Pullback;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.StopGradient;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.UserCode;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Vmap;
import org.covector.functional.core.Wanted;

/**
 * Functions on functions: derivatives of every order in reverse and forward mode, and many examples at once.
 *
 * <p>Each call opens a level of its own, so calls nest in any way: {@code grad(x -> grad(y -> f(x, y)))} keeps x and y apart,
 * {@code vmap(grad(f))} gives a gradient for each example, and a value that an inner function closes over stays differentiable by the
 * outer one.
 */
public final class Autograd {
    private static final String RESULT = "result of the function";

    private Autograd() {}

    /**
     * A value and the closure that takes its cotangent back to the arguments'. The closure may be called any number of times, from
     * any thread.
     */
    public record Pulled<Y, X>(Y value, Function1<Y, X> pullback) {}

    /** A value and the linear map from tangents of the arguments to the tangent of the value. */
    public record Linearized<Y, X>(Y value, Function1<X, Y> tangent) {}

    // ---- vjp

    /** {@code y = f(x)} and {@code dy -> dy . df/dx}. */
    public static Pulled<Tensor, Tensor> vjp(Function1<Tensor, Tensor> f, Tensor x) {
        Reverse run = run("vjp", f, x); // without the tree: half the time of an operation on few elements
        Tensor y = run.value();
        return new Pulled<>(y, dy -> {
            Reverse.checkCotangent("pullback", "cotangent", y, dy);
            return run.pullback(dy).dense(x);
        });
    }

    /** {@code z = f(x, y)} and {@code dz -> (dx, dy)}. */
    public static Pulled<Tensor, Tuple2<Tensor, Tensor>> vjp(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y) {
        return vjp(Tree.tuple(TENSOR, TENSOR), TENSOR, f.tupled(), Tuple.of(x, y));
    }

    /** The value of a function of three tensors, and its pullback. */
    public static Pulled<Tensor, Tuple3<Tensor, Tensor, Tensor>> vjp(
            Function3<Tensor, Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor z) {
        return vjp(Tree.tuple(TENSOR, TENSOR, TENSOR), TENSOR, f.tupled(), Tuple.of(x, y, z));
    }

    /**
     * The value of a function from a tree of tensors to a tree of tensors, and its pullback. Tensors of INT64 and BOOL have zeros
     * as cotangents.
     */
    public static <X, Y> Pulled<Y, X> vjp(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
        Run<X, Y> run = new Run<>("vjp", in, out, f, x);
        return new Pulled<>(run.value(), run::pullback);
    }

    /** One differentiated run of {@code f} at {@code x}. */
    private static final class Run<X, Y> {
        private final Tree<X> in;
        private final Tree<Y> out;
        private final X x;
        private final Tensor[] leaves;
        private final Y value;
        private final Tensor[] results;
        private final Pullback pullback;

        Run(String function, Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
            Flat<X, Y> flat = new Flat<>(function, in, out, f, x);
            this.in = in;
            this.out = out;
            this.x = x;
            this.leaves = flat.arguments();
            Vjp vjp = Reverse.vjp(flat, leaves, parameters(function, in, x, leaves));
            this.results = vjp.outputs();
            this.value = flat.result(results);
            this.pullback = vjp.pullback();
        }

        Y value() {
            return value;
        }

        X pullback(Y dy) {
            Tensor[] given = out.leaves(UserCode.given("pullback", "cotangent", dy, "what the result is")).toArray(Tensor[]::new);
            List<Tree.Leaf> names = out.named(value);
            ArgumentException.require(given.length == results.length, "pullback", "number of cotangents", given.length,
                    results.length + ", one for each tensor of the result: " + names.stream().map(Tree.Leaf::path).toList());
            for (int i = 0; i < given.length; i++) {
                Reverse.checkCotangent("pullback", ("cotangent " + names.get(i).path()).strip(), results[i], given[i]);
            }
            Cotangent[] dx = pullback.apply(given, Wanted.NONE);
            List<Tensor> dense = new ArrayList<>(dx.length);
            for (int i = 0; i < dx.length; i++) {
                dense.add(dx[i].dense(leaves[i]));
            }
            return in.with(x, dense);
        }
    }

    /** Which leaves are differentiated: the parameters. Refuses a point without one of a floating dtype, where every gradient would be zero. */
    private static <X> Wanted parameters(String function, Tree<X> in, X x, Tensor... leaves) {
        List<Tree.Kind> kinds = in.kinds(x);
        boolean[] wanted = new boolean[leaves.length];
        boolean any = leaves.length == 0;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = kinds.get(i) == Tree.Kind.PARAMETER;
            any |= wanted[i] && leaves[i].dtype().isFloating();
        }
        if (!any) {
            throw constant(function, in, x, "a parameter");
        }
        return Wanted.of(wanted);
    }

    /** Refuses a point without a tensor of a floating dtype, where every derivative would be zero. */
    private static <X> void requireFloating(String function, Tree<X> in, X x, Tensor... leaves) {
        if (leaves.length > 0 && Arrays.stream(leaves).noneMatch(t -> t.dtype().isFloating())) {
            throw constant(function, in, x, "a tensor");
        }
    }

    private static <X> ArgumentException constant(String function, Tree<X> in, X x, String accepted) {
        return Reverse.constant(function, in.named(x).stream()
                .map(l -> (l.path().isEmpty() ? "" : l.path() + " ") + l.value().dtype() + " " + l.value().shape()).toList(), accepted);
    }

    private static Reverse run(String function, Function1<Tensor, Tensor> f, Tensor x) {
        if (!x.dtype().isFloating()) {
            throw Reverse.constant(function, x.dtype() + " " + x.shape(), "a tensor");
        }
        return Reverse.run(t -> UserCode.given(function, RESULT, f.apply(t), "a tensor"), x);
    }

    // ---- grad

    /** {@code x -> df/dx} of a function with a scalar result. */
    public static Function1<Tensor, Tensor> grad(Function1<Tensor, Tensor> f) {
        return gradient("grad", f);
    }

    private static Function1<Tensor, Tensor> gradient(String function, Function1<Tensor, Tensor> f) {
        return x -> {
            Reverse run = run(function, f, x);
            return run.pullback(seed(function, run.value())).dense(x);
        };
    }

    /** {@code (x, y) -> (df/dx, df/dy)} of a function with a scalar result. */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tensor>> grad2(Function2<Tensor, Tensor, Tensor> f) {
        return (x, y) -> grad(Tree.tuple(TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y));
    }

    /** The gradient of a function of three tensors with a scalar result. */
    public static Function3<Tensor, Tensor, Tensor, Tuple3<Tensor, Tensor, Tensor>> grad3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return (x, y, z) -> grad(Tree.tuple(TENSOR, TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y, z));
    }

    /** The gradient of a function of a tree of tensors with a scalar result: a tree of the same structure. */
    public static <X> Function1<X, X> grad(Tree<X> tree, Function1<X, Tensor> f) {
        return gradient("grad", tree, f);
    }

    private static <X> Function1<X, X> gradient(String function, Tree<X> tree, Function1<X, Tensor> f) {
        return x -> valueAndGrad(function, tree, f, x)._2();
    }

    /** {@code x -> (f(x), df/dx)}. */
    public static Function1<Tensor, Tuple2<Tensor, Tensor>> valueAndGrad(Function1<Tensor, Tensor> f) {
        return x -> {
            Reverse run = run("valueAndGrad", f, x);
            return Tuple.of(run.value(), run.pullback(seed("valueAndGrad", run.value())).dense(x));
        };
    }

    /** {@code (x, y) -> (f(x, y), (df/dx, df/dy))}. */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tuple2<Tensor, Tensor>>> valueAndGrad2(Function2<Tensor, Tensor, Tensor> f) {
        return (x, y) -> valueAndGrad(Tree.tuple(TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y));
    }

    /** Value and gradient of a function of three tensors with a scalar result. */
    public static Function3<Tensor, Tensor, Tensor, Tuple2<Tensor, Tuple3<Tensor, Tensor, Tensor>>> valueAndGrad3(
            Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return (x, y, z) -> valueAndGrad(Tree.tuple(TENSOR, TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y, z));
    }

    /** Value and gradient of a function of a tree of tensors with a scalar result. */
    public static <X> Function1<X, Tuple2<Tensor, X>> valueAndGrad(Tree<X> tree, Function1<X, Tensor> f) {
        return x -> valueAndGrad("valueAndGrad", tree, f, x);
    }

    private static <X> Tuple2<Tensor, X> valueAndGrad(String function, Tree<X> tree, Function1<X, Tensor> f, X x) {
        Run<X, Tensor> run = new Run<>(function, tree, TENSOR, f, x);
        return Tuple.of(run.value(), run.pullback(seed(function, run.value())));
    }

    /**
     * Value and gradient of a function that returns something beside its scalar result (new running statistics, predictions):
     * {@code x -> ((f(x), aux), df/dx)}. No cotangent flows through what is returned beside.
     */
    public static <X, A> Function1<X, Tuple2<Tuple2<Tensor, A>, X>> valueAndGrad(
            Tree<X> tree, Tree<A> aux, Function1<X, Tuple2<Tensor, A>> f) {
        return x -> {
            Run<X, Tuple2<Tensor, A>> run = new Run<>("valueAndGrad", tree, Tree.tuple(TENSOR, aux), f, x);
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
     * @param dx the tangent, of the shape and dtype of x
     */
    public static Tuple2<Tensor, Tensor> jvp(Function1<Tensor, Tensor> f, Tensor x, Tensor dx) {
        return jvp(TENSOR, TENSOR, f, x, dx);
    }

    /** The value of a function of two tensors, and its tangent for tangents of both. */
    public static Tuple2<Tensor, Tensor> jvp(Function2<Tensor, Tensor, Tensor> f, Tensor x, Tensor y, Tensor dx, Tensor dy) {
        return jvp(Tree.tuple(TENSOR, TENSOR), TENSOR, f.tupled(), Tuple.of(x, y), Tuple.of(dx, dy));
    }

    /** As {@link #jvp(Function1, Tensor, Tensor)}, between trees. Nothing flows from and to tensors of INT64 and BOOL. */
    public static <X, Y> Tuple2<Y, Y> jvp(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x, X dx) {
        return new Pushed("jvp", "tangent").run(in, out, f, x, dx);
    }

    /** A run forward, in the words of who asked for it. */
    private record Pushed(String function, String tangent) {
        <X, Y> Tuple2<Y, Y> run(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x, X dx) {
            Flat<X, Y> flat = new Flat<>(function, in, out, f, x);
            Tensor[] at = flat.arguments();
            requireFloating(function, in, x, at);
            Jvp jvp = Forward.jvp(flat, at, tangents(in, at, dx));
            return Tuple.of(flat.result(jvp.outputs()), flat.result(dense(jvp)));
        }

        <X> Tensor[] tangents(Tree<X> in, Tensor[] at, X dx) {
            List<Tree.Leaf> given = in.named(UserCode.given(function, tangent, dx, "what the argument is"));
            ArgumentException.require(given.size() == at.length, function, "number of tensors of the " + tangent, given.size(),
                    at.length + ", as the argument");
            Tensor[] t = new Tensor[at.length];
            for (int i = 0; i < t.length; i++) {
                t[i] = given.get(i).value();
                ArgumentException.require(t[i].shape().equals(at[i].shape()) && t[i].dtype() == at[i].dtype(), function,
                        (tangent + " " + given.get(i).path()).strip(), t[i].dtype() + " " + t[i].shape(),
                        at[i].dtype() + " " + at[i].shape() + ", as the argument");
            }
            return t;
        }
    }

    /** {@code f(x)} and the linear map {@code dx -> df/dx . dx}, which runs without f as often as one likes. */
    public static Linearized<Tensor, Tensor> linearize(Function1<Tensor, Tensor> f, Tensor x) {
        return linearize(TENSOR, TENSOR, f, x);
    }

    /** As {@link #linearize(Function1, Tensor)}, between trees. */
    public static <X, Y> Linearized<Y, X> linearize(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
        Flat<X, Y> flat = new Flat<>("linearize", in, out, f, x);
        Tensor[] at = flat.arguments();
        requireFloating("linearize", in, x, at);
        Linearization run = Linearization.of(flat, at);
        Pushed given = new Pushed("linearize", "tangent");
        return new Linearized<>(flat.result(run.outputs()), dx -> flat.result(run.tangents(given.tangents(in, at, dx))));
    }

    private static Tensor[] dense(Jvp jvp) {
        Tensor[] dy = new Tensor[jvp.outputs().length];
        Arrays.setAll(dy, i -> jvp.tangents()[i].orZeros(jvp.outputs()[i]));
        return dy;
    }

    /** A function between trees as one of tensors, which remembers the structure of its result. */
    private static final class Flat<X, Y> implements Function<Tensor[], Tensor[]> {
        private final String function;
        private final Tree<X> in;
        private final Tree<Y> out;
        private final Function1<X, Y> f;
        private final X x;
        private final AtomicReference<Y> structure = new AtomicReference<>();

        Flat(String function, Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
            this.function = function;
            this.in = in;
            this.out = out;
            this.f = f;
            this.x = x;
        }

        Tensor[] arguments() {
            return in.leaves(x).toArray(Tensor[]::new);
        }

        @Override
        public Tensor[] apply(Tensor[] t) {
            Y y = UserCode.given(function, RESULT, f.apply(in.with(x, Arrays.asList(t))), "a value");
            structure.set(y);
            return out.leaves(y).toArray(Tensor[]::new);
        }

        /** A result of the structure of the last one. */
        Y result(Tensor... leaves) {
            return out.with(structure.get(), Arrays.asList(leaves));
        }
    }

    // ---- many examples

    /**
     * {@code f} of every example along the first axis of x, the results along the first axis: f runs once, each operation on all
     * examples together. Reading elements inside f is refused.
     */
    public static Function1<Tensor, Tensor> vmap(Function1<Tensor, Tensor> f) {
        return vmap(VmapAxes.FIRST, f);
    }

    /** As {@link #vmap(Function1)}, along other axes. */
    public static Function1<Tensor, Tensor> vmap(VmapAxes axes, Function1<Tensor, Tensor> f) {
        return vmap(axes, TENSOR, TENSOR, f);
    }

    /** {@code f} of every pair of examples along the first axes of x and y. */
    public static Function2<Tensor, Tensor, Tensor> vmap2(Function2<Tensor, Tensor, Tensor> f) {
        return vmap2(VmapAxes.FIRST, f);
    }

    /** As {@link #vmap2(Function2)}, along other axes. */
    public static Function2<Tensor, Tensor, Tensor> vmap2(VmapAxes axes, Function2<Tensor, Tensor, Tensor> f) {
        return (x, y) -> vmap(axes, Tree.tuple(TENSOR, TENSOR), TENSOR, f.tupled()).apply(Tuple.of(x, y));
    }

    /** {@code f} of every triple of examples along the first axes of x, y and z. */
    public static Function3<Tensor, Tensor, Tensor, Tensor> vmap3(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return vmap3(VmapAxes.FIRST, f);
    }

    /** As {@link #vmap3(Function3)}, along other axes. */
    public static Function3<Tensor, Tensor, Tensor, Tensor> vmap3(VmapAxes axes, Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return (x, y, z) -> vmap(axes, Tree.tuple(TENSOR, TENSOR, TENSOR), TENSOR, f.tupled()).apply(Tuple.of(x, y, z));
    }

    /** {@code f} of every example, between trees: the examples along the first axis of every tensor. */
    public static <X, Y> Function1<X, Y> vmap(Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return vmap(VmapAxes.FIRST, in, out, f);
    }

    /** As {@link #vmap(Tree, Tree, Function1)}, along other axes. */
    public static <X, Y> Function1<X, Y> vmap(VmapAxes axes, Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return x -> {
            Flat<X, Y> flat = new Flat<>("vmap", in, out, f, x);
            Tensor[] at = flat.arguments();
            boolean[] mapped = new boolean[at.length];
            for (int i = 0; i < at.length; i++) {
                int axis = VmapAxes.axis("in", axes.in(), i, at.length);
                mapped[i] = axis != VmapAxes.NONE;
                if (mapped[i]) {
                    ArgumentException.require(at[i].rank() > 0, "vmap", "argument " + i, "a scalar", "a tensor with an axis of examples, or VmapAxes.NONE");
                    at[i] = Shapes.movedim(at[i], at[i].shape().axis("vmap", axis), 0);
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

    /** {@code J[i.., j..] = dy[i..] / dx[j..]}, forward or in reverse, whichever has less to do. */
    public static Function1<Tensor, Tensor> jacobian(Function1<Tensor, Tensor> f) {
        return jacobian(Mode.CHEAPER, f);
    }

    /** {@code J[i.., j..] = dy[i..] / dx[j..]}. */
    public static Function1<Tensor, Tensor> jacobian(Mode mode, Function1<Tensor, Tensor> f) {
        return matrix("jacobian", mode, TENSOR, TENSOR, f).andThen(Seq::head);
    }

    /**
     * The derivatives of every tensor of the result by every tensor of the argument: for each tensor of the result, in order, a tree of the
     * argument's structure whose tensors have the axes of the result's, then those of the argument's.
     */
    public static <X, Y> Function1<X, Seq<X>> jacobian(Mode mode, Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return matrix("jacobian", mode, in, out, f);
    }

    private static <X, Y> Function1<X, Seq<X>> matrix(String function, Mode mode, Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return x -> {
            Flat<X, Y> flat = new Flat<>(function, in, out, f, x);
            Tensor[] at = flat.arguments();
            requireFloating(function, in, x, at);
            if (mode == Mode.FORWARD) {
                return columns(flat, at, in, x);
            }
            Vjp run = Reverse.vjp(flat, at);
            if (mode == Mode.CHEAPER && elements(at) <= elements(run.outputs())) {
                return columns(flat, at, in, x);
            }
            return rows(run, at, in, x);
        };
    }

    /** Floating elements: rows or columns to compute. */
    private static long elements(Tensor... x) {
        return Arrays.stream(x).filter(t -> t.dtype().isFloating()).mapToLong(Tensor::size).sum();
    }

    private static <X> Seq<X> rows(Vjp run, Tensor[] at, Tree<X> in, X x) {
        Tensor[] y = run.outputs();
        List<X> all = new ArrayList<>();
        for (int k = 0; k < y.length; k++) {
            int output = k;
            Tensor[] dx = !y[k].dtype().isFloating() ? zeros(y[k].shape(), at) : Vmap.map(dy -> {
                Cotangent[] given = new Cotangent[y.length];
                Arrays.fill(given, Cotangent.ZERO);
                given[output] = dy[0];
                Cotangent[] found = run.pullback().apply(given, Wanted.NONE);
                Tensor[] dense = new Tensor[at.length];
                Arrays.setAll(dense, i -> found[i].dense(at[i]));
                return dense;
            }, new Tensor[] {units(y[k])}, true);
            for (int i = 0; i < dx.length; i++) {
                dx[i] = Shapes.reshape(dx[i], y[k].shape().concat(at[i].shape()));
            }
            all.add(in.with(x, Arrays.asList(dx)));
        }
        return Vector.ofAll(all);
    }

    private static <X, Y> Seq<X> columns(Flat<X, Y> f, Tensor[] at, Tree<X> in, X x) {
        List<Tensor[]> byArgument = new ArrayList<>(); // [argument][result], each [result.., argument..]
        Tensor[] y = {};
        for (int i = 0; i < at.length; i++) {
            int argument = i;
            List<Tensor[]> values = new ArrayList<>(1);
            Tensor[] columns = Vmap.map(dx -> {
                Tangent[] given = new Tangent[at.length];
                Arrays.fill(given, Cotangent.ZERO);
                given[argument] = dx[0].dtype().isFloating() ? dx[0] : Cotangent.ZERO;
                Jvp jvp = Forward.jvp(f, at, given);
                values.add(jvp.outputs());
                return dense(jvp);
            }, new Tensor[] {units(at[i])}, true);
            y = values.getFirst();
            for (int k = 0; k < columns.length; k++) {
                Tensor apart = Shapes.reshape(columns[k], at[i].shape().concat(y[k].shape()));
                int n = at[i].rank();
                int m = y[k].rank();
                columns[k] = Shapes.permute(apart, IntStream.range(0, n + m).map(a -> a < m ? n + a : a - m).toArray());
            }
            byArgument.add(columns);
        }
        List<X> all = new ArrayList<>();
        for (int k = 0; k < y.length; k++) {
            int output = k;
            all.add(in.with(x, byArgument.stream().map(c -> c[output]).toList()));
        }
        return Vector.ofAll(all);
    }

    private static Tensor[] zeros(Shape lead, Tensor... like) {
        return Arrays.stream(like).map(t -> Tensor.zeros(t.dtype(), Shape.of(Math.toIntExact(lead.size())).concat(t.shape()))).toArray(Tensor[]::new);
    }

    /** For each element of a tensor one like it, 1 there and 0 elsewhere, along a first axis. */
    private static Tensor units(Tensor like) {
        int n = Math.toIntExact(like.size());
        Tensor index = Tensor.of(Create.arange(0, n, 1));
        Tensor identity = Convert.to(F.eq(Shapes.unsqueeze(index, 1), index), like.dtype());
        return Shapes.reshape(identity, Shape.of(n).concat(like.shape()));
    }

    /** The matrix of second derivatives of a function with a scalar result: forward over reverse. */
    public static Function1<Tensor, Tensor> hessian(Function1<Tensor, Tensor> f) {
        return matrix("hessian", Mode.FORWARD, TENSOR, TENSOR, gradient("hessian", f)).andThen(Seq::head);
    }

    /** The second derivatives of a function of a tree: for each tensor of the argument, in order, a tree of blocks as of {@link #jacobian(Mode, Tree, Tree, Function1)}. */
    public static <X> Function1<X, Seq<X>> hessian(Tree<X> tree, Function1<X, Tensor> f) {
        return matrix("hessian", Mode.FORWARD, tree, tree, gradient("hessian", tree, f));
    }

    /** {@code x -> hessian(f)(x) . v} without the matrix: forward over reverse. */
    public static Tensor hvp(Function1<Tensor, Tensor> f, Tensor x, Tensor v) {
        return new Pushed("hvp", "v").run(TENSOR, TENSOR, gradient("hvp", f), x, v)._2();
    }

    /** As {@link #hvp(Function1, Tensor, Tensor)}, of a function of a tree. */
    public static <X> X hvp(Tree<X> tree, Function1<X, Tensor> f, X x, X v) {
        return new Pushed("hvp", "v").run(tree, tree, gradient("hvp", tree, f), x, v)._2();
    }

    /** {@code x -> v . hessian(f)(x)} without the matrix: reverse over reverse. */
    public static Tensor vhp(Function1<Tensor, Tensor> f, Tensor x, Tensor v) {
        Reverse run = run("vhp", gradient("vhp", f), x);
        new Pushed("vhp", "v").tangents(TENSOR, new Tensor[] {x}, v);
        return run.pullback(v).dense(x);
    }

    // ---- control

    /** {@code x} as a constant: its derivative is zero at every level. */
    public static Tensor stopGradient(Tensor x) {
        return Apply.one(new StopGradient(), x);
    }

    /** {@code f}, keeping only its arguments for backward, which runs {@code f} again: memory for time. */
    public static Function1<Tensor, Tensor> checkpoint(Function1<Tensor, Tensor> f) {
        return checkpoint(TENSOR, TENSOR, f);
    }

    /** As {@link #checkpoint(Function1)}, of two tensors. */
    public static Function2<Tensor, Tensor, Tensor> checkpoint2(Function2<Tensor, Tensor, Tensor> f) {
        return (x, y) -> checkpoint(Tree.tuple(TENSOR, TENSOR), TENSOR, f.tupled()).apply(Tuple.of(x, y));
    }

    /** As {@link #checkpoint(Function1)}, between trees. */
    public static <X, Y> Function1<X, Y> checkpoint(Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return x -> {
            Flat<X, Y> flat = new Flat<>("checkpoint", in, out, f, x);
            return flat.result(Apply.all(new Checkpoint(flat), flat.arguments()));
        };
    }
}
