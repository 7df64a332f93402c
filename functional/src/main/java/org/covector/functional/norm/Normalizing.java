package org.covector.functional.norm;

import io.vavr.control.Option;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Autograd;
import org.covector.functional.BatchNorm;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.LocalResponse;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Composed;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Direction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Magnitude;
import org.covector.functional.primitive.Shapes;

/** The functions that normalise: arguments checked, and what is composed around the kernels of {@link Norm}. */
final class Normalizing {
    /** Squares of what is below stay in the range of every dtype. */
    private static final double MODERATE = 0x1p50;

    private Normalizing() {}

    private static void parameter(String function, String name, Option<Tensor> p, Tensor x, Shape shape) {
        p.forEach(t -> ArgumentException.require(t.shape().equals(shape) && t.dtype() == x.dtype(), function, name,
                t.dtype() + " " + t.shape(), x.dtype() + " " + shape));
    }

    // ---- over the last axes

    private static boolean broadcasts(Shape from, Shape to) {
        return from.rank() <= to.rank() && IntStream.rangeClosed(1, from.rank()).allMatch(i -> from.dim(-i) == 1
                || from.dim(-i) == to.dim(-i));
    }

    /** A parameter of the normalised axes, or one that broadcasts to x, which only a composition takes. */
    private static Option<Tensor> fitted(String function, String name, Option<Tensor> p, Tensor x, Shape last) {
        return p.map(t -> {
            ArgumentException.require(t.dtype() == x.dtype() && broadcasts(t.shape(), x.shape()), function, name,
                    t.dtype() + " " + t.shape(),
                    x.dtype() + " " + last + ", or a shape that broadcasts to x " + x.shape());
            return broadcasts(t.shape(), last) ? Expand.to(t, last) : t;
        });
    }

    /** The result, mean and rstd. */
    static Tensor[] rows(String function, Tensor x, int[] normalizedShape, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        AxisReduction.floating(function, x);
        int n = normalizedShape.length;
        for (int length : normalizedShape) {
            ArgumentException.require(length >= 0, function, "normalizedShape", Arrays.toString(normalizedShape),
                    "the last axes of x " + x.shape());
        }
        Shape last = Shape.of(normalizedShape);
        ArgumentException.require(n >= 1 && n <= x.rank() && x.shape().sub(x.rank() - n, x.rank()).equals(last), function,
                "normalizedShape", last,
                "the last axes of x " + x.shape());
        Option<Tensor> w = fitted(function, "weight", weight, x, last);
        Option<Tensor> b = fitted(function, "bias", bias, x, last);
        NormKind.Layer kind = new NormKind.Layer(n, eps, function.startsWith("layer"));
        boolean fused = w.forAll(t -> t.shape().equals(last)) && b.forAll(t -> t.shape().equals(last));
        if (fused) {
            return Norm.apply(kind, x, w, b);
        }
        Tensor[] y = Norm.apply(kind, x, Option.none(), Option.none()).clone();
        Tensor scaled = w.fold(() -> y[0], t -> F.mul(y[0], t));
        y[0] = b.fold(() -> scaled, t -> F.add(scaled, t));
        return y;
    }

    static Tensor normalize(Tensor x, double p, double eps, int... axes) {
        AxisReduction.floating("normalize", x);
        ArgumentException.require(!Double.isNaN(p), "normalize", "p", p, "a number, or an infinity");
        return Direction.of(x, p, eps, AxisReduction.axes("normalize", x.shape(), axes));
    }

    // ---- over channels

    private static void channels(String function, Tensor x, BatchNorm o) {
        AxisReduction.floating(function, x);
        ArgumentException.require(x.rank() >= 2, function, "x", x.shape(), "[N, C, ...]");
        Shape c = Shape.of(x.dim(1));
        parameter(function, "weight", o.weight(), x, c);
        parameter(function, "bias", o.bias(), x, c);
        parameter(function, "runningMean", o.runningMean(), x, c);
        parameter(function, "runningVar", o.runningVar(), x, c);
        ArgumentException.require(o.training() || o.runningMean().isDefined() && o.runningVar().isDefined(), function,
                "running statistics", "absent",
                "runningMean and runningVar when not training");
    }

    static Tensor groupNorm(Tensor x, int groups, Option<Tensor> weight, Option<Tensor> bias, double eps) {
        AxisReduction.floating("groupNorm", x);
        ArgumentException.require(x.rank() >= 2, "groupNorm", "x", x.shape(), "[N, C, ...]");
        ArgumentException.require(groups >= 1 && x.dim(1) % groups == 0, "groupNorm", "groups", groups,
                "a divisor of the " + x.dim(1) + " channels");
        parameter("groupNorm", "weight", weight, x, Shape.of(x.dim(1)));
        parameter("groupNorm", "bias", bias, x, Shape.of(x.dim(1)));
        return Norm.apply(new NormKind.Group("groupNorm", groups, eps), x, weight, bias)[0];
    }

    /** With the running statistics, which are constants of the normalisation. */
    private static BatchNorm.Result evaluation(Tensor x, BatchNorm o) {
        Tensor scale = F.rsqrt(F.add(Norm.channels(o.runningVar().get(), x), o.eps()));
        Tensor y = F.mul(F.sub(x, Norm.channels(o.runningMean().get(), x)), scale);
        Tensor weighted = o.weight().fold(() -> y, w -> F.mul(y, Norm.channels(w, x)));
        return new BatchNorm.Result(o.bias().fold(() -> weighted, b -> F.add(weighted, Norm.channels(b, x))), o.runningMean(),
                o.runningVar());
    }

    /** The running statistics moved toward those of a batch of n values each. */
    private static BatchNorm.Result moved(BatchNorm o, Tensor y, Tensor mean, Tensor variance, double n) {
        Tensor unbiased = F.mul(variance, n / (n - 1));
        return new BatchNorm.Result(y, o.runningMean().map(m -> F.lerp(m, mean, o.momentum())),
                o.runningVar().map(v -> F.lerp(v, unbiased, o.momentum())));
    }

    static BatchNorm.Result batchNorm(Tensor x, BatchNorm o) {
        channels("batchNorm", x, o);
        if (!o.training()) {
            return evaluation(x, o);
        }
        long n = x.size() / Math.max(1, x.dim(1));
        ArgumentException.require(n > 1, "batchNorm", "x", x.shape(), "more than one value per channel while training");
        Tensor[] y = Norm.apply(new NormKind.PerChannel(o.eps()), x, o.weight(), o.bias());
        Shape c = Shape.of(x.dim(1));
        return moved(o, y[0], Shapes.reshape(Autograd.stopGradient(y[1]), c), Shapes.reshape(Autograd.stopGradient(y[3]), c), n);
    }

    static BatchNorm.Result instanceNorm(Tensor x, BatchNorm o) {
        channels("instanceNorm", x, o);
        if (!o.training()) {
            return evaluation(x, o);
        }
        long n = x.shape().sub(2, x.rank()).size();
        ArgumentException.require(n > 1, "instanceNorm", "x", x.shape(), "more than one place while training");
        Tensor[] y = Norm.apply(new NormKind.Group("instanceNorm", Math.max(1, x.dim(1)), o.eps()), x, o.weight(), o.bias());
        if (o.runningMean().isEmpty() && o.runningVar().isEmpty()) {
            return new BatchNorm.Result(y[0], Option.none(), Option.none());
        }
        ArgumentException.require(x.dim(0) > 0, "instanceNorm", "x", x.shape(), "a sample or more to move running statistics");
        return moved(o, y[0], overSamples(y[1]), overSamples(y[3]), n);
    }

    private static Tensor overSamples(Tensor statistic) {
        return AxisReduction.mean(Autograd.stopGradient(statistic), new int[] {0}, false);
    }

    static Tensor localResponseNorm(Tensor x, LocalResponse o) {
        String f = "localResponseNorm";
        AxisReduction.floating(f, x);
        ArgumentException.require(x.rank() >= 3, f, "x", x.shape(), "[N, C, ...], 3 axes or more");
        int c = x.dim(1);
        int[] low = new int[x.rank()];
        int[] high = new int[x.rank()];
        // windows wider than all channels see no more
        low[1] = Math.min(o.size() / 2, Math.max(0, c - 1));
        high[1] = Math.min((o.size() - 1) / 2, Math.max(0, c - 1));
        return Apply.one(new ResponseNorm(o, Ints.of(low), Ints.of(high)), x);
    }

    /** Padded by low and high, channels as neighbours. No square leaves the range of the dtype. */
    private record ResponseNorm(LocalResponse o, Ints low, Ints high) implements Composed {
        @Override
        public String name() {
            return "localResponseNorm";
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor t = Tensor.of(x[0]);
            boolean large = t.size() > 0 && F.norm(t, Double.POSITIVE_INFINITY, false).item() > MODERATE;
            return new NdArray[] {(large ? scaled(t) : plain(t)).array()};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {scaled(x[0])};
        }

        private Tensor plain(Tensor x) {
            Tensor sum = overWindows(F.square(x), UnaryOperator.identity(), F::add);
            return F.div(x, F.pow(F.add(F.mul(sum, o.alpha() / o.size()), o.k()), o.beta()));
        }

        /** In windows with large elements all are divided by a power of two s: {@code x / s (k / s^2 + ...)^-beta s^(1 - 2 beta)}. */
        private Tensor scaled(Tensor x) {
            Tensor size = overWindows(F.abs(Autograd.stopGradient(x)), UnaryOperator.identity(), F::maximum);
            Tensor scale = Magnitude.scale(Shapes.unsqueeze(size, -1), new int[] {x.rank()}, false);
            Tensor s = Shapes.reshape(scale, x.shape());
            Tensor sum = overWindows(x, neighbours -> F.square(F.mul(neighbours, s)), F::add);
            Tensor base = F.add(F.mul(sum, o.alpha() / o.size()), F.mul(F.square(s), o.k()));
            Tensor y = F.mul(F.div(F.mul(x, s), F.pow(base, o.beta())), F.pow(s, 2 * o.beta() - 1));
            double limit = o.beta() > 0.5 ? 0 : o.beta() < 0.5 ? Double.POSITIVE_INFINITY : Math.sqrt(o.size() / o.alpha());
            Tensor near = F.where(F.isinf(size), Autograd.stopGradient(y), y); // beside infinity: 0, or of beta 0 or less what it is
            return F.where(F.isinf(x), F.mul(F.sign(x), limit), near);
        }

        /** Neighbours of one distance after the other, as {@code of} makes them, joined. */
        private Tensor overWindows(Tensor x, UnaryOperator<Tensor> of, BinaryOperator<Tensor> join) {
            Tensor padded = Shapes.padConstant(x, low.toArray(), high.toArray(), 0);
            Tensor y = of.apply(Shapes.narrow(padded, 1, 0, x.dim(1)));
            for (int i = 1; i <= low.get(1) + high.get(1); i++) {
                y = join.apply(y, of.apply(Shapes.narrow(padded, 1, i, x.dim(1))));
            }
            return y;
        }
    }
}
