package org.covector.engine.op;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.op.Reductions.Indexed;
import org.covector.engine.op.Reductions.VarMean;
import org.covector.engine.storage.Storage;

/**
 * Reductions of views of more than 2^31 - 1 elements. Storage holds fewer, so some axes are broadcast (all their elements are one) or
 * overlap. A broadcast axis is reduced as arithmetic, a factor for a sum; the rest is halved until its parts can be counted. Smaller
 * arrays never come here: their bits are those of their dense twins.
 */
final class LargeReductions {
    /** Elements of a run that {@link RunLoop} counts safely in int. */
    private static final long COUNTABLE = 1L << 30;

    /** Reduces over axes, which are kept with length 1. */
    interface Plain {
        NdArray of(NdArray x, int[] axes);
    }

    /** The result for the elements taken a number of times. */
    interface Repeated {
        NdArray of(NdArray y, long times);
    }

    /** The result of two parts. */
    interface Joined {
        NdArray of(NdArray a, NdArray b);
    }

    /** A reduction, and what repeating elements and joining parts do to its result. */
    record Rules(Plain plain, Repeated repeated, Joined joined) {}

    private final NdArray thin;
    private final boolean[] marked;
    private final Shape shape;
    private final long times;

    /** {@code x} with broadcast axes cut to length 1. */
    private LargeReductions(NdArray x, boolean[] marked) {
        NdArray y = x;
        long count = 1;
        for (int i = 0; i < x.rank(); i++) {
            if (x.stride(i) == 0 && x.shape().dim(i) > 1) {
                count *= marked[i] ? x.shape().dim(i) : 1;
                y = y.slice(i, 0, 1, 1);
            }
        }
        this.thin = y;
        this.marked = marked;
        this.shape = x.shape();
        this.times = count;
    }

    static boolean is(NdArray x) {
        return x.size() > Integer.MAX_VALUE;
    }

    /** A reduction by its rules. */
    static NdArray reduce(String function, NdArray x, int[] axes, boolean keepdim, Rules rules) {
        LargeReductions h = new LargeReductions(x, ReducedAxes.marked(function, x.shape(), axes));
        return h.restored(rules.repeated.of(parts(h.thin, h.marked, rules.plain, rules.joined), h.times), keepdim);
    }

    private static NdArray parts(NdArray x, boolean[] marked, Plain plain, Joined joined) {
        int longest = -1;
        long count = 1;
        for (int i = 0; i < x.rank(); i++) {
            if (marked[i]) {
                longest = longest < 0 || x.shape().dim(i) > x.shape().dim(longest) ? i : longest;
                count *= x.shape().dim(i);
            }
        }
        if (count <= COUNTABLE) {
            return plain.of(x, axes(marked, x.rank()));
        }
        int n = x.shape().dim(longest);
        return joined.of(parts(x.slice(longest, 0, n / 2, 1), marked, plain, joined),
                parts(x.slice(longest, n / 2, n, 1), marked, plain, joined));
    }

    private static int[] axes(boolean[] marked, int rank) {
        int[] axes = new int[rank];
        int n = 0;
        for (int i = 0; i < rank; i++) {
            if (marked[i]) {
                axes[n++] = i;
            }
        }
        return Arrays.copyOf(axes, n);
    }

    /** A result with its broadcast axes as long as they are, and without the reduced ones unless they are kept. */
    private NdArray restored(NdArray y, boolean keepdim) {
        NdArray z = y.expand(ReducedAxes.result(shape, marked, true));
        for (int i = shape.rank() - 1; i >= 0 && !keepdim; i--) {
            z = marked[i] ? z.select(i, 0) : z;
        }
        return z;
    }

    /** Variance and mean; the variance of a thin array is that of one whose elements occur equally often. */
    static VarMean varMean(NdArray x, int[] axes, double correction, boolean keepdim) {
        LargeReductions h = countable("varMean", x, axes);
        double n = 1;
        for (int i = 0; i < x.rank(); i++) {
            n *= h.marked[i] ? x.shape().dim(i) : 1;
        }
        VarMean y = Reductions.varMean(h.thin, axes(h.marked, x.rank()), 0, true);
        double factor = n / Math.max(0, n - correction);
        return new VarMean(h.restored(map(y.variance(), v -> v * factor), keepdim), h.restored(y.mean(), keepdim));
    }

    /** The extreme element along an axis and its first index. */
    static Indexed indexed(String function, NdArray x, int axis, boolean keepdim, int sign) {
        LargeReductions h = countable(function, x, axis);
        Indexed y = Reductions.indexed(function, h.thin, new int[] {axis}, true, sign);
        return new Indexed(h.restored(y.values(), keepdim), h.restored(y.indices(), keepdim));
    }

    /** The last index of the extreme element along an axis. */
    static NdArray last(String function, NdArray x, int axis, boolean keepdim, int sign) {
        LargeReductions h = countable(function, x, axis);
        int a = x.shape().axis(function, axis);
        int n = x.shape().dim(a);
        boolean broadcast = h.thin.shape().dim(a) != n; // one element stands for all of the axis
        return h.restored(broadcast ? NdArray.full(DType.INT64, h.thin.shape(), n - 1.0)
                : Reductions.last(function, h.thin, a, true, sign), keepdim);
    }

    private static LargeReductions countable(String function, NdArray x, int... axes) {
        LargeReductions h = new LargeReductions(x, ReducedAxes.marked(function, x.shape(), axes));
        ArgumentException.require(!is(h.thin), function, "number of elements that are not broadcast", h.thin.size(),
                "at most " + Integer.MAX_VALUE);
        return h;
    }

    /** The row-major index of the first extreme element. */
    static NdArray flat(String function, NdArray x, int sign) {
        LargeReductions h = countable(function, x);
        long rest = Reductions.indexed(function, h.thin, new int[0], false, sign).indices().getLong();
        long index = 0;
        long stride = 1;
        for (int i = x.rank() - 1; i >= 0; i--) {
            int n = h.thin.shape().dim(i);
            index += rest % n * stride;
            rest /= n;
            stride *= x.shape().dim(i);
        }
        Storage y = Storage.zeros(DType.INT64, 1);
        ((long[]) y.array())[0] = index;
        return NdArray.wrap(y, Shape.SCALAR);
    }

    // ---- arithmetic of results, which are few

    static NdArray map(NdArray y, DoubleUnaryOperator f) {
        NdArray wide = y.to(DType.FLOAT64);
        Storage z = Storage.zeros(DType.FLOAT64, y.size());
        double[] to = (double[]) z.array();
        double[] from = (double[]) wide.storage().array();
        for (int i = 0; i < to.length; i++) {
            to[i] = f.applyAsDouble(from[wide.offset() + i]);
        }
        return NdArray.wrap(z, y.shape()).to(y.dtype());
    }

    /** {@code y * times}; INT64 wraps around. */
    static NdArray times(NdArray y, long times) {
        return y.dtype() == DType.INT64 ? whole(y, v -> v * times) : map(y, v -> v * times);
    }

    /** {@code y^times}; INT64 wraps around. */
    static NdArray power(NdArray y, long times) {
        return y.dtype() == DType.INT64 ? whole(y, v -> power(v, times)) : map(y, v -> StrictMath.pow(v, times));
    }

    private static long power(long base, long exponent) {
        long y = 1;
        long b = base;
        for (long e = exponent; e > 0; e >>= 1) {
            y *= (e & 1) != 0 ? b : 1;
            b *= b;
        }
        return y;
    }

    private static NdArray whole(NdArray y, LongUnaryOperator f) {
        NdArray from = y.dense();
        Storage z = Storage.zeros(DType.INT64, y.size());
        long[] to = (long[]) z.array();
        long[] x = (long[]) from.storage().array();
        for (int i = 0; i < to.length; i++) {
            to[i] = f.applyAsLong(x[from.offset() + i]);
        }
        return NdArray.wrap(z, y.shape());
    }

    /** Two results one after the other along a new first axis: joined by a reduction over it. */
    static NdArray both(NdArray a, NdArray b) {
        return Assembly.cat(List.of(a.unsqueeze(0), b.unsqueeze(0)), 0);
    }
}
