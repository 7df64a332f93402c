package org.covector.functional.reduction;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.core.Convert;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Shapes;

/** Norms, variances and standard deviations over axes. */
final class Moments {
    private Moments() {}

    /** {@code y = (sum |x|^p)^(1/p)}; 0 has gradient 0, extrema share evenly. */
    private record VectorNorm(double p, Ints over, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.norm(x[0], p, over.toArray(), keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            if (p == 0) {
                return Vjp.constant(y);
            }
            return Vjp.unary(y, List.of(x[0], y), dy -> pullback(x[0], y, dy));
        }

        private Tensor pullback(Tensor x, Tensor y, Tensor dy) {
            int[] axes = over.toArray();
            if (Double.isInfinite(p)) {
                return F.mul(F.sign(x), AxisReduction.evenly(F.eq(F.abs(x), AxisReduction.spread(y, axes, x.shape())), dy, axes));
            }
            return Loss.weigh(AxisReduction.spread(dy, axes, x.shape()), slope(x, y, p, over, true));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            if (p == 0) {
                return Jvp.constant(y);
            }
            Tensor d = (Tensor) dx[0];
            if (Double.isInfinite(p)) {
                Tensor attains = F.eq(F.abs(x[0]), AxisReduction.spread(y, over.toArray(), x[0].shape()));
                return Jvp.of(y, Shapes.reshape(AxisReduction.evenly(attains, F.mul(F.sign(x[0]), d), over), y.shape()));
            }
            return Jvp.of(y, AxisReduction.sum(Loss.weigh(d, slope(x[0], y, p, over, true)), over, keepdim));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], over, keepdim, (a, k) -> new VectorNorm(p, a, k));
        }
    }

    /**
     * The derivative of a norm y by each element, p finite and not 0: {@code sign(x) (|x| / y)^(p - 1)}, in which nothing overflows.
     *
     * @param signed whether the powers were of magnitudes
     */
    static Tensor slope(Tensor x, Tensor y, double p, Ints over, boolean signed) {
        if (p == 1) {
            return F.sign(x);
        }
        Tensor limit = Apply.one(new Limit(p, over), x, y);
        Tensor without = F.logicalOr(F.eq(y, 0), F.isinf(y)); // derivatives of their own
        Tensor none = AxisReduction.spread(without, over.toArray(), x.shape());
        Tensor safe = AxisReduction.spread(F.where(without, 1, y), over.toArray(), x.shape());
        if (p == 2) {
            return F.div(F.where(none, limit, x), safe);
        }
        Tensor apart = F.logicalOr(none, F.eq(x, 0)); // of p = 2 an element of 0 has a second derivative
        Tensor size = F.abs(F.where(apart, 1, x));
        // below 1 the quotient is raised to a negative power: it must not be subnormal
        Tensor power = p > 1 ? F.pow(F.div(size, safe), p - 1) : F.pow(F.div(F.sqrt(size), F.sqrt(safe)), 2 * (p - 1));
        return F.where(apart, limit, signed ? F.mul(F.sign(x), power) : power);
    }

    /**
     * What the derivatives of norms that are 0 or infinite are, and of elements that are 0: 0, but where an element is infinite. If it
     * is the only one it has the norm to itself; of several nothing decides whose the norm is. Inputs x and y.
     */
    private record Limit(double p, Ints over) implements Constant {
        @Override
        public NdArray[] compute(NdArray... t) {
            if (!F.any(F.isinf(Tensor.of(t[1])), false).array().getBoolean()) {
                return new NdArray[] {NdArray.zeros(t[0].dtype(), Shape.SCALAR).expand(t[0].shape())};
            }
            Tensor x = Tensor.of(t[0]);
            Tensor infinite = F.isinf(x);
            Tensor alone = F.eq(AxisReduction.sum(Convert.to(infinite, x.dtype()), over.toArray(), true), 1);
            Tensor others = p < 1 ? F.where(F.isinf(AxisReduction.spread(Tensor.of(t[1]), over.toArray(), x.shape())),
                    F.mul(F.sign(x), Double.POSITIVE_INFINITY), 0) : Tensor.zeros(x.dtype(), Shape.SCALAR);
            return new NdArray[] {F.where(infinite, F.where(alone, F.sign(x), Double.NaN), others).array()};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(new Limit(p, over.plus(1)), at.full(x));
        }
    }

    /** {@code var = sum (x - mean)^2 / (n - correction)} and {@code mean}, in two passes. */
    private record VarMean(Ints over, double correction, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            Reductions.VarMean y = Reductions.varMean(x[0], over.toArray(), correction, keepdim);
            return new NdArray[] {y.variance(), y.mean()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            int[] axes = over.toArray();
            double n = AxisReduction.count(shape, axes);
            return new Vjp(y, List.of(x[0], y[1]), (dy, _) -> {
                Tensor centered = F.sub(x[0], AxisReduction.spread(y[1], axes, shape));
                Tensor fromVar = F.mul(F.mul(centered, AxisReduction.spread(dy[0].dense(y[0]), axes, shape)),
                        2 / Math.max(0, n - correction));
                return new Cotangent[] {dy[1] instanceof Tensor m ? F.add(fromVar, F.div(AxisReduction.spread(m, axes, shape), n))
                        : fromVar};
            });
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor[] y = Apply.all(this, x);
            Tensor d = (Tensor) dx[0];
            double n = AxisReduction.count(x[0].shape(), over.toArray());
            Tensor centered = F.sub(x[0], AxisReduction.spread(y[1], over.toArray(), x[0].shape()));
            Tensor ofVar = F.mul(AxisReduction.sum(F.mul(centered, d), over, keepdim), 2 / Math.max(0, n - correction));
            return new Jvp(y, new Tangent[] {ofVar, F.div(AxisReduction.sum(d, over, keepdim), n)});
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], over, keepdim, (a, k) -> new VarMean(a, correction, k));
        }
    }

    /** {@code y = sqrt(var x)}; a standard deviation of 0 has gradient 0. */
    private record Std(Ints over, double correction, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.std(x[0], over.toArray(), correction, keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy ->
                    F.mul(centered(x[0]), AxisReduction.spread(perElement(dy, x[0], y), over.toArray(), x[0].shape())));
        }

        private Tensor centered(Tensor x) {
            return F.sub(x, AxisReduction.mean(x, over.toArray(), true));
        }

        /** {@code t / (y (n - correction))}, 0 where the deviation y is. */
        private Tensor perElement(Tensor t, Tensor x, Tensor y) {
            double n = AxisReduction.count(x.shape(), over.toArray());
            Tensor zero = F.eq(y, 0);
            return F.where(zero, 0, F.div(t, F.mul(F.where(zero, 1, y), Math.max(0, n - correction))));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            return Jvp.of(y, perElement(AxisReduction.sum(F.mul(centered(x[0]), (Tensor) dx[0]), over, keepdim), x[0], y));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], over, keepdim, (a, k) -> new Std(a, correction, k));
        }
    }

    // ---- functions

    static Tensor norm(Tensor x, double p, int[] axes, boolean keepdim) {
        AxisReduction.floating("norm", x);
        ArgumentException.require(!Double.isNaN(p), "norm", "p", p, "a number, or an infinity");
        return Apply.one(new VectorNorm(p, Ints.of(AxisReduction.axes("norm", x.shape(), axes)), keepdim), x);
    }

    static Tensor[] varMean(Tensor x, int[] axes, double correction, boolean keepdim) {
        AxisReduction.floating("var", x);
        return Apply.all(new VarMean(Ints.of(AxisReduction.axes("var", x.shape(), axes)), correction, keepdim), x);
    }

    static Tensor std(Tensor x, int[] axes, double correction, boolean keepdim) {
        AxisReduction.floating("std", x);
        return Apply.one(new Std(Ints.of(AxisReduction.axes("std", x.shape(), axes)), correction, keepdim), x);
    }
}
