package org.covector.engine.kernel.gemm;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.covector.engine.DType;
import org.covector.engine.runtime.EngineRuntime;
import org.covector.engine.storage.ScratchBuffers;
import org.covector.engine.storage.Storage;

/**
 * Matrix times vector: {@code y[i] = sum over k of a[i, k] x[k]}, bound by reading A once.
 *
 * <p>Order of summation, whatever the strides: in blocks of {@link #BLOCK}, element k goes to the fma chain of lane k mod 16, k
 * ascending; the lanes are folded by halves; the blocks are added first to last.
 */
final class FloatGemv {
    /** Length of a block of the sums. */
    static final int BLOCK = 4096;

    private static final int LANES = 16;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;
    private static final int STEP = SPECIES.length();

    /** Rows at once where k is adjacent in memory. */
    private static final int ROWS = 8;

    /** Rows at once where rows are adjacent in memory: long runs to read, and 16 lanes of them fit the L2 cache. */
    private static final int STRIP = 1024;

    private static final int WARMUP_ROWS = 12;
    private static final int WARMUP_DEPTH = 4 * LANES + 3;

    private final boolean isVector;
    private final GemmTask task;
    private final int rows;
    private final int k;
    private final float[] a;
    private final int aAt;
    private final int aRow;
    private final int aStep;
    private final float[] x;

    private FloatGemv(boolean isVector, GemmTask task, int rows, GemmMatrix a, float[] x) {
        this.isVector = isVector;
        this.task = task;
        this.rows = rows;
        this.k = task.k();
        this.a = (float[]) a.array();
        this.aAt = a.at();
        this.aRow = a.jStride();
        this.aStep = a.kStride();
        this.x = x;
    }

    /** Both ways through a matrix, a small one. */
    static VectorLoops.Trial trial() {
        float[] a = Storage.zeros(DType.FLOAT32, WARMUP_ROWS * WARMUP_DEPTH).floats();
        float[] y = Storage.zeros(DType.FLOAT32, 2 * WARMUP_DEPTH).floats();
        GemmMatrix x = new GemmMatrix(Storage.zeros(DType.FLOAT32, WARMUP_DEPTH).floats(), 0, 1, 1);
        GemmTask rows = new GemmTask(WARMUP_ROWS, 1, WARMUP_DEPTH, new GemmMatrix(a, 0, 1, WARMUP_DEPTH), x, y, 0, 1);
        GemmTask columns = new GemmTask(WARMUP_DEPTH, 1, WARMUP_ROWS, new GemmMatrix(a, 0, WARMUP_DEPTH, 1), x, y, 0, 1);
        return vector -> {
            multiply(vector, rows);
            multiply(vector, columns);
        };
    }

    /** A task with one row or one column, in vectors or with the same bits in scalars. */
    static void multiply(boolean isVector, GemmTask task) {
        boolean column = task.n() == 1;
        GemmMatrix matrix = column ? task.a() : task.b();
        float[] x = ScratchBuffers.floats(task.k());
        try {
            FloatPacking.panel(false, column ? task.b() : task.a(), 0, task.k(), 0, 1, x, 0, 1);
            new FloatGemv(isVector, task, column ? task.m() : task.n(), matrix, x).run();
        } finally {
            ScratchBuffers.release(x);
        }
    }

    private void run() {
        int share = aRow == 1 && aStep != 1 ? STRIP : ROWS * 4;
        int chunks = (rows + share - 1) / share;
        long nanos = (long) rows * k / Tuning.READ_PER_NANO;
        if (nanos < Tuning.SERIAL_NANOS) {
            chunk(0, rows);
        } else {
            EngineRuntime.parallel(chunks, nanos, i -> chunk(i * share, Math.min(share, rows - i * share)));
        }
    }

    private void chunk(int from, int count) {
        float[] lanes = ScratchBuffers.floats(LANES * STRIP);
        try {
            if (aRow == 1 && aStep != 1) {
                for (int i = 0; i < count; i += STRIP) {
                    strip(from + i, Math.min(STRIP, count - i), lanes);
                }
            } else {
                for (int i = 0; i < count; i += ROWS) {
                    dots(from + i, Math.min(ROWS, count - i), lanes);
                }
            }
        } finally {
            ScratchBuffers.release(lanes);
        }
    }

    /** Up to eight rows; {@code lanes[r * 16 + l]}. */
    private void dots(int i, int count, float[] lanes) {
        for (int k0 = 0; k0 < k; k0 += BLOCK) {
            int depth = Math.min(BLOCK, k - k0);
            int whole = aStep == 1 ? depth - depth % LANES : 0;
            int at = aAt + i * aRow + k0 * aStep;
            Arrays.fill(lanes, 0, LANES * ROWS, 0f);
            if (count == ROWS && isVector) {
                eightDots(at, k0, whole, lanes);
            } else {
                for (int r = 0; r < count; r++) {
                    oneDot(at + r * aRow, k0, whole, lanes, r * LANES);
                }
            }
            for (int r = 0; r < count; r++) {
                int q = at + r * aRow + whole * aStep;
                for (int j = whole; j < depth; j++) {
                    int lane = r * LANES + j % LANES;
                    lanes[lane] = Math.fma(a[q], x[k0 + j], lanes[lane]);
                    q += aStep;
                }
                for (int half = LANES / 2; half > 0; half /= 2) {
                    for (int l = 0; l < half; l++) {
                        lanes[r * LANES + l] += lanes[r * LANES + l + half];
                    }
                }
                finish(i + r, lanes[r * LANES], k0, depth);
            }
        }
    }

    private void eightDots(int at, int k0, int depth, float[] lanes) {
        for (int l = 0; l < LANES; l += STEP) {
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = FloatVector.zero(SPECIES);
            FloatVector s2 = FloatVector.zero(SPECIES);
            FloatVector s3 = FloatVector.zero(SPECIES);
            FloatVector s4 = FloatVector.zero(SPECIES);
            FloatVector s5 = FloatVector.zero(SPECIES);
            FloatVector s6 = FloatVector.zero(SPECIES);
            FloatVector s7 = FloatVector.zero(SPECIES);
            for (int j = l; j < depth; j += LANES) {
                int q = at + j;
                FloatVector v = FloatVector.fromArray(SPECIES, x, k0 + j);
                s0 = FloatVector.fromArray(SPECIES, a, q).fma(v, s0);
                s1 = FloatVector.fromArray(SPECIES, a, q + aRow).fma(v, s1);
                s2 = FloatVector.fromArray(SPECIES, a, q + 2 * aRow).fma(v, s2);
                s3 = FloatVector.fromArray(SPECIES, a, q + 3 * aRow).fma(v, s3);
                s4 = FloatVector.fromArray(SPECIES, a, q + 4 * aRow).fma(v, s4);
                s5 = FloatVector.fromArray(SPECIES, a, q + 5 * aRow).fma(v, s5);
                s6 = FloatVector.fromArray(SPECIES, a, q + 6 * aRow).fma(v, s6);
                s7 = FloatVector.fromArray(SPECIES, a, q + 7 * aRow).fma(v, s7);
            }
            s0.intoArray(lanes, l);
            s1.intoArray(lanes, l + LANES);
            s2.intoArray(lanes, l + 2 * LANES);
            s3.intoArray(lanes, l + 3 * LANES);
            s4.intoArray(lanes, l + 4 * LANES);
            s5.intoArray(lanes, l + 5 * LANES);
            s6.intoArray(lanes, l + 6 * LANES);
            s7.intoArray(lanes, l + 7 * LANES);
        }
    }

    private void oneDot(int at, int k0, int depth, float[] lanes, int to) {
        if (!isVector) {
            for (int j = 0; j < depth; j += LANES) {
                for (int l = 0; l < LANES; l++) {
                    lanes[to + l] = Math.fma(a[at + j + l], x[k0 + j + l], lanes[to + l]);
                }
            }
            return;
        }
        for (int l = 0; l < LANES; l += STEP) {
            FloatVector s = FloatVector.zero(SPECIES);
            for (int j = l; j < depth; j += LANES) {
                s = FloatVector.fromArray(SPECIES, a, at + j).fma(FloatVector.fromArray(SPECIES, x, k0 + j), s);
            }
            s.intoArray(lanes, to + l);
        }
    }

    /** Adjacent rows; {@code lanes[l * padded + r]}. */
    private void strip(int i, int count, float[] lanes) {
        int padded = (count + STEP - 1) / STEP * STEP;
        int whole = isVector ? count - count % STEP : 0;
        for (int k0 = 0; k0 < k; k0 += BLOCK) {
            int depth = Math.min(BLOCK, k - k0);
            Arrays.fill(lanes, 0, LANES * padded, 0f);
            int q = aAt + i + k0 * aStep;
            for (int j = 0; j < depth; j++) {
                float factor = x[k0 + j];
                int to = j % LANES * padded;
                for (int r = 0; r < whole; r += STEP) {
                    FloatVector.fromArray(SPECIES, a, q + r)
                            .fma(FloatVector.broadcast(SPECIES, factor), FloatVector.fromArray(SPECIES, lanes, to + r))
                            .intoArray(lanes, to + r);
                }
                for (int r = whole; r < count; r++) {
                    lanes[to + r] = Math.fma(a[q + r], factor, lanes[to + r]);
                }
                q += aStep;
            }
            for (int half = LANES / 2; half > 0; half /= 2) {
                int r = 0;
                for (; r < half * padded && isVector; r += STEP) {
                    FloatVector.fromArray(SPECIES, lanes, r).add(FloatVector.fromArray(SPECIES, lanes, r + half * padded))
                            .intoArray(lanes, r);
                }
                for (; r < half * padded; r++) {
                    lanes[r] += lanes[r + half * padded];
                }
            }
            for (int r = 0; r < count; r++) {
                finish(i + r, lanes[r], k0, depth);
            }
        }
    }

    /** Adds a block's sum; after the last one, the epilogue. */
    private void finish(int i, float sum, int k0, int depth) {
        float[] c = (float[]) task.c();
        float[] bias = (float[]) task.bias();
        boolean column = task.n() == 1;
        int at = task.cAt() + (column ? i * task.cRow() : i);
        boolean last = k0 + depth == k;
        if (task.epilogue().readsC()) { // the sum of a single block is added to C; several blocks are added in turn
            c[at] += task.epilogue() == Epilogue.ADD ? sum : -sum;
            return;
        }
        float value = k0 == 0 ? sum : c[at] + sum;
        if (last && task.epilogue() != Epilogue.NONE) {
            boolean perRow = column == (task.epilogue() == Epilogue.ROW_BIAS);
            value += bias[task.biasAt() + (perRow ? i : 0)];
        }
        c[at] = value;
    }
}
