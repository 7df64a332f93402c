package org.covector.functional.spatial;

import io.vavr.control.Option;
import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Shape;
import org.covector.engine.op.spatial.ConvWindow;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;

/** The arguments of convolutions, checked and as the engine takes them. All lengths are computed in long: they may not fit an axis. */
final class ConvolutionArguments {
    private ConvolutionArguments() {}

    /** Ranks, dtypes, channels and groups; weight is (K, C / groups, kernel...), or (C, K / groups, kernel...) if transposed. */
    static void check(String function, Tensor x, Tensor w, Option<Tensor> bias, int groups, boolean transposed) {
        int axes = SpatialAxes.of(function);
        AxisReduction.floating(function, x);
        if (w.rank() != axes + 2 || SpatialAxes.tail(w.shape(), axes).stream().anyMatch(k -> k == 0)) {
            String order = transposed ? "C, K" : "K, C";
            throw new ArgumentException(function, "weight", w.shape(),
                    "(" + order + " / groups, kernel lengths), " + (axes + 2) + " axes, no kernel length of 0");
        }
        ArgumentException.require(x.rank() == axes + 1 || x.rank() == axes + 2, function, "x", x.shape(), SpatialAxes.FORMS.get(axes - 1));
        if (x.dtype() != w.dtype()) {
            throw new ArgumentException(function, "dtypes of x and weight", x.dtype() + " and " + w.dtype(), "equal dtypes");
        }
        if (groups < 1 || w.dim(0) % groups != 0) {
            throw new ArgumentException(function, "groups", groups,
                    "a divisor of " + w.dim(0) + ", the first length of weight " + w.shape());
        }
        long inputs = transposed ? w.dim(0) : (long) w.dim(1) * groups;
        if (x.dim(-1 - axes) != inputs) {
            throw new ArgumentException(function, "number of channels of x", x.dim(-1 - axes) + " (x has shape " + x.shape() + ")",
                    inputs + ", for weight " + w.shape() + " and groups " + groups);
        }
        bias.forEach(b -> {
            ArgumentException.require(b.rank() == 1 && b.dtype() == x.dtype(), function, "bias", b.shape(), "one axis, and the dtype of x");
            long outputs = transposed ? (long) w.dim(1) * groups : w.dim(0);
            if (b.dim(0) != outputs) {
                throw new ArgumentException(function, "number of channels of bias", b.dim(0),
                        outputs + ", for weight " + w.shape() + " and groups " + groups);
            }
        });
    }

    private static ConvWindow window(String function, ConvOptions o, int[] kernel) {
        int n = kernel.length;
        int[] stride = SpatialAxes.each(function, "stride", n, 1, o.stride());
        int[] dilation = SpatialAxes.each(function, "dilation", n, 1, o.dilation());
        int[] begin = SpatialAxes.each(function, "padding", n, 0, o.padding());
        int[] end = SpatialAxes.each(function, "padding at the end", n, 0, o.paddingEnd());
        if (o.same()) {
            ArgumentException.require(Arrays.stream(stride).allMatch(s -> s == 1), function, "stride", o.stride(), "1 with padding 'same'");
            for (int i = 0; i < n; i++) {
                long total = (long) dilation[i] * (kernel[i] - 1);
                if (total > SpatialAxes.LONGEST) {
                    throw new ArgumentException(function, "dilation", o.dilation(),
                            "one with which " + kernel[i] + " taps span at most " + SpatialAxes.LONGEST + " elements");
                }
                begin[i] = (int) (total / 2);
                end[i] = (int) (total - total / 2);
            }
        }
        return ConvWindow.of(n).stride(stride).dilation(dilation).padding(begin, end).groups(o.groups());
    }

    /** How many windows there are along each axis, {@code floor((in + begin + end - dilation (kernel - 1) - 1) / stride) + 1}. */
    private static long[] outputs(String function, int[] in, int[] kernel, ConvWindow w, ConvOptions o, String kernelName) {
        long[] out = new long[kernel.length];
        for (int i = 0; i < out.length; i++) {
            long span = (long) w.dilation()[i] * (kernel[i] - 1) + 1;
            long padded = (long) in[i] + w.padding()[i] + w.paddingEnd()[i];
            if (padded > SpatialAxes.LONGEST) {
                throw new ArgumentException(function, o.same() ? "dilation" : "padding",
                        o.same() ? o.dilation() : o.padding() + ", " + o.paddingEnd(),
                        "one with which the padded axis of length " + in[i] + " is no longer than " + SpatialAxes.LONGEST);
            }
            if (span > padded) {
                throw new ArgumentException(function, kernelName,
                        Arrays.toString(kernel) + ", spanning " + span + " with dilation " + o.dilation(),
                        "a kernel that fits into the padded axis of length " + padded);
            }
            out[i] = (padded - span) / w.stride()[i] + 1;
        }
        return out;
    }

    /** The window of a convolution. */
    static ConvWindow convolution(String function, Tensor x, Tensor w, ConvOptions o) {
        int n = w.rank() - 2;
        int[] kernel = SpatialAxes.tail(w.shape(), n).toArray();
        ConvWindow window = window(function, o, kernel);
        long[] out = outputs(function, SpatialAxes.tail(x.shape(), n).toArray(), kernel, window, o, "kernel of weight");
        SpatialAxes.requireSize(function, "padding", o.padding(), joined(x.shape().sub(0, x.rank() - n - 1), w.dim(0), out));
        return window;
    }

    /** The window of an unfold or fold over axes of some lengths, which {@code channels} planes have. */
    static ConvWindow patches(String function, Shape lead, int[] spatial, int[] kernel, ConvOptions o) {
        ArgumentException.require(o.groups() == 1, function, "groups", o.groups(), "1: every channel has patches of its own");
        ConvWindow window = window(function, o, kernel);
        long[] out = outputs(function, spatial, kernel, window, o, "kernelSize");
        long[] sizes = Arrays.copyOf(out, out.length + kernel.length);
        Arrays.setAll(sizes, i -> i < out.length ? out[i] : kernel[i - out.length]);
        SpatialAxes.requireSize(function, "kernelSize", Arrays.toString(kernel), joined(lead, 1, sizes));
        return window;
    }

    private static long[] joined(Shape lead, int channels, long... spatial) {
        long[] all = new long[lead.rank() + 1 + spatial.length];
        Arrays.setAll(all, i -> i < lead.rank() ? lead.dim(i) : i == lead.rank() ? channels : spatial[i - lead.rank() - 1]);
        return all;
    }

    /**
     * The spatial lengths of a transposed convolution,
     * {@code (in - 1) stride - begin - end + dilation (kernel - 1) + outputPadding + 1}.
     */
    static Ints transposedLengths(String function, Tensor x, Tensor w, ConvTransposeOptions o) {
        int n = w.rank() - 2;
        int[] stride = SpatialAxes.each(function, "stride", n, 1, o.stride());
        int[] dilation = SpatialAxes.each(function, "dilation", n, 1, o.dilation());
        int[] begin = SpatialAxes.each(function, "padding", n, 0, o.padding());
        int[] end = SpatialAxes.each(function, "padding at the end", n, 0, o.paddingEnd());
        int[] added = SpatialAxes.each(function, "outputPadding", n, 0, o.outputPadding());
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            int in = x.dim(i - n);
            ArgumentException.require(in > 0, function, "x", x.shape(), "spatial axes of 1 or more");
            if (added[i] >= Math.max(stride[i], dilation[i])) {
                throw new ArgumentException(function, "outputPadding", o.outputPadding(), "less than stride or dilation");
            }
            long whole = (in - 1L) * stride[i] + (long) dilation[i] * (w.dim(i + 2) - 1) + added[i] + 1;
            out[i] = whole - begin[i] - end[i];
            if (out[i] < 1) {
                throw new ArgumentException(function, "padding", o.padding() + ", " + o.paddingEnd(),
                        "one that leaves some of the " + whole + " elements of an axis");
            }
            if (whole > SpatialAxes.LONGEST) {
                throw new ArgumentException(function, "stride and dilation", o.stride() + " and " + o.dilation(),
                        "ones with which x " + x.shape() + " gives axes of at most " + SpatialAxes.LONGEST + " elements");
            }
        }
        int channels = (int) Math.min(Integer.MAX_VALUE, (long) w.dim(1) * o.groups());
        SpatialAxes.requireSize(function, "stride", o.stride(), joined(x.shape().sub(0, x.rank() - n - 1), channels, out));
        return Ints.of(Arrays.stream(out).mapToInt(length -> (int) length).toArray());
    }

    /** The window whose convolution the transposed one is the adjoint of. */
    static ConvWindow transposed(String function, int axes, ConvTransposeOptions o) {
        return ConvWindow.of(axes)
                .stride(SpatialAxes.each(function, "stride", axes, 1, o.stride()))
                .padding(SpatialAxes.each(function, "padding", axes, 0, o.padding()),
                        SpatialAxes.each(function, "padding at the end", axes, 0, o.paddingEnd()))
                .dilation(SpatialAxes.each(function, "dilation", axes, 1, o.dilation()))
                .groups(o.groups());
    }
}
