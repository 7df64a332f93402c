package org.covector.bench.peer;

import io.vavr.collection.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.compare.Setup;
import org.covector.bench.measure.Contestant;
import org.covector.bench.measure.Contestants;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Work;

/** libtorch through its eager operations; convolutions and pooling in both memory layouts. */
public final class Libtorch implements Contestants {
    private final String name = "libtorch 2.10 (" + (Setup.current() == Setup.MKL ? "MKL" : "OpenBLAS") + ")";

    @Override
    public void start(int threads) {
        torch.set_num_threads(threads);
    }

    @Override
    public List<Contestant> of(Work work) {
        return switch (work) {
            case Work.MatMul w -> one(TorchOps.matmul(w));
            case Work.Pointwise w -> one(TorchOps.pointwise(w));
            case Work.FusedChain w -> one(TorchOps.chain(w));
            case Work.Reduce w -> one(TorchOps.reduce(w));
            case Work.Softmax w -> one(TorchOps.softmax(w));
            case Work.LayerNorm w -> one(TorchOps.layerNorm(w));
            case Work.Convolution w -> layouts(channelsLast -> TorchImages.convolution(w, channelsLast));
            case Work.AnyConvolution w -> one(TorchImages.anyConvolution(w));
            case Work.Resample w -> one(TorchImages.resample(w));
            case Work.Order w -> one(TorchTables.order(w));
            case Work.Cumsum w -> one(TorchTables.cumsum(w));
            case Work.Index w -> one(TorchTables.index(w));
            case Work.Cdist w -> one(TorchTables.cdist(w));
            case Work.CtcLoss w -> one(TorchTables.ctcLoss(w));
            case Work.Bilinear w -> one(TorchTables.bilinear(w));
            case Work.Fft w -> one(TorchLinearAlgebra.fft(w));
            case Work.Factor w -> one(TorchLinearAlgebra.factor(w));
            case Work.MaxPool w -> layouts(channelsLast -> TorchImages.maxPool(w, channelsLast));
            case Work.Attention w -> one(TorchImages.attention(w));
            case Work.TinyAdd w -> one(TorchTiny.add(w));
            case Work.TinyGradient w -> one(TorchTiny.gradient());
            case Work.ScalarChain w -> one(TorchTiny.chain(w));
            case Work.MlpStep w -> one(TorchTraining.mlp(w));
            case Work.CnnStep w -> one(TorchTraining.cnn(w));
            case Work.LstmStep w -> one(TorchTraining.lstm(w));
            case Work.TransformerStep w -> one(TorchTraining.transformer(w));
            case Work.AdamStep w -> one(TorchTraining.adam(w));
        };
    }

    private List<Contestant> one(Supplier<Task> prepare) {
        return List.of(new Contestant(name, prepare));
    }

    private List<Contestant> layouts(Function<Boolean, Supplier<Task>> prepare) {
        return List.of(
                new Contestant(name, prepare.apply(false)),
                new Contestant(name + ", channels last", prepare.apply(true)));
    }
}
