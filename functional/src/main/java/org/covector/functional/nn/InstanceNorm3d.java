package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.Shape;
import org.covector.functional.Buffer;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = (x - mean) / sqrt(var + eps) weight + bias} per channel and sample over places: {@code F.instanceNorm}. Training gives
 * a layer with moved running statistics.
 *
 * {@snippet :
 * Tensor x = Tensor.of(new double[] {1, 3, 10, 30}, 1, 2, 1, 1, 2);
 * Tensor y = F.flatten(InstanceNorm3d.init(2).apply(x), 0, -1); // [-1.0000, 1.0000, -1.0000, 1.0000]
 * }
 *
 * @param weight [C]; none means 1
 * @param bias [C]; none means 0
 * @param runningMean [C]; none means that the input's own statistics are used in evaluation too
 * @param runningVar [C], with runningMean
 * @param numBatchesTracked INT64 scalar, with runningMean: batches so far
 * @param momentum how far running statistics move; none means 1 / numBatchesTracked
 * @param eps added to the variance
 */
public record InstanceNorm3d(Option<Tensor> weight, Option<Tensor> bias, @Buffer Option<Tensor> runningMean,
        @Buffer Option<Tensor> runningVar,
        @Buffer Option<Tensor> numBatchesTracked, Option<Double> momentum, double eps) implements Layer {
    /** Its tensors. */
    public static final Tree<InstanceNorm3d> TREE = Tree.of(MethodHandles.lookup(), InstanceNorm3d.class);

    /** Checks that both running statistics are there or none is, and the numbers. */
    public InstanceNorm3d {
        Present.require(InstanceNorm3d.class, weight, bias, runningMean, runningVar, numBatchesTracked, momentum);
        NormState.check("InstanceNorm", runningMean, runningVar, momentum, eps);
    }

    /** With torch's defaults, FLOAT32. */
    public static InstanceNorm3d init(int numFeatures) {
        return init(NormOptions.instance(numFeatures));
    }

    /** Weight and running variance 1, bias and running mean 0. */
    public static InstanceNorm3d init(NormOptions options) {
        return of(NormState.init(options));
    }

    private static InstanceNorm3d of(NormState s) {
        return new InstanceNorm3d(s.weight(), s.bias(), s.runningMean(), s.runningVar(), s.numBatchesTracked(), s.momentum(), s.eps());
    }

    private NormState state() {
        return new NormState(weight, bias, runningMean, runningVar, numBatchesTracked, momentum, eps);
    }

    /** The result for x [N, C, D, H, W] or [C, D, H, W], of its shape. */
    @Override
    public Step<InstanceNorm3d> apply(Tensor x, Mode mode) {
        NormState.Moved moved = state().instance("InstanceNorm3d", x, mode, 3);
        return new Step<>(moved.y(), of(moved.next()));
    }

    @Override
    public long flops(Shape x, Shape y) {
        return NormState.flops(x, weight);
    }

    @Override
    public Tree<InstanceNorm3d> tree() {
        return TREE;
    }

    @Override
    public String extra() {
        return state().extra();
    }

    @Override
    public String toString() {
        return describe();
    }
}
