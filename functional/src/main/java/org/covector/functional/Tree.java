package org.covector.functional;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Function4;
import io.vavr.Function5;
import io.vavr.Function6;
import io.vavr.Function7;
import io.vavr.Function8;
import io.vavr.Tuple;
import io.vavr.Tuple1;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import io.vavr.Tuple4;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the tensors are in a structured value, and how to build it again from others: what lets a record of parameters be
 * differentiated as a whole. Typed, without reflection:
 *
 * <pre>{@code Tree<Linear> LINEAR = Tree.of(Linear::w, TENSOR, Linear::b, option(TENSOR), Linear::new);}</pre>
 *
 * <p>Tensors of INT64 and BOOL are leaves too: carried along, with zeros as their gradient.
 */
public interface Tree<T> {
    /** Hands every tensor of {@code value} to {@code leaf}, always in the same order. */
    void flatten(T value, Consumer<Tensor> leaf);

    /** A value like {@code like} with its tensors, in the order of {@link #flatten}, taken from {@code leaves}. */
    T rebuild(T like, Supplier<Tensor> leaves);

    /** The tensor itself. */
    Tree<Tensor> TENSOR = tree((value, leaf) -> leaf.accept(value), (_, leaves) -> leaves.get());

    /** A key: its words. */
    Tree<Key> KEY = tree((value, leaf) -> leaf.accept(value.words()), (_, leaves) -> Key.of(leaves.get()));

    /** All tensors of a value. */
    default List<Tensor> leaves(T value) {
        List<Tensor> all = new ArrayList<>();
        flatten(value, all::add);
        return all;
    }

    /** A value like {@code like} with these tensors. */
    default T with(T like, Iterable<Tensor> leaves) {
        Iterator<Tensor> next = leaves.iterator();
        return rebuild(like, next::next);
    }

    /** A value like {@code like} with {@code f} applied to each tensor. */
    default T map(T like, Function1<Tensor, Tensor> f) {
        return with(like, leaves(like).stream().map(f).toList());
    }

    /** A value whose tensors are {@code f} of those of two values of the same structure: an optimiser's update. */
    default T map(T x, T y, Function2<Tensor, Tensor, Tensor> f) {
        Iterator<Tensor> other = leaves(y).iterator();
        return map(x, t -> f.apply(t, other.next()));
    }

    /** A tree of two functions. */
    static <T> Tree<T> tree(BiConsumer<T, Consumer<Tensor>> flatten, BiFunction<T, Supplier<Tensor>, T> rebuild) {
        return new Tree<>() {
            @Override
            public void flatten(T value, Consumer<Tensor> leaf) {
                flatten.accept(value, leaf);
            }

            @Override
            public T rebuild(T like, Supplier<Tensor> leaves) {
                return rebuild.apply(like, leaves);
            }
        };
    }

    /** A value without tensors: carried along unchanged. */
    static <T> Tree<T> fixed() {
        return tree((_, _) -> { }, (like, _) -> like);
    }

    /** A value that may be absent. */
    static <T> Tree<Option<T>> option(Tree<T> tree) {
        return tree((value, leaf) -> value.forEach(v -> tree.flatten(v, leaf)), (like, leaves) -> like.map(v -> tree.rebuild(v, leaves)));
    }

    /** A sequence of values. */
    static <T> Tree<Seq<T>> seq(Tree<T> tree) {
        return tree((value, leaf) -> value.forEach(v -> tree.flatten(v, leaf)), (like, leaves) -> {
            List<T> made = new ArrayList<>();
            like.forEach(v -> made.add(tree.rebuild(v, leaves)));
            return Vector.ofAll(made);
        });
    }

    /** A tuple of one. */
    static <A> Tree<Tuple1<A>> tuple(Tree<A> a) {
        return of(Tuple1::_1, a, Tuple::of);
    }

    /** A pair. */
    static <A, B> Tree<Tuple2<A, B>> tuple(Tree<A> a, Tree<B> b) {
        return of(Tuple2::_1, a, Tuple2::_2, b, Tuple::of);
    }

    /** A triple. */
    static <A, B, C> Tree<Tuple3<A, B, C>> tuple(Tree<A> a, Tree<B> b, Tree<C> c) {
        return of(Tuple3::_1, a, Tuple3::_2, b, Tuple3::_3, c, Tuple::of);
    }

    /** A tuple of four. */
    static <A, B, C, D> Tree<Tuple4<A, B, C, D>> tuple(Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d) {
        return of(Tuple4::_1, a, Tuple4::_2, b, Tuple4::_3, c, Tuple4::_4, d, Tuple::of);
    }

    /** A record of 1 component: accessor and tree of each, then the constructor. */
    static <T, A> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<A, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves)));
    }

    /** A record of 2 components: accessor and tree of each, then the constructor. */
    static <T, A, B> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function2<A, B, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves)));
    }

    /** A record of 3 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function3<A, B, C, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves)));
    }

    /** A record of 4 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C, D> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function1<T, D> d, Tree<D> treeD, Function4<A, B, C, D, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
                treeD.flatten(d.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves), treeD.rebuild(d.apply(like), leaves)));
    }

    /** A record of 5 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function1<T, D> d, Tree<D> treeD, Function1<T, E> e, Tree<E> treeE, Function5<A, B, C, D, E, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
                treeD.flatten(d.apply(value), leaf);
                treeE.flatten(e.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves), treeD.rebuild(d.apply(like), leaves), treeE.rebuild(e.apply(like), leaves)));
    }

    /** A record of 6 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function1<T, D> d, Tree<D> treeD, Function1<T, E> e, Tree<E> treeE, Function1<T, F> f, Tree<F> treeF, Function6<A, B, C, D, E, F, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
                treeD.flatten(d.apply(value), leaf);
                treeE.flatten(e.apply(value), leaf);
                treeF.flatten(f.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves), treeD.rebuild(d.apply(like), leaves), treeE.rebuild(e.apply(like), leaves), treeF.rebuild(f.apply(like), leaves)));
    }

    /** A record of 7 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F, G> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function1<T, D> d, Tree<D> treeD, Function1<T, E> e, Tree<E> treeE, Function1<T, F> f, Tree<F> treeF, Function1<T, G> g, Tree<G> treeG, Function7<A, B, C, D, E, F, G, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
                treeD.flatten(d.apply(value), leaf);
                treeE.flatten(e.apply(value), leaf);
                treeF.flatten(f.apply(value), leaf);
                treeG.flatten(g.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves), treeD.rebuild(d.apply(like), leaves), treeE.rebuild(e.apply(like), leaves), treeF.rebuild(f.apply(like), leaves), treeG.rebuild(g.apply(like), leaves)));
    }

    /** A record of 8 components: accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F, G, H> Tree<T> of(Function1<T, A> a, Tree<A> treeA, Function1<T, B> b, Tree<B> treeB, Function1<T, C> c, Tree<C> treeC, Function1<T, D> d, Tree<D> treeD, Function1<T, E> e, Tree<E> treeE, Function1<T, F> f, Tree<F> treeF, Function1<T, G> g, Tree<G> treeG, Function1<T, H> h, Tree<H> treeH, Function8<A, B, C, D, E, F, G, H, T> make) {
        return tree((value, leaf) -> {
                treeA.flatten(a.apply(value), leaf);
                treeB.flatten(b.apply(value), leaf);
                treeC.flatten(c.apply(value), leaf);
                treeD.flatten(d.apply(value), leaf);
                treeE.flatten(e.apply(value), leaf);
                treeF.flatten(f.apply(value), leaf);
                treeG.flatten(g.apply(value), leaf);
                treeH.flatten(h.apply(value), leaf);
        }, (like, leaves) -> make.apply(treeA.rebuild(a.apply(like), leaves), treeB.rebuild(b.apply(like), leaves), treeC.rebuild(c.apply(like), leaves), treeD.rebuild(d.apply(like), leaves), treeE.rebuild(e.apply(like), leaves), treeF.rebuild(f.apply(like), leaves), treeG.rebuild(g.apply(like), leaves), treeH.rebuild(h.apply(like), leaves)));
    }
}
