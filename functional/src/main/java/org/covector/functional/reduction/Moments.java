package org.covector.functional.reduction;

import static org.covector.engine.expr.Expressions.mul;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.Reductions;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.Magnitude;
import org.covector.functional.primitive.NormDerivative;
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
            return Factors.weigh(AxisReduction.spread(dy, axes, x.shape()), NormDerivative.of(x, y, p, over, true));
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
            return Jvp.of(y, AxisReduction.sum(Factors.weigh(d, NormDerivative.of(x[0], y, p, over, true)), over, keepdim));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return AxisReduction.overExamples(x[0], over, keepdim, (a, k) -> new VectorNorm(p, a, k));
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

    private static final Pointwise OF_THREE = Pointwise.row(Formula.of("std", 3, mul(mul(Expr.input(0), Expr.input(1)), Expr.input(2))));

    /** {@code y = sqrt(var x)}; a standard deviation of 0 has gradient 0. */
    private record Std(Ints over, double correction, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.std(x[0], over.toArray(), correction, keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> {
                Tensor s = scale(y);
                return OF_THREE.of(centered(x[0]), spread(perElement(dy, x[0], F.mul(y, s)), x[0]), spread(s, x[0]));
            });
        }

        private Tensor centered(Tensor x) {
            return F.sub(x, AxisReduction.mean(x, over.toArray(), true));
        }

        private Tensor spread(Tensor t, Tensor x) {
            return AxisReduction.spread(t, over.toArray(), x.shape());
        }

        /** Powers of two that bring deviations to about 1 whose products with n, or inverses, leave the range; 1 for others. */
        private static Tensor scale(Tensor y) {
            return Shapes.reshape(Magnitude.scale(Shapes.unsqueeze(y, -1), new int[] {y.rank()}, true), y.shape());
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
            Tensor s = scale(y);
            Tensor sum = AxisReduction.sum(OF_THREE.of(centered(x[0]), spread(s, x[0]), (Tensor) dx[0]), over, keepdim);
            return Jvp.of(y, perElement(sum, x[0], F.mul(y, s)));
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
