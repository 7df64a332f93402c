package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.Shape;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * The adjoint of a convolution over 3 spatial axes, {@code F.convTranspose3d}.
 *
 * {@snippet :
 * ConvTransposeLayerOptions o = ConvTransposeLayerOptions.of(3, 4, 2, 2, 2).withConv(ConvTransposeOptions.stride(2));
 * Shape y = ConvTranspose3d.init(Key.of(1), o).apply(Tensor.ones(2, 3, 8, 8, 8)).shape(); // [2, 4, 16, 16, 16]
 * }
 *
 * @param weight [inChannels, outChannels / groups, kernel]
 * @param bias [outChannels]; none means 0
 * @param options stride, padding, output padding, dilation, groups
 */
public record ConvTranspose3d(Tensor weight, Option<Tensor> bias, ConvTransposeOptions options) implements Layer {
    /** Its tensors. */
    public static final Tree<ConvTranspose3d> TREE = Tree.of(MethodHandles.lookup(), ConvTranspose3d.class);

    /** Refuses null. */
    public ConvTranspose3d {
        Present.require(ConvTranspose3d.class, weight, bias, options);
    }

    /** Stride 1, no padding, with a bias, FLOAT32. */
    public static ConvTranspose3d init(Key key, int inChannels, int outChannels, int... kernelSize) {
        return init(key, ConvTransposeLayerOptions.of(inChannels, outChannels, kernelSize));
    }

    /** Weight and bias from U(-b, b), {@code b = 1 / sqrt(outChannels / groups * kernel)}. */
    public static ConvTranspose3d init(Key key, ConvTransposeLayerOptions o) {
        return new ConvTranspose3d(o.weight(key, 3), o.bias(key, 3), o.conv());
    }

    /** The result for x [N, inChannels, D, H, W], or without N. */
    @Override
    public Step<ConvTranspose3d> apply(Tensor x, Mode mode) {
        return new Step<>(apply(x, options), this);
    }

    /** The result of these spatial lengths, which output padding of less than the stride gives: torch's {@code output_size}. */
    public Tensor applyTo(Tensor x, int... outputSize) {
        return apply(x, ConvTransposeLayerOptions.reaching(x, weight, options, outputSize));
    }

    private Tensor apply(Tensor x, ConvTransposeOptions o) {
        return bias.fold(() -> F.convTranspose3d(x, weight, o), b -> F.convTranspose3d(x, weight, b, o));
    }

    @Override
    public long flops(Shape x, Shape y) {
        return weight.dim(0) == 0 ? 0 : 2 * x.size() * (weight.size() / weight.dim(0));
    }

    @Override
    public Tree<ConvTranspose3d> tree() {
        return TREE;
    }

    @Override
    public String extra() {
        return ConvLayerOptions.extra(weight, bias, options);
    }

    @Override
    public String toString() {
        return describe();
    }
}
