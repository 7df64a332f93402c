package org.covector.engine.op;

import java.util.Arrays;
import java.util.function.Function;
import org.covector.engine.ArgumentException;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.dispatch.TieredKernel;
import org.covector.engine.kernel.move.AccumulateKernel;
import org.covector.engine.kernel.move.AccumulateKernel.Combine;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.kernel.reduction.Means;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Reading and writing along one axis by INT64 indices. Indices are checked before anything is computed; what is written
 * several times to one place is written in the row-major order of the index, whatever the number of threads.
 *
 * <p>As in torch, indices of these functions are not negative; see {@link AdvancedIndexing} for those that may be.
 */
public final class Indexing {
    private static final double NANOS_PER_ELEMENT = 1;

    private static final int CHUNK = 1 << 14;

    private record Key(DType dtype) {}

    private Indexing() {}

    private static AccumulateKernel kernel(DType dtype) {
        return TieredKernel.kernel(new Key(dtype),
                new TieredKernel.Plan<>(vector -> AccumulateKernel.of(dtype, vector), k -> warmup(k, dtype)));
    }

    /** Sums of runs, the last elements of which fill no vector. */
    private static void warmup(AccumulateKernel kernel, DType dtype) {
        int run = 263;
        Object x = Storage.zeros(dtype, 4L * run).array();
        kernel.accumulate(Combine.SUM, x, 0, run, Storage.zeros(dtype, run).array(), new int[4], 0, run);
    }

    /** How {@link #scatterReduce} combines an element with what is in its place. */
    public enum Reduce {
        /** y + x; logical or for BOOL. */
        SUM,
        /** y * x; logical and for BOOL. */
        PROD,
        /** The larger; NaN wins. */
        MAX,
        /** The smaller; NaN wins. */
        MIN,
        /** The sum divided by the number of elements, for INT64 rounded down. Not for BOOL. */
        MEAN
    }

    /**
     * {@code y[i, j, k] = x[i, index[i, j, k], k]} for axis 1, and so on.
     *
     * @param index INT64 of x's rank, no longer than x along the other axes; y has its shape
     */
    public static NdArray gather(NdArray x, int axis, NdArray index) {
        return gather("gather", x, axis, index);
    }

    /** As {@link #gather(NdArray, int, NdArray)}, for a function of this name. */
    public static NdArray gather(String function, NdArray x, int axis, NdArray index) {
        requireIndex(function, index);
        int a = x.shape().axis(function, axis);
        NdArray source = atLeast1d(x);
        NdArray which = atLeast1d(index);
        requireGrid(function, "index", which, source, a);
        Storage y = Storage.zeros(x.dtype(), index.size());
        MoveKernel kernel = MoveKernel.of(y.dtype());
        GatherIndex gather = GatherIndex.of(function, source, a, which);
        gather.parallel((base, at, n) -> kernel.takeLine(source.storage().array(), base, gather.step(), gather.lineStep(),
                gather.indices(), gather.start() + at, n, gather.limit(), y.array(), at));
        return NdArray.wrap(y, index.shape());
    }

    /** As {@link #gather}, x and index broadcast together but for the axis. torch: take_along_dim. */
    public static NdArray takeAlong(NdArray x, int axis, NdArray index) {
        int a = x.shape().axis("takeAlong", axis);
        requireSameRank("takeAlong", index, x);
        if (x.rank() == 0) {
            return gather("takeAlong", x, axis, index);
        }
        Shape common = x.shape().with(a, 1).broadcast("takeAlong", index.shape().with(a, 1));
        return gather("takeAlong", x.expand(common.with(a, x.shape().dim(a))), a, index.expand(common.with(a, index.shape().dim(a))));
    }

    /** As {@link #scatter}, index and src broadcast to x but for the axis, src to the index. NumPy: put_along_axis. */
    public static NdArray putAlong(NdArray x, int axis, NdArray index, NdArray src) {
        int a = x.shape().axis("putAlong", axis);
        requireSameRank("putAlong", index, x);
        NdArray wide = x.rank() == 0 ? index : index.expand(x.shape().with(a, index.shape().dim(a)));
        return scatter("putAlong", x, axis, wide, src.expand(wide.shape()));
    }

    private static void requireSameRank(String function, NdArray index, NdArray x) {
        ArgumentException.require(index.rank() == x.rank(), function, "index's shape", index.shape(), "rank " + x.rank());
    }

    /**
     * x with {@code y[i, index[i, j, k], k] = src[i, j, k]}; of several writes to one place the last in the row-major order of
     * the index stays.
     *
     * @param index INT64 of x's rank, no longer than x along the other axes, nowhere longer than src
     */
    public static NdArray scatter(NdArray x, int axis, NdArray index, NdArray src) {
        return scatter("scatter", x, axis, index, src);
    }

    /** As {@link #scatter(NdArray, int, NdArray, NdArray)}, for a function of this name. */
    public static NdArray scatter(String function, NdArray x, int axis, NdArray index, NdArray src) {
        Scattered s = scattered(function, x, axis, index, src);
        s.put();
        return NdArray.wrap(s.y, x.shape());
    }

    /** As {@link #scatter(NdArray, int, NdArray, NdArray)} of one number, rounded to x's dtype. */
    public static NdArray scatter(NdArray x, int axis, NdArray index, double value) {
        return scatter(x, axis, index, NdArray.full(x.dtype(), index.shape(), value));
    }

    /** x with {@code y[i, index[i, j, k], k] += src[i, j, k]}, in the row-major order of the index. BOOL: logical or. */
    public static NdArray scatterAdd(NdArray x, int axis, NdArray index, NdArray src) {
        return WideRange.sums(t -> scatteredNumbers("scatterAdd", t[0], axis, index, t[1]).reduce(t[0], Reduce.SUM, true), x, src);
    }

    /** As {@link #scatterAdd} with another way to combine. */
    public static NdArray scatterReduce(NdArray x, int axis, NdArray index, NdArray src, Reduce reduce) {
        return scatterReduce(x, axis, index, src, reduce, true);
    }

    /**
     * As {@link #scatterAdd} with another way to combine; without {@code includeSelf} the elements of x that meet one of src do
     * not count.
     */
    public static NdArray scatterReduce(NdArray x, int axis, NdArray index, NdArray src, Reduce reduce, boolean includeSelf) {
        boolean bool = x.dtype() == DType.BOOL && src.dtype() == DType.BOOL;
        ArgumentException.require(!bool || reduce != Reduce.MEAN, "scatterReduce", "reduce", reduce, "another for BOOL");
        Function<NdArray[], NdArray> combined =
                t -> scatteredNumbers("scatterReduce", t[0], axis, index, t[1]).reduce(t[0], reduce, includeSelf);
        boolean isSum = reduce == Reduce.SUM || reduce == Reduce.MEAN;
        return isSum ? WideRange.sums(combined, x, src) : combined.apply(new NdArray[] {x, src});
    }

    /** BOOL counts as INT64. */
    private static Scattered scatteredNumbers(String function, NdArray x, int axis, NdArray index, NdArray src) {
        return x.dtype() == DType.BOOL && src.dtype() == DType.BOOL
                ? scattered(function, x.to(DType.INT64), axis, index, src.to(DType.INT64)) : scattered(function, x, axis, index, src);
    }

    private static NdArray neutral(Reduce reduce, DType dtype) {
        return switch (reduce) {
            case SUM, MEAN -> NdArray.scalar(dtype, 0);
            case PROD -> NdArray.scalar(dtype, 1);
            case MAX -> dtype == DType.INT64 ? NdArray.of(Long.MIN_VALUE) : NdArray.scalar(dtype, Double.NEGATIVE_INFINITY);
            case MIN -> dtype == DType.INT64 ? NdArray.of(Long.MAX_VALUE) : NdArray.scalar(dtype, Double.POSITIVE_INFINITY);
        };
    }

    /** Elements of src, dense ({@code step} 1) or one for all ({@code step} 0), on their way to positions of y. */
    private record Scattered(Storage y, NdArray src, int step, GatherIndex gather) {
        void put() {
            MoveKernel kernel = MoveKernel.of(y.dtype());
            gather.sequential((base, at, n) -> kernel.putLine(src.storage().array(), src.offset() + at * step, step,
                    gather.indices(), gather.start() + at, n, gather.limit(), y.array(), base, gather.step(), gather.lineStep()));
        }

        void accumulate(Combine combine) {
            AccumulateKernel kernel = kernel(y.dtype());
            gather.sequential((base, at, n) -> kernel.accumulateLine(combine, src.storage().array(), src.offset() + at * step, step,
                    gather.indices(), gather.start() + at, n, gather.limit(), y.array(), base, gather.step(), gather.lineStep()));
        }

        /** Products that overflow and underflow only where the whole of a place does. */
        private void multiply() {
            ScaledReductions.Products products = new ScaledReductions.Products(y.length());
            for (int i = 0; i < y.length(); i++) {
                products.times(i, y.getDouble(i));
            }
            gather.sequential((base, at, n) -> {
                for (int j = 0; j < n; j++) {
                    long k = gather.indices()[gather.start() + at + j];
                    if (k < 0 || k >= gather.limit()) {
                        return j;
                    }
                    double factor = src.storage().getDouble(src.offset() + (at + j) * step);
                    products.times(base + j * gather.lineStep() + (int) k * gather.step(), factor);
                }
                return -1;
            });
            for (int i = 0; i < y.length(); i++) {
                y.set(i, products.value(i));
            }
        }

        /** The result, of x's shape and dtype. */
        NdArray reduce(NdArray x, Reduce reduce, boolean includeSelf) {
            if (!includeSelf) {
                new Scattered(y, neutral(reduce, y.dtype()), 0, gather).put();
            }
            if (reduce == Reduce.PROD && y.dtype().isFloating()) {
                multiply();
            } else {
                accumulate(reduce == Reduce.MEAN ? Combine.SUM : Combine.valueOf(reduce.name()));
            }
            if (reduce == Reduce.MEAN) {
                Storage ofCounts = Storage.zeros(DType.INT64, y.length());
                long[] counts = ofCounts.longs();
                Arrays.fill(counts, includeSelf ? 1 : 0);
                new Scattered(ofCounts, NdArray.scalar(DType.INT64, 1), 0, gather).accumulate(Combine.SUM);
                Means.divide(y.array(), counts);
            }
            return NdArray.wrap(y, x.shape()).to(x.dtype());
        }
    }

    private static Scattered scattered(String function, NdArray x, int axis, NdArray index, NdArray src) {
        requireIndex(function, index);
        requireDtype(function, "src", src, x);
        int a = x.shape().axis(function, axis);
        NdArray target = atLeast1d(x);
        NdArray which = atLeast1d(index);
        NdArray values = atLeast1d(src);
        requireGrid(function, "index", which, target, a);
        requireGrid(function, "index", which, values, -1);
        Storage y = Copy.fresh(x, x.dtype());
        GatherIndex gather = GatherIndex.of(function, NdArray.wrap(y, target.shape()), a, which);
        if (values.isUniform()) {
            return new Scattered(y, values, 0, gather);
        }
        for (int i = 0; i < values.rank(); i++) {
            values = values.slice(i, 0, which.shape().dim(i), 1);
        }
        return new Scattered(y, values.dense(), 1, gather);
    }

    /** The slices of x at the given indices of one axis: {@code y[i, n, k] = x[i, index[n], k]}. Axis 0: an embedding lookup. */
    public static NdArray indexSelect(NdArray x, int axis, NdArray index) {
        requireIndex("indexSelect", index);
        requireVector("indexSelect", index);
        NdArray source = atLeast1d(x);
        int a = x.shape().axis("indexSelect", axis);
        Shape shape = source.shape().with(a, (int) index.size());
        Storage y = Storage.uninitialised(x.dtype(), shape.size());
        int[] table = IndexOffsets.table("indexSelect", source, a, index, false);
        SliceOffsets grid = SliceOffsets.of(source, a, a + 1);
        take(source, grid.around(table), grid.run(), y);
        return NdArray.wrap(y, x.rank() == 0 ? x.shape() : shape);
    }

    /** x with {@code y[i, index[n], k] += src[i, n, k]}, in the order of n. BOOL: logical or. */
    public static NdArray indexAdd(NdArray x, int axis, NdArray index, NdArray src) {
        if (x.dtype() == DType.BOOL && src.dtype() == DType.BOOL) {
            return indexAdd(x.to(DType.INT64), axis, index, src.to(DType.INT64)).to(DType.BOOL);
        }
        return WideRange.sums(t -> indexWrite("indexAdd", t[0], axis, index, t[1], true), x, src);
    }

    /** x with {@code y[i, index[n], k] = src[i, n, k]}; of equal indices the last stays. */
    public static NdArray indexCopy(NdArray x, int axis, NdArray index, NdArray src) {
        return indexWrite("indexCopy", x, axis, index, src, false);
    }

    /** x with {@code y[i, index[n], k] = value}, rounded to x's dtype. */
    public static NdArray indexFill(NdArray x, int axis, NdArray index, double value) {
        requireIndex("indexFill", index);
        requireVector("indexFill", index);
        NdArray target = atLeast1d(x);
        Shape shape = target.shape().with(x.shape().axis("indexFill", axis), (int) index.size());
        return indexWrite("indexFill", x, axis, index, NdArray.full(x.dtype(), shape, value), false);
    }

    private static NdArray indexWrite(String function, NdArray x, int axis, NdArray index, NdArray src, boolean add) {
        requireIndex(function, index);
        requireVector(function, index);
        requireDtype(function, "src", src, x);
        NdArray target = atLeast1d(x);
        int a = x.shape().axis(function, axis);
        Shape expected = target.shape().with(a, (int) index.size());
        ArgumentException.require(atLeast1d(src).shape().equals(expected), function, "src's shape", src.shape(), expected.toString());
        Storage y = Copy.fresh(x, x.dtype());
        NdArray dense = NdArray.wrap(y, target.shape());
        SliceOffsets grid = SliceOffsets.of(dense, a, a + 1);
        int[] at = grid.around(IndexOffsets.table(function, dense, a, index, false));
        write(src.dense(), y, at, grid.run(), add);
        return NdArray.wrap(y, x.shape());
    }

    // ---- shared with AdvancedIndexing

    /** {@code y[i run + j] = x[at[i] + j]}. */
    static void take(NdArray x, int[] at, int run, Storage y) {
        MoveKernel kernel = MoveKernel.of(y.dtype());
        long size = (long) at.length * run;
        int part = Math.max(1, CHUNK / Math.max(1, run));
        EngineRuntime.parallel((at.length + part - 1) / part, (long) (size * NANOS_PER_ELEMENT), c -> {
            int start = c * part;
            kernel.take(x.storage().array(), at, start, Math.min(at.length, start + part), run, y.array(), 0);
        });
    }

    /** Runs of dense src to positions of y. */
    static void write(NdArray src, Storage y, int[] at, int run, boolean add) {
        if (add) {
            accumulate(Combine.SUM, src, y, at, run);
        } else {
            MoveKernel.of(y.dtype()).put(src.storage().array(), src.offset(), run, y.array(), at);
        }
    }

    /** Long runs are shared out by columns, so that every place sees its elements in the same order for any thread count. */
    private static void accumulate(Combine combine, NdArray src, Storage y, int[] at, int run) {
        AccumulateKernel kernel = kernel(y.dtype());
        int part = Math.max(64, (run - 1) / 8 + 1);
        EngineRuntime.parallel((run - 1) / part + 1, (long) (NANOS_PER_ELEMENT * at.length * run), c -> {
            int start = c * part;
            kernel.accumulate(combine, src.storage().array(), src.offset(), run, y.array(), at, start, Math.min(run, start + part));
        });
    }

    static NdArray atLeast1d(NdArray x) {
        return x.rank() == 0 ? x.reshape(Shape.of(1)) : x;
    }

    static void requireIndex(String function, NdArray index) {
        if (index.dtype() != DType.INT64) {
            throw new ArgumentException(function, "index's dtype", index.dtype(), "INT64");
        }
    }

    private static void requireVector(String function, NdArray index) {
        if (index.rank() > 1) {
            throw new ArgumentException(function, "index's shape", index.shape(), "one axis");
        }
    }

    static void requireDtype(String function, String argument, NdArray src, NdArray x) {
        if (src.dtype() != x.dtype()) {
            throw new ArgumentException(function, "dtype of " + argument, src.dtype(), x.dtype() + ", the dtype of x");
        }
    }

    private static void requireGrid(String function, String argument, NdArray index, NdArray x, int except) {
        boolean ok = index.rank() == x.rank();
        for (int i = 0; ok && i < x.rank(); i++) {
            ok = i == except || index.shape().dim(i) <= x.shape().dim(i);
        }
        if (!ok) {
            String but = except < 0 ? "" : ", except along axis " + except;
            throw new ArgumentException(function, argument + "'s shape", index.shape(),
                    "rank " + x.rank() + ", no axis longer than in " + x.shape() + but);
        }
    }
}
