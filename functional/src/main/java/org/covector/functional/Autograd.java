package org.covector.functional;

import static org.covector.functional.Tree.TENSOR;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.Create;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Checkpoint;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Pullback;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Functions on functions: derivatives of every order, by reverse mode.
 *
 * <p>Each call opens a level of its own, so calls nest in any way: {@code grad(x -> grad(y -> f(x, y)))} keeps x and y apart, and a
 * value that an inner function closes over stays differentiable by the outer one.
 */
public final class Autograd {
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
        Reverse run = Reverse.run(f, x); // without the tree: half the time of an operation on few elements
        Tensor y = run.value();
        return new Pulled<>(y, dy -> {
            Reverse.checkCotangent("pullback", y, dy);
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
        Run<X, Y> run = new Run<>(in, out, f, x);
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

        Run(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
            this.in = in;
            this.out = out;
            this.x = x;
            this.leaves = in.leaves(x).toArray(Tensor[]::new);
            List<Y> structure = new ArrayList<>(1);
            Vjp vjp = Reverse.vjp(tracked -> {
                Y y = f.apply(in.with(x, Arrays.asList(tracked)));
                structure.add(y);
                return out.leaves(y).toArray(Tensor[]::new);
            }, leaves);
            this.results = vjp.outputs();
            this.value = out.with(structure.getFirst(), Arrays.asList(results));
            this.pullback = vjp.pullback();
        }

        Y value() {
            return value;
        }

        X pullback(Y dy) {
            Tensor[] given = out.leaves(dy).toArray(Tensor[]::new);
            ArgumentException.require(given.length == results.length, "pullback", "number of cotangents", given.length, String.valueOf(results.length));
            for (int i = 0; i < given.length; i++) {
                Reverse.checkCotangent("pullback", results[i], given[i]);
            }
            Cotangent[] dx = pullback.apply(given, Wanted.NONE);
            List<Tensor> dense = new ArrayList<>(dx.length);
            for (int i = 0; i < dx.length; i++) {
                dense.add(dx[i].dense(leaves[i]));
            }
            return in.with(x, dense);
        }
    }

    // ---- grad

    /** {@code x -> df/dx} of a function with a scalar result. */
    public static Function1<Tensor, Tensor> grad(Function1<Tensor, Tensor> f) {
        return x -> {
            Reverse run = Reverse.run(f, x);
            return run.pullback(seed(run.value())).dense(x);
        };
    }

    /** {@code (x, y) -> (df/dx, df/dy)} of a function with a scalar result. */
    public static Function2<Tensor, Tensor, Tuple2<Tensor, Tensor>> grad(Function2<Tensor, Tensor, Tensor> f) {
        return (x, y) -> grad(Tree.tuple(TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y));
    }

    /** The gradient of a function of three tensors with a scalar result. */
    public static Function3<Tensor, Tensor, Tensor, Tuple3<Tensor, Tensor, Tensor>> grad(Function3<Tensor, Tensor, Tensor, Tensor> f) {
        return (x, y, z) -> grad(Tree.tuple(TENSOR, TENSOR, TENSOR), f.tupled()).apply(Tuple.of(x, y, z));
    }

    /** The gradient of a function of a tree of tensors with a scalar result: a tree of the same structure. */
    public static <X> Function1<X, X> grad(Tree<X> tree, Function1<X, Tensor> f) {
        return x -> valueAndGrad(tree, f).apply(x)._2();
    }

    /** {@code x -> (f(x), df/dx)}. */
    public static Function1<Tensor, Tuple2<Tensor, Tensor>> valueAndGrad(Function1<Tensor, Tensor> f) {
        return x -> {
            Reverse run = Reverse.run(f, x);
            return Tuple.of(run.value(), run.pullback(seed(run.value())).dense(x));
        };
    }

    /** Value and gradient of a function of a tree of tensors with a scalar result. */
    public static <X> Function1<X, Tuple2<Tensor, X>> valueAndGrad(Tree<X> tree, Function1<X, Tensor> f) {
        return x -> {
            Run<X, Tensor> run = new Run<>(tree, TENSOR, f, x);
            return Tuple.of(run.value(), run.pullback(seed(run.value())));
        };
    }

    /**
     * Value and gradient of a function that returns something beside its scalar result (new running statistics, predictions):
     * {@code x -> ((f(x), aux), df/dx)}. No cotangent flows through what is returned beside.
     */
    public static <X, A> Function1<X, Tuple2<Tuple2<Tensor, A>, X>> valueAndGrad(
            Tree<X> tree, Tree<A> aux, Function1<X, Tuple2<Tensor, A>> f) {
        return x -> {
            Pulled<Tuple2<Tensor, A>, X> run = vjp(tree, Tree.tuple(TENSOR, aux), f, x);
            Tensor y = run.value()._1();
            A zeros = aux.map(run.value()._2(), t -> Tensor.zeros(t.dtype(), t.shape()));
            return Tuple.of(run.value(), run.pullback().apply(Tuple.of(seed(y), zeros)));
        };
    }

    private static Tensor seed(Tensor y) {
        if (y.size() != 1 || !y.dtype().isFloating()) {
            throw new ArgumentException("grad", "result of the function", y.dtype() + " " + y.shape(),
                    "one number of FLOAT32 or FLOAT64; for others use vjp or jacobian");
        }
        return Tensor.ones(y.dtype(), y.shape());
    }

    // ---- forward, by transposing the pullback

    /** {@code f(x)} and the linear map {@code dx -> df/dx . dx}, for any number of tangents. */
    public static Linearized<Tensor, Tensor> linearize(Function1<Tensor, Tensor> f, Tensor x) {
        return linearize(TENSOR, TENSOR, f, x);
    }

    /** As {@link #linearize(Function1, Tensor)}, between trees: the pullback is linear in its cotangent, so its pullback is the tangent map. */
    public static <X, Y> Linearized<Y, X> linearize(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x) {
        Pulled<Y, X> run = vjp(in, out, f, x);
        Y zeros = out.map(run.value(), t -> Tensor.zeros(t.dtype(), t.shape()));
        Pulled<X, Y> transposed = vjp(out, in, run.pullback(), zeros);
        return new Linearized<>(run.value(), transposed.pullback());
    }

    /** {@code (f(x), df/dx . dx)}. Defined as the pullback of the pullback: not a check of it. */
    public static Tuple2<Tensor, Tensor> jvp(Function1<Tensor, Tensor> f, Tensor x, Tensor dx) {
        return jvp(TENSOR, TENSOR, f, x, dx);
    }

    /** As {@link #jvp(Function1, Tensor, Tensor)}, between trees. */
    public static <X, Y> Tuple2<Y, Y> jvp(Tree<X> in, Tree<Y> out, Function1<X, Y> f, X x, X dx) {
        Linearized<Y, X> at = linearize(in, out, f, x);
        return Tuple.of(at.value(), at.tangent().apply(dx));
    }

    // ---- matrices of derivatives

    /** {@code J[i.., j..] = dy[i..] / dx[j..]}, row by row by pullback: for functions with fewer results than arguments. */
    public static Function1<Tensor, Tensor> jacobian(Function1<Tensor, Tensor> f) {
        return x -> {
            Pulled<Tensor, Tensor> run = vjp(f, x);
            return rows(run.value(), x, run.pullback());
        };
    }

    /** The same matrix, column by column by tangents: for functions with fewer arguments than results. */
    public static Function1<Tensor, Tensor> jacobianForward(Function1<Tensor, Tensor> f) {
        return x -> {
            Linearized<Tensor, Tensor> run = linearize(f, x);
            Tensor columns = rows(x, run.value(), run.tangent());
            int n = x.rank();
            int m = run.value().rank();
            return Shapes.permute(columns, IntStream.range(0, n + m).map(i -> i < m ? n + i : i - m).toArray());
        };
    }

    /** One result of a linear map for each unit tensor like {@code from}, stacked: axes of {@code from}, then of {@code to}. */
    private static Tensor rows(Tensor from, Tensor to, Function1<Tensor, Tensor> linear) {
        int n = Math.toIntExact(from.size());
        List<Tensor> rows = new ArrayList<>(n);
        Tensor places = Tensor.of(Create.arange(0, n, 1));
        for (int i = 0; i < n; i++) {
            Tensor unit = Convert.to(F.eq(places, i), from.dtype());
            rows.add(linear.apply(Shapes.reshape(unit, from.shape())));
        }
        return n == 0 ? Tensor.zeros(to.dtype(), from.shape().concat(to.shape())) : Shapes.reshape(Joining.stack(rows, 0), from.shape().concat(to.shape()));
    }

    /** The matrix of second derivatives of a function with a scalar result. */
    public static Function1<Tensor, Tensor> hessian(Function1<Tensor, Tensor> f) {
        return jacobian(grad(f));
    }

    /** {@code x -> hessian(f)(x) . v} without the matrix: the tangent of the gradient. */
    public static Tensor hvp(Function1<Tensor, Tensor> f, Tensor x, Tensor v) {
        return jvp(grad(f), x, v)._2();
    }

    /** {@code x -> v . hessian(f)(x)} without the matrix: the pullback of the gradient. */
    public static Tensor vhp(Function1<Tensor, Tensor> f, Tensor x, Tensor v) {
        return vjp(grad(f), x).pullback().apply(v);
    }

    // ---- control

    /** {@code x} as a constant: its derivative is zero at every level. */
    public static Tensor stopGradient(Tensor x) {
        return Tensor.constant(x);
    }

    /** {@code f}, keeping only its arguments for backward, which runs {@code f} again: memory for time. */
    public static Function1<Tensor, Tensor> checkpoint(Function1<Tensor, Tensor> f) {
        return checkpoint(TENSOR, TENSOR, f);
    }

    /** As {@link #checkpoint(Function1)}, between trees. */
    public static <X, Y> Function1<X, Y> checkpoint(Tree<X> in, Tree<Y> out, Function1<X, Y> f) {
        return x -> {
            List<Y> structure = new ArrayList<>(1);
            Function<Tensor[], Tensor[]> flat = t -> {
                Y y = f.apply(in.with(x, Arrays.asList(t)));
                structure.add(y);
                return out.leaves(y).toArray(Tensor[]::new);
            };
            Tensor[] y = Apply.all(new Checkpoint(flat), in.leaves(x).toArray(Tensor[]::new));
            return out.with(structure.getFirst(), Arrays.asList(y));
        };
    }
}
