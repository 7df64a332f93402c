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
 * BatchNorm2d norm = BatchNorm2d.init(NormOptions.batch(1).withDtype(DType.FLOAT64));
 * Layer.Step<BatchNorm2d> step = norm.apply(Tensor.of(new double[] {1, 3}, 2, 1, 1, 1), Mode.training(Key.of(1)));
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
public record BatchNorm2d(Option<Tensor> weight, Option<Tensor> bias, @Buffer Option<Tensor> runningMean, @Buffer Option<Tensor> runningVar,
        @Buffer Option<Tensor> numBatchesTracked, Option<Double> momentum, double eps) implements Layer {
    /** Its tensors. */
    public static final Tree<BatchNorm2d> TREE = Tree.of(MethodHandles.lookup(), BatchNorm2d.class);

    /** Checks that both running statistics are there or none is, and the numbers. */
    public BatchNorm2d {
        Present.require(BatchNorm2d.class, weight, bias, runningMean, runningVar, numBatchesTracked, momentum);
        NormState.check("BatchNorm", runningMean, runningVar, momentum, eps);
    }

    /** With torch's defaults, FLOAT32. */
    public static BatchNorm2d init(int numFeatures) {
        return init(NormOptions.batch(numFeatures));
    }

    /** Weight and running variance 1, bias and running mean 0. */
    public static BatchNorm2d init(NormOptions options) {
        return of(NormState.init(options));
    }

    private static BatchNorm2d of(NormState s) {
        return new BatchNorm2d(s.weight(), s.bias(), s.runningMean(), s.runningVar(), s.numBatchesTracked(), s.momentum(), s.eps());
    }

    private NormState state() {
        return new NormState(weight, bias, runningMean, runningVar, numBatchesTracked, momentum, eps);
    }

    /** The result for x [N, C, H, W], of its shape. */
    @Override
    public Step<BatchNorm2d> apply(Tensor x, Mode mode) {
        NormState.Moved moved = state().batch("BatchNorm2d", x, mode, x.rank() == 4);
        return new Step<>(moved.y(), of(moved.next()));
    }

    @Override
    public long flops(Shape x, Shape y) {
        return 2 * x.size();
    }

    @Override
    public Tree<BatchNorm2d> tree() {
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
