package org.covector.functional;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Function4;
import io.vavr.Function5;
import io.vavr.Function6;
import io.vavr.Function7;
import io.vavr.Function8;
import io.vavr.Lazy;
import io.vavr.Tuple1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple4;
import io.vavr.Tuple5;
import io.vavr.Tuple6;
import io.vavr.Tuple7;
import io.vavr.Tuple8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.custom.Absent;
import org.covector.functional.custom.Custom;
import org.covector.functional.custom.FromUser;
import org.covector.functional.custom.LoggedCotangent;
import org.covector.functional.transform.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Functions with backward formulas of the user's own. The body returns its value and the closure that takes the value's cotangent
 * back; each input's cotangent is a supplier, asked only when it is wanted, and their number is in the type.
 *
 * <pre>{@code
 * var square = customVjp("square", x -> withPullback(F.square(x), dy -> Tuple.of(() -> F.mul(dy, F.mul(x, 2)))));
 * }</pre>
 *
 * <p>What the closure computes with {@code F} is differentiable again, so every order works. A tensor being differentiated must
 * come in as an argument: one that the body closes over is refused by name. A cotangent of wrong shape or dtype is refused at once.
 */
public final class CustomVjp {
    private CustomVjp() {}

    /**
     * A value with its pullback.
     *
     * @param value the result
     * @param pullback from the result's cotangent to one lazy cotangent per argument
     */
    public record WithPullback<Y, C>(Y value, Function<Y, C> pullback) {}

    /** A value with its pullback. */
    public static <Y, C> WithPullback<Y, C> withPullback(Y value, Function<Y, C> pullback) {
        return new WithPullback<>(value, pullback);
    }

    /** The place of a cotangent for which there is no formula: an error only when it is asked for, naming function and path. */
    public static <A> Supplier<A> notImplemented(String reason) {
        return new Absent<>(new Cotangent.Missing(reason));
    }

    /** The place of a cotangent that is zero: the result does not depend differentiably on this argument. */
    public static <A> Supplier<A> noGradient() {
        return new Absent<>(Cotangent.ZERO);
    }

    /**
     * A lazy cotangent, and beside it an entry for the log of the pullback, which {@link Autograd#vjpLogged} gives with the cotangents: a
     * norm, the steps of a solver. Asked for by that only, after the cotangent, and if the cotangent was wanted.
     *
     * {@snippet :
     * Function1<Tensor, Tensor> clipped = CustomVjp.customVjp("clipped", x -> CustomVjp.withPullback(x, dy -> Tuple.of(
     *         CustomVjp.logged(() -> F.clamp(dy, -1, 1), () -> "norm " + F.norm(dy).item()))));
     * }
     *
     * @param <A> the argument
     * @param cotangent what the supplier would be without a log
     * @param entry any value; a tensor for all examples has them as its first axis under {@link Autograd#vmap}
     * @return the supplier to put in the cotangent's place
     */
    public static <A> Supplier<A> logged(Supplier<A> cotangent, Supplier<?> entry) {
        return new LoggedCotangent<>(cotangent, entry);
    }

    /** A function of 1 tensor. */
    public static Function1<Tensor, Tensor> customVjp(String name, Function<Tensor, WithPullback<Tensor, Tuple1<Supplier<Tensor>>>> body) {
        return customVjp(name, Tree.TENSOR, Tree.TENSOR, body);
    }

    /** A function of 2 tensors. */
    public static Function2<Tensor, Tensor, Tensor> customVjp(String name,
            BiFunction<Tensor, Tensor, WithPullback<Tensor, Tuple2<Supplier<Tensor>, Supplier<Tensor>>>> body) {
        return customVjp(name, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, body);
    }

    /** A function of 3 tensors. */
    public static Function3<Tensor, Tensor, Tensor, Tensor> customVjp(
            String name,
            Function3<Tensor, Tensor, Tensor, WithPullback<Tensor, Tuple3<Supplier<Tensor>, Supplier<Tensor>, Supplier<Tensor>>>> body) {
        return customVjp(name, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, body);
    }

    /** A function of 4 tensors. */
    public static Function4<Tensor, Tensor, Tensor, Tensor, Tensor> customVjp(
            String name,
            Function4<Tensor, Tensor, Tensor, Tensor,
                    WithPullback<Tensor, Tuple4<Supplier<Tensor>, Supplier<Tensor>, Supplier<Tensor>, Supplier<Tensor>>>> body) {
        return customVjp(name, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, Tree.TENSOR, body);
    }

    /** A function of 1 structured argument, each described by its tree, then the tree of the result. */
    public static <A, Y> Function1<A, Y> customVjp(
            String name, Tree<A> a, Tree<Y> y, Function<A, WithPullback<Y, Tuple1<Supplier<A>>>> body) {
        return (x1) -> {
            Call call = new Call(name, List.of(a.leaves(x1)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next())),
                    dx -> call.flat(lazy(a, dx._1())));
        };
    }

    /** A function of 2 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, Y> Function2<A, B, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<Y> y, BiFunction<A, B, WithPullback<Y, Tuple2<Supplier<A>, Supplier<B>>>> body) {
        return (x1, x2) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2())));
        };
    }

    /** A function of 3 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, Y> Function3<A, B, C, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<Y> y,
            Function3<A, B, C, WithPullback<Y, Tuple3<Supplier<A>, Supplier<B>, Supplier<C>>>> body) {
        return (x1, x2, x3) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3())));
        };
    }

    /** A function of 4 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, D, Y> Function4<A, B, C, D, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d, Tree<Y> y,
            Function4<A, B, C, D, WithPullback<Y, Tuple4<Supplier<A>, Supplier<B>, Supplier<C>, Supplier<D>>>> body) {
        return (x1, x2, x3, x4) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3), d.leaves(x4)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next()),
                    d.with(x4, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3()), lazy(d, dx._4())));
        };
    }

    /** A function of 5 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, D, E, Y> Function5<A, B, C, D, E, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d, Tree<E> e, Tree<Y> y,
            Function5<A, B, C, D, E, WithPullback<Y, Tuple5<Supplier<A>, Supplier<B>, Supplier<C>, Supplier<D>, Supplier<E>>>> body) {
        return (x1, x2, x3, x4, x5) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3), d.leaves(x4), e.leaves(x5)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next()),
                    d.with(x4, parts.next()), e.with(x5, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3()), lazy(d, dx._4()), lazy(e, dx._5())));
        };
    }

    /** A function of 6 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, D, E, F, Y> Function6<A, B, C, D, E, F, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d, Tree<E> e, Tree<F> f, Tree<Y> y,
            Function6<A, B, C, D, E, F,
                    WithPullback<Y, Tuple6<Supplier<A>, Supplier<B>, Supplier<C>, Supplier<D>, Supplier<E>, Supplier<F>>>> body) {
        return (x1, x2, x3, x4, x5, x6) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3), d.leaves(x4), e.leaves(x5), f.leaves(x6)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next()),
                    d.with(x4, parts.next()), e.with(x5, parts.next()), f.with(x6, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3()), lazy(d, dx._4()), lazy(e, dx._5()),
                            lazy(f, dx._6())));
        };
    }

    /** A function of 7 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, D, E, F, G, Y> Function7<A, B, C, D, E, F, G, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d, Tree<E> e, Tree<F> f, Tree<G> g, Tree<Y> y,
            Function7<A, B, C, D, E, F, G,
                    WithPullback<Y, Tuple7<Supplier<A>, Supplier<B>, Supplier<C>, Supplier<D>, Supplier<E>,
                            Supplier<F>, Supplier<G>>>> body) {
        return (x1, x2, x3, x4, x5, x6, x7) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3), d.leaves(x4), e.leaves(x5), f.leaves(x6),
                    g.leaves(x7)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next()),
                    d.with(x4, parts.next()), e.with(x5, parts.next()), f.with(x6, parts.next()), g.with(x7, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3()), lazy(d, dx._4()), lazy(e, dx._5()),
                            lazy(f, dx._6()), lazy(g, dx._7())));
        };
    }

    /** A function of 8 structured arguments, each described by its tree, then the tree of the result. */
    public static <A, B, C, D, E, F, G, H, Y> Function8<A, B, C, D, E, F, G, H, Y> customVjp(
            String name, Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d, Tree<E> e, Tree<F> f, Tree<G> g, Tree<H> h, Tree<Y> y,
            Function8<A, B, C, D, E, F, G, H,
                    WithPullback<Y, Tuple8<Supplier<A>, Supplier<B>, Supplier<C>, Supplier<D>, Supplier<E>,
                            Supplier<F>, Supplier<G>, Supplier<H>>>> body) {
        return (x1, x2, x3, x4, x5, x6, x7, x8) -> {
            Call call = new Call(name, List.of(a.leaves(x1), b.leaves(x2), c.leaves(x3), d.leaves(x4), e.leaves(x5), f.leaves(x6),
                    g.leaves(x7), h.leaves(x8)));
            return call.apply(y, parts -> body.apply(a.with(x1, parts.next()), b.with(x2, parts.next()), c.with(x3, parts.next()),
                    d.with(x4, parts.next()), e.with(x5, parts.next()), f.with(x6, parts.next()), g.with(x7, parts.next()),
                    h.with(x8, parts.next())),
                    dx -> call.flat(lazy(a, dx._1()), lazy(b, dx._2()), lazy(c, dx._3()), lazy(d, dx._4()), lazy(e, dx._5()),
                            lazy(f, dx._6()), lazy(g, dx._7()), lazy(h, dx._8())));
        };
    }

    /** The cotangents of the tensors of one argument, each asked for when it is wanted. */
    private interface Part {
        List<Supplier<Cotangent>> of(String name, int argument, int tensors);
    }

    private static <A> Part lazy(Tree<A> tree, @Nullable Supplier<A> cotangent) {
        return (name, argument, tensors) -> {
            Lazy<List<Tensor>> leaves = Lazy.of(() -> leaves(tree, cotangent, name, argument, tensors));
            return IntStream.range(0, tensors).<Supplier<Cotangent>>mapToObj(k -> switch (cotangent) {
                case Absent<A>(Cotangent c) -> () -> c;
                case LoggedCotangent<A>(_, Supplier<?> entry) -> new LoggedCotangent<>(() -> leaves.get().get(k), entry);
                case null, default -> () -> leaves.get().get(k);
            }).toList();
        };
    }

    private static <A> List<Tensor> leaves(Tree<A> tree, @Nullable Supplier<A> cotangent, String name, int argument, int tensors) {
        String what = "cotangent of input " + argument;
        String accepted = "a supplier of what the input is, noGradient() or notImplemented(reason)";
        A value = FromUser.given(name, what, FromUser.given(name, what, cotangent, accepted).get(), accepted);
        List<Tensor> leaves = tree.leaves(value);
        ArgumentException.require(leaves.size() == tensors, name, what, leaves.size() + " tensors", tensors + ", as the input");
        return leaves;
    }

    /** One call: the arguments' tensors, laid end to end. */
    private record Call(String name, List<List<Tensor>> arguments) {
        <Y, C> Y apply(Tree<Y> tree, Function<Iterator<List<Tensor>>, WithPullback<Y, C>> body,
                Function<C, List<Supplier<Cotangent>>> suppliers) {
            Structure<Y> structure = new Structure<>(tree); // of the result, known once the body has run
            Custom primitive = new Custom(name, x -> {
                WithPullback<Y, C> result = FromUser.given(name, "result of the body", body.apply(split(x)),
                        "withPullback(value, pullback)");
                Y value = FromUser.given(name, "value", result.value(), "a value");
                Function<Y, C> pullback = FromUser.given(name, "pullback", result.pullback(), "a function of the value's cotangent");
                return new Custom.Result(structure.take(value).toArray(Tensor[]::new), dy -> suppliers.apply(FromUser.given(name,
                        "result of the pullback", pullback.apply(tree.with(value, Arrays.asList(dy))),
                        "a Tuple of " + arguments.size() + " suppliers, one for each input")));
            });
            Tensor[] y = Apply.all(primitive, arguments.stream().flatMap(List::stream).toArray(Tensor[]::new));
            return structure.with(Arrays.asList(y));
        }

        private Iterator<List<Tensor>> split(Tensor... x) {
            List<List<Tensor>> parts = new ArrayList<>();
            int next = 0;
            for (List<Tensor> argument : arguments) {
                parts.add(Arrays.asList(x).subList(next, next + argument.size()));
                next += argument.size();
            }
            return parts.iterator();
        }

        /** One supplier per tensor. */
        List<Supplier<Cotangent>> flat(Part... cotangents) {
            List<Supplier<Cotangent>> all = new ArrayList<>();
            for (int j = 0; j < cotangents.length; j++) {
                all.addAll(cotangents[j].of(name, j, arguments.get(j).size()));
            }
            return all;
        }
    }
}
