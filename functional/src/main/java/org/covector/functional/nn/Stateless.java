package org.covector.functional.nn;

import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * A layer without tensors, the same in evaluation and training: a function with a name and settings to print.
 *
 * {@snippet :
 * record Shift(double by) implements Stateless {
 *     public Tensor apply(Tensor x) {
 *         return F.add(x, by);
 *     }
 * }
 * Tensor y = Sequential.of(new Shift(1), F::square).apply(Tensor.of(2f)); // [9]
 * }
 */
public interface Stateless extends Layer {
    @Override
    Tensor apply(Tensor x);

    @Override
    default Step<? extends Stateless> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x), this);
    }

    @Override
    default Tree<? extends Stateless> tree() {
        return Tree.fixed();
    }
}
