package org.covector.functional.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * What a function between trees last gave, but for its tensors: enough to build such a value from others. Tensors of equal dtype and shape
 * without memory stand in their places, so that a graph that is gone is not kept alive by its result.
 */
public final class Structure<Y> {
    private final Tree<Y> tree;
    private final AtomicReference<Y> last = new AtomicReference<>();

    public Structure(Tree<Y> tree) {
        this.tree = tree;
    }

    /** The tensors of a value, whose structure is kept. */
    public List<Tensor> take(Y value) {
        List<Tensor> leaves = new ArrayList<>();
        last.set(tree.map(value, leaf -> {
            leaves.add(leaf);
            return Tensor.zeros(leaf.dtype(), leaf.shape());
        }));
        return leaves;
    }

    /** A value of the structure of the last one. */
    public Y with(Iterable<Tensor> leaves) {
        return tree.with(last.get(), leaves);
    }
}
