package org.covector.functional.nn;

import io.vavr.Function1;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * A function as a layer without state.
 *
 * @param name to print
 * @param function from a tensor to a tensor
 */
public record Fn(String name, Function1<Tensor, Tensor> function) implements Layer {
    @Override
    public Step<Fn> apply(Tensor x, Mode mode) {
        return new Step<>(function.apply(x), this);
    }

    @Override
    public Tree<Fn> tree() {
        return Tree.fixed();
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public String describe() {
        return name;
    }
}
