package org.covector.functional.nn;

import io.vavr.control.Option;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Key;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Options of {@link Conv1d}, {@link Conv2d} and {@link Conv3d}.
 *
 * {@snippet :
 * ConvLayerOptions o = ConvLayerOptions.of(3, 8, 3).withConv(ConvOptions.padding(1)).withoutBias();
 * Shape y = Conv1d.init(Key.of(1), o).apply(Tensor.ones(1, 3, 10)).shape(); // [1, 8, 10]
 * }
 *
 * @param inChannels of an input
 * @param outChannels of a result
 * @param kernelSize one number for all spatial axes, or one for each
 * @param conv stride, padding, dilation, groups
 * @param paddingMode what the padding is made of: zeros for CONSTANT
 * @param bias whether there is one
 * @param dtype FLOAT32 or FLOAT64
 */
public record ConvLayerOptions(int inChannels, int outChannels, Ints kernelSize, ConvOptions conv, Pad paddingMode, boolean bias,
        DType dtype) {
    /** Checks channels and groups. */
    public ConvLayerOptions {
        Present.require(ConvLayerOptions.class, kernelSize, conv, paddingMode, dtype);
        Draws.positive("Conv", "groups", conv.groups());
        ArgumentException.require(inChannels >= 0 && inChannels % conv.groups() == 0, "Conv", "inChannels", inChannels,
                "a multiple of groups = " + conv.groups());
        ArgumentException.require(outChannels >= 0 && outChannels % conv.groups() == 0, "Conv", "outChannels", outChannels,
                "a multiple of groups = " + conv.groups());
    }

    /** Stride 1, no padding, one group, with a bias, FLOAT32. */
    public static ConvLayerOptions of(int inChannels, int outChannels, int... kernelSize) {
        return new ConvLayerOptions(inChannels, outChannels, Ints.of(kernelSize), ConvOptions.DEFAULT, Pad.CONSTANT, true, DType.FLOAT32);
    }

    /** With stride, padding, dilation, groups. */
    public ConvLayerOptions withConv(ConvOptions options) {
        return new ConvLayerOptions(inChannels, outChannels, kernelSize, options, paddingMode, bias, dtype);
    }

    /** With padding of the tensor's own elements. */
    public ConvLayerOptions withPaddingMode(Pad mode) {
        return new ConvLayerOptions(inChannels, outChannels, kernelSize, conv, mode, bias, dtype);
    }

    /** Without a bias. */
    public ConvLayerOptions withoutBias() {
        return new ConvLayerOptions(inChannels, outChannels, kernelSize, conv, paddingMode, false, dtype);
    }

    /** Of another dtype than FLOAT32. */
    public ConvLayerOptions withDtype(DType other) {
        return new ConvLayerOptions(inChannels, outChannels, kernelSize, conv, paddingMode, bias, other);
    }

    /** A number for each of {@code n} axes. */
    static int[] each(Ints given, int n) {
        ArgumentException.require(given.size() == n || given.size() == 1, "Conv", "options", given, "one number, or " + n);
        return IntStream.range(0, n).map(i -> given.get(given.size() == 1 ? 0 : i)).toArray();
    }


    private int[] weightDims(int spatial) {
        return IntStream.concat(IntStream.of(outChannels, inChannels / conv.groups()), IntStream.of(each(kernelSize, spatial))).toArray();
    }

    private double bound(int spatial) {
        return Draws.bound(inChannels / conv.groups() * Draws.product(each(kernelSize, spatial)));
    }

    Tensor weight(Key key, int spatial) {
        return Draws.uniform(dtype, key.fold(0), bound(spatial), weightDims(spatial));
    }

    Option<Tensor> bias(Key key, int spatial) {
        return bias ? Option.of(Draws.uniform(dtype, key.fold(1), bound(spatial), outChannels)) : Option.none();
    }

    /** x with its own elements around it, as the mode has them. */
    static Tensor padded(Tensor x, Tensor weight, ConvOptions o, Pad mode) {
        ArgumentException.require(weight.rank() >= 3, "Conv", "weight", weight.shape(), "[outChannels, inChannels / groups, kernel]");
        int n = weight.rank() - 2;
        int[] begin = each(o.padding(), n);
        int[] end = each(o.paddingEnd(), n);
        int[] dilation = each(o.dilation(), n);
        int[] borders = new int[2 * n];
        for (int i = 0; i < n; i++) {
            int all = dilation[i] * (weight.dim(2 + i) - 1);
            borders[2 * (n - 1 - i)] = o.same() ? all / 2 : begin[i];
            borders[2 * (n - 1 - i) + 1] = o.same() ? all - all / 2 : end[i];
        }
        return F.pad(x, mode, 0, borders);
    }

    static String extra(Tensor weight, Option<Tensor> bias, Object options) {
        return "weight=" + weight.shape() + ", bias=" + bias.isDefined() + ", " + options;
    }
}
