package org.covector.functional;

import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tensor;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;

/** Norms, variances and standard deviations over axes. */
final class Moments {
    private Moments() {}

    /** {@code y = (sum |x|^p)^(1/p)}; 0 has gradient 0, extrema share evenly. */
    private record VectorNorm(double p, int[] axes, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.norm(x[0], p, axes, keepdim)};
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
            Shape shape = x.shape();
            Tensor norm = AxisReduction.spread(y, axes, shape);
            if (p == 1) {
                return F.mul(F.sign(x), AxisReduction.spread(dy, axes, shape));
            }
            if (Double.isInfinite(p)) {
                return F.mul(F.sign(x), AxisReduction.evenly(F.eq(F.abs(x), norm), dy, axes));
            }
            Tensor zero = F.logicalOr(F.eq(norm, 0), F.eq(x, 0));
            Tensor safe = F.where(zero, 1, norm);
            Tensor ratio = F.div(F.where(zero, 0, x), safe); // in [-1, 1]: nothing overflows
            Tensor weight = p == 2 ? ratio : F.mul(ratio, F.pow(F.where(zero, 1, F.abs(ratio)), p - 2));
            return F.mul(weight, AxisReduction.spread(dy, axes, shape));
        }
    }

    /** {@code var = sum (x - mean)^2 / (n - correction)} and {@code mean}, in two passes. */
    private record VarMean(int[] axes, double correction, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            Reductions.VarMean y = Reductions.varMean(x[0], axes, correction, keepdim);
            return new NdArray[] {y.variance(), y.mean()};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor[] y = Apply.all(this, x);
            Shape shape = x[0].shape();
            double n = AxisReduction.count(shape, axes);
            return new Vjp(y, List.of(x[0], y[1]), (dy, _) -> {
                Tensor centered = F.sub(x[0], AxisReduction.spread(y[1], axes, shape));
                Tensor fromVar = F.mul(F.mul(centered, AxisReduction.spread(dy[0].dense(y[0]), axes, shape)), 2 / Math.max(0, n - correction));
                return new Cotangent[] {dy[1] instanceof Tensor m ? F.add(fromVar, F.div(AxisReduction.spread(m, axes, shape), n)) : fromVar};
            });
        }
    }

    /** {@code y = sqrt(var x)}; a standard deviation of 0 has gradient 0. */
    private record Std(int[] axes, double correction, boolean keepdim) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            return new NdArray[] {Reductions.std(x[0], axes, correction, keepdim)};
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            Shape shape = x[0].shape();
            double n = AxisReduction.count(shape, axes);
            return Vjp.unary(y, List.of(x[0], y), dy -> {
                Tensor centered = F.sub(x[0], AxisReduction.spread(AxisReduction.mean(x[0], axes, true), axes, shape));
                Tensor zero = F.eq(y, 0);
                Tensor weight = F.where(zero, 0, F.div(dy, F.mul(F.where(zero, 1, y), Math.max(0, n - correction))));
                return F.mul(centered, AxisReduction.spread(weight, axes, shape));
            });
        }
    }

    // ---- functions

    static Tensor norm(Tensor x, double p, int[] axes, boolean keepdim) {
        AxisReduction.floating("norm", x);
        ArgumentException.require(!Double.isNaN(p), "norm", "p", p, "a number, or an infinity");
        return Apply.one(new VectorNorm(p, AxisReduction.axes("norm", x.shape(), axes), keepdim), x);
    }

    static Tensor[] varMean(Tensor x, int[] axes, double correction, boolean keepdim) {
        AxisReduction.floating("var", x);
        return Apply.all(new VarMean(AxisReduction.axes("var", x.shape(), axes), correction, keepdim), x);
    }

    static Tensor std(Tensor x, int[] axes, double correction, boolean keepdim) {
        AxisReduction.floating("std", x);
        return Apply.one(new Std(AxisReduction.axes("std", x.shape(), axes), correction, keepdim), x);
    }
}
