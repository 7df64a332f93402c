package org.covector.functional.reduction;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.functional.F;
import org.covector.functional.QuantileMethod;
import org.covector.functional.Tensor;
import org.covector.functional.core.Apply;
import org.covector.functional.core.Batch;
import org.covector.functional.core.Constant;
import org.covector.functional.primitive.AxisReduction;
import org.covector.functional.primitive.Convert;
import org.covector.functional.primitive.Shapes;

/** Quantiles, composed of sorting, gathering and interpolation: differentiable in the elements and in the ranks. */
final class Quantiles {
    private Quantiles() {}

    /** {@code q} itself, once all of it is known to lie in 0 to 1. */
    private record Checked(String function) implements Constant {
        @Override
        public NdArray[] compute(NdArray... x) {
            for (double q : x[0].toDoubleArray()) {
                ArgumentException.require(q >= 0 && q <= 1, function, "q", q, "from 0 to 1");
            }
            return x;
        }

        @Override
        public Tensor[] batch(Batch at, Tensor... x) {
            return Apply.all(this, x);
        }
    }

    /** Along the last axis, which becomes that of {@code q}, a vector: at ranks {@code q (n - 1)} of the n sorted values. */
    private static Tensor alongLast(String function, Tensor x, Tensor q, QuantileMethod method) {
        Tensor sorted = F.sort(x, -1, false).values(); // NaN last
        boolean skipNan = function.equals("nanquantile");
        Tensor steps = skipNan ? F.maximum(F.sub(Convert.to(AxisReduction.sum(F.logicalNot(F.isnan(x)), new int[] {-1}, true), x.dtype()),
                1), 0.0)
                : Tensor.full(x.dtype(), Shape.of(1), x.dim(-1) - 1);
        int[] wide = x.shape().with(x.rank() - 1, q.dim(0)).dims();
        Tensor sure = Apply.one(new Checked(function), q);
        Tensor place = F.expand(F.mul(sure, steps), wide);
        Tensor whole = switch (method) {
            case LOWER, LINEAR, MIDPOINT -> F.floor(place);
            case HIGHER -> F.ceil(place);
            case NEAREST -> F.round(place);
        };
        Tensor y = F.gather(sorted, -1, Convert.to(whole, DType.INT64));
        if (method == QuantileMethod.LINEAR || method == QuantileMethod.MIDPOINT) {
            Tensor above = F.ceil(place);
            Tensor weight = method == QuantileMethod.LINEAR ? F.sub(F.expand(F.mul(q, steps), wide), whole)
                    : F.mul(F.sub(above, whole), 0.5);
            y = between(y, F.gather(sorted, -1, Convert.to(above, DType.INT64)), weight);
        }
        if (skipNan) {
            return y;
        }
        Tensor last = Shapes.slice(sorted, -1, -1, Integer.MAX_VALUE, 1);
        return F.where(F.isnan(last), last, y);
    }

    /** {@code low + weight (high - low)}, also where one or both are infinite or their difference overflows. */
    private static Tensor between(Tensor low, Tensor high, Tensor weight) {
        Tensor far = F.where(F.eq(weight, 0), low, F.add(F.mul(low, F.sub(1, weight)), F.mul(high, weight)));
        return F.where(F.isfinite(F.sub(high, low)), F.lerp(low, high, weight), far);
    }

    /** Along an axis; the axis of {@code q}, if it has one, comes first. */
    static Tensor quantile(String function, Tensor x, Tensor q, int axis, boolean keepdim, QuantileMethod method) {
        AxisReduction.floating(function, x);
        ArgumentException.require(q.rank() <= 1, function, "q", q.shape(), "a number or a vector");
        ArgumentException.require(q.dtype() == x.dtype(), function, "dtype of q", q.dtype(), x.dtype() + ", that of x");
        int a = x.shape().axis(function, axis);
        Tensor t = x.rank() == 0 ? Shapes.reshape(x, Shape.of(1)) : x;
        AxisReduction.requireSome(function, t, a);
        Tensor y = alongLast(function, Shapes.movedim(t, a, -1), Shapes.reshape(q, -1), method); // [rest, Q]
        Tensor first = Shapes.movedim(y, -1, 0);
        Shape reduced = x.rank() == 0 ? Shape.SCALAR : keepdim ? x.shape().with(a, 1) : x.shape().without(a);
        return Shapes.reshape(first, q.rank() == 0 ? reduced : reduced.insert(0, q.dim(0)));
    }

    static Tensor quantile(String function, Tensor x, Tensor q, QuantileMethod method) {
        return quantile(function, Shapes.reshape(x, -1), q, 0, false, method);
    }

    /** One number as ranks of x. */
    static Tensor scalar(Tensor x, double q) {
        return Tensor.full(x.dtype(), Shape.SCALAR, q);
    }
}
