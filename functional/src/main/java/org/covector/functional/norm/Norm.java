package org.covector.functional.norm;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Normalization;
import org.covector.functional.F;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Forward;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Direction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Magnitude;
import org.covector.functional.primitive.Shapes;

/**
 * Normalisations. Each is a fused kernel with a fused pullback; what they mean is written once, as a composition, which gives the
 * second and higher derivatives and is the kernels' oracle.
 */
final class Norm {
    private Norm() {}

    /**
     * What the kernels compute, as a composition.
     *
     * @param normalized {@code (x - mean) / sqrt(var + eps)}, of x's shape
     * @param mean as the runs have it, the axes that share it of length 1; zeros where it is not subtracted
     * @param rstd {@code 1 / sqrt(var + eps)}, of mean's shape
     */
    private record Statistics(Tensor normalized, Tensor mean, Tensor rstd) {
        static Statistics of(NormKind kind, Tensor x) {
            Tensor runs = kind.runs(x);
            int[] axes = kind.over(runs);
            if (!kind.centred() && axes.length > 0 && x.size() > 0) {
                return direction(kind, runs, x.shape(), axes);
            }
            Tensor scale = Magnitude.scale(runs, axes, kind.eps() == 0);
            Tensor t = F.mul(runs, scale);
            Tensor mean = kind.centred() ? AxisReduction.mean(t, axes, true)
                    : Tensor.zeros(x.dtype(), AxisReduction.reduced(runs.shape(), axes, true));
            Tensor c = kind.centred() ? F.sub(t, mean) : t;
            Tensor rstd = F.rsqrt(F.add(AxisReduction.mean(F.square(c), axes, true), Magnitude.eps(scale, kind.eps())));
            return new Statistics(Shapes.reshape(F.mul(c, rstd), x.shape()), F.div(mean, scale), F.mul(rstd, scale));
        }

        /** Without a mean it is a direction: that of a run with one infinite element is the limit, which nothing moves. */
        private static Statistics direction(NormKind kind, Tensor runs, Shape shape, int... axes) {
            Tensor[] d = Direction.represented(runs, axes);
            Tensor scale = Magnitude.scale(d[0], axes, kind.eps() == 0);
            Tensor t = F.mul(d[0], scale);
            Tensor whole = F.mul(scale, d[1]);
            Tensor eps = F.where(d[2], Magnitude.eps(whole, kind.eps()), runs.dtype().leastNormal());
            Tensor rstd = F.rsqrt(F.add(AxisReduction.mean(F.square(t), axes, true), eps));
            return new Statistics(Shapes.reshape(F.mul(t, rstd), shape), Tensor.zeros(runs.dtype(), rstd.shape()),
                    F.where(d[2], F.mul(rstd, whole), 0));
        }
    }

    /** A parameter per channel, axis 1, as it meets x. */
    static Tensor channels(Tensor p, Tensor x) {
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[1] = x.dim(1);
        return Shapes.reshape(p, Shape.of(shape));
    }

    /** Inputs x, and weight and bias where they are there. Outputs y, mean, rstd, all differentiable, and the variance, which is not. */
    private record Normalized(NormKind kind, boolean weight, boolean bias) implements Structural {
        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Normalization.Normalized y = kind.forward(x[0], weight ? Option.of(x[1]) : Option.none(), bias ? Option.of(x[x.length - 1])
                    : Option.none());
            NdArray[] plain = {y.y(), y.mean(), y.rstd(), y.variance()};
            return Magnitude.isMoment(y.variance(), kind.eps()) ? plain : rescaled(plain, x);
        }

        /** Runs whose moments leave the range of the dtype are computed from scaled elements, the others stay as they are. */
        private NdArray[] rescaled(NdArray[] plain, NdArray... x) {
            Tensor[] in = Arrays.stream(x).map(Tensor::of).toArray(Tensor[]::new);
            Tensor[] scaled = defined(in);
            Shape shape = plain[1].shape();
            Tensor fits = Magnitude.areMoments(Tensor.of(plain[3]), kind.eps());
            Tensor runs = kind.runs(in[0]);
            Tensor ofRuns = Shapes.reshape(fits, AxisReduction.reduced(runs.shape(), kind.over(runs), true));
            NdArray y = F.where(ofRuns, kind.runs(Tensor.of(plain[0])), kind.runs(scaled[0])).array().reshape(x[0].shape());
            NdArray mean = F.where(fits, Tensor.of(plain[1]), Shapes.reshape(scaled[1], shape)).array();
            NdArray rstd = F.where(fits, Tensor.of(plain[2]), Shapes.reshape(scaled[2], shape)).array();
            return new NdArray[] {y, mean, rstd, plain[3]};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            List<Tensor> saved = new ArrayList<>(List.of(x[0], y[1], y[2]));
            if (weight) {
                saved.add(x[1]);
            }
            return new Vjp(y, saved, (dy, _) -> {
                Cotangent[] dx = new Cotangent[x.length];
                Arrays.fill(dx, Cotangent.ZERO);
                if (dy[0] instanceof Tensor d) {
                    List<Tensor> in = new ArrayList<>(saved);
                    in.addFirst(d);
                    Tensor[] g = Apply.all(new Backward(kind, weight), in.toArray(Tensor[]::new));
                    dx[0] = g[0];
                    if (weight) {
                        dx[1] = g[1];
                    }
                    if (bias) {
                        dx[x.length - 1] = g[2];
                    }
                }
                Cotangent ofStatistics = statisticsPullback(saved.get(0), y, dy);
                dx[0] = !(ofStatistics instanceof Tensor s) ? dx[0] : dx[0] instanceof Tensor t ? F.add(t, s) : s;
                return dx;
            });
        }

        /** {@code dmean / n - drstd rstd^3 (x - mean) / n}. */
        private Cotangent statisticsPullback(Tensor x, Tensor[] y, Cotangent... dy) {
            Tensor runs = kind.runs(x);
            Shape shape = AxisReduction.reduced(runs.shape(), kind.over(runs), true);
            double n = AxisReduction.count(runs.shape(), kind.over(runs));
            Cotangent sum = Cotangent.ZERO;
            if (kind.centred() && dy[1] instanceof Tensor m) {
                sum = F.div(Expand.to(Shapes.reshape(m, shape), runs.shape()), n);
            }
            if (dy[2] instanceof Tensor r) {
                Tensor rstd = Shapes.reshape(y[2], shape);
                Tensor c = kind.centred() ? F.sub(runs, Shapes.reshape(y[1], shape)) : runs;
                Tensor each = F.mul(F.mul(F.mul(c, rstd), F.square(rstd)), F.div(Shapes.reshape(r, shape), -n));
                sum = sum instanceof Tensor s ? F.add(s, each) : each;
            }
            return sum instanceof Tensor s ? Shapes.reshape(s, x.shape()) : sum;
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            Tangent[] dy = Forward.jvp(this::defined, x, dx).tangents();
            Tangent[] all = new Tangent[y.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = i < dy.length && dy[i] instanceof Tensor t ? Shapes.reshape(t, y[i].shape()) : Cotangent.ZERO;
            }
            return new Jvp(y, all);
        }

        /** What the differentiable results mean. */
        private Tensor[] defined(Tensor... x) {
            Statistics s = Statistics.of(kind, x[0]);
            Tensor scaled = weight ? F.mul(s.normalized(), kind.parameter(x[1], x[0])) : s.normalized();
            Tensor y = bias ? F.add(scaled, kind.parameter(x[x.length - 1], x[0])) : scaled;
            return new Tensor[] {y, s.mean(), s.rstd()};
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
    private record Backward(NormKind kind, boolean weight) implements Composed {
        @Override
        public String name() {
            return kind.name() + "Pullback";
        }

        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Normalization.Gradients g = kind.backward(x[0], x[1], x[2], x[3], weight ? Option.of(x[4]) : Option.none());
            NdArray[] plain = {g.dx(), g.dw(), g.db()};
            return kind.centred() || !F.any(F.eq(Tensor.of(x[3]), 0), false).array().getBoolean() ? plain : atInfinity(plain, x);
        }

        /** With the limits of what is infinity times zero in the kernel. */
        private NdArray[] atInfinity(NdArray[] plain, NdArray... x) {
            Tensor[] limits = definition(Arrays.stream(x).map(Tensor::of).toArray(Tensor[]::new));
            return IntStream.range(0, plain.length).mapToObj(i -> {
                Tensor p = Tensor.of(plain[i]);
                return F.where(F.isnan(p), Shapes.reshape(limits[i], p.shape()), p).array();
            }).toArray(NdArray[]::new);
        }

        /** The pullback of the composition. Mean and rstd are functions of x there. */
        @Override
        public Tensor[] definition(Tensor... t) {
            Tensor x = t[1];
            Tensor normalized = Statistics.of(kind, x).normalized();
            Tensor scaled = weight ? F.mul(t[0], kind.parameter(t[4], x)) : t[0];
            Cotangent dx = Reverse.vjp(in -> new Tensor[] {Statistics.of(kind, in[0]).normalized()},
                    x).pullback().apply(new Cotangent[] {scaled}, Wanted.NONE)[0];
            return new Tensor[] {dx.dense(x), toParameter(F.mul(t[0], normalized), x), toParameter(t[0], x)};
        }

        private Tensor toParameter(Tensor t, Tensor x) {
            int[] axes = kind instanceof NormKind.Layer l ? IntStream.range(0, x.rank() - l.axes()).toArray()
                    : IntStream.range(0, x.rank()).filter(i -> i != 1).toArray();
            return axes.length == 0 ? t : AxisReduction.sum(t, axes, false);
        }
    }

    static Tensor[] apply(NormKind kind, Tensor x, Option<Tensor> weight, Option<Tensor> bias) {
        AxisReduction.floating(kind.name(), x);
        List<Tensor> in = new ArrayList<>(List.of(x));
        weight.forEach(in::add);
        bias.forEach(in::add);
        return Apply.all(new Normalized(kind, weight.isDefined(), bias.isDefined()), in.toArray(Tensor[]::new));
    }
}
