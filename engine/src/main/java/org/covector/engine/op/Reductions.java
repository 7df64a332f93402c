package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.LongReduce;
import org.covector.engine.kernel.ReduceKernel;
import org.covector.engine.kernel.Term;
import org.covector.engine.storage.Storage;

/**
 * Reductions over any axes of any layout.
 *
 * <p>The bits of a result depend on shape, axes and values alone: sums and products go over the elements in the order of the
 * logical indices in a fixed tree (see {@link org.covector.engine.kernel.FloatSum}), on any layout, vector width and number
 * of threads. No axes named means all of them. BOOL counts as INT64 in arithmetic; INT64 wraps around.
 */
public final class Reductions {
    private Reductions() {}

    /** A reduced array with, along one axis, the index of each element in it. */
    public record Indexed(NdArray values, NdArray indices) {}

    /** {@code y = x[0] + x[1] + ...} over the axes; of nothing, 0. Never -0. */
    public static NdArray sum(NdArray x, int[] axes, boolean keepdim) {
        NdArray a = numeric(x);
        return reduce("sum", Kernels.sum(a.dtype()), a, axes, keepdim);
    }

    /** {@code y = x[0] * x[1] * ...} over the axes; of nothing, 1. */
    public static NdArray prod(NdArray x, int[] axes, boolean keepdim) {
        NdArray a = numeric(x);
        return reduce("prod", Kernels.prod(a.dtype()), a, axes, keepdim);
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
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        requireElements(function, x.shape(), marked);
        return reduce(Kernels.extremum(x.dtype(), sign), x, marked, keepdim);
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

    private static NdArray last(String function, NdArray x, int axis, boolean keepdim, int sign) {
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

    private static Indexed indexed(String function, NdArray x, int[] axes, boolean keepdim, int sign) {
        if (x.dtype() == DType.BOOL) {
            Indexed y = indexed(function, x.to(DType.INT64), axes, keepdim, sign);
            return new Indexed(y.values().to(DType.BOOL), y.indices());
        }
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        requireElements(function, x.shape(), marked);
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        Reducer.Extremes y = Reducer.extremes(Kernels.arg(x.dtype(), sign), ReducedAxes.of(x, marked));
        return new Indexed(NdArray.wrap(y.values(), shape), NdArray.wrap(y.indices(), shape));
    }

    /**
     * {@code y = max x + log sum exp(x - max x)} over the axes; the largest element itself where it is infinite; of nothing, -inf.
     */
    public static NdArray logsumexp(NdArray x, int[] axes, boolean keepdim) {
        Kernels.requireFloat("logsumexp", x.dtype());
        boolean[] marked = ReducedAxes.marked("logsumexp", x.shape(), axes);
        Reducer.ShiftedSums e = Reducer.exponentials(ReducedAxes.of(x, marked));
        Kernels.finish(x.dtype()).log(e.shifts().array(), e.sums().array(), e.sums().array(), count(x.shape(), marked, false));
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
     * the largest (smallest) magnitude. Not scaled: squares may overflow.
     */
    public static NdArray norm(NdArray x, double p, int[] axes, boolean keepdim) {
        Kernels.requireFloat("norm", x.dtype());
        ArgumentException.require(!Double.isNaN(p), "norm", "p", p, "a number or an infinity");
        if (p == 0) {
            return countNonzero(x, axes, keepdim).to(x.dtype());
        }
        if (Double.isInfinite(p)) {
            NdArray size = magnitudes(x);
            return p > 0 ? max(size, axes, keepdim) : min(size, axes, keepdim);
        }
        NdArray y = terms("norm", x, axes, keepdim, p == 1 ? Term.ABS : p == 2 ? Term.SQUARE : Term.POWER, p);
        if (p != 1) {
            Kernels.finish(x.dtype()).power(y.storage().array(), 1 / p, (int) y.size());
        }
        return y;
    }

    private static NdArray magnitudes(NdArray x) {
        Storage y = Copy.fresh(x, DType.FLOAT64);
        double[] v = y.doubles();
        Arrays.setAll(v, i -> Math.abs(v[i]));
        return NdArray.wrap(y, x.shape()).to(x.dtype());
    }

    /** A fresh result over any of the axes. */
    private static NdArray terms(String function, NdArray x, int[] axes, boolean keepdim, Term term, double power) {
        Kernels.requireFloat(function, x.dtype());
        boolean[] marked = ReducedAxes.marked(function, x.shape(), axes);
        return NdArray.wrap(Reducer.terms(term, power, ReducedAxes.of(x, marked)), ReducedAxes.result(x.shape(), marked, keepdim));
    }

    /** Variance and mean over the same axes. */
    public record VarMean(NdArray variance, NdArray mean) {}

    /**
     * {@code mean = sum x / n}, {@code variance = sum (x - mean)^2 / (n - correction)} over the axes, in two passes. NaN where n is 0;
     * as in torch, n - correction counts as 0 where it is negative.
     */
    public static VarMean varMean(NdArray x, int[] axes, double correction, boolean keepdim) {
        Kernels.requireFloat("varMean", x.dtype());
        boolean[] marked = ReducedAxes.marked("varMean", x.shape(), axes);
        Reducer.ShiftedSums d = Reducer.deviations(ReducedAxes.of(x, marked));
        int kept = count(x.shape(), marked, false);
        double n = count(x.shape(), marked, true);
        Kernels.finish(x.dtype()).divide(d.sums().array(), Math.max(0, n - correction), 0, kept);
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        return new VarMean(NdArray.wrap(d.sums(), shape), NdArray.wrap(d.shifts(), shape));
    }

    /** {@code sqrt(variance)}, the standard deviation; axes, correction and errors as in {@link #varMean}. */
    public static NdArray std(NdArray x, int[] axes, double correction, boolean keepdim) {
        NdArray variance = varMean(x, axes, correction, keepdim).variance();
        Kernels.finish(x.dtype()).power(variance.storage().array(), 0.5, (int) variance.size()); // nobody has seen it yet
        return variance;
    }

    private static int count(Shape shape, boolean[] marked, boolean wanted) {
        int n = 1;
        for (int i = 0; i < shape.rank(); i++) {
            n *= marked[i] == wanted ? shape.dim(i) : 1;
        }
        return n;
    }

    /** Whether all elements over the axes are not zero (NaN is not); of nothing, true. BOOL. */
    public static NdArray all(NdArray x, int[] axes, boolean keepdim) {
        return reduce("all", LongReduce.MIN, x.to(DType.BOOL).to(DType.INT64), axes, keepdim).to(DType.BOOL);
    }

    /** Whether any element over the axes is not zero (NaN is not); of nothing, false. BOOL. */
    public static NdArray any(NdArray x, int[] axes, boolean keepdim) {
        NdArray count = countNonzero(x, axes, keepdim);
        return count.to(DType.BOOL);
    }

    /** The number of elements over the axes that are not zero, INT64. */
    public static NdArray countNonzero(NdArray x, int[] axes, boolean keepdim) {
        return reduce("countNonzero", LongReduce.SUM, x.to(DType.BOOL).to(DType.INT64), axes, keepdim);
    }

    private static NdArray numeric(NdArray x) {
        return x.dtype() == DType.BOOL ? x.to(DType.INT64) : x;
    }

    private static void requireElements(String function, Shape shape, boolean[] marked) {
        for (int i = 0; i < shape.rank(); i++) {
            ArgumentException.require(!marked[i] || shape.dim(i) > 0, function, "length of axis " + i, 0, "1 or more: nothing has no extremum");
        }
    }

    private static NdArray reduce(String function, ReduceKernel kernel, NdArray x, int[] axes, boolean keepdim) {
        return reduce(kernel, x, ReducedAxes.marked(function, x.shape(), axes), keepdim);
    }

    static NdArray reduce(ReduceKernel kernel, NdArray x, boolean[] marked, boolean keepdim) {
        Shape shape = ReducedAxes.result(x.shape(), marked, keepdim);
        if (shape.size() == 1 && x.isDense() && x.size() <= kernel.block()) { // one run of one block: no walk
            Storage one = Storage.uninitialised(x.dtype(), 1);
            Object work = Storage.uninitialised(x.dtype(), kernel.rowWork()).array();
            kernel.row(x.storage().array(), x.offset(), (int) x.size(), work, one.array(), 0);
            return NdArray.wrap(one, shape);
        }
        return NdArray.wrap(Reducer.reduce(kernel, ReducedAxes.of(x, marked)), shape);
    }
}
