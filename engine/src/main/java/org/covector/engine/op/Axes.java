package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;

/**
 * The axes that several arrays of one shape share, joined where every array allows it: axes of length 1 disappear, neighbours that
 * continue each other in all arrays become one.
 *
 * @param dims lengths, at least one axis
 * @param strides element steps, one row per array
 */
record Axes(int[] dims, int[][] strides) {
    /** The joined axes of arrays with at least one element each. */
    static Axes of(Shape shape, NdArray... arrays) {
        int rank = shape.rank();
        int[] dims = new int[Math.max(1, rank)];
        int[][] strides = new int[arrays.length][dims.length];
        int n = 0; // axes so far, outermost first
        for (int axis = 0; axis < rank; axis++) {
            int d = shape.dim(axis);
            if (d == 1) {
                continue;
            }
            boolean joins = n > 0;
            for (int k = 0; joins && k < arrays.length; k++) {
                joins = strides[k][n - 1] == (long) arrays[k].stride(axis) * d;
            }
            n = joins ? n : n + 1;
            dims[n - 1] = joins ? dims[n - 1] * d : d;
            for (int k = 0; k < arrays.length; k++) {
                strides[k][n - 1] = arrays[k].stride(axis);
            }
        }
        if (n == 0) {
            dims[0] = 1;
            n = 1;
        }
        return new Axes(Arrays.copyOf(dims, n), cut(strides, n));
    }

    private static int[][] cut(int[][] strides, int n) {
        int[][] s = new int[strides.length][];
        for (int k = 0; k < s.length; k++) {
            s[k] = Arrays.copyOf(strides[k], n);
        }
        return s;
    }

    int rank() {
        return dims.length;
    }

    int last() {
        return dims[dims.length - 1];
    }

    /** Step of array {@code k} along the last axis. */
    int inner(int k) {
        return strides[k][dims.length - 1];
    }

    /** Position, relative to its first element, of array {@code k} at row-major index {@code index} of the first {@code axes} axes. */
    int position(int k, int axes, long index) {
        int p = 0;
        long rest = index;
        for (int i = axes - 1; i >= 0; i--) {
            p += (int) (rest % dims[i]) * strides[k][i];
            rest /= dims[i];
        }
        return p;
    }

    /** Whether array {@code k} lies row-major without gaps. */
    boolean isDense(int k) {
        long step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            if (strides[k][i] != step) {
                return false;
            }
            step *= dims[i];
        }
        return true;
    }

    /** Whether array {@code k} has one element for all. */
    boolean isConstant(int k) {
        return firstMoving(k) == dims.length;
    }

    /** Elements after which array {@code k} repeats itself: the product of the axes inside the last one that moves it. */
    long period(int k) {
        long p = 1;
        for (int i = dims.length - 1, first = firstMoving(k); i >= first; i--) {
            p *= dims[i];
        }
        return p;
    }

    private int firstMoving(int k) {
        int i = 0;
        while (i < dims.length && strides[k][i] == 0) {
            i++;
        }
        return i;
    }
}
