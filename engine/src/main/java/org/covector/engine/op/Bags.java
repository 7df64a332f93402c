package org.covector.engine.op;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.move.BagKernel;
import org.covector.engine.kernel.reduction.Means;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Sums, means and extremes of slices of axis 0 that belong together: the bags of torch's embedding_bag, given by indices and
 * offsets, and segments, given by a number for each slice. Slices are taken in the order of the index, whatever the number of
 * threads.
 */
public final class Bags {
    private static final double NANOS_PER_ELEMENT = 0.5;

    private static final int CHUNK = 1 << 14;

    private final int[] rows;
    private final int[] starts;
    private final NdArray weights;

    private Bags(int[] rows, int[] starts, NdArray weights) {
        this.rows = rows;
        this.starts = starts;
        this.weights = weights;
    }

    /**
     * Extremes, and the slice each is from.
     *
     * @param values {@code [bags, ...]}
     * @param which INT64 of the shape of values: the index in axis 0; -1 where a bag is empty
     */
    public record Extremes(NdArray values, NdArray which) {}

    // ---- bags of an embedding

    /**
     * Which rows of a table each bag holds: bag b the rows {@code index[offsets[b]] ... index[offsets[b + 1] - 1]}, the last bag to
     * the end of the index.
     *
     * @param function the name in an {@link ArgumentException}
     * @param table {@code [rows, width...]}
     * @param index INT64 of one axis, or of two, {@code [bags, n]}, without offsets
     * @param offsets INT64 of one axis, ascending from 0 on
     * @param weights of the index's shape and the table's dtype: a factor for each row
     * @param paddingIndex a row that does not count, wherever it is named
     */
    public static Bags of(String function, NdArray table, NdArray index, Optional<NdArray> offsets, Optional<NdArray> weights,
            OptionalInt paddingIndex) {
        Indexing.requireIndex(function, index);
        ArgumentException.require(table.rank() >= 1, function, "weight's shape", table.shape(), "one axis or more");
        boolean fits = index.rank() == (offsets.isPresent() ? 1 : 2);
        ArgumentException.require(fits, function, "index's shape", index.shape(), "one axis with offsets, two without");
        int n = (int) index.size();
        int[] ends = offsets.isPresent() ? starts(function, offsets.get(), n) : regular(index.shape());
        if (weights.isPresent()) {
            NdArray w = weights.get();
            boolean ok = w.shape().equals(index.shape()) && w.dtype() == table.dtype();
            ArgumentException.require(ok, function, "perSampleWeights", w.dtype() + " " + w.shape(), table.dtype() + " " + index.shape());
        }
        int[] rows = IndexOffsets.table(function, index, new IndexOffsets.Indexed(table.shape(), 0, table.shape().dim(0), 1), false);
        NdArray flat = weights.map(w -> Operands.compact(w.reshape(Shape.of(n)))).orElse(NdArray.zeros(table.dtype(), Shape.of(0)));
        return paddingIndex.isPresent() ? without(paddingIndex.getAsInt(), rows, ends, flat) : new Bags(rows, ends, flat);
    }

    private static int[] starts(String function, NdArray offsets, int n) {
        boolean ok = offsets.dtype() == DType.INT64 && offsets.rank() == 1;
        ArgumentException.require(ok, function, "offsets", offsets.dtype() + " " + offsets.shape(), "INT64 of one axis");
        long[] v = offsets.toLongArray();
        int[] starts = Storage.ints(v.length + 1L);
        starts[v.length] = n;
        for (int i = 0; i < v.length; i++) {
            long least = i == 0 ? 0 : v[i - 1];
            if (v[i] < least || v[i] > n || i == 0 && v[i] != 0) {
                throw new ArgumentException(function, "offsets[" + i + "]", v[i], i == 0 ? "0" : "from " + least + " to " + n);
            }
            starts[i] = (int) v[i];
        }
        return starts;
    }

    private static int[] regular(Shape index) {
        int[] starts = Storage.ints(index.dim(0) + 1L);
        Arrays.setAll(starts, b -> b * index.dim(1));
        return starts;
    }

    private static Bags without(int row, int[] rows, int[] starts, NdArray weights) {
        int[] kept = Storage.ints(rows.length);
        int[] ends = Storage.ints(starts.length);
        int n = 0;
        for (int b = 0; b + 1 < starts.length; b++) {
            for (int i = starts[b]; i < starts[b + 1]; i++) {
                if (rows[i] != row) {
                    kept[n++] = i;
                }
            }
            ends[b + 1] = n;
        }
        int[] left = Storage.ints(n);
        Storage positionStorage = Storage.zeros(DType.INT64, n);
        long[] positions = positionStorage.longs();
        for (int i = 0; i < n; i++) {
            left[i] = rows[kept[i]];
            positions[i] = kept[i];
        }
        NdArray w = weights.size() == 0 ? weights : Indexing.indexSelect(weights, 0, NdArray.wrap(positionStorage, Shape.of(n)));
        return new Bags(left, ends, w);
    }

    // ---- segments

    /**
     * Which slices of axis 0 each segment holds: segment s those i with {@code ids[i] = s}, in ascending order.
     *
     * @param function the name in an {@link ArgumentException}
     * @param ids INT64 {@code [n]}, sorted or not, from 0 to segments - 1
     */
    public static Bags segments(String function, NdArray ids, int segments) {
        Indexing.requireIndex(function, ids);
        ArgumentException.require(ids.rank() == 1, function, "ids' shape", ids.shape(), "one axis");
        ArgumentException.require(segments >= 0 && segments < Storage.MAX_SIZE, function, "segments", segments, "0 or more");
        int[] of = IndexOffsets.table(function, ids, new IndexOffsets.Indexed(Shape.of(segments), 0, segments, 1), false);
        int[] starts = Storage.ints(segments + 1L);
        for (int s : of) {
            starts[s + 1]++;
        }
        for (int s = 0; s < segments; s++) {
            starts[s + 1] += starts[s];
        }
        int[] next = starts.clone();
        int[] rows = Storage.ints(of.length);
        for (int i = 0; i < rows.length; i++) {
            rows[next[of[i]]++] = i;
        }
        return new Bags(rows, starts, NdArray.zeros(DType.FLOAT32, Shape.of(0)));
    }

    // ---- reductions

    /** Number of bags. */
    public int size() {
        return starts.length - 1;
    }

    /** Slices in each bag, INT64 {@code [bags]}. */
    public NdArray counts() {
        Storage ofCounts = Storage.zeros(DType.INT64, size());
        long[] counts = ofCounts.longs();
        Arrays.setAll(counts, b -> starts[b + 1] - starts[b]);
        return NdArray.wrap(ofCounts, Shape.of(counts.length));
    }

    /**
     * {@code y[b] = sum over the slices i of bag b of weights[i] x[i]}; 0 for an empty bag.
     *
     * @param x {@code [n, ...]}, numbers, the table or what the segments are of
     * @return {@code [bags, ...]}
     */
    public NdArray sum(String function, NdArray x) {
        return WideRange.sums(t -> plainSum(function, t[0]), x);
    }

    private NdArray plainSum(String function, NdArray x) {
        NdArray in = checked(function, x);
        Storage y = Storage.zeros(x.dtype(), shape(x).size());
        int width = width(x);
        Object w = weights.size() == 0 ? Storage.zeros(x.dtype(), 0).array() : weights.storage().array();
        BagKernel kernel = BagKernel.of(y.array());
        parallel(width, (from, to) -> kernel.sum(in.storage().array(), in.offset(), width, rows, starts, w, y.array(), from, to));
        return NdArray.wrap(y, shape(x));
    }

    /** {@link #sum} divided by the number of slices, for INT64 rounded down; 0 for an empty bag. */
    public NdArray mean(String function, NdArray x) {
        return WideRange.sums(t -> quotients(function, t[0]), x);
    }

    private NdArray quotients(String function, NdArray x) {
        NdArray y = plainSum(function, x);
        int width = width(x);
        long[] counts = Storage.zeros(DType.INT64, (int) y.size()).longs();
        Arrays.setAll(counts, i -> starts[i / width + 1] - starts[i / width]);
        Means.divide(y.storage().array(), counts); // nobody has seen it yet
        return y;
    }

    /**
     * The largest element of each bag and the slice it is from: the first of equal ones, NaN before all; {@code empty} for an
     * empty bag.
     */
    public Extremes max(String function, NdArray x, double empty) {
        return extremes(function, x, empty, 1);
    }

    /** As {@link #max}, the smallest. */
    public Extremes min(String function, NdArray x, double empty) {
        return extremes(function, x, empty, -1);
    }

    private Extremes extremes(String function, NdArray x, double empty, int sign) {
        NdArray in = checked(function, x);
        ArgumentException.require(weights.size() == 0, function, "perSampleWeights", weights.shape(), "none: only sums have weights");
        Storage y = Storage.zeros(x.dtype(), shape(x).size());
        Storage which = Storage.zeros(DType.INT64, y.length());
        int width = width(x);
        Object nothing = NdArray.scalar(x.dtype(), empty).storage().array();
        BagKernel kernel = BagKernel.of(y.array());
        parallel(width, (from, to) -> kernel.extremum(sign, in.storage().array(), in.offset(), width, rows, starts, nothing, y.array(),
                (long[]) which.array(), from, to));
        return new Extremes(NdArray.wrap(y, shape(x)), NdArray.wrap(which, shape(x)));
    }

    private NdArray checked(String function, NdArray x) {
        ArgumentException.require(x.dtype() != DType.BOOL, function, "x's dtype", x.dtype(), "numbers");
        ArgumentException.require(x.rank() >= 1, function, "x's shape", x.shape(), "one axis or more");
        int n = x.shape().dim(0);
        for (int row : rows) {
            if (row >= n) {
                throw new ArgumentException(function, "x's shape", x.shape(), "more than " + row + " slices, which a bag names");
            }
        }
        ArgumentException.require(weights.size() == 0 || weights.dtype() == x.dtype(), function, "x's dtype", x.dtype(),
                "that of the weights");
        return x.dense();
    }

    private Shape shape(NdArray x) {
        return x.shape().with(0, size());
    }

    private static int width(NdArray x) {
        return (int) x.shape().sub(1, x.rank()).size();
    }

    private interface Work {
        void run(int from, int to);
    }

    private void parallel(int width, Work work) {
        long elements = (long) rows.length * width;
        int chunks = Math.clamp(elements / CHUNK, 1, Math.max(1, size()));
        EngineRuntime.parallel(chunks, (long) (elements * NANOS_PER_ELEMENT), c ->
                work.run((int) ((long) c * size() / chunks), (int) ((c + 1L) * size() / chunks)));
    }
}
