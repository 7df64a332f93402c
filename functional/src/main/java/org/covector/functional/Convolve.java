package org.covector.functional;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.ConvWindow;
import org.covector.engine.op.Convolution;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Convolution over spatial axes. Three bilinear maps of input x, weight w and output y, each two's derivative the third:
 * {@code y = conv(x, w)}, {@code x = spread(y, w)} (the transposed convolution) and {@code w = correlate(y, x)}. So every order of
 * derivative is one of the three kernels.
 */
final class Convolve {
    private Convolve() {}

    /** {@code y = conv(x, w)}, and maybe a bias per channel. Inputs x, w, bias. */
    private record Conv(String name, ConvWindow window) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {x.length == 2
                    ? Convolution.forward(name, x[0], x[1], window)
                    : Convolution.forward(name, x[0], x[1], x[2], window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[0], x[1]), (dy, which) -> {
                Cotangent[] dx = new Cotangent[x.length];
                dx[0] = which.has(0) ? Apply.one(new Spread(name, window, spatial(x[0], x[1])), dy, x[1]) : Cotangent.ZERO;
                dx[1] = which.has(1) ? Apply.one(new Correlate(name, window, kernel(x[1])), dy, x[0]) : Cotangent.ZERO;
                if (dx.length > 2) {
                    dx[2] = which.has(2) ? perChannel(dy, x[1]) : Cotangent.ZERO;
                }
                return dx;
            });
        }
    }

    /** {@code x = spread(y, w)}: the adjoint of conv in x. Inputs y, w. */
    private record Spread(String name, ConvWindow window, int[] spatial) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Convolution.inputGradient(name, x[0], x[1], spatial, window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x), (dx, which) -> new Cotangent[] {
                which.has(0) ? cut(Apply.one(new Conv(name, window), dx, x[1]), x[0].shape()) : Cotangent.ZERO,
                which.has(1) ? Apply.one(new Correlate(name, window, kernel(x[1])), x[0], dx) : Cotangent.ZERO
            });
        }

        /** With output padding the convolution of the cotangent may have more places than y had. */
        private static Tensor cut(Tensor y, Shape shape) {
            Tensor t = y;
            for (int i = 0; i < shape.rank(); i++) {
                t = Shapes.slice(t, i, 0, shape.dim(i), 1);
            }
            return t;
        }
    }

    /** {@code w = correlate(y, x)}: the adjoint of conv in w. Inputs y, x. */
    private record Correlate(String name, ConvWindow window, int[] kernel) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Convolution.weightGradient(name, x[0], x[1], kernel, window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            int[] spatial = tail(x[1].shape(), kernel.length);
            return Vjp.of(Apply.one(this, x), List.of(x), (dw, which) -> new Cotangent[] {
                which.has(0) ? Spread.cut(Apply.one(new Conv(name, window), x[1], dw), x[0].shape()) : Cotangent.ZERO,
                which.has(1) ? Apply.one(new Spread(name, window, spatial), x[0], dw) : Cotangent.ZERO
            });
        }
    }

    private static int[] tail(Shape shape, int axes) {
        return shape.sub(shape.rank() - axes, shape.rank()).dims();
    }

    private static int[] kernel(Tensor w) {
        return tail(w.shape(), w.rank() - 2);
    }

    private static int[] spatial(Tensor x, Tensor w) {
        return tail(x.shape(), w.rank() - 2);
    }

    /** Sums over everything but the channels. */
    private static Tensor perChannel(Tensor dy, Tensor w) {
        int channel = dy.rank() - w.rank() + 1;
        int[] axes = IntStream.range(0, dy.rank()).filter(i -> i != channel).toArray();
        return AxisReduction.sum(dy, axes, false);
    }

    private static void check(String function, Tensor x, Tensor w, Option<Tensor> bias, int spatialAxes) {
        AxisReduction.floating(function, x);
        ArgumentException.require(w.rank() == spatialAxes + 2, function, "weight", w.shape(), "a tensor of rank " + (spatialAxes + 2));
        ArgumentException.require(x.rank() == spatialAxes + 1 || x.rank() == spatialAxes + 2, function, "x", x.shape(),
                "[N, C, ...] of rank " + (spatialAxes + 2) + ", or without the batch");
        ArgumentException.require(x.dtype() == w.dtype() && bias.forAll(b -> b.dtype() == x.dtype()), function, "dtypes", x.dtype() + " and " + w.dtype(), "equal dtypes");
    }

    static Tensor conv2d(Tensor x, Tensor w, Option<Tensor> bias, Conv2d options) {
        check("conv2d", x, w, bias, 2);
        ConvWindow window = ConvWindow.of(2).stride(options.stride()).dilation(options.dilation()).groups(options.groups());
        if (options.same()) {
            int[] begin = new int[2];
            int[] end = new int[2];
            for (int i = 0; i < 2; i++) {
                int total = options.dilation()[i] * (w.dim(i + 2) - 1);
                begin[i] = total / 2;
                end[i] = total - begin[i];
            }
            window = window.padding(begin, end);
        } else {
            window = window.padding(options.padding());
        }
        Conv conv = new Conv("conv2d", window);
        return bias.fold(() -> Apply.one(conv, x, w), b -> Apply.one(conv, x, w, b));
    }

    static Tensor convTranspose2d(Tensor x, Tensor w, Option<Tensor> bias, ConvTranspose2d options) {
        check("convTranspose2d", x, w, bias, 2);
        ArgumentException.require(x.dim(-3) == w.dim(0), "convTranspose2d", "channels of x", x.dim(-3), w.dim(0) + ", as weight " + w.shape());
        int[] spatial = new int[2];
        for (int i = 0; i < 2; i++) {
            spatial[i] = (x.dim(i - 2) - 1) * options.stride()[i] - 2 * options.padding()[i] + options.dilation()[i] * (w.dim(i + 2) - 1)
                    + options.outputPadding()[i] + 1;
            ArgumentException.require(spatial[i] > 0, "convTranspose2d", "x", x.shape() + " gives an output of " + Arrays.toString(spatial), "an output of at least 1");
        }
        ConvWindow window = ConvWindow.of(2).stride(options.stride()).padding(options.padding()).dilation(options.dilation()).groups(options.groups());
        Tensor y = Apply.one(new Spread("convTranspose2d", window, spatial), x, w);
        int channels = y.dim(-3);
        return bias.fold(() -> y, b -> {
            ArgumentException.require(b.rank() == 1 && b.dim(0) == channels, "convTranspose2d", "bias", b.shape(), "[" + channels + "]");
            return F.add(y, Shapes.reshape(b, channels, 1, 1));
        });
    }
}
