package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.expr.Expr;
import org.covector.engine.expr.Formula;
import org.covector.engine.expr.Op;
import org.covector.engine.kernel.reduction.LongReduce;
import org.covector.engine.kernel.reduction.ReduceKernel;
import org.covector.engine.kernel.reduction.Term;
import org.covector.engine.op.LargeReductions.Rules;
import org.covector.engine.storage.Storage;

/**
 * Reductions over any axes of any layout.
 *
 * <p>The bits of a result depend on shape, axes and values alone: sums and products go over the elements in the order of the
 * logical indices in a fixed tree (see {@link org.covector.engine.kernel.reduction.FloatSum}), on any layout, vector width and number
 * of threads. No axes named means all of them. BOOL counts as INT64 in arithmetic; INT64 wraps around.
 */
public final class Reductions {
    /** Logarithms of sums, and largest elements, below it in magnitude: the sum is 1 and something that may be lost. */
    private static final double NEAR_ZERO = 0.125;

    /** Sums of one element, with the bits of a sum that begins with 0. */
    private static final Pointwise ALONE = Pointwise.of(Formula.of("sum", 1, Expr.apply(Op.ADD, Expr.input(0), Expr.constant(0))));

    private Reductions() {}

    /** A reduced array with, along one axis, the index of each element in it. */
    public record Indexed(NdArray values, NdArray indices) {}

    /**
     * {@code y = x[0] + x[1] + ...} over the axes; of nothing, 0. Never -0. Overflows only where the sum does. The error is at most
     * {@code (72 + log2 n) u} times the sum of magnitudes, u = 2^-24 or 2^-53.
     */
    public static NdArray sum(NdArray x, int[] axes, boolean keepdim) {
        return sum("sum", x, axes, keepdim, 1);
    }

    /** {@code y = (x[0] + x[1] + ...) / n} over the axes, FLOAT32 or FLOAT64; of nothing, NaN. Never overflows. */
    public static NdArray mean(NdArray x, int[] axes, boolean keepdim) {
        Operands.requireFloat("mean", x.dtype());
        return sum("mean", x, axes, keepdim, count(x.shape(), ReducedAxes.marked("mean", x.shape(), axes), true));
    }

    private static NdArray sum(String function, NdArray x, int[] axes, boolean keepdim, double divisor) {
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce(function, x, axes, keepdim,
                    new Rules((t, a) -> sum(function, t, a, true, 1),
                            (y, times) -> divisor == 1
                                    ? LargeReductions.times(y, times)
                                    : LargeReductions.map(y, v -> v * (times / divisor)),
                            (a, b) -> sum(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        NdArray a = numeric(x);
        boolean[] marked = ReducedAxes.marked(function, a.shape(), axes);
        if (a.dtype().isFloating() && a.size() > 1 && count(a.shape(), marked, true) == 1) { // runs of one element: no runs
            return ALONE.apply(a).reshape(ReducedAxes.result(a.shape(), marked, keepdim));
        }
        NdArray y = reduce(ReductionKernels.sum(a.dtype()), a, marked, keepdim);
        if (a.dtype().isFloating()) {
            Storage out = y.storage(); // nobody has seen it yet
            if (divisor != 1) {
                ReductionKernels.finish(a.dtype()).divide(out.array(), divisor, 0, (int) y.size());
            }
            ScaledReductions.repair(a, marked, out, ScaledReductions::overflown, (v, n) -> ScaledReductions.sum(v, n, divisor));
        }
        return y;
    }

    /** {@code y = x[0] * x[1] * ...} over the axes; of nothing, 1. A result of 0 or infinity is one of the exact product. */
    public static NdArray prod(NdArray x, int[] axes, boolean keepdim) {
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("prod", x, axes, keepdim,
                    new Rules((t, a) -> prod(t, a, true), LargeReductions::power,
                            (a, b) -> prod(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        NdArray a = numeric(x);
        boolean[] marked = ReducedAxes.marked("prod", a.shape(), axes);
        NdArray y = reduce(ReductionKernels.prod(a.dtype()), a, marked, keepdim);
        if (a.dtype().isFloating()) {
            double least = a.dtype().leastNormal();
            ScaledReductions.repair(a, marked, y.storage(), v -> !(Math.abs(v) >= least && Math.abs(v) <= Double.MAX_VALUE),
                    ScaledReductions::product);
        }
        return y;
    }

    /** The largest element over the axes; NaN if there is one; +0 above -0. Throws if the axes hold nothing. */
    public static NdArray max(NdArray x, int[] axes, boolean keepdim) {
        return extremum("max", x, axes, keepdim, 1);
    }

    /** The smallest element over the axes; NaN if there is one; -0 below +0. Throws if the axes hold nothing. */
    public static NdArray min(NdArray x, int[] axes, boolean keepdim) {
        return extremum("min", x, axes, keepdim, -1);
    }

    private static NdArray extremum(String function, NdArray x, int[] axes, boolean keepdim, int sign) {
        if (x.dtype() == DType.BOOL) {
            return extremum(function, x.to(DType.INT64), axes, keepdim, sign).to(DType.BOOL);
        }
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce(function, x, axes, keepdim,
                    new Rules((t, a) -> extremum(function, t, a, true, sign), (y, _) -> y,
                            (a, b) -> extremum(function, LargeReductions.both(a, b), new int[] {0}, false, sign)));
        }
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        requireElements(function, x.shape(), marked);
        return reduce(ReductionKernels.extremum(x.dtype(), sign), x, marked, keepdim);
    }

    /** The largest element along an axis and its first index; the first NaN counts as largest. Throws if the axis is empty. */
    public static Indexed max(NdArray x, int axis, boolean keepdim) {
        return indexed("max", x, new int[] {axis}, keepdim, 1);
    }

    /** The smallest element along an axis and its first index; the first NaN counts as smallest. Throws if the axis is empty. */
    public static Indexed min(NdArray x, int axis, boolean keepdim) {
        return indexed("min", x, new int[] {axis}, keepdim, -1);
    }

    /** The first index of the largest element along an axis, INT64. */
    public static NdArray argmax(NdArray x, int axis, boolean keepdim) {
        return indexed("argmax", x, new int[] {axis}, keepdim, 1).indices();
    }

    /** The first index of the smallest element along an axis, INT64. */
    public static NdArray argmin(NdArray x, int axis, boolean keepdim) {
        return indexed("argmin", x, new int[] {axis}, keepdim, -1).indices();
    }

    /** The last index of the largest element along an axis, INT64; the last NaN counts as largest. ONNX: select_last_index. */
    public static NdArray argmaxLast(NdArray x, int axis, boolean keepdim) {
        return last("argmaxLast", x, axis, keepdim, 1);
    }

    /** The last index of the smallest element along an axis, INT64; the last NaN counts as smallest. */
    public static NdArray argminLast(NdArray x, int axis, boolean keepdim) {
        return last("argminLast", x, axis, keepdim, -1);
    }

    static NdArray last(String function, NdArray x, int axis, boolean keepdim, int sign) {
        if (LargeReductions.is(x)) {
            return LargeReductions.last(function, x, axis, keepdim, sign);
        }
        if (x.rank() == 0) {
            return indexed(function, x, new int[] {axis}, keepdim, sign).indices();
        }
        int a = x.shape().axis(function, axis);
        NdArray y = indexed(function, x.flip(a), new int[] {a}, keepdim, sign).indices(); // counted from the end, fresh
        long[] indices = (long[]) y.storage().array();
        for (int i = 0; i < y.size(); i++) {
            indices[i] = x.shape().dim(a) - 1 - indices[i];
        }
        return y;
    }

    /** The first index of the largest element in row-major order, an INT64 scalar. */
    public static NdArray argmax(NdArray x) {
        return indexed("argmax", x, new int[0], false, 1).indices();
    }

    /** The first index of the smallest element in row-major order, an INT64 scalar. */
    public static NdArray argmin(NdArray x) {
        return indexed("argmin", x, new int[0], false, -1).indices();
    }

    static Indexed indexed(String function, NdArray x, int[] axes, boolean keepdim, int sign) {
        if (LargeReductions.is(x)) {
            return axes.length == 1 ? LargeReductions.indexed(function, x, axes[0], keepdim, sign)
                    : new Indexed(extremum(function, x, axes, keepdim, sign), LargeReductions.flat(function, x, sign));
        }
        if (x.dtype() == DType.BOOL) {
            Indexed y = indexed(function, x.to(DType.INT64), axes, keepdim, sign);
            return new Indexed(y.values().to(DType.BOOL), y.indices());
        }
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        requireElements(function, x.shape(), marked);
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        Reducer.Extremes y = Reducer.extremes(ReductionKernels.arg(x.dtype(), sign), ReducedAxes.of(x, marked));
        return new Indexed(NdArray.wrap(y.values(), shape), NdArray.wrap(y.indices(), shape));
    }

    /**
     * {@code y = max x + log sum exp(x - max x)} over the axes; the largest element itself where it is infinite; of nothing, -inf. Where
     * result and largest element are near 0, the logarithm is log1p of the other terms, whose digits it keeps. The error is at most
     * {@code (80 + log2 n) u max(1, |y|, |max x|)}, u = 2^-24 or 2^-53.
     */
    public static NdArray logsumexp(NdArray x, int[] axes, boolean keepdim) {
        Operands.requireFloat("logsumexp", x.dtype());
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("logsumexp", x, axes, keepdim,
                    new Rules((t, a) -> logsumexp(t, a, true), (y, times) -> LargeReductions.map(y, v -> v + StrictMath.log(times)),
                            (a, b) -> logsumexp(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        boolean[] marked = ReducedAxes.marked("logsumexp", x.shape(), axes);
        Reducer.ShiftedSums e = Reducer.exponentials(ReducedAxes.of(x, marked));
        Object y = e.sums().array();
        ReductionKernels.finish(x.dtype()).log(e.shifts().array(), y, y, (int) count(x.shape(), marked, false));
        ScaledReductions.repairAt(x, marked, e.sums(),
                i -> Math.abs(e.sums().getDouble(i)) < NEAR_ZERO && Math.abs(e.shifts().getDouble(i)) < NEAR_ZERO,
                ScaledReductions::logsumexp);
        return NdArray.wrap(e.sums(), ReducedAxes.result(x.shape(), marked, keepdim));
    }

    /** {@code y = x[0]^2 + x[1]^2 + ...} over the axes. */
    public static NdArray sumOfSquares(NdArray x, int[] axes, boolean keepdim) {
        return terms("sumOfSquares", x, axes, keepdim, Term.SQUARE, 1);
    }

    /** {@code y = |x[0]| + |x[1]| + ...} over the axes. */
    public static NdArray sumOfAbsolutes(NdArray x, int[] axes, boolean keepdim) {
        return terms("sumOfAbsolutes", x, axes, keepdim, Term.ABS, 1);
    }

    /**
     * {@code y = (|x[0]|^p + |x[1]|^p + ...)^(1/p)} over the axes; for p = 0 the number of elements that are not 0, for infinite p
     * the largest (smallest) magnitude. Powers are scaled where they would leave the range of the dtype. The relative error for p = 2 is at
     * most {@code (40 + log2 n) u}, u = 2^-24 or 2^-53, and else {@code (80 + log2 n) u}.
     */
    public static NdArray norm(NdArray x, double p, int[] axes, boolean keepdim) {
        Operands.requireFloat("norm", x.dtype());
        ArgumentException.require(!Double.isNaN(p), "norm", "p", p, "a number or an infinity");
        if (p == 0) {
            return countNonzero(x, axes, keepdim).to(x.dtype());
        }
        if (Double.isInfinite(p)) {
            return magnitude(x, axes, keepdim, p > 0);
        }
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("norm", x, axes, keepdim,
                    new Rules((t, a) -> norm(t, p, a, true), (y, times) -> LargeReductions.map(y, v -> v * StrictMath.pow(times, 1 / p)),
                            (a, b) -> norm(LargeReductions.both(a, b), p, new int[] {0}, false)));
        }
        NdArray y = terms("norm", x, axes, keepdim, p == 1 ? Term.ABS : p == 2 ? Term.SQUARE : Term.POWER, p);
        if (p != 1) {
            ReductionKernels.finish(x.dtype()).power(y.storage().array(), 1 / p, (int) y.size());
        }
        ScaledReductions.repair(x, ReducedAxes.marked("norm", x.shape(), axes), y.storage(), ScaledReductions.rootOfPowers(x.dtype(), p),
                (v, n) -> ScaledReductions.norm(v, n, p));
        return y;
    }


    private static NdArray magnitude(NdArray x, int[] axes, boolean keepdim, boolean largest) {
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("norm", x, axes, keepdim,
                    new Rules((t, a) -> magnitude(t, a, true, largest), (y, _) -> y,
                            (a, b) -> magnitude(LargeReductions.both(a, b), new int[] {0}, false, largest)));
        }
        NdArray size = LargeReductions.map(x, Math::abs);
        return largest ? max(size, axes, keepdim) : min(size, axes, keepdim);
    }

    /** A fresh result over any of the axes. */
    private static NdArray terms(String function, NdArray x, int[] axes, boolean keepdim, Term term, double power) {
        Operands.requireFloat(function, x.dtype());
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce(function, x, axes, keepdim,
                    new Rules((t, a) -> terms(function, t, a, true, term, power), LargeReductions::times,
                            (a, b) -> sum(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        return NdArray.wrap(Reducer.terms(term, power, ReducedAxes.of(x, marked)), ReducedAxes.result(x.shape(), marked, keepdim));
    }

    /** Variance and mean over the same axes. */
    public record VarMean(NdArray variance, NdArray mean) {}

    /**
     * {@code mean = sum x / n}, {@code variance = sum (x - mean)^2 / (n - correction)} over the axes, in two passes: the relative error of
     * the variance is at most {@code e + (e rms x / std x)^2} with {@code e = (80 + log2 n) u}, u = 2^-24 or 2^-53. NaN where n is 0;
     * as in torch, n - correction counts as 0 where it is negative.
     */
    public static VarMean varMean(NdArray x, int[] axes, double correction, boolean keepdim) {
        Operands.requireFloat("varMean", x.dtype());
        if (LargeReductions.is(x)) {
            return LargeReductions.varMean(x, axes, correction, keepdim);
        }
        boolean[] marked = ReducedAxes.marked("varMean", x.shape(), axes);
        Reducer.ShiftedSums d = Reducer.deviations(ReducedAxes.of(x, marked));
        int kept = (int) count(x.shape(), marked, false);
        double n = count(x.shape(), marked, true);
        double divisor = Math.max(0, n - correction);
        ReductionKernels.finish(x.dtype()).divide(d.sums().array(), divisor, 0, kept);
        ScaledReductions.repair(x, marked, d.sums(), ScaledReductions::overflown,
                (v, k) -> square(ScaledReductions.deviation(v, k, divisor)));
        ScaledReductions.repair(x, marked, d.shifts(), ScaledReductions::overflown, (v, k) -> ScaledReductions.sum(v, k, k));
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        return new VarMean(NdArray.wrap(d.sums(), shape), NdArray.wrap(d.shifts(), shape));
    }

    /** {@code sqrt(variance)}, the standard deviation; axes, correction and errors as in {@link #varMean}. */
    public static NdArray std(NdArray x, int[] axes, double correction, boolean keepdim) {
        NdArray variance = varMean(x, axes, correction, keepdim).variance();
        if (LargeReductions.is(x)) {
            return LargeReductions.map(variance, Math::sqrt);
        }
        Storage y = variance.storage(); // nobody has seen it yet
        ReductionKernels.finish(x.dtype()).power(y.array(), 0.5, (int) variance.size());
        boolean[] marked = ReducedAxes.marked("std", x.shape(), axes);
        double divisor = Math.max(0, count(x.shape(), marked, true) - correction);
        ScaledReductions.repair(x, marked, y, ScaledReductions.rootOfPowers(x.dtype(), 2),
                (v, n) -> ScaledReductions.deviation(v, n, divisor));
        return variance;
    }

    private static double square(double v) {
        return v * v;
    }

    static double count(Shape shape, boolean[] marked, boolean wanted) {
        double n = 1;
        for (int i = 0; i < shape.rank(); i++) {
            n *= marked[i] == wanted ? shape.dim(i) : 1;
        }
        return n;
    }

    /** Whether all elements over the axes are not zero (NaN is not); of nothing, true. BOOL. */
    public static NdArray all(NdArray x, int[] axes, boolean keepdim) {
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("all", x, axes, keepdim,
                    new Rules((t, a) -> all(t, a, true), (y, _) -> y, (a, b) -> all(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        return reduce("all", LongReduce.MIN, x.to(DType.BOOL).to(DType.INT64), axes, keepdim).to(DType.BOOL);
    }

    /** Whether any element over the axes is not zero (NaN is not); of nothing, false. BOOL. */
    public static NdArray any(NdArray x, int[] axes, boolean keepdim) {
        NdArray count = countNonzero(x, axes, keepdim);
        return count.to(DType.BOOL);
    }

    /** The number of elements over the axes that are not zero, INT64. */
    public static NdArray countNonzero(NdArray x, int[] axes, boolean keepdim) {
        if (LargeReductions.is(x)) {
            return LargeReductions.reduce("countNonzero", x, axes, keepdim,
                    new Rules((t, a) -> countNonzero(t, a, true), LargeReductions::times,
                            (a, b) -> sum(LargeReductions.both(a, b), new int[] {0}, false)));
        }
        return reduce("countNonzero", LongReduce.SUM, x.to(DType.BOOL).to(DType.INT64), axes, keepdim);
    }

    private static NdArray numeric(NdArray x) {
        return x.dtype() == DType.BOOL ? x.to(DType.INT64) : x;
    }

    private static void requireElements(String function, Shape shape, boolean[] marked) {
        for (int i = 0; i < shape.rank(); i++) {
            ArgumentException.require(!marked[i] || shape.dim(i) > 0, function, "length of axis " + i, 0,
                    "1 or more: nothing has no extremum");
        }
    }

    private static NdArray reduce(String function, ReduceKernel kernel, NdArray x, int[] axes, boolean keepdim) {
        return reduce(kernel, x, ReducedAxes.marked(function, x.shape(), axes), keepdim);
    }

    static NdArray reduce(ReduceKernel kernel, NdArray x, boolean[] marked, boolean keepdim) {
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        if (shape.size() == 1 && x.isDense() && x.size() <= kernel.block()) { // one run of one block: no walk
            Storage one = Storage.uninitialised(x.dtype(), 1);
            Object work = Storage.scratch(x.dtype(), kernel.rowWork());
            kernel.row(x.storage().array(), x.offset(), (int) x.size(), work, one.array(), 0);
            return NdArray.wrap(one, shape);
        }
        return NdArray.wrap(Reducer.reduce(kernel, ReducedAxes.of(x, marked)), shape);
    }
}
