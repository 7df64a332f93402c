package org.covector.functional.transform;

import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Level;

/** Batching: a function of one example runs once on all of them. */
public final class Vmap {
    private Vmap() {}

    /**
     * {@code f} of every example.
     *
     * @param mapped which arguments have the examples along their first axis; the others are the same for all
     * @return the results with the examples along their first axis
     */
    public static Tensor[] map(Function<Tensor[], Tensor[]> f, Tensor[] x, boolean... mapped) {
        int size = -1;
        for (int i = 0; i < x.length; i++) {
            if (mapped[i]) {
                ArgumentException.require(size < 0 || x[i].dim(0) == size, "vmap", "number of examples of argument " + i, x[i].dim(0),
                        size + ", as the arguments before");
                size = x[i].dim(0);
            }
        }
        ArgumentException.require(size >= 0, "vmap", "mapped arguments", "none", "one or more");
        Batch batch = new Batch(new Level(), size, mapped);
        return batch.composed(f, x);
    }
}
