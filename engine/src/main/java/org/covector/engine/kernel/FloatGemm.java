package org.covector.engine.kernel;

import java.util.Arrays;
import org.covector.engine.runtime.Buffers;
import org.covector.engine.runtime.EngineRuntime;

/**
 * Blocked matrix product: B is packed in panels as wide as the register tile, then every block of rows of A is packed and runs
 * over them. The structure is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
 */
public final class FloatGemm implements GemmKernel {
    /** Elements behind a panel that a scalar loop may read (and ignore). */
    private static final int SLACK = 4;

    private final FloatTiles tiles;

    /** Products by these loops. */
    public FloatGemm(FloatTiles tiles) {
        this.tiles = tiles;
    }

    @Override
    public PanelSource matrix(Object array, int at, int kStride, int jStride) {
        return new FloatMatrix(array, at, kStride, jStride);
    }

    @Override
    public void multiply(GemmTask task) {
        if (task.m() == 0 || task.n() == 0) {
            return;
        }
        if (task.k() == 0) {
            sumOfNothing(task);
            return;
        }
        int columns = tiles.shape().columns();
        int panels = (task.n() + columns - 1) / columns;
        int together = Math.clamp(Tuning.PACKED_B / ((long) task.k() * columns), 1, panels);
        float[] packed = Buffers.floats(Math.toIntExact((long) together * columns * task.k() + SLACK));
        try {
            for (int first = 0; first < panels; first += together) {
                stripe(task, first, Math.min(together, panels - first), packed);
            }
        } finally {
            Buffers.release(packed);
        }
    }

    /** Columns of C from panel {@code first} on. */
    private void stripe(GemmTask task, int first, int panels, float[] packed) {
        int columns = tiles.shape().columns();
        int size = columns * task.k();
        long nanos = nanos((long) task.m() * panels * columns * task.k());
        if (EngineRuntime.threads() == 1 || nanos < 50_000) {
            for (int p = 0; p < panels; p++) {
                packPanel(task, first + p, packed, p * size);
            }
            rows(task, 0, task.m(), first, panels, packed);
            return;
        }
        EngineRuntime.parallel(panels, nanos, p -> packPanel(task, first + p, packed, p * size));
        int high = Math.min(Tuning.MC, roundUp((task.m() + 3) / 4, tiles.shape().rows()));
        int blocks = (task.m() + high - 1) / high;
        EngineRuntime.parallel(blocks, nanos,
                i -> rows(task, i * high, Math.min(high, task.m() - i * high), first, panels, packed));
    }

    private static long nanos(long multiplications) {
        return multiplications / Tuning.MULTIPLICATIONS_PER_NANO;
    }

    private static int roundUp(int n, int to) {
        return (n + to - 1) / to * to;
    }

    private void packPanel(GemmTask task, int panel, float[] packed, int at) {
        TileShape shape = tiles.shape();
        int j0 = panel * shape.columns();
        int width = Math.min(shape.columns(), task.n() - j0);
        task.b().pack(0, task.k(), j0, width, packed, at, roundUp(width, shape.lanes()));
    }

    /** Rows {@code i0 .. i0 + m} of C against all packed panels. */
    private void rows(GemmTask task, int i0, int m, int first, int panels, float[] packed) {
        int high = tiles.shape().rows();
        int mc = Math.min(roundUp(m, high), Tuning.MC / high * high);
        float[] a = Buffers.floats(mc * Math.min(task.k(), Tuning.KC) + SLACK);
        try {
            for (int i = i0; i < i0 + m; i += mc) {
                int some = Math.min(mc, i0 + m - i);
                for (int k = 0; k < task.k(); k += Tuning.KC) {
                    int depth = Math.min(Tuning.KC, task.k() - k);
                    for (int r = 0; r < some; r += high) {
                        int rows = Math.min(high, some - r);
                        task.a().pack(k, depth, i + r, rows, a, r * depth, rows);
                    }
                    block(task, i, some, k, depth, a, first, panels, packed);
                }
            }
        } finally {
            Buffers.release(a);
        }
    }

    /** One block of A, {@code m} rows and {@code depth} of k, against all packed panels. */
    private void block(GemmTask task, int i0, int m, int k0, int depth, float[] a, int first, int panels, float[] packed) {
        TileShape shape = tiles.shape();
        int high = shape.rows();
        int columns = shape.columns();
        int lanes = shape.lanes();
        boolean accumulate = task.accumulate() || k0 > 0;
        Epilogue epilogue = k0 + depth == task.k() ? task.epilogue() : Epilogue.NONE;
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        int edge = m % high;
        for (int p = 0; p < panels; p++) {
            int j = (first + p) * columns;
            int width = Math.min(columns, task.n() - j);
            int vectors = (width + lanes - 1) / lanes;
            int tail = width - (vectors - 1) * lanes;
            int b = p * columns * task.k() + k0 * vectors * lanes;
            int byColumn = epilogue == Epilogue.COLUMN_BIAS ? task.biasAt() + j : task.biasAt();
            boolean byRow = epilogue == Epilogue.ROW_BIAS;
            FloatTile tile = tiles.tile(high, vectors, tail < lanes, accumulate, epilogue);
            for (int i = 0; i + high <= m; i += high) {
                tile.multiply(depth, a, i * depth, packed, b, c, task.cAt() + (i0 + i) * task.cRow() + j, task.cRow(), tail,
                        bias, byRow ? byColumn + i0 + i : byColumn);
            }
            if (edge > 0) {
                int i = m - edge;
                tiles.tile(edge, vectors, tail < lanes, accumulate, epilogue).multiply(depth, a, i * depth, packed, b,
                        c, task.cAt() + (i0 + i) * task.cRow() + j, task.cRow(), tail, bias, byRow ? byColumn + i0 + i : byColumn);
            }
        }
    }

    /** Zeros, with the epilogue. */
    private static void sumOfNothing(GemmTask task) {
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        for (int i = 0; i < task.m(); i++) {
            int at = task.cAt() + i * task.cRow();
            if (!task.accumulate()) {
                Arrays.fill(c, at, at + task.n(), 0f);
            }
            for (int j = 0; j < task.n() && task.epilogue() != Epilogue.NONE; j++) {
                c[at + j] += bias[task.biasAt() + (task.epilogue() == Epilogue.ROW_BIAS ? i : j)];
            }
        }
    }
}
