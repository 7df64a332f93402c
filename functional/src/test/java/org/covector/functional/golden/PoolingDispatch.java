package org.covector.functional.golden;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import org.covector.functional.F;
import org.covector.functional.PoolOptions;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;

/** Reference functions of pooling, by their names. */
final class PoolingDispatch {
    private static final String HOME = "torch.nn.functional.";

    private interface Mean {
        Tensor of(Tensor x, int[] kernelSize, PoolOptions options);
    }

    private interface Maximum {
        Selected of(Tensor x, int[] kernelSize, PoolOptions options);
    }

    private interface AdaptiveMean {
        Tensor of(Tensor x, int... outputSize);
    }

    private interface AdaptiveMaximum {
        Selected of(Tensor x, int... outputSize);
    }

    private interface Norm {
        Tensor of(Tensor x, double normType, int[] kernelSize, PoolOptions options);
    }

    private interface Unpooling {
        Tensor of(Tensor x, Tensor indices, int[] kernelSize, PoolOptions options, int... outputSize);
    }

    /** The forms of fractional pooling. */
    private interface Fractional {
        Selected of(Tensor x, int[] kernelSize, int[] outputSize, Tensor samples);
    }

    private interface FractionalByRatio {
        Selected of(Tensor x, int[] kernelSize, double[] outputRatio, Tensor samples);
    }

    private PoolingDispatch() {}

    static void addTo(Dispatch d) {
        maximum(d, 1, F::maxPool1dWithIndices);
        maximum(d, 2, F::maxPool2dWithIndices);
        maximum(d, 3, F::maxPool3dWithIndices);
        mean(d, 1, F::avgPool1d);
        mean(d, 2, F::avgPool2d);
        mean(d, 3, F::avgPool3d);
        norm(d, 1, F::lpPool1d);
        norm(d, 2, F::lpPool2d);
        norm(d, 3, F::lpPool3d);
        adaptive(d, 1, F::adaptiveAvgPool1d, F::adaptiveMaxPool1dWithIndices);
        adaptive(d, 2, F::adaptiveAvgPool2d, F::adaptiveMaxPool2dWithIndices);
        adaptive(d, 3, F::adaptiveAvgPool3d, F::adaptiveMaxPool3dWithIndices);
        unpooling(d, 1, F::maxUnpool1d);
        unpooling(d, 2, F::maxUnpool2d);
        unpooling(d, 3, F::maxUnpool3d);
        fractional(d, 2, F::fractionalMaxPool2dWithIndices, F::fractionalMaxPool2dWithIndices);
        fractional(d, 3, F::fractionalMaxPool3dWithIndices, F::fractionalMaxPool3dWithIndices);
    }

    private static PoolOptions options(Arguments a) {
        return PoolOptions.DEFAULT.withStride(a.ints("stride")).withPadding(a.ints("padding", 0)).withCeilMode(a.flag("ceil_mode", false));
    }

    private static List<Tensor> both(Selected s) {
        return List.of(s.values(), s.indices());
    }

    /** The function without indices unless asked for, and the one with them. */
    private static void chosen(Dispatch d, String name, java.util.function.Function<Arguments, Selected> f) {
        d.many(HOME + name, a -> {
            boolean indices = a.flag("return_indices", false);
            Selected y = f.apply(a);
            return indices ? both(y) : List.of(y.values());
        });
        d.chosen(HOME + name + "_with_indices", a -> f.apply(a.granting("return_indices")));
    }

    private static void maximum(Dispatch d, int axes, Maximum f) {
        chosen(d, "max_pool" + axes + "d",
                a -> f.of(a.tensor("input"), a.ints("kernel_size"), options(a).withDilation(a.ints("dilation", 1))));
    }

    private static void mean(Dispatch d, int axes, Mean f) {
        d.one(HOME + "avg_pool" + axes + "d", a -> {
            PoolOptions o = options(a).withCountIncludePad(a.flag("count_include_pad", true));
            return f.of(a.tensor("input"), a.ints("kernel_size"),
                    a.has("divisor_override") ? o.withDivisorOverride(a.whole("divisor_override", 1)) : o);
        });
    }

    private static void norm(Dispatch d, int axes, Norm f) {
        d.one(HOME + "lp_pool" + axes + "d", a -> f.of(a.tensor("input"), a.number("norm_type", 2), a.ints("kernel_size"), options(a)));
    }

    private static void adaptive(Dispatch d, int axes, AdaptiveMean mean, AdaptiveMaximum maximum) {
        d.one(HOME + "adaptive_avg_pool" + axes + "d", a -> mean.of(a.tensor("input"), outputSize(a)));
        chosen(d, "adaptive_max_pool" + axes + "d", a -> maximum.of(a.tensor("input"), outputSize(a)));
    }

    private static void unpooling(Dispatch d, int axes, Unpooling f) {
        d.one(HOME + "max_unpool" + axes + "d", a -> {
            int[] size = a.ints("output_size");
            int[] spatial = size.length > axes ? Arrays.copyOfRange(size, size.length - axes, size.length) : size;
            return f.of(a.tensor("input"), a.tensor("indices"), a.ints("kernel_size"), options(a), spatial);
        });
    }

    private static void fractional(Dispatch d, int axes, Fractional bySize, FractionalByRatio byRatio) {
        chosen(d, "fractional_max_pool" + axes + "d", a -> {
            Tensor x = a.tensor("input");
            Tensor samples = a.tensor("_random_samples"); // without them the result is random
            return a.has("output_size") ? bySize.of(x, a.ints("kernel_size"), a.ints("output_size"), samples)
                    : byRatio.of(x, a.ints("kernel_size"), numbers(a.raw("output_ratio")), samples);
        });
    }

    private static double[] numbers(JsonElement e) {
        return e.isJsonArray() ? e.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray()
                : new double[] {e.getAsDouble()};
    }

    /** Null keeps an axis as it is. */
    private static int[] outputSize(Arguments a) {
        JsonElement size = a.raw("output_size");
        return size.isJsonArray() ? size.getAsJsonArray().asList().stream().mapToInt(e -> e.isJsonNull() ? -1 : e.getAsInt()).toArray()
                : new int[] {size.isJsonNull() ? -1 : size.getAsInt()};
    }
}
