package org.covector.bench.ours;

import io.vavr.collection.List;
import java.util.function.Supplier;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.Task;
import org.covector.bench.report.Measurement;
import org.covector.bench.workload.Work;
import org.covector.engine.runtime.EngineRuntime;

/** Covector, called as its users call it: plainly, and with every call in a scope of memory. */
public final class Covector implements Contestants {
    @Override
    public void start(int threads) {
        EngineRuntime.threads(threads);
    }

    @Override
    public List<Contestant> of(Work work) {
        return switch (work) {
            case Work.MatMul w -> one(() -> Ops.matmul(w));
            case Work.Pointwise w -> one(() -> Ops.pointwise(w));
            case Work.FusedChain w -> one(() -> Ops.chain(w));
            case Work.Reduce w -> one(() -> Ops.reduce(w));
            case Work.Softmax w -> one(() -> Ops.softmax(w));
            case Work.LayerNorm w -> one(() -> Ops.layerNorm(w));
            case Work.Convolution w -> one(() -> Images.convolution(w));
            case Work.AnyConvolution w -> one(() -> Images.anyConvolution(w));
            case Work.Resample w -> one(() -> Images.resample(w));
            case Work.Order w -> one(() -> Tables.order(w));
            case Work.Cumsum w -> one(() -> Tables.cumsum(w));
            case Work.Index w -> one(() -> Tables.index(w));
            case Work.Cdist w -> one(() -> Tables.cdist(w));
            case Work.CtcLoss w -> one(() -> Tables.ctcLoss(w));
            case Work.Bilinear w -> one(() -> Tables.bilinear(w));
            case Work.Fft w -> one(() -> LinearAlgebra.fft(w));
            case Work.Factor w -> one(() -> LinearAlgebra.factor(w));
            case Work.MaxPool w -> one(() -> Images.maxPool(w));
            case Work.Attention w -> one(() -> Images.attention(w));
            case Work.TinyAdd w -> one(() -> Tiny.add(w));
            case Work.TinyGradient w -> one(Tiny::gradient);
            case Work.ScalarChain w -> one(() -> Tiny.chain(w));
            case Work.MlpStep w -> one(() -> Training.mlp(w));
            case Work.CnnStep w -> one(() -> Training.cnn(w));
            case Work.LstmStep w -> one(() -> Training.lstm(w));
            case Work.TransformerStep w -> one(() -> Training.transformer(w));
            case Work.AdamStep w -> one(() -> new Updates(w));
        };
    }

    private static List<Contestant> one(Supplier<Task> prepare) {
        return List.of(new Contestant(Measurement.COVECTOR, prepare), new Contestant(Measurement.SCOPED, () -> new Scoped(prepare.get())));
    }
}
