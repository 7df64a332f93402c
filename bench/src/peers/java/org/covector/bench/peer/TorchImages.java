package org.covector.bench.peer;

import io.vavr.collection.List;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.covector.bench.measure.Task;
import org.covector.bench.workload.Inputs;
import org.covector.bench.workload.Work;

/** Convolution, pooling and attention of libtorch, forward or forward and backward. */
final class TorchImages {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] THREE = {3, 3};

    private TorchImages() {}

    static Supplier<Task> convolution(Work.Convolution w, boolean channelsLast) {
        return () -> {
            Tensor x = image(1, channelsLast, w.batch(), w.in(), w.size());
            Tensor weight = Torch.channelsLast(
                    Torch.of(Inputs.floats(w.out() * w.in() * w.kernel() * w.kernel(), 2), w.out(), w.in(), w.kernel(), w.kernel()),
                    channelsLast);
            Tensor bias = Torch.of(Inputs.floats(w.out(), 3), w.out());
            TensorOptional optionalBias = new TensorOptional(bias);
            long[] padding = {w.padding(), w.padding()};
            Supplier<Tensor> forward = () -> torch.conv2d(x, weight, optionalBias, ONE, padding, ONE, 1);
            if (!w.backward()) {
                return Torch.op(forward);
            }
            Tensor dy = image(4, channelsLast, w.batch(), w.out(), w.outSize());
            return Torch.backward(forward, dy, Torch.leaf(x), Torch.leaf(weight), Torch.leaf(bias));
        };
    }

    static Supplier<Task> anyConvolution(Work.AnyConvolution w) {
        return () -> {
            Tensor x = values(1, w.x());
            Tensor weight = values(2, w.weight());
            int axes = w.x().size() - 2;
            long[] stride = each(w.stride(), axes);
            long[] padding = each(w.padding(), axes);
            long[] ones = each(1, axes);
            long[] zeros = each(0, axes);
            TensorOptional noBias = new TensorOptional();
            Supplier<Tensor> forward =
                    () -> torch.convolution(x, weight, noBias, stride, padding, ones, w.transposed(), zeros, w.groups());
            return w.backward()
                    ? Torch.backward(forward, values(4, w.result()), Torch.leaf(x), Torch.leaf(weight))
                    : Torch.op(forward);
        };
    }

    private static Tensor values(int seed, List<Integer> shape) {
        return Torch.of(Inputs.floats(shape.product().intValue(), seed), shape.toJavaStream().mapToLong(n -> n).toArray());
    }

    private static long[] each(int value, int axes) {
        long[] all = new long[axes];
        Arrays.fill(all, value);
        return all;
    }

    static Supplier<Task> resample(Work.Resample w) {
        return () -> {
            Tensor x = image(1, false, w.batch(), w.channels(), w.size());
            Tensor grid = Torch.of(Inputs.floats(w.batch() * w.size() * w.size() * 2, 2), w.batch(), w.size(), w.size(), 2);
            long[] twice = each(2 * w.size(), 2);
            return Torch.op(switch (w.how()) {
                case BILINEAR -> () -> torch.upsample_bilinear2d(x, twice, false);
                case BICUBIC -> () -> torch.upsample_bicubic2d(x, twice, false);
                case GRID_SAMPLE -> () -> torch.grid_sampler(x, grid, 0, 0, false);
            });
        };
    }

    static Supplier<Task> maxPool(Work.MaxPool w, boolean channelsLast) {
        return () -> {
            Tensor x = image(1, channelsLast, w.batch(), w.channels(), w.size());
            Supplier<Tensor> forward = () -> torch.max_pool2d(x, THREE, TWO, ONE, ONE, false);
            if (!w.backward()) {
                return Torch.op(forward);
            }
            Tensor dy = image(4, channelsLast, w.batch(), w.channels(), w.outSize());
            return Torch.backward(forward, dy, Torch.leaf(x));
        };
    }

    static Supplier<Task> attention(Work.Attention w) {
        return () -> {
            int size = w.batch() * w.heads() * w.length() * w.depth();
            long[] shape = {w.batch(), w.heads(), w.length(), w.depth()};
            Tensor q = Torch.of(Inputs.floats(size, 1), shape);
            Tensor k = Torch.of(Inputs.floats(size, 2), shape);
            Tensor v = Torch.of(Inputs.floats(size, 3), shape);
            Supplier<Tensor> forward = () -> torch.scaled_dot_product_attention(q, k, v);
            return w.backward()
                    ? Torch.backward(forward, Torch.of(Inputs.floats(size, 4), shape), Torch.leaf(q), Torch.leaf(k), Torch.leaf(v))
                    : Torch.op(forward);
        };
    }

    private static Tensor image(long seed, boolean channelsLast, int batch, int channels, int size) {
        return Torch.channelsLast(
                Torch.of(Inputs.floats(batch * channels * size * size, seed), batch, channels, size, size), channelsLast);
    }
}
