package org.covector.engine.kernel;

import org.covector.engine.runtime.Buffers;
import org.covector.engine.runtime.EngineRuntime;

/**
 * Blocked matrix product: B is packed in panels as wide as the register tile, then every block of rows of A is packed and runs
 * over them. The structure is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
 */
final class FloatPackedGemm {
    private static final TileShape SHAPE = FloatTiles.PACKED;

    /** Where packed panels start. */
    private static final int ALIGNMENT = Tuning.ALIGNING_BYTES / Float.BYTES;

    /** Panels packed by one thread at a time. */
    private static final int GROUP = 4;

    /** Rows of a block of A. */
    private static final int MC = Tuning.BLOCK_BYTES / (Tuning.KC * Float.BYTES);

    private final GemmTask task;
    private final FloatTiles tiles;

    FloatPackedGemm(GemmTask task, FloatTiles tiles) {
        this.task = task;
        this.tiles = tiles;
    }

    void run() {
        int rows = slab(task.m(), SHAPE.rows(), task.k());
        int columns = slab(task.n(), SHAPE.columns(), task.k());
        float[] a = Buffers.floats(length(rows, task.k()));
        float[] b = Buffers.floats(Math.max(Tuning.ALIGNED, length(columns, task.k())));
        try {
            for (int j = 0; j < task.n(); j += columns) {
                int n = Math.min(columns, task.n() - j);
                pack(task.b(), j, n, SHAPE.columns(), SHAPE.lanes(), task.k(), b);
                for (int i = 0; i < task.m(); i += rows) {
                    int m = Math.min(rows, task.m() - i);
                    pack(task.a(), i, m, SHAPE.rows(), 1, task.k(), a);
                    blocks(new Slab(i, m, j, n, a, b));
                }
            }
        } finally {
            Buffers.release(b);
            Buffers.release(a);
        }
    }

    /** How many of {@code size} rows or columns are packed at once: all, or a number of whole panels. */
    private static int slab(int size, int panel, int k) {
        int most = Math.max(1, Tuning.PACKED / k / panel) * panel;
        return size <= most ? Tuning.roundUp(size, panel) : most;
    }

    private static int length(int columns, int k) {
        return Math.toIntExact((long) columns * k + ALIGNMENT);
    }

    /** Columns {@code j0 .. j0 + n} of a source in panels of {@code wide}, the last as narrow as multiples of {@code lanes} allow. */
    private static void pack(GemmMatrix source, int j0, int n, int wide, int lanes, int k, float[] to) {
        int groups = (n + GROUP * wide - 1) / (GROUP * wide);
        long nanos = (long) n * k / Tuning.PACKED_PER_NANO;
        if (nanos < Tuning.ALONE_NANOS) {
            for (int g = 0; g < groups; g++) {
                packGroup(source, j0, n, wide, lanes, k, to, g);
            }
        } else {
            EngineRuntime.parallel(groups, nanos, g -> packGroup(source, j0, n, wide, lanes, k, to, g));
        }
    }

    /** Blocks of k lie one behind the other, so that what is used together is together: panels far apart would share cache sets. */
    private static void packGroup(GemmMatrix source, int j0, int n, int wide, int lanes, int k, float[] to, int group) {
        int j = group * GROUP * wide;
        int width = Math.min(GROUP * wide, n - j);
        int whole = width - width % wide;
        int all = Tuning.roundUp(n, lanes);
        for (int k0 = 0; k0 < k; k0 += Tuning.KC) {
            int depth = Math.min(Tuning.KC, k - k0);
            int at = ALIGNMENT + k0 * all + j * depth;
            FloatPacking.panels(source, k0, depth, j0 + j, whole / wide, wide, to, at);
            if (whole < width) {
                FloatPacking.panel(source, k0, depth, j0 + j + whole, width - whole, to, at + whole * depth, Tuning.roundUp(width - whole, lanes));
            }
        }
    }

    /** Rows {@code i0 .. i0 + m} and columns {@code j0 .. j0 + n} of the task, and both operands packed. */
    private record Slab(int i0, int m, int j0, int n, float[] a, float[] b) {}

    /** Cuts a slab of C into blocks that stay in the L2 cache while k runs. */
    private void blocks(Slab s) {
        int k = task.k();
        long nanos = Tuning.nanos((long) s.m * s.n * k);
        int shares = nanos < Tuning.ALONE_NANOS ? 1 : 2 * EngineRuntime.threads();
        int high = side(s.m, MC, SHAPE.rows(), 1);
        int down = (s.m + high - 1) / high;
        int wide = side(s.n, Tuning.NC, SHAPE.columns(), (shares + down - 1) / down);
        int across = (s.n + wide - 1) / wide;
        if (down * across == 1 || nanos < Tuning.ALONE_NANOS) {
            for (int i = 0; i < down * across; i++) {
                block(s, i % down * high, high, i / down * wide, wide);
            }
        } else {
            EngineRuntime.parallel(down * across, nanos, i -> block(s, i % down * high, high, i / down * wide, wide));
        }
    }

    /** Length of equal parts of {@code size}, at least {@code parts} if possible, each {@code most} or less, a multiple of {@code unit}. */
    private static int side(int size, int most, int unit, int parts) {
        int count = Math.max(parts, (size + most - 1) / most);
        return Math.max(unit, Tuning.roundUp((size + count - 1) / count, unit));
    }

    /**
     * Sums of a block over all k. Between two runs over k they wait tile by tile without gaps: rows of C, pages apart, would cost
     * a fifth of the time.
     */
    private void block(Slab s, int i0, int high, int j0, int wide) {
        int m = Math.min(high, s.m - i0);
        int n = Math.min(wide, s.n - j0);
        int columns = SHAPE.columns();
        int k = task.k();
        boolean once = k <= Tuning.KC;
        float[] sums = once ? s.a : Buffers.floats(Tuning.roundUp(n, columns) * Tuning.roundUp(m, SHAPE.rows()));
        try {
            for (int k0 = 0; k0 < k; k0 += Tuning.KC) {
                int depth = Math.min(Tuning.KC, k - k0);
                for (int j = 0; j < n; j += columns) {
                    panel(s, i0, m, j0 + j, Math.min(columns, n - j), k0, depth, sums, j * Tuning.roundUp(m, SHAPE.rows()));
                }
            }
        } finally {
            if (!once) {
                Buffers.release(sums);
            }
        }
    }

    /** One panel of B, {@code depth} of k, against some rows of A. */
    private void panel(Slab s, int i0, int m, int j0, int width, int k0, int depth, float[] sums, int sumsAt) {
        int k = task.k();
        int high = SHAPE.rows();
        int lanes = SHAPE.lanes();
        int vectors = (width + lanes - 1) / lanes;
        int stride = vectors * lanes;
        boolean carry = k0 > 0;
        int b = ALIGNMENT + k0 * Tuning.roundUp(s.n, lanes) + j0 * depth;
        int edge = m % high;
        if (k0 + depth < k) {
            FloatTile tile = tiles.tile(high, vectors, TileOperands.PACKED, false, carry, Epilogue.NONE);
            int at = sumsAt;
            for (int i = i0; i < i0 + m - edge; i += high) {
                tile.multiply(depth, s.a, ALIGNMENT + k0 * s.m + i * depth, high, s.b, b, stride,
                        sums, at, sums, at, stride, lanes, sums, 0);
                at += high * stride;
            }
            if (edge > 0) {
                tiles.tile(edge, vectors, TileOperands.PACKED, false, carry, Epilogue.NONE).multiply(depth,
                        s.a, ALIGNMENT + k0 * s.m + (i0 + m - edge) * depth, high, s.b, b, stride,
                        sums, at, sums, at, stride, lanes, sums, 0);
            }
            return;
        }
        int tail = width - (vectors - 1) * lanes;
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        int cAt = task.cAt() + (s.i0 + i0) * task.cRow() + s.j0 + j0;
        int biasAt = task.biasAt() + (task.epilogue() == Epilogue.COLUMN_BIAS ? s.j0 + j0 : 0);
        int perRow = task.epilogue() == Epilogue.ROW_BIAS ? 1 : 0;
        FloatTile tile = tiles.tile(high, vectors, TileOperands.PACKED, tail < lanes, carry, task.epilogue());
        int at = sumsAt;
        for (int i = i0; i < i0 + m - edge; i += high) {
            tile.multiply(depth, s.a, ALIGNMENT + k0 * s.m + i * depth, high, s.b, b, stride, sums, at, c, cAt, task.cRow(), tail,
                    bias, biasAt + perRow * (s.i0 + i));
            at += high * stride;
            cAt += high * task.cRow();
        }
        if (edge > 0) {
            int i = i0 + m - edge;
            tiles.tile(edge, vectors, TileOperands.PACKED, tail < lanes, carry, task.epilogue()).multiply(depth,
                    s.a, ALIGNMENT + k0 * s.m + i * depth, high, s.b, b, stride, sums, at, c, cAt, task.cRow(), tail, bias, biasAt + perRow * (s.i0 + i));
        }
    }
}
