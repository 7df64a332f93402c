package org.covector.functional.nn;

import io.vavr.Function1;
import org.covector.engine.ArgumentException;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * A function as a layer without state.
 *
 * {@snippet :
 * Sequential net = Sequential.of(Layer.of("square", F::square));
 * Tensor y = net.apply(Tensor.of(3f)); // [9]
 * }
 *
 * @param name to print
 * @param function from a tensor to a tensor
 */
public record Fn(String name, Function1<Tensor, Tensor> function) implements Stateless {
    /** Checks that it is no layer with tensors, which would be lost. */
    public Fn {
        Present.require(Fn.class, name, function);
        ArgumentException.require(!(function instanceof Layer) || function instanceof Stateless, "Fn", "function",
                function.getClass().getSimpleName(), "a function, or a layer without tensors; other layers stand as they are");
    }

    @Override
    public Tensor apply(Tensor x) {
        return function.apply(x);
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
