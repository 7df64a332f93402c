package org.covector.functional.spatial;

import io.vavr.control.Option;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.spatial.ConvWindow;
import org.covector.functional.ConvOptions;
import org.covector.functional.ConvTransposeOptions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Primitive;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Reshape;
import org.covector.functional.primitive.Shapes;

/**
 * Convolution over 1, 2 or 3 spatial axes. Three bilinear maps of input x, weight w and output y, each the adjoint of another:
 * {@code y = convolution(x, w)}, {@code x = convolutionInputGradient(y, w)}, which is also the transposed convolution, and
 * {@code w = convolutionWeightGradient(y, x)}. The derivative of each is written with the other two, so that every order of derivative
 * is one of the three kernels.
 */
final class Convolve {
    private Convolve() {}

    /** {@code y = convolution(x, w)}, and maybe a bias per channel. Inputs x, w, bias. */
    private record Convolution(String name, ConvWindow window) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {x.length == 2
                    ? org.covector.engine.op.spatial.Convolution.forward(name, x[0], x[1], window)
                    : org.covector.engine.op.spatial.Convolution.forward(name, x[0], x[1], x[2], window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x[0], x[1]), (dy, which) -> {
                Cotangent[] dx = new Cotangent[x.length];
                dx[0] = which.has(0) ? Apply.one(new ConvolutionInputGradient(name, window, spatial(x[0], x[1])), dy, x[1])
                        : Cotangent.ZERO;
                dx[1] = which.has(1) ? Apply.one(new ConvolutionWeightGradient(name, window, kernel(x[1])), dy, x[0]) : Cotangent.ZERO;
                if (dx.length > 2) {
                    dx[2] = which.has(2) ? perChannel(dy, x[1]) : Cotangent.ZERO;
                }
                return dx;
            });
        }

        @Override
        public Linearity linearity() {
            return AFFINE;
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tangent dy = Jvp.sum(dx[0] instanceof Tensor d ? Apply.one(this, d, x[1]) : Cotangent.ZERO,
                    dx[1] instanceof Tensor d ? Apply.one(this, x[0], d) : Cotangent.ZERO);
            return Jvp.of(y, Jvp.sum(dy, x.length > 2 && dx[2] instanceof Tensor d
                    ? Expand.to(Reshape.to(d, channelShape(d.shape(), x[1])), y.shape()) : Cotangent.ZERO));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.size() == 0) {
                return none(this, at, x);
            }
            int spatialAxes = window.stride().length;
            if (x.length > 2 && at.has(2)) {
                Tensor y = at.has(0) || at.has(1) ? batch(at, x[0], x[1])[0] : at.repeated(Apply.one(this, x[0], x[1]));
                Shape samples = y.rank() == spatialAxes + 3 ? Shape.of(1) : Shape.SCALAR;
                Shape bias = Shape.of(at.size()).concat(samples).concat(channelShape(Shape.of(x[2].dim(1)), spatialAxes));
                return new Tensor[] {F.add(y, Reshape.to(x[2], bias))};
            }
            if (at.only(0)) {
                Tensor[] in = x.clone();
                in[0] = samples(x[0], spatialAxes);
                return new Tensor[] {apart(Apply.one(this, in), x[0].shape(), spatialAxes)};
            }
            Tensor y = sideBySide(at, at.full(x, 0), spatialAxes,
                    in -> Apply.one(new Convolution(name, grouped(window, at.size())), in, firstAxes(at.full(x, 1))));
            return new Tensor[] {x.length == 2 ? y : F.add(y, Reshape.to(x[2], channelShape(x[2].shape(), spatialAxes)))};
        }
    }

    /** {@code x = convolutionInputGradient(y, w)}: the adjoint of convolution in x. Inputs y, w. */
    private record ConvolutionInputGradient(String function, ConvWindow window, Ints spatial) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.Convolution.inputGradient(
                    function, x[0], x[1], spatial.toArray(), window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            return Vjp.of(Apply.one(this, x), List.of(x), (dx, which) -> new Cotangent[] {
                which.has(0) ? cut(Apply.one(new Convolution(function, window), dx, x[1]), x[0].shape()) : Cotangent.ZERO,
                which.has(1) ? Apply.one(new ConvolutionWeightGradient(function, window, kernel(x[1])), x[0], dx) : Cotangent.ZERO
            });
        }

        @Override
        public Linearity linearity() {
            return BILINEAR;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.size() == 0) {
                return none(this, at, x);
            }
            if (at.only(0)) {
                return new Tensor[] {apart(Apply.one(this, samples(x[0], spatial.size()), x[1]), x[0].shape(), spatial.size())};
            }
            return new Tensor[] {sideBySide(at, at.full(x, 0), spatial.size(),
                    in -> Apply.one(new ConvolutionInputGradient(function, grouped(window, at.size()), spatial), in,
                            firstAxes(at.full(x, 1))))};
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

    /** {@code w = convolutionWeightGradient(y, x)}: the adjoint of convolution in w. Inputs y, x. */
    private record ConvolutionWeightGradient(String function, ConvWindow window, Ints kernel) implements Linear {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {org.covector.engine.op.spatial.Convolution.weightGradient(
                    function, x[0], x[1], kernel.toArray(), window)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Ints spatial = SpatialAxes.tail(x[1].shape(), kernel.size());
            return Vjp.of(Apply.one(this, x), List.of(x), (dw, which) -> new Cotangent[] {
                which.has(0) ? ConvolutionInputGradient.cut(Apply.one(new Convolution(function, window), x[1], dw), x[0].shape())
                        : Cotangent.ZERO,
                which.has(1) ? Apply.one(new ConvolutionInputGradient(function, window, spatial), x[0], dw) : Cotangent.ZERO
            });
        }

        @Override
        public Linearity linearity() {
            return BILINEAR;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.size() == 0) {
                return none(this, at, x);
            }
            int spatialAxes = kernel.size();
            ConvolutionWeightGradient all = new ConvolutionWeightGradient(function, grouped(window, at.size()), kernel);
            Tensor dw = Apply.one(all, channels(at.full(x, 0), spatialAxes), channels(at.full(x, 1), spatialAxes));
            return new Tensor[] {Reshape.to(dw, Shape.of(at.size(), dw.dim(0) / at.size()).concat(dw.shape().sub(1, dw.rank())))};
        }
    }

    private static final Linearity BILINEAR = Linearity.each(0, 1);

    private static final Linearity AFFINE = Linearity.affine(Ints.of(0, 1), 2);

    // ---- many examples: along the samples where the weight is the same for all, else side by side as groups of channels

    /** [B, N, C, ...] as [B N, C, ...]; without samples as it is. */
    private static Tensor samples(Tensor x, int spatialAxes) {
        int lead = x.rank() - spatialAxes - 1;
        if (lead == 1) {
            return x;
        }
        int count = Shape.length("convolution", x.shape().sub(0, lead).size());
        return Reshape.to(x, Shape.of(count).concat(x.shape().sub(lead, x.rank())));
    }

    /** What {@link #samples} put together, taken apart as x was. */
    private static Tensor apart(Tensor y, Shape x, int spatialAxes) {
        return Reshape.to(y, x.sub(0, x.rank() - spatialAxes - 1).concat(y.shape().sub(y.rank() - spatialAxes - 1, y.rank())));
    }

    /** The empty result of a map over no examples, of the shape that one would have. */
    private static Tensor[] none(Primitive of, Batch at, Tensor... x) {
        Tensor[] one = x.clone();
        for (int i = 0; i < one.length; i++) {
            one[i] = at.has(i) ? Tensor.zeros(x[i].dtype(), x[i].shape().without(0)) : x[i];
        }
        Tensor y = Apply.one(of, one);
        return new Tensor[] {Tensor.zeros(y.dtype(), y.shape().insert(0, 0))};
    }

    private static ConvWindow grouped(ConvWindow window, int size) {
        return window.groups(Shape.length("convolution", (long) window.groups() * size));
    }

    /** [B, N, C, ...] as [N, B C, ...]; without samples as [B C, ...]. */
    private static Tensor channels(Tensor x, int spatialAxes) {
        return x.rank() == spatialAxes + 2 ? firstAxes(x) : Shapes.flatten(Shapes.transpose(x, 0, 1), 1, 2);
    }

    /** The first two axes as one. */
    private static Tensor firstAxes(Tensor x) {
        return Shapes.flatten(x, 0, 1);
    }

    private static Tensor sideBySide(Batch at, Tensor x, int spatialAxes, UnaryOperator<Tensor> of) {
        Tensor y = of.apply(channels(x, spatialAxes));
        Tensor each = Shapes.unflatten(y, -1 - spatialAxes, at.size(), -1);
        return each.rank() == spatialAxes + 2 ? each : Shapes.transpose(each, 0, 1);
    }

    /** The shape of one number per channel beside [C, ...] of as many spatial axes as the weight has. */
    private static Shape channelShape(Shape bias, Tensor w) {
        return channelShape(bias, w.rank() - 2);
    }

    private static Shape channelShape(Shape bias, int spatialAxes) {
        Shape shape = bias;
        for (int i = 0; i < spatialAxes; i++) {
            shape = shape.insert(shape.rank(), 1);
        }
        return shape;
    }

    private static Ints kernel(Tensor w) {
        return SpatialAxes.tail(w.shape(), w.rank() - 2);
    }

    private static Ints spatial(Tensor x, Tensor w) {
        return SpatialAxes.tail(x.shape(), w.rank() - 2);
    }

    /** Sums over everything but the channels. */
    private static Tensor perChannel(Tensor dy, Tensor w) {
        int channel = dy.rank() - w.rank() + 1;
        int[] axes = IntStream.range(0, dy.rank()).filter(i -> i != channel).toArray();
        return AxisReduction.sum(dy, axes, false);
    }

    // ---- functions

    static Tensor convolution(String function, Tensor x, Tensor w, Option<Tensor> bias, ConvOptions options) {
        ConvolutionArguments.check(function, x, w, bias, options.groups(), false);
        WideDilation in = WideDilation.of(x, ConvolutionArguments.convolution(function, x, w, options), kernel(w));
        Convolution conv = new Convolution(function, in.window());
        return bias.fold(() -> Apply.one(conv, in.x(), w), b -> Apply.one(conv, in.x(), w, b));
    }

    static Tensor transposed(String function, Tensor x, Tensor w, Option<Tensor> bias, ConvTransposeOptions options) {
        int axes = SpatialAxes.of(function);
        ConvolutionArguments.check(function, x, w, bias, options.groups(), true);
        Ints lengths = ConvolutionArguments.transposedLengths(function, x, w, options);
        ConvWindow window = ConvolutionArguments.transposed(function, axes, options);
        Tensor y = Apply.one(new ConvolutionInputGradient(function, window, lengths), x, w);
        return bias.fold(() -> y, b -> F.add(y, Reshape.to(b, channelShape(b.shape(), axes))));
    }

    /** A convolution over time of a sequence [T, N, C] with weights [k, C, K]. */
    static Tensor tbc(Tensor x, Tensor w, Tensor bias, int pad) {
        AxisReduction.floating("convTbc", x);
        ArgumentException.require(x.rank() == 3, "convTbc", "x", x.shape(), "(time, batch, C)");
        ArgumentException.require(w.rank() == 3 && w.dtype() == x.dtype() && w.dim(0) > 0, "convTbc", "weight", w.dtype() + " " + w.shape(),
                x.dtype() + " (kernel length of 1 or more, C, K)");
        ArgumentException.require(x.dim(2) == w.dim(1), "convTbc", "number of channels of x", x.dim(2) + ", x being " + x.shape(),
                w.dim(1) + ", for weight " + w.shape());
        ArgumentException.require(bias.dtype() == x.dtype() && bias.rank() == 1 && bias.dim(0) == w.dim(2), "convTbc", "bias",
                bias.dtype() + " " + bias.shape(), x.dtype() + " [" + w.dim(2) + "]");
        Tensor in = Shapes.permute(x, 1, 2, 0);
        Tensor weight = Shapes.permute(w, 2, 1, 0);
        Convolution conv = new Convolution("convTbc", ConvolutionArguments.convolution("convTbc", in, weight, ConvOptions.padding(pad)));
        return Shapes.permute(Apply.one(conv, in, weight, bias), 2, 0, 1);
    }
}
