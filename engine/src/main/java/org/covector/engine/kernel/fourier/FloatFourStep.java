package org.covector.engine.kernel.fourier;

import org.covector.engine.DType;
import org.covector.engine.kernel.gemm.FloatTransposition;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * A transform of length n = n1 n2 as transforms of the columns of an n1 x n2 matrix, a multiplication by roots of order n, and
 * transforms of its rows, each of a length that stays in the cache, some or all of them side by side (Bailey, "FFTs in external or
 * hierarchical memory", J. Supercomputing 4, 1990).
 */
final class FloatFourStep implements FloatTransform {
    /** Columns, and rows, of a long transform that are done side by side: whole cache lines. */
    static final int BLOCK = 64 / Float.BYTES;

    /** Numbers that columns of several transforms have side by side: longer runs cost less each, until the L1 cache is full. */
    private static final int WIDTH = 64;

    /** Nanoseconds per element of each half, about. */
    private static final long NANOS = 6;

    private final int n1;
    private final int n2;
    private final int columnsAtOnce;
    private final int rowsAtOnce;
    private final FloatStockham columns;
    private final FloatStockham rows;
    private final float[] wr;
    private final float[] wi;

    private FloatFourStep(int n1, int n2, int columnsAtOnce, int rowsAtOnce, float[] wr, float[] wi) {
        this.n1 = n1;
        this.n2 = n2;
        this.columnsAtOnce = columnsAtOnce;
        this.rowsAtOnce = rowsAtOnce;
        this.columns = FloatStockham.plan(n1);
        this.rows = FloatStockham.plan(n2);
        this.wr = wr;
        this.wi = wi;
    }

    /** A transform of length n with the roots of order n between its halves, those of columns at once adjacent. */
    static FloatFourStep plan(int n, int columnsAtOnce, int rowsAtOnce) {
        int n1 = FourierSize.divisor(n);
        int n2 = n / n1;
        float[] wr = Storage.zeros(DType.FLOAT32, n).floats();
        float[] wi = Storage.zeros(DType.FLOAT32, n).floats();
        RootsOfUnity roots = new RootsOfUnity(n);
        for (int j = 0; j < n2; j += columnsAtOnce) {
            int width = Math.min(columnsAtOnce, n2 - j);
            for (int k = 0; k < n1; k++) {
                roots.fill((long) k * j, k, width, wr, wi, n1 * j + k * width);
            }
        }
        return new FloatFourStep(n1, n2, columnsAtOnce, rowsAtOnce, wr, wi);
    }

    @Override
    public int mostLanes() {
        return columnsAtOnce == n2 ? Integer.MAX_VALUE : 1;
    }

    @Override
    public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio, int ys) {
        int n = n1 * n2;
        float[] between = ScratchBuffers.floats(Storage.length("fft", 2L * n * lanes + FloatFourier.BETWEEN_AT + FloatFourier.APART));
        try {
            if (lanes > 1) {
                int block = ys == lanes ? Math.max(1, WIDTH / lanes) : 1; // rows side by side
                allColumns(b, lanes, xr, xro, xi, xio, xs, between, block);
                allRows(b, lanes, between, yr, yro, yi, yio, ys, block);
                return;
            }
            EngineRuntime.parallel(Math.ceilDiv(n2, columnsAtOnce), NANOS * n,
                    i -> columns(b, i * columnsAtOnce, xr, xro, xi, xio, xs, between));
            EngineRuntime.parallel(Math.ceilDiv(n1, rowsAtOnce), NANOS * n, i -> rows(b, i * rowsAtOnce, between, yr, yro, yi, yio));
        } finally {
            ScratchBuffers.release(between);
        }
    }

    /** All columns of several transforms: number (k, j) becomes element j of row k among some rows that are done side by side. */
    private void allColumns(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs, float[] between,
            int block) {
        int together = xs == lanes ? Math.max(1, WIDTH / lanes) : 1; // runs with gaps are no longer ones
        int half = n1 * n2 * lanes + FloatFourier.APART;
        float[] t = ScratchBuffers.floats(FloatFourier.COLUMNS_AT + 2 * n1 * together * lanes + FloatFourier.APART);
        float[] scratch = ScratchBuffers.floats(columns.scratch(together * lanes));
        try {
            for (int j = 0; j < n2; j += together) {
                int count = Math.min(together, n2 - j);
                int width = count * lanes;
                int im = FloatFourier.COLUMNS_AT + n1 * width + FloatFourier.APART;
                columns.run(b, width, xr, xro + j * xs, xi, xio + j * xs, n2 * xs, t, t, FloatFourier.COLUMNS_AT, im, width,
                        scratch);
                for (int k = 0; k < n1; k += block) {
                    int side = Math.min(block, n1 - k);
                    int to = FloatFourier.BETWEEN_AT + (k * n2 + j * side) * lanes;
                    FloatRuns.multiply(b, t, FloatFourier.COLUMNS_AT + k * width, im + k * width, wr, wi, k * n2 + j, n2, k == 0, side,
                            count, lanes, between, to, half + to);
                }
            }
        } finally {
            ScratchBuffers.release(scratch);
            ScratchBuffers.release(t);
        }
    }

    /** All rows of several transforms. */
    private void allRows(FloatButterflies b, int lanes, float[] between, float[] yr, int yro, float[] yi, int yio, int ys,
            int block) {
        int half = n1 * n2 * lanes + FloatFourier.APART;
        float[] scratch = ScratchBuffers.floats(rows.scratch(block * lanes));
        try {
            for (int k = 0; k < n1; k += block) {
                int at = FloatFourier.BETWEEN_AT + k * n2 * lanes;
                int width = Math.min(block, n1 - k) * lanes;
                rows.run(b, width, between, at, between, half + at, width, yr, yi, yro + k * ys, yio + k * ys, n1 * ys, scratch);
            }
        } finally {
            ScratchBuffers.release(scratch);
        }
    }

    /** Columns j and on, to rows by blocks: number (k, j) goes where its neighbours are those with other k. */
    private void columns(FloatButterflies b, int j, float[] xr, int xro, float[] xi, int xio, int xs, float[] between) {
        int n = n1 * n2;
        int width = Math.min(columnsAtOnce, n2 - j);
        int size = n1 * width;
        float[] t = ScratchBuffers.floats(xs == 1 ? 2 * size : 4 * size);
        try {
            if (xs == 1) {
                columns.run(b, width, xr, xro + j, xi, xio + j, n2, t, t, 0, size, width);
            } else {
                for (int i = 0; i < n1; i++) {
                    for (int v = 0; v < width; v++) {
                        t[2 * size + i * width + v] = xr[xro + (i * n2 + j + v) * xs];
                        t[3 * size + i * width + v] = xi[xio + (i * n2 + j + v) * xs];
                    }
                }
                columns.run(b, width, t, 2 * size, t, 3 * size, width, t, t, 0, size, width);
            }
            FloatRuns.multiply(b.isVector(), t, width, size + width, wr, wi, n1 * j + width, size - width); // the first row's factors are 1
            for (int k = 0; k < n1; k += rowsAtOnce) {
                int count = Math.min(rowsAtOnce, n1 - k);
                int to = k * n2 + j * count;
                FloatTransposition.transpose(b.isVector(), t, k * width, count, width, between, to, count);
                FloatTransposition.transpose(b.isVector(), t, size + k * width, count, width, between, n + to, count);
            }
        } finally {
            ScratchBuffers.release(t);
        }
    }

    private void rows(FloatButterflies b, int k, float[] between, float[] yr, int yro, float[] yi, int yio) {
        int width = Math.min(rowsAtOnce, n1 - k);
        rows.run(b, width, between, k * n2, between, n1 * n2 + k * n2, width, yr, yi, yro + k, yio + k, n1);
    }
}
