package org.covector.functional.reduction;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.functional.Covariance;
import org.covector.functional.F;
import org.covector.functional.Histogram;
import org.covector.functional.QuantileMethod;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.Ties;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Index;
import org.covector.functional.reduction.Findings.Finding;
import org.covector.functional.reduction.OrderStatistics.Choice;

/** Reductions and statistics; part of {@link F}. */
public abstract sealed class ReductionFunctions extends ScanFunctions permits OrderFunctions {
    private static final int[] ALL = {};

    ReductionFunctions() {}

    private static Tuple2<Tensor, Tensor> two(Tensor... both) {
        return Tuple.of(both[0], both[1]);
    }

    // ---- sums, means, products

    /**
     * {@code y = sum over i of x[i]} of all elements. It overflows only where the sum does; the bits depend on shape and values
     * alone.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the sum of magnitudes, u being 2^-24 or 2^-53.
     *
     * @param x any shape and dtype
     * @return a scalar; INT64 for BOOL
     */
    public static Tensor sum(Tensor x) {
        return AxisReduction.sum(x, ALL, false);
    }

    /**
     * {@code y = sum over i of x[i]} of the elements along some axes. It overflows only where the sum does; the bits depend on shape
     * and values alone.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the sum of magnitudes, u being 2^-24 or 2^-53.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor sum(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.sum(x, axes, keepdim);
    }

    /**
     * {@code y = sum over i of x[i]} of the elements along some axes, which disappear. It overflows only where the sum does; the bits
     * depend on shape and values alone.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor all = F.sum(x); // 10
     * Tensor rows = F.sum(x, 1); // [3, 7]
     * Tensor kept = F.sum(x, true, 1); // [[3], [7]]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor sum(Tensor x, int... axes) {
        return AxisReduction.sum(x, axes, false);
    }

    /**
     * {@code y = sum over i of x[i]} of the elements along some axes, computed in a dtype. It overflows only where the sum does; the
     * bits depend on shape and values alone.
     *
     * @param x any shape and dtype
     * @param dtype the dtype that x is converted to first, and that of the result
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor sum(Tensor x, DType dtype, boolean keepdim, int... axes) {
        return AxisReduction.sum(Convert.to(x, dtype), axes, keepdim);
    }

    /**
     * {@code y = sum over i of x[i] / n} of all elements, without overflow; of nothing, NaN.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the mean of magnitudes, u being 2^-24 or 2^-53.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return a scalar
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor mean(Tensor x) {
        return AxisReduction.mean(x, ALL, false);
    }

    /**
     * {@code y = sum over i of x[i] / n} of the elements along some axes, without overflow; of nothing, NaN.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the mean of magnitudes, u being 2^-24 or 2^-53.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor mean(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.mean(x, axes, keepdim);
    }

    /**
     * {@code y = sum over i of x[i] / n} of the elements along some axes, which disappear, without overflow; of nothing, NaN.
     *
     * {@snippet :
     * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
     * Tensor all = F.mean(x); // 2.5
     * Tensor columns = F.mean(x, 0); // [2, 3]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor mean(Tensor x, int... axes) {
        return AxisReduction.mean(x, axes, false);
    }

    /**
     * {@code y = sum over i of x[i] / n} of the elements along some axes, computed in a dtype: the way to the mean of integers.
     *
     * @param x any shape and dtype
     * @param dtype FLOAT32 or FLOAT64, which x is converted to first
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if the dtype is not floating, or an axis is out of range or named twice
     */
    public static Tensor mean(Tensor x, DType dtype, boolean keepdim, int... axes) {
        return AxisReduction.mean(Convert.to(x, dtype), axes, keepdim);
    }

    /**
     * {@code y = product over i of x[i]} of all elements. The gradient is exact where elements are zero, to every order.
     *
     * <p>The error is at most {@code n u} of the product, u being 2^-24 or 2^-53.
     *
     * @param x any shape and dtype
     * @return a scalar; INT64 for BOOL
     */
    public static Tensor prod(Tensor x) {
        return AxisReduction.prod(x, ALL, false);
    }

    /**
     * {@code y = product over i of x[i]} of the elements along some axes. The gradient is exact where elements are zero, to every
     * order.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor prod(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.prod(x, axes, keepdim);
    }

    /**
     * {@code y = product over i of x[i]} of the elements along some axes, which disappear. The gradient is exact where elements are
     * zero, to every order.
     *
     * {@snippet :
     * Tensor y = F.prod(Tensor.of(new double[][] {{1, 2}, {3, 4}}), 0); // [3, 8]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor prod(Tensor x, int... axes) {
        return AxisReduction.prod(x, axes, false);
    }

    /**
     * {@code y = product over i of x[i]} of the elements along some axes, computed in a dtype. The gradient is exact where elements
     * are zero, to every order.
     *
     * @param x any shape and dtype
     * @param dtype the dtype that x is converted to first, and that of the result
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor prod(Tensor x, DType dtype, boolean keepdim, int... axes) {
        return AxisReduction.prod(Convert.to(x, dtype), axes, keepdim);
    }

    /**
     * {@code y = sum over i of x[i], NaN as 0,} of all elements. NaN reaches neither value nor gradient.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the sum of magnitudes, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.nansum(Tensor.of(1, Double.NaN, 2)); // 3
     * }
     *
     * @param x any shape and dtype
     * @return a scalar; INT64 for BOOL
     */
    public static Tensor nansum(Tensor x) {
        return Statistics.nansum(x, false);
    }

    /**
     * {@code y = sum over i of x[i], NaN as 0,} of the elements along some axes. NaN reaches neither value nor gradient.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor nansum(Tensor x, boolean keepdim, int... axes) {
        return Statistics.nansum(x, keepdim, axes);
    }

    /**
     * {@code y = sum over i of x[i], NaN as 0,} of the elements along some axes, computed in a dtype. NaN reaches neither value nor
     * gradient.
     *
     * @param x any shape and dtype
     * @param dtype the dtype that x is converted to first, and that of the result
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor nansum(Tensor x, DType dtype, boolean keepdim, int... axes) {
        return Statistics.nansum(Convert.to(x, dtype), keepdim, axes);
    }

    /**
     * {@code y = sum over i of x[i], NaN as 0,} of the elements along some axes, which disappear. NaN reaches neither value nor
     * gradient.
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes; INT64 for BOOL
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor nansum(Tensor x, int... axes) {
        return Statistics.nansum(x, false, axes);
    }

    /**
     * {@code y = sum of the numbers / how many there are} of all elements; NaN does not count, and reaches neither value nor
     * gradient. NaN where there is nothing else.
     *
     * <p>The error is at most {@code (72 + log2 n) u} times the mean of magnitudes, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.nanmean(Tensor.of(1, Double.NaN, 2)); // 1.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return a scalar
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor nanmean(Tensor x) {
        return Statistics.nanmean(x, false);
    }

    /**
     * {@code y = sum of the numbers / how many there are} of the elements along some axes; NaN does not count, and reaches neither
     * value nor gradient. NaN where there is nothing else.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor nanmean(Tensor x, boolean keepdim, int... axes) {
        return Statistics.nanmean(x, keepdim, axes);
    }

    /**
     * {@code y = sum of the numbers / how many there are} of the elements along some axes, computed in a dtype; NaN does not count,
     * and reaches neither value nor gradient. NaN where there is nothing else.
     *
     * @param x any shape and dtype
     * @param dtype the dtype that x is converted to first, and that of the result: FLOAT32 or FLOAT64
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if the dtype is not floating, or an axis is out of range or named twice
     */
    public static Tensor nanmean(Tensor x, DType dtype, boolean keepdim, int... axes) {
        return Statistics.nanmean(Convert.to(x, dtype), keepdim, axes);
    }

    /**
     * {@code y = sum of the numbers / how many there are} of the elements along some axes, which disappear; NaN does not count, and
     * reaches neither value nor gradient. NaN where there is nothing else.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor nanmean(Tensor x, int... axes) {
        return Statistics.nanmean(x, false, axes);
    }

    /**
     * {@code y = sum (x - mean)^2 / (n - correction)} of the n elements along some axes that are not NaN.
     *
     * {@snippet :
     * Tensor y = F.nanvar(Tensor.of(1, Double.NaN, 3), 1, false); // 2
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param correction 1 without bias, 0 for the plain mean of squares
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor nanvar(Tensor x, double correction, boolean keepdim, int... axes) {
        return Statistics.nanvar(x, correction, keepdim, axes);
    }

    /**
     * {@code y = sum weight x / sum weight} along some axes; NumPy: average. An element that is not finite does not count where its
     * weight is 0.
     *
     * {@snippet :
     * Tensor y = F.weightedMean(Tensor.of(1.0, 2, 4), Tensor.of(1.0, 1, 2), false); // 2.75
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param weight a shape that broadcasts to that of x; converted to its dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or the weight does not broadcast to it
     */
    public static Tensor weightedMean(Tensor x, Tensor weight, boolean keepdim, int... axes) {
        return Statistics.weightedMean(x, weight, keepdim, axes);
    }

    // ---- extremes

    /**
     * {@code y = max over i of x[i]} of the elements along some axes; NaN if there is one. Elements that tie share the gradient
     * evenly.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if there is no element along the axes, as in torch (ONNX's ReduceMax gives -infinity or the least number),
     *     or an axis is out of range or named twice
     */
    public static Tensor amax(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.extremum("amax", x, axes, keepdim, true);
    }

    /**
     * {@code y = max over i of x[i]} of the elements along some axes, which disappear; NaN if there is one. Elements that tie share
     * the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.amax(Tensor.of(new double[][] {{1, 4}, {3, 2}}), 1); // [4, 3]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if there is no element along the axes, as in torch (ONNX's ReduceMax gives -infinity or the least number),
     *     or an axis is out of range or named twice
     */
    public static Tensor amax(Tensor x, int... axes) {
        return AxisReduction.extremum("amax", x, axes, false, true);
    }

    /**
     * {@code y = min over i of x[i]} of the elements along some axes; NaN if there is one. Elements that tie share the gradient
     * evenly.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if there is no element along the axes, as in torch (ONNX's ReduceMin gives infinity or the greatest
     *     number), or an axis is out of range or named twice
     */
    public static Tensor amin(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.extremum("amin", x, axes, keepdim, false);
    }

    /**
     * {@code y = min over i of x[i]} of the elements along some axes, which disappear; NaN if there is one. Elements that tie share
     * the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.amin(Tensor.of(new double[][] {{1, 4}, {3, 2}}), 1); // [1, 2]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if there is no element along the axes, as in torch (ONNX's ReduceMin gives infinity or the greatest
     *     number), or an axis is out of range or named twice
     */
    public static Tensor amin(Tensor x, int... axes) {
        return AxisReduction.extremum("amin", x, axes, false, false);
    }

    /**
     * {@code y = max over i of x[i]} of all elements; NaN if there is one. Elements that tie share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.max(Tensor.of(1.0, 3, 2)); // 3
     * Tensor dy = Autograd.grad(F::max).apply(Tensor.of(1.0, 3, 3)); // [0, 0.5, 0.5]
     * }
     *
     * @param x any shape and dtype
     * @return a scalar
     * @throws ArgumentException if x is empty
     */
    public static Tensor max(Tensor x) {
        return AxisReduction.extremum("max", x, ALL, false, true);
    }

    /**
     * {@code y = min over i of x[i]} of all elements; NaN if there is one. Elements that tie share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.min(Tensor.of(1.0, 3, 2)); // 1
     * Tensor dy = Autograd.grad(F::min).apply(Tensor.of(1.0, 1, 2)); // [0.5, 0.5, 0]
     * }
     *
     * @param x any shape and dtype
     * @return a scalar
     * @throws ArgumentException if x is empty
     */
    public static Tensor min(Tensor x) {
        return AxisReduction.extremum("min", x, ALL, false, false);
    }

    /**
     * {@code y = max over i of x[.., i, ..]} and the index of its first occurrence; NaN wins. The gradient goes to the index
     * returned.
     *
     * {@snippet :
     * Selected y = F.max(Tensor.of(new double[][] {{1, 4}, {3, 2}}), 1, false);
     * Tensor values = y.values(); // [4, 3]
     * Tensor indices = y.indices(); // [1, 0]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Selected max(Tensor x, int axis, boolean keepdim) {
        return Index.selected(AxisReduction.extremumAt(x, axis, keepdim, true));
    }

    /**
     * {@code y = min over i of x[.., i, ..]} and the index of its first occurrence; NaN wins. The gradient goes to the index
     * returned.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Selected min(Tensor x, int axis, boolean keepdim) {
        return Index.selected(AxisReduction.extremumAt(x, axis, keepdim, false));
    }

    /**
     * {@code (min over i of x[i], max over i of x[i])} of all elements. Elements that tie share the gradient evenly.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.aminmax(Tensor.of(1.0, 3, 2)); // (1, 3)
     * }
     *
     * @param x any shape and dtype
     * @return the smallest and the largest, scalars
     * @throws ArgumentException if x is empty
     */
    public static Tuple2<Tensor, Tensor> aminmax(Tensor x) {
        return AxisReduction.aminmax(x, ALL, false);
    }

    /**
     * {@code (min over i of x[i], max over i of x[i])} along some axes. Elements that tie share the gradient evenly.
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return the smallest and the largest, each x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if there is no element along the axes, or an axis is out of range or named twice
     */
    public static Tuple2<Tensor, Tensor> aminmax(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.aminmax(x, axes, keepdim);
    }

    /**
     * {@code y = i} with x[i] the largest element, i counted in row-major order: the first of those that tie; NaN wins. Without
     * gradient.
     *
     * @param x any shape and dtype
     * @return an INT64 scalar
     * @throws ArgumentException if x is empty
     */
    public static Tensor argmax(Tensor x) {
        return Findings.arg(Finding.arg(true, Ties.FIRST), x, Option.none(), false);
    }

    /**
     * {@code y = i} with x[.., i, ..] the largest element: the first of those that tie; NaN wins. Without gradient.
     *
     * {@snippet :
     * Tensor y = F.argmax(Tensor.of(new double[][] {{1, 4}, {3, 3}}), 1, false); // [1, 0]
     * Tensor last = F.argmax(Tensor.of(new double[][] {{1, 4}, {3, 3}}), 1, false, Ties.LAST); // [1, 1]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return INT64, x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Tensor argmax(Tensor x, int axis, boolean keepdim) {
        return Findings.arg(Finding.arg(true, Ties.FIRST), x, Option.of(axis), keepdim);
    }

    /**
     * {@code y = i} with x[.., i, ..] the largest element, the first or the last of those that tie; NaN wins. Without gradient.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @param ties which of equal elements; ONNX: select_last_index
     * @return INT64, x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Tensor argmax(Tensor x, int axis, boolean keepdim, Ties ties) {
        return Findings.arg(Finding.arg(true, ties), x, Option.of(axis), keepdim);
    }

    /**
     * {@code y = i} with x[i] the smallest element, i counted in row-major order: the first of those that tie; NaN wins. Without
     * gradient.
     *
     * @param x any shape and dtype
     * @return an INT64 scalar
     * @throws ArgumentException if x is empty
     */
    public static Tensor argmin(Tensor x) {
        return Findings.arg(Finding.arg(false, Ties.FIRST), x, Option.none(), false);
    }

    /**
     * {@code y = i} with x[.., i, ..] the smallest element: the first of those that tie; NaN wins. Without gradient.
     *
     * {@snippet :
     * Tensor y = F.argmin(Tensor.of(new double[][] {{1, 4}, {3, 3}}), 1, false); // [0, 0]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return INT64, x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Tensor argmin(Tensor x, int axis, boolean keepdim) {
        return Findings.arg(Finding.arg(false, Ties.FIRST), x, Option.of(axis), keepdim);
    }

    /**
     * {@code y = i} with x[.., i, ..] the smallest element, the first or the last of those that tie; NaN wins. Without gradient.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @param ties which of equal elements; ONNX: select_last_index
     * @return INT64, x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Tensor argmin(Tensor x, int axis, boolean keepdim, Ties ties) {
        return Findings.arg(Finding.arg(false, ties), x, Option.of(axis), keepdim);
    }

    // ---- truth and counts

    /**
     * {@code y = x[0] != 0 and x[1] != 0 and ..} of all elements; NaN counts as not 0.
     *
     * @param x any shape and dtype
     * @return a BOOL scalar
     */
    public static Tensor all(Tensor x) {
        return Findings.discrete(Finding.ALL, x, ALL, false);
    }

    /**
     * {@code y = x[0] != 0 and x[1] != 0 and ..} along some axes; NaN counts as not 0.
     *
     * {@snippet :
     * Tensor y = F.all(Tensor.of(new int[][] {{1, 2}, {0, 3}}), false, 1); // [true, false]
     * }
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return BOOL, x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor all(Tensor x, boolean keepdim, int... axes) {
        return Findings.discrete(Finding.ALL, x, axes, keepdim);
    }

    /**
     * {@code y = x[0] != 0 or x[1] != 0 or ..} of all elements; NaN counts as not 0.
     *
     * @param x any shape and dtype
     * @return a BOOL scalar
     */
    public static Tensor any(Tensor x) {
        return Findings.discrete(Finding.ANY, x, ALL, false);
    }

    /**
     * {@code y = x[0] != 0 or x[1] != 0 or ..} along some axes; NaN counts as not 0.
     *
     * {@snippet :
     * Tensor y = F.any(Tensor.of(new int[][] {{1, 0}, {0, 0}}), false, 1); // [true, false]
     * }
     *
     * @param x any shape and dtype
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return BOOL, x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor any(Tensor x, boolean keepdim, int... axes) {
        return Findings.discrete(Finding.ANY, x, axes, keepdim);
    }

    /**
     * {@code y = number of i with x[i] != 0} along some axes; NaN is not 0.
     *
     * {@snippet :
     * Tensor y = F.countNonzero(Tensor.of(new int[][] {{1, 0}, {2, 3}}), 1); // [1, 2]
     * }
     *
     * @param x any shape and dtype
     * @param axes the axes, negative from the end; none named means all
     * @return INT64, x without the axes
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor countNonzero(Tensor x, int... axes) {
        return Findings.discrete(Finding.COUNT_NONZERO, x, axes, false);
    }

    // ---- logarithms of sums

    /**
     * {@code y = log sum over i of e^x[i]} of the elements along some axes, without overflow. Where the result is infinite the
     * gradient is the limit: 1 for an infinite element, nothing where all are -infinity.
     *
     * <p>The error is at most {@code (80 + log2 n) u max(1, |y|, |max x|)}, u being 2^-24 or 2^-53; a result near 0 that is the share of
     * the smaller elements has their digits, and so have derivatives of every order.
     *
     * @param x any shape; integers are converted to FLOAT32
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor logsumexp(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.logsumexp(x, axes, keepdim);
    }

    /**
     * {@code y = log sum over i of e^x[i]} of the elements along some axes, which disappear, without overflow. Where the result is
     * infinite the gradient is the limit: 1 for an infinite element, nothing where all are -infinity. Errors as in
     * {@link #logsumexp(Tensor, boolean, int...)}.
     *
     * {@snippet :
     * Tensor y = F.logsumexp(Tensor.of(1000.0, 1000), 0); // 1000.693
     * }
     *
     * @param x any shape; integers are converted to FLOAT32
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor logsumexp(Tensor x, int... axes) {
        return AxisReduction.logsumexp(x, axes, false);
    }

    /**
     * {@code y = log (sum over i of e^x[i] / n)} along some axes, without overflow, and without cancellation where elements are close to 0.
     *
     * {@snippet :
     * Tensor y = F.logmeanexp(Tensor.of(1000.0, 1000), false, 0); // 1000
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if an axis is out of range or named twice
     */
    public static Tensor logmeanexp(Tensor x, boolean keepdim, int... axes) {
        return AxisReduction.logmeanexp(x, axes, keepdim);
    }

    /**
     * {@code y = e^x / sum e^x} along an axis, computed in a dtype.
     *
     * {@snippet :
     * Tensor y = F.softmax(Tensor.of(0, 1), 0, DType.FLOAT64); // [0.2689, 0.7311]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param dtype FLOAT32 or FLOAT64, which x is converted to first
     * @return the shape of x, of the dtype
     * @throws ArgumentException if the dtype is not floating, or the axis out of range
     */
    public static Tensor softmax(Tensor x, int axis, DType dtype) {
        return F.softmax(Convert.to(x, dtype), axis);
    }

    /**
     * {@code y = x - log sum e^x} along an axis, computed in a dtype.
     *
     * {@snippet :
     * Tensor y = F.logSoftmax(Tensor.of(0, 1), 0, DType.FLOAT64); // [-1.3133, -0.3133]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param dtype FLOAT32 or FLOAT64, which x is converted to first
     * @return the shape of x, of the dtype
     * @throws ArgumentException if the dtype is not floating, or the axis out of range
     */
    public static Tensor logSoftmax(Tensor x, int axis, DType dtype) {
        return F.logSoftmax(Convert.to(x, dtype), axis);
    }

    /**
     * {@code y = e^-x / sum e^-x} along an axis, computed in a dtype.
     *
     * {@snippet :
     * Tensor y = F.softmin(Tensor.of(0, 1), 0, DType.FLOAT64); // [0.7311, 0.2689]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param dtype FLOAT32 or FLOAT64, which x is converted to first
     * @return the shape of x, of the dtype
     * @throws ArgumentException if the dtype is not floating, or the axis out of range
     */
    public static Tensor softmin(Tensor x, int axis, DType dtype) {
        return F.softmin(Convert.to(x, dtype), axis);
    }

    // ---- norms, variances

    /**
     * {@code y = sqrt(sum over i of x[i]^2)} of all elements. Powers are scaled where they would overflow or underflow and the norm
     * does not. The gradient is 0 where the norm is 0; for infinite p, elements that tie share it evenly; for p = 0 there is none.
     *
     * <p>The error is at most {@code (40 + log2 n) u} of the norm for p = 2, u being 2^-24 or 2^-53.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @return a scalar
     * @throws ArgumentException if x is not floating
     */
    public static Tensor norm(Tensor x) {
        return Moments.norm(x, 2, ALL, false);
    }

    /**
     * {@code y = (sum over i of |x[i]|^p)^(1/p)} along some axes; for p = 0 the number of elements that are not 0, for infinite p the
     * largest or smallest magnitude. Powers are scaled where they would overflow or underflow and the norm does not. The gradient is
     * 0 where the norm is 0; for infinite p, elements that tie share it evenly; for p = 0 there is none.
     *
     * <p>The error is at most {@code (40 + log2 n) u} of the norm for p = 2, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.norm(Tensor.of(new double[][] {{3, 4}, {6, 8}}), 2, false, 1); // [5, 10]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param p any number, or an infinity
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, p is NaN, or an axis is out of range or named twice
     */
    public static Tensor norm(Tensor x, double p, boolean keepdim, int... axes) {
        return Moments.norm(x, p, axes, keepdim);
    }

    /**
     * {@code y = (sum over i of |x[i]|^p)^(1/p)} along some axes, computed in a dtype: {@link #norm(Tensor, double, boolean, int...)}.
     *
     * @param x any shape and dtype
     * @param p any number, or an infinity
     * @param dtype the dtype that x is converted to first, and that of the result: FLOAT32 or FLOAT64
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if the dtype is not floating, p is NaN, or an axis is out of range or named twice
     */
    public static Tensor norm(Tensor x, double p, DType dtype, boolean keepdim, int... axes) {
        return Moments.norm(Convert.to(x, dtype), p, axes, keepdim);
    }

    /**
     * {@code y = (sum over i of |x[i]|^ord)^(1/ord)} along some axes: {@link #norm(Tensor, double, boolean, int...)} by the name of
     * torch's linalg.
     *
     * {@snippet :
     * Tensor x = Tensor.of(3.0, -4);
     * Tensor two = F.vectorNorm(x, 2, false); // 5
     * Tensor one = F.vectorNorm(x, 1, false); // 7
     * Tensor largest = F.vectorNorm(x, Double.POSITIVE_INFINITY, false); // 4
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param ord any number, or an infinity
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, ord is NaN, or an axis is out of range or named twice
     */
    public static Tensor vectorNorm(Tensor x, double ord, boolean keepdim, int... axes) {
        return Moments.norm(x, ord, axes, keepdim);
    }

    /**
     * {@code y = (sum over i of |x[i]|^ord)^(1/ord)} along some axes, computed in a dtype.
     *
     * @param x any shape and dtype
     * @param ord any number, or an infinity
     * @param dtype the dtype that x is converted to first, and that of the result
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept, of the dtype
     * @throws ArgumentException if the dtype is not floating, ord is NaN, or an axis is out of range or named twice
     */
    public static Tensor vectorNorm(Tensor x, double ord, DType dtype, boolean keepdim, int... axes) {
        return Moments.norm(Convert.to(x, dtype), ord, axes, keepdim);
    }

    /**
     * {@code y[i] = x[i] maxnorm / (norm + 1e-7)} for those slices i of an axis whose p-norm is above maxnorm, else {@code x[i]}.
     *
     * {@snippet :
     * Tensor y = F.renorm(Tensor.of(new double[][] {{3, 4}, {0.3, 0.4}}), 2, 0, 1); // [[0.6, 0.8], [0.3, 0.4]]
     * }
     *
     * @param x at least two axes, FLOAT32 or FLOAT64
     * @param p a positive number, or infinity
     * @param axis whose slices are looked at, negative from the end
     * @param maxnorm the norm that none exceeds
     * @return the shape of x
     * @throws ArgumentException if x has fewer than two axes, p is not positive or maxnorm negative
     */
    public static Tensor renorm(Tensor x, double p, int axis, double maxnorm) {
        return Statistics.renorm(x, p, axis, maxnorm);
    }

    /**
     * {@code y = sum over i of (x[i] - mean)^2 / (n - correction)} along some axes, in two passes. NaN where n is 0.
     *
     * <p>The error is at most {@code e + (e rms / std)^2} of the result, {@code e = (80 + log2 n) u}, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1.0, 2, 3);
     * Tensor unbiased = F.var(x, 1, false); // 1
     * Tensor biased = F.var(x, 0, false); // 0.6667
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param correction 1 without bias, 0 for the plain mean of squares; n - correction counts as 0 where it is negative
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor var(Tensor x, double correction, boolean keepdim, int... axes) {
        return Moments.varMean(x, axes, correction, keepdim)[0];
    }

    /**
     * {@code y = sum over i of (x[i] - mean)^2 / (n - 1)} along some axes, which disappear.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor var(Tensor x, int... axes) {
        return Moments.varMean(x, axes, 1, false)[0];
    }

    /**
     * {@code y = sqrt(sum over i of (x[i] - mean)^2 / (n - correction))} along some axes; squares are scaled where they would
     * overflow or underflow. The gradient is 0 where it is 0.
     *
     * <p>The error is at most {@code e + (e rms / std)^2} of the result, {@code e = (80 + log2 n) u}, u being 2^-24 or 2^-53.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param correction 1 without bias, 0 for the plain mean of squares; n - correction counts as 0 where it is negative
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor std(Tensor x, double correction, boolean keepdim, int... axes) {
        return Moments.std(x, axes, correction, keepdim);
    }

    /**
     * {@code y = sqrt(sum over i of (x[i] - mean)^2 / (n - 1))} along some axes, which disappear. The gradient is 0 where it is 0.
     *
     * {@snippet :
     * Tensor y = F.std(Tensor.of(1.0, 2, 3)); // 1
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axes the axes, negative from the end; none named means all
     * @return x without the axes
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tensor std(Tensor x, int... axes) {
        return Moments.std(x, axes, 1, false);
    }

    /**
     * {@code (sum over i of (x[i] - mean)^2 / (n - correction), mean)} along some axes, in one go.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.varMean(Tensor.of(1.0, 2, 3), 1, false); // (1, 2)
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param correction 1 without bias, 0 for the plain mean of squares; n - correction counts as 0 where it is negative
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return variance and mean, each x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tuple2<Tensor, Tensor> varMean(Tensor x, double correction, boolean keepdim, int... axes) {
        return two(Moments.varMean(x, axes, correction, keepdim));
    }

    /**
     * {@code (sqrt(sum over i of (x[i] - mean)^2 / (n - correction)), mean)} along some axes. The gradient of the first is 0 where it
     * is 0.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.stdMean(Tensor.of(1.0, 2, 3), 1, false); // (1, 2)
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param correction 1 without bias, 0 for the plain mean of squares; n - correction counts as 0 where it is negative
     * @param keepdim whether the axes stay with length 1
     * @param axes the axes, negative from the end; none named means all
     * @return standard deviation and mean, each x without the axes, or with length 1 there if they are kept
     * @throws ArgumentException if x is not floating, or an axis is out of range or named twice
     */
    public static Tuple2<Tensor, Tensor> stdMean(Tensor x, double correction, boolean keepdim, int... axes) {
        return Tuple.of(Moments.std(x, axes, correction, keepdim), AxisReduction.mean(x, axes, keepdim));
    }

    /**
     * {@code y[i, j] = sum over k of (x[i, k] - mean_i) (x[j, k] - mean_j) / (n - 1)}: the covariances of variables.
     *
     * {@snippet :
     * Tensor y = F.cov(Tensor.of(new double[][] {{1, 2, 3}, {3, 2, 1}})); // [[1, -1], [-1, 1]]
     * }
     *
     * @param x {@code [variables, n]} or {@code [n]}, FLOAT32 or FLOAT64; other numbers count as FLOAT32
     * @return {@code [variables, variables]}, a scalar for one variable
     * @throws ArgumentException if x has more than two axes
     */
    public static Tensor cov(Tensor x) {
        return Statistics.cov(x, Covariance.DEFAULT);
    }

    /**
     * {@code y[i, j] = sum over k of w[k] (x[i, k] - mean_i) (x[j, k] - mean_j) / d}, w the product of the weights, {@code d = sum w
     * - correction sum(w aweights) / sum w}, or {@code sum w - correction} without aweights.
     *
     * @param x {@code [variables, n]} or {@code [n]}, FLOAT32 or FLOAT64; other numbers count as FLOAT32
     * @param options correction and weights
     * @return {@code [variables, variables]}, a scalar for one variable
     * @throws ArgumentException if x has more than two axes, or weights do not fit
     */
    public static Tensor cov(Tensor x, Covariance options) {
        return Statistics.cov(x, options);
    }

    /**
     * {@code y[i, j] = c[i, j] / sqrt(c[i, i] c[j, j])}, c the covariances: Pearson's correlation, within -1 and 1. Computed from
     * deviations divided by their norms, so that no square overflows; NaN where a variable is constant.
     *
     * {@snippet :
     * Tensor y = F.corrcoef(Tensor.of(new double[][] {{1, 2, 3}, {3, 2, 1}})); // [[1, -1], [-1, 1]]
     * }
     *
     * @param x {@code [variables, n]} or {@code [n]}, FLOAT32 or FLOAT64; other numbers count as FLOAT32
     * @return {@code [variables, variables]}, a scalar for one variable
     * @throws ArgumentException if x has more than two axes
     */
    public static Tensor corrcoef(Tensor x) {
        return Statistics.corrcoef(x);
    }

    // ---- order statistics

    /**
     * {@code y = x_sorted[floor((n - 1) / 2)]} of all elements: the lower of the two middle elements where their number is even; NaN
     * if there is one. Elements that tie share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.median(Tensor.of(3.0, 1, 4, 2)); // 2
     * }
     *
     * @param x any shape and dtype
     * @return a scalar; NaN for an empty floating x
     */
    public static Tensor median(Tensor x) {
        return OrderStatistics.middle(Choice.MEDIAN, x);
    }

    /**
     * {@code y = x_sorted[.., floor((n - 1) / 2), ..]}: the lower of the two middle elements where their number is even; NaN if there
     * is one; with the index where a stable sort has it, to which the gradient goes.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Selected median(Tensor x, int axis, boolean keepdim) {
        return Index.selected(OrderStatistics.ranked(Choice.MEDIAN, x, 0, axis, keepdim));
    }

    /**
     * {@code y = x_sorted[floor((n - 1) / 2)]} of all elements: the lower of the two middle elements that are not NaN; NaN where
     * there is nothing else. Elements that tie share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.nanmedian(Tensor.of(3.0, Double.NaN, 1, 2)); // 2
     * }
     *
     * @param x any shape and dtype
     * @return a scalar; NaN for an empty floating x
     */
    public static Tensor nanmedian(Tensor x) {
        return OrderStatistics.middle(Choice.NANMEDIAN, x);
    }

    /**
     * {@code y = x_sorted[.., floor((n - 1) / 2), ..]}: the lower of the two middle elements that are not NaN; NaN where there is
     * nothing else; with the index where a stable sort has it, to which the gradient goes.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Selected nanmedian(Tensor x, int axis, boolean keepdim) {
        return Index.selected(OrderStatistics.ranked(Choice.NANMEDIAN, x, 0, axis, keepdim));
    }

    /**
     * {@code y = argmax over v of the number of i with x[.., i, ..] = v}: the most frequent value, the smallest of several; with the
     * index of its last occurrence, to which the gradient goes.
     *
     * {@snippet :
     * Selected y = F.mode(Tensor.of(2, 1, 2, 3), 0, false);
     * Tensor values = y.values(); // 2
     * Tensor indices = y.indices(); // 2
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if the axis is empty or out of range
     */
    public static Selected mode(Tensor x, int axis, boolean keepdim) {
        return Index.selected(OrderStatistics.ranked(Choice.MODE, x, 0, axis, keepdim));
    }

    /**
     * {@code y = x_sorted[.., k - 1, ..]}: the k-th smallest, NaN the largest; with the index of its first occurrence, to which the
     * gradient goes.
     *
     * {@snippet :
     * Selected y = F.kthvalue(Tensor.of(3.0, 1, 2), 2, 0, false);
     * Tensor values = y.values(); // 2
     * Tensor indices = y.indices(); // 2
     * }
     *
     * @param x any shape and dtype
     * @param k from 1 on
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return values, and indices (INT64), of the shape of x without the axis, or with length 1 there
     * @throws ArgumentException if k is not from 1 to the length of the axis
     */
    public static Selected kthvalue(Tensor x, int k, int axis, boolean keepdim) {
        return Index.selected(OrderStatistics.ranked(Choice.KTH, x, k, axis, keepdim));
    }

    /**
     * {@code y = x_sorted[q (n - 1)]}, between two elements on the line from one to the other, of all elements; NaN where there is
     * one.
     *
     * {@snippet :
     * Tensor y = F.quantile(Tensor.of(1.0, 2, 3, 5), 0.5); // 2.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q from 0 to 1
     * @return a scalar
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor quantile(Tensor x, double q) {
        return Quantiles.quantile("quantile", x, Quantiles.scalar(x, q), QuantileMethod.LINEAR);
    }

    /**
     * {@code y = x_sorted[q (n - 1)]}, between two elements on the line from one to the other, along an axis; NaN where there is one.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q from 0 to 1
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return x without the axis, or with length 1 there
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor quantile(Tensor x, double q, int axis, boolean keepdim) {
        return Quantiles.quantile("quantile", x, Quantiles.scalar(x, q), axis, keepdim, QuantileMethod.LINEAR);
    }

    /**
     * {@code y = x_sorted[q (n - 1)]} of all elements; NaN where there is one.
     *
     * {@snippet :
     * Tensor y = F.quantile(Tensor.of(1.0, 2, 3, 5), Tensor.of(0.25, 1), QuantileMethod.HIGHER); // [2, 5]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q a scalar or {@code [Q]} of the dtype of x, from 0 to 1; differentiable where y is interpolated
     * @param method what lies between two elements
     * @return the shape of q
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor quantile(Tensor x, Tensor q, QuantileMethod method) {
        return Quantiles.quantile("quantile", x, q, method);
    }

    /**
     * {@code y[k] = x_sorted[.., q[k] (n - 1), ..]} along an axis; NaN where there is one.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q a scalar or {@code [Q]} of the dtype of x, from 0 to 1; differentiable where y is interpolated
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @param method what lies between two elements
     * @return {@code [Q, ..]}, the shape of q, then that of x without the axis, or with length 1 there
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor quantile(Tensor x, Tensor q, int axis, boolean keepdim, QuantileMethod method) {
        return Quantiles.quantile("quantile", x, q, axis, keepdim, method);
    }

    /**
     * {@code y = x_sorted[q (n - 1)]}, between two elements on the line from one to the other, of all elements; NaN does not count.
     *
     * {@snippet :
     * Tensor y = F.nanquantile(Tensor.of(1, Double.NaN, 2, 3, 5), 0.5); // 2.5
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q from 0 to 1
     * @return a scalar
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor nanquantile(Tensor x, double q) {
        return Quantiles.quantile("nanquantile", x, Quantiles.scalar(x, q), QuantileMethod.LINEAR);
    }

    /**
     * {@code y = x_sorted[q (n - 1)]}, between two elements on the line from one to the other, along an axis; NaN does not count.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q from 0 to 1
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @return x without the axis, or with length 1 there
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor nanquantile(Tensor x, double q, int axis, boolean keepdim) {
        return Quantiles.quantile("nanquantile", x, Quantiles.scalar(x, q), axis, keepdim, QuantileMethod.LINEAR);
    }

    /**
     * {@code y = x_sorted[q (n - 1)]} of all elements; NaN does not count.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q a scalar or {@code [Q]} of the dtype of x, from 0 to 1; differentiable where y is interpolated
     * @param method what lies between two elements
     * @return the shape of q
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor nanquantile(Tensor x, Tensor q, QuantileMethod method) {
        return Quantiles.quantile("nanquantile", x, q, method);
    }

    /**
     * {@code y[k] = x_sorted[.., q[k] (n - 1), ..]} along an axis; NaN does not count.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param q a scalar or {@code [Q]} of the dtype of x, from 0 to 1; differentiable where y is interpolated
     * @param axis the axis, negative from the end
     * @param keepdim whether the axes stay with length 1
     * @param method what lies between two elements
     * @return {@code [Q, ..]}, the shape of q, then that of x without the axis, or with length 1 there
     * @throws ArgumentException if x is not floating, the axis empty, or q outside of 0 to 1
     */
    public static Tensor nanquantile(Tensor x, Tensor q, int axis, boolean keepdim, QuantileMethod method) {
        return Quantiles.quantile("nanquantile", x, q, axis, keepdim, method);
    }

    // ---- counts by value

    /**
     * {@code y[v] = number of i with x[i] = v}. Reads the elements of x; without gradient.
     *
     * {@snippet :
     * Tensor y = F.bincount(Tensor.of(1, 3, 1), 0); // [0, 2, 0, 1]
     * }
     *
     * @param x INT64 or BOOL {@code [n]}, no element negative
     * @param minLength of the result at least
     * @return INT64 {@code [max(minLength, max x + 1)]}
     * @throws ArgumentException if x is not a vector of integers, or one is negative
     */
    public static Tensor bincount(Tensor x, int minLength) {
        return Counting.bincount(x, Option.none(), minLength);
    }

    /**
     * {@code y[v] = sum of weights[i] over the i with x[i] = v}. Reads the elements of x; differentiable in the weights.
     *
     * @param x INT64 or BOOL {@code [n]}, no element negative
     * @param weights numbers {@code [n]}
     * @param minLength of the result at least
     * @return {@code [max(minLength, max x + 1)]} of the dtype of the weights
     * @throws ArgumentException if x is not a vector of integers, one is negative, or weights do not fit
     */
    public static Tensor bincount(Tensor x, Tensor weights, int minLength) {
        return Counting.bincount(x, Option.of(weights), minLength);
    }

    /**
     * {@code y[b] = number of elements in [min + b s, min + (b + 1) s)}, {@code s = (max - min) / bins}, the last interval closed;
     * what lies outside, and NaN, does not count. With min equal to max the smallest and largest elements take their place. Without
     * gradient.
     *
     * {@snippet :
     * Tensor y = F.histc(Tensor.of(0.0, 0.5, 1, 2, 9), 2, 0, 2); // [2, 2]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param bins the number of intervals
     * @param min the lower end
     * @param max the upper end
     * @return {@code [bins]} of the dtype of x
     * @throws ArgumentException if x is not floating, bins not positive, or min above max
     */
    public static Tensor histc(Tensor x, int bins, double min, double max) {
        return Counting.histc(x, bins, min, max);
    }

    /**
     * {@code y[b] = sum of the weights of elements in [edges[b], edges[b + 1])}, the last interval closed, between equally distant
     * edges. Without a range in the options, reads the elements of x. Differentiable in the weights.
     *
     * {@snippet :
     * Tuple2<Tensor, Tensor> y = F.histogram(Tensor.of(0.0, 0.5, 1, 2), 2, Histogram.DEFAULT); // ([2, 2], [0, 1, 2])
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param bins the number of intervals
     * @param options range, weight, density
     * @return {@code [bins]}, and the edges {@code [bins + 1]}
     * @throws ArgumentException if x is not floating, bins not positive, or the range is not finite
     */
    public static Tuple2<Tensor, Tensor> histogram(Tensor x, int bins, Histogram options) {
        return Counting.histogram(x, bins, options);
    }

    /**
     * {@code y[b] = sum of the weights of elements in [edges[b], edges[b + 1])}, the last interval closed. Differentiable in the
     * weights.
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param edges two or more, ascending, of the dtype of x
     * @param options weight, density
     * @return {@code [edges - 1]}, and the edges
     * @throws ArgumentException if x is not floating, or edges do not ascend
     */
    public static Tuple2<Tensor, Tensor> histogram(Tensor x, Tensor edges, Histogram options) {
        return Counting.histogram(x, edges, options);
    }

    // ---- segments

    /**
     * {@code y[s] = sum of x[i] over the i with ids[i] = s}; 0 for an empty segment.
     *
     * {@snippet :
     * Tensor y = F.segmentSum(Tensor.of(1, 2, 4), Tensor.of(0, 2, 0), 3); // [5, 0, 2]
     * }
     *
     * @param x {@code [n, ..]}, numbers
     * @param ids INT64 {@code [n]}, sorted or not, from 0 to {@code segments - 1}
     * @param segments how many there are
     * @return {@code [segments, ..]}
     * @throws ArgumentException if x is a scalar, or ids do not fit or lie outside of 0 to segments - 1
     */
    public static Tensor segmentSum(Tensor x, Tensor ids, int segments) {
        return Segments.sum("segmentSum", x, ids, segments);
    }

    /**
     * {@code y[s] = mean of x[i] over the i with ids[i] = s}; 0 for an empty segment.
     *
     * {@snippet :
     * Tensor y = F.segmentMean(Tensor.of(1.0, 2, 4), Tensor.of(0, 2, 0), 3); // [2.5, 0, 2]
     * }
     *
     * @param x {@code [n, ..]}, numbers
     * @param ids INT64 {@code [n]}, sorted or not, from 0 to {@code segments - 1}
     * @param segments how many there are
     * @return {@code [segments, ..]}
     * @throws ArgumentException if x is a scalar, or ids do not fit or lie outside of 0 to segments - 1, or x is not floating
     */
    public static Tensor segmentMean(Tensor x, Tensor ids, int segments) {
        return Segments.mean(x, ids, segments);
    }

    /**
     * {@code y[s] = max of x[i] over the i with ids[i] = s}; -infinity, or the least integer, for an empty segment. Elements that tie
     * share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.segmentMax(Tensor.of(1.0, 2, 4), Tensor.of(0, 2, 0), 3); // [4, -Infinity, 2]
     * }
     *
     * @param x {@code [n, ..]}, numbers
     * @param ids INT64 {@code [n]}, sorted or not, from 0 to {@code segments - 1}
     * @param segments how many there are
     * @return {@code [segments, ..]}
     * @throws ArgumentException if x is a scalar, or ids do not fit or lie outside of 0 to segments - 1
     */
    public static Tensor segmentMax(Tensor x, Tensor ids, int segments) {
        return Segments.extremum(x, ids, segments, true);
    }

    /**
     * {@code y[s] = min of x[i] over the i with ids[i] = s}; infinity, or the greatest integer, for an empty segment. Elements that
     * tie share the gradient evenly.
     *
     * {@snippet :
     * Tensor y = F.segmentMin(Tensor.of(1.0, 2, 4), Tensor.of(0, 2, 0), 3); // [1, Infinity, 2]
     * }
     *
     * @param x {@code [n, ..]}, numbers
     * @param ids INT64 {@code [n]}, sorted or not, from 0 to {@code segments - 1}
     * @param segments how many there are
     * @return {@code [segments, ..]}
     * @throws ArgumentException if x is a scalar, or ids do not fit or lie outside of 0 to segments - 1
     */
    public static Tensor segmentMin(Tensor x, Tensor ids, int segments) {
        return Segments.extremum(x, ids, segments, false);
    }
}
