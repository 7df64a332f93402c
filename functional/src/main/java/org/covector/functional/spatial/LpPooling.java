package org.covector.functional.spatial;

import static org.covector.engine.expr.Expressions.S;
import static org.covector.engine.expr.Expressions.T;
import static org.covector.engine.expr.Expressions.X;
import static org.covector.engine.expr.Expressions.and;
import static org.covector.engine.expr.Expressions.le;
import static org.covector.engine.expr.Expressions.lt;
import static org.covector.engine.expr.Expressions.select;

import java.util.List;
import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.expr.Formula;
import org.covector.engine.op.spatial.PoolWindow;
import org.covector.engine.op.spatial.Pooling;
import org.covector.functional.F;
import org.covector.functional.Ints;
import org.covector.functional.PoolOptions;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Composed;
import org.covector.functional.core.Cotangent;
import org.covector.functional.core.Jvp;
import org.covector.functional.core.Linear;
import org.covector.functional.core.Linearity;
import org.covector.functional.core.Pointwise;
import org.covector.functional.core.Reverse;
import org.covector.functional.core.Structural;
import org.covector.functional.core.Tangent;
import org.covector.functional.core.Vjp;
import org.covector.functional.core.Wanted;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Expand;
import org.covector.functional.primitive.Factors;
import org.covector.functional.primitive.NormDerivative;
import org.covector.functional.primitive.Shapes;

/**
 * p-norms over windows: by sums of powers where these stay in the range of the dtype, else by windows written out, whose elements are
 * divided by the largest.
 */
final class LpPooling {
    /** 1 where X is within S to T, 0 and infinity, else X: what to divide by. */
    private static final Pointwise UNIT = Pointwise.row(Formula.of("lpPool", 1, 2,
            select(and(le(S, X), le(X, T)), 1, select(and(lt(0, X), lt(X, Double.POSITIVE_INFINITY)), X, 1))));

    private LpPooling() {}

    /** Windows and power: {@code y = (f sum x^p)^(1/p)}, f more than 1 for a last window that reaches over the end. */
    private record LpPool(String name, PoolWindow window, double p) implements Structural {
        @Override
        public NdArray[] compute(NdArray... x) {
            Tensor t = Tensor.of(x[0]);
            Tensor sum = F.mul(Tensor.of(Pooling.avgPool(name, power(t, p).array(), window, true, 1)), whole(t));
            Tensor y = root(sum);
            if (isPlain(t, y)) {
                return new NdArray[] {y.array()};
            }
            Tensor parts = windows(t, y.shape());
            int[] axes = axes(parts);
            Tensor low = F.neg(AxisReduction.extremum(name, parts, axes, true, false));
            double most = most(t.dtype(), p);
            Tensor unit = UNIT.with(1 / most, most).of(F.maximum(AxisReduction.extremum(name, parts, axes, true, true), low));
            Tensor scaled = F.mul(AxisReduction.sum(power(F.div(parts, unit), p), axes, false), whole(t));
            return new NdArray[] {F.mul(root(scaled), Shapes.reshape(unit, y.shape())).array()};
        }

        private Tensor root(Tensor sum) {
            return p == 2 ? F.sqrt(sum) : F.pow(sum, 1 / p);
        }

        /** The largest magnitude whose powers may be added. */
        private static double most(DType dtype, double p) {
            return Math.pow(dtype == DType.FLOAT32 ? 1e30 : 1e280, 1 / p);
        }

        /** Whether all powers were in the range of the dtype. */
        boolean isPlain(Tensor x, Tensor y) {
            double most = most(y.dtype(), p);
            if (F.any(F.logicalNot(F.le(y, most)), false).array().getBoolean()) {
                return false;
            }
            return !F.any(F.lt(y, 1 / most), false).array().getBoolean()
                    || !F.any(F.logicalAnd(F.ne(x, 0), F.lt(F.abs(x), 1 / most)), false).array().getBoolean();
        }

        /** How many times the sum over a window's elements counts: more than once where it reaches over the padded end. */
        private Tensor whole(Tensor x) {
            if (!window.ceilMode()) {
                return Tensor.ones(x.dtype(), Shape.SCALAR);
            }
            int n = window.kernel().length;
            NdArray one = NdArray.ones(x.dtype(), Shape.of(1).concat(x.shape().sub(x.rank() - n, x.rank())));
            Tensor mean = Tensor.of(Pooling.avgPool(name, one, window, true, 0));
            Tensor count = Tensor.of(Pooling.avgPool(name, one, window, true, 1));
            return F.div(F.mul(mean, (double) Shape.of(window.kernel()).size()), count);
        }

        /** Elements of each window along further axes, zeros where there are none: [.., places, elements]. */
        Tensor windows(Tensor x, Shape y) {
            int n = window.kernel().length;
            int lead = x.rank() - n;
            int[] low = new int[x.rank()];
            int[] high = new int[x.rank()];
            int[] reach = new int[n];
            for (int i = 0; i < n; i++) {
                reach[i] = (window.kernel()[i] - 1) * window.dilation()[i] + 1;
                low[lead + i] = window.padding()[i];
                high[lead + i] = Math.max(0, (y.dim(lead + i) - 1) * window.stride()[i] + reach[i] - x.dim(lead + i) - low[lead + i]);
            }
            Tensor all = Shapes.padConstant(x, low, high, 0);
            for (int i = 0; i < n; i++) {
                int used = (y.dim(lead + i) - 1) * window.stride()[i] + reach[i];
                all = F.unfold(F.narrow(all, lead + i, 0, used), lead + i, reach[i], window.stride()[i]);
                all = window.dilation()[i] == 1 ? all : F.slice(all, -1, 0, reach[i], window.dilation()[i]);
            }
            return all;
        }

        /** Those of the elements of windows. */
        int[] axes(Tensor windows) {
            return IntStream.range(windows.rank() - window.kernel().length, windows.rank()).toArray();
        }

        /** {@code f (x / y)^(p - 1)} for each element of each window. */
        private Tensor slope(Tensor x, Tensor y) {
            Tensor parts = windows(x, y.shape());
            Tensor slope = NormDerivative.of(parts, y, p, Ints.of(axes(parts)), p % 2 == 0);
            return window.ceilMode()
                    ? F.mul(slope, AxisReduction.spread(Expand.to(whole(x), y.shape()), axes(parts), parts.shape())) : slope;
        }

        @Override
        public Vjp vjp(Tensor[] x, Wanted wanted) {
            Tensor y = Apply.one(this, x);
            return Vjp.unary(y, List.of(x[0], y), dy -> Apply.one(new Backward(this), dy, x[0], y));
        }

        @Override
        public Jvp jvp(Tensor[] x, Tangent[] dx) {
            Tensor y = Apply.one(this, x);
            Tensor each = Factors.weigh(windows((Tensor) dx[0], y.shape()), slope(x[0], y));
            return Jvp.of(y, AxisReduction.sum(each, axes(each), false));
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            int n = window.kernel().length;
            return new Tensor[] {SpatialAxes.restored(Apply.one(this, SpatialAxes.merged(x[0], n)), x[0].shape(), n, n)};
        }
    }

    /** Inputs dy, x and y, which is a function of x. */
    private record Backward(LpPool of) implements Composed {
        @Override
        public String name() {
            return of.name + "Pullback";
        }

        @Override
        public Linearity linearity() {
            return Linear.FIRST;
        }

        @Override
        public NdArray[] compute(NdArray... t) {
            Tensor x = Tensor.of(t[1]);
            Tensor y = Tensor.of(t[2]);
            if (!of.isPlain(x, y)) {
                return new NdArray[] {definition(Tensor.of(t[0]), x, y)[0].array()};
            }
            Tensor zero = F.eq(y, 0);
            Tensor each = F.where(zero, 0, F.div(F.mul(Tensor.of(t[0]), of.whole(x)), power(F.where(zero, 1, y), of.p - 1)));
            Tensor dx = Tensor.of(Pooling.avgPoolBackward(name(), each.array(), x.shape(), of.window, true, 1));
            return new NdArray[] {F.where(F.eq(dx, 0), dx, F.mul(dx, power(x, of.p - 1))).array()};
        }

        @Override
        public Tensor[] definition(Tensor... t) {
            Tensor x = t[1];
            Tensor slope = of.slope(x, Apply.one(of, x));
            Tensor each = Factors.weigh(AxisReduction.spread(t[0], of.axes(slope), slope.shape()), slope);
            Cotangent dx = Reverse.vjp(in -> new Tensor[] {of.windows(in[0], t[0].shape())}, x).pullback().apply(new Cotangent[] {each},
                    Wanted.NONE)[0];
            return new Tensor[] {dx.dense(x)};
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... t) {
            int n = of.window.kernel().length;
            Tensor[] in = at.full(t);
            Tensor dx = Apply.one(this, SpatialAxes.merged(in[0], n), SpatialAxes.merged(in[1], n), SpatialAxes.merged(in[2], n));
            return new Tensor[] {SpatialAxes.restored(dx, in[1].shape(), n, n)};
        }
    }

    private static Tensor power(Tensor x, double p) {
        return p == 1 ? x : p == 2 ? F.square(x) : F.pow(x, p);
    }

    /** A last window that reaches over the end counts as if its missing elements were as large as the mean of the others, as in torch. */
    static Tensor norm(String function, int axes, Tensor x, double normType, int[] kernelSize, PoolOptions options) {
        PoolArguments.check(function, x, axes);
        PoolArguments.requireNoAveraging(function, options);
        PoolArguments.requirePlaneIndices(function, options);
        ArgumentException.require(normType > 0, function, "normType", normType, "a number greater than 0");
        if (Double.isInfinite(normType)) {
            return MaxPooling.maxima(function, axes, F.abs(x), kernelSize, options, false)[0];
        }
        PoolWindow window = PoolArguments.window(function, axes, kernelSize, options);
        if (normType == 1) {
            return AveragePooling.sums(function, x, window);
        }
        return Apply.one(new LpPool(function, window, normType), x);
    }
}
