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
 * {@code y = x / sqrt(mean x^2 + eps) weight} over the last axes: {@code F.rmsNorm}.
 *
 * {@snippet :
 * Tensor y = RMSNorm.init(2).apply(Tensor.of(3f, 4f)); // [0.84853, 1.13137]
 * }
 *
 * @param weight of the normalised axes; none means 1
 * @param normalizedShape lengths of the normalised axes
 * @param eps added to the mean square; none means the dtype's rounding unit, 2^-23 or 2^-52
 */
public record RMSNorm(Option<Tensor> weight, Ints normalizedShape, Option<Double> eps) implements Layer {
    /** Its tensors. */
    public static final Tree<RMSNorm> TREE = Tree.of(MethodHandles.lookup(), RMSNorm.class);

    /** Checks eps. */
    public RMSNorm {
        Present.require(RMSNorm.class, weight, normalizedShape, eps);
        eps.forEach(e -> Draws.eps("RMSNorm", e));
    }

    /**
     * Options.
     *
     * @param normalizedShape lengths of the normalised axes
     * @param eps added to the mean square; none means the dtype's rounding unit
     * @param elementwiseAffine whether there is a weight
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(Ints normalizedShape, Option<Double> eps, boolean elementwiseAffine, DType dtype) {
        /** Checks eps. */
        public Options {
            Present.require(Options.class, normalizedShape, eps, dtype);
            eps.forEach(e -> Draws.eps("RMSNorm", e));
        }
    }

    /** With a weight, FLOAT32. */
    public static Options options(int... normalizedShape) {
        return new Options(Ints.of(normalizedShape), Option.none(), true, DType.FLOAT32);
    }

    /** Weight 1, FLOAT32. */
    public static RMSNorm init(int... normalizedShape) {
        return init(options(normalizedShape));
    }

    /** Weight 1. */
    public static RMSNorm init(Options o) {
        Shape shape = Shape.of(o.normalizedShape.toArray());
        return new RMSNorm(o.elementwiseAffine ? Option.of(Tensor.ones(o.dtype, shape)) : Option.none(), o.normalizedShape, o.eps);
    }

    /** The result for x [..., normalizedShape], of its shape. */
    @Override
    public Step<RMSNorm> apply(Tensor x, Mode mode) {
        double added = eps.getOrElse(() -> x.dtype().epsilon());
        return new Step<>(F.rmsNorm(x, normalizedShape.toArray(), weight, added), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return (weight.isDefined() ? 4 : 3) * x.size();
    }

    @Override
    public Tree<RMSNorm> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
