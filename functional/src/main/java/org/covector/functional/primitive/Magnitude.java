package org.covector.functional.primitive;

import java.util.stream.IntStream;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.Reductions;
import org.covector.functional.Autograd;
import org.covector.functional.F;
import org.covector.functional.Tensor;

/**
 * Powers of two that keep squares within the range of a dtype. What is normalised does not depend on them, so they count as constants, and
 * multiplying by them rounds nothing.
 */
public final class Magnitude {
    /**
     * Of one dtype.
     *
     * @param large elements above are scaled: the sum of squares of 2^27 of them must not overflow
     * @param small elements below are scaled: their squares must keep all digits
     * @param most largest exponent of a scale
     * @param leastVariance squares of smaller deviations may have lost digits
     */
    private record Range(double large, double small, double most, double leastVariance) {
        static final Range OF_FLOAT = new Range(0x1p50, 0x1p-50, 120, 0x1p-100);
        static final Range OF_DOUBLE = new Range(0x1p450, 0x1p-450, 1000, 0x1p-900);

        static Range of(DType dtype) {
            return switch (dtype) {
                case FLOAT32 -> OF_FLOAT;
                case FLOAT64 -> OF_DOUBLE;
                case INT64, BOOL -> throw ArgumentException.notFloating("norm", dtype);
            };
        }
    }

    private Magnitude() {}

    /**
     * For every run along some axes a power of two that brings its elements to about 1 if their squares could not be added else; or 1.
     *
     * @param small whether tiny elements are enlarged too: only without an eps, which would outweigh them
     */
    public static Tensor scale(Tensor x, int[] axes, boolean small) {
        if (x.size() == 0) {
            return Tensor.ones(x.dtype(), AxisReduction.reduced(x.shape(), axes, true));
        }
        Range range = Range.of(x.dtype());
        Tensor largest = AxisReduction.extremum("amax", F.abs(Autograd.stopGradient(x)), axes, true, true);
        return powerOf(largest, isOutside(largest, range.small, range.large, small));
    }

    /** Which sizes are above a bound, or, if {@code small}, below another, but not 0; NaN is neither. */
    static Tensor isOutside(Tensor size, double low, double high, boolean small) {
        Tensor large = F.gt(size, high);
        return small ? F.logicalOr(large, F.logicalAnd(F.lt(size, low), F.gt(size, 0))) : large;
    }

    /** The powers of two that bring these sizes to about 1, as far as they have exponents for it; 1 for the others. */
    static Tensor powerOf(Tensor size, Tensor these) {
        double most = Range.of(size.dtype()).most;
        return F.exp2(F.clamp(F.neg(F.floor(F.log2(F.where(these, size, 1)))), -most, most));
    }

    /** {@code eps scale^2}, and more than 0 if eps is: equal elements have a variance of 0 at any scale. */
    public static Tensor eps(Tensor scale, double eps) {
        Tensor scaled = F.mul(F.mul(scale, eps), scale);
        return eps > 0 ? F.maximum(scaled, scale.dtype().leastNormal()) : scaled;
    }

    /** Whether all variances are within the range in which they are found exactly. */
    public static boolean isMoment(NdArray variance, double eps) {
        if (variance.size() == 0) {
            return true;
        }
        if (eps <= 0) {
            return F.all(areMoments(Tensor.of(variance), eps), false).array().getBoolean();
        }
        return Double.isFinite(Reductions.sum(variance, IntStream.range(0, variance.rank()).toArray(), false).getDouble());
    }

    /** Which variances are within the range in which they are found exactly. */
    public static Tensor areMoments(Tensor variance, double eps) {
        Tensor finite = F.isfinite(variance);
        return eps > 0 ? finite : F.logicalAnd(finite, F.ge(variance, Range.of(variance.dtype()).leastVariance));
    }
}
