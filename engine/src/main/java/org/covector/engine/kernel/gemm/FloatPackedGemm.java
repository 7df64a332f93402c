package org.covector.engine.kernel.gemm;

import java.util.function.IntConsumer;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * Blocked matrix product: B is packed in panels as wide as the register tile, then every block of rows of A is packed and runs
 * over them. The structure is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
 */
final class FloatPackedGemm {
    private static final TileShape SHAPE = FloatMicroKernels.PACKED;

    /** Where packed panels start. */
    private static final int ALIGNMENT = Tuning.ALIGNING_BYTES / Float.BYTES;

    /** Panels of B, or rows of A, packed by one thread at a time. */
    private static final int PANELS = 4;

    private static final int ROWS = 16 * SHAPE.rows();

    /** Rows that go to C panel by panel: few enough pages at a time, long enough runs in each. */
    private static final int ROW_BAND = 48;

    private static final float[] NO_SUMS = {};

    private final GemmTask task;
    private final FloatMicroKernels microKernels;

    FloatPackedGemm(GemmTask task, FloatMicroKernels microKernels) {
        this.task = task;
        this.microKernels = microKernels;
    }

    /**
     * Rows of A and columns of B that are packed together, the columns in panels, and both operands packed.
     *
     * @param padded rows of A that are packed: with zeros up to a whole tile, unless the only block of k goes to C at once
     */
    private record Slab(int i0, int m, int padded, int j0, GemmPanels panels, float[] a, float[] b) {
        /** Where a panel of some k starts. */
        int panelAt(int panel, int k0, int depth) {
            return ALIGNMENT + k0 * panels.start(panels.count()) + panels.start(panel) * depth;
        }

        /** Where rows, from a multiple of a tile's on, start at some k. */
        int rowsAt(int i, int k0, int depth) {
            return ALIGNMENT + k0 * padded + i * depth;
        }
    }

    void run() {
        int rows = slab(task.m(), SHAPE.rows(), task.k());
        int columns = slab(task.n(), SHAPE.columns(), task.k());
        float[] a = ScratchBuffers.floats(length(rows, task.k()));
        float[] b = ScratchBuffers.floats(Math.max(Tuning.ALIGNED, length(columns, task.k())));
        try {
            for (int j = 0; j < task.n(); j += columns) {
                GemmPanels panels = new GemmPanels(Math.min(columns, task.n() - j), SHAPE.lanes(), SHAPE.vectors());
                for (int i = 0; i < task.m(); i += rows) {
                    int m = Math.min(rows, task.m() - i);
                    Slab s = new Slab(i, m, task.k() <= Tuning.KC ? m : Tuning.roundUp(m, SHAPE.rows()), j, panels, a, b);
                    if (i == 0) {
                        parallel((panels.count() + PANELS - 1) / PANELS, panels.columns(), part -> packB(s, part));
                    }
                    parallel((s.m + ROWS - 1) / ROWS, s.m, part -> packA(s, part));
                    blocks(s);
                }
            }
        } finally {
            ScratchBuffers.release(b);
            ScratchBuffers.release(a);
        }
    }

    /** How many of {@code size} rows or columns are packed at once: all, or a number of whole panels. */
    private static int slab(int size, int panel, int k) {
        int most = Math.max(1, Tuning.PACKED / k / panel) * panel;
        return size <= most ? Tuning.roundUp(size, panel) : most;
    }

    private static int length(int columns, int k) {
        return Storage.length("matmul", (long) columns * k + ALIGNMENT);
    }

    /** Packs parts of an operand of some rows or columns, on several threads if that pays. */
    private void parallel(int parts, int size, IntConsumer part) {
        long nanos = (long) size * task.k() / Tuning.PACKED_PER_NANO;
        if (nanos < Tuning.SERIAL_NANOS) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
        } else {
            EngineRuntime.parallel(parts, nanos, part);
        }
    }

    /** Blocks of k lie one behind the other, so that what is used together is together: panels far apart would share cache sets. */
    private void packB(Slab s, int part) {
        boolean vector = microKernels.packsInVectors();
        GemmPanels panels = s.panels;
        int from = part * PANELS;
        int to = Math.min(panels.count(), from + PANELS);
        int whole = from;
        while (whole < to && panels.width(whole) == panels.nr()) {
            whole++;
        }
        for (int k0 = 0; k0 < task.k(); k0 += Tuning.KC) {
            int depth = Math.min(Tuning.KC, task.k() - k0);
            FloatPacking.panels(vector, task.b(), k0, depth, s.j0 + panels.start(from), whole - from, panels.nr(), s.b,
                    s.panelAt(from, k0, depth));
            for (int p = whole; p < to; p++) {
                FloatPacking.panel(vector, task.b(), k0, depth, s.j0 + panels.start(p), panels.width(p),
                        s.b, s.panelAt(p, k0, depth), panels.vectors(p) * panels.lanes());
            }
        }
    }

    private void packA(Slab s, int part) {
        boolean vector = microKernels.packsInVectors();
        int from = part * ROWS;
        int rows = Math.min(ROWS, s.m - from);
        int whole = rows - rows % SHAPE.rows();
        for (int k0 = 0; k0 < task.k(); k0 += Tuning.KC) {
            int depth = Math.min(Tuning.KC, task.k() - k0);
            int at = s.rowsAt(from, k0, depth);
            FloatPacking.panels(vector, task.a(), k0, depth, s.i0 + from, whole / SHAPE.rows(), SHAPE.rows(), s.a, at);
            if (whole < rows) {
                int edge = s.padded == s.m ? rows - whole : SHAPE.rows();
                FloatPacking.panel(vector, task.a(), k0, depth, s.i0 + from + whole, rows - whole, s.a, at + whole * depth, edge);
            }
        }
    }

    /** Cuts a slab of C into blocks that stay in the L2 cache while k runs. */
    private void blocks(Slab s) {
        long nanos = Tuning.nanos((long) s.m * s.panels.columns() * task.k());
        int shares = nanos < Tuning.SERIAL_NANOS ? 1 : 2 * EngineRuntime.threads();
        int blockRows = blockSize(s.m, FloatMicroKernels.MC, SHAPE.rows(), 1);
        int rowBlocks = (s.m + blockRows - 1) / blockRows;
        int count = s.panels.count();
        int blockPanels = blockSize(count, Math.max(1, FloatMicroKernels.NC / s.panels.nr()), 1, (shares + rowBlocks - 1) / rowBlocks);
        int panelBlocks = (count + blockPanels - 1) / blockPanels;
        if (rowBlocks * panelBlocks == 1 || nanos < Tuning.SERIAL_NANOS) {
            for (int i = 0; i < rowBlocks * panelBlocks; i++) {
                block(s, i % rowBlocks * blockRows, blockRows, i / rowBlocks * blockPanels, blockPanels);
            }
        } else {
            EngineRuntime.parallel(rowBlocks * panelBlocks, nanos,
                    i -> block(s, i % rowBlocks * blockRows, blockRows, i / rowBlocks * blockPanels, blockPanels));
        }
    }

    /** Length of equal parts of {@code size}, at least {@code parts} if possible, each {@code most} or less, a multiple of {@code unit}. */
    private static int blockSize(int size, int most, int unit, int parts) {
        int count = Math.max(parts, (size + most - 1) / most);
        return Math.max(unit, Tuning.roundUp((size + count - 1) / count, unit));
    }

    /**
     * Sums of a block over all k. Those of the blocks of k before the last stand panel by panel without gaps. The last goes to C in
     * bands of rows: a tile's rows of C lie pages apart, and one column of tiles after the other would cost a fifth of its time.
     */
    private void block(Slab s, int i0, int blockRows, int p0, int blockPanels) {
        int m = Math.min(blockRows, s.m - i0);
        int end = Math.min(p0 + blockPanels, s.panels.count());
        int last = (task.k() - 1) / Tuning.KC * Tuning.KC;
        int rows = Tuning.roundUp(m, SHAPE.rows());
        float[] sums = last == 0 ? NO_SUMS : ScratchBuffers.floats((s.panels.start(end) - s.panels.start(p0)) * rows);
        try {
            for (int k0 = 0; k0 < last; k0 += Tuning.KC) {
                for (int p = p0; p < end; p++) {
                    panel(s, i0, m, p, k0, sums, (s.panels.start(p) - s.panels.start(p0)) * rows);
                }
            }
            for (int i = 0; i < m; i += ROW_BAND) {
                for (int p = p0; p < end; p++) {
                    storeC(s, i0, i, Math.min(m, i + ROW_BAND), m, p, last, sums, (s.panels.start(p) - s.panels.start(p0)) * rows);
                }
            }
        } finally {
            if (last > 0) {
                ScratchBuffers.release(sums);
            }
        }
    }

    /** Finished sums of some rows and one panel, to C. */
    private void finish(Slab s, int p, int i0, int rows, float[] sums, int at) {
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        int row = s.panels.vectors(p) * SHAPE.lanes();
        int j = s.j0 + s.panels.start(p);
        for (int i = 0; i < rows; i++) {
            int r = s.i0 + i0 + i;
            FloatEpilogue.row(task.epilogue(), sums, at + i * row, c, task.cAt() + r * task.cRow() + j, s.panels.width(p),
                    bias, task.biasAt() + (task.epilogue() == Epilogue.ROW_BIAS ? r : j));
        }
    }

    /** One panel of B, a block of k, against some rows of A, into the sums: whole tiles, the last over rows of zeros. */
    private void panel(Slab s, int i0, int m, int p, int k0, float[] sums, int at) {
        int depth = Math.min(Tuning.KC, task.k() - k0);
        int vectors = s.panels.vectors(p);
        int lanes = SHAPE.lanes();
        int row = vectors * lanes;
        int mr = SHAPE.rows();
        int b = s.panelAt(p, k0, depth);
        FloatMicroKernel tile = microKernels.tile(mr, vectors, MicroKernelOperands.PACKED, false, k0 > 0, Epilogue.NONE);
        for (int i = 0; i < m; i += mr) {
            tile.multiply(depth, s.a, s.rowsAt(i0 + i, k0, depth), mr, s.b, b, row, sums, at + i * row, sums, at + i * row, row, lanes,
                    sums, 0);
        }
    }

    /**
     * One panel of B, the last block of k, against rows {@code from} to {@code to - 1} of the m that begin at {@code i0}, with the
     * epilogue. Edges of the only block have tiles of their own; of a last one they go through the sums, over rows of zeros.
     */
    private void storeC(Slab s, int i0, int from, int to, int m, int p, int k0, float[] sums, int sumsAt) {
        int depth = task.k() - k0;
        int vectors = s.panels.vectors(p);
        int row = vectors * SHAPE.lanes();
        int tail = s.panels.width(p) - row + SHAPE.lanes();
        boolean isCut = tail < SHAPE.lanes();
        boolean isOnlyBlock = k0 == 0;
        int mr = SHAPE.rows();
        int b = s.panelAt(p, k0, depth);
        float[] c = (float[]) task.c();
        int cAt = task.cAt() + (s.i0 + i0) * task.cRow() + s.j0 + s.panels.start(p);
        float[] bias = (float[]) task.bias();
        int perRow = task.epilogue() == Epilogue.ROW_BIAS ? 1 : 0;
        int biasAt = task.biasAt() + perRow * (s.i0 + i0) + (task.epilogue() == Epilogue.COLUMN_BIAS ? s.j0 + s.panels.start(p) : 0);
        for (int i = from; i < to; i += mr) {
            int a = s.rowsAt(i0 + i, k0, depth);
            int at = sumsAt + i * row;
            if (isOnlyBlock || !isCut && i + mr <= m) {
                FloatMicroKernel tile = microKernels.tile(Math.min(mr, m - i), vectors, MicroKernelOperands.PACKED, isCut, !isOnlyBlock,
                        task.epilogue());
                tile.multiply(depth, s.a, a, mr, s.b, b, row, sums, at, c, cAt + i * task.cRow(), task.cRow(), tail, bias,
                        biasAt + perRow * i);
            } else {
                FloatMicroKernel tile = microKernels.tile(mr, vectors, MicroKernelOperands.PACKED, false, true, Epilogue.NONE);
                tile.multiply(depth, s.a, a, mr, s.b, b, row, sums, at, sums, at, row, SHAPE.lanes(), sums, 0);
                finish(s, p, i0 + i, Math.min(mr, m - i), sums, at);
            }
        }
    }
}
