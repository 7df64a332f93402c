package org.covector.engine.kernel.gemm;

import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.ScratchBuffers;

/**
 * Products over a short k. Rows of A are read where they are, and so is a B that fits the L1 cache; of a larger B one panel at a time
 * is packed to the same place, which stays in that cache.
 */
final class FloatInPlaceGemm {
    private static final int LANES = FloatMicroKernels.LANES;

    /** Where a packed panel starts. */
    private static final int ALIGNMENT = Tuning.ALIGNING_BYTES / Float.BYTES;

    private final GemmTask task;
    private final FloatMicroKernels microKernels;

    /** Whether rows of B are whole vectors that can be read where they are. */
    private final boolean direct;

    FloatInPlaceGemm(GemmTask task, FloatMicroKernels microKernels) {
        GemmMatrix b = task.b();
        this.task = task;
        this.microKernels = microKernels;
        this.direct = b.jStride() == 1 && task.n() % LANES == 0
                && (long) b.kStride() * task.k() <= Tuning.IN_PLACE_BYTES / Float.BYTES;
    }

    void run() {
        int m = task.m();
        long nanos = Tuning.nanos((long) m * task.n() * task.k());
        int parts = nanos < Tuning.SERIAL_NANOS ? 1 : EngineRuntime.threads();
        int chunks = Math.max(parts, (m + Tuning.IN_PLACE_ROWS - 1) / Tuning.IN_PLACE_ROWS);
        if (chunks == 1) {
            rows(0, m);
        } else {
            int rows = Tuning.roundUp((m + chunks - 1) / chunks, Tuning.MAX_MR);
            EngineRuntime.parallel((m + rows - 1) / rows, nanos, i -> rows(i * rows, Math.min(rows, m - i * rows)));
        }
    }

    private void rows(int i, int m) {
        GemmMatrix a = task.a();
        if (a.kStride() == 1) {
            panels(i, m, (float[]) a.array(), a.at(0, i), a.jStride());
            return;
        }
        float[] packed = ScratchBuffers.floats(m * task.k());
        try {
            FloatPacking.rows(microKernels.packsInVectors(), a, task.k(), i, m, packed);
            panels(i, m, packed, 0, task.k());
        } finally {
            ScratchBuffers.release(packed);
        }
    }

    private void panels(int i, int m, float[] a, int aAt, int aRow) {
        GemmMatrix b = task.b();
        int n = task.n();
        GemmPanels panels = new GemmPanels(n, LANES, FloatMicroKernels.VECTORS_IN_PLACE);
        float[] packed = direct ? (float[]) b.array() : ScratchBuffers.floats(panels.nr() * task.k() + ALIGNMENT);
        try {
            for (int p = 0; p < panels.count(); p++) {
                int j = panels.start(p);
                int width = panels.width(p);
                int row = panels.vectors(p) * LANES;
                if (direct) {
                    panel(i, m, j, width, a, aAt, aRow, packed, b.at(0, j), b.kStride());
                } else {
                    FloatPacking.panel(microKernels.packsInVectors(), b, 0, task.k(), j, width, packed, ALIGNMENT, row);
                    panel(i, m, j, width, a, aAt, aRow, packed, ALIGNMENT, row);
                }
            }
        } finally {
            if (!direct) {
                ScratchBuffers.release(packed);
            }
        }
    }

    /** Rows {@code i0 .. i0 + m} times one panel of B. */
    private void panel(int i0, int m, int j, int width, float[] a, int aAt, int aRow, float[] b, int bAt, int bRow) {
        int vectors = (width + LANES - 1) / LANES;
        int tail = width - (vectors - 1) * LANES;
        int mr = FloatMicroKernels.mrInPlace(vectors);
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        int cRow = task.cRow();
        int at = task.cAt() + i0 * cRow + j;
        int perRow = task.epilogue() == Epilogue.ROW_BIAS ? 1 : 0;
        int biasAt = task.biasAt() + perRow * i0 + (task.epilogue() == Epilogue.COLUMN_BIAS ? j : 0);
        boolean overlaps = m >= mr && !task.epilogue().readsC();
        MicroKernelOperands operands = operands(bRow, vectors, a.length);
        FloatMicroKernel tile = tile(Math.min(mr, m), vectors, operands, tail);
        for (int i = 0; i < m; i += mr) {
            int from = i;
            if (i + mr > m && overlaps) {
                from = m - mr; // some rows again, rather than a tile for the others
            } else if (i + mr > m) {
                tile = tile(m - i, vectors, operands, tail);
            }
            tile.multiply(task.k(), a, aAt + from * aRow, aRow, b, bAt, bRow, c, 0, c, at + from * cRow, cRow, tail, bias,
                    biasAt + perRow * from);
        }
    }

    /** A whole B, or a packed one, is a panel; but the loop over panels multiplies a place in A by the length of a row of B. */
    private static MicroKernelOperands operands(int bRow, int vectors, int length) {
        return bRow == vectors * LANES && (long) length * bRow <= Integer.MAX_VALUE
                ? MicroKernelOperands.ROWS : MicroKernelOperands.IN_PLACE;
    }

    private FloatMicroKernel tile(int rows, int vectors, MicroKernelOperands operands, int tail) {
        return microKernels.tile(rows, vectors, operands, tail < LANES, false, task.epilogue());
    }
}
