package org.covector.engine;

import java.util.Arrays;
import org.covector.engine.kernel.elementary.Convert;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * Strided regions to strided regions of fresh storage: axes that continue each other are merged, the two that matter go to
 * the kernel (rows, fills or tiled transposition), large copies are split over threads. For the engine's own use.
 */
public final class Copy {
    /** Estimated nanoseconds per element, which decides only about threads. */
    private static final double NANOS_PER_ELEMENT = 0.4;

    /** Elements that a chunk of a parallel copy should have at least. */
    private static final int CHUNK = 1 << 16;

    private Copy() {}

    /** A dense copy in another dtype. */
    static NdArray dense(NdArray x, DType dtype) {
        return NdArray.wrap(fresh(x, dtype), x.shape());
    }

    /** The elements in row-major order in storage of their own. */
    @SuppressWarnings("exports")
    public static Storage fresh(NdArray x, DType dtype) {
        if (x.size() > 0 && x.isUniform() && Double.doubleToRawLongBits(x.storage().getDouble(x.offset())) == 0) {
            return Storage.zeros(dtype, x.size()); // fresh memory holds them already
        }
        Storage to = Storage.uninitialised(dtype, x.size());
        elements(x, dtype, to.array());
        return to;
    }

    /** The elements in row-major order as a Java array to be handed out. */
    static Object elements(NdArray x, DType dtype) {
        Object to = Storage.newArray(dtype, x.size());
        elements(x, dtype, to);
        return to;
    }

    private static void elements(NdArray x, DType dtype, Object to) {
        if (dtype == x.dtype()) {
            write(x, to, 0, x.shape().strides());
        } else if (x.size() > 0) {
            convert(x.dense(), dtype, to);
        }
    }

    private static void convert(NdArray dense, DType dtype, Object to) {
        Object from = dense.storage().array();
        int n = (int) dense.size();
        int chunks = (n - 1) / CHUNK + 1;
        EngineRuntime.parallel(chunks, (long) (n * NANOS_PER_ELEMENT), c -> {
            int start = c * CHUNK;
            Convert.run(dense.dtype(), from, dense.offset() + start, dtype, to, start, Math.min(CHUNK, n - start));
        });
    }

    /** Writes x to the region of {@code to}, of the same dtype, that starts at {@code offset} and has these strides. */
    @SuppressWarnings("exports")
    public static void into(NdArray x, Storage to, int offset, int[] strides) {
        write(x, to.array(), offset, strides);
    }

    /** As {@link #into}, to a Java array. */
    static void write(NdArray x, Object to, int offset, int[] strides) {
        if (x.size() > 0 && x.size() <= CHUNK && x.isDense() && isRun(x.shape(), strides)) {
            System.arraycopy(x.storage().array(), x.offset(), to, offset, (int) x.size());
        } else if (x.size() > 0) {
            Plan.of(x, strides).run(x.storage().array(), x.offset(), to, offset);
        }
    }

    /** Whether elements with these strides lie one behind the other in row-major order. */
    private static boolean isRun(Shape shape, int[] strides) {
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            if (shape.dim(i) != 1) {
                if (strides[i] != step) {
                    return false;
                }
                step *= shape.dim(i);
            }
        }
        return true;
    }

    /** The axes of a copy after merging; the last is the innermost. */
    private static final class Plan {
        private final int[] dims;
        private final int[] xs;
        private final int[] ys;
        private final int rank;
        private final DType dtype;

        private Plan(DType dtype, int[] dims, int[] xs, int[] ys) {
            this.dtype = dtype;
            this.dims = dims;
            this.xs = xs;
            this.ys = ys;
            this.rank = dims.length;
        }

        static Plan of(NdArray x, int[] strides) {
            int n = x.rank();
            int[] d = new int[n + 2];
            int[] a = new int[n + 2];
            int[] b = new int[n + 2];
            int r = 0;
            for (int i = n - 1; i >= 0; i--) { // innermost first
                int length = x.shape().dim(i);
                if (length == 1) {
                    continue;
                }
                if (r > 0 && x.stride(i) == (long) a[r - 1] * d[r - 1] && strides[i] == (long) b[r - 1] * d[r - 1]) {
                    d[r - 1] *= length;
                } else {
                    d[r] = length;
                    a[r] = x.stride(i);
                    b[r] = strides[i];
                    r++;
                }
            }
            while (r < 2) {
                d[r++] = 1;
            }
            int[] dims = reversed(d, r);
            int[] xs = reversed(a, r);
            int[] ys = reversed(b, r);
            int second = r - 2;
            for (int i = r - 3; i >= 0; i--) { // the axis along which x is contiguous joins the innermost one in the kernel
                if (dims[second] == 1 || dims[i] > 1 && xs[i] != 0 && Math.abs(xs[i]) < Math.abs(xs[second])) {
                    second = i;
                }
            }
            for (int[] steps : new int[][] {dims, xs, ys}) {
                int t = steps[second];
                steps[second] = steps[r - 2];
                steps[r - 2] = t;
            }
            return new Plan(x.dtype(), dims, xs, ys);
        }

        private static int[] reversed(int[] a, int n) {
            int[] b = new int[n];
            Arrays.setAll(b, i -> a[n - 1 - i]);
            return b;
        }

        void run(Object x, int xo, Object y, int yo) {
            long size = 1;
            int widest = rank - 1;
            for (int i = rank - 1; i >= 0; i--) {
                size *= dims[i];
                widest = i < rank - 1 && (widest == rank - 1 || dims[i] > dims[widest]) ? i : widest;
            }
            int split = dims[widest] > 1 ? widest : rank - 1;
            int chunks = Math.clamp(size / CHUNK, 1, dims[split]);
            if (chunks == 1) {
                sequential(x, xo, y, yo, split, dims[split]);
                return;
            }
            int part = (dims[split] - 1) / chunks + 1;
            part = split >= rank - 2 ? (part + 63) & -64 : part; // whole tiles of a transposition
            int step = part;
            EngineRuntime.parallel((dims[split] - 1) / part + 1, (long) (size * NANOS_PER_ELEMENT), c -> {
                int start = c * step;
                sequential(x, xo + start * xs[split], y, yo + start * ys[split], split, Math.min(step, dims[split] - start));
            });
        }

        /** The copy with the length of one axis replaced. */
        private void sequential(Object x, int xo, Object y, int yo, int axis, int length) {
            int[] d = dims.clone();
            d[axis] = length;
            MoveKernel kernel = MoveKernel.of(dtype);
            int i0 = rank - 2;
            int i1 = rank - 1;
            int[] index = new int[rank];
            int from = xo;
            int at = yo;
            while (true) {
                kernel.copy(x, from, xs[i0], xs[i1], y, at, ys[i0], ys[i1], d[i0], d[i1]);
                int i = rank - 3;
                while (i >= 0) {
                    from += xs[i];
                    at += ys[i];
                    if (++index[i] < d[i]) {
                        break;
                    }
                    from -= xs[i] * d[i];
                    at -= ys[i] * d[i];
                    index[i] = 0;
                    i--;
                }
                if (i < 0) {
                    return;
                }
            }
        }
    }
}
