package org.covector.functional.sample;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Memory;
import org.covector.functional.PoolOptions;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;

/** Samples of pooling. */
final class PoolingSamples {
    private static final Key KEY = Memory.keep(Tree.KEY, Key.of(11));

    private interface Pool {
        Tensor of(Tensor x, int[] kernelSize, PoolOptions options);
    }

    private interface Chosen {
        Selected of(Tensor x, int[] kernelSize, PoolOptions options);
    }

    private interface Adaptive {
        Tensor of(Tensor x, int... outputSize);
    }

    private interface Norm {
        Tensor of(Tensor x, double normType, int[] kernelSize, PoolOptions options);
    }

    private interface Unpool {
        Tensor of(Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize);
    }

    private interface Fractional {
        Tensor of(Tensor x, int[] kernelSize, int[] outputSize, Key key);
    }

    private interface FractionalByRatio {
        Tensor of(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples);
    }

    private PoolingSamples() {}

    static List<OpInfo> all() {
        return List.of(
                maxima("maxPool1d", 1, F::maxPool1d), maxima("maxPool2d", 2, F::maxPool2d), maxima("maxPool3d", 3, F::maxPool3d),
                maxima("maxPool1dWithIndices", 1, values(F::maxPool1dWithIndices)),
                maxima("maxPool2dWithIndices", 2, values(F::maxPool2dWithIndices)),
                maxima("maxPool3dWithIndices", 3, values(F::maxPool3dWithIndices)),
                new OpInfo("maxPool2dWithIndices, of the whole tensor", random -> Sample.several(t -> {
                    Selected y = F.maxPool2dWithIndices(t, new int[] {2, 1}, PoolOptions.DEFAULT.withIndices(PoolOptions.Indices.TENSOR));
                    return List.of(y.values(), y.indices());
                }, random.x(2, 2, 4, random.between(1, 3)))),
                means("avgPool1d", 1, F::avgPool1d), means("avgPool2d", 2, F::avgPool2d), means("avgPool3d", 3, F::avgPool3d),
                norms("lpPool1d", 1, F::lpPool1d), norms("lpPool2d", 2, F::lpPool2d), norms("lpPool3d", 3, F::lpPool3d),
                adaptive("adaptiveAvgPool1d", 1, F::adaptiveAvgPool1d), adaptive("adaptiveAvgPool2d", 2, F::adaptiveAvgPool2d),
                adaptive("adaptiveAvgPool3d", 3, F::adaptiveAvgPool3d),
                adaptive("adaptiveMaxPool1d", 1, F::adaptiveMaxPool1d), adaptive("adaptiveMaxPool2d", 2, F::adaptiveMaxPool2d),
                adaptive("adaptiveMaxPool3d", 3, F::adaptiveMaxPool3d),
                adaptive("adaptiveMaxPool1dWithIndices", 1, (t, size) -> F.adaptiveMaxPool1dWithIndices(t, size).values()),
                adaptive("adaptiveMaxPool2dWithIndices", 2, (t, size) -> F.adaptiveMaxPool2dWithIndices(t, size).values()),
                adaptive("adaptiveMaxPool3dWithIndices", 3, (t, size) -> F.adaptiveMaxPool3dWithIndices(t, size).values()),
                unpool("maxUnpool1d", 1, F::maxUnpool1d), unpool("maxUnpool2d", 2, F::maxUnpool2d),
                unpool("maxUnpool3d", 3, F::maxUnpool3d),
                fractional("fractionalMaxPool2d", 2, F::fractionalMaxPool2d), fractional("fractionalMaxPool3d", 3, F::fractionalMaxPool3d),
                fractional("fractionalMaxPool2dWithIndices", 2,
                        (t, k, size, key) -> F.fractionalMaxPool2dWithIndices(t, k, size, key).values()),
                fractional("fractionalMaxPool3dWithIndices", 3,
                        (t, k, size, key) -> F.fractionalMaxPool3dWithIndices(t, k, size, key).values()),
                byRatio("fractionalMaxPool2d, by a ratio", 2, F::fractionalMaxPool2d),
                byRatio("fractionalMaxPool3d, by a ratio", 3, F::fractionalMaxPool3d));
    }

    private static Pool values(Chosen f) {
        return (x, kernelSize, options) -> f.of(x, kernelSize, options).values();
    }

    /** One sample and one or two channels, or two channels alone, of short axes. */
    private static Tensor x(Arguments random, int axes, int shortest) {
        int longest = axes == 3 ? Math.max(3, shortest) : 4;
        IntStream lead = random.coin() ? IntStream.of(2) : IntStream.of(1, random.between(1, 2));
        return random.x(IntStream.concat(lead, IntStream.range(0, axes).map(_ -> random.between(shortest, longest))).toArray());
    }

    private static int[] kernel(Arguments random, int axes) {
        return random.coin() ? new int[] {2} : IntStream.range(0, axes).map(i -> i == 0 ? 2 : random.between(1, 2)).toArray();
    }

    private static OpInfo maxima(String name, int axes, Pool f) {
        return new OpInfo(name, random -> {
            PoolOptions plain = random.coin() ? PoolOptions.stride(2).withCeilMode(true) : PoolOptions.stride(1);
            boolean padded = random.coin();
            int[] kernel = padded ? new int[] {2} : kernel(random, axes);
            PoolOptions options = padded ? plain.withPadding(new int[] {1}, new int[] {random.between(0, 1)}) : plain;
            return Sample.of(t -> f.of(t, kernel, options), x(random, axes, 2));
        });
    }

    private static OpInfo means(String name, int axes, Pool f) {
        return new OpInfo(name, random -> {
            PoolOptions plain = random.coin()
                    ? PoolOptions.stride(2).withCeilMode(true).withCountIncludePad(random.coin())
                    : PoolOptions.stride(1).withDivisorOverride(3);
            boolean padded = random.coin();
            int[] kernel = padded ? new int[] {2} : kernel(random, axes);
            PoolOptions options = padded ? plain.withPadding(new int[] {1}, new int[] {random.between(0, 1)}) : plain;
            return Sample.of(t -> f.of(t, kernel, options), x(random, axes, 2));
        });
    }

    /** Windows of several elements: of one alone the norm is linear, with a second derivative that is all rounding. */
    private static OpInfo norms(String name, int axes, Norm f) {
        int[] last = IntStream.concat(IntStream.generate(() -> 1).limit(axes - 1), IntStream.of(2)).toArray();
        int[] row = IntStream.concat(IntStream.generate(() -> 1).limit(axes), IntStream.of(3)).toArray();
        return new OpInfo(name, random -> {
            double p = random.between(1, 4) / 2.0 + 0.5;
            PoolOptions options = PoolOptions.stride(random.between(1, 2));
            int[] dims = x(random, axes, 2).shape().dims();
            return Sample.of(t -> f.of(t, p, new int[] {2}, options), random.inside(0.2, 2, dims));
        }).at(Sample.of(t -> f.of(t, 2, last, PoolOptions.stride(1)), Tensor.of(new double[] {-1, 2, 0.5}, row)),
                Sample.of(t -> f.of(t, 1, last, PoolOptions.stride(2).withCeilMode(true)), Tensor.of(new double[] {-1, 2, 0.5}, row)));
    }

    private static OpInfo adaptive(String name, int axes, Adaptive f) {
        return new OpInfo(name, random -> {
            int[] size = random.coin() ? new int[] {random.between(1, 3)}
                    : IntStream.range(0, axes).map(i -> i == 0 ? -1 : random.between(1, 3)).toArray();
            return Sample.of(t -> f.of(t, size), x(random, axes, 1));
        });
    }

    private static OpInfo unpool(String name, int axes, Unpool f) {
        return new OpInfo(name, random -> {
            int[] dims = IntStream.concat(IntStream.of(1, 2), IntStream.range(0, axes).map(_ -> random.between(1, 2))).toArray();
            int places = IntStream.of(dims).skip(2).map(n -> 2 * n).reduce(1, (a, b) -> a * b);
            Tensor indices = random.indices(places, dims); // some of them equal
            return Sample.of(t -> f.of(t, indices, new int[] {2}, PoolOptions.DEFAULT), random.x(dims));
        });
    }

    private static OpInfo fractional(String name, int axes, Fractional f) {
        return new OpInfo(name, random -> {
            int[] size = {random.between(1, 2)};
            return Sample.of(t -> f.of(t, new int[] {2}, size, KEY), x(random, axes, 3));
        });
    }

    private static OpInfo byRatio(String name, int axes, FractionalByRatio f) {
        return new OpInfo(name, random -> {
            Tensor x = x(random, axes, 3);
            Tensor samples = Tensor.of(java.util.stream.DoubleStream.iterate(0.3, u -> (u + 0.37) % 1).limit(6L * axes).toArray(), 6, axes);
            int planes = x.rank() == axes + 1 ? x.dim(0) : x.dim(1);
            return Sample.of(t -> f.of(t, new int[] {2}, new double[] {0.67}, F.narrow(samples, 0, 0, planes)), x);
        });
    }
}
