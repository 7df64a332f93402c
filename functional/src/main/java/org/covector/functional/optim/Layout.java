package org.covector.functional.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The trainable leaves of a tree, parameters of FLOAT32 and FLOAT64, and which of them are laid together: small leaves of one dtype form a
 * bundle, one flat array for each quantity, so that a step over a hundred biases is one kernel call and not a hundred.
 */
final class Layout {
    /** Leaves up to this many elements are laid together: copying them into one array is cheaper than a kernel call each. */
    private static final long SMALL = 1 << 12;

    /** Elements of a bundle at most: beyond, a call's overhead is nothing, and copies cost. */
    private static final long FULL = 1 << 16;

    /** A trainable leaf: its place in its bundle begins at {@code start}. */
    record Place(String path, DType dtype, Shape shape, int bundle, int start) {
        int size() {
            return (int) shape.size();
        }
    }

    final List<Place> places;
    /** By bundle: the numbers of its leaves. */
    final int[][] bundles;
    /** By leaf of the tree: its number among the trainable, or -1. */
    private final int[] numbers;
    /** By leaf of the tree: where it is. */
    private final List<Tree.Path> paths;
    private final Map<String, Integer> byPath = new LinkedHashMap<>();

    private Layout(List<Tree.Leaf> leaves, int[] numbers, List<Tree.Path> paths) {
        this.numbers = numbers;
        this.paths = paths;
        List<Place> all = new ArrayList<>();
        List<List<Integer>> groups = new ArrayList<>();
        Map<DType, Integer> open = new LinkedHashMap<>();
        Map<Integer, Long> filled = new LinkedHashMap<>();
        for (Tree.Leaf leaf : leaves) {
            long n = leaf.value().size();
            DType dtype = leaf.value().dtype();
            Integer bundle = n <= SMALL ? open.get(dtype) : null;
            if (bundle == null || filled.getOrDefault(bundle, 0L) + n > FULL) {
                bundle = groups.size();
                groups.add(new ArrayList<>());
                if (n <= SMALL) {
                    open.put(dtype, bundle);
                }
            }
            long start = filled.merge(bundle, n, Long::sum) - n;
            groups.get(bundle).add(all.size());
            byPath.put(leaf.path(), all.size());
            all.add(new Place(leaf.path(), dtype, leaf.value().shape(), bundle, (int) start));
        }
        this.places = List.copyOf(all);
        this.bundles = groups.stream().map(g -> g.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
    }

    /** The trainable leaves of a value. */
    static <P> Layout of(Tree<P> tree, P params) {
        List<Tree.Leaf> all = tree.named(params);
        List<Tree.Path> paths = new ArrayList<>();
        tree.traverse(params, Trees.ROOT, (path, _, t) -> {
            paths.add(path);
            return t;
        });
        List<Tree.Leaf> trainable = new ArrayList<>();
        int[] numbers = new int[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            Tree.Leaf leaf = all.get(i);
            boolean is = leaf.kind() == Tree.Kind.PARAMETER && leaf.value().dtype().isFloating();
            numbers[i] = is ? trainable.size() : -1;
            if (is) {
                trainable.add(leaf);
            }
        }
        Layout made = new Layout(trainable, numbers, paths);
        ArgumentException.require(made.byPath.size() == trainable.size(), "init", "paths", all.stream().map(Tree.Leaf::path).toList(),
                "each once");
        return made;
    }

    /** The numbers of the leaves whose path is as asked for. */
    int[] where(Predicate<String> path) {
        int[] found = new int[places.size()];
        int n = 0;
        for (int i = 0; i < found.length; i++) {
            if (path.test(places.get(i).path())) {
                found[n++] = i;
            }
        }
        return java.util.Arrays.copyOf(found, n);
    }

    /** Some of these leaves, laid together anew. */
    Layout only(Leaves leaves, int... which) {
        List<Tree.Leaf> some = new ArrayList<>();
        for (int i : which) {
            some.add(new Tree.Leaf(places.get(i).path(), Tree.Kind.PARAMETER, leaves.get(i)));
        }
        return new Layout(some, new int[0], List.of());
    }

    int size() {
        return places.size();
    }

    /** Meets tensors and leaves them where they are, so that no new value is made. */
    private interface Reader extends Tree.Visitor {
        void meet(Tree.Path path, Tree.Kind kind, Tensor t);

        @Override
        default Tensor leaf(Tree.Path path, Tree.Kind kind, Tensor t) {
            meet(path, kind, t);
            return t;
        }

        @Override
        default boolean rebuilds() {
            return false;
        }
    }

    /** The trainable leaves of parameters of this structure. */
    <P> Leaves params(Tree<P> tree, P params) {
        @Nullable Tensor[] each = new Tensor[places.size()];
        int[] met = {0};
        tree.traverse(params, Trees.ROOT, (Reader) (path, _, t) -> {
            int k = met[0] < numbers.length ? numbers[met[0]] : -2;
            ArgumentException.require(k != -2, "update", "params", "another leaf, " + path, "the structure that init was given");
            if (k >= 0) {
                check("params", places.get(k), t);
                each[k] = t;
            }
            met[0]++;
        });
        ArgumentException.require(met[0] == numbers.length, "update", "params", met[0] + " tensors", "the structure that init was given, "
                + numbers.length + " tensors");
        return new Leaves(this, each);
    }

    /** The gradients of the trainable leaves, by path; what is not there has no gradient in this step. */
    <P> Leaves grads(Tree<P> tree, P grads) {
        @Nullable Tensor[] each = new Tensor[places.size()];
        int[] met = {0};
        tree.traverse(grads, Trees.ROOT, (Reader) (path, kind, t) -> {
            if (kind == Tree.Kind.PARAMETER && t.dtype().isFloating()) {
                int guess = met[0] < numbers.length ? numbers[met[0]] : -1; // all present and in order, mostly
                Integer k = guess >= 0 && paths.get(met[0]).equals(path) ? (Integer) guess : byPath.get(path.toString());
                if (k == null) {
                    throw new ArgumentException("update", "grads", "a gradient of " + path,
                            "gradients of the parameters that init was given");
                }
                check("grads", places.get(k), t);
                each[k] = t;
            }
            met[0]++;
        });
        return new Leaves(this, each);
    }

    /** A value like {@code like} with these trainable leaves, the others as they are. */
    <P> P put(Tree<P> tree, P like, Leaves leaves) {
        int[] met = {0};
        return tree.traverse(like, Trees.ROOT, (_, _, t) -> {
            int k = numbers[met[0]++];
            Tensor made = k < 0 ? null : leaves.maybe(k);
            return made == null ? t : made;
        });
    }

    private static void check(String argument, Place place, Tensor t) {
        if (!t.shape().equals(place.shape()) || t.dtype() != place.dtype()) {
            throw new ArgumentException("update", argument + "." + place.path(), t.dtype() + " " + t.shape(), place.dtype() + " "
                    + place.shape());
        }
    }
}
