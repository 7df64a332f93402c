package org.covector.functional.nn;

import io.vavr.control.Option;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.Ints;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.core.Present;

/**
 * Options of {@link ConvTranspose1d}, {@link ConvTranspose2d} and {@link ConvTranspose3d}.
 *
 * {@snippet :
 * ConvTransposeLayerOptions o = ConvTransposeLayerOptions.of(3, 8, 2).withConv(ConvTransposeOptions.stride(2)).withoutBias();
 * Shape y = ConvTranspose1d.init(Key.of(1), o).apply(Tensor.ones(1, 3, 10)).shape(); // [1, 8, 20]
 * }
 *
 * @param inChannels of an input
 * @param outChannels of a result
 * @param kernelSize one number for all spatial axes, or one for each
 * @param conv stride, padding, output padding, dilation, groups
 * @param bias whether there is one
 * @param dtype FLOAT32 or FLOAT64
 */
public record ConvTransposeLayerOptions(int inChannels, int outChannels, Ints kernelSize, ConvTransposeOptions conv, boolean bias,
        DType dtype) {
    /** Checks channels and groups. */
    public ConvTransposeLayerOptions {
        Present.require(ConvTransposeLayerOptions.class, kernelSize, conv, dtype);
        Draws.positive("ConvTranspose", "groups", conv.groups());
        ArgumentException.require(inChannels >= 0 && inChannels % conv.groups() == 0, "ConvTranspose", "inChannels", inChannels,
                "a multiple of groups = " + conv.groups());
        ArgumentException.require(outChannels >= 0 && outChannels % conv.groups() == 0, "ConvTranspose", "outChannels", outChannels,
                "a multiple of groups = " + conv.groups());
    }

    /** Stride 1, no padding, one group, with a bias, FLOAT32. */
    public static ConvTransposeLayerOptions of(int inChannels, int outChannels, int... kernelSize) {
        return new ConvTransposeLayerOptions(inChannels, outChannels, Ints.of(kernelSize), ConvTransposeOptions.DEFAULT, true,
                DType.FLOAT32);
    }

    /** With stride, padding, output padding, dilation, groups. */
    public ConvTransposeLayerOptions withConv(ConvTransposeOptions options) {
        return new ConvTransposeLayerOptions(inChannels, outChannels, kernelSize, options, bias, dtype);
    }

    /** Without a bias. */
    public ConvTransposeLayerOptions withoutBias() {
        return new ConvTransposeLayerOptions(inChannels, outChannels, kernelSize, conv, false, dtype);
    }

    /** Of another dtype than FLOAT32. */
    public ConvTransposeLayerOptions withDtype(DType other) {
        return new ConvTransposeLayerOptions(inChannels, outChannels, kernelSize, conv, bias, other);
    }

    private double bound(int spatial) {
        return Draws.bound(outChannels / conv.groups() * Draws.product(ConvLayerOptions.each(kernelSize, spatial)));
    }

    Tensor weight(Key key, int spatial) {
        int[] dims = IntStream.concat(IntStream.of(inChannels, outChannels / conv.groups()),
                IntStream.of(ConvLayerOptions.each(kernelSize, spatial))).toArray();
        return Draws.uniform(dtype, key.fold(0), bound(spatial), dims);
    }

    Option<Tensor> bias(Key key, int spatial) {
        return bias ? Option.of(Draws.uniform(dtype, key.fold(1), bound(spatial), outChannels)) : Option.none();
    }

    /** The output padding that gives the wanted lengths. */
    static ConvTransposeOptions reaching(Tensor x, Tensor weight, ConvTransposeOptions o, int... outputSize) {
        int n = weight.rank() - 2;
        ArgumentException.require(n >= 1 && x.rank() > n, "ConvTranspose", "x and weight", x.shape() + " and " + weight.shape(),
                "[N, inChannels, ...] and [inChannels, outChannels / groups, kernel]");
        ArgumentException.require(outputSize.length >= n, "ConvTranspose", "outputSize", Ints.of(outputSize), n + " lengths or more");
        int[] stride = ConvLayerOptions.each(o.stride(), n);
        int[] begin = ConvLayerOptions.each(o.padding(), n);
        int[] end = ConvLayerOptions.each(o.paddingEnd(), n);
        int[] dilation = ConvLayerOptions.each(o.dilation(), n);
        int[] added = new int[n];
        for (int i = 0; i < n; i++) {
            int least = (x.dim(x.rank() - n + i) - 1) * stride[i] - begin[i] - end[i] + dilation[i] * (weight.dim(2 + i) - 1) + 1;
            added[i] = outputSize[outputSize.length - n + i] - least;
            ArgumentException.require(added[i] >= 0 && added[i] < stride[i], "ConvTranspose", "outputSize", Ints.of(outputSize),
                    least + " to " + (least + stride[i] - 1) + " along spatial axis " + i);
        }
        return o.withOutputPadding(added);
    }
}
