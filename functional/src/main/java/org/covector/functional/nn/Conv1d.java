package org.covector.functional.nn;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandles;
import org.covector.engine.Shape;
import org.covector.functional.ConvOptions;
import org.covector.functional.F;
import org.covector.functional.Key;
import org.covector.functional.Pad;
import org.covector.functional.Tensor;
import org.covector.functional.Tree;
import org.covector.functional.core.Present;

/**
 * Cross-correlation over 1 spatial axes, {@code F.conv1d}.
 *
 * {@snippet :
 * ConvLayerOptions o = ConvLayerOptions.of(3, 4, 3).withConv(ConvOptions.padding(1));
 * Shape y = Conv1d.init(Key.of(1), o).apply(Tensor.ones(2, 3, 8)).shape(); // [2, 4, 8]
 * }
 *
 * @param weight [outChannels, inChannels / groups, kernel]
 * @param bias [outChannels]; none means 0
 * @param options stride, padding, dilation, groups
 * @param paddingMode what the padding is made of: zeros for CONSTANT
 */
public record Conv1d(Tensor weight, Option<Tensor> bias, ConvOptions options, Pad paddingMode) implements Layer {
    /** Its tensors. */
    public static final Tree<Conv1d> TREE = Tree.of(MethodHandles.lookup(), Conv1d.class);

    /** Refuses null. */
    public Conv1d {
        Present.require(Conv1d.class, weight, bias, options, paddingMode);
    }

    /** Stride 1, no padding, with a bias, FLOAT32. */
    public static Conv1d init(Key key, int inChannels, int outChannels, int... kernelSize) {
        return init(key, ConvLayerOptions.of(inChannels, outChannels, kernelSize));
    }

    /** Weight and bias from U(-b, b), {@code b = 1 / sqrt(inChannels / groups * kernel)}. */
    public static Conv1d init(Key key, ConvLayerOptions o) {
        return new Conv1d(o.weight(key, 1), o.bias(key, 1), o.conv(), o.paddingMode());
    }

    /** The result for x [N, inChannels, L], or without N. */
    @Override
    public Step<Conv1d> apply(Tensor x, Mode mode) {
        boolean zeros = paddingMode == Pad.CONSTANT;
        Tensor in = zeros ? x : ConvLayerOptions.padded(x, weight, options, paddingMode);
        ConvOptions o = zeros ? options : options.withValidPadding();
        return new Step<>(bias.fold(() -> F.conv1d(in, weight, o), b -> F.conv1d(in, weight, b, o)), this);
    }

    @Override
    public long flops(Shape x, Shape y) {
        return weight.dim(0) == 0 ? 0 : 2 * y.size() * (weight.size() / weight.dim(0));
    }

    @Override
    public Tree<Conv1d> tree() {
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
