package org.covector.bench.ours;

import org.covector.bench.measure.Task;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;

/** Convolution, pooling and attention. */
final class Images {
    private Images() {}

    static Task convolution(Work.Convolution w) {
        Tensor x = Values.tensor(1, w.batch(), w.in(), w.size(), w.size());
        Tensor weight = Values.tensor(2, w.out(), w.in(), w.kernel(), w.kernel());
        Tensor bias = Values.tensor(3, w.out());
        Tensor dy = Values.tensor(4, w.batch(), w.out(), w.outSize(), w.outSize());
        ConvOptions options = ConvOptions.padding(w.padding());
        return Values.task(w.backward()
                ? () -> Autograd.vjp((a, b, c) -> F.conv2d(a, b, c, options), x, weight, bias).pullback().apply(dy)._1
                : () -> F.conv2d(x, weight, bias, options));
    }

    static Task maxPool(Work.MaxPool w) {
        Tensor x = Values.tensor(1, w.batch(), w.channels(), w.size(), w.size());
        Tensor dy = Values.tensor(4, w.batch(), w.channels(), w.outSize(), w.outSize());
        int[] kernel = {3, 3};
        PoolOptions options = PoolOptions.stride(2).withPadding(1);
        return Values.task(w.backward()
                ? () -> Autograd.vjp((Tensor a) -> F.maxPool2d(a, kernel, options), x).pullback().apply(dy)
                : () -> F.maxPool2d(x, kernel, options));
    }

    static Task attention(Work.Attention w) {
        Tensor q = Values.tensor(1, w.batch(), w.heads(), w.length(), w.depth());
        Tensor k = Values.tensor(2, w.batch(), w.heads(), w.length(), w.depth());
        Tensor v = Values.tensor(3, w.batch(), w.heads(), w.length(), w.depth());
        Tensor dy = Values.tensor(4, w.batch(), w.heads(), w.length(), w.depth());
        return Values.task(w.backward()
                ? () -> Autograd.vjp(F::scaledDotProductAttention, q, k, v).pullback().apply(dy)._1
                : () -> F.scaledDotProductAttention(q, k, v));
    }
}
