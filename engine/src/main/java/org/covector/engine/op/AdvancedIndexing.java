package org.covector.engine.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.covector.engine.ArgumentException;
import org.covector.engine.Copy;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/**
 * NumPy's advanced indexing: index arrays that broadcast together, one per axis or none, INT64 (negative ones count from the
 * end) or BOOL masks; and what goes with it: nonzero, masked selection, flat take and put.
 */
public final class AdvancedIndexing {
    private AdvancedIndexing() {}

    /**
     * {@code y = x[indices]}: entry n of the list belongs to the next axis of x; an empty entry keeps an axis whole, a BOOL mask
     * takes as many axes as it has and stands for the indices of its true elements; axes beyond the list are kept.
     *
     * <p>The broadcast shape of the index arrays stands where the first of them is if they are neighbours, else in front.
     */
    public static NdArray index(NdArray x, List<Optional<NdArray>> indices) {
        Selection s = Selection.of("index", x, indices);
        Storage y = Storage.uninitialised(x.dtype(), s.shape.size());
        Indexing.take(x, s.at, s.run, y);
        return NdArray.wrap(y, s.shape);
    }

    /**
     * x with {@code y[indices] = values}, or {@code += values}; values broadcast to the shape of {@code index(x, indices)}. Where
     * places coincide, the order is the row-major order of that shape: the last write stays, or sums run in this order (BOOL:
     * logical or).
     */
    public static NdArray indexPut(NdArray x, List<Optional<NdArray>> indices, NdArray values, boolean accumulate) {
        Indexing.requireDtype("indexPut", "values", values, x);
        if (accumulate && x.dtype() == DType.BOOL) {
            return indexPut(x.to(DType.INT64), indices, values.to(DType.INT64), true).to(DType.BOOL);
        }
        return accumulate ? WideRange.sums(t -> written(t[0], indices, t[1], true), x, values) : written(x, indices, values, false);
    }

    private static NdArray written(NdArray x, List<Optional<NdArray>> indices, NdArray values, boolean accumulate) {
        Storage y = Copy.fresh(x, x.dtype());
        NdArray dense = NdArray.wrap(y, x.shape());
        Selection s = Selection.of("indexPut", dense, indices);
        if (!broadcasts(values.shape(), s.shape)) {
            throw new ArgumentException("indexPut", "values' shape", values.shape(), "a shape that broadcasts to " + s.shape);
        }
        Indexing.write(values.expand(s.shape).dense(), y, s.at, s.run, accumulate);
        return dense;
    }

    private static boolean broadcasts(Shape from, Shape to) {
        int lead = to.rank() - from.rank();
        boolean ok = lead >= 0;
        for (int i = 0; ok && i < from.rank(); i++) {
            ok = from.dim(i) == 1 || from.dim(i) == to.dim(lead + i);
        }
        return ok;
    }

    /** The elements of x, counted in row-major order, at the given places: {@code y[i] = x.flat[index[i]]}; y has index's shape. */
    public static NdArray take(NdArray x, NdArray index) {
        Indexing.requireIndex("take", index);
        NdArray flat = x.reshape(Shape.of(elements(x)));
        Storage y = Storage.uninitialised(x.dtype(), index.size());
        Indexing.take(flat, flatPositions("take", flat, index, x.shape()), 1, y);
        return NdArray.wrap(y, index.shape());
    }

    /** x with {@code y.flat[index[i]] = src[i]}, or {@code += src[i]}, in the order of i (BOOL accumulates as logical or). */
    public static NdArray put(NdArray x, NdArray index, NdArray src, boolean accumulate) {
        Indexing.requireIndex("put", index);
        Indexing.requireDtype("put", "src", src, x);
        ArgumentException.require(src.size() == index.size(), "put", "src's size", src.size(), index.size() + ", the size of index");
        if (accumulate && x.dtype() == DType.BOOL) {
            return put(x.to(DType.INT64), index, src.to(DType.INT64), true).to(DType.BOOL);
        }
        return accumulate ? WideRange.sums(t -> written(t[0], index, t[1], true), x, src) : written(x, index, src, false);
    }

    private static NdArray written(NdArray x, NdArray index, NdArray src, boolean accumulate) {
        Storage y = Copy.fresh(x, x.dtype());
        NdArray flat = NdArray.wrap(y, Shape.of(elements(x)));
        Indexing.write(src.dense(), y, flatPositions("put", flat, index, x.shape()), 1, accumulate);
        return NdArray.wrap(y, x.shape());
    }

    private static int[] flatPositions(String function, NdArray flat, NdArray index, Shape shape) {
        int[] table = IndexOffsets.table(function, index, new IndexOffsets.Indexed(shape, -1, elements(flat), flat.stride(0)), true);
        return flat.offset() == 0 ? table : IndexOffsets.product(new int[] {flat.offset()}, table);
    }

    private static int elements(NdArray x) {
        ArgumentException.require(x.size() <= Storage.MAX_SIZE, "reshape", "number of elements", x.size(), "at most " + Storage.MAX_SIZE);
        return (int) x.size();
    }

    /** The indices of the elements that are not zero (NaN is not), in row-major order: INT64 [n, rank]. */
    public static NdArray nonzero(NdArray x) {
        NdArray mask = x.to(DType.BOOL);
        int[] flat = trueElements(mask);
        int rank = x.rank();
        Storage storage = Storage.uninitialised(DType.INT64, (long) flat.length * rank);
        long[] y = storage.longs();
        int[] steps = x.shape().strides();
        for (int i = 0; i < flat.length; i++) {
            int rest = flat[i];
            for (int a = 0; a < rank; a++) {
                y[i * rank + a] = rest / steps[a];
                rest %= steps[a];
            }
        }
        return NdArray.wrap(storage, Shape.of(flat.length, rank));
    }

    private static int[] trueElements(NdArray mask) {
        boolean[] b = mask.storage().booleans();
        int n = (int) mask.size();
        int count = 0;
        for (int i = 0; i < n; i++) {
            count += b[mask.offset() + i] ? 1 : 0;
        }
        int[] at = Storage.ints(count);
        int p = 0;
        for (int i = 0; i < n; i++) {
            if (b[mask.offset() + i]) {
                at[p++] = i;
            }
        }
        return at;
    }

    /** The elements of x where the BOOL mask is true, in row-major order, as a vector; x and mask broadcast together. */
    public static NdArray maskedSelect(NdArray x, NdArray mask) {
        requireMask("maskedSelect", mask);
        Shape shape = x.shape().broadcast("maskedSelect", mask.shape());
        int[] at = trueElements(mask.expand(shape).dense());
        NdArray source = x.expand(shape).dense();
        if (source.offset() != 0) {
            at = IndexOffsets.product(new int[] {source.offset()}, at);
        }
        Storage y = Storage.uninitialised(x.dtype(), at.length);
        Indexing.take(source, at, 1, y);
        return NdArray.wrap(y, Shape.of(at.length));
    }

    /** x, broadcast with the mask, with the elements where the mask is true replaced by those of src in row-major order. */
    public static NdArray maskedScatter(NdArray x, NdArray mask, NdArray src) {
        requireMask("maskedScatter", mask);
        Indexing.requireDtype("maskedScatter", "src", src, x);
        Shape shape = x.shape().broadcast("maskedScatter", mask.shape());
        int[] at = trueElements(mask.expand(shape).dense());
        if (src.size() < at.length) {
            throw new ArgumentException("maskedScatter", "src's size", src.size(), at.length + " or more: the true elements of mask");
        }
        Storage y = Copy.fresh(x.expand(shape), x.dtype());
        Indexing.write(src.dense(), y, at, 1, false);
        return NdArray.wrap(y, shape);
    }

    private static void requireMask(String function, NdArray mask) {
        ArgumentException.require(mask.dtype() == DType.BOOL, function, "mask's dtype", mask.dtype(), "BOOL");
    }

    /** What a list of indices selects: positions of dense runs in x, and the shape of the result. */
    private record Selection(int[] at, int run, Shape shape) {
        static Selection of(String function, NdArray x, List<Optional<NdArray>> indices) {
            List<Optional<NdArray>> perAxis = perAxis(function, x, indices);
            List<Integer> indexed = new ArrayList<>();
            Shape block = Shape.SCALAR;
            for (int a = 0; a < perAxis.size(); a++) {
                if (perAxis.get(a).isPresent()) {
                    indexed.add(a);
                    block = block.broadcast(function, perAxis.get(a).get().shape());
                }
            }
            ArgumentException.require(!indexed.isEmpty(), function, "indices", "without an index array", "one index array or more");
            int[] table = new int[1];
            for (int a : indexed) {
                NdArray index = perAxis.get(a).get();
                table = sum(table, expanded(IndexOffsets.table(function, x, a, index, true), index.shape(), block));
            }
            boolean neighbours = indexed.getLast() - indexed.getFirst() == indexed.size() - 1;
            int first = neighbours ? indexed.getFirst() : 0;
            int end = first + indexed.size();
            NdArray moved = neighbours ? x : inFront(x, indexed);
            SliceOffsets grid = SliceOffsets.of(moved, first, end);
            Shape shape = moved.shape().sub(0, first).concat(block).concat(moved.shape().sub(end, x.rank()));
            return new Selection(grid.around(table), grid.run(), shape);
        }

        private static NdArray inFront(NdArray x, List<Integer> indexed) {
            List<Integer> axes = new ArrayList<>(indexed);
            for (int a = 0; a < x.rank(); a++) {
                if (!indexed.contains(a)) {
                    axes.add(a);
                }
            }
            return x.permute(axes.stream().mapToInt(a -> a).toArray());
        }

        private static int[] sum(int[] a, int[] b) {
            if (a.length == 1 && b.length != 1) {
                return sum(b, a);
            }
            int[] c = a.clone();
            for (int i = 0; i < c.length; i++) {
                c[i] += b.length == 1 ? b[0] : b[i];
            }
            return c;
        }

        private static int[] expanded(int[] table, Shape from, Shape to) {
            if (from.equals(to) || table.length == 1) {
                return table;
            }
            Storage narrow = Storage.uninitialised(DType.INT64, table.length);
            for (int i = 0; i < table.length; i++) {
                narrow.longs()[i] = table[i];
            }
            long[] all = Copy.fresh(NdArray.wrap(narrow, from).expand(to), DType.INT64).longs();
            int[] at = new int[all.length];
            for (int i = 0; i < at.length; i++) {
                at[i] = (int) all[i];
            }
            return at;
        }

        /** One entry per axis of x: masks replaced by the indices of their true elements. */
        private static List<Optional<NdArray>> perAxis(String function, NdArray x, List<Optional<NdArray>> indices) {
            List<Optional<NdArray>> perAxis = new ArrayList<>();
            for (Optional<NdArray> entry : indices) {
                if (entry.isEmpty() || entry.get().dtype() != DType.BOOL) {
                    entry.ifPresent(i -> Indexing.requireIndex(function, i));
                    perAxis.add(entry);
                    continue;
                }
                NdArray mask = entry.get();
                int a = perAxis.size();
                boolean fits = mask.rank() > 0 && a + mask.rank() <= x.rank() && mask.shape().equals(x.shape().sub(a, a + mask.rank()));
                if (!fits) {
                    throw new ArgumentException(function, "mask's shape", mask.shape(),
                            "the lengths of the axes from " + a + " of " + x.shape());
                }
                NdArray where = nonzero(mask);
                for (int k = 0; k < mask.rank(); k++) {
                    perAxis.add(Optional.of(where.select(1, k)));
                }
            }
            if (perAxis.size() > x.rank()) {
                throw new ArgumentException(function, "indices", "for " + perAxis.size() + " axes",
                        "at most " + x.rank() + " for shape " + x.shape());
            }
            return perAxis;
        }
    }
}
