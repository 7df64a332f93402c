package org.covector.engine.op;

import java.util.function.Function;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.ReductionKernels;
import org.covector.engine.kernel.reduction.ScanKernel;
import org.covector.engine.op.Reductions.Indexed;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Running sums, products, extremes along an axis: each element from the one before, in the order of the indices, so the bits
 * depend on the values alone. What runs is kept in double, also for FLOAT32, and rounded once per element. BOOL counts as INT64;
 * a scalar is its own scan.
 */
public final class Scans {
    /** Columns side by side that one chunk takes. */
    private static final int TILE = 256;

    /** Elements of a chunk of whole rows, about. */
    private static final int CHUNK = 1 << 14;

    private static final double NANOS = 1.2;

    private Scans() {}

    /** From which end of the axis a scan begins. */
    public enum Direction {
        /** From index 0 up. */
        FORWARD,
        /** From the last index down: {@code y[i] = x[n - 1] + ... + x[i]}. */
        REVERSE
    }

    /** Whether an element takes part in its own result. */
    public enum Bound {
        /** {@code y[i]} ends with x[i]. */
        INCLUSIVE,
        /** {@code y[i]} ends just before x[i]; the first is the neutral element. */
        EXCLUSIVE
    }

    /** {@code y[i] = x[0] + ... + x[i]} along an axis. */
    public static NdArray cumsum(NdArray x, int axis) {
        return cumsum(x, axis, Direction.FORWARD, Bound.INCLUSIVE);
    }

    /**
     * {@code y[i] = x[0] + ... + x[i]} along an axis, from either end, with or without the element itself.
     *
     * @param x any shape and dtype
     * @param axis the axis, negative from the end
     * @return the shape of x; INT64 where x is BOOL
     */
    public static NdArray cumsum(NdArray x, int axis, Direction direction, Bound bound) {
        NdArray a = numeric(x);
        ScanKernel kernel = ReductionKernels.scan(a.dtype());
        boolean exclusive = bound == Bound.EXCLUSIVE;
        Function<NdArray[], NdArray> sums = t -> scan("cumsum", t[0], axis, direction, (b, y, l) ->
                kernel.sum(b, y, l.first, l.length, l.step, l.count, l.lineStride, exclusive));
        return a.dtype() == DType.FLOAT64 ? WideRange.sums(sums, a) : sums.apply(new NdArray[] {a}); // FLOAT32 is summed in double
    }

    /** {@code y[i] = x[0] * ... * x[i]} along an axis. */
    public static NdArray cumprod(NdArray x, int axis) {
        return cumprod(x, axis, Direction.FORWARD, Bound.INCLUSIVE);
    }

    /** {@code y[i] = x[0] * ... * x[i]} along an axis, with the options of {@link #cumsum(NdArray, int, Direction, Bound)}. */
    public static NdArray cumprod(NdArray x, int axis, Direction direction, Bound bound) {
        NdArray a = numeric(x);
        ScanKernel kernel = ReductionKernels.scan(a.dtype());
        boolean exclusive = bound == Bound.EXCLUSIVE;
        return scan("cumprod", a, axis, direction, (b, y, l) ->
                kernel.product(b, y, l.first, l.length, l.step, l.count, l.lineStride, exclusive));
    }

    /** {@code y[i] = log(exp x[0] + ... + exp x[i])} along an axis; +inf from the first +inf, NaN from the first NaN on. */
    public static NdArray logcumsumexp(NdArray x, int axis) {
        return logcumsumexp(x, axis, Direction.FORWARD);
    }

    /** {@link #logcumsumexp(NdArray, int)} from either end. */
    public static NdArray logcumsumexp(NdArray x, int axis, Direction direction) {
        Operands.requireFloat("logcumsumexp", x.dtype());
        ScanKernel kernel = ReductionKernels.scan(x.dtype());
        return scan("logcumsumexp", x, axis, direction, (b, y, l) ->
                kernel.logSumExp(b, y, l.first, l.length, l.step, l.count, l.lineStride));
    }

    /**
     * {@code e^sums[i] / (e^x[0] + ... + e^x[i])} along an axis: what rounding the sums of {@link #logcumsumexp(NdArray, int)} has
     * multiplied them by; 1 for sums that are at most {@code coarse} in magnitude, or infinite. Summed in double.
     */
    public static NdArray roundingOfLogcumsumexp(NdArray x, NdArray sums, int axis, double coarse) {
        NdArray lines = x.transpose(axis, -1);
        int n = lines.shape().dim(-1);
        double[] terms = lines.toDoubleArray();
        double[] rounded = sums.transpose(axis, -1).toDoubleArray();
        double largest = 0;
        double total = 0;
        for (int i = 0; i < terms.length; i++) {
            boolean starts = i % n == 0 || total == 0;
            double most = starts ? terms[i] : Math.max(largest, terms[i]);
            boolean adds = terms[i] != Double.NEGATIVE_INFINITY;
            total = !adds ? (i % n == 0 ? 0 : total) : starts ? 1 : total * Math.exp(largest - most) + Math.exp(terms[i] - most);
            largest = most;
            terms[i] = Math.abs(rounded[i]) > coarse && !Double.isInfinite(rounded[i]) ? Math.exp(rounded[i] - largest) / total : 1;
        }
        return NdArray.of(terms).to(x.dtype()).reshape(lines.shape()).transpose(axis, -1);
    }

    /** The largest of {@code x[0] ... x[i]} along an axis and its index, the last of equal ones; NaN from the first NaN on. */
    public static Indexed cummax(NdArray x, int axis) {
        return extremum("cummax", x, axis, 1);
    }

    /** The smallest of {@code x[0] ... x[i]} along an axis and its index, the last of equal ones; NaN from the first NaN on. */
    public static Indexed cummin(NdArray x, int axis) {
        return extremum("cummin", x, axis, -1);
    }

    private static Indexed extremum(String function, NdArray x, int axis, int sign) {
        if (x.dtype() == DType.BOOL) {
            Indexed y = extremum(function, x.to(DType.INT64), axis, sign);
            return new Indexed(y.values().to(DType.BOOL), y.indices());
        }
        ScanKernel kernel = ReductionKernels.scan(x.dtype());
        Storage indices = Storage.zeros(DType.INT64, x.size());
        NdArray y = scan(function, x, axis, Direction.FORWARD, (a, b, l) ->
                kernel.extremum(sign, a, b, (long[]) indices.array(), l.first, l.length, l.step, l.count, l.lineStride));
        return new Indexed(y, NdArray.wrap(indices, x.shape()));
    }

    private static NdArray numeric(NdArray x) {
        return x.dtype() == DType.BOOL ? x.to(DType.INT64) : x;
    }

    /** Lines side by side; {@code step} from one element of a line to the next, {@code lineStride} from one line to the next. */
    private record Lines(int first, int length, int step, int count, int lineStride) {}

    private interface Scan {
        void run(Object x, Object y, Lines lines);
    }

    private static NdArray scan(String function, NdArray given, int axis, Direction direction, Scan scan) {
        int at = given.shape().axis(function, axis);
        Shape shape = given.shape();
        Storage y = Storage.zeros(given.dtype(), given.size());
        if (given.size() == 0) {
            return NdArray.wrap(y, shape);
        }
        Object x = Operands.compact(given).storage().array();
        int n = shape.rank() == 0 ? 1 : shape.dim(at);
        int inner = shape.rank() == 0 ? 1 : (int) shape.sub(at + 1, shape.rank()).size();
        int outer = (int) (given.size() / n / inner);
        int step = direction == Direction.FORWARD ? inner : -inner;
        int first = direction == Direction.FORWARD ? 0 : (n - 1) * inner;
        long nanos = (long) (given.size() * NANOS);
        if (inner == 1) {
            int rows = Math.max(4, CHUNK / n / 4 * 4);
            EngineRuntime.parallel(Math.ceilDiv(outer, rows), nanos, c ->
                    scan.run(x, y.array(), new Lines(c * rows * n + first, n, step, Math.min(rows, outer - c * rows), n)));
            return NdArray.wrap(y, shape);
        }
        int tiles = Math.ceilDiv(inner, TILE);
        int perChunk = (int) Math.max(1, CHUNK / ((long) n * Math.min(inner, TILE)));
        int units = outer * tiles;
        EngineRuntime.parallel(Math.ceilDiv(units, perChunk), nanos, chunk -> {
            for (int u = chunk * perChunk; u < Math.min(units, (chunk + 1) * perChunk); u++) {
                int column = u % tiles * TILE;
                int start = u / tiles * n * inner + column + first;
                scan.run(x, y.array(), new Lines(start, n, step, Math.min(TILE, inner - column), 1));
            }
        });
        return NdArray.wrap(y, shape);
    }
}
