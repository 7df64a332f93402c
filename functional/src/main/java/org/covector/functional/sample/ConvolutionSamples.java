package org.covector.functional.sample;

import java.util.List;
import org.covector.functional.AvgPool2d;
import org.covector.functional.Conv2d;
import org.covector.functional.ConvTranspose2d;
import org.covector.functional.F;
import org.covector.functional.MaxPool2d;

/** Convolutions and pooling. */
final class ConvolutionSamples {
    private ConvolutionSamples() {}

    static List<OpInfo> all() {
        return List.of(new OpInfo("conv2d", ConvolutionSamples::convolution), new OpInfo("conv2d, groups", ConvolutionSamples::groups), new OpInfo("convTranspose2d", ConvolutionSamples::transposed),
                new OpInfo("maxPool2d", ConvolutionSamples::maxPool),
                new OpInfo("maxPool2dWithIndices", random -> Sample.of(t -> F.maxPool2dWithIndices(t, new int[] {2, 1}, MaxPool2d.DEFAULT).values(), random.x(1, 2, 4, random.between(1, 3)))),
                new OpInfo("avgPool2d", ConvolutionSamples::avgPool),
                new OpInfo("adaptiveAvgPool2d", random -> {
                    int h = random.between(1, 2);
                    int w = random.between(1, 3);
                    return Sample.of(t -> F.adaptiveAvgPool2d(t, h, w), random.x(1, random.between(1, 2), random.between(2, 4), random.between(3, 4)));
                }));
    }

    private static Sample convolution(Arguments random) {
        Conv2d options = Conv2d.stride(random.between(1, 2), 1).withPadding(random.between(0, 1), random.between(0, 2));
        Conv2d spread = random.coin() ? options : options.withDilation(2);
        int in = random.between(1, 2);
        int out = random.between(1, 2);
        return Sample.of((x, w, b) -> F.conv2d(x, w, b, spread), random.x(1, in, random.between(3, 4), random.between(3, 4)), random.x(out, in, 2, random.between(1, 2)), random.x(out));
    }

    private static Sample groups(Arguments random) {
        return Sample.of((x, w) -> F.conv2d(x, w, Conv2d.groups(2)), random.x(1, 2, random.between(2, 3), 3), random.x(2 * random.between(1, 2), 1, 2, 2));
    }

    private static Sample transposed(Arguments random) {
        int stride = random.between(1, 2);
        ConvTranspose2d options = ConvTranspose2d.stride(stride).withPadding(random.between(0, 1)).withOutputPadding(stride - 1);
        int in = random.between(1, 2);
        int out = random.between(1, 2);
        return Sample.of((x, w, b) -> F.convTranspose2d(x, w, b, options), random.x(1, in, 2, random.between(2, 3)), random.x(in, out, 3, 2), random.x(out));
    }

    private static Sample maxPool(Arguments random) {
        MaxPool2d options = random.coin() ? MaxPool2d.stride(2).withPadding(1).withCeilMode() : MaxPool2d.stride(1);
        return Sample.of(t -> F.maxPool2d(t, new int[] {2, 2}, options), random.x(1, random.between(1, 2), random.between(3, 4), 3));
    }

    private static Sample avgPool(Arguments random) {
        AvgPool2d options = random.coin() ? AvgPool2d.stride(2).withPadding(1).withCeilMode().withoutPaddingCounted() : AvgPool2d.stride(1).withDivisor(3);
        return Sample.of(t -> F.avgPool2d(t, new int[] {2, 2}, options), random.x(1, random.between(1, 2), random.between(3, 4), 3));
    }
}
