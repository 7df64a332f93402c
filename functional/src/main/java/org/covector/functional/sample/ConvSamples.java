package org.covector.functional.sample;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.Shape;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Samples of convolutions of any rank. */
final class ConvSamples {
    private interface Convolution {
        Tensor of(Tensor x, Tensor w, Tensor bias, ConvOptions options);
    }

    private interface Transposed {
        Tensor of(Tensor x, Tensor w, Tensor bias, ConvTransposeOptions options);
    }

    private ConvSamples() {}

    static List<OpInfo> all() {
        return List.of(
                convolution("conv1d", 1, F::conv1d), convolution("conv2d", 2, F::conv2d), convolution("conv3d", 3, F::conv3d),
                new OpInfo("conv1d, same", random -> Sample.of((x, w) -> F.conv1d(x, w, ConvOptions.samePadding()),
                        random.x(2, random.between(1, 4)), random.x(2, 2, random.between(1, 3)))),
                new OpInfo("conv2d, groups", ConvSamples::groups).at(
                        Sample.of((x, w) -> F.conv2d(x, w), zeros(0, 2, 3, 3), zeros(1, 2, 2, 2)),
                        Sample.of((x, w) -> F.conv2d(x, w), zeros(1, 0, 3, 3), zeros(1, 0, 2, 2)),
                        Sample.of((x, w) -> F.conv2d(x, w, ConvOptions.padding(1)), zeros(1, 2, 0, 1), zeros(1, 2, 2, 2))),
                transposed("convTranspose1d", 1, F::convTranspose1d), transposed("convTranspose2d", 2, F::convTranspose2d),
                transposed("convTranspose3d", 3, F::convTranspose3d),
                new OpInfo("convTbc", random -> {
                    int channels = random.between(1, 2);
                    int outputs = random.between(1, 3);
                    int pad = random.between(0, 1);
                    return Sample.of((x, w, b) -> F.convTbc(x, w, b, pad), random.x(random.between(2, 4), random.between(1, 2), channels),
                            random.x(random.between(1, 2), channels, outputs), random.x(outputs));
                }),
                new OpInfo("unfold", ConvSamples::unfold), new OpInfo("fold", ConvSamples::fold));
    }

    private static Tensor zeros(int... dims) {
        return Tensor.zeros(DType.FLOAT64, Shape.of(dims));
    }

    /** A shape with two leading axes. */
    private static int[] dims(int first, int second, int... spatial) {
        int[] all = new int[2 + spatial.length];
        all[0] = first;
        all[1] = second;
        System.arraycopy(spatial, 0, all, 2, spatial.length);
        return all;
    }

    private static int[] each(int axes, IntSupplier number) {
        return IntStream.range(0, axes).map(_ -> number.getAsInt()).toArray();
    }

    private static OpInfo convolution(String name, int axes, Convolution f) {
        return new OpInfo(name, random -> {
            int[] begin = each(axes, () -> random.between(0, 1));
            ConvOptions options = ConvOptions.stride(each(axes, () -> random.between(1, 2)))
                    .withPadding(begin, each(axes, () -> random.between(0, 1)))
                    .withDilation(random.between(1, 2));
            int in = random.between(1, 2);
            int out = random.between(1, 2);
            int[] kernel = each(axes, () -> random.between(1, 2));
            int longest = axes == 3 ? 3 : 4;
            return Sample.of((x, w, b) -> f.of(x, w, b, options), random.x(dims(1, in, each(axes, () -> random.between(3, longest)))),
                    random.x(dims(out, in, kernel)), random.x(out));
        });
    }

    private static Sample groups(Arguments random) {
        return Sample.of((x, w) -> F.conv2d(x, w, ConvOptions.groups(2)), random.x(1, 2, random.between(2, 3), 3),
                random.x(2 * random.between(1, 2), 1, 2, 2));
    }

    private static OpInfo transposed(String name, int axes, Transposed f) {
        return new OpInfo(name, random -> {
            int stride = random.between(1, 2);
            ConvTransposeOptions options = ConvTransposeOptions.stride(stride)
                    .withPadding(new int[] {random.between(0, 1)}, new int[] {random.between(0, 1)})
                    .withOutputPadding(stride - 1);
            int in = random.between(1, 2);
            int out = random.between(1, 2);
            int[] kernel = each(axes, () -> random.between(2, axes == 3 ? 2 : 3));
            return Sample.of((x, w, b) -> f.of(x, w, b, options),
                    random.x(dims(1, in, each(axes, () -> random.between(2, axes == 3 ? 2 : 3)))), random.x(dims(in, out, kernel)),
                    random.x(out));
        });
    }

    private static Sample unfold(Arguments random) {
        ConvOptions options = ConvOptions.stride(random.between(1, 2), 1).withPadding(random.between(0, 1))
                .withDilation(random.between(1, 2));
        return Sample.of(x -> F.unfold(x, new int[] {2, 1}, options),
                random.x(random.between(1, 2), random.between(1, 2), 3, random.between(2, 4)));
    }

    private static Sample fold(Arguments random) {
        int padding = random.between(0, 1);
        int windows = (2 + 2 * padding) * (3 + 2 * padding);
        return Sample.of(x -> F.fold(x, new int[] {3, 3}, new int[] {2, 1}, ConvOptions.padding(padding)),
                random.x(random.between(1, 2), 4, windows));
    }
}
