package org.covector.engine.op;

import java.util.Arrays;
import org.covector.engine.ArgumentException;
import org.covector.engine.NdArray;
import org.covector.engine.Shape;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.storage.Storage;

/**
 * An array seen as {@code kept} runs of {@code reduced} elements each. The elements of a run are numbered in the row-major
 * order of the reduced axes, the runs in that of the kept axes, whatever the layout in storage; axes that continue each
 * other in storage are merged.
 */
final class ReducedAxes {
    private final Storage storage;
    private final int offset;
    private final int[] keptDims;
    private final int[] keptStrides;
    private final int[] dims;
    private final int[] strides;
    private final int kept;
    private final int reduced;

    private ReducedAxes(NdArray x, boolean[] isReduced) {
        storage = x.storage();
        offset = x.offset();
        int[][] k = merged(x, isReduced, false);
        int[][] r = merged(x, isReduced, true);
        keptDims = k[0];
        keptStrides = k[1];
        dims = r[0];
        strides = r[1];
        kept = product(keptDims);
        reduced = product(dims);
    }

    /** {@code x} with the marked axes reduced. */
    static ReducedAxes of(NdArray x, boolean[] isReduced) {
        return new ReducedAxes(x, isReduced);
    }

    /** {@code x} with one axis reduced. */
    static ReducedAxes of(NdArray x, int axis) {
        boolean[] one = new boolean[x.rank()];
        if (x.rank() > 0) {
            one[axis] = true;
        }
        return new ReducedAxes(x, one);
    }

    /** Which axes are meant: all if none are named. Throws, naming {@code function}, for an axis out of range or named twice. */
    static boolean[] marked(String function, Shape shape, int[] axes) {
        boolean[] marked = new boolean[Math.max(1, shape.rank())];
        if (axes.length == 0) {
            Arrays.fill(marked, true);
        }
        for (int axis : shape.axes(function, "axes", axes)) {
            marked[axis] = true;
        }
        return marked;
    }

    /** The shape with the marked axes gone, or kept with length 1. */
    static Shape result(Shape shape, boolean[] marked, boolean keepdim) {
        int[] d = new int[shape.rank()];
        int n = 0;
        for (int i = 0; i < d.length; i++) {
            if (keepdim || !marked[i]) {
                d[n++] = marked[i] ? 1 : shape.dim(i);
            }
        }
        return Shape.of(Arrays.copyOf(d, n));
    }

    private static int product(int[] dims) {
        for (int d : dims) {
            if (d == 0) {
                return 0;
            }
        }
        long n = 1;
        for (int d : dims) {
            n *= d;
            ArgumentException.require(n <= Integer.MAX_VALUE, "reduce", "number of elements", n,
                    "at most " + Integer.MAX_VALUE + " of a run, and as many runs");
        }
        return (int) n;
    }

    private static int[][] merged(NdArray x, boolean[] isReduced, boolean wanted) {
        int[] d = new int[x.rank() + 1];
        int[] s = new int[x.rank() + 1];
        int n = 0;
        for (int i = 0; i < x.rank(); i++) {
            int length = x.shape().dim(i);
            if (isReduced[i] != wanted || length == 1) {
                continue;
            }
            int stride = x.stride(i);
            if (n > 0 && (long) stride * length == s[n - 1] && (long) d[n - 1] * length <= Integer.MAX_VALUE) {
                d[n - 1] *= length;
                s[n - 1] = stride;
            } else {
                d[n] = length;
                s[n++] = stride;
            }
        }
        if (n == 0) {
            d[0] = 1;
            s[0] = 1;
            n = 1;
        }
        return new int[][] {Arrays.copyOf(d, n), Arrays.copyOf(s, n)};
    }

    /** The memory behind. */
    Storage storage() {
        return storage;
    }

    /** Number of runs. */
    int kept() {
        return kept;
    }

    /** Elements of a run. */
    int reduced() {
        return reduced;
    }

    /** Whether storage holds neighbouring runs side by side and not the elements of one run. */
    boolean columns() {
        int last = keptDims.length - 1;
        return keptStrides[last] == 1 && keptDims[last] >= 8 && strides[strides.length - 1] != 1;
    }

    /** Runs that lie side by side in storage, where {@link #columns}. */
    int width() {
        return keptDims[keptDims.length - 1];
    }

    /** Position in storage of element 0 of a run. */
    int start(int run) {
        return offset + position(run, keptDims, keptStrides);
    }

    /** Position of an element relative to the start of its run. */
    int step(int element) {
        return position(element, dims, strides);
    }

    private static int position(int index, int[] dims, int[] strides) {
        int p = 0;
        int rest = index;
        for (int i = dims.length - 1; i > 0; i--) {
            p += rest % dims[i] * strides[i];
            rest /= dims[i];
        }
        return p + rest * strides[0];
    }

    /** Whether elements {@code from .. from + n - 1} of every run lie side by side in storage. */
    boolean isDense(int from, int n) {
        int last = dims.length - 1;
        return n <= 1 || strides[last] == 1 && from % dims[last] + n <= dims[last];
    }

    /** Copies elements {@code from .. from + n - 1} of the run of the storage's array x that starts at {@code start} to {@code to}. */
    void gather(Object x, int start, int from, int n, Object to, int at) {
        MoveKernel move = MoveKernel.of(storage.dtype());
        int last = dims.length - 1;
        for (int i = 0; i < n; ) {
            int length = Math.min(n - i, dims[last] - (from + i) % dims[last]);
            move.copy(x, start + step(from + i), 0, strides[last], to, at + i, 0, 1, 1, length);
            i += length;
        }
    }

    /** The steps of elements {@code from .. from + n - 1}. */
    int[] steps(int from, int n) {
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            y[i] = step(from + i);
        }
        return y;
    }
}
