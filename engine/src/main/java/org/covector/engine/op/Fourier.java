package org.covector.engine.op;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.TieredKernel;
import org.covector.engine.kernel.fourier.DoubleFourier;
import org.covector.engine.kernel.fourier.FloatFourier;
import org.covector.engine.kernel.fourier.FourierKernel;
import org.covector.engine.kernel.fourier.FourierKernel.Of;
import org.covector.engine.kernel.fourier.FourierKernel.Parts;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Discrete Fourier transforms along one axis, of any length, unscaled in both directions; complex numbers are pairs of arrays. Radices
 * 8, 4, 5, 3, 2 and small odd ones, rows and columns of a matrix for long transforms, Bluestein's convolution for lengths with a prime
 * factor above 43. With u the unit roundoff, the error in the 2-norm is at most {@code 4 u log2 n} of the result's, {@code 12 u log2 n}
 * with such a factor. Every transform depends on its own numbers only. NaN and infinities spread over their transform.
 */
public final class Fourier {
    /** Plans that are kept; their tables are left to the collector when memory is short. */
    private static final int KEPT = 64;

    /** Transforms that are done side by side, or a multiple of it: a cache line, and whole vectors. */
    private static final int LANES = 16;

    /** Bytes of as many adjacent transforms, beyond which laying them side by side does not pay: they leave the L2 cache. */
    private static final int MOST_BYTES = 1 << 18;

    /** Elements of the transforms that are done side by side: their buffers stay in the L2 cache. */
    private static final int GROUP_ELEMENTS = 1 << 14;

    private Fourier() {}

    /** {@code re + i im}, both of the same shape and dtype. */
    public record Complex(NdArray re, NdArray im) {}

    private record KernelKey(DType dtype) {}

    private record PlanKey(DType dtype, boolean real, int n) {}

    private record CacheKey() {}

    /** The plans used last. */
    private static final class Plans {
        private final Map<PlanKey, SoftReference<Object>> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<PlanKey, SoftReference<Object>> eldest) {
                return size() > KEPT;
            }
        };

        Object get(PlanKey key, IntFunction<Object> make) {
            Object found = find(key);
            if (found != null) {
                return found;
            }
            Object made = EngineRuntime.outside(() -> make.apply(key.n())); // outlives every scope of memory
            synchronized (kept) {
                kept.put(key, new SoftReference<>(made));
            }
            return made;
        }

        private @Nullable Object find(PlanKey key) {
            synchronized (kept) {
                SoftReference<Object> r = kept.get(key);
                return r == null ? null : r.get();
            }
        }
    }

    private static Object plan(FourierKernel kernel, DType dtype, boolean real, int n) {
        Plans plans = EngineRuntime.shared(new CacheKey(), _ -> new Plans());
        return plans.get(new PlanKey(dtype, real, n), real ? kernel::realPlan : kernel::plan);
    }

    private static FourierKernel kernel(DType dtype) {
        return TieredKernel.kernel(new KernelKey(dtype), new TieredKernel.Plan<>(
                vector -> switch (dtype) {
                    case FLOAT32 -> new FloatFourier(vector);
                    case FLOAT64 -> new DoubleFourier(vector);
                    case INT64, BOOL -> throw ArgumentException.notFloating("fft", dtype);
                }, k -> warmup(k, dtype)));
    }

    /** Every pass of a kernel on a few numbers. */
    private static void warmup(FourierKernel kernel, DType dtype) {
        for (int n : new int[] {16, 25, 9, 7}) {
            Object x = Storage.zeros(dtype, 16L * n).array();
            Object y = Storage.zeros(dtype, 32L * n).array();
            kernel.complex(kernel.plan(n), n, 16, new Parts(x, 0, x, 0, 16), new Parts(y, 0, y, 16 * n, 16));
        }
        int n = 256;
        Object x = Storage.zeros(dtype, 16L * n).array();
        Object y = Storage.zeros(dtype, 32L * n).array();
        Object plan = kernel.plan(n);
        kernel.complex(plan, n, 1, new Parts(x, 0, x, 0, 1), new Parts(y, 0, y, n, 1));
        kernel.lines(Of.COMPLEX, plan, n, 16, new Parts(x, 0, x, 0, 1), new Parts(y, 0, y, 16 * n, 1));
    }

    /**
     * {@code y[..., k, ...] = sum over j of exp(-2 pi i j k / n) x[..., j, ...]}, n the length of {@code axis}; with {@code inverse} of
     * {@code exp(2 pi i j k / n)}. Not divided by anything: inverse after forward is n times the identity.
     *
     * @param re the real parts, FLOAT32 or FLOAT64, with at least one axis, its length there 1 or more
     * @param im the imaginary parts, of the same shape and dtype
     * @param axis the axis; from the end if negative
     * @return parts of the same shape and dtype
     * @throws ArgumentException if dtypes or shapes differ, or there is no such axis, or it is empty
     */
    public static Complex fft(NdArray re, NdArray im, int axis, boolean inverse) {
        int a = check("fft", re, axis);
        checkPair("fft", re, im);
        if (inverse) {
            Complex y = fft(im, re, a, false);
            return new Complex(y.im(), y.re());
        }
        int n = re.shape().dim(a);
        FourierKernel kernel = kernel(re.dtype());
        Object plan = plan(kernel, re.dtype(), false, n);
        int m = kernel.mostLanes(plan);
        return transformLines(a, re, m, last -> {
            NdArray x = last ? re.transpose(a, -1).dense() : re.dense();
            NdArray z = last ? im.transpose(a, -1).dense() : im.dense();
            int at = last ? re.rank() - 1 : a;
            Storage yr = Storage.uninitialised(x.dtype(), x.size());
            Storage yi = Storage.uninitialised(x.dtype(), x.size());
            new Lines(x.shape(), at, n, x.dtype(), m).run(new Call(kernel, Of.COMPLEX, plan, n), x, z, yr, yi);
            return new Complex(NdArray.wrap(yr, x.shape()), NdArray.wrap(yi, x.shape()));
        });
    }

    /**
     * {@code y[..., k, ...] = sum over j of exp(-2 pi i j k / n) x[..., j, ...]} for k from 0 to n / 2; the others are conjugates of
     * these. Not divided by anything.
     *
     * @param x real numbers, FLOAT32 or FLOAT64, with at least one axis, its length n there 1 or more
     * @param axis the axis; from the end if negative
     * @return parts of length {@code n / 2 + 1} along the axis
     * @throws ArgumentException if there is no such axis, or it is empty
     */
    public static Complex rfft(NdArray x, int axis) {
        int a = check("rfft", x, axis);
        int n = x.shape().dim(a);
        FourierKernel kernel = kernel(x.dtype());
        Object plan = plan(kernel, x.dtype(), true, n);
        int m = kernel.mostLanes(plan);
        return transformLines(a, x, m, last -> {
            NdArray d = last ? x.transpose(a, -1).dense() : x.dense();
            int at = last ? x.rank() - 1 : a;
            Shape shape = d.shape().with(at, n / 2 + 1);
            Storage yr = Storage.uninitialised(x.dtype(), shape.size());
            Storage yi = Storage.uninitialised(x.dtype(), shape.size());
            new Lines(d.shape(), at, n / 2 + 1, x.dtype(), m).run(new Call(kernel, Of.REAL_FORWARD, plan, n), d, d, yr, yi);
            return new Complex(NdArray.wrap(yr, shape), NdArray.wrap(yi, shape));
        });
    }

    /**
     * The n real numbers {@code y[..., j, ...] = sum over k from 0 to n - 1 of exp(2 pi i j k / n) x[..., k, ...]}, where {@code x[n - k]}
     * is the conjugate of {@code x[k]}: {@code rfft} of them is n x. The imaginary parts of x[0], and of x[n / 2] if n is even, do not
     * count. Not divided by anything.
     *
     * @param x the first half, of length {@code n / 2 + 1} along the axis
     * @param axis the axis; from the end if negative
     * @param n the length of the result along the axis, 1 or more
     * @throws ArgumentException if dtypes or shapes differ, there is no such axis, or its length is not {@code n / 2 + 1}
     */
    public static NdArray irfft(Complex x, int axis, int n) {
        int a = check("irfft", x.re(), axis);
        checkPair("irfft", x.re(), x.im());
        NdArray re = x.re();
        ArgumentException.require(n >= 1 && re.shape().dim(a) == n / 2 + 1, "irfft", "n", n + " for shape " + re.shape(),
                "1 or more, with n / 2 + 1 numbers along axis " + a);
        FourierKernel kernel = kernel(re.dtype());
        Object plan = plan(kernel, re.dtype(), true, n);
        int m = kernel.mostLanes(plan);
        return transformLines(a, re, m, last -> {
            NdArray d = last ? re.transpose(a, -1).dense() : re.dense();
            NdArray z = last ? x.im().transpose(a, -1).dense() : x.im().dense();
            int at = last ? re.rank() - 1 : a;
            Shape shape = d.shape().with(at, n);
            Storage y = Storage.uninitialised(re.dtype(), shape.size());
            new Lines(d.shape(), at, n, d.dtype(), m).run(new Call(kernel, Of.REAL_INVERSE, plan, n), d, z, y, y);
            return new Complex(NdArray.wrap(y, shape), NdArray.wrap(y, shape));
        }).re();
    }

    private static int check(String function, NdArray x, int axis) {
        ArgumentException.require(x.dtype().isFloating(), function, "dtype", x.dtype(), "FLOAT32 or FLOAT64");
        ArgumentException.require(x.rank() > 0, function, "array", "a scalar", "an array with at least one axis");
        int a = x.shape().axis(function, axis);
        ArgumentException.require(x.shape().dim(a) > 0, function, "axis", axis + " of length 0", "an axis of length 1 or more");
        return a;
    }

    private static void checkPair(String function, NdArray re, NdArray im) {
        ArgumentException.require(im.dtype() == re.dtype() && im.shape().equals(re.shape()), function, "imaginary part",
                im.dtype() + " " + im.shape(), re.dtype() + " " + re.shape() + ", as the real part");
    }

    private interface Transform {
        Complex compute(boolean last);
    }

    /** Computes with the axis where it is, or brought to the end where few or no transforms can be done side by side. */
    private static Complex transformLines(int axis, NdArray x, int mostLanes, Transform work) {
        int inner = step(x.shape(), axis);
        if (inner == 1 || inner >= LANES && mostLanes > 1) {
            return work.compute(false);
        }
        Complex y = work.compute(true);
        return new Complex(y.re().transpose(axis, -1).dense(), y.im().transpose(axis, -1).dense());
    }

    /** Elements behind an axis: from one number along it to the next. */
    private static int step(Shape shape, int axis) {
        return (int) shape.sub(axis + 1, shape.rank()).size();
    }

    /** A transform of a length, prepared. */
    private record Call(FourierKernel kernel, Of transform, Object plan, int n) {}

    /**
     * The lines of a shape along an axis, in groups that lie side by side or, along the last axis, one behind the other; the last group
     * overlaps the one before.
     */
    private record Lines(int outer, int inner, int inLength, int outLength, int together) {
        Lines(Shape shape, int axis, int outLength, DType dtype, int mostLanes) {
            this((int) shape.sub(0, axis).size(), step(shape, axis), shape.dim(axis), outLength,
                    together((int) shape.sub(0, axis).size(), step(shape, axis), Math.max(shape.dim(axis), outLength), dtype, mostLanes));
        }

        private static int together(int outer, int inner, int length, DType dtype, int mostLanes) {
            boolean adjacent = inner == 1 && 2L * LANES * length * dtype.bytes() <= MOST_BYTES;
            int run = Math.min(mostLanes, adjacent ? outer : inner);
            return run < LANES ? 1 : Math.min(run, Math.max(LANES, GROUP_ELEMENTS / length)) / LANES * LANES;
        }

        void run(Call call, NdArray xr, NdArray xi, Storage yr, Storage yi) {
            boolean adjacent = inner == 1;
            int run = adjacent ? outer : inner; // lines that can be done together
            int groupsPerRun = Math.ceilDiv(run, together);
            int groups = adjacent ? groupsPerRun : outer * groupsPerRun;
            int chunks = Math.min(groups, 64);
            int n = call.n;
            long nanos = (long) (2.0 * outer * inner * n * (64 - Long.numberOfLeadingZeros(n)) / 4);
            Parts x = new Parts(xr.storage().array(), xr.offset(), xi.storage().array(), xi.offset(), inner);
            Parts y = new Parts(yr.array(), 0, yi.array(), 0, inner);
            EngineRuntime.parallel(chunks, nanos, c -> {
                for (int g = (int) ((long) groups * c / chunks); g < (int) ((long) groups * (c + 1) / chunks); g++) {
                    int q = Math.min(g % groupsPerRun * together, run - together);
                    int o = adjacent ? q : g / groupsPerRun * inner;
                    int lane = adjacent ? 0 : q;
                    Parts from = x.from(o * inLength + lane);
                    Parts to = y.from(o * outLength + lane);
                    if (adjacent && together > 1) {
                        call.kernel.lines(call.transform, call.plan, n, together, from, to);
                    } else {
                        call.kernel.transform(call.transform, call.plan, n, together, from, to);
                    }
                }
            });
        }
    }
}
