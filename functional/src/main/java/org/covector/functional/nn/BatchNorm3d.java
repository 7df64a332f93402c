package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.Shape;
import org.covector.functional.Buffer;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * {@code y = (x - mean) / sqrt(var + eps) weight + bias} per channel over samples and places: {@code F.batchNorm}. Training gives a
 * layer with moved running statistics.
 *
 * {@snippet :
 * BatchNorm3d norm = BatchNorm3d.init(NormOptions.batch(1).withDtype(DType.FLOAT64));
 * Layer.Step<BatchNorm3d> step = norm.apply(Tensor.of(new double[] {1, 3}, 2, 1, 1, 1, 1), Mode.training(Key.of(1)));
 * Tensor y = F.flatten(step.y(), 0, -1); // [-1.0000, 1.0000]
 * Tensor mean = step.next().runningMean().get(); // [0.2]
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
public record BatchNorm3d(Option<Tensor> weight, Option<Tensor> bias, @Buffer Option<Tensor> runningMean, @Buffer Option<Tensor> runningVar,
        @Buffer Option<Tensor> numBatchesTracked, Option<Double> momentum, double eps) implements Layer {
    /** Its tensors. */
    public static final Tree<BatchNorm3d> TREE = Tree.of(MethodHandles.lookup(), BatchNorm3d.class);

    /** Checks that both running statistics are there or none is, and the numbers. */
    public BatchNorm3d {
        Present.require(BatchNorm3d.class, weight, bias, runningMean, runningVar, numBatchesTracked, momentum);
        NormState.check("BatchNorm", runningMean, runningVar, momentum, eps);
    }

    /** With torch's defaults, FLOAT32. */
    public static BatchNorm3d init(int numFeatures) {
        return init(NormOptions.batch(numFeatures));
    }

    /** Weight and running variance 1, bias and running mean 0. */
    public static BatchNorm3d init(NormOptions options) {
        return of(NormState.init(options));
    }

    private static BatchNorm3d of(NormState s) {
        return new BatchNorm3d(s.weight(), s.bias(), s.runningMean(), s.runningVar(), s.numBatchesTracked(), s.momentum(), s.eps());
    }

    private NormState state() {
        return new NormState(weight, bias, runningMean, runningVar, numBatchesTracked, momentum, eps);
    }

    /** The result for x [N, C, D, H, W], of its shape. */
    @Override
    public Step<BatchNorm3d> apply(Tensor x, Mode mode) {
        NormState.Moved moved = state().batch("BatchNorm3d", x, mode, x.rank() == 5);
        return new Step<>(moved.y(), of(moved.next()));
    }

    @Override
    public long flops(Shape x, Shape y) {
        return 2 * x.size();
    }

    @Override
    public Tree<BatchNorm3d> tree() {
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
