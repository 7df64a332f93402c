package org.covector.functional.nn;

import java.lang.invoke.MethodHandles;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code x > 0 ? x : weight x}: {@code F.prelu}.
 *
 * {@snippet :
 * Tensor y = PReLU.init(1, 0.5, DType.FLOAT32).apply(Tensor.of(-2f, 2f)); // [-1, 2]
 * }
 *
 * @param weight [1], or one for each channel
 */
public record PReLU(Tensor weight) implements Layer {
    /** Its tensors. */
    public static final Tree<PReLU> TREE = Tree.of(MethodHandles.lookup(), PReLU.class);

    /** Refuses null. */
    public PReLU {
        Present.require(PReLU.class, weight);
    }

    /** One slope of 0.25, FLOAT32. */
    public static PReLU init() {
        return init(1, 0.25, DType.FLOAT32);
    }

    /** {@code numParameters} slopes of {@code init}. */
    public static PReLU init(int numParameters, double init, DType dtype) {
        return new PReLU(Tensor.full(dtype, Shape.of(numParameters), init));
    }

    /** The result for x [N, C, ...], of its shape. */
    @Override
    public Step<PReLU> apply(Tensor x, Mode mode) {
        return new Step<>(F.prelu(x, weight), this);
    }

    @Override
    public Tree<PReLU> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
