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
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Where the tensors of a structured value are, what they are called, and how to build the value again from others: what lets a record of
 * parameters be differentiated, mapped, saved and updated as a whole. Derived from a record:
 *
 * <pre>{@code
 * record Linear(Tensor weight, Option<Tensor> bias) {
 *     static final Tree<Linear> TREE = Tree.of(MethodHandles.lookup(), Linear.class);
 * }
 * }</pre>
 *
 * or written out, {@code Tree.of("weight", Linear::weight, TENSOR, "bias", Linear::bias, option(TENSOR), Linear::new)}.
 *
 * <p>Every tensor is a leaf with a path, {@code encoder.layers.0.weight}. A leaf is a parameter, a {@linkplain Buffer buffer} or
 * {@linkplain Fixed fixed}; what holds no tensor is no leaf and carried along. {@code grad} differentiates by parameters of FLOAT32 and
 * FLOAT64; in the place of a buffer, of a fixed leaf, and of an INT64 or BOOL tensor, its result has zeros.
 */
@FunctionalInterface
public interface Tree<T> {
    /** What a leaf is to training. */
    enum Kind {
        /** Learned: differentiated and updated. */
        PARAMETER,
        /** State that is not learned: running statistics, a cached hidden state, a key. A constant to {@code grad}. */
        BUFFER,
        /** Given once and never changed: a table of positions, a frozen layer. A constant to {@code grad}, left alone by optimisers. */
        FIXED
    }

    /** A tensor of a value, with its place. */
    record Leaf(String path, Kind kind, Tensor value) {}

    /** Meets every tensor of a value and says what stands in its place in the new one. */
    @FunctionalInterface
    interface Visitor {
        /** The tensor for the new value. */
        Tensor leaf(Path path, Kind kind, Tensor value);

        /** Is told of a tensor that the value holds for itself and that is no leaf: a cache. */
        default void holds(Tensor cached) {}

        /** Is told that the value holds tensors that cannot be met: a closure. */
        default void holdsMore() {}

        /**
         * Whether a new value is made of what {@link #leaf} gives. Where not, a tree may tell what its value keeps its tensors in by
         * {@link #holds}, and give the value back as it is.
         */
        default boolean rebuilds() {
            return true;
        }

        /** This visitor, its leaves met by another. */
        default Visitor with(Visitor leaves) {
            Visitor outer = this;
            return new Visitor() {
                @Override
                public Tensor leaf(Path path, Kind kind, Tensor value) {
                    return leaves.leaf(path, kind, value);
                }

                @Override
                public void holds(Tensor cached) {
                    outer.holds(cached);
                }

                @Override
                public void holdsMore() {
                    outer.holdsMore();
                }

                @Override
                public boolean rebuilds() {
                    return outer.rebuilds();
                }
            };
        }
    }

    /** A place in a value: names from the outside in. Written with dots when it is shown. */
    final class Path {
        /** The value itself. */
        static final Path ROOT = new Path(null, "", 0, 0);

        private static final long HASH = 0x9E3779B97F4A7C15L; // odd

        private final @Nullable Path parent; // of the root absent
        private final String name;
        private final int depth;
        private final long hash; // a polynomial in HASH of the names: what lies between two places is a difference

        private Path(@Nullable Path parent, String name, int depth, long hash) {
            this.parent = parent;
            this.name = name;
            this.depth = depth;
            this.hash = hash;
        }

        /** The place {@code component} within this one. */
        public Path then(String component) {
            return new Path(this, component, depth + 1, hash * HASH + component.hashCode());
        }

        /** A hash of the names from an outer place to this one. */
        long hashFrom(Path outer) {
            long shifted = outer.hash;
            for (int i = outer.depth; i < depth; i++) {
                shifted *= HASH;
            }
            return hash - shifted;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Path p && hash == p.hash && name.equals(p.name) && Objects.equals(parent, p.parent);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(hash);
        }

        @Override
        public String toString() {
            String outside = parent == null ? "" : parent.toString();
            return outside.isEmpty() ? name : outside + "." + name;
        }
    }

    /**
     * A value like {@code value} with the tensors that {@code visitor} gives for its own, met in an order that is always the same.
     *
     * @param at where the value stands
     */
    T traverse(T value, Path at, Visitor visitor);

    /** The tensor itself. */
    Tree<Tensor> TENSOR = (value, at, visitor) -> visitor.leaf(at, Kind.PARAMETER, Components.present(value, at, "a tensor"));

    /** A key: its words, a buffer. */
    Tree<Key> KEY = (value, at, visitor) -> Key.of(visitor.leaf(at, Kind.BUFFER, Components.present(value, at, "a key").words()));

    /** All tensors of a value with their paths. */
    default List<Leaf> named(T value) {
        List<Leaf> all = new ArrayList<>();
        traverse(value, Path.ROOT, (path, kind, t) -> {
            all.add(new Leaf(path.toString(), kind, t));
            return t;
        });
        return all;
    }

    /**
     * The tensors of a value by path.
     *
     * @throws ArgumentException if two tensors have the same path
     */
    default LinkedHashMap<String, Tensor> toMap(T value) {
        LinkedHashMap<String, Tensor> map = LinkedHashMap.empty();
        for (Leaf leaf : named(value)) {
            ArgumentException.require(!map.containsKey(leaf.path()), "toMap", "path", leaf.path(), "each path once");
            map = map.put(leaf.path(), leaf.value());
        }
        return map;
    }

    /** All tensors of a value. */
    default List<Tensor> leaves(T value) {
        List<Tensor> all = new ArrayList<>();
        traverse(value, Path.ROOT, (_, _, t) -> {
            all.add(t);
            return t;
        });
        return all;
    }

    /** What each tensor of a value is to training, in the order of {@link #leaves}. */
    default List<Kind> kinds(T value) {
        List<Kind> all = new ArrayList<>();
        traverse(value, Path.ROOT, (_, kind, t) -> {
            all.add(kind);
            return t;
        });
        return all;
    }

    /**
     * A value like {@code like} with these tensors.
     *
     * @throws ArgumentException if there are not as many tensors as {@code like} has
     */
    default T with(T like, Iterable<Tensor> leaves) {
        Iterator<Tensor> next = leaves.iterator();
        T made = traverse(like, Path.ROOT, (path, _, _) -> {
            if (!next.hasNext()) {
                throw new ArgumentException("tree", "tensors", "none for " + path,
                        "one for each of the " + leaves(like).size() + " leaves");
            }
            return next.next();
        });
        if (next.hasNext()) {
            throw new ArgumentException("tree", "tensors", "more than " + leaves(like).size(), "one for each leaf");
        }
        return made;
    }

    /** A value like {@code like} with {@code f} applied to each tensor. */
    default T map(T like, Function<Tensor, Tensor> f) {
        return traverse(like, Path.ROOT, (_, _, t) -> f.apply(t));
    }

    /**
     * A value whose tensors are {@code f} of those of two values of the same structure: an optimiser's update.
     *
     * @throws ArgumentException if the leaves of the two are at different paths
     */
    default T map(T x, T y, BiFunction<Tensor, Tensor, Tensor> f) {
        List<Path> paths = new ArrayList<>();
        List<Tensor> others = new ArrayList<>();
        traverse(y, Path.ROOT, (path, _, t) -> {
            paths.add(path);
            others.add(t);
            return t;
        });
        int[] next = {0};
        T made = traverse(x, Path.ROOT, (path, _, t) -> {
            int i = next[0]++;
            if (i >= paths.size() || !paths.get(i).equals(path)) {
                throw new ArgumentException("Tree.map", "y", i < paths.size() ? "a leaf " + paths.get(i) + " in the place of " + path
                        : "no leaf " + path, "the structure of x");
            }
            return f.apply(t, others.get(i));
        });
        ArgumentException.require(next[0] == paths.size(), "Tree.map", "y", "more leaves, " + paths.subList(next[0], paths.size()),
                "the structure of x");
        return made;
    }

    /**
     * A value like {@code like} with one tensor replaced: weights from given filters.
     *
     * @param path of the leaf, as {@link #named} shows it
     * @throws ArgumentException if there is no such leaf, or the shape or dtype is another
     */
    default T replace(T like, String path, Tensor tensor) {
        boolean[] met = {false};
        T made = traverse(like, Path.ROOT, (at, _, t) -> {
            if (!at.toString().equals(path)) {
                return t;
            }
            met[0] = true;
            ArgumentException.require(tensor.shape().equals(t.shape()) && tensor.dtype() == t.dtype(), "replace", path,
                    tensor.dtype() + " " + tensor.shape(),
                    t.dtype() + " " + t.shape() + ", as there");
            return tensor;
        });
        ArgumentException.require(met[0], "replace", "path", path, "one of " + named(like).stream().map(Leaf::path).toList());
        return made;
    }

    /** Number of elements of all parameters. */
    default long count(T value) {
        return named(value).stream().filter(l -> l.kind() == Kind.PARAMETER).mapToLong(l -> l.value().size()).sum();
    }

    // ---- parts

    /** The same tensors as buffers: constants to {@code grad}, not updated by optimisers. */
    static <T> Tree<T> buffer(Tree<T> tree) {
        return Components.ofKind(Kind.BUFFER, tree);
    }

    /** The same tensors as fixed leaves: constants to {@code grad}, not updated by optimisers; named and saved like others. */
    static <T> Tree<T> fixed(Tree<T> tree) {
        return Components.ofKind(Kind.FIXED, tree);
    }

    /** A value without tensors, or whose tensors are nobody's business: no leaf, carried along unchanged. */
    static <T> Tree<T> fixed() {
        return (value, _, _) -> value;
    }

    /** A value that may be absent. */
    static <T> Tree<Option<T>> option(Tree<T> tree) {
        return (value, at, visitor) -> Components.present(value, at, "an Option").map(v -> tree.traverse(v, at, visitor));
    }

    /** A sequence of values; their names are numbers from 0. */
    static <T> Tree<Seq<T>> seq(Tree<T> tree) {
        return (value, at, visitor) -> Components.each(value, tree, at, visitor, Vector::ofAll);
    }

    /** A list of values; their names are numbers from 0. */
    static <T> Tree<List<T>> list(Tree<T> tree) {
        return (value, at, visitor) -> Components.each(value, tree, at, visitor, List::copyOf);
    }

    /** Values by name. */
    static <T> Tree<LinkedHashMap<String, T>> map(Tree<T> tree) {
        return (value, at, visitor) -> {
            LinkedHashMap<String, T> made = LinkedHashMap.empty();
            for (var e : Components.present(value, at, "a map")) {
                made = made.put(e._1(), tree.traverse(e._2(), at.then(e._1()), visitor));
            }
            return made;
        };
    }

    /** A tuple of one. */
    static <A> Tree<Tuple1<A>> tuple(Tree<A> a) {
        return (v, at, visitor) -> Tuple.of(a.traverse(Components.present(v, at, "a tuple")._1(), at.then("_1"), visitor));
    }

    /** A pair. */
    static <A, B> Tree<Tuple2<A, B>> tuple(Tree<A> a, Tree<B> b) {
        return (v, at, visitor) -> Tuple.of(
                a.traverse(Components.present(v, at, "a tuple")._1(), at.then("_1"), visitor), b.traverse(v._2(), at.then("_2"), visitor));
    }

    /** A triple. */
    static <A, B, C> Tree<Tuple3<A, B, C>> tuple(Tree<A> a, Tree<B> b, Tree<C> c) {
        return (v, at, visitor) -> Tuple.of(
                a.traverse(Components.present(v, at, "a tuple")._1(), at.then("_1"), visitor), b.traverse(v._2(), at.then("_2"), visitor),
                c.traverse(v._3(), at.then("_3"), visitor));
    }

    /** A tuple of four. */
    static <A, B, C, D> Tree<Tuple4<A, B, C, D>> tuple(Tree<A> a, Tree<B> b, Tree<C> c, Tree<D> d) {
        return (v, at, visitor) -> Tuple.of(
                a.traverse(Components.present(v, at, "a tuple")._1(), at.then("_1"), visitor), b.traverse(v._2(), at.then("_2"), visitor),
                c.traverse(v._3(), at.then("_3"), visitor), d.traverse(v._4(), at.then("_4"), visitor));
    }

    // ---- records

    /**
     * The tree of a record, from its components: tensors, keys, records, {@code Option}, Vavr's and java.util's sequences and maps of such,
     * and sealed interfaces of records. A component marked {@link Buffer} or {@link Fixed} has leaves of that kind; one of any other type
     * has none and is carried along.
     *
     * @param lookup the caller's: {@code MethodHandles.lookup()} where the record is visible
     * @param type a record, or a sealed interface of records
     * @throws ArgumentException if the type is neither, is generic, or not accessible by the lookup
     */
    static <T> Tree<T> of(MethodHandles.Lookup lookup, Class<T> type) {
        return Components.checked(Components.of(lookup, type));
    }

    /**
     * A record of any number of components.
     *
     * @param take all components of a value
     * @param trees one for each component, with its name
     * @param make the value of as many components
     */
    static <T> Tree<T> of(Function1<T, List<?>> take, LinkedHashMap<String, Tree<?>> trees, Function1<List<Object>, T> make) {
        return Components.checked((value, at, visitor) -> make.apply(Components.all(take.apply(value), trees, at, visitor)));
    }

    /** A record of 1 component: name, accessor and tree of each, then the constructor. */
    static <T, A> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            Function1<A, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor)));
    }

    /** A record of 2 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            Function2<A, B, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor)));
    }

    /** A record of 3 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            Function3<A, B, C, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor)));
    }

    /** A record of 4 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C, D> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            String nameD, Function1<T, D> d, Tree<D> treeD,
            Function4<A, B, C, D, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor),
                treeD.traverse(d.apply(v), at.then(nameD), visitor)));
    }

    /** A record of 5 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            String nameD, Function1<T, D> d, Tree<D> treeD,
            String nameE, Function1<T, E> e, Tree<E> treeE,
            Function5<A, B, C, D, E, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor),
                treeD.traverse(d.apply(v), at.then(nameD), visitor),
                treeE.traverse(e.apply(v), at.then(nameE), visitor)));
    }

    /** A record of 6 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            String nameD, Function1<T, D> d, Tree<D> treeD,
            String nameE, Function1<T, E> e, Tree<E> treeE,
            String nameF, Function1<T, F> f, Tree<F> treeF,
            Function6<A, B, C, D, E, F, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor),
                treeD.traverse(d.apply(v), at.then(nameD), visitor),
                treeE.traverse(e.apply(v), at.then(nameE), visitor),
                treeF.traverse(f.apply(v), at.then(nameF), visitor)));
    }

    /** A record of 7 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F, G> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            String nameD, Function1<T, D> d, Tree<D> treeD,
            String nameE, Function1<T, E> e, Tree<E> treeE,
            String nameF, Function1<T, F> f, Tree<F> treeF,
            String nameG, Function1<T, G> g, Tree<G> treeG,
            Function7<A, B, C, D, E, F, G, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor),
                treeD.traverse(d.apply(v), at.then(nameD), visitor),
                treeE.traverse(e.apply(v), at.then(nameE), visitor),
                treeF.traverse(f.apply(v), at.then(nameF), visitor),
                treeG.traverse(g.apply(v), at.then(nameG), visitor)));
    }

    /** A record of 8 components: name, accessor and tree of each, then the constructor. */
    static <T, A, B, C, D, E, F, G, H> Tree<T> of(
            String nameA, Function1<T, A> a, Tree<A> treeA,
            String nameB, Function1<T, B> b, Tree<B> treeB,
            String nameC, Function1<T, C> c, Tree<C> treeC,
            String nameD, Function1<T, D> d, Tree<D> treeD,
            String nameE, Function1<T, E> e, Tree<E> treeE,
            String nameF, Function1<T, F> f, Tree<F> treeF,
            String nameG, Function1<T, G> g, Tree<G> treeG,
            String nameH, Function1<T, H> h, Tree<H> treeH,
            Function8<A, B, C, D, E, F, G, H, T> make) {
        return Components.checked((v, at, visitor) -> make.apply(
                treeA.traverse(a.apply(v), at.then(nameA), visitor),
                treeB.traverse(b.apply(v), at.then(nameB), visitor),
                treeC.traverse(c.apply(v), at.then(nameC), visitor),
                treeD.traverse(d.apply(v), at.then(nameD), visitor),
                treeE.traverse(e.apply(v), at.then(nameE), visitor),
                treeF.traverse(f.apply(v), at.then(nameF), visitor),
                treeG.traverse(g.apply(v), at.then(nameG), visitor),
                treeH.traverse(h.apply(v), at.then(nameH), visitor)));
    }
}
