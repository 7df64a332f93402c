package org.covector.engine;

import java.util.function.IntToDoubleFunction;
import org.covector.engine.storage.Storage;

/** Arrays by rule: ranges, grids of numbers, identity. */
public final class Create {
    private Create() {}

    /** {@code start, start + step, ...} before stop, INT64; empty if stop lies behind start. */
    public static NdArray arange(long start, long stop, long step) {
        ArgumentException.require(step != 0, "arange", "step", step, "not 0");
        boolean some = step > 0 ? start < stop : start > stop;
        long distance = step > 0 ? stop - start : start - stop; // as an unsigned number
        long stride = step > 0 ? step : -step;
        long count = some ? Long.divideUnsigned(distance - 1, stride) + 1 : 0;
        ArgumentException.require(count >= 0 && count <= Storage.MAX_SIZE, "arange", "number of elements", Long.toUnsignedString(count),
                "at most " + Storage.MAX_SIZE);
        Storage storage = Storage.uninitialised(DType.INT64, count);
        long[] y = storage.longs();
        for (int i = 0; i < y.length; i++) {
            y[i] = start + i * step;
        }
        return NdArray.wrap(storage, Shape.of(y.length));
    }

    /** {@code start + i step} for the {@code ceil((stop - start) / step)} numbers i from 0, computed in double and rounded once. */
    public static NdArray arange(DType dtype, double start, double stop, double step) {
        boolean ok = Double.isFinite(start) && Double.isFinite(stop) && Double.isFinite(step) && step != 0;
        ArgumentException.require(ok, "arange", "start, stop, step", start + ", " + stop + ", " + step, "finite numbers, step not 0");
        double count = Math.max(0, Math.ceil((stop - start) / step));
        ArgumentException.require(count <= Storage.MAX_SIZE, "arange", "number of elements", count, "at most " + Storage.MAX_SIZE);
        return fill(dtype, (int) count, i -> start + i * step);
    }

    /** {@code count} numbers evenly from start to stop, both included; counted from the nearer end, so that the last is stop. */
    public static NdArray linspace(DType dtype, double start, double stop, int count) {
        return fill(dtype, requireCount("linspace", count), even(start, stop, count));
    }

    /** {@code base} to the powers that {@link #linspace} gives. */
    public static NdArray logspace(DType dtype, double start, double stop, int count, double base) {
        IntToDoubleFunction exponent = even(start, stop, requireCount("logspace", count));
        return fill(dtype, count, i -> StrictMath.pow(base, exponent.applyAsDouble(i)));
    }

    private static IntToDoubleFunction even(double start, double stop, int count) {
        int steps = Math.max(1, count - 1);
        boolean overflows = Double.isInfinite(stop - start) && Double.isFinite(start) && Double.isFinite(stop);
        double step = count <= 1 ? 0 : overflows ? stop / steps - start / steps : (stop - start) / steps;
        return i -> i == 0 ? start : i <= (count - 1) / 2 ? start + i * step : i == count - 1 ? stop : stop - (count - 1 - i) * step;
    }

    private static int requireCount(String function, int count) {
        ArgumentException.require(count >= 0, function, "count", count, "0 or more");
        return count;
    }

    /** The matrix with ones where column = row. */
    public static NdArray eye(DType dtype, int rows, int columns) {
        return diagonal(dtype, Shape.of(rows, columns), false);
    }

    /** The matrix with ones where column - row is at most 0. */
    public static NdArray tri(DType dtype, int rows, int columns) {
        return diagonal(dtype, Shape.of(rows, columns), true);
    }

    private static NdArray diagonal(DType dtype, Shape shape, boolean below) {
        Storage y = Storage.zeros(dtype, shape.size());
        NdArray one = NdArray.ones(dtype, Shape.of(1)).dense();
        int columns = shape.dim(1);
        for (int i = 0; i < (below ? shape.dim(0) : Math.min(shape.dim(0), columns)); i++) {
            int from = below ? 0 : i;
            NdArray ones = one.expand(Shape.of(Math.min(columns, i + 1) - from));
            Copy.into(ones, y, i * columns + from, new int[] {1});
        }
        return NdArray.wrap(y, shape);
    }

    /**
     * A Java array of zeros to be filled and handed to {@link NdArray#of(long...)}: what a caller's number asks for, and may be too much.
     *
     * @throws ArgumentException if there are too many elements for an array, or for the heap
     */
    public static long[] longs(long n) {
        return (long[]) Storage.newArray(DType.INT64, n);
    }

    /** As {@link #longs}, of double. */
    public static double[] doubles(long n) {
        return (double[]) Storage.newArray(DType.FLOAT64, n);
    }

    /** As {@link #longs}, of boolean. */
    public static boolean[] booleans(long n) {
        return (boolean[]) Storage.newArray(DType.BOOL, n);
    }

    /** A vector from a function of the index, rounded to the dtype. */
    private static NdArray fill(DType dtype, int count, IntToDoubleFunction value) {
        Storage y = Storage.uninitialised(dtype, count);
        for (int i = 0; i < count; i++) {
            y.set(i, value.applyAsDouble(i));
        }
        return NdArray.wrap(y, Shape.of(count));
    }
}
