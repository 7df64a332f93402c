package org.covector.functional;

import java.util.stream.IntStream;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.op.Reductions;

/**
 * Powers of two that keep squares within the range of a dtype. What is normalised does not depend on them, so they count as constants, and
 * multiplying by them rounds nothing.
 */
final class Magnitude {
    /**
     * Of one dtype: elements above {@code large} are multiplied by {@code down}, those below {@code small} by {@code up}; then a mean of
     * squares of 2^30 elements neither overflows nor loses digits.
     */
    private record Range(double large, double down, double small, double up, double leastVariance, double leastEps) {
        static final Range OF_FLOAT = new Range(0x1p60, 0x1p-80, 0x1p-50, 0x1p80, 0x1p-100, Float.MIN_NORMAL);
        static final Range OF_DOUBLE = new Range(0x1p500, 0x1p-560, 0x1p-450, 0x1p560, 0x1p-900, Double.MIN_NORMAL);

        static Range of(DType dtype) {
            return dtype == DType.FLOAT32 ? OF_FLOAT : OF_DOUBLE;
        }
    }

    private Magnitude() {}

    /**
     * For every run along some axes a power of two that brings its elements to a size whose squares can be added.
     *
     * @param small whether tiny elements are enlarged too: only without an eps, which would outweigh them
     */
    static Tensor scale(Tensor x, int[] axes, boolean small) {
        if (x.size() == 0) {
            return Tensor.ones(x.dtype(), AxisReduction.reduced(x.shape(), axes, true));
        }
        Range range = Range.of(x.dtype());
        Tensor largest = AxisReduction.extremum(F.abs(Autograd.stopGradient(x)), axes, true, true);
        Tensor one = Tensor.ones(x.dtype(), largest.shape());
        Tensor scale = F.where(F.gt(largest, range.large), range.down, one);
        return small ? F.where(F.lt(largest, range.small), range.up, scale) : scale;
    }

    /** {@code eps scale^2}, and more than 0 if eps is. */
    static Tensor eps(Tensor scale, double eps) {
        Tensor scaled = F.mul(F.mul(scale, eps), scale);
        return eps > 0 ? F.maximum(scaled, Range.of(scale.dtype()).leastEps) : scaled;
    }

    /** Whether all variances are within the range in which they are found exactly. */
    static boolean isMoment(NdArray variance, double eps) {
        if (variance.size() == 0) {
            return true;
        }
        if (eps <= 0) {
            return F.all(areMoments(Tensor.of(variance), eps), false).array().getBoolean();
        }
        return Double.isFinite(Reductions.sum(variance, IntStream.range(0, variance.rank()).toArray(), false).getDouble());
    }

    /** Which variances are within the range in which they are found exactly. */
    static Tensor areMoments(Tensor variance, double eps) {
        Tensor finite = F.isfinite(variance);
        return eps > 0 ? finite : F.logicalAnd(finite, F.ge(variance, Range.of(variance.dtype()).leastVariance));
    }
}
