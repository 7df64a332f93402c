package org.covector.engine.op;

import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.KeyKernel;
import org.covector.engine.kernel.KeySort;
import org.covector.engine.kernel.MoveKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Sorting, selecting and searching along an axis. NaN counts as the largest value, as in torch; -0 equals 0; among equals the
 * earlier comes first, also in descending order.
 */
public final class Sorting {
    private static final double NANOS_PER_ELEMENT = 20;

    /** Elements that one chunk of rows has about. */
    private static final int CHUNK = 1 << 14;

    private Sorting() {}

    /** Values, and where along the axis each came from (INT64), of equal shape. */
    public record Selected(NdArray values, NdArray indices) {}

    /**
     * The distinct values of an array.
     *
     * @param values sorted, without repetition
     * @param inverse INT64, of the array's shape: where each element is in values
     * @param counts INT64: how often each value occurs
     */
    public record Unique(NdArray values, NdArray inverse, NdArray counts) {}

    /** What one row does with its keys: leaves in {@code order()} the places that it selects. */
    private interface Row {
        void select(KeySort sort, int n, KeyKernel kernel, Object x, int start);
    }

    /** x sorted along an axis, stably, smallest (or largest) first. */
    public static Selected sort(NdArray x, int axis, boolean descending) {
        return sort("sort", x, axis, descending);
    }

    /** The indices that sort x along an axis, stably. */
    public static NdArray argsort(NdArray x, int axis, boolean descending) {
        return sort("argsort", x, axis, descending).indices;
    }

    private static Selected sort(String function, NdArray x, int axis, boolean descending) {
        return rows(function, x, axis, descending, length(function, x, axis), (s, n, _, _, _) -> s.sort(n));
    }

    /** The k largest (or smallest) along an axis, in that order if {@code sorted}, else in the order of their indices. */
    public static Selected topk(NdArray x, int k, int axis, boolean largest, boolean sorted) {
        int n = length("topk", x, axis);
        ArgumentException.require(k >= 0 && k <= n, "topk", "k", k, "from 0 to " + n + " for shape " + x.shape());
        return rows("topk", x, axis, largest, k, (s, m, _, _, _) -> s.smallest(m, k, sorted));
    }

    /** The k-th smallest (from 1) along an axis, which becomes 1 long or goes away; the first of equal ones. */
    public static Selected kthvalue(NdArray x, int k, int axis, boolean keepdim) {
        int n = length("kthvalue", x, axis);
        ArgumentException.require(k >= 1 && k <= n, "kthvalue", "k", k, "from 1 to " + n + " for shape " + x.shape());
        return squeezed(x, axis, keepdim, rows("kthvalue", x, axis, false, 1, (s, m, _, _, _) -> first(s, m, s.kth(m, k - 1))));
    }

    /** The lower of the two middle values along an axis, NaN if there is one; with the index of its first occurrence. */
    public static Selected median(NdArray x, int axis, boolean keepdim) {
        requireSome("median", x, axis);
        return squeezed(x, axis, keepdim, rows("median", x, axis, false, 1, (s, n, kernel, array, start) -> {
            for (int i = 0; i < n; i++) {
                if (kernel.isNaN(array, start + i)) {
                    s.order()[0] = i;
                    return;
                }
            }
            first(s, n, s.kth(n, (n - 1) / 2));
        }));
    }

    private static void first(KeySort sort, int n, long key) {
        int at = 0;
        while (at < n && sort.keys()[at] != key) {
            at++;
        }
        sort.order()[0] = at;
    }

    /** The most frequent value along an axis, the smallest of several; NaN never equals NaN. The index is of its last occurrence. */
    public static Selected mode(NdArray x, int axis, boolean keepdim) {
        requireSome("mode", x, axis);
        return squeezed(x, axis, keepdim, rows("mode", x, axis, false, 1, (s, n, kernel, array, start) -> {
            s.sort(n);
            int best = 0;
            int most = 0;
            for (int i = 0, from = 0; i < n; i++) {
                boolean last = i == n - 1 || s.keys()[i] != s.keys()[i + 1] || kernel.isNaN(array, start + s.order()[i]);
                if (last && i + 1 - from > most) {
                    most = i + 1 - from;
                    best = s.order()[i];
                }
                from = last ? i + 1 : from;
            }
            s.order()[0] = best;
        }));
    }

    /** The distinct values of x, sorted; every NaN is a value of its own, as in torch. */
    public static Unique unique(NdArray x) {
        if (x.dtype() == DType.BOOL) {
            Unique u = unique(x.to(DType.INT64));
            return new Unique(u.values.to(DType.BOOL), u.inverse, u.counts);
        }
        NdArray dense = x.dense();
        int n = (int) x.size();
        Object array = dense.storage().array();
        KeyKernel kernel = KeyKernel.of(x.dtype());
        KeySort sort = new KeySort(n);
        kernel.keys(array, dense.offset(), n, false, sort.keys());
        sort.sort(n);
        int[] order = sort.order();
        int[] first = new int[n];
        Storage inverses = Storage.uninitialised(DType.INT64, n);
        long[] inverse = inverses.longs();
        int groups = 0;
        for (int i = 0; i < n; i++) {
            boolean fresh = i == 0 || sort.keys()[i] != sort.keys()[i - 1] || kernel.isNaN(array, dense.offset() + order[i]);
            if (fresh) {
                first[groups++] = i;
            }
            inverse[order[i]] = groups - 1;
        }
        Storage sizes = Storage.uninitialised(DType.INT64, groups);
        long[] counts = sizes.longs();
        int[] at = new int[groups];
        for (int g = 0; g < groups; g++) {
            counts[g] = (g + 1 < groups ? first[g + 1] : n) - first[g];
            at[g] = dense.offset() + order[first[g]];
        }
        Storage values = Storage.uninitialised(x.dtype(), groups);
        MoveKernel.of(x.dtype()).take(array, at, 0, groups, 1, values.array(), 0);
        return new Unique(NdArray.wrap(values, Shape.of(groups)), NdArray.wrap(inverses, x.shape()), NdArray.wrap(sizes, Shape.of(groups)));
    }

    /**
     * Where each value belongs in a sorted sequence: the number of elements that are smaller (or, {@code right}, not larger).
     * The sequence is one vector for all values, or the last axis of an array whose other axes are those of values.
     */
    public static NdArray searchsorted(NdArray sorted, NdArray values, boolean right) {
        Indexing.requireDtype("searchsorted", "values", values, sorted);
        ArgumentException.require(sorted.rank() >= 1, "searchsorted", "sorted's shape", sorted.shape(), "one axis or more");
        int last = sorted.rank() - 1;
        boolean fits = last == 0 || values.rank() == sorted.rank() && values.shape().sub(0, last).equals(sorted.shape().sub(0, last));
        ArgumentException.require(fits, "searchsorted", "values' shape", values.shape(), "the axes of " + sorted.shape() + " but for the last");
        if (sorted.dtype() == DType.BOOL) {
            return searchsorted(sorted.to(DType.INT64), values.to(DType.INT64), right);
        }
        NdArray s = sorted.dense();
        NdArray v = values.dense();
        KeyKernel kernel = KeyKernel.of(s.dtype());
        int n = s.shape().dim(last);
        int perRow = last == 0 ? (int) v.size() : v.shape().dim(last);
        long[] keys = Storage.uninitialised(DType.INT64, n).longs();
        Storage places = Storage.uninitialised(DType.INT64, v.size());
        long[] wanted = places.longs();
        kernel.keys(v.storage().array(), v.offset(), wanted.length, false, wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (i % perRow == 0) {
                kernel.keys(s.storage().array(), s.offset() + (last == 0 ? 0 : i / perRow * n), n, false, keys);
            }
            wanted[i] = insertion(keys, wanted[i], right);
        }
        return NdArray.wrap(places, values.shape());
    }

    private static int insertion(long[] keys, long key, boolean right) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] < key || right && keys[middle] == key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    // ---- rows

    private static int length(String function, NdArray x, int axis) {
        int a = x.shape().axis(function, axis);
        return x.rank() == 0 ? 1 : x.shape().dim(a);
    }

    private static void requireSome(String function, NdArray x, int axis) {
        ArgumentException.require(length(function, x, axis) > 0, function, "x's shape", x.shape(), "one element or more along axis " + axis);
    }

    /** Runs {@code row} on every line along the axis; what it leaves in its order, k places, becomes the result. */
    private static Selected rows(String function, NdArray x, int axis, boolean descending, int k, Row row) {
        if (x.dtype() == DType.BOOL) {
            Selected s = rows(function, x.to(DType.INT64), axis, descending, k, row);
            return new Selected(s.values.to(DType.BOOL), s.indices);
        }
        NdArray y = Indexing.atLeast1d(x);
        int a = y.shape().axis(function, axis);
        int[] lastly = new int[y.rank()]; // axis a moved to the end, and back
        int[] back = new int[y.rank()];
        for (int i = 0; i < y.rank(); i++) {
            lastly[i] = i == y.rank() - 1 ? a : i < a ? i : i + 1;
            back[lastly[i]] = i;
        }
        NdArray lines = y.permute(lastly).dense();
        int n = lines.shape().dim(-1);
        Shape shape = lines.shape().with(y.rank() - 1, k);
        int count = n == 0 ? 0 : (int) (lines.size() / n);
        Storage values = Storage.uninitialised(x.dtype(), shape.size());
        Storage indices = Storage.uninitialised(DType.INT64, shape.size());
        Lines work = new Lines(
                lines.dtype(), lines.storage().array(), lines.offset(), n, descending, row, values.array(), indices.longs(), k);
        int part = Math.max(1, CHUNK / Math.max(1, n));
        EngineRuntime.parallel((count + part - 1) / part, (long) (NANOS_PER_ELEMENT * lines.size()),
                c -> work.run(c * part, Math.min(count, (c + 1) * part)));
        return new Selected(placed(NdArray.wrap(values, shape), x, back), placed(NdArray.wrap(indices, shape), x, back));
    }

    private static NdArray placed(NdArray lines, NdArray x, int[] back) {
        return x.rank() == 0 && lines.size() == 1 ? lines.reshape(Shape.SCALAR) : lines.permute(back).dense();
    }

    /** Dense lines of n elements, of each of which k are selected. */
    private record Lines(DType dtype, Object x, int offset, int n, boolean descending, Row row, Object values, long[] indices, int k) {
        void run(int from, int to) {
            KeyKernel keys = KeyKernel.of(dtype);
            MoveKernel move = MoveKernel.of(dtype);
            KeySort sort = new KeySort(n);
            for (int line = from; line < to; line++) {
                int start = offset + line * n;
                keys.keys(x, start, n, descending, sort.keys());
                row.select(sort, n, keys, x, start);
                int[] order = sort.order();
                for (int i = 0; i < k; i++) {
                    indices[line * k + i] = order[i];
                    order[i] += start;
                }
                move.take(x, order, 0, k, 1, values, line * k);
            }
        }
    }

    private static Selected squeezed(NdArray x, int axis, boolean keepdim, Selected s) {
        if (keepdim || x.rank() == 0) {
            return s;
        }
        Shape shape = x.shape().without(x.shape().axis("squeeze", axis));
        return new Selected(s.values.reshape(shape), s.indices.reshape(shape));
    }
}
