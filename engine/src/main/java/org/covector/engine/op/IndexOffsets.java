package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.storage.Storage;

/** From index arrays to positions in storage: every index checked once, and the kernels see plain offsets. */
final class IndexOffsets {
    private IndexOffsets() {}

    /** The offset of every element of a grid, in row-major order. */
    static int[] grid(int start, int[] dims, int[] strides) {
        long size = Shape.of(dims).size();
        int[] at = Storage.ints(size);
        if (size == 0) {
            return at;
        }
        at[0] = start;
        int filled = 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) { // the grid of the inner axes, repeated with an offset
            for (int k = 1; k < dims[axis]; k++) {
                int shift = k * strides[axis];
                int to = k * filled;
                for (int i = 0; i < filled; i++) {
                    at[to + i] = at[i] + shift;
                }
            }
            filled *= dims[axis];
        }
        return at;
    }

    /** Sums of every element of the first grid with every element of the second. */
    static int[] product(int[] outer, int[] inner) {
        if (outer.length == 1 && outer[0] == 0) {
            return inner;
        }
        if (inner.length == 1 && inner[0] == 0) {
            return outer;
        }
        int[] at = Storage.ints((long) outer.length * inner.length);
        int p = 0;
        for (int o : outer) {
            for (int i : inner) {
                at[p++] = o + i;
            }
        }
        return at;
    }

    /** Offsets along one axis: {@code index * stride}, from an array of any shape; negative ones count from the end if allowed. */
    static int[] table(String function, NdArray x, int axis, NdArray index, boolean negatives) {
        return table(function, index, new Indexed(x.shape(), axis, x.shape().dim(axis), x.stride(axis)), negatives);
    }

    /**
     * What indices are of.
     *
     * @param shape of the array, as errors show it
     * @param axis the axis, or -1 for all elements in row-major order
     * @param n indices are below this
     * @param stride elements in storage from one index to the next
     */
    record Indexed(Shape shape, int axis, int n, int stride) {}

    static int[] table(String function, NdArray index, Indexed of, boolean negatives) {
        int n = of.n;
        NdArray dense = index.dense();
        long[] values = (long[]) dense.storage().array();
        int[] at = Storage.ints(index.size());
        int low = negatives ? -n : 0;
        for (int i = 0; i < at.length; i++) {
            long k = values[dense.offset() + i];
            if (k < low || k >= n) {
                throw outOfRange(function, index.shape(), i, k, low, of);
            }
            at[i] = (int) (k < 0 ? k + n : k) * of.stride;
        }
        return at;
    }

    static ArgumentException outOfRange(String function, Shape indexShape, int flat, long value, int low, Indexed indexed) {
        int[] where = new int[indexShape.rank()];
        int rest = flat;
        for (int i = where.length - 1; i >= 0; i--) {
            where[i] = rest % indexShape.dim(i);
            rest /= indexShape.dim(i);
        }
        String name = where.length == 0 ? "index" : "index" + Arrays.toString(where);
        String of = indexed.axis < 0 ? "the elements of shape " + indexed.shape : "axis " + indexed.axis + " of shape " + indexed.shape;
        String range = indexed.n == 0 ? "none, there is no element along " : "from " + low + " to " + (indexed.n - 1) + ", ";
        return new ArgumentException(function, name, value, range + of);
    }
}
