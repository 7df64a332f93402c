package org.covector.functional.nn;

import io.vavr.Function1;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/**
 * Layers one after the other. Functions are layers without state: {@code Sequential.of(fc1, Layer.of(F::relu), fc2)}, or
 * {@code Sequential.EMPTY.then(fc1).thenFn(F::relu).then(fc2)}. torch's names are {@code 0.weight} for the path {@code layers.0.weight}.
 *
 * @param layers from the first to the last
 */
public record Sequential(Vector<Layer> layers) implements Layer {
    /** Its tensors. */
    public static final Tree<Sequential> TREE = (value, at, visitor) -> new Sequential(each(value.layers, at.then("layers"), visitor));

    /** The identity. */
    public static final Sequential EMPTY = new Sequential(Vector.empty());

    @SuppressWarnings("unchecked") // a layer's tree is of its own class
    private static Vector<Layer> each(Vector<Layer> layers, Tree.Path at, Tree.Visitor visitor) {
        return layers.zipWithIndex((l, i) -> ((Tree<Layer>) l.tree()).traverse(l, at.then(String.valueOf(i)), visitor));
    }

    /** Layers one after the other. */
    public static Sequential of(Layer... layers) {
        return new Sequential(Vector.of(layers));
    }

    /** These layers, then another one. */
    public Sequential then(Layer layer) {
        return new Sequential(layers.append(layer));
    }

    /** These layers, then a function: an activation, a function of F, a loss with its target. */
    public Sequential thenFn(Function1<Tensor, Tensor> function) {
        return then(Layer.of(function));
    }

    /** The result of the last layer; all layers' next ones. */
    @Override
    public Step<Sequential> apply(Tensor x, Mode mode) {
        List<Mode> modes = mode.split(layers.size());
        List<Layer> next = new ArrayList<>();
        Tensor y = x;
        for (Layer layer : layers) {
            Step<? extends Layer> step = layer.apply(y, modes.get(next.size()));
            y = step.y();
            next.add(step.next());
        }
        return new Step<>(y, new Sequential(Vector.ofAll(next)));
    }

    @Override
    public String stateName(String path) {
        return path.substring("layers.".length());
    }

    @Override
    public Tree<Sequential> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
