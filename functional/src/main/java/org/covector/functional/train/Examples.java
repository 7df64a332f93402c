package org.covector.functional.train;

import java.lang.invoke.MethodHandles;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Inputs and what is to be said of them; a whole data set or a batch of it.
 *
 * {@snippet :
 * Examples all = new Examples(Tensor.ones(10, 3), Tensor.ones(10));
 * int batches = all.batches(4).count(); // 3
 * }
 *
 * @param x [n, ...], the inputs
 * @param y [n, ...], the targets
 */
public record Examples(Tensor x, Tensor y) {
    /** Its tensors. */
    public static final Tree<Examples> TREE = Tree.of(MethodHandles.lookup(), Examples.class);

    /** Checks that there are as many inputs as targets. */
    public Examples {
        Present.require(Examples.class, x, y);
        ArgumentException.require(x.rank() > 0 && y.rank() > 0 && x.dim(0) == y.dim(0), "Examples", "x and y", x.shape() + " and "
                + y.shape(),
                "first axes of the same length");
    }

    /** Inputs and targets in mini-batches. */
    public Batches<Examples> batches(int size) {
        return Batches.of(TREE, this, size);
    }

    /** How many there are. */
    public int size() {
        return x.dim(0);
    }
}
