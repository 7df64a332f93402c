package org.covector.functional.nn;

import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = x + inner(x)}. torch's names are those of inner.
 *
 * {@snippet :
 * Tensor y = new Residual(Layer.of("ReLU", F::relu)).apply(Tensor.of(-1f, 2f)); // [-1, 4]
 * }
 *
 * @param inner a layer whose results have the shape of its input
 */
public record Residual(Layer inner) implements Layer {
    /** Its tensors. */
    @SuppressWarnings("unchecked") // a layer's tree is of its own class
    public static final Tree<Residual> TREE = (value, at, visitor) ->
            new Residual(((Tree<Layer>) value.inner.tree()).traverse(value.inner, at.then("inner"), visitor));

    /** Refuses null. */
    public Residual {
        Present.require(Residual.class, inner);
    }

    /** The sum, of x's shape. */
    @Override
    public Step<Residual> apply(Tensor x, Mode mode) {
        Step<? extends Layer> step = inner.apply(x, mode);
        return new Step<>(F.add(x, step.y()), new Residual(step.next()));
    }

    @Override
    public String stateName(String path) {
        return "";
    }

    @Override
    public Tree<Residual> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
