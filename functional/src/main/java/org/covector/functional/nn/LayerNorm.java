package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = (x - mean) / sqrt(var + eps) weight + bias} over the last axes: {@code F.layerNorm}.
 *
 * {@snippet :
 * Tensor y = LayerNorm.init(2).apply(Tensor.of(new float[] {1, 3, 10, 30}, 2, 2)); // [[-1.0000, 1.0000], [-1.0000, 1.0000]]
 * }
 *
 * @param weight of the normalised axes; none means 1
 * @param bias of the normalised axes; none means 0
 * @param normalizedShape lengths of the normalised axes
 * @param eps added to the variance
 */
public record LayerNorm(Option<Tensor> weight, Option<Tensor> bias, Ints normalizedShape, double eps) implements Layer {
    /** Its tensors. */
    public static final Tree<LayerNorm> TREE = Tree.of(MethodHandles.lookup(), LayerNorm.class);

    /** Checks eps. */
    public LayerNorm {
        Present.require(LayerNorm.class, weight, bias, normalizedShape);
        Draws.eps("LayerNorm", eps);
    }

    /**
     * Options.
     *
     * @param normalizedShape lengths of the normalised axes
     * @param eps added to the variance
     * @param elementwiseAffine whether there is a weight
     * @param bias whether there is a bias too
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(Ints normalizedShape, double eps, boolean elementwiseAffine, boolean bias, DType dtype) {
        /** Checks eps. */
        public Options {
            Present.require(Options.class, normalizedShape, dtype);
            Draws.eps("LayerNorm", eps);
        }

        /** With another eps. */
        public Options withEps(double added) {
            return new Options(normalizedShape, added, elementwiseAffine, bias, dtype);
        }

        /** Without a bias. */
        public Options withoutBias() {
            return new Options(normalizedShape, eps, elementwiseAffine, false, dtype);
        }

        /** Without weight and bias. */
        public Options withoutAffine() {
            return new Options(normalizedShape, eps, false, bias, dtype);
        }

        /** Of another dtype than FLOAT32. */
        public Options withDtype(DType other) {
            return new Options(normalizedShape, eps, elementwiseAffine, bias, other);
        }
    }

    /** eps 1e-5, weight and bias, FLOAT32. */
    public static Options options(int... normalizedShape) {
        return new Options(Ints.of(normalizedShape), 1e-5, true, true, DType.FLOAT32);
    }

    /** Weight 1, bias 0, FLOAT32. */
    public static LayerNorm init(int... normalizedShape) {
        return init(options(normalizedShape));
    }

    /** Weight 1, bias 0. */
    public static LayerNorm init(Options o) {
        Shape shape = Shape.of(o.normalizedShape.toArray());
        return new LayerNorm(o.elementwiseAffine ? Option.of(Tensor.ones(o.dtype, shape)) : Option.none(),
                o.elementwiseAffine && o.bias ? Option.of(Tensor.zeros(o.dtype, shape)) : Option.none(), o.normalizedShape, o.eps);
    }

    /** The result for x [..., normalizedShape], of its shape. */
    @Override
    public Step<LayerNorm> apply(Tensor x, Mode mode) {
        return new Step<>(F.layerNorm(x, normalizedShape.toArray(), weight, bias, eps), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return NormState.flops(x, weight);
    }

    @Override
    public Tree<LayerNorm> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
