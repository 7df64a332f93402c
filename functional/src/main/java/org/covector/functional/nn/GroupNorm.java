package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = (x - mean) / sqrt(var + eps) weight + bias} over the channels of a group and all places: {@code F.groupNorm}.
 *
 * {@snippet :
 * GroupNorm norm = GroupNorm.init(GroupNorm.options(1, 2));
 * Tensor y = norm.apply(Tensor.of(new float[] {1, 3}, 1, 2)); // [[-1.0000, 1.0000]]
 * }
 *
 * @param weight [numChannels]; none means 1
 * @param bias [numChannels]; none means 0
 * @param numGroups a divisor of numChannels
 * @param numChannels of an input
 * @param eps added to the variance
 */
public record GroupNorm(Option<Tensor> weight, Option<Tensor> bias, int numGroups, int numChannels, double eps) implements Layer {
    /** Its tensors. */
    public static final Tree<GroupNorm> TREE = Tree.of(MethodHandles.lookup(), GroupNorm.class);

    /** Checks the groups. */
    public GroupNorm {
        Present.require(GroupNorm.class, weight, bias);
        Draws.positive("GroupNorm", "numGroups", numGroups);
        Draws.eps("GroupNorm", eps);
        ArgumentException.require(numChannels >= 0 && numChannels % numGroups == 0, "GroupNorm", "numChannels", numChannels,
                "a multiple of numGroups = " + numGroups);
    }

    /**
     * Options.
     *
     * @param numGroups a divisor of numChannels
     * @param numChannels of an input
     * @param eps added to the variance
     * @param affine whether there are weight and bias
     * @param dtype FLOAT32 or FLOAT64
     */
    public record Options(int numGroups, int numChannels, double eps, boolean affine, DType dtype) {
        /** Checks the numbers. */
        public Options {
            Present.require(Options.class, dtype);
            Draws.positive("GroupNorm", "numGroups", numGroups);
            ArgumentException.require(numChannels >= 0, "GroupNorm", "numChannels", numChannels, "0 or more");
            Draws.eps("GroupNorm", eps);
        }
    }

    /** eps 1e-5, weight and bias, FLOAT32. */
    public static Options options(int numGroups, int numChannels) {
        return new Options(numGroups, numChannels, 1e-5, true, DType.FLOAT32);
    }

    /** Weight 1, bias 0. */
    public static GroupNorm init(Options o) {
        Shape shape = Shape.of(o.numChannels);
        return new GroupNorm(o.affine ? Option.of(Tensor.ones(o.dtype, shape)) : Option.none(),
                o.affine ? Option.of(Tensor.zeros(o.dtype, shape)) : Option.none(), o.numGroups, o.numChannels, o.eps);
    }

    /** The result for x [N, numChannels, ...], of its shape. */
    @Override
    public Step<GroupNorm> apply(Tensor x, Mode mode) {
        ArgumentException.require(x.rank() >= 2 && x.dim(1) == numChannels, "GroupNorm", "x", x.shape(), "[N, " + numChannels + ", ...]");
        return new Step<>(F.groupNorm(x, numGroups, weight, bias, eps), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return NormState.flops(x, weight);
    }

    @Override
    public Tree<GroupNorm> tree() {
        return TREE;
    }

    @Override
    public String toString() {
        return describe();
    }
}
