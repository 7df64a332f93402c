package org.covector.bench.ours;

import io.vavr.control.Option;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Work;
import org.covector.engine.NdArray;
import org.covector.engine.op.Attention;
import org.covector.engine.op.ConvWindow;
import org.covector.engine.op.Convolution;
import org.covector.engine.op.PoolWindow;
import org.covector.engine.op.Pooling;
import org.covector.engine.op.Reductions;

/** Convolution, pooling and attention. */
final class Images {
    private Images() {}

    static Task convolution(Work.Convolution w) {
        NdArray x = Values.array(1, w.batch(), w.in(), w.size(), w.size());
        NdArray weight = Values.array(2, w.out(), w.in(), w.kernel(), w.kernel());
        NdArray bias = Values.array(3, w.out());
        ConvWindow window = ConvWindow.of(2).padding(w.padding(), w.padding());
        if (!w.backward()) {
            return Values.arrayTask(() -> Convolution.forward("conv2d", x, weight, bias, window));
        }
        NdArray dy = Values.array(4, w.batch(), w.out(), w.outSize(), w.outSize());
        int[] size = {w.size(), w.size()};
        int[] kernel = {w.kernel(), w.kernel()};
        NdArray[] results = new NdArray[4]; // kept, so that nothing of it can be left out
        return Values.arrayTask(() -> {
            results[0] = Convolution.forward("conv2d", x, weight, bias, window);
            results[1] = Convolution.weightGradient("conv2d", dy, x, kernel, window);
            results[2] = Reductions.sum(dy, new int[] {0, 2, 3}, false);
            results[3] = Convolution.inputGradient("conv2d", dy, weight, size, window);
            return results[3];
        });
    }

    static Task maxPool(Work.MaxPool w) {
        NdArray x = Values.array(1, w.batch(), w.channels(), w.size(), w.size());
        PoolWindow window = PoolWindow.of(3, 3).stride(2, 2).padding(1, 1);
        return Values.arrayTask(() -> Pooling.maxPool("maxPool2d", x, window).values());
    }

    static Task attention(Work.Attention w) {
        NdArray q = Values.array(1, w.batch(), w.heads(), w.length(), w.depth());
        NdArray k = Values.array(2, w.batch(), w.heads(), w.length(), w.depth());
        NdArray v = Values.array(3, w.batch(), w.heads(), w.length(), w.depth());
        NdArray dy = Values.array(4, w.batch(), w.heads(), w.length(), w.depth());
        Attention.Inputs inputs = new Attention.Inputs(q, k, v, Option.none(), 1 / Math.sqrt(w.depth()), false);
        return Values.arrayTask(() -> {
            Attention.Result result = Attention.forward(inputs);
            return w.backward() ? Attention.backward(dy, inputs, result, false).dq() : result.o();
        });
    }
}
