package org.covector.engine.op;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.covector.engine.DType;
import org.covector.engine.NdArray;
import org.covector.engine.codegen.PointwiseKernel;
import org.covector.engine.kernel.move.MoveKernel;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.Storage;

/**
 * One call of a pointwise kernel on arrays of any layout. Rows that are dense or constant in every operand go to the kernel as they
 * are; otherwise the call runs over tiles, into which the operands that are not dense are copied.
 */
final class PointwiseCall implements IntConsumer {
    /** Elements of a tile: operands of usual number stay in the first-level cache. */
    private static final int TILE = 1024;

    /** Rows of a tile where an operand is transposed, if it does not get longer than that: a second-level cache. */
    private static final int TRANSPOSED_ROWS = 16;

    private static final int MAX_TILE = 1 << 16;

    /** Rows shorter than this are joined in tiles. */
    private static final int SHORT = 32;

    /** Elements that one thread takes at a time. */
    private static final int CHUNK = 1 << 14;

    private final Object[] y;
    private final NdArray[] in;
    private final Object[] arrays;
    private final double[] scalars;
    private final Axes axes;
    private final boolean isDirect;
    private final int constants;
    private final PointwiseKernel kernel;
    private final boolean isInPlace;

    /** How operands lie: {@code isDirect} where rows go to the kernel as they are, a bit of {@code constants} for each that is constant. */
    private record Layout(Object[] arrays, Axes axes, boolean isDirect, int constants) {}

    private PointwiseCall(Object[] y, NdArray[] in, double[] scalars, Layout layout, PointwiseKernel kernel, boolean isInPlace) {
        this.y = y;
        this.in = in;
        this.arrays = layout.arrays;
        this.scalars = scalars;
        this.axes = layout.axes;
        this.isDirect = layout.isDirect;
        this.constants = layout.constants;
        this.kernel = kernel;
        this.isInPlace = isInPlace;
    }

    /**
     * A call into fresh arrays.
     *
     * @param isInPlace whether the only result is the array of an operand: with dense or constant operands only
     */
    static PointwiseCall of(Pointwise op, DType dtype, Object[] y, NdArray[] in, double[] scalars, boolean isInPlace) {
        Layout layout = layout(op, in);
        return new PointwiseCall(y, in, scalars, layout, op.kernel(dtype, layout.constants), isInPlace);
    }

    private static Layout layout(Pointwise op, NdArray[] in) {
        Object[] arrays = new Object[in.length];
        Axes axes = Axes.of(in[0].shape(), in);
        boolean direct = axes.rank() == 1 || axes.last() >= SHORT;
        int flat = 0;
        int single = 0;
        for (int k = 0; k < in.length; k++) {
            arrays[k] = in[k].storage().array();
            direct &= axes.inner(k) == 1 || axes.last() == 1 || axes.inner(k) == 0 && op.isModed();
            flat |= axes.inner(k) == 0 && axes.last() > 1 ? 1 << k : 0;
            single |= axes.isConstant(k) && axes.last() > 1 && op.isModed() ? 1 << k : 0;
        }
        return new Layout(arrays, axes, direct, direct ? flat : single);
    }

    void run() {
        long n = in[0].size();
        long nanos = kernel.nanos(n);
        if (!isDirect) {
            int tile = tileLength();
            int tiles = (int) ((n + tile - 1) / tile);
            int each = Math.max(1, CHUNK / tile);
            int chunks = (tiles + each - 1) / each;
            EngineRuntime.parallel(chunks, nanos + 2 * n,
                    c -> tiles(tile, (long) c * each * tile, Math.min(n, (long) (c + 1) * each * tile)));
        } else if (axes.rank() == 1) {
            int chunks = (int) ((n + CHUNK - 1) / CHUNK);
            if (chunks == 1) {
                rows(0, 1, 0, (int) n);
            } else {
                EngineRuntime.parallel(chunks, nanos, this);
            }
        } else {
            int cols = axes.last();
            int rows = (int) (n / cols);
            int each = Math.max(1, CHUNK / cols);
            int chunks = (rows + each - 1) / each;
            EngineRuntime.parallel(chunks, nanos, c -> rows(c * each, Math.min(rows, (c + 1) * each), 0, cols));
        }
    }

    /** One chunk of a single long row: the most usual call, without a lambda to be linked in a cold JVM. */
    @Override
    public void accept(int chunk) {
        rows(0, 1, chunk * CHUNK, (int) Math.min(CHUNK, in[0].size() - (long) chunk * CHUNK));
    }

    /** Rows {@code from} to {@code to - 1}, columns {@code col} to {@code col + cols - 1}; rows of one block go in one call. */
    private void rows(int from, int to, int col, int cols) {
        int outer = axes.rank() - 1;
        int block = outer > 0 ? axes.dims()[outer - 1] : 1;
        int[] at = new int[in.length];
        int[] yAt = new int[y.length];
        int[] row = new int[in.length];
        for (int k = 0; k < in.length; k++) {
            row[k] = outer > 0 ? axes.strides()[k][outer - 1] : 0;
        }
        int r = from;
        while (r < to) {
            int count = Math.min(to - r, block - r % block);
            for (int k = 0; k < in.length; k++) {
                at[k] = in[k].offset() + axes.position(k, outer, r) + col * axes.inner(k);
            }
            Arrays.fill(yAt, (int) ((long) r * axes.last()) + col);
            if (isInPlace) {
                kernel.runInPlace(y, yAt, cols, arrays, at, row, scalars);
            } else {
                kernel.run(y, yAt, count, cols, arrays, at, row, scalars);
            }
            r += count;
        }
    }

    // ---- tiles

    /** Whether some operand is read along its rows though its columns lie together: then several rows share the cache lines. */
    private boolean isTransposed() {
        int last = axes.rank() - 1;
        for (int k = 0; k < in.length; k++) {
            if (last > 0 && Math.abs(axes.inner(k)) > Math.abs(axes.strides()[k][last - 1]) && axes.strides()[k][last - 1] != 0) {
                return true;
            }
        }
        return false;
    }

    /** A multiple of the periods of short repeated operands where there is one, so that they are copied only once. */
    private int tileLength() {
        if (isTransposed() && (long) axes.last() * TRANSPOSED_ROWS <= MAX_TILE) {
            return axes.last() * TRANSPOSED_ROWS;
        }
        long length = 1;
        for (int k = 0; k < in.length; k++) {
            long period = axes.period(k);
            if (period <= TILE / 2 && TILE / (length * period) > 0) {
                length = length % period == 0 ? length : length * period;
            }
        }
        return (int) (TILE / length * length);
    }

    private void tiles(int length, long from, long to) {
        Object[] x = arrays.clone();
        int[] at = new int[in.length];
        int[] yAt = new int[y.length];
        boolean[] isFilled = new boolean[in.length];
        for (int k = 0; k < in.length; k++) {
            boolean isDense = axes.isDense(k) || (constants >> k & 1) != 0;
            x[k] = isDense ? arrays[k] : Storage.scratch(in[k].dtype(), length);
        }
        int[] row = new int[in.length];
        for (long t = from; t < to; t += length) {
            int n = (int) Math.min(length, to - t);
            for (int k = 0; k < in.length; k++) {
                if (x[k] == arrays[k]) {
                    at[k] = in[k].offset() + ((constants >> k & 1) != 0 ? 0 : (int) t);
                } else if (!isFilled[k]) {
                    gather(k, t, n, x[k]);
                    isFilled[k] = length % axes.period(k) == 0;
                }
            }
            Arrays.fill(yAt, (int) t);
            kernel.run(y, yAt, 1, n, x, at, row, scalars);
        }
    }

    /** {@code n} elements of operand {@code k} from row-major index {@code start} on: whole rows together, cut ones alone. */
    private void gather(int k, long start, int n, Object tile) {
        MoveKernel move = MoveKernel.of(in[k].dtype());
        int last = axes.rank() - 1;
        int cols = axes.last();
        int block = last > 0 ? axes.dims()[last - 1] : 1;
        int rowStep = last > 0 ? axes.strides()[k][last - 1] : 0;
        int step = axes.inner(k);
        int done = 0;
        while (done < n) {
            long row = (start + done) / cols;
            int col = (int) ((start + done) % cols);
            int from = in[k].offset() + axes.position(k, last, row) + col * step;
            boolean isCut = col != 0 || n - done < cols;
            int rows = isCut ? 1 : (int) Math.min((n - done) / cols, block - row % block);
            int width = isCut ? Math.min(n - done, cols - col) : cols;
            move.copy(arrays[k], from, rowStep, step, tile, done, width, 1, rows, width);
            done += rows * width;
        }
    }
}
