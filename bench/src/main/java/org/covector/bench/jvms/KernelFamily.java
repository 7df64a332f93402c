package org.covector.bench.jvms;

import static org.covector.bench.ours.Values.task;
import static org.covector.bench.ours.Values.tensor;

import io.vavr.Function1;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.function.Supplier;
import org.covector.bench.measure.Task;
import org.covector.bench.ours.Covector;
import org.covector.bench.workload.Work;
import org.covector.engine.DType;
import org.covector.functional.Autograd;
import org.covector.functional.BatchNorm;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.PoolOptions;
import org.covector.functional.QrMode;
import org.covector.functional.Tensor;

/** A family of kernels: calls of some milliseconds together, and the number of floats that they give. */
enum KernelFamily {
    MLP("training step of 784-512-256-10, batch 64", 2L * (784 * 512 + 512 * 256 + 256 * 10) + 2 * 64 * (2 * 512 + 2 * 256 + 10)) {
        @Override
        Task prepare() {
            return step(new Work.MlpStep(64, Work.Update.SGD));
        }
    },
    CNN("training step of two convolutions, batch 16", 2L * (2 * 16 * 16 * 784 + 16 * 16 * 196 + 2 * 16 * 32 * 196 + 16 * 32 * 49)) {
        @Override
        Task prepare() {
            return step(new Work.CnnStep(16, Work.Update.SGD));
        }
    },
    ATTENTION("scaledDotProductAttention 2 x 4 x 128 x 64 and its pullback", 4L * 2 * 4 * 128 * 64) {
        @Override
        Task prepare() {
            return step(new Work.Attention(2, 4, 128, 64, true));
        }
    },
    SOFTMAX("softmax and logSoftmax 64 x 1000, their pullbacks; softmax along the first axis", 5L * 64 * 1000) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 64, 1000);
            Tensor dy = tensor(2, 64, 1000);
            return all(pulled(a -> F.softmax(a, 1), x, dy), pulled(a -> F.logSoftmax(a, 1), x, dy), () -> F.softmax(x, 0));
        }
    },
    NORMS("layerNorm and rmsNorm 128 x 768, batchNorm and groupNorm 8 x 32 x 14 x 14, their pullbacks",
            4L * 128 * 768 + 4 * 8 * 32 * 14 * 14) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 128, 768);
            Tensor dy = tensor(2, 128, 768);
            Option<Tensor> weight = Option.of(tensor(3, 768));
            Option<Tensor> bias = Option.of(tensor(4, 768));
            Tensor image = tensor(5, 8, 32, 14, 14);
            Tensor dimage = tensor(6, 8, 32, 14, 14);
            BatchNorm options = BatchNorm.TRAINING.withParameters(tensor(7, 32), tensor(8, 32));
            int[] rows = {768};
            return all(pulled(a -> F.layerNorm(a, rows, weight, bias, 1e-5), x, dy), pulled(a -> F.rmsNorm(a, rows, weight, 1e-5), x, dy),
                    pulled(a -> F.batchNorm(a, options).y(), image, dimage),
                    pulled(a -> F.groupNorm(a, 4, options.weight(), options.bias(), 1e-5), image, dimage));
        }
    },
    POOLING("maxPool2d 3 x 3 with step 2 and avgPool2d 2 x 2 of 4 x 32 x 56 x 56, their pullbacks",
            2L * 4 * 32 * 56 * 56 + 4 * 4 * 32 * 28 * 28) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 4, 32, 56, 56);
            Tensor dy = tensor(2, 4, 32, 28, 28);
            int[] three = {3, 3};
            PoolOptions halving = PoolOptions.stride(2).withPadding(1);
            return all(pulled(a -> F.maxPool2d(a, three, halving), x, dy), pulled(a -> F.avgPool2d(a, 2), x, dy));
        }
    },
    POINTWISE("gelu of 1e5 and its pullback; add, exp, tanh, silu, erf of 1e5; add of a row", 8L * 100_000) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 100, 1000);
            Tensor y = tensor(2, 100, 1000);
            Tensor row = tensor(3, 1000);
            return all(pulled(F::gelu, x, y), () -> F.add(x, y), () -> F.exp(x), () -> F.tanh(x), () -> F.silu(x), () -> F.erf(x),
                    () -> F.add(x, row));
        }
    },
    MATMUL("products of 64, of 256 and of 65 x 300 x 129", 64L * 64 + 256 * 256 + 65 * 129) {
        @Override
        Task prepare() {
            Tensor small = tensor(1, 64, 64);
            Tensor large = tensor(2, 256, 256);
            Tensor left = tensor(3, 65, 300);
            Tensor right = tensor(4, 300, 129);
            return all(() -> F.matmul(small, small), () -> F.matmul(large, large), () -> F.matmul(left, right));
        }
    },
    VECTOR("products of 512 x 512 and its transpose with a vector, linear of one row of 512", 3L * 512) {
        @Override
        Task prepare() {
            Tensor a = tensor(1, 512, 512);
            Tensor x = tensor(2, 512, 1);
            Tensor row = tensor(3, 1, 512);
            Tensor transposed = F.transpose(a, 0, 1);
            Option<Tensor> bias = Option.of(tensor(4, 512));
            return all(() -> F.matmul(a, x), () -> F.matmul(transposed, x), () -> F.linear(row, a, bias));
        }

        @Override
        long scratch() {
            return 3 * CALL_BYTES;
        }
    },
    REDUCTION("sum, max, argmax, variance and logsumexp of 256 x 1000 along either axis", 5L * (256 + 1000)) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 256, 1000);
            return all(() -> F.sum(x, 0), () -> F.sum(x, 1), () -> F.amax(x, 0), () -> F.amax(x, 1),
                    () -> F.argmax(x, 0, false), () -> F.argmax(x, 1, false), () -> F.var(x, 1, false, 0), () -> F.var(x, 1, false, 1),
                    () -> F.logsumexp(x, 0),
                    () -> F.logsumexp(x, 1));
        }

        @Override
        long scratch() {
            return 10 * 8 * CALL_BYTES; // partial sums and orders of summation
        }
    },
    RESAMPLING("bilinear and bicubic interpolation of 2 x 16 x 32 x 32 to twice the size, gridSample of it",
            2L * 16 * (2 * 64 * 64 + 32 * 32)) {
        @Override
        Task prepare() {
            List<Task> each = List.of(Work.Resampling.values()).map(how -> step(new Work.Resample(how, 2, 16, 32)));
            return () -> each.forEach(Task::run);
        }
    },
    DISTANCE("cdist of 200 and 200 points in 64 dimensions", 200L * 200) {
        @Override
        Task prepare() {
            return step(new Work.Cdist(200, 200, 64));
        }
    },
    CONVOLUTION("conv2d 3 x 3 of 2 x 32 x 28 x 28 and its pullback; 1 x 1, depthwise 3 x 3 and 5 x 5 with step 2; conv1d",
            2L * 32 * (3 * 784 + 2 * 784 + 780) + 32 * 32 * 9 + 2 * 16 * 12 * 12) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 2, 32, 28, 28);
            Tensor weight = tensor(2, 32, 32, 3, 3);
            Tensor dy = tensor(3, 2, 32, 28, 28);
            Tensor one = tensor(4, 64, 32, 1, 1);
            Tensor deep = tensor(5, 32, 1, 3, 3);
            Tensor five = tensor(6, 16, 32, 5, 5);
            Tensor line = tensor(7, 2, 32, 784);
            Tensor lineWeight = tensor(8, 32, 32, 5);
            ConvOptions same = ConvOptions.padding(1);
            return all(() -> Autograd.vjp((a, w) -> F.conv2d(a, w, same), x, weight).pullback().apply(dy)._1, () -> F.conv2d(x, one),
                    () -> F.conv2d(x, deep, same.withGroups(32)), () -> F.conv2d(x, five, ConvOptions.stride(2)),
                    () -> F.conv1d(line, lineWeight));
        }
    },
    FFT("rfft of 64 x 1024, fft of 32 x 1000 and of 8 x 1009", 2L * (64 * 513 + 32 * 1000 + 8 * 1009)) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 64, 1024);
            Tensor y = tensor(2, 32, 1000);
            Tensor prime = tensor(3, 8, 1009);
            return all(() -> F.rfft(x).re(), () -> F.fft(y).re(), () -> F.fft(prime).re());
        }
    },
    LINALG("solve, cholesky and qr of 96, eigh and svd of 32", 96L * 8 + 3 * 96 * 96 + 3 * 32 * 32) {
        @Override
        Task prepare() {
            Tensor a = tensor(1, 96, 96);
            Tensor b = tensor(2, 96, 8);
            Tensor positive = F.add(F.matmul(a, F.transpose(a, 0, 1)), Tensor.eye(DType.FLOAT32, 96, 96));
            Tensor c = tensor(3, 32, 32);
            Tensor symmetric = F.add(c, F.transpose(c, 0, 1));
            return all(() -> F.solve(a, b), () -> F.cholesky(positive, false), () -> F.qr(a, QrMode.REDUCED)._1,
                    () -> F.eigh(symmetric, false)._2, () -> F.svd(c, false)._1);
        }
    },
    SORT("sort of 1e5 and of 100 x 100, argsort of 1e4, topk 100 of 1e5, cumsum along both axes",
            3L * 100_000 + 3 * 100 * 100 + 2 * 10_000 + 2 * 100 * 100) {
        @Override
        Task prepare() {
            Tensor x = tensor(1, 100_000);
            Tensor y = tensor(2, 100, 100);
            Tensor z = tensor(3, 10_000);
            return all(() -> F.sort(x).values(), () -> F.sort(y).values(), () -> F.argsort(z), () -> F.topk(x, 100).values(),
                    () -> F.cumsum(y, 0), () -> F.cumsum(y, 1));
        }
    };

    private static final long CALL_BYTES = 1 << 10; // the objects around a result of few floats
    private static final long DOT_BYTES = 16 + 16 * Double.BYTES; // the partial sums of a dot product
    private static final long DOTS = 96 * 96 + 2 * 32 * 32 + 10L * 32 * 31; // two reflections a column, and ten sweeps of rotations

    private final String description;
    private final long results;

    KernelFamily(String description, long results) {
        this.description = description;
        this.results = results;
    }

    /** Inputs, and the call on them. */
    abstract Task prepare();

    String description() {
        return description;
    }

    /**
     * What a call in a scope may allocate, where arrays of results and scratch are used again: an eighth of the results' bytes, for the
     * objects around tensors, graphs and loops. Where vectors are boxed, one pass over a result allocates 1.5 to 3 times its bytes.
     */
    long bound() {
        return Float.BYTES * results / 8 + scratch();
    }

    /** Arrays that no pool takes. */
    long scratch() {
        return switch (this) {
            case SORT -> 3L * Integer.BYTES * (2 * 100_000 + 10_000 + 100 * 100); // keys, positions, one of them merged
            case LINALG -> DOT_BYTES * DOTS;
            default -> 0;
        };
    }

    private static Task step(Work work) {
        return new Covector().of(work).head().prepare().get();
    }

    private static Supplier<Tensor> pulled(Function1<Tensor, Tensor> f, Tensor x, Tensor dy) {
        return () -> Autograd.vjp(f, x).pullback().apply(dy);
    }

    @SafeVarargs
    private static Task all(Supplier<Tensor>... calls) {
        List<Task> tasks = List.empty();
        for (Supplier<Tensor> call : calls) {
            tasks = tasks.append(task(call));
        }
        List<Task> each = tasks;
        return () -> each.forEach(Task::run);
    }
}
