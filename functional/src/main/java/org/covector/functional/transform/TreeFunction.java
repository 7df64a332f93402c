package org.covector.functional.transform;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Wanted;
import org.covector.functional.custom.FromUser;
import org.jspecify.annotations.Nullable;

/** A function between trees as one of tensors, for arguments structured like one; it remembers the structure of its last result. */
public final class TreeFunction<X, Y> implements Function<Tensor[], Tensor[]> {
    /** What the function gives, in messages. */
    public static final String RESULT = "result of the function";

    /** Two tensors. */
    public static final Tree<Tuple2<Tensor, Tensor>> PAIR = Tree.tuple(Tree.TENSOR, Tree.TENSOR);

    /** Three tensors. */
    public static final Tree<Tuple3<Tensor, Tensor, Tensor>> TRIPLE = Tree.tuple(Tree.TENSOR, Tree.TENSOR, Tree.TENSOR);

    public final String function;
    public final Tree<X> in;
    public final Tree<Y> out;
    public final X x;
    private final Function<X, Y> f;
    private final Structure<Y> structure;

    /** @param function what the user called, in messages */
    public TreeFunction(String function, Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        this.function = function;
        this.in = in;
        this.out = out;
        this.f = f;
        this.x = x;
        this.structure = new Structure<>(out);
    }

    public Tensor[] arguments() {
        return in.leaves(x).toArray(Tensor[]::new);
    }

    @Override
    public Tensor[] apply(Tensor[] t) {
        return structure.take(FromUser.given(function, RESULT, f.apply(in.with(x, Arrays.asList(t))), "a value")).toArray(Tensor[]::new);
    }

    /** A result of the structure of the last one. */
    public Y result(Tensor... leaves) {
        return structure.with(Arrays.asList(leaves));
    }

    // ---- points

    /**
     * Which leaves are differentiated: the parameters. Refuses a point without one of a floating dtype, where every gradient would
     * be zero.
     */
    public Wanted parameters(Tensor... leaves) {
        List<Tree.Kind> kinds = in.kinds(x);
        boolean[] wanted = new boolean[leaves.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = kinds.get(i) == Tree.Kind.PARAMETER;
        }
        requireFloating("a parameter", IntStream.range(0, leaves.length).filter(i -> wanted[i]).mapToObj(i -> leaves[i]));
        return Wanted.of(wanted);
    }

    /** The argument's tensors. Refuses a point without one of a floating dtype, where every derivative would be zero. */
    public Tensor[] floating() {
        Tensor[] leaves = arguments();
        requireFloating("a tensor", Arrays.stream(leaves));
        return leaves;
    }

    private void requireFloating(String what, Stream<Tensor> leaves) {
        List<Tree.Leaf> point = in.named(x);
        if (!point.isEmpty() && leaves.noneMatch(t -> t.dtype().isFloating())) {
            throw Reverse.constant(function, point.stream().map(l -> (l.path() + " " + described(l.value())).strip()).toList(), what);
        }
    }

    // ---- tangents and cotangents

    /** The tensors of a tangent of the argument, or of one of its structure. */
    public Tensor[] tangents(String argument, @Nullable X dx) {
        return matching(function, argument, in, dx, x);
    }

    /** The tensors of a tangent or cotangent, one for each of {@code like} of its shape and dtype; a refusal names the leaf's path. */
    public static <T> Tensor[] matching(String function, String argument, Tree<T> tree, @Nullable T given, T like) {
        List<Tensor> expected = tree.leaves(like);
        T present = FromUser.given(function, argument, given, "what the value is");
        Tensor[] leaves = tree.leaves(present).toArray(Tensor[]::new);
        if (leaves.length != expected.size()) {
            throw new ArgumentException(function, "number of tensors of " + argument, leaves.length, expected.size() + ", one for each of "
                    + tree.named(like).stream().map(Tree.Leaf::path).toList());
        }
        for (int i = 0; i < leaves.length; i++) {
            if (!alike(leaves[i], expected.get(i))) {
                throw unlike(function, leaf(argument, tree, present, i), leaves[i], expected.get(i));
            }
        }
        return leaves;
    }

    public static boolean alike(Tensor x, Tensor y) {
        return x.shape().equals(y.shape()) && x.dtype() == y.dtype();
    }

    public static ArgumentException unlike(String function, String argument, @Nullable Tensor given, Tensor like) {
        return new ArgumentException(function, argument, given == null ? "null" : described(given), described(like) + ", as the value");
    }

    private static String described(Tensor t) {
        return t.dtype() + " " + t.shape();
    }

    /** {@code what of encoder.weight}: leaf number {@code i} in a message. */
    public static <T> String leaf(String what, Tree<T> tree, T value, int i) {
        String path = tree.named(value).get(i).path();
        return path.isEmpty() ? what : what + " of " + path;
    }

    // ---- several arguments as one tuple, and back

    public static <A, B, Y> Function1<Tuple2<A, B>, Y> tupled(BiFunction<A, B, Y> f) {
        return x -> f.apply(x._1(), x._2());
    }

    public static <A, B, C, Y> Function1<Tuple3<A, B, C>, Y> tupled(Function3<A, B, C, Y> f) {
        return x -> f.apply(x._1(), x._2(), x._3());
    }

    public static <A, B, Y> Function2<A, B, Y> spread2(Function<Tuple2<A, B>, Y> f) {
        return (x, y) -> f.apply(Tuple.of(x, y));
    }

    public static <A, B, C, Y> Function3<A, B, C, Y> spread3(Function<Tuple3<A, B, C>, Y> f) {
        return (x, y, z) -> f.apply(Tuple.of(x, y, z));
    }
}
