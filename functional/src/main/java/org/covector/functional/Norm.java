package org.covector.functional;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Normalization;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/**
 * Normalisations. Each is a fused kernel with a fused pullback; what they mean is written once, as a composition, which gives the
 * second and higher derivatives and is the kernels' oracle.
 */
final class Norm {
    private Norm() {}

    /** What sets one normalisation apart. */
    private sealed interface Kind {
        String name();

        Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b);

        Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w);

        /** {@code (x - mean) / sqrt(var + eps)}. */
        Tensor normalized(Tensor x);

        /** A parameter as it meets x. */
        Tensor parameter(Tensor p, Tensor x);

        /** Outputs for many examples that share the parameters, or have none. */
        Tensor[] examples(Batch at, Structural self, Tensor... x);
    }

    private record Layer(int axes, double eps, boolean centred) implements Kind {
        @Override
        public String name() {
            return centred ? "layerNorm" : "rmsNorm";
        }

        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return centred ? Normalization.layerNorm(x, axes, w, b, eps) : Normalization.rmsNorm(x, axes, w, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return centred ? Normalization.layerNormBackward(dy, x, axes, mean, rstd, w) : Normalization.rmsNormBackward(dy, x, axes, rstd, w);
        }

        @Override
        public Tensor normalized(Tensor x) {
            return Norm.normalized(x, IntStream.range(x.rank() - axes, x.rank()).toArray(), eps, centred);
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return p;
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            return Apply.all(self, x); // runs of elements, however many
        }
    }

    private record Group(int groups, double eps) implements Kind {
        @Override
        public String name() {
            return "groupNorm";
        }

        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return Normalization.groupNorm(x, groups, w, b, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return Normalization.groupNormBackward(dy, x, groups, mean, rstd, w);
        }

        @Override
        public Tensor normalized(Tensor x) {
            Tensor grouped = Shapes.reshape(x, x.dim(0), groups, -1);
            return Shapes.reshape(Norm.normalized(grouped, new int[] {2}, eps, true), x.shape());
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return channels(p, x);
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            Tensor[] in = x.clone();
            in[0] = Shapes.flatten(x[0], 0, 1); // further samples
            Tensor[] y = Apply.all(self, in);
            for (int k = 0; k < y.length; k++) {
                y[k] = Shapes.unflatten(y[k], 0, at.size(), x[0].dim(1));
            }
            return y;
        }
    }

    private record PerChannel(double eps) implements Kind {
        @Override
        public String name() {
            return "batchNorm";
        }

        @Override
        public Normalization.Normalized forward(NdArray x, Option<NdArray> w, Option<NdArray> b) {
            return Normalization.batchNorm(x, w, b, eps);
        }

        @Override
        public Normalization.Gradients backward(NdArray dy, NdArray x, NdArray mean, NdArray rstd, Option<NdArray> w) {
            return Normalization.batchNormBackward(dy, x, mean, rstd, w);
        }

        @Override
        public Tensor normalized(Tensor x) {
            return Norm.normalized(x, IntStream.range(0, x.rank()).filter(i -> i != 1).toArray(), eps, true);
        }

        @Override
        public Tensor parameter(Tensor p, Tensor x) {
            return channels(p, x);
        }

        @Override
        public Tensor[] examples(Batch at, Structural self, Tensor... x) {
            Tensor[] in = x.clone();
            in[0] = Shapes.flatten(Shapes.transpose(x[0], 0, 1), 1, 2); // further channels
            for (int k = 1; k < in.length; k++) {
                in[k] = Shapes.flatten(at.repeated(x[k]), 0, 1);
            }
            Tensor[] y = Apply.all(self, in);
            y[0] = Shapes.transpose(Shapes.unflatten(y[0], 1, at.size(), x[0].dim(2)), 0, 1);
            for (int k = 1; k < y.length; k++) {
                y[k] = statistics(at.size(), y[k]);
            }
            return y;
        }

        /** Statistics of all channels, which stand along the only axis that is not of length 1. */
        private static Tensor statistics(int size, Tensor of) {
            int[] dims = of.shape().dims();
            for (int i = 0; i < dims.length; i++) {
                if (dims[i] == of.size()) {
                    dims[i] /= Math.max(1, size);
                    break;
                }
            }
            return Shapes.reshape(of, Shape.of(size).concat(Shape.of(dims)));
        }
    }

    private static Tensor normalized(Tensor x, int[] axes, double eps, boolean centred) {
        Tensor c = centred ? F.sub(x, AxisReduction.mean(x, axes, true)) : x;
        return F.mul(c, F.rsqrt(F.add(AxisReduction.mean(F.square(c), axes, true), eps)));
    }

    /** A parameter per channel, axis 1, as it meets x. */
    private static Tensor channels(Tensor p, Tensor x) {
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[1] = x.dim(1);
        return Shapes.reshape(p, Shape.of(shape));
    }

    /** Inputs x, and weight and bias where they are there. Outputs y, mean, rstd, variance; only y is differentiable. */
    private record Normalized(Kind kind, boolean weight, boolean bias) implements Structural {
        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Normalization.Normalized y = kind.forward(x[0], weight ? Option.of(x[1]) : Option.none(), bias ? Option.of(x[x.length - 1]) : Option.none());
            return new NdArray[] {y.y(), y.mean(), y.rstd(), y.variance()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            List<Tensor> saved = new ArrayList<>(List.of(x[0], y[1], y[2]));
            if (weight) {
                saved.add(x[1]);
            }
            return new Vjp(y, saved, (dy, which) -> {
                List<Tensor> in = new ArrayList<>(saved);
                in.addFirst(dy[0].dense(y[0]));
                Tensor[] g = Apply.all(new Backward(kind, weight), in.toArray(Tensor[]::new));
                Cotangent[] dx = new Cotangent[x.length];
                dx[0] = g[0];
                if (weight) {
                    dx[1] = g[1];
                }
                if (bias) {
                    dx[x.length - 1] = g[2];
                }
                return dx;
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tangent dy = Forward.jvp(in -> new Tensor[] {defined(in)}, x, dx).tangents()[0];
            return new Jvp(Apply.all(this, x), new Tangent[] {dy, Cotangent.ZERO, Cotangent.ZERO, Cotangent.ZERO});
        }

        /** What the first result means. */
        private Tensor defined(Tensor... x) {
            Tensor y = kind.normalized(x[0]);
            Tensor scaled = weight ? F.mul(y, kind.parameter(x[1], x[0])) : y;
            return bias ? F.add(scaled, kind.parameter(x[x.length - 1], x[0])) : scaled;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            if (at.only(0)) {
                return kind.examples(at, this, x);
            }
            return at.composed(in -> { // parameters of their own: normalised alike, then scaled and shifted one by one
                Tensor[] y = Apply.all(new Normalized(kind, false, false), in[0]);
                Tensor scaled = weight ? F.mul(y[0], kind.parameter(in[1], in[0])) : y[0];
                y[0] = bias ? F.add(scaled, kind.parameter(in[in.length - 1], in[0])) : scaled;
                return y;
            }, x);
        }
    }

    /** Inputs dy, x, mean, rstd, and the weight where it is there. Outputs dx, dw, db. */
    private record Backward(Kind kind, boolean weight) implements Composed {
        @Override
        public String name() {
            return kind.name() + "Pullback";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Normalization.Gradients g = kind.backward(x[0], x[1], x[2], x[3], weight ? Option.of(x[4]) : Option.none());
            return new NdArray[] {g.dx(), g.dw(), g.db()};
        }

        /** The pullback of the composition. Mean and rstd are functions of x there. */
        @Override
        public Tensor[] definition(Tensor... t) {
            Tensor x = t[1];
            Tensor normalized = kind.normalized(x);
            Tensor scaled = weight ? F.mul(t[0], kind.parameter(t[4], x)) : t[0];
            Cotangent dx = Reverse.vjp(in -> new Tensor[] {kind.normalized(in[0])}, x).pullback().apply(new Cotangent[] {scaled}, Wanted.NONE)[0];
            return new Tensor[] {dx.dense(x), toParameter(F.mul(t[0], normalized), x), toParameter(t[0], x)};
        }

        private Tensor toParameter(Tensor t, Tensor x) {
            int[] axes = kind instanceof Layer l ? IntStream.range(0, x.rank() - l.axes()).toArray() : IntStream.range(0, x.rank()).filter(i -> i != 1).toArray();
            return axes.length == 0 ? t : AxisReduction.sum(t, axes, false);
        }
    }

    private static Tensor[] apply(Kind kind, Tensor x, Option<Tensor> weight, Option<Tensor> bias) {
        AxisReduction.floating(kind.name(), x);
        List<Tensor> in = new ArrayList<>(List.of(x));
        weight.forEach(in::add);
        bias.forEach(in::add);
        return Apply.all(new Normalized(kind, weight.isDefined(), bias.isDefined()), in.toArray(Tensor[]::new));
    }

    private static void parameter(String function, String name, Option<Tensor> p, Tensor x, Shape shape) {
        p.forEach(t -> ArgumentException.require(t.shape().equals(shape) && t.dtype() == x.dtype(), function, name, t.dtype() + " " + t.shape(), x.dtype() + " " + shape));
    }

    private static void rows(String function, Tensor x, int[] normalizedShape, Option<Tensor> weight, Option<Tensor> bias) {
        int n = normalizedShape.length;
        Shape last = Shape.of(normalizedShape);
        ArgumentException.require(n >= 1 && n <= x.rank() && x.shape().sub(x.rank() - n, x.rank()).equals(last), function, "normalizedShape", last,
                "the last axes of x " + x.shape());
        parameter(function, "weight", weight, x, last);
        parameter(function, "bias", bias, x, last);
    }

    static Tensor layerNorm(Tensor x, int[] normalizedShape, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        rows("layerNorm", x, normalizedShape, weight, bias);
        return apply(new Layer(normalizedShape.length, eps, true), x, weight, bias)[0];
    }

    static Tensor rmsNorm(Tensor x, int[] normalizedShape, Option<Tensor> weight, double eps) {
        rows("rmsNorm", x, normalizedShape, weight, Option.none());
        return apply(new Layer(normalizedShape.length, eps, false), x, weight, Option.none())[0];
    }

    static Tensor groupNorm(Tensor x, int groups, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        ArgumentException.require(x.rank() >= 2, "groupNorm", "x", x.shape(), "[N, C, ...]");
        ArgumentException.require(groups >= 1 && x.dim(1) % groups == 0, "groupNorm", "groups", groups, "a divisor of the " + x.dim(1) + " channels");
        parameter("groupNorm", "weight", weight, x, Shape.of(x.dim(1)));
        parameter("groupNorm", "bias", bias, x, Shape.of(x.dim(1)));
        return apply(new Group(groups, eps), x, weight, bias)[0];
    }

    static BatchNorm.Result batchNorm(Tensor x, BatchNorm o) {
        AxisReduction.floating("batchNorm", x);
        ArgumentException.require(x.rank() >= 2, "batchNorm", "x", x.shape(), "[N, C, ...]");
        Shape c = Shape.of(x.dim(1));
        parameter("batchNorm", "weight", o.weight(), x, c);
        parameter("batchNorm", "bias", o.bias(), x, c);
        parameter("batchNorm", "runningMean", o.runningMean(), x, c);
        parameter("batchNorm", "runningVar", o.runningVar(), x, c);
        if (!o.training()) {
            ArgumentException.require(o.runningMean().isDefined() && o.runningVar().isDefined(), "batchNorm", "running statistics", "absent", "runningMean and runningVar when not training");
            Tensor scale = F.rsqrt(F.add(channels(o.runningVar().get(), x), o.eps()));
            Tensor y = F.mul(F.sub(x, channels(o.runningMean().get(), x)), scale);
            Tensor weighted = o.weight().fold(() -> y, w -> F.mul(y, channels(w, x)));
            return new BatchNorm.Result(o.bias().fold(() -> weighted, b -> F.add(weighted, channels(b, x))), o.runningMean(), o.runningVar());
        }
        long n = x.size() / Math.max(1, x.dim(1));
        ArgumentException.require(n > 1, "batchNorm", "x", x.shape(), "more than one value per channel while training");
        Tensor[] y = apply(new PerChannel(o.eps()), x, o.weight(), o.bias());
        Tensor mean = Autograd.stopGradient(y[1]);
        Tensor unbiased = F.mul(Autograd.stopGradient(y[3]), n / (n - 1.0));
        return new BatchNorm.Result(y[0], o.runningMean().map(m -> F.lerp(m, Shapes.reshape(mean, c), o.momentum())),
                o.runningVar().map(v -> F.lerp(v, Shapes.reshape(unbiased, c), o.momentum())));
    }
}
