package org.covector.functional;

import io.vavr.Function1;
import io.vavr.Function2;
import io.vavr.Function3;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.Tuple3;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.covector.engine.ArgumentException;

/** A function between trees as one of tensors, for arguments structured like one; it remembers the structure of its last result. */
final class TreeFunction<X, Y> implements Function<Tensor[], Tensor[]> {
    /** Two tensors. */
    static final Tree<Tuple2<Tensor, Tensor>> PAIR = Tree.tuple(Tree.TENSOR, Tree.TENSOR);

    /** Three tensors. */
    static final Tree<Tuple3<Tensor, Tensor, Tensor>> TRIPLE = Tree.tuple(Tree.TENSOR, Tree.TENSOR, Tree.TENSOR);

    final Tree<X> in;
    final Tree<Y> out;
    final X x;
    private final Function<X, Y> f;
    private final Structure<Y> structure;

    TreeFunction(Tree<X> in, Tree<Y> out, Function<X, Y> f, X x) {
        this.in = in;
        this.out = out;
        this.f = f;
        this.x = x;
        this.structure = new Structure<>(out);
    }

    Tensor[] arguments() {
        return in.leaves(x).toArray(Tensor[]::new);
    }

    @Override
    public Tensor[] apply(Tensor[] t) {
        return structure.take(f.apply(in.with(x, Arrays.asList(t)))).toArray(Tensor[]::new);
    }

    /** A result of the structure of the last one. */
    Y result(Tensor... leaves) {
        return structure.with(Arrays.asList(leaves));
    }

    /** The tensors of a tangent or cotangent, one for each of {@code like} of its shape and dtype; a refusal names the leaf's path. */
    static <T> Tensor[] matching(String function, String argument, Tree<T> tree, T given, Tensor... like) {
        Tensor[] leaves = tree.leaves(given).toArray(Tensor[]::new);
        ArgumentException.require(leaves.length == like.length, function, "number of " + argument + "s", leaves.length,
                String.valueOf(like.length));
        for (int i = 0; i < leaves.length; i++) {
            if (!alike(leaves[i], like[i])) {
                throw unlike(function, leaf(argument, tree, given, i), leaves[i], like[i]);
            }
        }
        return leaves;
    }

    static boolean alike(Tensor x, Tensor y) {
        return x.shape().equals(y.shape()) && x.dtype() == y.dtype();
    }

    static ArgumentException unlike(String function, String argument, Tensor given, Tensor like) {
        return new ArgumentException(function, argument, given.dtype() + " " + given.shape(), like.dtype() + " " + like.shape()
                + ", as the value");
    }

    /** {@code what of encoder.weight}: leaf number {@code i} in a message. */
    static <T> String leaf(String what, Tree<T> tree, T value, int i) {
        String path = tree.named(value).get(i).path();
        return path.isEmpty() ? what : what + " of " + path;
    }

    // ---- several arguments as one tuple, and back

    static <A, B, Y> Function1<Tuple2<A, B>, Y> tupled(BiFunction<A, B, Y> f) {
        return x -> f.apply(x._1(), x._2());
    }

    static <A, B, C, Y> Function1<Tuple3<A, B, C>, Y> tupled(Function3<A, B, C, Y> f) {
        return x -> f.apply(x._1(), x._2(), x._3());
    }

    static <A, B, Y> Function2<A, B, Y> spread2(Function<Tuple2<A, B>, Y> f) {
        return (x, y) -> f.apply(Tuple.of(x, y));
    }

    static <A, B, C, Y> Function3<A, B, C, Y> spread3(Function<Tuple3<A, B, C>, Y> f) {
        return (x, y, z) -> f.apply(Tuple.of(x, y, z));
    }
}
