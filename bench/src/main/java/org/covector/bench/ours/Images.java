package org.covector.bench.ours;

import io.vavr.Function2;
import io.vavr.collection.List;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Work;
import org.covector.functional.Autograd;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Interpolate;
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

    static Task anyConvolution(Work.AnyConvolution w) {
        Tensor x = values(1, w.x());
        Tensor weight = values(2, w.weight());
        Function2<Tensor, Tensor, Tensor> f = forward(w);
        if (!w.backward()) {
            return Values.task(() -> f.apply(x, weight));
        }
        Tensor dy = values(4, w.result());
        return Values.task(() -> Autograd.vjp(f, x, weight).pullback().apply(dy)._1);
    }

    private static Function2<Tensor, Tensor, Tensor> forward(Work.AnyConvolution w) {
        if (w.transposed()) {
            ConvTransposeOptions options = ConvTransposeOptions.stride(w.stride()).withPadding(w.padding()).withGroups(w.groups());
            return (x, weight) -> F.convTranspose2d(x, weight, options);
        }
        ConvOptions options = ConvOptions.stride(w.stride()).withPadding(w.padding()).withGroups(w.groups());
        return switch (w.x().size()) {
            case 3 -> (x, weight) -> F.conv1d(x, weight, options);
            case 4 -> (x, weight) -> F.conv2d(x, weight, options);
            default -> (x, weight) -> F.conv3d(x, weight, options);
        };
    }

    private static Tensor values(int seed, List<Integer> shape) {
        return Values.tensor(seed, shape.toJavaStream().mapToInt(n -> n).toArray());
    }

    static Task resample(Work.Resample w) {
        Tensor x = Values.tensor(1, w.batch(), w.channels(), w.size(), w.size());
        Tensor grid = Values.tensor(2, w.batch(), w.size(), w.size(), 2);
        Interpolate twice = Interpolate.size(2 * w.size(), 2 * w.size());
        Interpolate bilinear = twice.withMode(Interpolate.Mode.BILINEAR);
        Interpolate bicubic = twice.withMode(Interpolate.Mode.BICUBIC);
        return Values.task(switch (w.how()) {
            case BILINEAR -> () -> F.interpolate(x, bilinear);
            case BICUBIC -> () -> F.interpolate(x, bicubic);
            case GRID_SAMPLE -> () -> F.gridSample(x, grid);
        });
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
