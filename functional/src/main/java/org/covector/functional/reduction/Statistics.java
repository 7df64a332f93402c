package org.covector.functional.reduction;

import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.Covariance;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Direction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Joining;
import org.covector.functional.primitive.Magnitude;
import org.covector.functional.primitive.Matrix;
import org.covector.functional.primitive.Shapes;

/** Statistics composed of reductions: without NaN, weighted, covariances, differences and integrals. */
final class Statistics {
    private static final double RENORM_EPS = 1e-7;
    private static final double RENORM_FAR = 0x1p60;

    private Statistics() {}

    // ---- without NaN

    private static Tensor known(Tensor x) {
        return F.where(F.isnan(x), 0, x);
    }

    static Tensor nansum(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.sum(x.dtype().isFloating() ? known(x) : x, axes, keepdim);
    }

    private static Tensor numbers(Tensor x, boolean keepdim, int... axes) {
        return Convert.to(AxisReduction.sum(F.logicalNot(F.isnan(x)), axes, keepdim), x.dtype());
    }

    static Tensor nanmean(Tensor x, boolean keepdim, int... axes) {
        AxisReduction.floating("nanmean", x);
        Tensor known = known(x);
        Tensor scale = Magnitude.scale(known, AxisReduction.axes("nanmean", x.shape(), axes), false);
        Tensor sum = AxisReduction.sum(F.mul(known, scale), axes, keepdim);
        return F.div(F.div(sum, numbers(x, keepdim, axes)), Shapes.reshape(scale, sum.shape()));
    }

    static Tensor nanvar(Tensor x, double correction, boolean keepdim, int... axes) {
        AxisReduction.floating("nanvar", x);
        return Apply.one(new Nanvar(Ints.of(AxisReduction.axes("nanvar", x.shape(), axes)), correction, keepdim), x);
    }

    /** The variance of what is not NaN. No square leaves the range of the dtype before the mean of them does. */
    private record Nanvar(Ints axes, double correction, boolean keepdim) implements Composed {
        private Tensor centered(Tensor x) {
            return F.where(F.isnan(x), 0, F.sub(x, nanmean(x, true, axes.toArray())));
        }

        private Tensor perDegree(Tensor centered, Tensor x) {
            Tensor n = F.maximum(F.sub(numbers(x, keepdim, axes.toArray()), correction), 0.0);
            return F.div(AxisReduction.sum(F.square(centered), axes, keepdim), n);
        }

        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor t = Tensor.of(x[0]);
            Tensor centered = centered(t);
            Tensor scale = Magnitude.scale(centered, axes.toArray(), true);
            Tensor y = perDegree(F.mul(centered, scale), t);
            Tensor back = Shapes.reshape(scale, y.shape());
            return new NdArray[] {F.div(F.div(y, back), back).array()};
        }

        @Override
        public Tensor[] definition(Tensor... x) {
            return new Tensor[] {perDegree(centered(x[0]), x[0])};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], axes, keepdim, (a, k) -> new Nanvar(a, correction, k));
        }
    }

    /** A weight of exactly 0 excludes its element. */
    static Tensor weightedMean(Tensor x, Tensor w, boolean keepdim, int... axes) {
        AxisReduction.floating("weightedMean", x);
        Shape shape = x.shape().broadcast("weightedMean", w.shape());
        ArgumentException.require(shape.equals(x.shape()), "weightedMean", "weight", w.shape(), "a shape that broadcasts to " + x.shape());
        Tensor all = Expand.to(Convert.to(w, x.dtype()), shape);
        int[] over = AxisReduction.axes("weightedMean", shape, axes);
        Tensor weight = F.mul(all, Magnitude.scale(all, over, true)); // what all weights are multiplied by does not count
        Tensor none = F.eq(all, 0);
        Tensor scale = Magnitude.scale(F.where(none, 0, x), over, false);
        Tensor scaled = F.mul(x, scale);
        Tensor terms = F.where(none, F.mul(weight, F.where(F.isfinite(x), scaled, 0)), F.mul(weight, scaled));
        Tensor sum = AxisReduction.sum(terms, axes, keepdim);
        return F.div(F.div(sum, AxisReduction.sum(weight, axes, keepdim)), Shapes.reshape(scale, sum.shape()));
    }

    // ---- covariance

    private static Tensor variables(String function, Tensor x) {
        ArgumentException.require(x.rank() <= 2, function, "x", x.shape(), "[variables, observations], or one variable");
        Tensor t = x.dtype().isFloating() ? x : Convert.to(x, DType.FLOAT32);
        return t.rank() == 2 ? t : Shapes.reshape(t, 1, -1);
    }

    static Tensor cov(Tensor x, Covariance options) {
        Tensor t = variables("cov", x);
        int n = t.dim(1);
        Tensor centered;
        Tensor weighted;
        Tensor divisor;
        if (options.fweights().isEmpty() && options.aweights().isEmpty()) {
            centered = F.sub(t, AxisReduction.mean(t, new int[] {1}, true));
            weighted = centered;
            divisor = Tensor.full(t.dtype(), Shape.SCALAR, Math.max(0, n - options.correction()));
        } else {
            Tensor w = weights(options, t);
            Tensor seen = F.where(F.logicalAnd(F.eq(w, 0), F.logicalNot(F.isfinite(t))), 0, t);
            Tensor total = AxisReduction.sum(w, new int[0], false);
            Tensor mean = F.div(AxisReduction.sum(F.mul(seen, w), new int[] {1}, true), total);
            Tensor lost = options.aweights().fold(() -> Tensor.full(t.dtype(), Shape.SCALAR, options.correction()),
                    a -> F.mul(F.div(AxisReduction.sum(F.mul(w, a), new int[0], false), total), options.correction()));
            centered = F.sub(seen, mean);
            weighted = F.mul(centered, w);
            divisor = F.maximum(F.sub(total, lost), 0);
        }
        Tensor c = F.div(Matrix.matmul(weighted, Matrix.transposed(centered)), divisor);
        return c.size() == 1 ? Shapes.reshape(c, Shape.SCALAR) : c;
    }

    private static Tensor weights(Covariance options, Tensor x) {
        Tensor w = Tensor.ones(x.dtype(), Shape.of(x.dim(1)));
        for (Tensor f : options.fweights()) {
            ArgumentException.require(f.dtype() == DType.INT64 && f.shape().equals(w.shape()), "cov", "fweights",
                    f.dtype() + " " + f.shape(), "INT64 " + w.shape());
            w = F.mul(w, Convert.to(f, x.dtype()));
        }
        for (Tensor a : options.aweights()) {
            ArgumentException.require(a.dtype().isFloating() && a.shape().equals(w.shape()), "cov", "aweights",
                    a.dtype() + " " + a.shape(), "FLOAT32 or FLOAT64 " + w.shape());
            w = F.mul(w, Convert.to(a, x.dtype()));
        }
        return w;
    }

    /** Products of deviations divided by their norms: no square leaves the range of the dtype. */
    static Tensor corrcoef(Tensor x) {
        Tensor t = variables("corrcoef", x);
        Tensor centered = F.sub(t, AxisReduction.mean(t, new int[] {1}, true));
        Tensor z = F.div(centered, Moments.norm(centered, 2, new int[] {1}, true));
        Tensor c = F.clamp(Matrix.matmul(z, Matrix.transposed(z)), -1, 1);
        return c.size() == 1 ? Shapes.reshape(c, Shape.SCALAR) : c;
    }

    // ---- differences and integrals

    static Tensor diff(Tensor x, int n, int axis, Option<Tensor> prepend, Option<Tensor> append) {
        ArgumentException.require(x.rank() > 0, "diff", "x", "a scalar", "a tensor with at least one axis");
        ArgumentException.require(n >= 0, "diff", "n", n, "0 or more");
        int a = x.shape().axis("diff", axis);
        List<Tensor> parts = new ArrayList<>();
        prepend.forEach(parts::add);
        parts.add(x);
        append.forEach(parts::add);
        Tensor y = n == 0 || parts.size() == 1 ? x : Joining.cat(parts, a);
        for (int i = Math.min(n, y.dim(a)); i > 0; i--) {
            int length = y.dim(a);
            Tensor later = Shapes.slice(y, a, 1, length, 1);
            Tensor earlier = Shapes.slice(y, a, 0, Math.max(0, length - 1), 1);
            y = x.dtype() == DType.BOOL ? F.logicalXor(later, earlier) : F.sub(later, earlier);
        }
        return y;
    }

    /** Areas between neighbours, {@code (y[i] + y[i + 1]) / 2} times their distance. */
    private static Tensor areas(Tensor y, int axis, Tensor distance) {
        int n = y.dim(axis);
        Tensor means = F.lerp(Shapes.slice(y, axis, 0, Math.max(0, n - 1), 1), Shapes.slice(y, axis, 1, n, 1), 0.5);
        return Factors.weigh(distance, means);
    }

    static Tensor areas(String function, Tensor y, double dx, int axis) {
        ArgumentException.require(y.rank() > 0, function, "y", "a scalar", "a tensor with at least one axis");
        Tensor t = y.dtype().isFloating() ? y : Convert.to(y, DType.FLOAT32);
        return areas(t, y.shape().axis(function, axis), Tensor.full(t.dtype(), Shape.SCALAR, dx));
    }

    static Tensor areas(String function, Tensor y, Tensor x, int axis) {
        ArgumentException.require(y.rank() > 0 && x.rank() > 0, function, "shapes", y.shape() + " and " + x.shape(),
                "tensors with at least one axis");
        int a = y.shape().axis(function, axis);
        Tensor at = x;
        if (x.rank() == 1 && y.rank() > 1) {
            int[] column = new int[y.rank() - a];
            Arrays.fill(column, 1);
            column[0] = x.dim(0);
            at = Shapes.reshape(x, Shape.of(column));
        }
        int own = a - y.rank() + at.rank();
        ArgumentException.require(own >= 0 && at.dim(own) == y.dim(a), function, "x", x.shape(),
                "as long along axis " + axis + " as " + y.shape());
        Tensor t = y.dtype().isFloating() ? y : Convert.to(y, DType.FLOAT32);
        return areas(t, a, diff(at, 1, own, Option.none(), Option.none()));
    }

    // ---- norms

    static Tensor renorm(Tensor x, double p, int axis, double maxnorm) {
        ArgumentException.require(x.rank() >= 2, "renorm", "x", x.shape(), "a tensor with at least two axes");
        ArgumentException.require(p > 0, "renorm", "p", p, "a positive number");
        ArgumentException.require(maxnorm >= 0, "renorm", "maxnorm", maxnorm, "0 or more");
        int a = x.shape().axis("renorm", axis);
        int[] others = IntStream.range(0, x.rank()).filter(i -> i != a).toArray();
        Tensor norm = Moments.norm(x, p, others, true);
        Tensor factor = F.where(F.gt(norm, maxnorm), F.div(maxnorm, F.add(norm, RENORM_EPS)), 1);
        Tensor far = F.mul(Direction.of(x, p, 0, others), maxnorm); // where the norm may be infinite, and is not moved by eps
        return F.where(F.gt(norm, Math.max(RENORM_FAR, maxnorm)), far, F.mul(x, factor));
    }
}
