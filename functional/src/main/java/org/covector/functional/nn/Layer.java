package org.covector.functional.nn;

import io.vavr.Function1;
import org.covector.engine.Shape;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * {@code (x, mode) -> (y, next layer)}: a model of one input and one output. As a function it is its evaluation, so it stands wherever a
 * function of a tensor does, and functions stand where layers do ({@link #of}).
 *
 * {@snippet :
 * Layer square = Layer.of(F::square);
 * Tensor y = square.apply(Tensor.of(3f)); // [9]
 * Layer.Step<? extends Layer> step = square.apply(Tensor.of(3f), Mode.training(Key.of(1)));
 * Tensor same = step.y(); // [9]
 * }
 */
public interface Layer extends Model, Function1<Tensor, Tensor> {
    /**
     * The result, and the layer to be used from here on: this one, unless it has state that moves in training.
     *
     * @param y the result
     * @param next the layer after this application
     */
    record Step<L extends Layer>(Tensor y, L next) {
        /** Refuses null. */
        public Step {
            Present.require(Step.class, y, next);
        }
    }

    /** The result for x, and the layer to be used from here on. */
    Step<? extends Layer> apply(Tensor x, Mode mode);

    /** The result of evaluation. */
    @Override
    default Tensor apply(Tensor x) {
        return apply(x, Mode.EVALUATION).y();
    }

    /**
     * Additions and multiplications of an application, for {@link Summary}; 0 where they are few beside those of the layers that
     * are counted.
     *
     * @param x shape of the input
     * @param y shape of the result
     */
    default long flops(Shape x, Shape y) {
        return 0;
    }

    /** A layer itself; another function as a layer without state. */
    static Layer of(Function1<Tensor, Tensor> function) {
        return function instanceof Layer layer ? layer : new Fn("Fn", function);
    }

    /** A function as a layer without state, with a name to print. */
    static Fn of(String name, Function1<Tensor, Tensor> function) {
        return new Fn(name, function);
    }
}
