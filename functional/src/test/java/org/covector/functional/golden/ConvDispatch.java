package org.covector.functional.golden;

import io.vavr.control.Option;
import java.util.Arrays;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/** Reference functions of convolutions, by their names. */
final class ConvDispatch {
    private interface Convolution {
        Tensor of(Tensor x, Tensor w, ConvOptions options);
    }

    private interface Biased {
        Tensor of(Tensor x, Tensor w, Tensor bias, ConvOptions options);
    }

    private interface Transposed {
        Tensor of(Tensor x, Tensor w, ConvTransposeOptions options);
    }

    private interface BiasedTransposed {
        Tensor of(Tensor x, Tensor w, Tensor bias, ConvTransposeOptions options);
    }

    private ConvDispatch() {}

    static void addTo(Dispatch d) {
        convolution(d, 1, F::conv1d, F::conv1d);
        convolution(d, 2, F::conv2d, F::conv2d);
        convolution(d, 3, F::conv3d, F::conv3d);
        transposed(d, 1, F::convTranspose1d, F::convTranspose1d);
        transposed(d, 2, F::convTranspose2d, F::convTranspose2d);
        transposed(d, 3, F::convTranspose3d, F::convTranspose3d);
        for (String home : new String[] {"torch.", "torch.nn.functional."}) {
            d.one(home + "conv_tbc", a -> F.convTbc(a.tensor("input"), a.tensor("weight"), a.tensor("bias"), a.whole("pad", 0)));
        }
        d.one("torch.nn.functional.unfold", a -> F.unfold(a.tensor("input"), pair(a.ints("kernel_size")), patches(a)));
        d.one("torch.nn.functional.fold",
                a -> F.fold(a.tensor("input"), pair(a.ints("output_size")), pair(a.ints("kernel_size")), patches(a)));
    }

    private static int[] pair(int... given) {
        return given.length == 1 ? new int[] {given[0], given[0]} : given;
    }

    private static ConvOptions patches(Arguments a) {
        return ConvOptions.stride(a.ints("stride", 1)).withPadding(a.ints("padding", 0)).withDilation(a.ints("dilation", 1));
    }

    private static Option<Tensor> bias(Arguments a) {
        return a.isTensor("bias") ? Option.of(a.tensor("bias")) : Option.none();
    }

    private static void convolution(Dispatch d, int axes, Convolution plain, Biased biased) {
        for (String home : Arrays.asList("torch.", "torch.nn.functional.")) {
            d.one(home + "conv" + axes + "d", a -> {
                ConvOptions o = ConvOptions.stride(a.ints("stride", 1)).withDilation(a.ints("dilation", 1))
                        .withGroups(a.whole("groups", 1));
                ConvOptions padded = !a.isText("padding") ? o
                        .withPadding(a.ints("padding", 0)) : a.text("padding", "valid").equals("same") ? o.withSamePadding() : o
                        .withValidPadding();
                return bias(a).fold(() -> plain.of(a.tensor("input"), a.tensor("weight"), padded),
                        b -> biased.of(a.tensor("input"), a.tensor("weight"), b, padded));
            });
        }
    }

    private static void transposed(Dispatch d, int axes, Transposed plain, BiasedTransposed biased) {
        for (String home : Arrays.asList("torch.", "torch.nn.functional.")) {
            d.one(home + "conv_transpose" + axes + "d", a -> {
                ConvTransposeOptions o = ConvTransposeOptions.stride(a.ints("stride", 1)).withDilation(a.ints("dilation", 1))
                        .withPadding(a.ints("padding", 0))
                        .withOutputPadding(a.ints("output_padding", 0)).withGroups(a.whole("groups", 1));
                return bias(a).fold(() -> plain.of(a.tensor("input"), a.tensor("weight"), o),
                        b -> biased.of(a.tensor("input"), a.tensor("weight"), b, o));
            });
        }
    }
}
