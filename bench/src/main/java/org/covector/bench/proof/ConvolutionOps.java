package org.covector.bench.proof;

import java.util.List;
import org.covector.functional.AvgPool2d;
import org.covector.functional.Conv2d;
import org.covector.functional.ConvTranspose2d;
import org.covector.functional.F;
import org.covector.functional.MaxPool2d;

/** Convolutions and pooling. */
final class ConvolutionOps {
    private ConvolutionOps() {}

    static List<Op> all() {
        return List.of(new Op("conv2d", ConvolutionOps::convolution), new Op("conv2d, groups", ConvolutionOps::groups), new Op("convTranspose2d", ConvolutionOps::transposed),
                new Op("maxPool2d", ConvolutionOps::maxPool),
                new Op("maxPool2dWithIndices", dice -> Sample.of(t -> F.maxPool2dWithIndices(t, new int[] {2, 1}, MaxPool2d.DEFAULT).values(), dice.x(1, 2, 4, dice.between(1, 3)))),
                new Op("avgPool2d", ConvolutionOps::avgPool),
                new Op("adaptiveAvgPool2d", dice -> {
                    int h = dice.between(1, 2);
                    int w = dice.between(1, 3);
                    return Sample.of(t -> F.adaptiveAvgPool2d(t, h, w), dice.x(1, dice.between(1, 2), dice.between(2, 4), dice.between(3, 4)));
                }));
    }

    private static Sample convolution(Dice dice) {
        Conv2d options = Conv2d.stride(dice.between(1, 2), 1).withPadding(dice.between(0, 1), dice.between(0, 2));
        Conv2d spread = dice.coin() ? options : options.withDilation(2);
        int in = dice.between(1, 2);
        int out = dice.between(1, 2);
        return Sample.of((x, w, b) -> F.conv2d(x, w, b, spread), dice.x(1, in, dice.between(3, 4), dice.between(3, 4)), dice.x(out, in, 2, dice.between(1, 2)), dice.x(out));
    }

    private static Sample groups(Dice dice) {
        return Sample.of((x, w) -> F.conv2d(x, w, Conv2d.groups(2)), dice.x(1, 2, dice.between(2, 3), 3), dice.x(2 * dice.between(1, 2), 1, 2, 2));
    }

    private static Sample transposed(Dice dice) {
        int stride = dice.between(1, 2);
        ConvTranspose2d options = ConvTranspose2d.stride(stride).withPadding(dice.between(0, 1)).withOutputPadding(stride - 1);
        int in = dice.between(1, 2);
        int out = dice.between(1, 2);
        return Sample.of((x, w, b) -> F.convTranspose2d(x, w, b, options), dice.x(1, in, 2, dice.between(2, 3)), dice.x(in, out, 3, 2), dice.x(out));
    }

    private static Sample maxPool(Dice dice) {
        MaxPool2d options = dice.coin() ? MaxPool2d.stride(2).withPadding(1).withCeilMode() : MaxPool2d.stride(1);
        return Sample.of(t -> F.maxPool2d(t, new int[] {2, 2}, options), dice.x(1, dice.between(1, 2), dice.between(3, 4), 3));
    }

    private static Sample avgPool(Dice dice) {
        AvgPool2d options = dice.coin() ? AvgPool2d.stride(2).withPadding(1).withCeilMode().withoutPaddingCounted() : AvgPool2d.stride(1).withDivisor(3);
        return Sample.of(t -> F.avgPool2d(t, new int[] {2, 2}, options), dice.x(1, dice.between(1, 2), dice.between(3, 4), 3));
    }
}
