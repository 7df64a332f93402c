package org.covector.engine.op;

import java.util.function.Supplier;
import org.covector.engine.ArgumentException;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.kernel.order.KeyKernel;
import org.covector.engine.kernel.order.KeySelect;
import org.covector.engine.kernel.order.KeySort;
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

    /** What is done with one line: gives the places that it selects, in an array of any length; may use it as work space. */
    private interface Line {
        int[] select(Object x, int start);
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
        int n = length(function, x, axis);
        return rows(function, x, axis, n, () -> {
            KeySort sort = new KeySort(n);
            return (array, start) -> {
                keysOf(x).keys(array, start, n, descending, sort.keys());
                sort.sort(n);
                return sort.order();
            };
        });
    }

    /** The k largest (or smallest) along an axis, in that order if {@code sorted}, else in the order of their indices. */
    public static Selected topk(NdArray x, int k, int axis, boolean largest, boolean sorted) {
        int n = length("topk", x, axis);
        ArgumentException.require(k >= 0 && k <= n, "topk", "k", k, "from 0 to " + n + " for shape " + x.shape());
        if (k > 0 && KeySelect.suits(n, k)) {
            return rows("topk", x, axis, k, () -> {
                KeySelect select = new KeySelect(k);
                return (array, start) -> select.smallest(keysOf(x), array, start, n, largest, sorted);
            });
        }
        return rows("topk", x, axis, k, () -> {
            KeySort sort = new KeySort(n);
            return (array, start) -> {
                keysOf(x).keys(array, start, n, largest, sort.keys());
                sort.smallest(n, k, sorted);
                return sort.order();
            };
        });
    }

    /** The k-th smallest (from 1) along an axis, which becomes 1 long or goes away; the first of equal ones. */
    public static Selected kthvalue(NdArray x, int k, int axis, boolean keepdim) {
        int n = length("kthvalue", x, axis);
        ArgumentException.require(k >= 1 && k <= n, "kthvalue", "k", k, "from 1 to " + n + " for shape " + x.shape());
        return one("kthvalue", x, axis, keepdim, (s, _, _) -> first(s, n, s.kth(n, k - 1)));
    }

    /** The lower of the two middle values along an axis and the index where a stable sort has it; the first NaN if there is one. */
    public static Selected median(NdArray x, int axis, boolean keepdim) {
        int n = requireSome("median", x, axis);
        return one("median", x, axis, keepdim, (s, array, start) -> {
            KeyKernel kernel = keysOf(x);
            for (int i = 0; i < n; i++) {
                if (kernel.isNaN(array, start + i)) {
                    return i;
                }
            }
            return stable(s, n, (n - 1) / 2);
        });
    }

    /** As {@link #median} of the elements that are not NaN; NaN, the first, where there is nothing else. */
    public static Selected nanmedian(NdArray x, int axis, boolean keepdim) {
        int n = requireSome("nanmedian", x, axis);
        return one("nanmedian", x, axis, keepdim, (s, array, start) -> {
            KeyKernel kernel = keysOf(x);
            int numbers = 0;
            for (int i = 0; i < n; i++) {
                numbers += kernel.isNaN(array, start + i) ? 0 : 1;
            }
            return stable(s, n, Math.max(0, numbers - 1) / 2); // NaN is last in the order
        });
    }

    /** Where a stable sort finds its element k: of equal ones as many come before as their number in front of k says. */
    private static int stable(KeySort sort, int n, int k) {
        long key = sort.kth(n, k);
        int before = k; // those that are not less
        for (int i = 0; i < n; i++) {
            before -= sort.keys()[i] < key ? 1 : 0;
        }
        int at = first(sort, n, key);
        while (before > 0) {
            before -= sort.keys()[++at] == key ? 1 : 0;
        }
        return at;
    }

    private static int first(KeySort sort, int n, long key) {
        int at = 0;
        while (at < n && sort.keys()[at] != key) {
            at++;
        }
        return at;
    }

    /** The most frequent value along an axis, the smallest of several; NaN never equals NaN. The index is of its last occurrence. */
    public static Selected mode(NdArray x, int axis, boolean keepdim) {
        int n = requireSome("mode", x, axis);
        return one("mode", x, axis, keepdim, (s, array, start) -> {
            s.sort(n);
            KeyKernel kernel = keysOf(x);
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
            return best;
        });
    }

    /** The distinct values of x, sorted; every NaN is a value of its own, as in torch. */
    public static Unique unique(NdArray x) {
        return Distinct.unique(x);
    }

    /**
     * For each value the number of the interval between sorted boundaries in which it lies: how many boundaries are smaller (or,
     * {@code right}, not larger).
     *
     * @param boundaries one axis, ascending, of the dtype of values
     * @return INT64 of the shape of values
     */
    public static NdArray bucketize(NdArray values, NdArray boundaries, boolean right) {
        ArgumentException.require(boundaries.rank() == 1, "bucketize", "boundaries' shape", boundaries.shape(), "one axis");
        return searchsorted(boundaries, values, right);
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
        ArgumentException.require(fits, "searchsorted", "values' shape", values.shape(),
                "the axes of " + sorted.shape() + " but for the last");
        if (sorted.dtype() == DType.BOOL) {
            return searchsorted(sorted.to(DType.INT64), values.to(DType.INT64), right);
        }
        NdArray s = sorted.dense();
        NdArray v = values.dense();
        KeyKernel kernel = KeyKernel.of(s.dtype());
        int n = s.shape().dim(last);
        int perRow = last == 0 ? (int) v.size() : v.shape().dim(last);
        long[] keys = Storage.zeros(DType.INT64, n).longs();
        Storage ofWanted = Storage.zeros(DType.INT64, (int) v.size());
        long[] wanted = ofWanted.longs();
        kernel.keys(v.storage().array(), v.offset(), wanted.length, false, wanted);
        for (int i = 0; i < wanted.length; i++) {
            if (i % perRow == 0) {
                kernel.keys(s.storage().array(), s.offset() + (last == 0 ? 0 : i / perRow * n), n, false, keys);
            }
            wanted[i] = insertion(keys, wanted[i], right);
        }
        return NdArray.wrap(ofWanted, values.shape());
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

    /** The length of the axis, 1 or more. */
    private static int requireSome(String function, NdArray x, int axis) {
        int n = length(function, x, axis);
        ArgumentException.require(n > 0, function, "x's shape", x.shape(), "one element or more along axis " + axis);
        return n;
    }

    /** The position that is selected from the keys of one line. */
    private interface Selector {
        int of(KeySort sort, Object x, int start);
    }

    /** The keys of an array's elements; booleans are sorted as integers. */
    private static KeyKernel keysOf(NdArray x) {
        return KeyKernel.of(x.dtype() == DType.BOOL ? DType.INT64 : x.dtype());
    }

    /** One element of each line along the axis, which becomes 1 long or goes away. */
    private static Selected one(String function, NdArray x, int axis, boolean keepdim, Selector selector) {
        int n = length(function, x, axis);
        Selected s = rows(function, x, axis, 1, () -> {
            KeySort sort = new KeySort(n);
            return (array, start) -> {
                keysOf(x).keys(array, start, n, false, sort.keys());
                return new int[] {selector.of(sort, array, start)};
            };
        });
        return squeezed(x, axis, keepdim, s);
    }

    /** The k places that a line selects, for every line along the axis. */
    private static Selected rows(String function, NdArray x, int axis, int k, Supplier<Line> lineOfChunk) {
        if (x.dtype() == DType.BOOL) {
            Selected s = rows(function, x.to(DType.INT64), axis, k, lineOfChunk);
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
        Storage values = Storage.zeros(x.dtype(), shape.size());
        Storage ofIndices = Storage.zeros(DType.INT64, values.length());
        long[] indices = ofIndices.longs();
        Destination destination = new Destination(lines, values, indices, k);
        int part = Math.max(1, CHUNK / Math.max(1, n));
        EngineRuntime.parallel((count + part - 1) / part, (long) (NANOS_PER_ELEMENT * lines.size()), c -> {
            Line line = lineOfChunk.get();
            for (int i = c * part; i < Math.min(count, (c + 1) * part); i++) {
                destination.store(i, line);
            }
        });
        return new Selected(placed(NdArray.wrap(values, shape), x, back), placed(NdArray.wrap(ofIndices, shape), x, back));
    }

    /** Where the k elements selected from each line go, and their indices. */
    private record Destination(NdArray lines, Storage values, long[] indices, int k) {
        void store(int line, Line select) {
            Object array = lines.storage().array();
            int start = lines.offset() + line * lines.shape().dim(-1);
            int[] at = select.select(array, start);
            for (int i = 0; i < k; i++) {
                indices[line * k + i] = at[i];
                at[i] += start;
            }
            MoveKernel.of(lines.dtype()).take(array, at, 0, k, 1, values.array(), line * k);
        }
    }

    private static NdArray placed(NdArray lines, NdArray x, int[] back) {
        return x.rank() == 0 && lines.size() == 1 ? lines.reshape(Shape.SCALAR) : lines.permute(back).dense();
    }

    private static Selected squeezed(NdArray x, int axis, boolean keepdim, Selected s) {
        if (keepdim || x.rank() == 0) {
            return s;
        }
        Shape shape = x.shape().without(x.shape().axis("squeeze", axis));
        return new Selected(s.values.reshape(shape), s.indices.reshape(shape));
    }
}
