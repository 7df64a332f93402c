package org.covector.functional.nn;

import io.vavr.Function1;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Layers one after the other. Functions are layers without state: {@code Sequential.of(fc1, F::relu, fc2)}. torch's names are
 * {@code 0.weight} for the path {@code layers.0.weight}.
 *
 * {@snippet :
 * Sequential net = Sequential.of(Linear.init(Key.of(1), 4, 8), F::relu, Linear.init(Key.of(2), 8, 2));
 * Shape y = net.apply(Tensor.ones(5, 4)).shape(); // [5, 2]
 * long parameters = Sequential.TREE.count(net); // 58
 * }
 *
 * @param layers from the first to the last
 */
public record Sequential(Vector<Layer> layers) implements Layer {
    /** Its tensors. */
    public static final Tree<Sequential> TREE = (value, at, visitor) -> new Sequential(each(value.layers, at.then("layers"), visitor));

    /** The identity. */
    public static final Sequential EMPTY = new Sequential(Vector.empty());

    /** Refuses null. */
    public Sequential {
        Present.require(Sequential.class, layers);
    }

    @SuppressWarnings("unchecked") // a layer's tree is of its own class
    private static Vector<Layer> each(Vector<Layer> layers, Tree.Path at, Tree.Visitor visitor) {
        return layers.zipWithIndex((l, i) -> ((Tree<Layer>) l.tree()).traverse(l, at.then(String.valueOf(i)), visitor));
    }

    /**
     * Layers and functions one after the other.
     *
     * @param layers layers, and functions of F as they are: activations, or a loss with its target, {@code y -> F.mseLoss(y, target)}
     */
    @SafeVarargs
    public static Sequential of(Function1<Tensor, Tensor>... layers) {
        Sequential made = EMPTY;
        for (Function1<Tensor, Tensor> layer : layers) {
            made = made.then(layer);
        }
        return made;
    }

    /** These layers, then another one, or a function. */
    public Sequential then(Function1<Tensor, Tensor> layer) {
        return new Sequential(layers.append(Layer.of(layer)));
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
        ArgumentException.require(path.startsWith("layers."), "stateName", "path", path, "one of layers");
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
