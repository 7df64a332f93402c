package org.covector.engine;

import java.util.Arrays;
import org.covector.engine.storage.Storage;

/** The lengths of an array's axes. Immutable; {@code []} is a scalar. */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final long size;

    private Shape(int[] dims) {
        this.dims = dims;
        this.size = product(dims);
    }

    private static long product(int[] dims) {
        long size = 1;
        boolean empty = false;
        for (int d : dims) {
            if (d < 0) {
                throw new ArgumentException("shape", "axis length", d, "0 or more, in " + Arrays.toString(dims));
            }
            empty |= d == 0;
        }
        if (empty) {
            return 0;
        }
        for (int d : dims) {
            if (size > Long.MAX_VALUE / d) {
                throw new ArgumentException("shape", "number of elements", Arrays.toString(dims), "at most 2^63 - 1");
            }
            size *= d;
        }
        return size;
    }

    /** A shape with these axis lengths, each 0 or more. */
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /** Number of axes. */
    public int rank() {
        return dims.length;
    }

    /** Length of one axis; a negative axis counts from the end. */
    public int dim(int axis) {
        if (dims.length == 0) {
            throw new ArgumentException("dim", "axis", axis, "none: a scalar has no axes");
        }
        return dims[axis("dim", axis)];
    }

    /** Number of elements. */
    public long size() {
        return size;
    }

    /**
     * A length or number of elements that was computed as a long, as an int.
     *
     * @throws ArgumentException naming {@code function} if it is not one
     */
    public static int length(String function, long n) {
        return Storage.length(function, n);
    }

    /** Axis lengths, a copy. */
    public int[] dims() {
        return dims.clone();
    }

    /** The axis as a number from 0: {@code -1} is the last. Throws, naming {@code function}, if there is no such axis. */
    public int axis(String function, int axis) {
        int n = Math.max(1, dims.length); // as in torch, a scalar accepts axes 0 and -1
        if (axis < -n || axis >= n) {
            throw new ArgumentException(function, "axis", axis, "from " + -n + " to " + (n - 1) + " for shape " + this);
        }
        return axis < 0 ? axis + n : axis;
    }

    /** Several {@linkplain #axis axes}, each of which may be named once. Throws, naming {@code function} and {@code argument}. */
    public int[] axes(String function, String argument, int... axes) {
        int[] y = new int[axes.length];
        boolean[] seen = new boolean[Math.max(1, dims.length)];
        for (int i = 0; i < y.length; i++) {
            y[i] = axis(function, axes[i]);
            if (seen[y[i]]) {
                throw new ArgumentException(function, argument, Arrays.toString(axes), "each axis once");
            }
            seen[y[i]] = true;
        }
        return y;
    }

    /** This shape with one axis replaced. */
    public Shape with(int axis, int length) {
        int[] d = dims.clone();
        d[axis] = length;
        return new Shape(d);
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int[] d = new int[dims.length - 1];
        System.arraycopy(dims, 0, d, 0, axis);
        System.arraycopy(dims, axis + 1, d, axis, d.length - axis);
        return Shape.of(d);
    }

    /** This shape with a new axis before position {@code axis}. */
    public Shape insert(int axis, int length) {
        int[] d = new int[dims.length + 1];
        System.arraycopy(dims, 0, d, 0, axis);
        d[axis] = length;
        System.arraycopy(dims, axis, d, axis + 1, dims.length - axis);
        return new Shape(d);
    }

    /** The axes {@code from} (inclusive) to {@code to} (exclusive). */
    public Shape sub(int from, int to) {
        return Shape.of(Arrays.copyOfRange(dims, from, to));
    }

    /** The axes of this shape followed by those of the other. */
    public Shape concat(Shape other) {
        int[] d = Arrays.copyOf(dims, dims.length + other.dims.length);
        System.arraycopy(other.dims, 0, d, dims.length, other.dims.length);
        return Shape.of(d);
    }

    /** The common shape of two that broadcast (axes aligned at the end, equal or 1). Throws, naming {@code function}. */
    public Shape broadcast(String function, Shape other) {
        if (equals(other)) {
            return this;
        }
        int rank = Math.max(rank(), other.rank());
        int[] d = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= rank() ? dims[rank() - i] : 1;
            int b = i <= other.rank() ? other.dims[other.rank() - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new ArgumentException(function, "shapes", this + " and " + other,
                        "shapes that broadcast: aligned at the last axis, lengths equal or 1");
            }
            d[rank - i] = a == 1 ? b : a;
        }
        return Shape.of(d);
    }

    /** Row-major element strides. */
    public int[] strides() {
        int[] s = new int[dims.length];
        long step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            s[i] = (int) step;
            step *= Math.max(1, dims[i]);
        }
        return s;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** {@code [2, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
