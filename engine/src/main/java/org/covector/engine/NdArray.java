package org.covector.engine;

import java.util.Arrays;
import org.covector.engine.storage.Storage;

/**
 * An immutable n-dimensional array: dtype, shape, and a strided view of storage that never changes after publication.
 *
 * <p>Permuting, slicing, expanding and flipping are O(1) views; an array handed in is copied, an array handed out is a copy.
 */
public final class NdArray {
    private final Storage storage;
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean dense;

    private NdArray(Storage storage, Shape shape, int[] strides, int offset, boolean dense) {
        this.storage = storage;
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.dense = dense;
    }

    // ---- creation

    /** Takes over fresh storage, dense and row-major; nobody may write to it afterwards. For the engine's own use. */
    @SuppressWarnings("exports")
    public static NdArray wrap(Storage storage, Shape shape) {
        return new NdArray(storage, shape, shape.strides(), 0, true);
    }

    /** As {@link #wrap(Storage, Shape)}, sharing the layout of a dense array of the same shape. For the engine's own use. */
    @SuppressWarnings("exports")
    public static NdArray like(NdArray layout, Storage storage) {
        return new NdArray(storage, layout.shape, layout.strides, 0, true);
    }

    /** A vector of FLOAT32; the array is copied. */
    public static NdArray of(float... values) {
        return wrap(Storage.of(values), Shape.of(values.length));
    }

    /** A vector of FLOAT64; the array is copied. */
    public static NdArray of(double... values) {
        return wrap(Storage.of(values), Shape.of(values.length));
    }

    /** A vector of INT64; the array is copied. */
    public static NdArray of(long... values) {
        return wrap(Storage.of(values), Shape.of(values.length));
    }

    /** A vector of BOOL; the array is copied. */
    public static NdArray of(boolean... values) {
        return wrap(Storage.of(values), Shape.of(values.length));
    }

    /** A scalar of the given dtype. */
    public static NdArray scalar(DType dtype, double value) {
        return full(dtype, Shape.SCALAR, value);
    }

    /** An array with every element equal to {@code value} rounded to the dtype; one element of storage. */
    public static NdArray full(DType dtype, Shape shape, double value) {
        ArgumentException.require(dtype != DType.INT64 || Math.abs(value) <= 0x1p63, "full", "value", value, "a number within INT64");
        Storage one = Storage.uninitialised(dtype, 1);
        one.set(0, value);
        return shape.rank() == 0 ? wrap(one, shape) : new NdArray(one, shape, new int[shape.rank()], 0, shape.size() <= 1);
    }

    /** Zeros. */
    public static NdArray zeros(DType dtype, Shape shape) {
        return full(dtype, shape, 0);
    }

    /** Ones. */
    public static NdArray ones(DType dtype, Shape shape) {
        return full(dtype, shape, 1);
    }

    // ---- what it is

    /** Element type. */
    public DType dtype() {
        return storage.dtype();
    }

    /** Axis lengths. */
    public Shape shape() {
        return shape;
    }

    /** Number of axes. */
    public int rank() {
        return shape.rank();
    }

    /** Number of elements. */
    public long size() {
        return shape.size();
    }

    /** Whether the elements lie in storage without gaps, in row-major order. */
    public boolean isDense() {
        return dense;
    }

    /** Whether one element in storage stands for all. */
    public boolean isUniform() {
        return Strides.isUniform(strides);
    }

    /** The memory behind this view. For the engine's own use. */
    @SuppressWarnings("exports")
    public Storage storage() {
        return storage;
    }

    /** Position of the first element in storage. */
    public int offset() {
        return offset;
    }

    /** Elements to step in storage along {@code axis}; 0 where expanded, negative where flipped. */
    public int stride(int axis) {
        return strides[axis];
    }

    // ---- views

    private NdArray view(Shape newShape, int[] newStrides, int newOffset) {
        return new NdArray(storage, newShape, newStrides, newOffset, Strides.isDense(newShape, newStrides));
    }

    /** Axes reordered: axis {@code i} of the result is axis {@code axes[i]} of this. O(1). */
    public NdArray permute(int... axes) {
        if (axes.length != rank()) {
            throw new ArgumentException("permute", "axes", Arrays.toString(axes), "a permutation of the " + rank() + " axes of " + shape);
        }
        int[] d = new int[axes.length];
        int[] s = new int[axes.length];
        int[] from = shape.axes("permute", "axes", axes);
        for (int i = 0; i < axes.length; i++) {
            d[i] = shape.dim(from[i]);
            s[i] = strides[from[i]];
        }
        return view(Shape.of(d), s, offset);
    }

    /** Two axes exchanged. O(1). */
    public NdArray transpose(int axis0, int axis1) {
        int a = shape.axis("transpose", axis0);
        int b = shape.axis("transpose", axis1);
        int[] axes = new int[rank()];
        Arrays.setAll(axes, i -> i == a ? b : i == b ? a : i);
        return permute(axes);
    }

    /**
     * Elements {@code start, start + step, ...} before {@code stop} along an axis, as Python's {@code start:stop:step} with a
     * positive step: negative bounds count from the end, bounds beyond the end are clamped. O(1).
     */
    public NdArray slice(int axis, int start, int stop, int step) {
        ArgumentException.require(step > 0, "slice", "step", step, "1 or more");
        ArgumentException.require(rank() > 0, "slice", "array", "a scalar", "an array with at least one axis");
        int a = shape.axis("slice", axis);
        int n = shape.dim(a);
        int from = Math.clamp(start < 0 ? (long) start + n : start, 0, n);
        int to = Math.clamp(stop < 0 ? (long) stop + n : stop, from, n);
        int length = (int) (((long) to - from + step - 1) / step);
        int[] s = strides.clone();
        s[a] *= length > 1 ? step : 1; // a single element never steps: no overflow
        return view(shape.with(a, length), s, length == 0 ? offset : offset + from * strides[a]);
    }

    /** One index of an axis; the axis disappears. A negative index counts from the end. O(1). */
    public NdArray select(int axis, int index) {
        ArgumentException.require(rank() > 0, "select", "array", "a scalar", "an array with at least one axis");
        int a = shape.axis("select", axis);
        int n = shape.dim(a);
        if (index < -n || index >= n) {
            throw new ArgumentException("select", "index", index, "from " + -n + " to " + (n - 1));
        }
        NdArray one = slice(a, index < 0 ? index + n : index, (index < 0 ? index + n : index) + 1, 1);
        int[] s = new int[rank() - 1];
        System.arraycopy(one.strides, 0, s, 0, a);
        System.arraycopy(one.strides, a + 1, s, a, s.length - a);
        return view(shape.without(a), s, one.offset);
    }

    /** Axes reversed. O(1). */
    public NdArray flip(int... axes) {
        int[] s = strides.clone();
        int o = offset;
        boolean[] seen = new boolean[Math.max(1, rank())];
        for (int axis : axes) {
            int a = shape.axis("flip", axis);
            if (seen[a]) {
                throw new ArgumentException("flip", "axes", Arrays.toString(axes), "each axis once");
            }
            seen[a] = true;
            if (rank() > 0 && size() > 0) {
                o += (shape.dim(a) - 1) * s[a];
                s[a] = -s[a];
            }
        }
        return view(shape, s, o);
    }

    /** Axes of length 1 (and new leading axes) repeated to {@code target} without copying. O(1). */
    public NdArray expand(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        int lead = target.rank() - rank();
        boolean ok = lead >= 0;
        int[] s = new int[target.rank()];
        for (int i = 0; ok && i < rank(); i++) {
            int from = shape.dim(i);
            int to = target.dim(lead + i);
            ok = from == to || from == 1;
            s[lead + i] = from == to ? strides[i] : 0;
        }
        if (!ok) {
            throw new ArgumentException("expand", "shape", shape + " to " + target, "axes, aligned at the last, equal or of length 1");
        }
        return view(target, s, offset);
    }

    /** The same elements in row-major order under another shape: a view where strides allow it, else a copy. */
    public NdArray reshape(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        if (target.size() != size()) {
            throw new ArgumentException("reshape", "shape", shape + " to " + target, "a shape of " + size() + " elements");
        }
        if (dense) {
            return new NdArray(storage, target, target.strides(), offset, true);
        }
        int[] s = Strides.reshaped(shape, strides, target);
        return s.length == target.rank() ? view(target, s, offset) : dense().reshape(target);
    }

    /**
     * Any view of this array's storage: element {@code index} lies at {@code offset + sum of index * strides}. Throws if an
     * element would lie outside of the storage. For the engine's own use. O(1).
     */
    public NdArray asStrided(Shape target, int[] newStrides, int newOffset) {
        long low = newOffset;
        long high = newOffset;
        for (int i = 0; i < target.rank(); i++) {
            long span = (long) newStrides[i] * Math.max(0, target.dim(i) - 1);
            low += Math.min(0, span);
            high += Math.max(0, span);
        }
        if (target.size() > 0 && (low < 0 || high >= storage.length())) {
            throw new ArgumentException("asStrided", "extent", low + " to " + high, "within " + storage.length() + " elements");
        }
        return view(target, newStrides.clone(), newOffset);
    }

    /** A new axis of length 1 before position {@code axis}. O(1). */
    public NdArray unsqueeze(int axis) {
        int n = rank() + 1;
        if (axis < -n || axis >= n) {
            throw new ArgumentException("unsqueeze", "axis", axis, "from " + -n + " to " + (n - 1));
        }
        int a = axis < 0 ? axis + n : axis;
        int[] s = new int[n];
        System.arraycopy(strides, 0, s, 0, a);
        System.arraycopy(strides, a, s, a + 1, rank() - a);
        return view(shape.insert(a, 1), s, offset);
    }

    /** This array if it is dense, else a dense row-major copy. */
    public NdArray dense() {
        return dense ? this : to(dtype());
    }

    /**
     * This array in another dtype (itself if it has it already and is dense). To BOOL: not zero. To INT64: truncated toward
     * zero, NaN to 0, saturating. To FLOAT32: rounded to nearest even.
     */
    public NdArray to(DType dtype) {
        return dense && dtype == dtype() ? this : Copy.dense(this, dtype);
    }

    // ---- elements

    private int position(int... index) {
        if (index.length != rank()) {
            throw new ArgumentException("get", "index", Arrays.toString(index), rank() + " numbers for shape " + shape);
        }
        int p = offset;
        for (int i = 0; i < index.length; i++) {
            int n = shape.dim(i);
            int k = index[i] < 0 ? index[i] + n : index[i];
            if (k < 0 || k >= n) {
                throw new ArgumentException("get", "index", Arrays.toString(index), "within shape " + shape);
            }
            p += k * strides[i];
        }
        return p;
    }

    /** One element as a double; true is 1. Negative indices count from the end. */
    public double getDouble(int... index) {
        return storage.getDouble(position(index));
    }

    /** One element as a long, truncated toward zero. */
    public long getLong(int... index) {
        return storage.getLong(position(index));
    }

    /** One element as a boolean: not zero. */
    public boolean getBoolean(int... index) {
        return storage.getDouble(position(index)) != 0;
    }

    /** The only element of an array of size 1. */
    public double item() {
        ArgumentException.require(size() == 1, "item", "shape", shape, "an array of one element");
        return storage.getDouble(offset);
    }

    /** The elements in row-major order, rounded to float. A copy. */
    public float[] toFloatArray() {
        return (float[]) Copy.elements(this, DType.FLOAT32);
    }

    /** The elements in row-major order. A copy. */
    public double[] toDoubleArray() {
        return (double[]) Copy.elements(this, DType.FLOAT64);
    }

    /** The elements in row-major order, truncated toward zero. A copy. */
    public long[] toLongArray() {
        return (long[]) Copy.elements(this, DType.INT64);
    }

    /** The elements in row-major order: not zero. A copy. */
    public boolean[] toBooleanArray() {
        return (boolean[]) Copy.elements(this, DType.BOOL);
    }

    /** Writes the elements of a FLOAT64 array in row-major order into an array of the caller's, from a place on. */
    public void copyTo(double[] target, int from) {
        ArgumentException.require(dtype() == DType.FLOAT64, "copyTo", "dtype", dtype(), "FLOAT64");
        ArgumentException.require(from >= 0 && size() <= target.length - from, "copyTo", "from", from,
                "a place with room for " + size() + " elements in an array of " + target.length);
        Copy.write(this, target, from, shape.strides());
    }

    /** The elements as NumPy prints them, and dtype and shape where these do not show. */
    @Override
    public String toString() {
        return storage.hasEnded() ? "ended " + shape : Printing.DEFAULT.describe(this);
    }
}
