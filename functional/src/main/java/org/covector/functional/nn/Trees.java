package org.covector.functional.nn;

import io.vavr.collection.Map;
import java.util.HashMap;
import java.util.Objects;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * Trees of models some of whose tensors are frozen, or tied to others.
 *
 * {@snippet :
 * Sequential net = Sequential.of(Linear.init(Key.of(1), 4, 8), Linear.init(Key.of(2), 8, 2));
 * Tree<Sequential> tree = Trees.frozen(Sequential.TREE, path -> path.startsWith("layers.0."));
 * long trained = tree.count(net); // 18
 * }
 */
public final class Trees {
    private Trees() {}

    /**
     * The tree with fixed leaves where the path is one of these: constants to {@code grad}, left alone by optimisers.
     *
     * @param paths within the value, {@code p -> p.startsWith("encoder.")}
     */
    public static <T> Tree<T> frozen(Tree<T> tree, Predicate<String> paths) {
        return (value, at, visitor) -> tree.traverse(value, at, visitor.with((path, kind, t) ->
                visitor.leaf(path, paths.test(within(at, path)) ? Tree.Kind.FIXED : kind, t)));
    }

    /**
     * The tree in which some tensors are one and the same as others: they are no leaves of it, and stand in a new value wherever the tensor
     * that they are tied to stands, so that its gradient is the sum over all places.
     *
     * @param ties the path of a tensor within the value, to the path of the one it is tied to, which comes first in the tree
     * @throws ArgumentException when used, if a path is not there, or comes before the one it is tied to
     */
    public static <T> Tree<T> tied(Tree<T> tree, Map<String, String> ties) {
        return (value, at, visitor) -> {
            java.util.Map<String, Tensor> met = new HashMap<>();
            T made = tree.traverse(value, at, visitor.with((path, kind, t) -> {
                String name = within(at, path);
                if (!ties.containsKey(name)) {
                    Tensor y = visitor.leaf(path, kind, t);
                    met.put(name, y);
                    return y;
                }
                String source = ties.get(name).get();
                ArgumentException.require(met.containsKey(source), "tied", name, source, "the path of a tensor before it");
                Tensor first = Objects.requireNonNull(met.get(source));
                met.put(name, first);
                return first;
            }));
            ties.keySet().forEach(name -> ArgumentException.require(met.containsKey(name), "tied", "path", name, "one of " + met.keySet()));
            return made;
        };
    }

    private static String within(Tree.Path at, Tree.Path path) {
        String outside = at.toString();
        return path.toString().substring(outside.isEmpty() ? 0 : outside.length() + 1);
    }
}
