package org.covector.functional.nn;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.BatchNorm;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** What batch and instance norms of any number of spatial axes have in common. */
record NormState(Option<Tensor> weight, Option<Tensor> bias, Option<Tensor> runningMean, Option<Tensor> runningVar,
        Option<Tensor> numBatchesTracked, Option<Double> momentum, double eps) {
    /** A result and the statistics after it. */
    record Moved(Tensor y, NormState next) {}

    static void check(String layer, Option<Tensor> runningMean, Option<Tensor> runningVar, Option<Double> momentum, double eps) {
        ArgumentException.require(runningMean.isDefined() == runningVar.isDefined(), layer, "runningVar",
                runningVar.isDefined() ? "defined" : "none", "as runningMean is");
        momentum.forEach(m -> Draws.number(layer, "momentum", m));
        Draws.eps(layer, eps);
    }

    static NormState init(NormOptions o) {
        Shape shape = Shape.of(o.numFeatures());
        Option<Tensor> zeros = Option.of(Tensor.zeros(o.dtype(), shape));
        Option<Tensor> ones = Option.of(Tensor.ones(o.dtype(), shape));
        Option<Tensor> none = Option.none();
        return new NormState(o.affine() ? ones : none, o.affine() ? zeros : none, o.trackRunningStats() ? zeros : none,
                o.trackRunningStats() ? ones : none,
                o.trackRunningStats() ? Option.of(Tensor.zeros(DType.INT64, Shape.SCALAR)) : none, o.momentum(), o.eps());
    }

    private BatchNorm settings(boolean training) {
        return new BatchNorm(weight, bias, runningMean, runningVar, training, momentum.getOrElse(0.1), eps);
    }

    /** Mean and variance take four for each element, scaling one, weight and bias two. */
    static long flops(Shape x, Option<Tensor> weight) {
        return (weight.isDefined() ? 7 : 5) * x.size();
    }

    Moved batch(String layer, Tensor x, Mode mode, boolean ranks) {
        ArgumentException.require(ranks, layer, "x", x.shape(), "an input with as many axes as the layer is for");
        if (!mode.isTraining() || runningMean.isEmpty()) {
            return new Moved(F.batchNorm(x, settings(runningMean.isEmpty())).y(), this);
        }
        Option<Tensor> counted = numBatchesTracked.map(n -> F.add(n, 1));
        if (momentum.isDefined() || counted.isEmpty()) {
            return moved(F.batchNorm(x, settings(true)), counted);
        }
        Tensor mean = runningMean.get();
        Tensor variance = runningVar.get();
        Tensor zeros = Tensor.zerosLike(mean);
        BatchNorm.Result r = F.batchNorm(x, settings(true).withRunning(zeros, zeros).withMomentum(1)); // the batch's own statistics
        Tensor n = counted.get().to(mean.dtype());
        return moved(new BatchNorm.Result(r.y(), r.runningMean().map(m -> F.add(mean, F.div(F.sub(m, mean), n))),
                r.runningVar().map(v -> F.add(variance, F.div(F.sub(v, variance), n)))), counted);
    }

    private Moved moved(BatchNorm.Result r, Option<Tensor> counted) {
        return new Moved(r.y(), new NormState(weight, bias, r.runningMean(), r.runningVar(), counted, momentum, eps));
    }

    /** Without N it is one sample. */
    Moved instance(String layer, Tensor x, Mode mode, int spatial) {
        ArgumentException.require(x.rank() == spatial + 2 || x.rank() == spatial + 1, layer, "x", x.shape(),
                "[N, C, " + spatial + " axes], or without N");
        weight.forEach(w -> ArgumentException.require(x.dim(x.rank() - spatial - 1) == w.dim(0), layer, "x", x.shape(),
                w.dim(0) + " channels"));
        boolean single = x.rank() == spatial + 1;
        Tensor in = single ? F.unsqueeze(x, 0) : x;
        BatchNorm.Result r = F.instanceNorm(in, settings(mode.isTraining() || runningMean.isEmpty()));
        Tensor y = single ? F.squeeze(r.y(), 0) : r.y();
        return mode.isTraining() && runningMean.isDefined()
                ? new Moved(y, new NormState(weight, bias, r.runningMean(), r.runningVar(), numBatchesTracked, momentum, eps))
                : new Moved(y, this);
    }

    String extra() {
        return "numFeatures=" + weight.orElse(runningMean).map(t -> String.valueOf(t.dim(0)))
                .getOrElse("any") + ", eps=" + eps + ", momentum="
                + momentum.map(String::valueOf).getOrElse("none") + ", affine=" + weight.isDefined() + ", trackRunningStats="
                        + runningMean.isDefined();
    }
}
