package org.covector.functional.train;

import io.vavr.Function1;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Mini-batches of a tree of tensors whose first axes are the examples. A value: each pass is a lazy stream, the same one for the same key.
 *
 * {@snippet :
 * Batches<Examples> batches = new Examples(Tensor.ones(5, 3), Tensor.ones(5)).batches(2);
 * int count = batches.count(); // 3
 * Shape last = batches.shuffled(Key.of(1)).toList().getLast().x().shape(); // [1, 3]
 * }
 *
 * @param tree where the tensors are
 * @param data all examples, along the first axis of each tensor
 * @param size examples in a batch
 * @param dropLast whether a last batch of fewer examples is left out
 * @param <B> all examples, and a batch of them
 */
public record Batches<B>(Tree<B> tree, B data, int size, boolean dropLast) {
    /** Checks that all tensors have as many examples, at least one batch of them. */
    public Batches {
        Present.require(Batches.class, tree, data);
        List<Tensor> leaves = tree.leaves(data);
        ArgumentException.require(!leaves.isEmpty() && leaves.stream().allMatch(t -> t.rank() > 0 && t.dim(0) == leaves.getFirst().dim(0)),
                "Batches", "data",
                leaves.stream().map(Tensor::shape).toList(), "tensors with first axes of the same length");
        ArgumentException.require(size >= 1, "Batches", "size", size, "1 or more");
        int examples = leaves.getFirst().dim(0);
        ArgumentException.require(examples >= (dropLast ? size : 1), "Batches", "data", examples + " examples", (dropLast ? size : 1)
                + " or more, for a batch");
    }

    /** Batches of {@code size} examples; the last one has what remains. */
    public static <B> Batches<B> of(Tree<B> tree, B data, int size) {
        return new Batches<>(tree, data, size, false);
    }

    /** These batches without a last one of fewer examples. */
    public Batches<B> withoutPartial() {
        return new Batches<>(tree, data, size, true);
    }

    /** How many examples there are. */
    public int examples() {
        return tree.leaves(data).getFirst().dim(0);
    }

    /** How many batches a pass has. */
    public int count() {
        return dropLast ? examples() / size : Math.ceilDiv(examples(), size);
    }

    private int length(int batch) {
        return Math.min(size, examples() - batch * size);
    }

    /** A pass in the order of the data; the batches are views of it. */
    public Stream<B> inOrder() {
        return IntStream.range(0, count()).mapToObj(i -> tree.map(data, t -> F.narrow(t, 0, i * size, length(i))));
    }

    /** A pass in random order: each example once, but for a last batch that is left out. */
    public Stream<B> shuffled(Key key) {
        return shuffled(key, 0);
    }

    /**
     * The rest of a pass in random order.
     *
     * @param key of the order
     * @param from how many batches are left out at the beginning
     */
    public Stream<B> shuffled(Key key, int from) {
        ArgumentException.require(from >= 0 && from <= count(), "shuffled", "from", from, "0 to " + count());
        Tensor order = F.permutation(key, examples());
        return IntStream.range(from, count()).mapToObj(i -> {
            Tensor rows = F.narrow(order, 0, i * size, length(i));
            return tree.map(data, t -> F.indexSelect(t, 0, rows));
        });
    }

    /**
     * A function of all examples, a batch at a time: outputs of a model for more examples than one call should take.
     *
     * @param f from a batch to a tensor with its examples along the first axis
     * @return its results one after the other along the first axis
     */
    public Tensor map(Function1<B, Tensor> f) {
        return F.cat(new Batches<>(tree, data, size, false).inOrder().map(f).toList(), 0);
    }
}
