package org.covector.engine.op;

import java.util.Arrays;
import java.util.List;
import org.covector.engine.ArgumentException;
import org.covector.engine.Copy;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/** Arrays put together from parts of others: elements move, none is computed. All dtypes. */
public final class Assembly {
    private Assembly() {}

    /**
     * The arrays one after the other along an axis; the other axes are equal. Vectors without elements are left out, as in
     * torch, whatever the shape of the others.
     */
    public static NdArray cat(List<NdArray> arrays, int axis) {
        ArgumentException.require(!arrays.isEmpty(), "cat", "arrays", "an empty list", "one array or more");
        Shape nothing = Shape.of(0);
        NdArray model = arrays.stream().filter(x -> !x.shape().equals(nothing)).findFirst().orElse(arrays.getFirst());
        ArgumentException.require(model.rank() > 0, "cat", "arrays", "scalars", "arrays with one axis or more");
        int a = model.shape().axis("cat", axis);
        long length = 0;
        for (int i = 0; i < arrays.size(); i++) {
            NdArray x = arrays.get(i);
            if (x.dtype() != model.dtype()) { // many small arrays would feel the making of the name
                Indexing.requireDtype("cat", "arrays[" + i + "]", x, model);
            }
            boolean left = x.shape().equals(nothing);
            if (!left && !fits(x.shape(), model.shape(), a)) {
                throw new ArgumentException("cat", "arrays[" + i + "]'s shape", x.shape(), model.shape() + " but for axis " + a);
            }
            length += left ? 0 : x.shape().dim(a);
        }
        ArgumentException.require(length <= Storage.MAX_SIZE, "cat", "length", length, "at most " + Storage.MAX_SIZE);
        Shape shape = model.shape().with(a, (int) length);
        Storage y = Storage.uninitialised(model.dtype(), shape.size());
        int[] strides = shape.strides();
        int start = 0;
        for (NdArray x : arrays) {
            if (x.size() > 0) {
                Copy.into(x, y, start * strides[a], strides);
                start += x.shape().dim(a);
            }
        }
        return NdArray.wrap(y, shape);
    }

    /** The elements of arrays of one dtype and any shapes, row by row, one array after the other: [number of all]. */
    public static NdArray flat(NdArray... arrays) {
        ArgumentException.require(arrays.length > 0, "flat", "arrays", "none", "one or more");
        long size = 0;
        for (NdArray x : arrays) {
            size += x.size();
        }
        Storage y = Storage.uninitialised(arrays[0].dtype(), size);
        int at = 0;
        for (NdArray x : arrays) {
            if (x.dtype() != y.dtype()) {
                Indexing.requireDtype("flat", "arrays", x, arrays[0]);
            }
            if (x.isDense()) {
                x.storage().copyRun(x.offset(), y, at, (int) x.size());
            } else {
                Copy.into(x, y, at, x.shape().strides());
            }
            at += (int) x.size();
        }
        return NdArray.wrap(y, Shape.of(at));
    }

    /** Whether shapes are equal but for an axis. */
    private static boolean fits(Shape x, Shape y, int axis) {
        boolean same = x.rank() == y.rank();
        for (int i = 0; same && i < x.rank(); i++) {
            same = i == axis || x.dim(i) == y.dim(i);
        }
        return same;
    }

    /**
     * x with {@code low[i]} elements of {@code value} before and {@code high[i]} after axis i; negative numbers crop, as in
     * torch. No more may be cropped than there is.
     */
    public static NdArray pad(NdArray x, int[] low, int[] high, double value) {
        requireLength("pad", "low", low, x.rank());
        requireLength("pad", "high", high, x.rank());
        NdArray kept = x;
        int[] dims = new int[x.rank()];
        int[] start = new int[x.rank()];
        for (int i = 0; i < dims.length; i++) {
            int n = x.shape().dim(i);
            long length = (long) n + low[i] + high[i];
            boolean ok = low[i] >= -n && high[i] >= -n && length >= 0 && length <= Storage.MAX_SIZE;
            if (!ok) {
                throw new ArgumentException("pad", "low, high of axis " + i, low[i] + ", " + high[i],
                        "-" + n + " or more each, leaving a length of 0 or more, for shape " + x.shape());
            }
            dims[i] = (int) length;
            start[i] = Math.max(0, low[i]);
            int from = Math.max(0, -low[i]);
            kept = kept.slice(i, from, Math.max(from, n - Math.max(0, -high[i])), 1);
        }
        Shape shape = Shape.of(dims);
        Storage y = value == 0 ? Storage.zeros(x.dtype(), shape.size()) : Copy.fresh(NdArray.full(x.dtype(), shape, value), x.dtype());
        copyInto(kept, y, shape.strides(), start);
        return NdArray.wrap(y, shape);
    }

    private static void copyInto(NdArray x, Storage y, int[] strides, int[] start) {
        int offset = 0;
        for (int i = 0; i < start.length; i++) {
            offset += start[i] * strides[i];
        }
        Copy.into(x, y, offset, strides);
    }

    /** Zeros of the target shape with {@code y[start + step * index] = x[index]}: what pulls a strided slice back. */
    public static NdArray place(NdArray x, Shape target, int[] start, int[] step) {
        ArgumentException.require(target.rank() == x.rank(), "place", "target", target, "rank " + x.rank());
        requireLength("place", "start", start, x.rank());
        requireLength("place", "step", step, x.rank());
        Storage y = Storage.zeros(x.dtype(), target.size());
        int[] strides = target.strides();
        int offset = 0;
        for (int i = 0; i < start.length; i++) {
            int n = x.shape().dim(i);
            long last = start[i] + (long) step[i] * Math.max(0, n - 1);
            boolean ok = step[i] >= 1 && start[i] >= 0 && (n == 0 || last < target.dim(i));
            if (!ok) {
                throw new ArgumentException("place", "start, step of axis " + i, start[i] + ", " + step[i],
                        "a slice of " + n + " elements within the length " + target.dim(i) + ", step 1 or more");
            }
            offset += n == 0 ? 0 : start[i] * strides[i];
            strides[i] *= n > 1 ? step[i] : 1;
        }
        Copy.into(x, y, offset, strides);
        return NdArray.wrap(y, target);
    }

    /** x repeated {@code times[i]} times along axis i; more numbers than axes add axes in front. */
    public static NdArray repeat(NdArray x, int... times) {
        ArgumentException.require(times.length >= x.rank(), "repeat", "times", Arrays.toString(times),
                x.rank() + " numbers or more for shape " + x.shape());
        int lead = times.length - x.rank();
        int[] wide = new int[2 * times.length];
        int[] dims = new int[times.length];
        NdArray y = x;
        for (int i = 0; i < times.length; i++) {
            ArgumentException.require(times[i] >= 0, "repeat", "times", Arrays.toString(times), "0 or more each");
            int n = i < lead ? 1 : x.shape().dim(i - lead);
            long length = (long) n * times[i];
            ArgumentException.require(length <= Storage.MAX_SIZE, "repeat", "length", length, "at most " + Storage.MAX_SIZE);
            wide[2 * i] = times[i];
            wide[2 * i + 1] = n;
            dims[i] = (int) length;
            y = i < lead ? y.unsqueeze(0).unsqueeze(0) : y.unsqueeze(2 * i);
        }
        return y.expand(Shape.of(wide)).reshape(Shape.of(dims));
    }

    /** As {@link #repeat}, with missing leading numbers taken as 1. */
    public static NdArray tile(NdArray x, int... times) {
        int[] all = new int[Math.max(times.length, x.rank())];
        Arrays.fill(all, 1);
        System.arraycopy(times, 0, all, all.length - times.length, times.length);
        return repeat(x, all);
    }

    /** Of every matrix (the last two axes) the elements with {@code column - row <= diagonal}; zeros elsewhere. */
    public static NdArray tril(NdArray x, int diagonal) {
        return triangle("tril", x, diagonal, true);
    }

    /** Of every matrix (the last two axes) the elements with {@code column - row >= diagonal}; zeros elsewhere. */
    public static NdArray triu(NdArray x, int diagonal) {
        return triangle("triu", x, diagonal, false);
    }

    private static NdArray triangle(String function, NdArray x, int diagonal, boolean lower) {
        ArgumentException.require(x.rank() >= 2, function, "x's shape", x.shape(), "two axes or more");
        NdArray dense = x.dense();
        Storage y = Storage.zeros(x.dtype(), x.size());
        int rows = x.shape().dim(-2);
        int columns = x.shape().dim(-1);
        int all = columns == 0 ? 0 : (int) (x.size() / columns);
        for (int i = 0; i < all; i++) {
            long edge = (long) i % rows + diagonal;
            int from = lower ? 0 : Math.clamp(edge, 0, columns);
            int to = lower ? Math.clamp(edge + 1, 0, columns) : columns;
            System.arraycopy(dense.storage().array(), dense.offset() + i * columns + from, y.array(), i * columns + from, to - from);
        }
        return NdArray.wrap(y, x.shape());
    }

    /** The elements with {@code index1 - index0 = offset} of two axes, as the last axis of a view. */
    public static NdArray diagonal(NdArray x, int offset, int axis0, int axis1) {
        ArgumentException.require(x.rank() >= 2, "diagonal", "x's shape", x.shape(), "two axes or more");
        int a = x.shape().axis("diagonal", axis0);
        int b = x.shape().axis("diagonal", axis1);
        ArgumentException.require(a != b, "diagonal", "axes", axis0 + " and " + axis1, "two different axes");
        long rows = x.shape().dim(a) + Math.min(0L, offset);
        long columns = x.shape().dim(b) - Math.max(0L, offset);
        int n = (int) Math.max(0, Math.min(rows, columns));
        int[] dims = new int[x.rank() - 1];
        int[] strides = new int[dims.length];
        int at = 0;
        for (int i = 0; i < x.rank(); i++) {
            if (i != a && i != b) {
                dims[at] = x.shape().dim(i);
                strides[at++] = x.stride(i);
            }
        }
        dims[at] = n;
        strides[at] = n > 1 ? x.stride(a) + x.stride(b) : 0;
        int start = n == 0 ? 0 : x.offset() + (offset >= 0 ? offset * x.stride(b) : -offset * x.stride(a));
        return x.asStrided(Shape.of(dims), strides, start);
    }

    /** Zeros with the last axis of x on a diagonal, {@code index1 - index0 = offset}, of two new axes: undoes {@link #diagonal}. */
    public static NdArray diagEmbed(NdArray x, int offset, int axis0, int axis1) {
        ArgumentException.require(x.rank() >= 1, "diagEmbed", "x's shape", x.shape(), "one axis or more");
        int rank = x.rank() + 1;
        Shape axes = Shape.of(new int[rank]);
        int a = axes.axis("diagEmbed", axis0);
        int b = axes.axis("diagEmbed", axis1);
        ArgumentException.require(a != b, "diagEmbed", "axes", axis0 + " and " + axis1, "two different axes");
        long n = x.shape().dim(-1) + Math.abs((long) offset);
        ArgumentException.require(n <= Storage.MAX_SIZE, "diagEmbed", "offset", offset, "a square within the size of an array");
        int[] dims = new int[rank];
        int from = 0;
        for (int i = 0; i < rank; i++) {
            dims[i] = i == a || i == b ? (int) n : x.shape().dim(from++);
        }
        Shape shape = Shape.of(dims);
        Storage y = Storage.zeros(x.dtype(), shape.size());
        int[] all = shape.strides();
        int[] strides = new int[x.rank()];
        int at = 0;
        for (int i = 0; i < rank; i++) {
            if (i != a && i != b) {
                strides[at++] = all[i];
            }
        }
        strides[at] = all[a] + all[b];
        Copy.into(x, y, offset >= 0 ? offset * all[b] : -offset * all[a], strides);
        return NdArray.wrap(y, shape);
    }

    /** {@code y[(index + shift) mod n] = x[index]} along each of the axes; without axes, along the flattened array. */
    public static NdArray roll(NdArray x, int[] shifts, int[] axes) {
        if (axes.length == 0) {
            ArgumentException.require(shifts.length == 1, "roll", "shifts", Arrays.toString(shifts), "one number when there are no axes");
            ArgumentException.require(x.size() <= Storage.MAX_SIZE, "roll", "number of elements", x.size(), "at most " + Storage.MAX_SIZE);
            return roll(x.reshape(Shape.of((int) x.size())), shifts, new int[] {0}).reshape(x.shape());
        }
        ArgumentException.require(shifts.length == axes.length, "roll", "shifts", Arrays.toString(shifts),
                axes.length + " numbers, one per axis");
        long[] total = new long[Math.max(1, x.rank())];
        for (int i = 0; i < axes.length; i++) {
            total[x.shape().axis("roll", axes[i])] += shifts[i];
        }
        Storage y = Storage.uninitialised(x.dtype(), x.size());
        if (x.size() > 0) {
            roll(x, total, y, 0, x.shape().strides(), 0);
        }
        return NdArray.wrap(y, x.shape());
    }

    /** Splits x at the seam of one axis after the other; the parts are plain copies. */
    private static void roll(NdArray x, long[] shifts, Storage y, int offset, int[] strides, int axis) {
        if (axis == x.rank()) {
            Copy.into(x, y, offset, strides);
            return;
        }
        int n = x.shape().dim(axis);
        int shift = (int) Math.floorMod(shifts[axis], (long) n);
        roll(x.slice(axis, 0, n - shift, 1), shifts, y, offset + shift * strides[axis], strides, axis + 1);
        if (shift > 0) {
            roll(x.slice(axis, n - shift, n, 1), shifts, y, offset, strides, axis + 1);
        }
    }

    private static void requireLength(String function, String argument, int[] given, int rank) {
        if (given.length != rank) {
            throw new ArgumentException(function, argument, Arrays.toString(given), rank + " numbers, one per axis");
        }
    }
}
