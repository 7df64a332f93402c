package org.covector.engine.kernel;

import java.util.function.IntConsumer;
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

    /** Panels of B, or rows of A, packed by one thread at a time. */
    private static final int PANELS = 4;

    private static final int ROWS = 16 * SHAPE.rows();

    /** Rows that go to C together: few enough pages, long enough runs. */
    private static final int FINISHED = 16;

    private final GemmTask task;
    private final FloatTiles tiles;

    FloatPackedGemm(GemmTask task, FloatTiles tiles) {
        this.task = task;
        this.tiles = tiles;
    }

    /** Rows of A and columns of B that are packed together, the columns in panels, and both operands packed. */
    private record Slab(int i0, int m, int j0, GemmPanels panels, float[] a, float[] b) {
        /** Where a panel of some k starts. */
        int panelAt(int panel, int k0, int depth) {
            return ALIGNMENT + k0 * panels.start(panels.count()) + panels.start(panel) * depth;
        }
    }

    void run() {
        int rows = slab(task.m(), SHAPE.rows(), task.k());
        int columns = slab(task.n(), SHAPE.columns(), task.k());
        float[] a = Buffers.floats(length(rows, task.k()));
        float[] b = Buffers.floats(Math.max(Tuning.ALIGNED, length(columns, task.k())));
        try {
            for (int j = 0; j < task.n(); j += columns) {
                GemmPanels panels = new GemmPanels(Math.min(columns, task.n() - j), SHAPE.lanes(), SHAPE.vectors());
                for (int i = 0; i < task.m(); i += rows) {
                    Slab s = new Slab(i, Math.min(rows, task.m() - i), j, panels, a, b);
                    if (i == 0) {
                        share((panels.count() + PANELS - 1) / PANELS, panels.columns(), part -> packB(s, part));
                    }
                    share((s.m + ROWS - 1) / ROWS, s.m, part -> packA(s, part));
                    blocks(s);
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

    /** Packs parts of an operand of some rows or columns, on several threads if that pays. */
    private void share(int parts, int size, IntConsumer part) {
        long nanos = (long) size * task.k() / Tuning.PACKED_PER_NANO;
        if (nanos < Tuning.ALONE_NANOS) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
        } else {
            EngineRuntime.parallel(parts, nanos, part);
        }
    }

    /** Blocks of k lie one behind the other, so that what is used together is together: panels far apart would share cache sets. */
    private void packB(Slab s, int part) {
        GemmPanels panels = s.panels;
        int from = part * PANELS;
        int to = Math.min(panels.count(), from + PANELS);
        int whole = from;
        while (whole < to && panels.width(whole) == panels.wide()) {
            whole++;
        }
        for (int k0 = 0; k0 < task.k(); k0 += Tuning.KC) {
            int depth = Math.min(Tuning.KC, task.k() - k0);
            FloatPacking.panels(task.b(), k0, depth, s.j0 + panels.start(from), whole - from, panels.wide(), s.b, s.panelAt(from, k0, depth));
            for (int p = whole; p < to; p++) {
                FloatPacking.panel(task.b(), k0, depth, s.j0 + panels.start(p), panels.width(p),
                        s.b, s.panelAt(p, k0, depth), panels.vectors(p) * panels.lanes());
            }
        }
    }

    private void packA(Slab s, int part) {
        int from = part * ROWS;
        int rows = Math.min(ROWS, s.m - from);
        int whole = rows - rows % SHAPE.rows();
        for (int k0 = 0; k0 < task.k(); k0 += Tuning.KC) {
            int depth = Math.min(Tuning.KC, task.k() - k0);
            int at = ALIGNMENT + k0 * s.m + from * depth;
            FloatPacking.panels(task.a(), k0, depth, s.i0 + from, whole / SHAPE.rows(), SHAPE.rows(), s.a, at);
            if (whole < rows) {
                FloatPacking.panel(task.a(), k0, depth, s.i0 + from + whole, rows - whole, s.a, at + whole * depth, rows - whole);
            }
        }
    }

    /** Cuts a slab of C into blocks that stay in the L2 cache while k runs. */
    private void blocks(Slab s) {
        long nanos = Tuning.nanos((long) s.m * s.panels.columns() * task.k());
        int shares = nanos < Tuning.ALONE_NANOS ? 1 : 2 * EngineRuntime.threads();
        int high = side(s.m, FloatTiles.BLOCK_ROWS, SHAPE.rows(), 1);
        int down = (s.m + high - 1) / high;
        int count = s.panels.count();
        int wide = side(count, Math.max(1, FloatTiles.BLOCK_COLUMNS / s.panels.wide()), 1, (shares + down - 1) / down);
        int across = (count + wide - 1) / wide;
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
     * Sums of a block over all k. Until they are finished they stand panel by panel without gaps, then they go to C row by row: a
     * tile's rows of C lie pages apart, and storing them one tile at a time would cost a fifth of the time.
     */
    private void block(Slab s, int i0, int high, int p0, int wide) {
        int m = Math.min(high, s.m - i0);
        int end = Math.min(p0 + wide, s.panels.count());
        int first = s.panels.start(p0);
        int k = task.k();
        boolean isDirect = k <= Tuning.KC || task.epilogue() == Epilogue.ADD;
        float[] sums = k <= Tuning.KC ? s.a : Buffers.floats((s.panels.start(end) - first) * m);
        try {
            for (int k0 = 0; k0 < k; k0 += Tuning.KC) {
                boolean toC = isDirect && k - k0 <= Tuning.KC;
                for (int p = p0; p < end; p++) {
                    panel(s, i0, m, p, k0, sums, (s.panels.start(p) - first) * m, toC);
                }
            }
            for (int i = isDirect ? m : 0; i < m; i += FINISHED) {
                for (int p = p0; p < end; p++) {
                    finish(s, p, i0 + i, Math.min(FINISHED, m - i), sums, (s.panels.start(p) - first) * m + i * s.panels.vectors(p) * SHAPE.lanes());
                }
            }
        } finally {
            if (k > Tuning.KC) {
                Buffers.release(sums);
            }
        }
    }

    /** Finished sums of some rows and one panel, to C. */
    private void finish(Slab s, int p, int i0, int rows, float[] sums, int at) {
        float[] c = (float[]) task.c();
        int row = s.panels.vectors(p) * SHAPE.lanes();
        int to = task.cAt() + (s.i0 + i0) * task.cRow() + s.j0 + s.panels.start(p);
        for (int i = 0; i < rows; i++) {
            FloatPacking.row(sums, at + i * row, c, to + i * task.cRow(), s.panels.width(p));
        }
    }

    /** One panel of B, some of k, against some rows of A, into the sums or into C. */
    private void panel(Slab s, int i0, int m, int p, int k0, float[] sums, int sumsAt, boolean toC) {
        int depth = Math.min(Tuning.KC, task.k() - k0);
        int vectors = s.panels.vectors(p);
        int lanes = SHAPE.lanes();
        int row = vectors * lanes;
        boolean carry = k0 > 0;
        boolean isLast = k0 + depth == task.k();
        int tail = isLast ? s.panels.width(p) - row + lanes : lanes; // neither C nor the bias has more
        Epilogue epilogue = isLast ? task.epilogue() : Epilogue.NONE;
        int high = SHAPE.rows();
        int b = s.panelAt(p, k0, depth);
        float[] c = toC ? (float[]) task.c() : sums;
        int cAt = toC ? task.cAt() + (s.i0 + i0) * task.cRow() + s.j0 + s.panels.start(p) : sumsAt;
        int cRow = toC ? task.cRow() : row;
        float[] bias = (float[]) task.bias();
        int perRow = epilogue == Epilogue.ROW_BIAS ? 1 : 0;
        int biasAt = task.biasAt() + (epilogue == Epilogue.COLUMN_BIAS ? s.j0 + s.panels.start(p) : 0);
        FloatTile tile = tiles.tile(high, vectors, TileOperands.PACKED, tail < lanes, carry, epilogue);
        for (int i = 0; i < m; i += high) {
            if (i + high > m) {
                tile = tiles.tile(m - i, vectors, TileOperands.PACKED, tail < lanes, carry, epilogue);
            }
            tile.multiply(depth, s.a, ALIGNMENT + k0 * s.m + (i0 + i) * depth, high, s.b, b, row, sums, sumsAt + i * row, c, cAt + i * cRow, cRow, tail, bias, biasAt + perRow * (s.i0 + i0 + i));
        }
    }
}
