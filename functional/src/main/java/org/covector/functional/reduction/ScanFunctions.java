package org.covector.functional.reduction;

import io.vavr.control.Option;
import org.covector.engine.ArgumentException;
import org.covector.functional.Cumulative;
import org.covector.functional.F;
import org.covector.functional.Selected;
import org.covector.functional.Tensor;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Index;
import org.covector.functional.shape.ShapeFunctions;

/** Scans along an axis, differences and integrals; part of {@link F}. */
public abstract sealed class ScanFunctions extends ShapeFunctions permits ReductionFunctions {
    ScanFunctions() {}

    // ---- running sums, products and extremes

    /**
     * {@code y[i] = x[0] + .. + x[i]} along an axis. FLOAT32 is added in double and rounded once per element: the error is at most 2^-24 of
     * the running sum of magnitudes. FLOAT64 is added in order: at most i 2^-53 of it.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return the shape of x; INT64 for BOOL
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor cumsum(Tensor x, int axis) {
        return Scan.cumsum(x, axis, Cumulative.DEFAULT);
    }

    /**
     * {@code y[i] = x[0] + .. + x[i]} along an axis, from either end, with or without x[i] itself. FLOAT32 is added in double and
     * rounded once per element.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 2, 3);
     * Tensor y = F.cumsum(x, 0); // [1, 3, 6]
     * Tensor exclusive = F.cumsum(x, 0, Cumulative.DEFAULT.withExclusive()); // [0, 1, 3]
     * Tensor reversed = F.cumsum(x, 0, Cumulative.DEFAULT.withReversed()); // [6, 5, 3]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param options exclusive, reversed, dtype
     * @return the shape of x
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor cumsum(Tensor x, int axis, Cumulative options) {
        return Scan.cumsum(x, axis, options);
    }

    /**
     * {@code y[i] = x[0] * .. * x[i]} along an axis. The gradient is exact where elements are zero, to every order.
     *
     * {@snippet :
     * Tensor y = F.cumprod(Tensor.of(2, 3, 4), 0); // [2, 6, 24]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return the shape of x; INT64 for BOOL
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor cumprod(Tensor x, int axis) {
        return Scan.cumprod(x, axis, Cumulative.DEFAULT);
    }

    /**
     * {@code y[i] = x[0] * .. * x[i]} along an axis, from either end, with or without x[i] itself. The gradient is exact where
     * elements are zero, to every order.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @param options exclusive, reversed, dtype
     * @return the shape of x
     * @throws ArgumentException if the axis is out of range
     */
    public static Tensor cumprod(Tensor x, int axis, Cumulative options) {
        return Scan.cumprod(x, axis, options);
    }

    /**
     * {@code y[i] = log(e^x[0] + .. + e^x[i])} along an axis, without overflow. The gradient follows a recurrence with factors of at
     * most 1; in the limit an infinite element has weight 1, and -infinity none.
     *
     * <p>The error is at most {@code (80 + log2 n) u max(1, |y|, |max x|)}, u being 2^-24 or 2^-53.
     *
     * {@snippet :
     * Tensor y = F.logcumsumexp(Tensor.of(0.0, 0, 0), 0); // [0, 0.6931, 1.0986]
     * }
     *
     * @param x any shape, FLOAT32 or FLOAT64
     * @param axis the axis, negative from the end
     * @return the shape of x
     * @throws ArgumentException if x is not floating, or the axis out of range
     */
    public static Tensor logcumsumexp(Tensor x, int axis) {
        return Scan.logcumsumexp(x, axis);
    }

    /**
     * {@code y[i] = max(x[0], .., x[i])} along an axis and the index of the largest, the last of equal ones, to which the gradient
     * goes; NaN from the first NaN on.
     *
     * {@snippet :
     * Selected y = F.cummax(Tensor.of(1.0, 3, 2, 3), 0);
     * Tensor values = y.values(); // [1, 3, 3, 3]
     * Tensor indices = y.indices(); // [0, 1, 1, 3]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return values, and indices (INT64), of the shape of x
     * @throws ArgumentException if the axis is out of range
     */
    public static Selected cummax(Tensor x, int axis) {
        return Index.selected(Scan.extremum(x, axis, true));
    }

    /**
     * {@code y[i] = min(x[0], .., x[i])} along an axis and the index of the smallest, the last of equal ones, to which the gradient
     * goes; NaN from the first NaN on.
     *
     * {@snippet :
     * Selected y = F.cummin(Tensor.of(3.0, 1, 2, 1), 0);
     * Tensor values = y.values(); // [3, 1, 1, 1]
     * Tensor indices = y.indices(); // [0, 1, 1, 3]
     * }
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return values, and indices (INT64), of the shape of x
     * @throws ArgumentException if the axis is out of range
     */
    public static Selected cummin(Tensor x, int axis) {
        return Index.selected(Scan.extremum(x, axis, false));
    }

    // ---- differences and integrals

    /**
     * {@code y[i] = x[i + 1] - x[i]} along the last axis.
     *
     * @param x at least one axis, any dtype
     * @return x with the axis one shorter; BOOL (exclusive or) for BOOL
     * @throws ArgumentException if x is a scalar
     */
    public static Tensor diff(Tensor x) {
        return Statistics.diff(x, 1, -1, Option.none(), Option.none());
    }

    /**
     * {@code y[i] = x[i + 1] - x[i]} along an axis, n times.
     *
     * {@snippet :
     * Tensor x = Tensor.of(1, 4, 9, 16);
     * Tensor y = F.diff(x, 1, 0); // [3, 5, 7]
     * Tensor z = F.diff(x, 2, 0); // [2, 2]
     * }
     *
     * @param x at least one axis, any dtype
     * @param n how often
     * @param axis the axis, negative from the end
     * @return x with the axis n shorter, at least 0
     * @throws ArgumentException if x is a scalar, n negative, or the axis out of range
     */
    public static Tensor diff(Tensor x, int n, int axis) {
        return Statistics.diff(x, n, axis, Option.none(), Option.none());
    }

    /**
     * {@code y[i] = x[i + 1] - x[i]} along an axis, n times, of x between two other tensors.
     *
     * @param x at least one axis, any dtype
     * @param n how often
     * @param axis the axis, negative from the end
     * @param prepend what stands before x along the axis, of its other lengths, if anything
     * @param append what stands after x along the axis, of its other lengths, if anything
     * @return the joined tensor with the axis n shorter, at least 0
     * @throws ArgumentException if x is a scalar, n negative, or shapes do not fit
     */
    public static Tensor diff(Tensor x, int n, int axis, Option<Tensor> prepend, Option<Tensor> append) {
        return Statistics.diff(x, n, axis, prepend, append);
    }

    /**
     * {@code sum over i of (y[i] + y[i + 1]) / 2 dx} along an axis: the integral by the trapezoidal rule.
     *
     * {@snippet :
     * Tensor y = F.trapezoid(Tensor.of(1.0, 2, 4), 1, 0); // 4.5
     * }
     *
     * @param y at least one axis; integers are converted to FLOAT32
     * @param dx the distance of neighbours
     * @param axis the axis, negative from the end
     * @return y without the axis
     * @throws ArgumentException if y is a scalar, or the axis out of range
     */
    public static Tensor trapezoid(Tensor y, double dx, int axis) {
        return AxisReduction.sum(Statistics.areas("trapezoid", y, dx, axis), new int[] {axis}, false);
    }

    /**
     * {@code sum over i of (y[i] + y[i + 1]) / 2 (x[i + 1] - x[i])} along an axis: the integral by the trapezoidal rule.
     *
     * @param y at least one axis; integers are converted to FLOAT32
     * @param x where y lies: {@code [n]}, or a shape that broadcasts to that of y
     * @param axis the axis, negative from the end
     * @return y without the axis
     * @throws ArgumentException if shapes do not fit, or the axis is out of range
     */
    public static Tensor trapezoid(Tensor y, Tensor x, int axis) {
        return AxisReduction.sum(Statistics.areas("trapezoid", y, x, axis), new int[] {axis}, false);
    }

    /**
     * {@code sum over i of (y[i] + y[i + 1]) / 2 dx} along an axis, running sums of it: the integral by the trapezoidal rule.
     *
     * {@snippet :
     * Tensor y = F.cumulativeTrapezoid(Tensor.of(1.0, 2, 4), 1, 0); // [1.5, 4.5]
     * }
     *
     * @param y at least one axis; integers are converted to FLOAT32
     * @param dx the distance of neighbours
     * @param axis the axis, negative from the end
     * @return y with the axis one shorter
     * @throws ArgumentException if y is a scalar, or the axis out of range
     */
    public static Tensor cumulativeTrapezoid(Tensor y, double dx, int axis) {
        return Scan.cumsum(Statistics.areas("cumulativeTrapezoid", y, dx, axis), axis, Cumulative.DEFAULT);
    }

    /**
     * {@code sum over i of (y[i] + y[i + 1]) / 2 (x[i + 1] - x[i])} along an axis, running sums of it: the integral by the
     * trapezoidal rule.
     *
     * @param y at least one axis; integers are converted to FLOAT32
     * @param x where y lies: {@code [n]}, or a shape that broadcasts to that of y
     * @param axis the axis, negative from the end
     * @return y with the axis one shorter
     * @throws ArgumentException if shapes do not fit, or the axis is out of range
     */
    public static Tensor cumulativeTrapezoid(Tensor y, Tensor x, int axis) {
        return Scan.cumsum(Statistics.areas("cumulativeTrapezoid", y, x, axis), axis, Cumulative.DEFAULT);
    }
}
