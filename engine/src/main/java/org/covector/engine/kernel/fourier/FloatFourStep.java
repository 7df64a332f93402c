package org.covector.engine.kernel.fourier;

import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * A long transform, n = n1 n2, as transforms of the columns of an n1 x n2 matrix, a multiplication by roots of order n, and transforms
 * of its rows, each of a length that stays in the cache (Bailey, "FFTs in external or hierarchical memory", J. Supercomputing 4, 1990).
 */
final class FloatFourStep implements FloatTransform {
    /** Columns, and later rows, that are done side by side: whole cache lines. */
    private static final int BLOCK = 64 / Float.BYTES;

    /** Nanoseconds per element of each half, about. */
    private static final long NANOS = 6;

    private final int n1;
    private final int n2;
    private final FloatTransform columns;
    private final FloatTransform rows;
    private final float[] wr;
    private final float[] wi;

    private FloatFourStep(int n1, int n2, float[] wr, float[] wi) {
        this.n1 = n1;
        this.n2 = n2;
        this.columns = FloatStockham.plan(n1, FourierSize.radices(n1));
        this.rows = FloatStockham.plan(n2, FourierSize.radices(n2));
        this.wr = wr;
        this.wi = wi;
    }

    /** A transform of length n with the roots of order n between its halves. */
    static FloatFourStep plan(int n) {
        int n1 = FourierSize.divisor(n);
        int n2 = n / n1;
        float[] wr = Storage.zeros(DType.FLOAT32, n).floats();
        float[] wi = Storage.zeros(DType.FLOAT32, n).floats();
        RootsOfUnity roots = new RootsOfUnity(n);
        for (int k = 0; k < n1; k++) {
            roots.fill(0, k, n2, wr, wi, k * n2);
        }
        return new FloatFourStep(n1, n2, wr, wi);
    }

    @Override
    public int mostLanes() {
        return 1;
    }

    @Override
    public void run(FloatButterflies b, int lanes, float[] xr, int xro, float[] xi, int xio, int xs,
            float[] yr, float[] yi, int yro, int yio) {
        int n = n1 * n2;
        float[] between = ScratchBuffers.floats(Storage.length("fft", 2L * n));
        try {
            EngineRuntime.parallel((n2 + BLOCK - 1) / BLOCK, NANOS * n, i -> columns(b, i * BLOCK, xr, xro, xi, xio, xs, between));
            EngineRuntime.parallel((n1 + BLOCK - 1) / BLOCK, NANOS * n, i -> rows(b, i * BLOCK, between, yr, yro, yi, yio));
        } finally {
            ScratchBuffers.release(between);
        }
    }

    /** Columns j to j + BLOCK - 1, to rows by blocks: number (k, j) goes where its neighbours are those with other k. */
    private void columns(FloatButterflies b, int j, float[] xr, int xro, float[] xi, int xio, int xs, float[] between) {
        int n = n1 * n2;
        int width = Math.min(BLOCK, n2 - j);
        int size = n1 * width;
        float[] t = ScratchBuffers.floats(xs == 1 ? 2 * size : 4 * size);
        try {
            if (xs == 1) {
                columns.run(b, width, xr, xro + j, xi, xio + j, n2, t, t, 0, size);
            } else {
                for (int i = 0; i < n1; i++) {
                    for (int v = 0; v < width; v++) {
                        t[2 * size + i * width + v] = xr[xro + (i * n2 + j + v) * xs];
                        t[3 * size + i * width + v] = xi[xio + (i * n2 + j + v) * xs];
                    }
                }
                columns.run(b, width, t, 2 * size, t, 3 * size, width, t, t, 0, size);
            }
            for (int k = 1; k < n1; k++) {
                FloatRuns.multiply(b.isVector(), t, k * width, size + k * width, wr, wi, k * n2 + j, width);
            }
            for (int k = 0; k < n1; k += BLOCK) {
                int count = Math.min(BLOCK, n1 - k);
                transpose(t, k * width, width, between, k * n2 + j * count, count);
                transpose(t, size + k * width, width, between, n + k * n2 + j * count, count);
            }
        } finally {
            ScratchBuffers.release(t);
        }
    }

    /** Rows k of {@code count} numbers side by side to columns. */
    private static void transpose(float[] t, int from, int width, float[] between, int at, int count) {
        if (width == BLOCK && count == BLOCK) { // constants let the compiler drop the checks
            for (int v = 0; v < BLOCK; v++) {
                for (int k = 0; k < BLOCK; k++) {
                    between[at + v * BLOCK + k] = t[from + k * BLOCK + v];
                }
            }
            return;
        }
        for (int v = 0; v < width; v++) {
            for (int k = 0; k < count; k++) {
                between[at + v * count + k] = t[from + k * width + v];
            }
        }
    }

    private void rows(FloatButterflies b, int k, float[] between, float[] yr, int yro, float[] yi, int yio) {
        int width = Math.min(BLOCK, n1 - k);
        int size = n2 * width;
        float[] t = ScratchBuffers.floats(2 * size);
        try {
            rows.run(b, width, between, k * n2, between, n1 * n2 + k * n2, width, t, t, 0, size);
            FloatRuns.scatter(b.isVector(), t, 0, width, n2, yr, yro + k, n1);
            FloatRuns.scatter(b.isVector(), t, size, width, n2, yi, yio + k, n1);
        } finally {
            ScratchBuffers.release(t);
        }
    }
}
